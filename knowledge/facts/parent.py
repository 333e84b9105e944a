"""What a figure hangs on: the total it is a part of, the figure it compares, the chain or parenthesis it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.facts.draft import Draft
from knowledge.facts.phrase import has_content, trim_start, without_time
from knowledge.grammar import words
from knowledge.grammar.core import key

_REFERRING = ("preposition",)


def is_comparison(draft: Draft) -> bool:
    """Whether a figure tells how another one stands to a plan, a total or an earlier period."""
    kind = draft.match.kind
    if draft.comparator in ("increase", "decrease", "fold") or draft.match.sign:
        return True
    if kind == "percent" and not draft.left and draft.before is None and draft.owner is None and _names_itself(draft):
        return False  # "100% học sinh học 2 buổi/ngày" at the beginning of a sentence
    return kind in ("percent", "points") and (
        not has_content(draft.tokens, draft.content) or draft.comparator in ("equal", "share")
    )


def _names_itself(draft: Draft) -> bool:
    """Whether what a percentage is of stands after it: a noun, no base of comparison."""
    window = [draft.tokens[i] for i in draft.right[:6]]
    if not window or window[0].kind != "word" or words.function_word(window, 0):
        return False
    return words.bases().begins(window, 0) is None


def named(draft: Draft) -> bool:
    """Whether the figure's own clause names it: more than links, and more than an attribute that needs a bearer."""
    if not has_content(draft.tokens, draft.content):
        return False
    if (
        attribute_only(draft)
        and draft.comparator in ("increase", "decrease")
        and draft.match.kind in ("money", "area", "weight")
    ):
        return True  # "thiệt hại tài sản giảm 12,56 tỷ đồng" says what fell
    return not attribute_only(draft) and not bare_time(draft)


def bare_time(draft: Draft) -> bool:
    """Whether the left words only say when: "lũy kế 8 tháng", "trong đó, tháng 9"."""
    rest = trim_start(draft.tokens, draft.content)
    if any(m.rule == "attribute" and m.start in rest for m in draft.text.matches):
        return False  # "75 năm: 01" names a badge
    return bool(rest) and not without_time(draft.tokens, rest)


def attribute_only(draft: Draft) -> bool:
    """Whether the left words are only "(với) số tiền", "diện tích", "tiến độ": a quantity of what stands before."""
    rest = trim_start(draft.tokens, draft.content)
    seen = False
    while rest:
        window = [draft.tokens[i] for i in rest[:7]]
        hit = words.attributes().begins(window, 0)
        if hit is None:
            after = without_time(draft.tokens, rest)
            if len(after) == len(rest):
                return False
            rest = after
            continue
        rest, seen = rest[hit[1] :], True
    return seen


def referring(draft: Draft) -> bool:
    """Whether the left words begin with a preposition, or are a consequence ("làm chết", "thu giữ") of what stands
    before. "cho vay" is a verb for all that.
    """
    window = [draft.tokens[i] for i in trim_start(draft.tokens, draft.left)[:6]]
    hit = words.lexicon("facts", "preposition", "consequence").begins(window, 0)
    verb = words.lexicon("facts", "verb").begins(window, 0)
    return hit is not None and not (verb is not None and verb[1] > hit[1])


def outside(bearer: Draft | None, draft: Draft) -> Draft | None:
    """A figure of a breakdown that has ended stands for its total: "…, trong đó cố ý gây thương tích 01 vụ; bắt 05"."""
    while bearer is not None and bearer.opened and not draft.opened and bearer.parent is not None:
        bearer = bearer.parent
    return bearer


def consequence(draft: Draft) -> bool:
    """Whether the clause tells what came of the figure before: "làm chết", "bị thương", "thu giữ"."""
    window = [draft.tokens[i] for i in trim_start(draft.tokens, draft.left)[:6]]
    return words.lexicon("facts", "consequence").begins(window, 0) is not None


def outcome(draft: Draft) -> bool:
    """Whether the clause tells what became of things counted before: "đã giải quyết 14 tin báo, còn 37 tin báo"."""
    window = [draft.tokens[i] for i in trim_start(draft.tokens, draft.left)[:6]]
    return words.lexicon("facts", "outcome").begins(window, 0) is not None


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


def soft_opener(draft: Draft) -> bool:
    """Whether the clause begins with "riêng", "trong số": one of what was counted just before."""
    window = [draft.tokens[i] for i in draft.left[:4]]
    return words.lexicon("facts", "soft_opener").begins(window, 0) is not None


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
        return bearer
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


def same_kind(one: Draft, other: Draft) -> bool:
    """Whether two figures are counted in the same unit, or in money both."""
    a, b = one.match, other.match
    nested = f"{a.unit} ".startswith(f"{b.unit} ") or f"{b.unit} ".startswith(f"{a.unit} ")
    return bool(a.unit and b.unit) and (
        nested or (a.kind == b.kind and a.kind in ("money", "weight", "area", "people"))
    )


def link(draft: Draft, earlier: Sequence[Draft], anchor: Draft | None) -> None:
    """Set `comparison`, `subject` and `parent`. `earlier` are the drafts before it in passage order, nearest last."""
    draft.comparison = is_comparison(draft)
    draft.earlier = _last_main(draft, earlier[-5:]) if draft.before is None else None
    own = named(draft)
    if draft.source is None and draft.before is None and bare_time(draft):
        draft.source = _alike(draft, earlier)
    if draft.opened:
        draft.head = anchor if draft.head is None and anchor is not None else head_of(draft, earlier)
    elif draft.head is None and draft.owner is None and soft_opener(draft):
        whole = head_of(draft, earlier)
        draft.head = whole if whole is not None and same_kind(whole, draft) else None
    if draft.owner is not None:
        draft.owner = _alike_of_pair(draft.owner, draft)
    if draft.head is not None and draft.head.comparison and not named(draft.head):
        draft.head = main_before(draft.head) or draft.head
    if draft.comparison and not own:
        draft.subject = _compared(draft, earlier) or anchor
        draft.parent = draft.subject
        return
    if repeated(draft):
        draft.parent = main_before(draft.owner)
        return
    if draft.chained and draft.before is not None:
        first = draft.before
        while first.chained and first.before is not None:
            first = first.before
        draft.parent = first
    elif draft.head is not None:
        draft.parent = draft.head
    elif draft.owner is not None:
        draft.parent = main_before(draft.owner)
    elif bare_time(draft) and draft.before is not None:
        draft.parent = None
    elif (attribute_only(draft) or (referring(draft) and not draft.topic)) and draft.before is not None:
        bearer = main_before(draft.before)
        while (
            bearer is not None
            and consequence(bearer)
            and bearer.parent is not None
            and bearer.parent.text is draft.text
        ):
            bearer = bearer.parent  # "làm chết 03 người, bị thương 04 người": both of the same event
        if bearer is not None and draft.apart and consequence(draft) and bearer.match.kind not in ("case", "thing"):
            bearer = None  # "chuyển tuyến 923 lượt; tử vong 41 ca": nothing that happened stands before
        full = bearer is not None and (named(bearer) or bool(bearer.right))
        draft.parent = bearer if full or bearer is None else root(bearer)
    if draft.parent is None and draft.before is None and draft.owner is None and consequence(draft):
        draft.parent = _last_main(draft, [d for d in earlier[-6:] if d.text is draft.text])
    if draft.parent is None and draft.owner is None and outcome(draft):
        draft.parent = _larger(draft, earlier)
    if draft.parent is None and anchor is not None:
        draft.parent = anchor
    if draft.comparison:
        draft.subject = draft.parent


def _alike_of_pair(second: Draft, draft: Draft) -> Draft:
    """Of two figures of a pair before a bracket the one counted alike: "17 vụ/29 bị cáo (mới 09 vụ/15 bị cáo)"."""
    first = second.before
    if second.match.link == "paired" and first is not None and same_kind(first, draft) and not same_kind(second, draft):
        return first
    return second


def _larger(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """The first result of this sentence, else of the one before, in the same unit and not smaller: what the outcome is
    a part of.
    """
    results = [d for d in earlier[-12:] if d.text is draft.text and not d.comparison and same_kind(d, draft)]
    near = [d for d in results if not outcome(d) and d.match.link != "over" and d.label == draft.label]
    fits = [
        d
        for d in near
        if d.match.value is not None and draft.match.value is not None and d.match.value >= draft.match.value
    ]
    here = [d for d in fits if d.sentence == draft.sentence]
    last = fits[-1].sentence if fits else None
    return here[0] if here else next((d for d in fits if d.sentence == last), None)


def repeated(draft: Draft) -> bool:
    """A result beside its earlier value in the brackets of a comparison: "giảm 12 vụ (-15,6%, 65/77 vụ)"."""
    pair = draft.match.rule == "pair" and not draft.content
    return pair and draft.owner is not None and draft.owner.comparison


def _compared(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """What a comparison without a subject compares: the result before it; where it counts a noun ("giảm 02 người
    chết"), that one.
    """
    near = main_before(draft.before) or main_before(draft.owner) or _last_main(draft, earlier)
    pair = next((d for d in reversed(earlier[-4:]) if d.match.link == "paired" and d.sentence == draft.sentence), None)
    if pair is not None and near in (pair, pair.before) and draft.match.kind == "percent":
        return _meant_of_pair(pair, draft)
    if near is None or draft.owner is not None or draft.match.kind in ("percent", "points", "times"):
        return near
    words_of = {draft.tokens[i].key for i in (*draft.right[:6], *draft.content)}
    best, score = None, -1
    for other in earlier[-14:]:
        if other.comparison or other.text is not draft.text or not same_kind(other, draft):
            continue
        shared = len(words_of & {other.tokens[i].key for i in (*other.content, *other.right)})
        if shared >= score:
            best, score = other, shared
    return best if best is not None and (score > 0 or not same_kind(near, draft)) else near


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
            return root(other)
    return None


def _last_main(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    for d in reversed(earlier):
        if not d.comparison:
            return main_before(d)
    return None
