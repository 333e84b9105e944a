"""Which period a question names: "tháng 10", "t10/2023", "quý III", "lũy kế 7 tháng", "năm ngoái", "tháng trước".

Relative words and missing years count from the newest report, never from today's date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from knowledge import periods
from knowledge.fold import fold

_MONTH_WORDS = {fold(name): number for name, number in periods.SPELLED.items()}
_COUNTED = "|".join(sorted((fold(name) for name, n in periods.SPELLED.items() if n > 1), key=len, reverse=True))
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?:\s*(?:[/.-]|nam)?\s*(20\d{2}))?"


@dataclass(frozen=True, slots=True)
class Mention:
    """A period as a question names it, and the characters that name it.

    `relative`: "tháng trước"; `months`: "lũy kế n tháng".
    """

    code: str
    start: int
    stop: int
    relative: bool = False


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], periods.Period], str]]


def _month(match: re.Match[str], newest: periods.Period) -> str:
    number = int(match[1])
    if not 1 <= number <= 12:
        return ""
    year = int(match[2]) if match[2] else _latest_year(number, newest)
    return periods.month(year, number)


def _latest_year(number: int, newest: periods.Period) -> int:
    """The year of a month named alone: the newest report's, or the one before where it would lie far ahead."""
    ahead = number - newest.last.month
    if ahead > 3:
        return newest.last.year - 1
    return newest.last.year + 1 if ahead < -9 else newest.last.year


def _short_year(match: re.Match[str], newest: periods.Period) -> str:
    number = int(match[1])
    return periods.month(2000 + int(match[2]), number) if 1 <= number <= 12 else ""


def _n_months(match: re.Match[str], newest: periods.Period, held: frozenset[str] = frozenset()) -> str:
    """ "Lũy kế 7 tháng", "9 tháng đầu năm"; bare "7 tháng" where the report has run to it or holds figures of it."""
    number = _MONTH_WORDS.get(match[2]) or int(match[2])
    year = match[4] or newest.last.year
    said = match[1] or match[3] or match[4] or "luy ke" in match.string
    code = f"{year}-H1" if number == 6 else f"{year}" if number == 12 else f"{year}-{number}M"
    return code if 2 <= number <= 12 and (said or number == newest.last.month or code in held) else ""


_N_MONTHS = re.compile(
    r"\b(luy ke |cong don )?(?<!tren )(?<!duoi )(?<!han )(?<!thang )(\d{1,2}|"
    + _COUNTED
    + r") thang( dau(?: nam)?)?"
    + _YEAR
    + r"\b(?! (?:cuoi|gan|toi|vua|\d{1,2}\b))"
)
_RULES: tuple[Rule, ...] = (
    (re.compile(r"\b(?:thang|thg)\s*(?:thu\s*)?(\d{1,2})(?!\d)" + _YEAR + r"\b"), _month),
    (re.compile(r"(?<![\w/.-])t\s?(\d{1,2})(?!\d)(?![/.-]\d{1,2}(?!\d))" + _YEAR + r"\b"), _month),
    (re.compile(r"\b(?:thang|thg|t)\s*(\d{1,2})[/.-](\d{2})(?!\d|/)"), _short_year),
    (re.compile(r"(?<![\d/.-])(?<!khoa )(?<!dot )(?<!so )(\d{1,2})[/-](20\d{2})(?![\d/-])"), _month),
    (
        re.compile(r"\bquy\s*(iv|iii|ii|i|[1-4])(?!\w)" + _YEAR),
        lambda m, n: f"{m[2] or n.last.year}-Q{_QUARTERS[m[1]]}",
    ),
    (re.compile(r"\bcuoi nam\s*(20\d{2})(?!\s*[-–]\s*\d)"), lambda m, n: f"{m[1]}-12"),
    (re.compile(r"\bcuoi nam (?:ngoai|truoc)\b"), lambda m, n: f"{n.last.year - 1}-12"),
    (
        re.compile(r"\b(?:nua|6 thang|sau thang) (dau|cuoi) nam" + _YEAR),
        lambda m, n: f"{m[2] or n.last.year}-H{1 if m[1] == 'dau' else 2}",
    ),
    (re.compile(r"\b(?:nua nam (?:nay|qua)|nua nam(?= 20)" + _YEAR + r")"), lambda m, n: f"{m[1] or n.last.year}-H1"),
)
_NO_COUNT = (  # "trong tháng hai cấp"
    r"(?! (?:cap|ben|don vi|xa|huyen|tinh|nganh|khoi|loai|nguoi|vu|toa|co quan|dia phuong)\b)"
)
_NAMED_MONTH = re.compile(
    r"\bthang (" + "|".join(sorted(_MONTH_WORDS, key=len, reverse=True)) + r")\b" + _NO_COUNT + _YEAR
)
_RELATIVE: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile(r"\b(?:thang (?:nay|vua roi|vua qua)|trong thang)\b(?! \d)"), lambda code: code),
    (re.compile(r"\b(?:thang truoc(?! do)|thang vua xong)\b"), periods.month_before),
    (re.compile(r"\bky truoc\b"), periods.previous),
    (re.compile(r"\b(?:thang (?:sau|toi|tiep theo|ke tiep))\b"), lambda code: periods.shift(code, 1)),
    (re.compile(r"\b(?:nam ngoai|nam truoc)\b"), lambda code: str(int(code[:4]) - 1)),
    (re.compile(r"\b(?:nam nay)\b"), lambda code: code[:4]),
)
_TERM = re.compile(r"\b(?:lai suat|ky han|ki han)\b")  # "lãi suất 12 tháng": a term, no stretch of the year
_WHOLE_YEAR = re.compile(r"\b(?:ca|trong|toan) nam\b(?! (?:20|hoc|ngoai|truoc|sau|toi|cong tac))")
_LONE_YEAR = re.compile(r"\bnam\s*(20\d{2})(?!\s*[-–]\s*\d)\b")


def mentions(flat: str, newest: str, held: frozenset[str] = frozenset()) -> list[Mention]:
    """Every period named in a folded question, left to right, longest first where they overlap. `held`: stretches of
    several months that the report holds figures of."""
    now = periods.parse(newest)
    if now is None:
        return []
    found: list[Mention] = []
    for match in () if _TERM.search(flat) else _N_MONTHS.finditer(flat):
        _add(found, Mention(_n_months(match, now, held), match.start(), match.end()))
    for pattern, code_of in _RULES:
        for match in pattern.finditer(flat):
            _add(found, Mention(code_of(match, now), match.start(), match.end()))
    for match in _NAMED_MONTH.finditer(flat):
        if match[1] == "sau" and not match[2]:
            continue  # "tháng sau" is the next one
        year = int(match[2]) if match[2] else _latest_year(_MONTH_WORDS[match[1]], now)
        _add(found, Mention(periods.month(year, _MONTH_WORDS[match[1]]), match.start(), match.end()))
    for pattern, moved in _RELATIVE:
        for match in pattern.finditer(flat):
            _add(found, Mention(moved(newest), match.start(), match.end(), relative=True))
    for match in _WHOLE_YEAR.finditer(flat):
        _add(found, Mention(code if (code := str(now.last.year)) in held else "", match.start(), match.end()))
    for match in _LONE_YEAR.finditer(flat):
        _add(found, Mention(match[1], match.start(), match.end()))
    return sorted(found, key=lambda m: m.start)


def _add(found: list[Mention], mention: Mention) -> None:
    if mention.code and not any(m.start < mention.stop and mention.start < m.stop for m in found):
        found.append(mention)
