"""A version's facts, passages and checks in one compact piece beside the readable tables, for the first question on it.

The tables are the truth; this is made from them and may be missing. Each value is packed by itself and unpacked where a
question looks at it: of some 250 facts of a report a question looks at forty.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, TypeVar, overload

from knowledge.model import Anchor, Check, Fact, Passage, RowCell, Section, Span

FORMAT = 4  # of marshal; older Pythons read it, and newer ones
Value = TypeVar("Value")
_FACT = tuple(field.name for field in fields(Fact))
_PASSAGE = tuple(field.name for field in fields(Passage))
_SLOTS: dict[type, tuple[Callable[..., None], ...]] = {
    shape: tuple(getattr(shape, field.name).__set__ for field in fields(shape)) for shape in (Fact, Passage)
}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a version says, each value built when it is looked at."""

    facts: Sequence[Fact]
    passages: Sequence[Passage]
    checks: Sequence[Check]


class Lazy(Sequence[Value]):
    """Packed values, each unpacked once, when it is asked for."""

    def __init__(self, packed: Sequence[bytes], build: Callable[[Any], Value]) -> None:
        self._packed, self._build = packed, build
        self._built: dict[int, Value] = {}

    @overload
    def __getitem__(self, at: int) -> Value: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Value, ...]: ...
    def __getitem__(self, at: int | slice) -> Value | tuple[Value, ...]:
        if isinstance(at, slice):
            return tuple(self[n] for n in range(*at.indices(len(self))))
        found = self._built.get(at)
        if found is None:
            found = self._built[at] = self._build(marshal.loads(self._packed[at]))
        return found

    def __len__(self) -> int:
        return len(self._packed)


def pack(facts: Sequence[Fact], passages: Sequence[Passage], checks: Sequence[Check]) -> bytes:
    """The values as bytes; fact ids are kept as they are."""
    paths, quotes = _Numbered(), _Numbered()
    content = (
        (_FACT, _PASSAGE),
        [_bytes([_fact_cell(name, getattr(fact, name), paths, quotes) for name in _FACT]) for fact in facts],
        [_bytes([_passage_cell(name, getattr(p, name), paths) for name in _PASSAGE]) for p in passages],
        [_bytes((c.relation, dict(c.params), c.stated, c.computed, c.holds, c.facts, c.quote)) for c in checks],
        [tuple((s.label, s.title) for s in path) for path in paths.values],
        [quote.encode() for quote in quotes.values],
    )
    return _bytes(content)


def _bytes(value: Any) -> bytes:
    return marshal.dumps(value, FORMAT)


def unpack(data: bytes) -> Contents | None:
    """The values of `pack`, or None where another version of this program packed them."""
    try:
        names, facts, passages, checks, packed_paths, quotes = marshal.loads(data)
    except (ValueError, EOFError, TypeError):
        return None
    if names != (_FACT, _PASSAGE):
        return None
    paths = [tuple(Section(label, title) for label, title in path) for path in packed_paths]

    def fact(cells: list[Any]) -> Fact:
        row = dict(zip(_FACT, cells, strict=True))
        row["path"] = paths[row["path"]]
        row["quote"] = quotes[row["quote"]].decode()
        row["source"] = Span(*row["source"])
        row["value"] = _decimal(row["value"])
        row["value_high"] = _decimal(row["value_high"])
        return _filled(Fact, row)

    def passage(cells: list[Any]) -> Passage:
        row = dict(zip(_PASSAGE, cells, strict=True))
        row["path"] = paths[row["path"]]
        row["pieces"] = tuple(Span(*piece) for piece in row["pieces"])
        row["anchor"] = Anchor(*row["anchor"]) if row["anchor"] else None
        row["cells"] = tuple(RowCell(*cell) for cell in row["cells"])
        return _filled(Passage, row)

    return Contents(Lazy(facts, fact), Lazy(passages, passage), Lazy(checks, lambda row: Check(*row)))


class _Numbered:
    """Values that repeat, each kept once and named by its number."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def number(self, value: Any) -> int:
        if value not in self._numbers:
            self._numbers[value] = len(self.values)
            self.values.append(value)
        return self._numbers[value]


def _fact_cell(name: str, value: Any, paths: _Numbered, quotes: _Numbered) -> Any:
    if name == "path":
        return paths.number(value)
    if name == "quote":
        return quotes.number(value)
    if name == "source":
        return value.start, value.stop
    return str(value) if isinstance(value, Decimal) else value


def _passage_cell(name: str, value: Any, paths: _Numbered) -> Any:
    if name == "path":
        return paths.number(value)
    if name == "pieces":
        return [(piece.start, piece.stop) for piece in value]
    if name == "anchor":
        return (value.passage, value.at) if value else None
    if name == "cells":
        return [(cell.start, cell.stop, cell.header, cell.unit) for cell in value]
    return value


def _filled(shape: type[Value], row: dict[str, Any]) -> Value:
    """A frozen value of its fields: setting its slots takes a third of the time that its constructor does."""
    value = object.__new__(shape)
    for fill, cell in zip(_SLOTS[shape], row.values(), strict=True):
        fill(value, cell)
    return value


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
