"""Which period a figure is about: the report's, unless its own words name another ("lũy kế 9 tháng", "tháng 9", "năm
2022").
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import pairwise

from knowledge import periods
from knowledge.facts.clause_kind import bare_time, consequence
from knowledge.facts.draft import Draft
from knowledge.facts.measure import is_base_value
from knowledge.facts.phrase import without_time
from knowledge.fold import fold
from knowledge.grammar import words
from knowledge.grammar.core import Match, Token, key, lex, word
from knowledge.grammar.registry import scan as grammar
from knowledge.model import Header
from knowledge.numbers import scan as numbers

_SPANS = ("month", "quarter", "months", "year", "years")


def complete(code: str, report: str) -> str:
    """A period that leaves its year open, with the report's year: "-9M" -> "2023-9M"; a month far
    ahead is last year's.
    """
    if "-" not in code or re.match(r"\d{4}", code):
        return code
    known = periods.parse(report)
    if known is None:
        return ""
    year = known.last.year
    month = re.fullmatch(r"-(\d\d)", code)
    if month and int(month[1]) - known.last.month > 6:
        year -= 1
    elif month and known.last.month - int(month[1]) > 9:
        year += 1
    return "/".join(f"{year}{part}" for part in code.split("/"))


def cumulative(tokens: Sequence[Token], indexes: Sequence[int]) -> bool:
    """Whether the words say "lũy kế", "cộng dồn", "từ đầu năm"."""
    printed = " ".join(tokens[i].key for i in indexes)
    return any(phrase in printed for phrase in ("luy4 kê2", "công5 dôn1", "tư1 đâu1 năm", "kê3 tư1 đâu1"))


def decide(draft: Draft, header: Header, planned: bool) -> None:
    """Set a draft's `period`, and `measure` where it turns out to be cumulative."""
    default = header.next_period or header.period if planned else _led(draft, header) or header.period
    if is_base_value(draft):
        bearer = draft.owner or draft.before
        draft.period = periods.year_before(bearer.period if bearer else header.period)
        return
    if draft.comparison and draft.subject is not None and not draft.content:
        subject = draft.subject
        if is_base_value(subject):  # "312 ca (cùng kỳ 208 ca, | +50%)"
            subject = subject.owner or subject.before or subject
        draft.period = subject.period
        return
    reach = [*draft.topic, *draft.label, *draft.left]
    span = _nearest(draft, reach, header) or _whole(draft, header)
    if span:
        draft.period = span
    elif cumulative(draft.tokens, reach):
        draft.period = to_date(header)
    elif not draft.left and draft.source is not None:
        draft.period = draft.source.period
    elif _of_stretch(draft):
        draft.period = draft.before.period if draft.before is not None else default
    elif draft.parent is not None and draft.parent.sentence == draft.sentence and draft.parent.text is draft.text:
        draft.period = draft.parent.period
    elif _goes_on(draft, default):
        draft.period = draft.before.period if draft.before is not None else default
    elif draft.parent is not None and (
        draft.chained or draft.owner is draft.parent or draft.head is draft.parent or _notes_parts(draft, draft.parent)
    ):
        draft.period = draft.parent.period
    else:
        draft.period = default
    if not planned and draft.measure != "target" and "planned" not in draft.qualifiers:
        draft.period = _past(draft.period, header) or default  # "Sơ tuyển nghĩa vụ quân sự năm 2026", held in 2025
    whole = periods.parse(draft.period)
    longer = whole is not None and draft.period != header.period and periods.to_date(draft.period)
    if draft.measure in ("actual", "total") and (longer or cumulative(draft.tokens, reach)):
        draft.measure = "cumulative"


def _past(code: str, header: Header) -> str:
    """A period, but "" for a year to come: of a result it is part of the name."""
    known, own = periods.parse(code), periods.parse(header.period)
    ahead = known is not None and own is not None and known.first > own.last
    return "" if ahead and len(code) == 4 else code


def _led(draft: Draft, header: Header) -> str:
    """The stretch of time that is all a title above a passage names ("2. Trong 03 tháng", "b) 09 tháng: …"), or that
    stands in brackets after it ("10. Tài chính (10 tháng)"); the nearest title that does.
    """
    for section in reversed(draft.text.passage.path):
        bracketed = _BRACKETED.search(section.title)
        code = _stretch(section.title, header.period) or (bracketed and _stretch(bracketed[1], header.period))
        if code:
            return code
    return ""


_BRACKETED = re.compile(r"\(([^()]{3,40})\)\s*:?\s*$")


@functools.lru_cache(maxsize=1024)
def _stretch(title: str, report_period: str) -> str:
    """The stretch of time that is all a title names, else ""."""
    tokens = lex(title, numbers(title, 0))
    if not tokens or len(tokens) > 8 or without_time(tokens, range(len(tokens))):
        return ""
    spans = [m for m in grammar((*tokens, *lex(":"))) if m.rule in _SPANS]
    codes = [c for m in spans if periods.parse(c := complete(m.period, report_period)) is not None]
    return codes[0] if len(codes) == 1 else ""


def _of_stretch(draft: Draft) -> bool:
    """Whether what came of an event is told of the stretch just counted: "lũy kế 231 vụ, làm chết | 128 người"."""
    before = draft.before
    beside = before is not None and before.sentence == draft.sentence and not draft.apart and not before.comparison
    return beside and before is not None and (bare_time(before) or _of_stretch(before)) and consequence(draft)


def _notes_parts(draft: Draft, whole: Draft) -> bool:
    """Whether a footnote's figure is a part of what its mark stands at."""
    return whole.text is not draft.text and draft.text.passage.kind == "note" and draft.measure == "part"


def _goes_on(draft: Draft, default: str) -> bool:
    """Whether an earlier clause of the sentence speaks of a longer stretch: "lũy kế 11 tháng 3.246; xuất siêu 659"."""
    before = draft.before
    if before is None or before.sentence != draft.sentence or before.period in ("", default):
        return False
    longer, shorter = periods.parse(before.period), periods.parse(default)
    if longer is None or shorter is None or longer.months <= shorter.months:
        return False
    runs_on = periods.to_date(before.period) and longer.last > shorter.last  # of a year that needn't begin in January
    return longer.last == shorter.last or runs_on


def to_date(header: Header) -> str:
    """From the year's beginning to the end of the report's period."""
    known = periods.parse(header.period)
    if known is None:
        return header.period
    month, year = known.last.month, known.last.year
    if header.window is not None and header.window[1] == known.last and header.window[0].day == 1:
        run = periods.months_from(header.window[0], known.last)  # of a year that begins in October
        month = run if month <= run <= 12 else month
    return (
        f"{year}" if month == 12 else f"{year}-H1" if month == 6 else f"{year}-{month}M" if month > 1 else f"{year}-01"
    )


def _nearest(draft: Draft, reach: Sequence[int], header: Header) -> str:
    """The last stretch of time among the words before a figure, or attached just after it."""
    places = set(reach)
    before = [
        m
        for m in draft.text.matches
        if m.rule in _SPANS and m.start in places and not _of_base(draft.tokens, m) and _governs(draft, m)
    ]
    after = [
        m
        for m in draft.text.matches
        if m.start in set(draft.right)
        and not _of_base(draft.tokens, m)
        and (
            m.rule == "years"
            or (m.rule in _SPANS and word(draft.tokens, m.start - 2, "của"))
            or (m.rule == "months" and word(draft.tokens, m.start - 1, "trong") and _runs(m, header))
        )
    ]
    report = periods.parse(header.period)
    for match in [*[m for m in after if m.rule != "years"], *reversed(before), *after]:
        code = complete(match.period, header.period)
        if match.rule == "year" and (report is None or code == str(report.last.year)):
            if _opens(draft, match):
                return code
            continue
        if match.rule == "year" and _of_prices(draft.tokens, match):
            continue
        if match.rule == "months" and "/" in code:
            continue  # "3 tháng cuối năm" is what is still to come
        if periods.parse(code) is not None:
            return code
    return ""


def _runs(match: Match, header: Header) -> bool:
    """Whether a stretch is that of the year to date: "Hình phạt đối với 152 bị cáo trong 11 tháng"."""
    return complete(match.period, header.period) == to_date(header)


def _opens(draft: Draft, match: Match) -> bool:
    """Whether the report's own year is said of the whole of it: "Tính chung năm 2023, GRDP ước tăng …"."""
    return word(draft.tokens, match.start - 1, "năm") and word(draft.tokens, match.start - 2, "chung", "cả")


def _whole(draft: Draft, header: Header) -> str:
    """The quarter or year that words name without a number at the beginning of the sentence or clause: "Cũng trong quý,
    …", "Cả năm ước …".
    """
    known = periods.parse(header.period)
    if known is None:
        return ""
    for part in (draft.left, draft.label, draft.topic):
        said = [draft.tokens[i].key for i in part[:4]]
        if _QUARTER in pairwise(said) and known.months <= 3 and known.last.month % 3 == 0:
            return f"{known.last.year}-Q{known.last.month // 3}"
        said += [draft.tokens[i].key for i in part[-2:]]
        if _YEAR in pairwise(said):
            return str(known.last.year)
    return ""


_QUARTER = (key("trong"), key("quý"))
_YEAR = (key("cả"), key("năm"))


def _of_prices(tokens: Sequence[Token], match: Match) -> bool:
    """Whether a year is the base of constant prices ("theo giá so sánh 2010"), no time of the figure."""
    return any(fold(t.text) == "gia" for t in tokens[max(0, match.start - 4) : match.start])


def _governs(draft: Draft, match: Match) -> bool:
    """Whether a stretch of time dates the figure: at the beginning of its words, after "lũy kế", or just before the
    figure.

    In "kiểm tra nhiệm vụ năm 2022 tại 06 đơn vị" it tells what was inspected, not when.
    """
    tokens = draft.tokens
    for part in (draft.topic, draft.label, draft.left):
        if match.start in part and part.index(match.start) <= 3:
            return True
    if match.start in draft.label or match.start in draft.topic:
        return True
    before = [t.key for t in tokens[max(0, match.start - 3) : match.start]]
    if "kê2" in before or "luy4" in before:
        return True
    between = [i for i in draft.left if i >= match.stop]
    if any(words.lexicon("facts", "place_preposition").begins([tokens[i]], 0) for i in between):
        return False
    named_after = [i for i in between if i in draft.content]
    prices = bool(named_after) and word(tokens, named_after[0], "theo") and word(tokens, named_after[0] + 1, "giá")
    verb = words.lexicon("facts", "verb").begins([tokens[i] for i in named_after[:5]], 0)
    acts = match.rule != "year" and verb is not None and verb[1] == len(named_after)
    return not named_after or prices or acts  # "Cán cân thương mại quý I | xuất siêu"


def _of_base(tokens: Sequence[Token], match: Match) -> bool:
    """Whether a stretch of time belongs to a comparison's base ("so với tháng 6", "cùng kỳ năm 2022"), not to what a
    mark parts from it: "so với cùng kỳ; 6 tháng ước".
    """
    near = list(tokens[max(0, match.start - 4) : match.start])
    mark = max((n for n, t in enumerate(near) if t.kind == "mark"), default=-1)
    before = [t.key for t in near[mark + 1 :]]
    return "ki1" in before or "vơi2" in before or "trươc2" in before or "sinh" in before
