"""What a figure measures: a result, a part, a share, a rate, a target, or a comparison and with what."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from knowledge.facts.clause_kind import bare_time, named, repeated, same_kind
from knowledge.facts.draft import Draft
from knowledge.facts.phrase import up_to_mark
from knowledge.grammar import words
from knowledge.grammar.core import Lexicon, Token, key, word
from knowledge.model import Measure


def base_in(tokens: Sequence[Token], indexes: Sequence[int]) -> str:
    """The base that some words name: "same_period", "previous", "plan", or "" where they name none."""
    window = [tokens[i] for i in indexes]
    named_base = words.bases().find(window)
    if named_base is not None:
        return named_base[0]
    for n in range(1, len(window)):
        if not (word(window, n, "với") and word(window, n - 1, "so")):
            continue
        rest = [t.key for t in window[n + 1 : n + 5]]
        if any(k in rest for k in _EARLIER):
            return "previous"
        if any(k in rest for k in _YEAR):
            return "same_period"
    return ""


_EARLIER = tuple(key(name) for name in ("tháng", "quý", "điểm", "ngày", "tuần"))
_YEAR = tuple(key(name) for name in ("năm", "vụ", "niên"))


def base_of(draft: Draft, later: Sequence[Draft]) -> str:
    """The base of a comparison: after it, after the comparisons that follow it, in its parenthesis's owner, or before
    it.
    """
    found = base_in(draft.tokens, draft.right[:14])
    if not found and draft.comparator == "fold" and word([draft.tokens[i] for i in draft.right[:1]], 0, "năm"):
        found = "same_period"  # "gấp đôi năm 2023"
    if found:
        return found
    if draft.owner is not None and draft.owner.comparison and draft.match.sign:
        return base_in(draft.tokens, draft.owner.right[:14]) or draft.owner.base
    for other in later if draft.direction else ():
        if other.sentence != draft.sentence or other.owner is not draft.owner:
            continue
        if named_left(other) or not other.match.kind:
            break
        found = base_in(other.tokens, other.right[:14])
        if found and not (found == "plan" and draft.direction):
            return found
    if changed_from(draft) and draft.before is not None:
        return base_in(draft.tokens, draft.before.content) or "previous"
    before = base_in(draft.tokens, draft.left) or base_in(draft.tokens, draft.label + draft.topic)
    return before or (draft.before.base if draft.before is not None and draft.before.comparison else "")


def _of_brackets(draft: Draft, earlier: Sequence[Draft]) -> str:
    """The base of the change before it that is written alike: "57.813 tỷ (+7,4% so với cuối năm); 63.290 (+6,2%)"."""
    if draft.owner is None or not draft.match.sign or draft.owner.comparison:
        return ""
    bracketed = [d for d in earlier if d.text is draft.text and d.sentence == draft.sentence and d.match.sign]
    alike = [d for d in bracketed if d.owner is not None and not d.owner.comparison]
    return alike[-1].base if alike else ""


def _of_value(draft: Draft, earlier: Sequence[Draft]) -> str:
    """The base whose figure stands in brackets just before: "163 ca (cùng kỳ 248 ca), giảm | 34,3%"."""
    before = earlier[-1] if earlier and draft.direction else None
    if before is None or before.sentence != draft.sentence or before.text is not draft.text:
        return ""
    beside = before.owner is not None and draft.owner is None and is_base_value(before)
    return base_in(before.tokens, before.content) if beside else ""


def _of_list(draft: Draft, earlier: Sequence[Draft]) -> str:
    """The base said once for parts side by side: "cấp tỉnh …, bằng 66,9% kế hoạch; cấp xã …, bằng | 72,5%"."""
    if draft.comparator in ("increase", "decrease") and not draft.content:
        told = [d for d in earlier if d.sentence == draft.sentence and d.comparison and d.direction and not d.owner]
        return told[-1].base if told and told[-1].base == "previous" else ""
    if draft.comparator not in ("equal", "reach") or draft.match.kind != "percent" or draft.subject is None:
        return ""
    for other in reversed(earlier):
        if other.sentence == draft.sentence and other.comparison and other.comparator == draft.comparator:
            return other.base if other.subject is not None and _named_alike(other.subject, draft.subject) else ""
    return ""


def _named_alike(one: Draft, other: Draft) -> bool:
    """Whether two figures are parts of one total, or begin with the same word: "cấp tỉnh", "cấp xã"."""
    if one.head is other.head is not None:
        return True
    first = [next((d.tokens[i].key for i in d.content if d.tokens[i].kind == "word"), "") for d in (one, other)]
    return first[0] == first[1] != ""


def named_left(draft: Draft) -> bool:
    """Whether a later figure begins a clause of its own."""
    return named(draft) and not draft.comparator


def bracketed_base(draft: Draft) -> bool:
    """ "bằng 95,5% kế hoạch năm (3.400 triệu USD)": the base itself, in brackets after the comparison."""
    owner, match = draft.owner, draft.match
    if owner is None or not owner.comparison or not owner.base or draft.content or match.sign:
        return False
    if match.kind == "percent":
        return owner.match.kind == "points"
    return match.kind not in ("points", "times") and bool(match.unit or owner.match.kind == "times")


def is_base_value(draft: Draft) -> bool:
    """ "(cùng kỳ 05 vụ)", "so với 45 vụ cùng kỳ": the earlier figure itself."""
    if repeated(draft):
        return draft.match.link == "over"
    if bracketed_base(draft):
        return draft.owner is not None and draft.owner.base != "plan"
    window = [draft.tokens[i] for i in draft.content]
    while window and window[0].kind == "mark":
        window = window[1:]
    hit = words.bases().begins(window, 0)
    if hit is not None and hit[0] != "plan" and hit[1] >= len(window) - 2:
        return True
    return len(window) >= 2 and word(window, len(window) - 1, "với") and word(window, len(window) - 2, "so")


def changed_from(draft: Draft) -> bool:
    """Whether a change in brackets stands after the earlier value: "142 ca (tháng 3: 116 ca, tăng 22,4%)"."""
    value = draft.before
    if value is None or draft.owner is None or value.owner is not draft.owner or value.comparison:
        return False
    if draft.comparator not in ("increase", "decrease") or named(draft) or not same_kind(value, draft.owner):
        return False
    alike = len(value.period) == len(draft.owner.period) and bare_time(value)
    return is_base_value(value) or (alike and value.period < draft.owner.period)


def decide(draft: Draft, planned: bool, later: Sequence[Draft], earlier: Sequence[Draft] = ()) -> None:
    """Set `base`, `measure` and `direction` of a draft whose links are known."""
    draft.direction = 1 if draft.comparator in ("increase", "fold") else -1 if draft.comparator == "decrease" else 0
    if draft.comparison:
        draft.base = base_of(draft, later) or _of_value(draft, earlier)
        draft.base = draft.base or _of_brackets(draft, earlier) or _of_list(draft, earlier)
    if draft.comparator == "fold" and draft.match.unit == "lần":
        draft.direction = 1
    draft.measure = _measure(draft, planned)
    if (
        draft.match.link == "over"
        and later
        and base_in(draft.tokens, later[0].right[:8]) == "plan"
        and later[0].text is draft.text
    ):
        draft.measure = "target"  # "485.000 liều/1.000.000 liều, đạt 48,5% kế hoạch"
    if _former(draft, later):
        draft.measure = "other"
    elif draft.measure == "other" and draft.before is not None and _former(draft.before, [draft]):
        draft.measure = "actual"
    if draft.owner is not None and not draft.direction and draft.owner.comparison and _same_change(draft):
        draft.direction = draft.owner.direction
    if draft.measure not in ("growth_vs_same_period", "growth_vs_prev", "other", "target"):
        draft.direction = 0


def _moves() -> Lexicon[str]:
    return words.lexicon("facts", "increase", "decrease", "moved")


def _former(draft: Draft, later: Sequence[Draft]) -> bool:
    """Whether a figure is what another of its kind rose or fell from: "rút từ 65 phút xuống 48 phút"."""
    if not later or later[0].text is not draft.text or later[0].sentence != draft.sentence:
        return False
    after = later[0].at - 1
    moved = word(draft.tokens, after, "xuống", "lên", "còn", "tới", "đến") and word(draft.tokens, draft.at - 1, "từ")
    return moved and _moves().find(draft.tokens[max(draft.at - 3, 0) : draft.at - 1]) is not None


def _measure(draft: Draft, planned: bool) -> Measure:
    if planned or "planned" in draft.qualifiers:
        return "target"
    if draft.comparison:
        return _comparison(draft)
    kind = draft.match.kind
    if bracketed_base(draft) and draft.owner is not None and draft.owner.base == "plan":
        return "target"
    if is_base_value(draft):
        return "other"
    if repeated(draft):
        return "actual"
    if draft.match.link == "over":
        return "target" if planned_total(draft) else "total"
    if kind == "percent":
        base = base_in(draft.tokens, draft.right[:8])
        return "pct_of_plan" if base == "plan" else "pct_of_same_period" if base == "same_period" else "rate"
    if kind in ("time", "age") and not _counts_time(draft):
        return "other"
    if kind.endswith("/") or kind in ("points",):
        return "rate"
    holder = draft.head or draft.owner or draft.parent
    fits = holder is not None and (holder.match.value or 0) >= (draft.match.value or 0)
    if holder is not None and fits and (not draft.match.unit or same_kind(holder, draft)) and not holder.comparison:
        return "part"
    return "actual"


def _counts_time(draft: Draft) -> bool:
    """Whether days or hours are what is counted: "Tổng số ngày điều trị nội trú: 84.246 ngày"."""
    said = [draft.tokens[i].key for i in draft.content]
    return (key("số"), key(draft.match.unit)) in pairwise(said)


def planned_total(draft: Draft) -> bool:
    """Whether the second figure of "7.425/10.312 tỷ đồng" is a plan: its sentence speaks of one."""
    near = [
        *draft.left,
        *draft.right[:6],
        *(draft.before.left if draft.before is not None else []),
        *draft.topic,
        *draft.label,
    ]
    return base_in(draft.tokens, near) == "plan" or draft.match.kind == "money"


def _same_change(draft: Draft) -> bool:
    """Whether a bracket tells a change once more, in percent: "giảm 05 vụ (-15,2%)", "tăng 137 ca (31,1%)"."""
    owner, bare = draft.owner, draft.match.kind == "percent" and not draft.comparator and not draft.content
    return bool(draft.match.sign) or (bare and owner is not None and owner.match.kind not in ("percent", "points"))


def _comparison(draft: Draft) -> Measure:
    if draft.owner is not None and draft.owner.comparison and draft.owner.direction and _same_change(draft):
        return draft.owner.measure
    if draft.comparator in ("increase", "decrease"):
        if draft.base == "plan":
            return "other"
        return "growth_vs_prev" if draft.base == "previous" else "growth_vs_same_period"
    if draft.base == "plan" or (draft.comparator == "reach" and draft.base == "plan"):
        return "pct_of_plan"
    if draft.base == "same_period" and draft.comparator != "share":
        return "pct_of_same_period"
    if draft.comparator == "fold":
        return "growth_vs_prev" if draft.base == "previous" else "pct_of_same_period"
    if draft.comparator == "share":
        return "share"
    return "other" if draft.base == "previous" else "rate"


def base_at(draft: Draft, indexes: Sequence[int]) -> int:
    """Where among the words after a figure its base begins ("so với", "dự toán"); their number where none is named."""
    window = [draft.tokens[i] for i in indexes]
    so = next((n for n in range(len(window)) if words_at(draft, indexes[n:], "so", "với")), None)
    if so is not None:
        return so
    found = words.bases().find(window)
    return found[1] if found is not None else len(window)


def about_words(draft: Draft) -> list[int]:
    """What a change says it is about: "giảm 8,5% | về số doanh nghiệp"."""
    if draft.comparator not in ("increase", "decrease") or not words_at(draft, draft.right, "về"):
        return []
    chosen = up_to_mark(draft.tokens, draft.right[: base_at(draft, draft.right)])
    turn = next((n for n, i in enumerate(chosen) if draft.tokens[i].key in _TURNS), len(chosen))
    return chosen[1:turn]


_TURNS = tuple(key(name_) for name_ in ("nhưng", "và", "song", "còn"))


def words_at(draft: Draft, indexes: Sequence[int], *names: str) -> bool:
    """Whether these words begin with the given ones."""
    return tuple(draft.tokens[i].key for i in indexes[: len(names)]) == tuple(key(n) for n in names)
