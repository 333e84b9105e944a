"""Stretches of time: a month, a quarter, n months of a year, a year, years from - to, a school year, a term.

Where the year is left out the period begins with "-" ("-9M", "-Q4", "-10"); the report's own year completes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from knowledge import periods
from knowledge.grammar import units
from knowledge.grammar.core import Match, Matches, Token, keys, mark, word
from knowledge.grammar.date import slashed, whole
from knowledge.grammar.ordinal import roman

_DURATION_BEFORE = (
    "hạn",
    "thời",
    "vòng",
    "mỗi",
    "thêm",
    "thai",
    "suốt",
    "tù",
    "dưới",
    "trên",
    "quá",
    "đủ",
    "gian",
    "tuổi",
    "trẻ",
)
_DURATION_AFTER = ("tù", "tuổi", "lương", "thử", "cải", "giam", "liên", "kể", "trở", "thời")


def _year(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """A year that completes a month or quarter: "/2024", "năm 2024", "-2024", alone at the end of a table's header
    ("9 tháng 2024"); ("", at) where there is none."""
    if at + 1 == len(tokens) and whole(tokens, at, 1900, 2100) is not None and len(tokens[at].text) == 4:
        return tokens[at].text, at + 1
    if (mark(tokens, at, "/-.") or word(tokens, at, "năm")) and whole(tokens, at + 1, 1900, 2100) is not None:
        return tokens[at + 1].text, at + 2
    return "", at


def month(tokens: Sequence[Token], at: int) -> Matches | None:
    """ "tháng 10/2023", "tháng 9 năm 2024", "tháng 11"; "10/2023" without "tháng" too."""
    value = whole(tokens, at, 1, 12)
    if value is None:
        return None
    year, stop = _year(tokens, at + 1)
    if not word(tokens, at - 1, "tháng", "t") and not (
        year and mark(tokens, at + 1, "/") and slashed(tokens, at) is None
    ):
        return None
    unit = units.simple(tokens, at + 1) if not year else None
    if unit is not None and unit.noun and word(tokens, at - 2, "trong", "mỗi", "hằng", "hàng"):
        return None  # "trong tháng 12 vụ"
    return (_mention("month", tokens, at, stop, f"{year}-{value:02d}"),)


def named_month(tokens: Sequence[Token], at: int) -> Matches | None:
    """ "tháng Mười", "tháng Tư năm 2025": a month in words, with a capital or its year."""
    spelled = spelled_month(tokens, at)
    if spelled is None or not word(tokens, at - 1, "tháng") or word(tokens, at - 2, "mạng"):
        return None  # "Cách mạng tháng Tám"
    value, stop = spelled
    year, after = _year(tokens, stop)
    if not (year or tokens[at].capital):
        return None
    return (_mention("month", tokens, at, after, f"{year}-{value:02d}"),)


def named_months(tokens: Sequence[Token], at: int) -> Matches | None:
    """ "mười tháng năm 2025", "Tính chung chín tháng": a stretch from the year's beginning in words."""
    spelled = spelled_month(tokens, at)
    if spelled is None or not word(tokens, spelled[1], "tháng") or word(tokens, at - 1, "tháng", *_DURATION_BEFORE):
        return None
    value, stop = spelled[0], spelled[1] + 1
    if word(tokens, stop, "đầu") and word(tokens, stop + 1, "năm"):
        stop += 2
        year = tokens[stop].text if whole(tokens, stop, 1900, 2100) is not None else ""
        stop += bool(year)
    else:
        year, stop = _year(tokens, stop)
        ends = stop < len(tokens) and (tokens[stop].kind == "number" or word(tokens, stop, "ước", "đạt", "là"))
        opens = (
            ends or at == 0 or tokens[at].capital or tokens[at - 1].kind == "mark" or word(tokens, at - 1, *_TO_DATE)
        )
        if not (year or opens) or value in (1, 12) or word(tokens, stop, *_DURATION_AFTER, *_AHEAD):
            return None
    match = _mention("months", tokens, at, stop, year + _months_code(value, "đầu"))
    return (_with(match, value, "tháng"),)


def spelled_month(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The number of a month in words and the token after it; None where no such word stands here."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    if at + 1 < len(tokens) and (value := _SPELLED.get((tokens[at].key, tokens[at + 1].key))):
        return value, at + 2
    value = _SPELLED.get((tokens[at].key,), 0)
    return (value, at + 1) if value else None


def spelled_months() -> tuple[str, ...]:
    """The keys of the words that may begin the name of a month, or a count of months."""
    return tuple(dict.fromkeys(parts[0] for parts in _SPELLED))


_SPELLED = {keys(name): value for name, value in periods.SPELLED.items()}
_TO_DATE = ("kế", "chung", "dồn", "quân", "qua", "trong", "hết", "và", "kỳ")
_AHEAD = ("tới", "gần", "qua", "sau", "nữa", "liền", "một", "cuối", "còn")


def quarter(tokens: Sequence[Token], at: int) -> Matches | None:
    """ "quý IV/2023", "quý 3 năm 2024", "quý I"."""
    value = whole(tokens, at, 1, 4) or roman(tokens[at].text)
    if value is None or value > 4 or not word(tokens, at - 1, "quý") or tokens[at].text.startswith("0"):
        return None
    year, stop = _year(tokens, at + 1)
    match = _mention("quarter", tokens, at, stop, f"{year}-Q{value}")
    return (_with(match, value, "quý"),)


def months(tokens: Sequence[Token], at: int) -> Matches | None:
    """ "9 tháng đầu năm 2023", "3 tháng cuối năm", "7 tháng năm 2024", "lũy kế 7 tháng"; a term of
    months is an amount.
    """
    value = whole(tokens, at, 1, 12)
    if value is None or not word(tokens, at + 1, "tháng") or whole(tokens, at + 2, 1, 12) is not None:
        return None  # "Khu vực 9 tháng 8"
    stop = at + 2
    side = "cuối" if word(tokens, stop, "cuối") else "đầu"
    if word(tokens, stop, "đầu", "cuối") and word(tokens, stop + 1, "năm"):
        year = whole(tokens, stop + 2, 1900, 2100)
        stop = stop + 3 if year is not None else stop + 2
    elif (
        (tokens[at].text.startswith("0") and not (_opens(tokens, at) or mark(tokens, stop, ",:")))
        or word(tokens, at - 1, *_DURATION_BEFORE)
        or word(tokens, stop, *_DURATION_AFTER)
        or value in (1, 12)
    ):
        return None
    else:
        found, after = _year(tokens, stop)
        year, stop = int(found) if found else None, after
    code = _months_code(value, side)
    if year is not None:
        code = "/".join(f"{year}{part}" for part in code.split("/"))
    match = _mention("months", tokens, at, stop, code)
    return (_with(match, value, "tháng"),)


def _opens(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sentence or a piece of it begins here, or "lũy kế" stands before: "08 tháng tiếp 246 lượt"."""
    return (
        at == 0
        or (tokens[at - 1].kind == "mark" and tokens[at - 1].text not in "(,")
        or (word(tokens, at - 1, "kế", "chung"))
    )


def _months_code(value: int, side: str) -> str:
    """ "-9M" for the first nine months, "-H1" / "-H2" for a half, "-10/-12" for the last three months."""
    if value == 6:
        return "-H1" if side == "đầu" else "-H2"
    return f"-{value}M" if side == "đầu" else f"-{13 - value:02d}/-12"


def years(tokens: Sequence[Token], at: int) -> Matches | None:
    """ "giai đoạn 2021-2025", "năm học 2023 - 2024", "nhiệm kỳ 2024-2029", "(1948-2023)"."""
    first, last = whole(tokens, at, 1900, 2100), whole(tokens, at + 2, 1900, 2100)
    if (
        first is None
        or last is None
        or last <= first
        or not (mark(tokens, at + 1, "-–—/") or word(tokens, at + 1, "đến"))
    ):
        return None
    return (_mention("years", tokens, at, at + 3, f"{first}/{last}"),)


def year(tokens: Sequence[Token], at: int) -> Matches | None:
    """A year: after "năm", or four digits from 1900 to 2100 that no unit follows."""
    value = whole(tokens, at, 1900, 2100)
    if value is None or len(tokens[at].text) != 4 or mark(tokens, at + 1, "%"):
        return None
    if not word(tokens, at - 1, "năm", "tết", "vụ", "đán", "niên"):
        unit = units.simple(tokens, at + 1)
        if unit is not None and unit.name not in ("tháng", "năm", "ngày"):
            return None
    return (_with(_mention("year", tokens, at, at + 1, str(value)), value, "năm"),)


def _mention(rule: str, tokens: Sequence[Token], at: int, stop: int, period: str) -> Match:
    return Match(
        rule, at, stop, "mention", (at, stop), measure="other", period=period, label=units.text(tokens, at, stop)
    )


def _with(match: Match, value: int, unit: str) -> Match:
    return replace(match, value=Decimal(value), unit=unit, kind="time")
