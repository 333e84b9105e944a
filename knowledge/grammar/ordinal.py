"""Numbers that are names: "đợt 2", "tiêu chí 11", "quốc lộ 37", "lần thứ XXII", "Đại hội XV", "khóa XIII"; and
anniversaries.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.grammar import units, words
from knowledge.grammar.core import Lexicon, Match, Matches, Role, Token, mark, number, touching, word
from knowledge.vocab import rows

_ROMAN = re.compile(r"(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})")
ROMANS = tuple(
    tens + ones
    for tens in ("", "X", "XX")
    for ones in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    if tens + ones
)
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class NamingNoun:
    """A noun that makes the number after it a name; `fact`: a person may ask for it."""

    name: str
    words: tuple[str, ...]
    fact: bool


@functools.cache
def nouns() -> Lexicon[NamingNoun]:
    """The naming nouns by every form."""
    return Lexicon((form, row) for row in rows("not_facts", NamingNoun) for form in row.words)


def naming(tokens: Sequence[Token], at: int) -> int | None:
    """Where the naming noun before a number begins."""
    hit = nouns().ends(tokens, at)
    return hit[1] if hit is not None else None


def roman(text: str) -> int | None:
    """The value of a Roman number up to 89: "XXII" -> 22; None where it is none."""
    if not text.isupper() or not _ROMAN.fullmatch(text):
        return None
    values = [_VALUES[c] for c in text]
    return sum(-v if i + 1 < len(values) and values[i + 1] > v else v for i, v in enumerate(values))


def named(tokens: Sequence[Token], at: int) -> Matches | None:
    """A number just after a naming noun. Where a unit follows it is a count all the same: "cấp 355 giấy", "đoàn 5
    người".
    """
    if not number(tokens, at) or not tokens[at].text.isdigit() or len(tokens[at].text) > 4:
        return None
    hit = nouns().ends(tokens, at)
    if hit is None or word(tokens, hit[1] - 1, "tổng"):
        return None
    row, first = hit
    if words.lexicon("facts", "compound").ends(tokens, at) is not None and at - first == 1:
        return None  # "trung cấp 22", "tổng số 12"
    if tokens[first].capital and not tokens[first].text.isupper() and first and tokens[first - 1].capital:
        return None  # the end of a proper name: "xã Hòa Mục 15"
    if mark(tokens, at + 1, "%‰") or (
        mark(tokens, at + 1, "/") and number(tokens, at + 2) and len(tokens[at + 2].text) < 4
    ):
        return None
    unit = units.simple(tokens, at + 1)
    if unit is not None and unit.noun and tokens[at].text.startswith("0"):
        return None  # "trong quý 04 người", "cấp 05 giấy"
    if (
        unit is not None
        and unit.noun
        and row.name == "văn bản"
        and not (tokens[first].capital or word(tokens, at - 1, "số"))
    ):
        return None  # "dừng đỗ xe sai quy định 11 trường hợp"
    if unit is not None and unit.kind not in ("time",) and not _strong(row):
        return None
    if unit is not None and unit.kind == "time" and unit.name not in ("năm", "tháng", "quý", "ngày"):
        return None
    stop = at + 1
    if mark(tokens, stop, "/") and number(tokens, stop + 1) and len(tokens[stop + 1].text) == 4:
        stop += 2  # "khoá 2/2023"
    return (_name(tokens, first, at, stop, tokens[at].value, row),)


def _strong(row: NamingNoun) -> bool:
    """Nouns after which a number is a name even before a noun: "tiêu chí 11 nghèo đa chiều", "Nghị định 100"."""
    return row.name in ("tiêu chí", "cơn bão số", "lần thứ", "văn bản", "đợt", "quý", "đường", "hội nghị", "khóa")


def _name(tokens: Sequence[Token], first: int, at: int, stop: int, value: Decimal, row: NamingNoun) -> Match:
    role: Role = "mention" if row.fact else "skip"
    printed = units.text(tokens, at, stop)
    return Match(
        "ordinal",
        at,
        stop,
        role,
        (at, stop),
        value,
        unit=row.name,
        measure="other",
        label=f"{units.text(tokens, first, at)} {printed}",
    )


def rank(tokens: Sequence[Token], at: int) -> Matches | None:
    """A place in a ranking: "xếp thứ 4/10 huyện", "đứng thứ 27/63"."""
    if not (
        number(tokens, at)
        and word(tokens, at - 1, "thứ", "hạng")
        and mark(tokens, at + 1, "/")
        and number(tokens, at + 2)
    ):
        return None
    if not tokens[at].text.isdigit():
        return None
    return (Match("rank", at, at + 3, "mention", (at, at + 3), tokens[at].value, measure="other"),)


def roman_name(tokens: Sequence[Token], at: int) -> Matches | None:
    """A Roman number after "lần thứ", "khóa", "Đại hội", "quý", "kỳ họp", "loại"...; other Roman letters are words."""
    value = roman(tokens[at].text)
    if value is None:
        return None
    hit = nouns().ends(tokens, at)
    if hit is None:
        return None
    return (_name(tokens, hit[1], at, at + 1, Decimal(value), hit[0]),)


def anniversary(tokens: Sequence[Token], at: int) -> Matches | None:
    """Years of an anniversary: "93 năm Ngày truyền thống", "kỷ niệm 438 năm ngày mất", "75 năm thành lập"."""
    if not (number(tokens, at) and word(tokens, at + 1, "năm")):
        return None
    before = word(tokens, at - 1, "niệm", "thứ") or word(tokens, at - 2, "niệm")
    after = word(tokens, at + 2, "ngày", "thành", "truyền", "giải", "chiến", "cách", "xây", "quốc", "ngành")
    if not (before or after):
        return None
    return (
        Match(
            "anniversary",
            at,
            at + 2,
            "mention",
            (at, at + 2),
            tokens[at].value,
            unit="năm",
            kind="time",
            measure="other",
        ),
    )


def attached(tokens: Sequence[Token], at: int) -> Matches | None:
    """Digits joined to letters: a code ("A2", "B40", "H5N1", "4G"), no figure."""
    if number(tokens, at) and at + 1 < len(tokens) and touching(tokens, at + 1) and tokens[at + 1].text == "G":
        return (Match("code", at, at + 2, "skip", (at, at + 2)),)
    if not number(tokens, at) or at == 0 or not touching(tokens, at):
        return None
    hyphen = mark(tokens, at - 1, "-") and touching(tokens, at - 1) and at > 1 and tokens[at - 2].capital  # "COVID-19"
    if tokens[at - 1].kind != "word" and not hyphen:
        return None
    return (Match("code", at, at + 1, "skip", (at, at + 1)),)


def scale_of_map(tokens: Sequence[Token], at: int) -> Matches | None:
    """The scale of a plan or map: "1/500", "1:2000" after "tỷ lệ"."""
    if (
        number(tokens, at)
        and tokens[at].text == "1"
        and mark(tokens, at + 1, "/:")
        and number(tokens, at + 2)
        and touching(tokens, at + 1)
    ):
        value = tokens[at + 2].value
        if value >= 100 and value % 100 == 0:
            return (Match("scale", at, at + 3, "mention", (at, at + 3), measure="other", label="Tỷ lệ"),)
    return None
