"""How well a fact's period fits the one asked for: 1 fits, 0 does not."""

from __future__ import annotations

import functools
import re

from knowledge import periods
from knowledge.ask.fit import COMPARISON, WRONG, is_percent
from knowledge.ask.question import Question
from knowledge.fold import flat
from knowledge.model import Fact


def period_fit(question: Question, fact: Fact, report_period: str, held: frozenset[str] = frozenset()) -> float:
    """Whether the fact is about the period asked for; without one, the report's own period comes first. `held`: the
    stretches of several months that the report holds figures of."""
    planned = "planned" in fact.qualifiers
    if not question.period:
        if planned and not question.wanted & {"planned", "plan"}:
            return 0.6
        return _own_period(fact, report_period)
    stated = _stated_month(fact)
    if question.alone and held and question.period == fact.period and not _says_month(fact):
        return 0.45  # of a report of the month and of the year to date
    if question.period in (fact.period, stated):
        month = held and question.period == report_period[:7] and report_period[4:6] in ("-0", "-1", "-Q")
        return 0.93 if month and not _AS_OF.search(flat(question.text)) and not _says_month(fact) else 1.0
    asked, about = periods.parse(question.period), periods.parse(fact.period)
    if asked and about and (asked.first, asked.last) == (about.first, about.last):
        return 1.0  # "quý I" and "lũy kế 3 tháng"
    day = periods.parse(stated) if stated else None
    if day and question.period != report_period and not (asked and asked.first <= day.first and day.last <= asked.last):
        return WRONG
    own = periods.parse(report_period)
    if asked is not None and asked.months > 1 and f"{asked.months} thang" in flat(fact.own):
        return 1.0  # the figure's own words name the stretch
    if asked is not None and own is not None and asked.last != own.last and _named(fact, asked):
        return 0.95
    if asked is None or about is None:
        return 1.0 if question.period == report_period else WRONG
    closing = own is not None and own.months > 1 and asked.months == 1 and asked.last == own.last
    if question.alone and about.months > asked.months:
        return WRONG
    if question.period == report_period or (
        closing and fact.period == report_period
    ):  # "cuối năm 2024" of the year 2024
        return 0.6 if planned else 0.7 if about.months > asked.months and not closing else 0.9
    later = own is not None and own.months == 1 and asked.first <= own.first and own.last < asked.last
    if later and asked.code.endswith("M") and fact.period == report_period:
        return 0.6  # "9 tháng" of a working year that begins in October
    ends_alike = own is not None and asked.last == own.last and asked.first.month == 1
    runs = ends_alike or (question.period in held and periods.to_date(question.period))  # of any year's beginning
    to_date = own is not None and own.months < asked.months < 12 and runs
    if to_date and held and fact.period == report_period and not _says_month(fact):
        return 0.7  # a figure without a stretch, in a report of the month and of the year to date
    if len(question.period) == 4 and asked.first <= about.first and about.last <= asked.last:
        return 0.9 if planned else 0.8 if question.period in held else 0.95
    return WRONG


def _named(fact: Fact, asked: periods.Period) -> bool:
    """Whether what names a figure says its month or year: "Điểm trung bình năm 2025", "Mưa lũ tháng 7"."""
    if asked.months not in (1, 12) or is_percent(fact) or fact.measure in COMPARISON:
        return False
    year = asked.first.year
    month = rf"thang 0?{asked.first.month}(?:/{year}| nam {year}{'|' if fact.period[:4] == str(year) else ''})"
    named = f"nam {year}" if asked.months == 12 else month
    return re.search(rf"(?<!voi )(?<!ky )\b{named}\b(?!/)", flat(f"{fact.own} {fact.inherited}")) is not None


_ROMAN = {"1": "i", "2": "ii", "3": "iii", "4": "iv"}


def _says_month(fact: Fact) -> bool:
    """Whether a figure's own sentence says that it is of its month."""
    return _said(fact.quote, fact.own, fact.period)


@functools.lru_cache(maxsize=8192)
def _said(quote: str, own: str, period: str) -> bool:
    said = flat(f"{quote} {own}")
    if "-Q" in period:
        return bool(re.search(rf"\b(?:trong quy|quy (?:nay|{period[-1]}|{_ROMAN[period[-1]]}))\b", said))
    month = period[-2:].lstrip("0")
    return bool(re.search(rf"\b(?:trong thang|thang (?:nay|qua)|thang 0?{month})\b", said))


def _own_period(fact: Fact, report_period: str) -> float:
    """A figure of an earlier period, set beside the report's own, is not what a question without a period means."""
    about, own = periods.parse(_stated_month(fact) or fact.period), periods.parse(report_period)
    if about is None or own is None or fact.measure in ("date", "list"):
        return 1.0
    if about.months > own.months and fact.measure in ("part", "total", "actual", *COMPARISON):
        return 0.85  # as for the cumulative figure that it is a part of
    return 0.75 if about.last < own.first else 1.0


_AS_OF = re.compile(r"\b(?:den|het|cuoi)\b")  # "đến hết tháng 8": what stands, not what the month brought
_DAY = re.compile(r"(?<![\d/])\d{1,2}/(\d{1,2})(?:/(\d{4}))?(?![\d/])")


def _stated_month(fact: Fact) -> str:
    """The month of a day that the fact's own words name ("Dư nợ 31/12/2023"), "" for none; dates are no such facts."""
    match = _DAY.search(fact.own) if "/" in fact.own and fact.measure not in ("date", "list") else None
    if not match or not 1 <= int(match[1]) <= 12 or not fact.period[:4].isdigit():
        return ""
    return periods.month(int(match[2] or fact.period[:4]), int(match[1]))
