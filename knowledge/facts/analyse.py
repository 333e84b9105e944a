"""One passage from text to linked and named drafts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from knowledge.facts import breakdown, clause_kind, indicator, measure, parent, period, qualifier
from knowledge.facts.clauses import walk
from knowledge.facts.draft import Draft, Text
from knowledge.facts.phrase import begins_clause, text, trim_start, without_time
from knowledge.facts.sentences import sentences
from knowledge.facts.unit import level, of_whole, unit_of
from knowledge.grammar import words
from knowledge.grammar.core import key, lex, word
from knowledge.grammar.registry import scan as grammar
from knowledge.model import Header, NumberToken, Passage

_LABEL = re.compile(
    r"\s*[-+*•–]?\s*(?:[IVXL]{1,6}|[A-ZĐa-zđ]|\d{1,2}(?:\.\d{1,2}){0,4})(?:[.)]|\s?[-–/])(?=\s)|\s*\(\d{1,2}\)(?=\s)|\s*\d{1,2}(?:\.\d{1,2}){1,4}(?=\s+[^\W\d])"
)


def label_length(passage: Passage) -> int:
    """How much of a passage's beginning is its printed label ("1.2.", "a)", "II -"); the digits there
    are no figures.
    """
    found = _LABEL.match(passage.text)
    return found.end() if found else 0


def read(passage: Passage, numbers: Sequence[NumberToken], skip: int) -> Text:
    """A passage as tokens, matches and sentences, without its label."""
    tokens = lex(passage.text, numbers)
    if skip:
        tokens = tuple([t for t in tokens if t.start >= skip])
    return Text(passage, tokens, grammar(tokens), sentences(tokens))


def analyse(
    whole: Text,
    header: Header,
    anchor: Draft | None,
    anchor_phrase: str,
    carried: Sequence[Draft],
    recent: Sequence[Draft] = (),
) -> list[Draft]:
    """The drafts of a passage, in order.

    `anchor` is the figure that a footnote refers to and `anchor_phrase` its words; `carried` are the last figures of
    the passage before where that one ended in a colon; `recent` are the results of the section so far.
    """
    drafts = _walked(whole)
    planned = whole.passage.planned
    if carried and drafts:
        _hang(drafts, carried)
    _criterion(drafts, recent)
    done: list[Draft] = list(carried)
    for n, draft in enumerate(drafts):
        parent.link(draft, done[-40:], anchor)
        of_whole(draft)
        measure.decide(draft, planned, drafts[n + 1 : n + 6], done[-6:])
        draft.unit = unit_of(draft, anchor, done, [d for d in recent if d.match.kind == "people"])
        qualifier.inherit(draft)
        period.decide(draft, header, planned)
        done.append(draft)
    for n, draft in enumerate(drafts):
        draft.phrase = draft.phrase or _again(draft, drafts[max(0, n - 12) : n])
    level(drafts)
    breakdown.gather(drafts)
    breakdown.rehead(drafts)
    breakdown.tie(drafts, recent)
    for draft in drafts:
        indicator.name(draft, anchor_phrase if draft.parent is anchor else "")
    _totals(drafts)
    return drafts


def _criterion(drafts: Sequence[Draft], recent: Sequence[Draft]) -> None:
    """What is parted completes the name: "Theo lĩnh vực: nông nghiệp 39.215 tỷ đồng" under "Tổng dư nợ 82.960 tỷ"."""
    if not drafts or not _by_criterion(drafts[0].text.passage):
        return
    first = drafts[0]
    whole = [d for d in recent if not _by_criterion(d.text.passage) and clause_kind.same_kind(d, first) and d.own]
    alike = [d for d in drafts if not d.comparison and d.owner is None and clause_kind.same_kind(d, first)]
    made = [d for d in whole if len(alike) > 1 and d.match.value == sum(part.match.value or 0 for part in alike)]
    last = made[-1:] or ([d for d in whole if d.text is whole[-1].text] if whole else [])
    if last and (last[0].match.value or 0) > (first.match.value or 0):
        for draft in drafts:
            draft.phrase = draft.phrase or (last[0].own if clause_kind.same_kind(draft, first) else "")


def _again(draft: Draft, earlier: Sequence[Draft]) -> str:
    """What a verb said again of another stretch of time is of: "Tháng 3 xảy ra 03 vụ tai nạn giao thông. Quý I xảy ra |
    10 vụ", "Lúa mùa gieo cấy 38.420 ha. Đến ngày 20/9 đã thu hoạch | 9.605 ha".
    """
    start = trim_start(draft.tokens, draft.content)
    verb = _verb(draft, told := without_time(draft.tokens, start))
    if draft.comparison or not verb or len(told) == len(start) or indicator.right_words(draft):
        return ""
    alike = [d for d in reversed(earlier) if not d.comparison and clause_kind.same_kind(d, draft) and d.owner is None]
    for other in alike[:2]:
        theirs = without_time(other.tokens, trim_start(other.tokens, other.content))
        right = indicator.right_words(other)
        if _verb(other, theirs) == verb and right and other.match.noun and len(draft.match.unit.split()) == 1:
            return f"{indicator.noun_of(other)} {right}"
        if theirs and not begins_clause(other.tokens, theirs) and not draft.match.noun:
            return text(other.tokens, theirs)
    return ""


def _verb(draft: Draft, told: Sequence[int]) -> list[str]:
    """The keys of some words that are a verb and nothing more, else none."""
    said = [draft.tokens[i] for i in told if draft.tokens[i].key != key("đã")]
    hit = words.lexicon("facts", "verb").begins(said, 0) if said else None
    return [token.key for token in said] if hit is not None and hit[1] == len(said) else []


def _by_criterion(passage: Passage) -> bool:
    """Whether a passage parts something by a criterion: "Theo kỳ hạn: …", "Phân theo địa bàn, …"."""
    said = lex(passage.path[-1].title if passage.lead and passage.path else passage.text.lstrip(" -+•*")[:12])
    return word(said, 0, "theo", "phân", "chia") and (word(said, 0, "theo") or word(said, 1, "theo"))


def _walked(whole: Text) -> list[Draft]:
    """The figures of all sentences with their words, before anything is linked."""
    drafts: list[Draft] = []
    field: list[int] = []
    for sentence in whole.sentences:
        field = field_of(whole, sentence) or field
        for draft in walk(whole, sentence):
            draft.area = [i for i in field if i not in draft.left]
            drafts.append(draft)
    for one, other in pairwise(drafts):
        shared = other.match.link == "over" or (other.match.link and one.match.noun and other.match.noun)
        shared = shared or _one_object(one, other)
        if shared and not one.right:
            one.right = other.right
        if _bounds(one, other):
            one.right = [*one.right, *range(other.left[0], other.match.stop)]
            for later in drafts:
                later.before = one if later.before is other else later.before
    for draft in drafts:
        qualifier.read(draft)
    for one, other in pairwise(drafts):
        _carry(one, other)
    return drafts


def _bounds(one: Draft, other: Draft) -> bool:
    """Whether a time or an amount says which things are counted before it: "21 vụ tạm đình chỉ | trên 12 tháng"."""
    bound = len(other.left) == 1 and word(other.tokens, other.left[0], "trên", "dưới", "quá")
    beside = one.match.noun and one.right and not one.owner and not other.owner and not other.apart
    return bool(bound and beside and other.match.kind in ("time", "money") and other.left[0] == one.right[-1] + 1)


def _one_object(one: Draft, other: Draft) -> bool:
    """Whether cases and people side by side are of what is said after both: "38 vụ, 61 đối tượng | phạm tội về …"."""
    between = one.tokens[one.match.stop : other.match.start]
    beside = one.match.kind == "case" and other.match.kind == "people" and one.owner is other.owner
    said = [other.tokens[i] for i in other.right[:3]]
    of_both = words.lexicon("facts", "offence").begins(said, 0) is not None
    return beside and of_both and len(between) == 1 and between[0].text in ",-–"


def _carry(one: Draft, other: Draft) -> None:
    """A comparison word said once for figures side by side: "công nghiệp chiếm 49,6%; dịch vụ | 30,7%", or for both of
    a pair.
    """
    if other.match.link == "paired" and not other.comparator and one.comparator in ("increase", "decrease"):
        other.comparator = one.comparator  # "(tăng 21 vụ/48 bị cáo so với cùng kỳ)"
    beside = one.sentence == other.sentence and one.owner is other.owner and one.match.kind == other.match.kind
    if not (beside and one.match.kind == "percent" and one.comparator == "share" and not other.comparator):
        return
    if one.left and other.left and not clause_kind.says_rate(other):
        other.comparator = "share"


def _hang(drafts: Sequence[Draft], carried: Sequence[Draft]) -> None:
    """A bullet under "…, gồm:" tells of a part of what was counted there: its first figures get that total as head."""
    for draft in drafts:
        if draft.head is not None or draft.owner is not None or draft.sentence != drafts[0].sentence:
            continue
        alike = [c for c in carried if clause_kind.same_kind(c, draft) or not draft.match.unit]
        fits = [
            c
            for c in alike
            if c.match.value is not None and draft.match.value is not None and c.match.value >= draft.match.value
        ]
        if fits and not (draft.match.sign or draft.match.kind == "percent"):
            draft.head = fits[-1]


def field_of(whole: Text, sentence: tuple[int, int]) -> list[int]:
    """The field of work that a sentence opens for those after it: "Công tác thanh tra, tiếp dân … | tiếp tục được tập
    trung".
    """
    tokens, at = whole.tokens, sentence[0]
    while at < sentence[1] and tokens[at].kind == "mark":
        at += 1
    opens = (word(tokens, at, "công") and word(tokens, at + 1, "tác")) or word(tokens, at, "về")
    if not opens and not word(tokens, at + 1, "hình"):
        return []
    stop = at
    while stop < sentence[1] and stop - at < 24 and tokens[stop].text not in ".;:(" and tokens[stop].kind != "number":
        goes_on = word(tokens, stop, "tiếp") and word(tokens, stop + 1, "tục")
        if stop > at + 2 and (goes_on or word(tokens, stop, "được", "đã", "luôn", "cơ", "diễn", "ổn", "thường")):
            break
        stop += 1
    if stop < sentence[1] and tokens[stop].kind == "number":
        comma = next((i for i in range(at, stop) if tokens[i].text == ","), None)
        short = comma is not None and comma - at <= 6 and word(tokens, at, "về")
        if short:  # "Về cơ cấu, | khu vực dịch vụ chiếm 30,7%"
            return list(range(at, comma or stop))
        if word(tokens, stop - 1, "tháng", "quý", "năm", "ngày"):
            stop -= 1  # "Về tai nạn giao thông, tháng | 3"
    return list(range(at, stop))


def _totals(drafts: Sequence[Draft]) -> None:
    """A result that has parts in its own unit is a total; the second of a pair followed by "% kế hoạch" is a target."""
    for draft in drafts:
        up = draft.parent
        if draft.measure != "part" or up is None or up.measure != "actual":
            continue
        if up.unit == draft.unit or clause_kind.same_kind(up, draft):
            up.measure = "total"
    for one, other in pairwise(drafts):
        if one.match.link == "over" and other.measure == "pct_of_plan":
            one.measure = "target"
