"""What a comparison is called: what it compares, whether it rose or fell, and against what."""

from __future__ import annotations

from knowledge.facts.clause_kind import bare_time
from knowledge.facts.context import context_of, undated
from knowledge.facts.draft import Draft
from knowledge.facts.measure import about_words, base_at, words_at
from knowledge.facts.phrase import capital, join_words, short, text, trim_start, trim_stop, up_to_mark
from knowledge.grammar.core import key

_BASES = {"same_period": "cùng kỳ", "previous": "kỳ trước", "plan": "kế hoạch"}


def name(draft: Draft) -> None:
    """Set `own`, `inherited` and `indicator` of a comparison that names nothing itself."""
    left = text(draft.tokens, trim_start(draft.tokens, draft.content))
    base = base_words(draft) or (_BASES["plan"] if draft.base == "plan" else "")  # said for the part before it
    about = text(draft.tokens, trim_stop(draft.tokens, about_words(draft)))
    draft.own = join_words(left, about, base)
    bearer = draft.subject
    if bearer is None:
        context = context_of(draft)
        draft.inherited = join_words(*context)
        draft.indicator = capital(short(join_words(draft.inherited, draft.own)))
        return
    dated = bare_time(draft) and left.lower() not in bearer.stem.lower()
    stem = undated(bearer) if dated else bearer.stem
    draft.inherited = join_words(stem, bearer.inherited)
    name_ = join_words(stem, left) if dated else bearer.plain
    draft.plain, draft.stem = name_, left
    draft.indicator = capital(short(compared(draft, name_, base)))


def compared(draft: Draft, name_: str, base: str) -> str:
    """The compared figure's name and the comparison: "Thu ngân sách so với dự toán", "Tỷ lệ vụ án đã giải quyết"."""
    against = f"so với {base or _BASES[draft.base]}" if draft.base else f"so với {base}" if base else ""
    if draft.measure in ("rate", "share"):
        rate = (
            name_
            if name_.lower().startswith("tỷ lệ")
            else f"Tỷ lệ {name_[:1].lower() + name_[1:] if not name_[1:2].isupper() else name_}"
        )
        return f"{rate} ({base})" if base and base.lower() not in rate.lower() else rate
    moved = "tăng" if draft.comparator == "increase" else "giảm" if draft.comparator == "decrease" else ""
    return " ".join(part for part in (name_, moved, against) if part)


def base_words(draft: Draft) -> str:
    """What a comparison stands against, as printed: "dự toán", "cùng kỳ năm trước"."""
    chosen = list(draft.right[:14])
    if draft.comparator in ("increase", "decrease", "fold"):  # "giảm 02 người chết so với năm trước": only the base
        chosen = chosen[base_at(draft, chosen) :]
    if chosen and words_at(draft, chosen, "so", "với"):
        chosen = chosen[2:]
    chosen = chosen[: _reason(draft, chosen)]
    return text(draft.tokens, trim_start(draft.tokens, up_to_mark(draft.tokens, chosen)))


def _reason(draft: Draft, indexes: list[int]) -> int:
    """Where a reason begins after the base ("cùng kỳ | do bãi bỏ phí"), not whose plan it is ("do HĐND tỉnh giao")."""
    keys = [draft.tokens[i].key for i in indexes]
    found = (n for n, said in enumerate(keys) if n and said in _REASONS and _GIVEN not in keys[n : n + 6])
    return next(found, len(indexes))


_REASONS = tuple(key(name_) for name_ in ("do", "vì", "nhờ"))
_GIVEN = key("giao")
