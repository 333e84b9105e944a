"""The words that complete a figure's own: its label, the total it belongs to, the figure beside
it, the sentence's topic.
"""

from __future__ import annotations

from knowledge.facts.clause_kind import attribute_only, bare_time, named, outcome, referring, same_kind, there_is
from knowledge.facts.draft import Draft
from knowledge.facts.parent import main_before, outside, root
from knowledge.facts.phrase import begins_clause, has_content, text, tidy, trim_start, trim_stop
from knowledge.grammar import words
from knowledge.grammar.core import key

_TOPIC = 18
GENERIC = ("trường hợp", "lượt", "việc", "người", "đồng chí", "lượt người", "ca", "em", "cháu")


def holder_of(draft: Draft) -> Draft | None:
    """The figure whose words complete this one's."""
    holder = draft.parent or draft.head or draft.owner
    if there_is(draft, draft.before):
        return holder
    if holder is None and (attribute_only(draft) or referring(draft)) and draft.before is not None:
        bearer = main_before(draft.before)
        beside = bearer is not None and draft.match.kind.endswith("/") and bearer.match.kind == draft.match.kind
        holder = root(bearer) if bearer is not None and not beside else None
    return holder or _of_sentence_before(draft)


def _of_sentence_before(draft: Draft) -> Draft | None:
    """What a quantity alone at the beginning of a sentence is of: the last result of the sentence before ("Tăng gia 320
    kg thịt lợn. | Giá trị 46 triệu đồng"). "Tổng …" and counted nouns stand for themselves.
    """
    alone = draft.before is None and draft.owner is None and not draft.label and not draft.topic and draft.left
    if not alone or draft.match.noun or draft.tokens[draft.left[0]].key == key("tổng") or not attribute_only(draft):
        return None
    earlier = draft.earlier
    while earlier is not None and earlier.measure == "other" and earlier.parent is not None:
        earlier = earlier.parent
    return earlier if earlier is not None and earlier.text is draft.text else None


def context_of(draft: Draft, shown: bool = False) -> list[str]:
    """What completes the clause's words, the most telling first; `shown` for a name that people read, where a holder is
    called by its own name.
    """
    parts = [text(draft.tokens, trim_start(draft.tokens, draft.label)), draft.phrase]
    if not has_content(draft.tokens, draft.content) and draft.source is not None and not draft.chained:
        paid = draft.match.kind == "money" and draft.source is draft.before and draft.source.match.noun
        whole = paid and draft.source.right and draft.match.start - draft.source.match.stop == len(draft.source.right)
        parts += [draft.source.stem if whole else left_of(draft.source), *context_of(draft.source, shown)]
    elif bare_time(draft) and root(draft) is not draft:  # "…; quý I ước đạt 836 triệu USD"
        parts += [undated(root(draft)), root(draft).inherited]
    holder = holder_of(draft)
    parts += of_item(draft, holder)
    if holder is not None:
        parts += [own_of(holder) if shown and not named(holder) else _measured(draft, holder), holder.inherited]
    parts += _beside(draft, holder)
    parts += _titled(draft, [*parts, text(draft.tokens, draft.topic)])
    topic = trim_start(draft.tokens, draft.topic)
    parts.append(text(draft.tokens, topic) if len(topic) <= _TOPIC else "")
    parts.append(text(draft.tokens, draft.area))
    return [p for n, p in enumerate(parts) if p and p not in parts[:n] and p.lower() not in GENERIC]


def _titled(draft: Draft, said: list[str]) -> list[str]:
    """The section's title, for a clause that only says when: "1.1. Sốt xuất huyết" over "Lũy kế 12 tháng: 578 ca"."""
    path = draft.text.passage.path
    if any(said) or draft.comparison or not bare_time(draft) or not path:
        return []
    return [path[-1].title]


def _measured(draft: Draft, holder: Draft) -> str:
    """A holder's own words; for another quantity of the same thing ("Diện tích lúa 41.260 ha, năng suất | 67,8 tạ/ha")
    without the holder's quantity.
    """
    own = holder.stem or holder.plain
    start = trim_start(holder.tokens, holder.content)
    hit = words.attributes().begins([holder.tokens[i] for i in start[:7]], 0)
    other = hit is not None and hit[1] < len(start) and holder.match.kind != draft.match.kind and not holder.match.noun
    if not (other and attribute_only(draft) and named(holder)) or hit is None:
        return own
    said = text(holder.tokens, start[: hit[1]])
    return own[len(said) :].strip() if own.startswith(said) else own


def _beside(draft: Draft, holder: Draft | None) -> list[str]:
    """For a clause of a word or two: what the figure before it names, as far as the two are not set side by side.

    "Suy dinh dưỡng trẻ em thể nhẹ cân 8,9%, thể thấp còi 13,7%" shares the words before "thể"; "Ban hành 21 kháng
    nghị; chấp nhận 12/13" goes on with the same thing.
    """
    tokens = draft.tokens
    start = trim_start(tokens, draft.content)
    before = outside(main_before(draft.before), draft) or draft.earlier
    paired = before is not None and before.match.link == "paired" and before.sentence == draft.sentence
    if before is not None and paired and before.before is not None:
        before = before.before  # "xét xử 08 vụ/27 bị cáo; thu hồi"
    if holder is not None or before is None or before.text is not draft.text or not 0 < len(start) <= 4:
        return []
    if bare_time(draft) or there_is(draft, draft.before) or (draft.apart and draft.label):
        return []
    theirs = trim_start(tokens, before.content)
    shared = next((n for n, i in enumerate(theirs) if n and tokens[i].key == tokens[start[0]].key), None)
    alike = before.match.kind == draft.match.kind
    if shared is not None and shared > 1 and alike:
        return [text(tokens, trim_stop(tokens, theirs[:shared]))]
    if draft.before is not None and _shares_quantity(draft, before, start):
        return [before.shared] if before.shared else []
    same_sentence = before is not draft.earlier  # a sentence with an object of its own ("Chi ngân sách") is whole
    of_them = same_sentence and same_kind(before, draft) and (before.match.value or 0) >= (draft.match.value or 0)
    longest = 4 if of_them else 3 if same_sentence else 2
    short = len(start) <= longest and begins_clause(tokens, start) and before.owner is None
    left_over = key("còn") in (tokens[i].key for i in draft.left[:2]) and not attribute_only(before)
    another = draft.match.noun and not same_kind(before, draft)  # "nhận 387 hồ sơ; nghiệm thu 194 công trình"
    another = another and not left_over  # "bàn giao 12 km mặt bằng; còn 74 hộ chưa nhận tiền"
    another = another and not _follows(draft, before)  # "xảy ra 03 vụ; bắt 05 đối tượng"
    if not short or another or not (same_sentence or outcome(draft)):
        return []
    return [_object(before) if of_them else before.own]


def of_item(draft: Draft, holder: Draft | None) -> list[str]:
    """Whose quantity an amount in an item of a list is, where the list's total names it: "- Hội Nông dân quản lý 702
    tổ, dư nợ | 1.684 tỷ đồng" under "Dư nợ ủy thác …:".
    """
    before = main_before(draft.before)
    if holder is None or before is None or before is holder or draft.apart or not attribute_only(draft):
        return []
    beside = before.sentence == draft.sentence and before.group == draft.group and before.owner is draft.owner
    return [left_of(before)] if beside and named(before) and before.match.noun else []


def _object(draft: Draft) -> str:
    """What a figure counts, without what was done with it: "Xảy ra | vụ phạm pháp hình sự"."""
    start = trim_start(draft.tokens, draft.content)
    hit = words.lexicon("facts", "verb").begins([draft.tokens[i] for i in start[:6]], 0)
    said = text(draft.tokens, start[: hit[1]]) if hit is not None else ""
    return draft.own[len(said) :].strip() or draft.own if said and draft.own.startswith(said) else draft.own


def _follows(draft: Draft, before: Draft) -> bool:
    """Whether people were arrested for the cases counted before, or something found by an inspection told before."""
    window = [draft.tokens[i] for i in draft.left[:4]]
    said = [draft.tokens[i] for i in trim_start(draft.tokens, before.content)[:4]]
    if words.lexicon("facts", "arrest").begins(window, 0) is not None:
        return before.match.kind == "case" and draft.match.kind == "people"
    found = words.lexicon("facts", "found").begins(window, 0) is not None
    return found and words.lexicon("facts", "inspect").begins(said, 0) is not None


def _shares_quantity(draft: Draft, before: Draft, start: list[int]) -> bool:
    """Whether a name alone is measured like the one before: "điểm trung bình Toán 5,86, Ngữ văn 6,42".

    Sets `shared` of both to the words that they share: the first one's, without as many words as the second name has.
    """
    alike = before.unit == draft.unit and before.sentence == draft.sentence and not draft.comparator
    if not alike or draft.match.noun or begins_clause(draft.tokens, start):
        return False
    if not before.shared:
        theirs = trim_start(draft.tokens, before.content)
        hit = words.attributes().begins([draft.tokens[i] for i in theirs], 0)
        if hit is None or len(theirs) <= hit[1]:
            return False
        kept = max(hit[1], len(theirs) - len(start))
        before.shared = text(draft.tokens, trim_stop(draft.tokens, theirs[:kept]))
    draft.shared = before.shared
    return True


def left_of(draft: Draft) -> str:
    return text(draft.tokens, trim_stop(draft.tokens, trim_start(draft.tokens, draft.content)))


def own_of(holder: Draft) -> str:
    """A holder's own words, or its indicator where it has none."""
    return holder.stem if named(holder) else holder.plain


def undated(up: Draft, otherwise: str = "") -> str:
    """A figure's own words without the stretch of time in them ("Kim ngạch xuất khẩu | tháng 3"), else all of them.

    `otherwise` is given back instead where no stretch of time ends them.
    """
    content = trim_stop(up.tokens, trim_start(up.tokens, up.content))
    for match in up.text.matches:
        if not match.period or match.start not in content or up.tokens[match.start - 1].key in _BASE_ENDS:
            continue
        first = match.start - 1 if up.tokens[match.start - 1].key in _STRETCHES else match.start
        cut = [i for i in content if i < first]
        if match.stop - 1 == content[-1] and cut:
            return text(up.tokens, cut)
        if match.stop - 1 != content[-1]:
            return tidy(up.stem.replace(text(up.tokens, list(range(first, match.stop))), "", 1))
    return otherwise or up.stem


_BASE_ENDS = tuple(key(name) for name in ("kỳ", "với", "sánh"))
_STRETCHES = tuple(key(name) for name in ("tháng", "quý", "năm", "ngày"))
