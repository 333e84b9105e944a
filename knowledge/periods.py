"""Report periods by code: "2023-10", "2023-Q4", "2023-H1", "2023-9M", "2023", "2023-11/2023-12", "2023/2024".

A month of a report is not always a calendar month (Decree 09/2019/ND-CP, Art. 12); the data window stands beside it.
"""

from __future__ import annotations

import calendar
import functools
import re
from dataclasses import dataclass
from datetime import date

SPELLED = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
"""The months as words name them ("tháng Mười", "mười tháng"), and how many months they count."""

_CODE = re.compile(r"(\d{4})(?:-(?:(\d{2})|Q([1-4])|H([12])|(\d{1,2})M))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """First and last calendar day, both included, and the code it came from."""

    first: date
    last: date
    code: str

    @property
    def months(self) -> int:
        return months_from(self.first, self.last)


def months_from(first: date, last: date) -> int:
    """How many months a stretch of days touches, the first and the last one included."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


@functools.lru_cache(maxsize=4096)
def parse(code: str) -> Period | None:
    """The period of a code, or None where it is not one."""
    if "/" in code:
        first, last = (parse(part) for part in code.split("/", 1))
        return Period(first.first, last.last, code) if first and last and first.first <= last.last else None
    match = _CODE.fullmatch(code)
    if not match:
        return None
    year, (month, quarter, half, n_months) = int(match[1]), match.groups()[1:]
    if month:
        start, stop = int(month), int(month)
    elif quarter:
        start, stop = 3 * int(quarter) - 2, 3 * int(quarter)
    elif half:
        start, stop = 6 * int(half) - 5, 6 * int(half)
    elif n_months:
        start, stop = 1, int(n_months)
    else:
        start, stop = 1, 12
    if not 1 <= start <= stop <= 12 or not 1900 <= year <= 2200:
        return None
    return Period(date(year, start, 1), date(year, stop, calendar.monthrange(year, stop)[1]), code)


def month(year: int, number: int) -> str:
    """Code of a month; numbers outside 1-12 roll over into the neighbouring years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return f"{year:04d}-{number:02d}"


@functools.lru_cache(maxsize=4096)
def shift(code: str, months: int) -> str:
    """The same kind of period, `months` later (earlier where negative); quarters and years move by their length."""
    period = parse(code)
    if period is None or "/" in code:
        return code
    moved = month(period.first.year, period.first.month + months)
    year, start = int(moved[:4]), int(moved[5:])
    if re.fullmatch(r"\d{4}-\d{2}", code):
        return moved
    if "Q" in code:
        return f"{year}-Q{(start + 2) // 3}"
    if "H" in code:
        return f"{year}-H{1 if start < 7 else 2}"
    return re.sub(r"^\d{4}", str(year), code)


def month_before(code: str) -> str:
    """The month before the last one of a period."""
    period = parse(code)
    return month(period.last.year, period.last.month - 1) if period else code


def previous(code: str) -> str:
    """The period just before of the same kind (September for October, 2022 for 2023, 9 months of it for 9 months)."""
    period = parse(code)
    if period is None:
        return code
    return shift(code, -12 if code.endswith("M") else -period.months)


def year_before(code: str) -> str:
    """The same period of the year before ("cùng kỳ")."""
    return shift(code, -12)


def to_date(code: str) -> bool:
    """Whether a period is a stretch from the year's beginning in months or a half year ("2023-9M", "2025-H1")."""
    return code.endswith("M") or "-H" in code


def contains(outer: str, inner: str) -> bool:
    """Whether every day of `inner` lies in `outer`."""
    a, b = parse(outer), parse(inner)
    return bool(a and b and a.first <= b.first and b.last <= a.last)


def vietnamese(code: str) -> str:
    """How people write it: "tháng 10/2023", "quý IV/2023", "9 tháng đầu năm 2023", "năm 2023"."""
    match = _CODE.fullmatch(code)
    if not match:
        return code.replace("/", " - ")
    year, (number, quarter, half, n_months) = match[1], match.groups()[1:]
    if number:
        return f"tháng {int(number)}/{year}"
    if quarter:
        return f"quý {('I', 'II', 'III', 'IV')[int(quarter) - 1]}/{year}"
    if half:
        return f"6 tháng {'đầu' if half == '1' else 'cuối'} năm {year}"
    if n_months:
        return f"{n_months} tháng đầu năm {year}"
    return f"năm {year}"
