"""Which report is which: the body by its folded name, the subject of annexes, the calendar days of the data."""

from __future__ import annotations

import re
from datetime import date

from knowledge import periods
from knowledge.errors import InputError
from knowledge.fold import words
from knowledge.model import Header

_SCHOOL_YEAR = re.compile(r"(\d{4})/(\d{4})")
_WITH_SUBJECT = ("annex", "special")


def folded_name(name: str) -> str:
    """A body's name for comparison: "HUYỆN ỦY VĨNH BẢO" and "Huyện uỷ Vĩnh Bảo" are one."""
    return " ".join(words(name))


def better_name(stored: str, printed: str) -> str:
    """Of two spellings of one name the one that isn't all capitals."""
    return printed if stored.isupper() and not printed.isupper() else stored


def subject(header: Header) -> str:
    """What tells two annexes or two special reports of one month apart; empty for periodic reports."""
    return " ".join(words(header.title)) if header.kind in _WITH_SUBJECT else ""


def window(header: Header) -> tuple[date, date]:
    """First and last day that the report's data cover: as stated, else of its period (a school year: September to May).

    Raises InputError where the report has no period, or none that is one.
    """
    if not header.period:
        raise InputError("period_missing")
    if header.window:
        return header.window
    school_year = _SCHOOL_YEAR.fullmatch(header.period)
    if school_year and int(school_year[2]) == int(school_year[1]) + 1:
        return date(int(school_year[1]), 9, 1), date(int(school_year[2]), 5, 31)
    period = periods.parse(header.period)
    if period is None:
        raise InputError("period_unknown", period=header.period)
    return period.first, period.last
