"""A figure with its unit, a range of figures, and a figure whose sign is printed: "111.226 triệu đồng", "5 đến 7 phút",
"+37,5%".
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from knowledge.grammar import units
from knowledge.grammar.core import Match, Matches, Token, key, mark, number, touching, word

DASHES = "-–—−"
_SPELLED = {
    "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_COUNTABLE = ("people", "case", "household", "place")


def amount(tokens: Sequence[Token], at: int) -> Matches | None:
    """One figure with its unit, if it has one."""
    if not number(tokens, at):
        return None
    unit = units.read(tokens, at + 1)
    stop = unit.stop if unit else at + 1
    return (_figure("amount", tokens, at, stop, tokens[at].value, unit),)


def _figure(
    rule: str,
    tokens: Sequence[Token],
    at: int,
    stop: int,
    value: Decimal,
    unit: units.Unit | None,
    high: Decimal | None = None,
) -> Match:
    sign = 0
    if (
        at
        and mark(tokens, at - 1, "+" + DASHES)
        and touching(tokens, at)
        and (at == 1 or mark(tokens, at - 2, "(,;[:/"))
    ):
        sign = 1 if tokens[at - 1].text == "+" else -1
    name, kind, noun = (unit.name, unit.kind, unit.noun) if unit else ("", "", False)
    return Match(rule, at, stop, "figure", (at, stop), value, high, name, kind, noun, sign)


def span_of_values(tokens: Sequence[Token], at: int) -> Matches | None:
    """A range: "5 đến 7 phút" after "từ", "01 - 02 đơn vị", "165 - 170 tỷ đồng", "18.000 đồng đến 22.000 đồng"."""
    if not number(tokens, at):
        return None
    first = units.simple(tokens, at + 1)
    middle = first.stop if first else at + 1
    written = word(tokens, middle, "đến", "tới") and word(tokens, at - 1, "từ", "khoảng", "trong")
    if written and word(tokens, at - 2, "tăng", "giảm"):
        return None  # "tăng từ 5 lên 7", "tăng từ 5% đến 7%": two figures
    if not (written or mark(tokens, middle, DASHES)):
        return None
    second = middle + 1
    if not number(tokens, second) or tokens[second].value <= tokens[at].value or mark(tokens, second + 1, "/"):
        return None
    unit = units.read(tokens, second + 1)
    if unit is None and first is None:
        return None
    if first is not None and unit is not None and first.kind != unit.kind:
        return None
    unit = unit or first
    assert unit is not None
    stop = max(unit.stop, second + 1)
    return (_figure("range", tokens, at, stop, tokens[at].value, unit, tokens[second].value),)


def compound(tokens: Sequence[Token], at: int) -> Matches | None:
    """Money in two steps: "6 tỷ 214 triệu đồng" is 6.214 triệu đồng, in the smallest unit printed."""
    total, stop, size = Decimal(0), at, 10**12
    steps = 0
    while number(tokens, stop) and stop + 1 < len(tokens):
        scale = next(
            (units.SCALES[name] for name in ("tỷ", "triệu", "nghìn", "ngàn") if word(tokens, stop + 1, name)), None
        )
        if scale is None or scale >= size:
            break
        total, size, stop, steps = total + tokens[stop].value * scale, scale, stop + 2, steps + 1
    if steps < 2 or not word(tokens, stop, "đồng"):
        return None
    unit = units.simple(tokens, stop - 1)
    if unit is None:
        return None
    return (Match("compound", at, unit.stop, "figure", (at, unit.stop), total / size, None, unit.name, "money"),)


def spelled(tokens: Sequence[Token], at: int) -> Matches | None:
    """A count in words before a noun that is counted: "hai vụ", "ba mươi hộ". Never "năm" (year), never "một"."""
    values = _spelled_values()
    first = values.get(tokens[at].key)
    if first is None or number(tokens, at - 1) or (tokens[at].capital and at and tokens[at - 1].text not in ".;:"):
        return None
    stop, value = at + 1, first
    if word(tokens, stop, "mươi") and first < 10:
        value, stop = first * 10, stop + 1
        if stop < len(tokens) and tokens[stop].key in values and values[tokens[stop].key] < 10:
            value, stop = value + values[tokens[stop].key], stop + 1
    unit = units.simple(tokens, stop)
    if unit is None or unit.kind not in _COUNTABLE or word(tokens, at - 1, "thứ", "cả", "lớp", "tháng", "hàng"):
        return None
    return (_figure("spelled", tokens, at, unit.stop, Decimal(value), unit),)


def doubled(tokens: Sequence[Token], at: int) -> Matches | None:
    """A multiple in words: "gấp đôi", "gấp rưỡi", "tăng gấp ba"."""
    values = {"đôi": Decimal(2), "rưỡi": Decimal("1.5"), "ba": Decimal(3), "bốn": Decimal(4)}
    for name, value in values.items():
        if word(tokens, at, "gấp") and word(tokens, at + 1, name):
            stop = at + 3 if word(tokens, at + 2, "lần") else at + 2
            return (Match("doubled", at, stop, "figure", (at, stop), value, None, "lần", "times"),)
    return None


def spelled_words() -> tuple[str, ...]:
    """The words that may begin a count in words."""
    return tuple(_SPELLED)


def _spelled_values() -> dict[str, int]:
    return {key(name): value for name, value in _SPELLED.items()}
