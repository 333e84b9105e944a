"""Which months a question names when it names several: lists, ranges, "3 tháng gần đây", quarters, the year so far.

Works on text folded letter by letter (`fold.flat`). Years that are left out are those of the newest report; a month
far ahead of it is one of the year before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge import periods
from knowledge.across.model import Span
from knowledge.fold import fold

_MONTH_NAMES = {fold(name): number for name, number in periods.SPELLED.items()}
_WORDS = {name: number for name, number in _MONTH_NAMES.items() if name not in ("gieng", "chap")} | {"may": 3, "vai": 3}
_N = r"(\d{1,2}|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "mot": 1, "hai": 2, "ba": 3, "tu": 4}
_YEAR = r"(?:\s*(?:[/.-]|nam)\s*(20\d{2}))?"
_MONTH = r"(?:thang|thg|t)\s*(\d{1,2})(?!\d)" + _YEAR
_ENDS = r"(?!\d)(?![.,]\d)(?!/\d{1,2}(?!\d))"  # a number that is not the day of a date or part of a figure
_RECENT = r"(?:gan day|gan nhat|vua qua|vua roi|moi nhat|qua|lien tiep gan day|cuoi cung)"

_LAST = re.compile(rf"\b(?:trong |o )?{_N} thang {_RECENT}(?: nhat| day)?\b")
_RECENTLY = re.compile(r"\b(?:trong )?(?:cac|nhung|may) thang (?:gan day|gan nhat|vua qua|qua)\b")
_RANGE = re.compile(
    rf"\b(?:tu |trong )?{_MONTH}\s*(?:den het|toi het|den|toi|-|–|->)\s*(?:thang|thg|t)?\s*(\d{{1,2}}){_ENDS}{_YEAR}"
)
_LIST = re.compile(
    rf"\b(?:{_N} )?(?:(?:cac|hai|ba|bon|trong) )?{_MONTH}"
    rf"(?:\s*(?:,\s*va|,\s*roi|,|;|va|voi|va cua|hay|hoac|\+|&)\s*(?:ca |cua )?"
    rf"(?:thang|thg|t)?\s*\d{{1,2}}{_ENDS}(?!%)(?! (?:vu|nguoi|ty|trieu|thang|xa|huyen)){_YEAR})+"
)
_TWO_YEARS = re.compile(
    r"\b(?:thang|thg|t)\s*(\d{1,2})(?:/| nam )(20\d{2})\s*(?:va|voi|so voi|,)\s*(?:nam )?(20\d{2})(?!\d|\s*[-/–])"
)
_ONE = re.compile(rf"(?<![\w/]){_MONTH}")
_BARE = re.compile(r"(?<![\d/.-])(\d{1,2})/(20\d{2})(?![\d/-])")
_QUARTER = re.compile(r"\b(?:trong |ca )?quy\s*(iv|iii|ii|i|[1-4]|mot|hai|ba|tu)(?!\w)" + _YEAR)
_FIRST = re.compile(
    rf"\b(?:trong |tong |ca )?(?:luy ke )?{_N} thang(?: dau nam| dau)(?: (20\d{{2}}))?\b|"
    rf"\b(?:luy ke|ca) {_N} thang\b(?! {_RECENT})|\b(9|6) thang\b(?! {_RECENT})(?=(?: nam (?:20\d{{2}}))?)"
)
_HALF = re.compile(r"\b(?:nua|6 thang|sau thang) (dau|cuoi) nam" + r"(?: (20\d{2}))?")
_YEAR_TO_DATE = re.compile(
    r"\b(?:tinh )?(?:ke )?tu dau nam(?: (20\d{2}))?(?: (?:den|toi) (?:nay|gio|hien tai|het thang nay))?\b"
    r"|\bdau nam (?:den|toi) nay\b|\b(?:trong |ca )?nam nay\b"
)
_WHOLE_YEAR = re.compile(r"(?<!cung ky )(?<!cung ki )\b(?:trong |ca )?nam\s*(20\d{2})\b(?!\s*[-/–]\s*\d)")
_NAMED = re.compile(r"\bthang (gieng|muoi mot|muoi hai|chap|mot|hai|ba|tu|nam|bay|tam|chin|muoi)\b(?! \d)" + _YEAR)
_THIS = re.compile(r"\bthang (?:nay|hien tai|bao cao)\b")
_ALL = re.compile(
    r"\b(?:tat ca|toan bo) cac thang\b|\btu truoc (?:den|toi) nay\b|\b(?:cac|nhung) thang da (?:nap|co)\b"
)


@dataclass(frozen=True, slots=True)
class Months:
    """The months of a question and the characters that named them. `single`: only months named one by one."""

    span: Span
    taken: tuple[tuple[int, int], ...]
    terms: tuple[tuple[str, int], ...]  # (code, start) of each thing named, in order

    @property
    def several(self) -> bool:
        """Whether more than one month is meant."""
        return bool(self.span.last or self.span.since or self.span.whole or len(self.span.periods) > 1)


def read(flat: str, newest: str) -> Months:
    """Every month named in a folded question. `newest` is the period of the newest report."""
    return _Reader(flat, newest).read()


class _Reader:
    def __init__(self, flat: str, newest: str) -> None:
        self.flat = flat
        now = periods.parse(newest)
        self.year, self.month = (now.last.year, now.last.month) if now else (2000, 12)
        self.taken: list[tuple[int, int]] = []
        self.terms: list[tuple[str, int]] = []

    def read(self) -> Months:
        last = self._last()
        ranges = self._ranges()
        self._lists()
        self._longer()
        since = self._since()
        self._singles()
        self.terms.sort(key=lambda term: term[1])
        codes = tuple(dict.fromkeys(code for code, _ in self.terms))
        whole = codes[0] if len(codes) == 1 and not _is_month(codes[0]) and not ranges else ""
        months = tuple(m for code in codes for m in ([code] if len(codes) > 1 else months_of(code)))
        return Months(Span(months, last, since, whole), tuple(sorted(self.taken)), tuple(self.terms))

    def _free(self, match: re.Match[str]) -> bool:
        return not any(a < match.end() and match.start() < b for a, b in self.taken)

    def _take(self, match: re.Match[str]) -> None:
        self.taken.append((match.start(), match.end()))

    def _last(self) -> int:
        match = _LAST.search(self.flat)
        if match:
            self._take(match)
            return min(_number(match[1]), 60)
        match = _RECENTLY.search(self.flat)
        if match:
            self._take(match)
            return 3
        return 0

    def _ranges(self) -> bool:
        for match in _RANGE.finditer(self.flat):
            first, last = int(match[1]), int(match[3])
            if not (1 <= first <= 12 and 1 <= last <= 12) or not self._free(match):
                continue
            last_year = int(match[4] or match[2] or self._year_of(last))
            first_year = int(match[2] or (last_year if first <= last else last_year - 1))
            code, end = periods.month(first_year, first), periods.month(last_year, last)
            self._take(match)
            while code <= end and len(self.terms) < 240:
                self.terms.append((code, match.start()))
                code = periods.shift(code, 1)
            return True
        return False

    def _lists(self) -> None:
        for match in _TWO_YEARS.finditer(self.flat):
            if self._free(match) and 1 <= int(match[1]) <= 12:
                self._take(match)
                self.terms += [(periods.month(int(match[k]), int(match[1])), match.start() + k) for k in (2, 3)]
        for match in _LIST.finditer(self.flat):
            if not self._free(match):
                continue
            inner = re.sub(rf"^\s*{_N} (?=(?:cac )?(?:thang|thg|t))", "", match.group())
            named = re.findall(
                r"(?<!\d)(\d{1,2})(?!\d)(?:\s*(?:[/.-]|nam)\s*(20\d{2}))?", re.sub(r"nam (20\d{2})", r"/\1", inner)
            )
            against = re.search(r"\bvoi\b", inner)  # "tháng 9 so với tháng 9/2023": the year is the second's alone
            years = [] if against else [year for _, year in named if year]
            codes = [
                periods.month(int(year or (years[-1] if years else self._year_of(int(n)))), int(n))
                for n, year in named
                if 1 <= int(n) <= 12
            ]
            if len(codes) > 1:
                self._take(match)
                self.terms += [(code, match.start() + k) for k, code in enumerate(codes)]

    def _longer(self) -> None:
        for match in _QUARTER.finditer(self.flat):
            self._add(match, f"{match[2] or self.year}-Q{_ROMAN[match[1]]}")
        for match in _HALF.finditer(self.flat):
            self._add(match, f"{match[2] or self.year}-H{1 if match[1] == 'dau' else 2}")
        for match in _FIRST.finditer(self.flat):
            n = _number(match[1] or match[3] or match[4])
            if 2 <= n <= 12:
                self._add(match, f"{match[2] or self.year}" + ("-H1" if n == 6 else "" if n == 12 else f"-{n}M"))

    def _since(self) -> Literal["", "year", "all"]:
        match = _ALL.search(self.flat)
        if match and self._free(match):
            self._take(match)
            return "all"
        match = _YEAR_TO_DATE.search(self.flat)
        if match and self._free(match):
            self._take(match)
            return "year"
        return ""

    def _singles(self) -> None:
        for match in _ONE.finditer(self.flat):
            if 1 <= int(match[1]) <= 12:
                self._add(match, periods.month(int(match[2] or self._year_of(int(match[1]))), int(match[1])))
        for match in _NAMED.finditer(self.flat):  # not "sau": "tháng sau" is next month
            self._add(
                match, periods.month(int(match[2] or self._year_of(_MONTH_NAMES[match[1]])), _MONTH_NAMES[match[1]])
            )
        for match in _BARE.finditer(self.flat):
            if 1 <= int(match[1]) <= 12:
                self._add(match, periods.month(int(match[2]), int(match[1])))
        for match in _THIS.finditer(self.flat):
            self._add(match, periods.month(self.year, self.month))
        for match in _WHOLE_YEAR.finditer(self.flat):
            self._add(match, match[1])

    def _add(self, match: re.Match[str], code: str) -> None:
        if self._free(match):
            self._take(match)
            self.terms.append((code, match.start()))

    def _year_of(self, month: int) -> int:
        return self.year - 1 if month - self.month > 3 else self.year


def months_of(code: str) -> list[str]:
    """The months of a period, in order."""
    period = periods.parse(code)
    if period is None:
        return []
    return [periods.month(period.first.year, period.first.month + k) for k in range(period.months)]


def _is_month(code: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}", code))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _WORDS[text]
