"""What a figure hangs on: the total it is a part of, the figure it compares, the chain or parenthesis it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.facts.clause_kind import (
    attribute_only,
    bare_time,
    consequence,
    is_comparison,
    named,
    outcome,
    referring,
    repeated,
    same_kind,
    soft_opener,
    there_is,
)
from knowledge.facts.draft import Draft
from knowledge.facts.measure import about_words, changed_from, is_base_value
from knowledge.grammar.core import key, word


def outside(bearer: Draft | None, draft: Draft) -> Draft | None:
    """A figure of a breakdown that has ended stands for its total: "…, trong đó cố ý gây thương tích 01 vụ; bắt 05"."""
    while bearer is not None and bearer.opened and not draft.opened and bearer.parent is not None:
        bearer = bearer.parent
    return bearer


def main_before(draft: Draft | None) -> Draft | None:
    """The nearest figure at or before this one that is a result of its own, not a comparison."""
    seen = 0
    while draft is not None and seen < 200:
        if draft.match.link == "over" and draft.before is not None:
            draft = draft.before
            continue
        if not draft.comparison or named(draft):
            return draft
        draft, seen = draft.subject or draft.before or draft.owner, seen + 1
    return None


def root(draft: Draft) -> Draft:
    """The figure whose words the others of a clause take over: past prepositions, chains and empty clauses."""
    seen = 0
    while seen < 50:
        leans = (
            draft.chained or (referring(draft) and not consequence(draft)) or attribute_only(draft) or bare_time(draft)
        )
        up = draft.source or (draft.before if leans else None)
        if up is None or up is draft:
            return draft
        draft, seen = up, seen + 1
    return draft


def head_of(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """The total that "trong đó" refers to: the last result before it counted in the same unit, else the last result."""
    bearer = main_before(draft.head)
    if bearer is not None and (same_kind(bearer, draft) or not draft.match.unit):
        exact = (d for d in reversed(earlier) if d.text is bearer.text and d.sentence == bearer.sentence)
        counted = next((d for d in exact if d.match.unit == draft.match.unit != "" and not d.comparison), bearer)
        return bearer if bearer.match.unit == draft.match.unit else counted
    for beside in reversed(earlier):
        listed = beside.opened and (beside.sentence, beside.group) == (draft.sentence, draft.group)
        whole = beside.head if listed and beside.text is draft.text else None
        if whole is not None and same_kind(whole, draft) and (whole.match.value or 0) >= (draft.match.value or 0):
            return whole
    mains = [d for d in earlier if not d.comparison and d.match.link != "over"]
    outside = [d for d in mains if d.sentence != draft.sentence or d.group < draft.group]
    scope = [d for d in outside if d.text is draft.text and d.sentence == draft.sentence]
    alike = [d for d in scope if same_kind(d, draft)]
    if alike:
        return alike[-1]
    if bearer is not None:
        return bearer
    nearest = [d for d in outside if outside and d.text is outside[-1].text and d.sentence == outside[-1].sentence]
    alike = [d for d in nearest if same_kind(d, draft)]
    fits = [
        d
        for d in alike
        if d.match.value is not None and draft.match.value is not None and d.match.value >= draft.match.value
    ]
    chosen = fits or alike or nearest
    return chosen[0] if chosen else None


def link(draft: Draft, earlier: Sequence[Draft], anchor: Draft | None) -> None:
    """Set `comparison`, `subject` and `parent`. `earlier` are the drafts before it in passage order, nearest last."""
    draft.comparison = is_comparison(draft)
    draft.earlier = _last_main(draft, earlier[-5:]) if draft.before is None else None
    if draft.source is None and bare_time(draft) and not (draft.before and same_kind(root(draft.before), draft)):
        draft.source = _alike(draft, earlier)
    _settle(draft, earlier, anchor)
    if draft.comparison and not named(draft):
        draft.subject = draft.parent = _compared(draft, earlier) or anchor
        return
    if not there_is(draft, draft.before):
        draft.parent = _bearer(draft) or _of_sentence_before(draft, earlier) or anchor
    if draft.comparison:
        draft.subject = draft.parent


def _settle(draft: Draft, earlier: Sequence[Draft], anchor: Draft | None) -> None:
    """Set which total and which bracket's owner are really meant."""
    if draft.opened:
        draft.head = anchor if draft.head is None and anchor is not None else head_of(draft, earlier)
    elif draft.head is None and draft.owner is None and soft_opener(draft):
        whole = head_of(draft, earlier)
        holds = whole is not None and same_kind(whole, draft) and (whole.match.value or 0) >= (draft.match.value or 0)
        draft.head = whole if holds else None
    if draft.owner is not None:
        draft.owner = _alike_of_pair(_of_result(draft.owner, draft), draft)
        if draft.content and not same_kind(draft.owner, draft) and is_base_value(draft):
            draft.owner = _counted_alike(draft, earlier) or draft.owner
    if draft.head is not None and draft.head.comparison and not named(draft.head):
        draft.head = main_before(draft.head) or draft.head


def _bearer(draft: Draft) -> Draft | None:
    """The figure of the sentence that a result hangs on: its chain, total or bracket, or what its clause refers to."""
    if repeated(draft):
        return main_before(draft.owner)
    if draft.chained and draft.before is not None:
        first = draft.before
        while first.chained and first.before is not None:
            first = first.before
        return first
    if draft.head is not None:
        return draft.head
    if draft.owner is not None:
        return main_before(draft.owner)
    if draft.before is None or bare_time(draft):
        return None
    if attribute_only(draft) or (referring(draft) and draft.topic == draft.before.topic):
        return _referred(draft)
    return None


def _referred(draft: Draft) -> Draft | None:
    """What "với số tiền", "tại 06 đơn vị", "làm chết 03 người" say more of: the result or event before."""
    bearer = outside(main_before(draft.before), draft)
    while bearer is not None and consequence(bearer) and bearer.parent is not None:
        if bearer.parent.text is not draft.text:
            break
        bearer = bearer.parent  # "làm chết 03 người, bị thương 04 người": both of the same event
    if bearer is None or (draft.apart and consequence(draft) and bearer.match.kind not in ("case", "thing")):
        return None  # "chuyển tuyến 923 lượt; tử vong 41 ca": nothing that happened stands before
    if draft.match.kind.endswith("/") and bearer.match.kind == draft.match.kind:
        return None  # "dưới 06 tháng 3,5%/năm; từ 06 tháng đến 12 tháng 4,7%/năm": rates side by side
    return bearer if named(bearer) or bearer.right else root(bearer)


def _of_sentence_before(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """What a consequence or an outcome at the beginning of a sentence is of."""
    if draft.owner is not None:
        return None
    if draft.before is None and consequence(draft):
        return _last_main(draft, [d for d in earlier[-6:] if d.text is draft.text])
    return _larger(draft, earlier) if outcome(draft) else None


def _of_result(owner: Draft, draft: Draft) -> Draft:
    """The result that a bracket after its comparisons parts: "giải ngân 3.847 tỷ đồng, đạt 52,1% (ngân sách Trung ương
    1.265/2.640 tỷ đồng, đạt 47,9%)".
    """
    if draft.chained and draft.before is not None and draft.before.owner is not None:
        return draft.before.owner
    result = owner.subject if owner.comparison else None
    beside = draft.before is not None and draft.before.owner is result is not None and draft.before.at > owner.at
    if beside and result is not None and not draft.content:
        return result
    parts = result is not None and same_kind(result, draft) and named(draft) and not is_base_value(draft)
    if result is None or not parts or draft.comparison or (draft.match.value or 0) > (result.match.value or 0):
        return owner
    return result


def _alike_of_pair(second: Draft, draft: Draft) -> Draft:
    """Of two figures of a pair before a bracket the one counted alike: "17 vụ/29 bị cáo (mới 09 vụ/15 bị cáo)"."""
    first = second.before
    if second.match.link == "paired" and first is not None and same_kind(first, draft) and not same_kind(second, draft):
        return first
    return second


def _counted_alike(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """What an earlier value in brackets is the earlier value of: "03 vụ cháy, thiệt hại 4,72 ha (cùng kỳ 05 vụ)"."""
    near = [d for d in earlier[-6:] if d.text is draft.text and d.sentence == draft.sentence and not d.comparison]
    return next((d for d in reversed(near) if same_kind(d, draft) and d.measure != "other"), None)


def _larger(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """The first result of this sentence, else of the one before, in the same unit and not smaller: what the outcome is
    a part of.
    """
    results = [d for d in earlier[-12:] if d.text is draft.text and not d.comparison and same_kind(d, draft)]
    near = [d for d in results if not outcome(d) and d.match.link != "over" and _of_label(d, draft)]
    fits = [
        d
        for d in near
        if d.match.value is not None and draft.match.value is not None and d.match.value >= draft.match.value
    ]
    here = [d for d in fits if d.sentence == draft.sentence]
    last = fits[-1].sentence if fits else None
    return here[0] if here else next((d for d in fits if d.sentence == last), None)


def _of_label(one: Draft, draft: Draft) -> bool:
    """Whether a figure stands under the same label; that of a passage's lead-in holds for all its sentences."""
    led = not draft.label and one.sentence == draft.text.sentences[0] and bool(draft.text.passage.lead)
    return one.label == draft.label or led


def _compared(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """What a comparison without a subject compares: the result before it; where it counts a noun ("giảm 02 người
    chết"), that one.
    """
    if changed_from(draft):
        return main_before(draft.owner)
    near = main_before(draft.before) or main_before(draft.owner) or _last_main(draft, earlier)
    pair = next((d for d in reversed(earlier[-4:]) if d.match.link == "paired" and d.sentence == draft.sentence), None)
    if pair is not None and near in (pair, pair.before) and draft.match.kind == "percent":
        return _meant_of_pair(pair, draft)
    if near is None or draft.owner is not None or draft.match.kind in ("percent", "points", "times"):
        return _spoken_of(draft, earlier) or _amount_before(near) or near
    words_of = {draft.tokens[i].key for i in (*draft.right[:6], *draft.content)}
    best, score = None, -1
    for other in earlier[-14:]:
        if other.comparison or other.text is not draft.text or not same_kind(other, draft):
            continue
        shared = len(words_of & {other.tokens[i].key for i in (*other.content, *other.right)})
        if shared >= score:
            best, score = other, shared
    return best if best is not None and (score > 0 or not same_kind(near, draft)) else near


def _amount_before(near: Draft | None) -> Draft | None:
    """The amount that what is counted beside it tells more of: "61.472 triệu đồng với 1.084 lượt, bằng 109,4%"."""
    if near is None or not near.match.noun or near.before is None or near.apart or near.owner is not None:
        return None
    beside = word(near.tokens, near.left[0], "với") if near.left else False
    amount = main_before(near.before)
    return amount if beside and amount is not None and amount.match.kind == "money" else None


def _spoken_of(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """Which result a change says it is about: "giảm 8,5% về số doanh nghiệp nhưng tăng 12,3% về số vốn"."""
    about = {draft.tokens[i].key for i in about_words(draft)} - {key("số")}
    best, score = None, 0
    for other in earlier[-8:] if about else ():
        if other.sentence == draft.sentence and not other.comparison:
            said = {key(part) for part in other.unit.split()} | {other.tokens[i].key for i in other.content}
            if len(about & said) > score:
                best, score = other, len(about & said)
    return best


def _meant_of_pair(second: Draft, draft: Draft) -> Draft:
    """Which figure of a pair a percentage is about: the one whose noun it names ("58,8% về số vụ"), else the first."""
    named_nouns = {draft.tokens[i].key for i in draft.right[:5]}
    if {key(part) for part in second.unit.split()} <= named_nouns:
        return second
    return second.before or second


def _alike(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """The last result before it in the same unit: what "Lũy kế 11 tháng 467 vụ" goes on counting."""
    for other in reversed(earlier[-8:]):
        earlier_value = other.measure == "other"  # "(cùng kỳ 05 vụ)"
        if not other.comparison and not earlier_value and other.text is draft.text and same_kind(other, draft):
            whole = other.head
            total = whole is not None and same_kind(whole, draft)  # of a list, what its total counts goes on
            large = total and whole is not None and (draft.match.value or 0) >= (whole.match.value or 0)
            return root(whole) if large and whole is not None else root(other)
    return None


def _last_main(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    for d in reversed(earlier):
        if not d.comparison:
            return main_before(d)
    return None
