"""Days: "28/5/2021", "20/11", "ngày 05 tháng 9 năm 2024", "22 - 23/10/2024", "28.5.2021", "17 giờ 30".

A date without a year keeps the year open: its period is "-11"; the report's own year completes it (`facts.period`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.grammar import units, words
from knowledge.grammar.core import Match, Matches, Token, mark, number, touching, word

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)")
_LEADS = ("ngày", "từ", "đến", "hết", "trước", "sau", "tới", "sáng", "chiều", "tối", "lễ", "dịp", "qua")
_COUNTS = ("đạt", "thành", "được", "có")


def whole(tokens: Sequence[Token], at: int, low: int, high: int) -> int | None:
    """The value of a plain number token between two bounds, or None."""
    if not number(tokens, at) or not tokens[at].text.isdigit() or len(tokens[at].text) > 4:
        return None
    value = int(tokens[at].text)
    return value if low <= value <= high else None


@dataclass(frozen=True, slots=True)
class Day:
    """A day as printed; `year` None where it is left out."""

    day: int
    month: int
    year: int | None
    stop: int

    @property
    def period(self) -> str:
        return f"{self.year or ''}-{self.month:02d}"


def slashed(tokens: Sequence[Token], at: int) -> Day | None:
    """ "28/5/2021" or "28-5-2021", or without the year."""
    day, month = whole(tokens, at, 1, 31), whole(tokens, at + 2, 1, 12)
    if day is None or month is None or not mark(tokens, at + 1, "/-."):
        return None
    year = whole(tokens, at + 4, 1900, 2100) if mark(tokens, at + 3, tokens[at + 1].text) else None
    if year is not None:
        return Day(day, month, year, at + 5)
    if not mark(tokens, at + 1, "/") or (mark(tokens, at + 3, "/") and number(tokens, at + 4)):
        return None
    return Day(day, month, None, at + 3)


def written(tokens: Sequence[Token], at: int) -> Day | None:
    """ "05 tháng 9 năm 2024" after "ngày"; the year may be missing."""
    day, month = whole(tokens, at, 1, 31), whole(tokens, at + 2, 1, 12)
    if (
        day is None
        or month is None
        or not word(tokens, at + 1, "tháng")
        or not word(tokens, at - 1, "ngày", "đến", ",", "và", "-")
    ):
        return None
    year_at = at + 4 if word(tokens, at + 3, "năm") or mark(tokens, at + 3, "/") else at
    year = whole(tokens, year_at, 1900, 2100) if year_at > at else None
    return Day(day, month, year, year_at + 1 if year else at + 3)


def date(tokens: Sequence[Token], at: int) -> Matches | None:
    """A day. Without a year it must not be a count: a noun after it, or "đạt" before it, make it a
    pair ("10/11 vụ").
    """
    dotted = _DOTTED.fullmatch(tokens[at].text)
    if dotted:
        period = f"{dotted[3]}-{int(dotted[2]):02d}"
        return (_mention(tokens, at, at + 1, period),) if 1 <= int(dotted[2]) <= 12 else None
    found = written(tokens, at) or slashed(tokens, at)
    if found is None:
        return None
    if found.year is None and not word(tokens, at - 1, *_LEADS) and not word(tokens, at + 1, "tháng"):
        unit = units.simple(tokens, found.stop)
        if (
            (unit is not None and unit.kind != "time")
            or word(tokens, at - 1, *_COUNTS)
            or mark(tokens, found.stop, "%")
            or _counted_after_verb(tokens, at, found.stop)
        ):
            return None
        if not touching(tokens, at + 1):
            return None
    return (_mention(tokens, at, found.stop, found.period),)


def _counted_after_verb(tokens: Sequence[Token], at: int, stop: int) -> bool:
    """ "Triển khai 14/12 kỹ thuật mới": done of what was planned, though the noun is none of the vocabulary."""
    window = tokens[max(at - 4, 0) : at]
    return words.verbs().ends(window, len(window)) is not None and units.unknown(tokens, stop) is not None


def days(tokens: Sequence[Token], at: int) -> Matches | None:
    """Days of one month: "22 - 23/10/2024", "05, 06/9"."""
    day = whole(tokens, at, 1, 31)
    if day is None or not (mark(tokens, at + 1, "-–,") or word(tokens, at + 1, "và", "đến")):
        return None
    if mark(tokens, at + 1, ",") and not word(tokens, at - 1, "ngày"):
        return None
    last = slashed(tokens, at + 2) or written(tokens, at + 2)
    if last is None or last.day <= day or (last.year is None and not word(tokens, at - 1, "ngày", "từ")):
        return None
    return (_mention(tokens, at, last.stop, last.period),)


def day_alone(tokens: Sequence[Token], at: int) -> Matches | None:
    """ "ngày 15" or "ngày 15 hằng tháng": a day whose month is said elsewhere; no fact."""
    if whole(tokens, at, 1, 31) is None or not word(tokens, at - 1, "ngày", "mồng", "mùng", "rằm"):
        return None
    if units.simple(tokens, at + 1) is not None and not word(tokens, at + 1, "tháng"):
        return None
    return (Match("day", at, at + 1, "skip", (at, at + 1)),)


def clock(tokens: Sequence[Token], at: int) -> Matches | None:
    """ "17 giờ 30", "8h30", "lúc 7 giờ": a time of day; no fact."""
    if whole(tokens, at, 0, 24) is None or not word(tokens, at + 1, "giờ", "h"):
        return None
    stop = at + 2
    if whole(tokens, stop, 0, 59) is not None:
        stop += 1
        stop += 1 if word(tokens, stop, "phút", "p") else 0
    elif not word(tokens, at - 1, "lúc", "hồi", "khoảng", "từ", "đến") or not word(
        tokens, stop, "ngày", "sáng", "chiều", "tối", "cùng", "đêm", "-", "đến"
    ):
        return None
    return (Match("clock", at, stop, "skip", (at, stop)),)


def _mention(tokens: Sequence[Token], at: int, stop: int, period: str) -> Match:
    return Match(
        "date", at, stop, "mention", (at, stop), measure="date", period=period, label=units.text(tokens, at, stop)
    )
