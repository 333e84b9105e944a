"""Units: what stands after a figure. A unit of measure from the vocabulary, a counted noun, or any
noun that follows.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.grammar import words
from knowledge.grammar.core import Lexicon, Token, keys, mark, number, word
from knowledge.vocab import rows

SCALES = {"trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10000, "triệu": 10**6, "tỷ": 10**9}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of measure: its name in answers, its printed forms, its dimension, and its size in the dimension's base
    unit.

    `noun` marks a unit that is itself a thing that is counted ("giấy chứng nhận").
    """

    name: str
    forms: tuple[str, ...]
    dimension: str
    factor: Decimal = Decimal(1)
    noun: bool = False


@dataclass(frozen=True, slots=True)
class CountedRow:
    """Nouns that reports count, of one kind ("people", "case", ...)."""

    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit seen in the text: its name, its dimension (the kind for counted nouns), and the token after it."""

    name: str
    kind: str
    noun: bool
    stop: int
    known: bool = True


@functools.cache
def measures() -> Lexicon[UnitRow]:
    """The units of measure by every printed form."""
    return Lexicon((form, row) for row in rows("units", UnitRow) for form in row.forms)


@functools.cache
def counted() -> Lexicon[str]:
    """The counted nouns by their kind."""
    return Lexicon((form, row.name) for row in rows("units_counted", CountedRow) for form in row.forms)


@functools.cache
def _scales() -> Lexicon[int]:
    return Lexicon(SCALES.items())


def factor(name: str) -> tuple[str, Decimal]:
    """Dimension and size of a unit by its name: "triệu đồng" -> ("money", 1000000); ("", 1) for a counted noun."""
    row = measures().get(keys(name))
    return (row.dimension, row.factor) if row is not None else ("", Decimal(1))


def kind(name: str) -> str:
    """The kind of a counted noun by its name: "lao động" -> "people"; "" for none."""
    return counted().get(keys(name)) or ""


def text(tokens: Sequence[Token], start: int, stop: int) -> str:
    """The tokens as printed, spaces kept where the report has them."""
    out = ""
    for i in range(start, stop):
        gap = " " if i > start and tokens[i].start > tokens[i - 1].stop else ""
        out += gap + tokens[i].text
    return out


def _as_noun(printed: str) -> str:
    """A counted noun in the lower case of running text, acronyms kept: "Nhà" -> "nhà", "GCN" stays."""
    return printed if printed[1:2].isupper() else printed[:1].lower() + printed[1:]


_VERBAL = keys("giải")


def simple(tokens: Sequence[Token], at: int) -> Unit | None:
    """A unit without "/": a measure, a scaled noun ("nghìn lượt khách"), or a counted noun of the vocabulary."""
    hit, noun = measures().begins(tokens, at), counted().begins(tokens, at)
    if noun is not None and noun[1] == at + 1 and tokens[at].key in _VERBAL:
        verb = words.lexicon("facts", "verb").begins(tokens, at)
        noun = None if verb is not None and verb[1] > noun[1] else noun  # "22 giải thể" counts no "giải"
    if noun is not None and (hit is None or noun[1] > hit[1]):
        name = _as_noun(text(tokens, at, noun[1]))
        return Unit(name, noun[0], True, noun[1])
    scale = _scales().begins(tokens, at)
    if scale is not None and (hit is None or hit[1] <= scale[1]):
        rest = counted().begins(tokens, scale[1]) or measures().begins(tokens, scale[1])
        if rest is not None:
            kind = rest[0] if isinstance(rest[0], str) else rest[0].dimension
            return Unit(text(tokens, at, rest[1]), kind, isinstance(rest[0], str), rest[1])
    if hit is not None:
        row = hit[0]
        if len(tokens[at].text) == 1 and tokens[at].capital and row.dimension != "percent":
            return None  # a lone capital ("A", "M") is a name
        if row.dimension == "points" and row.name == "điểm" and _place_follows(tokens, at, hit[1]):
            return Unit(text(tokens, at, hit[1]), "place", True, hit[1])
        spelled = row.name if row.noun or row.dimension == "percent" else text(tokens, at, hit[1])
        return Unit(spelled, "count" if row.noun else row.dimension, row.noun, hit[1])
    return None


def _place_follows(tokens: Sequence[Token], at: int, stop: int) -> bool:
    """Whether "điểm" is a place that is counted ("1.486 điểm chữa cháy"), not a mark: a whole number before, a noun
    after.
    """
    whole = at > 0 and number(tokens, at - 1) and "," not in tokens[at - 1].text
    return whole and stop < len(tokens) and tokens[stop].kind == "word" and not words.function_word(tokens, stop)


def unknown(tokens: Sequence[Token], at: int) -> Unit | None:
    """The noun that follows a figure where the vocabulary has none: up to two syllables, no verb and no preposition."""
    stop = at
    while stop < len(tokens) and stop - at < 2 and tokens[stop].kind == "word":
        if words.function_word(tokens, stop) or (
            stop > at and (tokens[stop].capital or words.starts_clause(tokens, stop))
        ):
            break
        stop += 1
    if stop == at or words.starts_clause(tokens, at):
        return None
    return Unit(_as_noun(text(tokens, at, stop)), "count", True, stop, known=False)


def read(tokens: Sequence[Token], at: int) -> Unit | None:
    """The whole unit at a place: "tạ/ha", "đồng/trẻ/ngày", "ca/100.000 dân", "xã, thị trấn", "lượt người"."""
    first = simple(tokens, at) or unknown(tokens, at)
    if first is None:
        return None
    stop = first.stop
    while mark(tokens, stop, "/"):
        part = stop + 1
        if number(tokens, part) and is_per(tokens[part].value):
            part += 1
            after = simple(tokens, part) or unknown(tokens, part)
            if after is not None and after.name == first.name:
                break  # "485.000 liều/1.000.000 liều" is done out of planned
        elif number(tokens, part):
            break
        else:
            after = simple(tokens, part) or unknown(tokens, part)
        if after is None:
            break
        stop = after.stop
    if stop > first.stop:
        name = first.name + text(tokens, first.stop, stop)
        return Unit(name, f"{first.kind}/", first.noun, stop, first.known)
    return _joined(tokens, first)


def is_per(value: Decimal) -> bool:
    """Whether a number is one that rates are given per: 100, 1.000, 100.000."""
    return value >= 100 and str(value).strip("0") == "1"


def _counts_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number stands before the next mark."""
    for token in tokens[at : at + 8]:
        if token.kind in ("mark", "number"):
            return token.kind == "number"
    return False


def _joined(tokens: Sequence[Token], first: Unit) -> Unit:
    """Counted nouns of one kind named together: "xã, thị trấn tổ chức", "nhóm, lớp với"; not where the second goes on
    as a phrase.
    """
    stop = first.stop
    while first.noun and first.known and (mark(tokens, stop, ",") or words.conjunction(tokens, stop)):
        after = simple(tokens, stop + 1)
        verb = words.verbs().begins(tokens, stop + 1)
        if after is None or not after.noun or (verb is not None and verb[1] > after.stop) or after.kind != first.kind:
            break
        follows = after.stop
        ends = follows >= len(tokens) or tokens[follows].kind == "mark"
        if not (ends or words.function_word(tokens, follows) or words.starts_clause(tokens, follows)):
            break
        if word(tokens, follows, "không", "khác", "chưa", "dưới", "trên", "từ") and _counts_on(tokens, follows):
            break  # "17.963 người, trẻ em không có nguồn nuôi dưỡng 437 em"
        stop = follows
    if stop == first.stop:
        return first
    gap = "" if mark(tokens, first.stop, ",") else " "
    return Unit(first.name + gap + text(tokens, first.stop, stop), first.kind, True, stop)
