"""Periods named in titles and headings: "tháng 10", "6 tháng đầu năm 2024", "quý III/2024", and data windows.

Decree 09/2019/ND-CP, Art. 12: a month often runs from the 15th of the month before to the 14th, so that the report's
period (from the title) and its data window (where stated) are two things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from knowledge import periods

_YEAR = r"(?:\s*[/.-]\s*(\d{4})|,?\s+năm\s+(\d{4}))"
_SPELLED = "|".join(sorted(periods.SPELLED, key=len, reverse=True))
_COUNT = rf"(\d{{1,2}}|(?<!tháng ){_SPELLED})"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MENTION = re.compile(
    rf"(?P<span>\b{_COUNT}\s+tháng(?!\s+\d{{1,2}}\b)(?:\s+(?P<part>đầu|cuối))?(?:\s+của)?(?:\s+năm(?:\s+(?P<span_year>\d{{4}}))?)?)(?!\s*tuổi)"
    rf"|(?P<month>\btháng\s+(?P<number>\d{{1,2}}|(?!năm\s+\d)(?:{_SPELLED})\b)(?!\d|\s*[.,]\d)(?:{_YEAR})?)"
    rf"|(?P<quarter>\bqu[ýí]\s+(?P<q>IV|III|II|I|[1-4])\b(?:{_YEAR})?)"
    rf"|(?P<year>(?<!\bhọc\s)\bnăm\s+(?P<y>\d{{4}})(?!\s*[-–/]\s*\d{{4}}))",
    re.IGNORECASE,
)
_DAY = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?"
_LONG_DAY = r"(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+(\d{4}))?"
_WINDOW = re.compile(
    rf"từ\s+(?:ngày\s+)?(?:{_DAY}|{_LONG_DAY})\s*(?:đến|[-–])\s*(?:hết\s+)?(?:ngày\s+)?(?:{_DAY}|{_LONG_DAY})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A period as named in a text: its place and its code of `knowledge.periods`."""

    start: int
    stop: int
    code: str


def mentions(text: str, year: int | None = None) -> tuple[Mention, ...]:
    """Every period named in a text. One without a year takes that of the next one, else `year`; else it is left out."""
    found: list[tuple[re.Match[str], int | None]] = []
    for match in _MENTION.finditer(text):
        stated = next((int(g) for g in (*match.group("span_year", "y"), *_years(match)) if g), None)
        found.append((match, stated))
    done: list[Mention] = []
    following, later_month = year, 0
    for match, stated in reversed(found):
        own = stated if stated is not None else following
        month = _number(match["number"] or "")
        if stated is None and own is not None and month == 12 and later_month == 1:
            own -= 1  # "tháng 12; nhiệm vụ tháng 01 năm 2024"
        if own is not None and (code := _code(match, own)):
            done.append(Mention(match.start(), match.end(), code))
        following, later_month = own, month
    return tuple(reversed(done))


def _years(match: re.Match[str]) -> list[str | None]:
    named = {match.re.groupindex[name] for name in match.re.groupindex}
    return [
        match[i]
        for i in range(1, match.re.groups + 1)
        if i not in named and (match[i] or "").isdigit() and len(match[i]) == 4
    ]


def _number(printed: str) -> int:
    """The number of a month in digits or in words; 0 where nothing is printed."""
    return periods.SPELLED.get(" ".join(printed.lower().split())) or int(printed or 0)


def _code(match: re.Match[str], year: int) -> str:
    if match["month"]:
        return f"{year}-{_number(match['number']):02d}" if 1 <= _number(match["number"]) <= 12 else ""
    if match["quarter"]:
        q = match["q"].lower()
        return f"{year}-Q{_ROMAN.get(q) or int(q)}"
    if match["year"]:
        return str(year)
    number = _number(match[2])
    if not 1 <= number <= 12:
        return ""
    if (match["part"] or "").lower() == "cuối":
        return {3: f"{year}-Q4", 6: f"{year}-H2", 12: str(year)}.get(number, f"{year}-{13 - number:02d}/{year}-12")
    return {3: f"{year}-Q1", 6: f"{year}-H1", 12: str(year)}.get(number, f"{year}-{number}M")


def window(text: str, year: int | None = None) -> tuple[date, date] | None:
    """The data window that a text states ("từ ngày 15/4/2024 đến ngày 14/5/2024"), first and last day, or None."""
    for match in _WINDOW.finditer(text):
        first = next((match.group(i, i + 1, i + 2) for i in (1, 4) if match[i]), None)
        last = next((match.group(i, i + 1, i + 2) for i in (7, 10) if match[i]), None)
        if not first or not last:
            continue
        last_year = int(last[2]) if last[2] else year
        if last_year is None:
            continue
        first_year = int(first[2]) if first[2] else last_year - (int(first[1]) > int(last[1]))
        try:
            days = date(first_year, int(first[1]), int(first[0])), date(last_year, int(last[1]), int(last[0]))
        except ValueError:
            continue
        if days[0] <= days[1]:
            return days
    return None
