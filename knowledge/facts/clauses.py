"""A sentence walked from left to right: every figure with its own words, its parenthesis, its total and its label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.facts.clause_kind import same_kind, there_is
from knowledge.facts.draft import Draft, Text
from knowledge.facts.phrase import has_content, text, trim_stop
from knowledge.facts.split import split
from knowledge.grammar import words
from knowledge.grammar.core import Match, Token, key, word


@dataclass(slots=True)
class _Level:
    """The state within one parenthesis (or the sentence itself)."""

    owner: Draft | None = None
    phrase: str = ""
    head: Draft | None = None
    last: Draft | None = None
    source: Draft | None = None
    label: list[int] = field(default_factory=list)
    topic: list[int] = field(default_factory=list)
    gap: list[int] = field(default_factory=list)
    equal: bool = False
    fresh: bool = True
    opened: bool = False
    group: int = 0
    closed: bool = False
    lasting: bool = False
    named: list[int] = field(default_factory=list)
    base: list[int] = field(default_factory=list)


def walk(whole: Text, sentence: tuple[int, int]) -> list[Draft]:
    """The figures of a sentence as drafts, in order; what they inherit and measure is decided by the next steps."""
    tokens, figures = whole.tokens, _groups(whole.matches, sentence)
    stack, drafts = [_Level()], []
    at = sentence[0]
    while at < sentence[1]:
        level = stack[-1]
        group = figures.get(at)
        if group and group[0].role == "figure":
            drafts.extend(_figures(whole, sentence, level, group))
            at = group[0].stop
        elif group:
            level.gap.extend(range(at, group[0].stop))
            at = group[0].stop
        else:
            _mark(tokens[at].text, at, stack, whole)
            at += 1
    while stack:
        _finish(stack.pop(), whole)
    return drafts


def _prepositional(whole: Text, left: list[int]) -> bool:
    """Whether words that name nothing are a preposition: "cho 78 đảng viên", "tại 06 đơn vị" tell more of the figure
    before.
    """
    window = [whole.tokens[i] for i in left if whole.tokens[i].kind == "word"]
    hit = words.lexicon("facts", "place_preposition").begins(window, 0)
    verb = words.lexicon("facts", "verb").begins(window, 0)
    return hit is not None and not (verb is not None and verb[1] > hit[1])


def _tells_after(last: Draft) -> bool:
    """Whether a share's words stand after it, as those of the share before it do: "38,5% doanh nghiệp đánh giá tốt hơn,
    41,2% | cho rằng ổn định và 20,3% gặp khó khăn".
    """
    before = last.before
    return (
        last.match.kind == "percent"
        and not has_content(last.tokens, last.left)
        and before is not None
        and before.match.kind == "percent"
        and has_content(last.tokens, before.right)
    )


def _counts_anew(level: _Level, draft: Draft) -> bool:
    """Whether a figure after a semicolon leaves a list of bare figures: "47 xe các loại: xe thang 03; 426 trụ nước"."""
    listed = level.last is not None and not level.last.match.unit
    return listed and draft.match.noun and level.head is not None and not same_kind(level.head, draft)


def _lead(source: Draft | None, draft: Draft) -> Draft | None:
    """A count takes over the words of what was counted before, not of a quantity of that or a change in it ("bình quân
    10,9 tỷ đồng, tăng 4%; | 143 doanh nghiệp").
    """
    while source is not None and draft.match.noun and not source.match.noun and source.before is not None:
        said = [source.tokens[i] for i in source.left[:6]]
        if not (words.attributes().begins(said, 0) or words.comparators().find(said)):
            break
        source = source.before
    return source


def _subject(level: _Level, draft: Draft) -> Draft | None:
    """What did what an amount after its verb tells: "; 04 doanh nghiệp lớn nhất đóng góp | 612,7 tỷ đồng"."""
    last, tokens = level.last, draft.tokens
    if last is None or not last.match.noun or draft.match.noun or last.source is not None or not level.gap:
        return None
    apart = has_content(tokens, last.left) or any(tokens[i].kind == "mark" for i in level.gap)
    return None if apart else last


def _predicate_follows(whole: Text, at: int) -> bool:
    """Whether a predicate follows a figure, so that it is a subject of its own: "; 11 trường bị tốc mái"."""
    tokens = whole.tokens
    return (
        word(tokens, at, "bị", "được", "đã", "đang", "đạt")
        or words.lexicon("facts", "verb").begins(tokens, at) is not None
    )


def _last_name(tokens: Sequence[Token], gap: list[int]) -> list[int]:
    """What the change in a bracket is of, where no figure stands before it: "tăng cao nhất là | nhà ở (+0,94%), |
    giao thông (+0,71%)".
    """
    comma = max((n for n, i in enumerate(gap) if tokens[i].text == ","), default=-1)
    copula = max((n for n, i in enumerate(gap) if tokens[i].key in _COPULAS or tokens[i].text == ":"), default=-1)
    return gap[max(comma, copula) + 1 :]


_COPULAS = (key("là"), key("gồm"))


def _quantity_of(before: Draft, draft: Draft, gap: list[int]) -> bool:
    """Whether a figure is the quantity that was named of the things counted before it: "Tổng giá trị của 104 vụ án đã
    giải quyết là | 286,4 tỷ đồng".
    """
    tokens, said = draft.tokens, before.left
    if not (said and gap and before.match.noun) or draft.match.noun or tokens[gap[-1]].key != key("là"):
        return False
    attribute = words.attributes().begins([tokens[i] for i in said[:7]], 0)
    return attribute is not None and tokens[said[-1]].key == key("của") and has_content(tokens, gap)


def _groups(matches: Sequence[Match], sentence: tuple[int, int]) -> dict[int, list[Match]]:
    groups: dict[int, list[Match]] = {}
    for match in matches:
        if sentence[0] <= match.start < sentence[1]:
            groups.setdefault(match.start, []).append(match)
    return groups


def _mark(printed: str, at: int, stack: list[_Level], whole: Text) -> None:
    level = stack[-1]
    if printed in "([":
        direct = level.last is not None and not any(whole.tokens[i].text in ",:" for i in level.gap)
        inner = _Level(owner=level.last if direct else None)
        if not direct:
            if level.last is not None and any(whole.tokens[i].text == ":" for i in level.gap):
                level.head = level.last  # "Hai xã đạt dưới 95%: Kỳ Sa (91,2%), Đảo Mun (88,7%)"
            inner.head = level.head
            inner.phrase = text(whole.tokens, level.gap)
            inner.label = level.label
            inner.named = _last_name(whole.tokens, level.gap)
        elif level.fresh and (base := words.bases().find([whole.tokens[i] for i in level.gap])) is not None:
            inner.base = level.gap[base[1] :]  # "; so với cùng kỳ (2.318 ca mắc, 02 ca tử vong)"
        stack.append(inner)
    elif printed in ")]":
        if len(stack) > 1:
            inner = stack.pop()
            stack[-1].closed = inner.last is not None
            if inner.last is None and inner.owner is None and len(inner.gap) <= 6:
                stack[-1].gap.extend(inner.gap)
            _finish(inner, whole)
    elif printed == ";" and level.last is None and level.closed:
        colon = max((n for n, i in enumerate(level.gap) if whole.tokens[i].text == ":"), default=None)
        level.label = level.gap[:colon] if colon is not None else level.label
        level.gap, level.closed = [], False
    elif printed == ";" and level.last is not None:
        _finish(level, whole)
        level.fresh, level.equal = True, False
        if level.opened and not level.lasting:  # "418 ca, trong đó 05 ca tử vong; đánh nhau 63 ca"
            level.opened, level.head = False, None
    elif printed == "=" and level.last is not None:
        level.equal = True
    else:
        level.gap.append(at)


def _finish(level: _Level, whole: Text) -> None:
    """What is left of a clause belongs to its last figure."""
    if level.last is not None and level.gap and not level.fresh:
        level.last.right = level.gap
    level.gap = []


def _figures(whole: Text, sentence: tuple[int, int], level: _Level, group: list[Match]) -> list[Draft]:
    tokens = whole.tokens
    drafts = [Draft(whole, match, sentence) for match in group]
    first = drafts[0]
    continued = level.last is not None and not level.fresh
    after_stop = level.last is not None and level.fresh
    if after_stop and level.head is not None and not level.opened and _counts_anew(level, first):
        level.head = None
    bare = continued and level.last is not None and not level.last.match.noun and not _tells_after(level.last)
    parts = split(tokens, level.gap, continued, bare=bare)
    if continued and level.last is not None:
        level.last.right = level.last.right or parts.right
        if parts.colon or parts.opened:
            level.head = level.last
    if parts.opened:
        level.opened, level.lasting = True, parts.lasting
        level.head = level.last
        level.group += 1
    if parts.label:
        level.label = parts.label
    if has_content(tokens, parts.topic):
        level.topic = parts.topic
    first.left, first.topic, first.label, first.phrase = parts.left, level.topic, level.label, level.phrase
    if continued and level.last is not None and _quantity_of(level.last, first, level.gap):
        counted = range(*level.last.match.figure)
        first.left = [*level.last.left, *(i for i in counted if tokens[i].kind != "number"), *level.gap]
        level.last.left, level.last.right = [], trim_stop(tokens, level.gap)
    shares = first.match.sign or (level.named and tokens[level.named[0]].capital)
    if level.named and shares and not has_content(tokens, first.left):
        first.left, first.phrase = level.named, ""
    level.named = []
    if level.base and not has_content(tokens, first.left):
        first.left = level.base
    first.owner, first.head, first.before = level.owner, level.head, level.last
    first.opened, first.group = level.opened, level.group
    first.chained, first.apart = level.equal, after_stop
    if not has_content(tokens, first.left):
        stands_alone = _prepositional(whole, first.left) or (after_stop and _predicate_follows(whole, group[-1].stop))
        stands_alone = stands_alone or there_is(first, level.source)
        subject = _subject(level, first) if continued else None
        first.source = None if stands_alone else subject or _lead(level.source, first)
    else:
        level.source = first
    for previous, draft in pairwise(drafts):
        draft.owner, draft.head, draft.before, draft.chained = level.owner, level.head, previous, True
        draft.label, draft.topic, draft.phrase, draft.opened = level.label, level.topic, level.phrase, level.opened
        draft.group = level.group
    level.last, level.gap, level.equal, level.fresh = drafts[-1], [], False, False
    if level.source is None:
        level.source = first
    return drafts
