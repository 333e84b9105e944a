"""A version's facts, passages and checks in one compact piece beside the readable tables, for the first question on it.

The tables are the truth; this is made from them and may be missing. It holds columns (JSON: safe to read, and the
fastest but for pickle), and the values are put into their slots a column at a time, which takes a third of the time
that building each value by its constructor does.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any, TypeVar

from knowledge.model import Anchor, Check, Fact, Passage, RowCell, Section, Span

FORMAT = 1
Value = TypeVar("Value")
_FACT = [field.name for field in fields(Fact)]
_PASSAGE = [field.name for field in fields(Passage)]


def pack(facts: Sequence[Fact], passages: Sequence[Passage], checks: Sequence[Check]) -> bytes:
    """The values as bytes; fact ids are kept as they are."""
    paths, quotes = _Numbered(), _Numbered()
    content = {
        "format": FORMAT,
        "facts": {name: [_fact_cell(name, getattr(f, name), paths, quotes) for f in facts] for name in _FACT},
        "passages": {name: [_passage_cell(name, getattr(p, name), paths) for p in passages] for name in _PASSAGE},
        "checks": [(c.relation, dict(c.params), c.stated, c.computed, c.holds, c.facts, c.quote) for c in checks],
        "paths": [[(s.label, s.title) for s in path] for path in paths.values],
        "quotes": quotes.values,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(data: bytes) -> tuple[tuple[Fact, ...], tuple[Passage, ...], tuple[Check, ...]] | None:
    """The values of `pack`, or None where another version of this program packed them."""
    content = json.loads(data)
    if content["format"] != FORMAT:
        return None
    facts, passages = content["facts"], content["passages"]
    if list(facts) != _FACT or list(passages) != _PASSAGE:
        return None
    paths = [tuple(Section(label, title) for label, title in path) for path in content["paths"]]
    quotes = content["quotes"]
    _restore(facts, "path", paths.__getitem__)
    _restore(facts, "quote", quotes.__getitem__)
    _restore(facts, "source", _span)
    _restore(facts, "value", _decimal)
    _restore(facts, "value_high", _decimal)
    _restore(facts, "qualifiers", tuple)
    _restore(facts, "items", _optional_tuple)
    _restore(passages, "path", paths.__getitem__)
    _restore(passages, "pieces", _spans)
    _restore(passages, "anchor", _anchor)
    _restore(passages, "note_refs", _pairs)
    _restore(passages, "cells", _cells)
    return _filled(Fact, facts), _filled(Passage, passages), tuple(map(_check, content["checks"]))


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


def _filled(shape: type[Value], columns: dict[str, list[Any]]) -> tuple[Value, ...]:
    """One value for each row of the columns, slots set a column at a time (frozen values have no quicker way)."""
    values: list[Value] = [object.__new__(shape) for _ in next(iter(columns.values()))]
    for name, column in columns.items():
        deque(map(getattr(shape, name).__set__, values, column), maxlen=0)
    return tuple(values)


def _restore(columns: dict[str, list[Any]], name: str, convert: Any) -> None:
    columns[name] = list(map(convert, columns[name]))


def _span(pair: list[int]) -> Span:
    return Span(pair[0], pair[1])


def _spans(pairs: Iterable[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, stop) for start, stop in pairs)


def _pairs(pairs: Iterable[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((at, number) for at, number in pairs)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _optional_tuple(values: list[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)


def _anchor(pair: list[int] | None) -> Anchor | None:
    return None if pair is None else Anchor(pair[0], pair[1])


def _cells(cells: Iterable[list[Any]]) -> tuple[RowCell, ...]:
    return tuple(RowCell(start, stop, tuple(header), unit) for start, stop, header, unit in cells)


def _check(row: list[Any]) -> Check:
    relation, params, stated, computed, holds, facts, quote = row
    return Check(relation, params, stated, computed, holds, tuple(facts), quote)
