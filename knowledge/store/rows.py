"""Facts, passages and checks as rows of the tables, and back; exact decimals and tuples survive the round trip.

A row is a tuple in the order of the columns named beside it. Inside a version facts and passages count from 0; in the
database they count from the version's first id, so every reference between them is moved by that distance.
"""

from __future__ import annotations

import functools
import json
from datetime import date
from decimal import Decimal
from typing import Any

from knowledge.fold import fold
from knowledge.model import Anchor, Check, Fact, Header, Passage, RowCell, Section, Span

FACT_COLUMNS = (
    "id", "passage", "start", "stop", "source_start", "source_stop", "text_value", "value_exact", "unit", "indicator",
    "own", "inherited", "measure", "period", "path", "quote", "rule", "value_high_exact", "qualifiers", "direction",
    "parent", "note", "items", "page", "doubtful", "doubt",
)  # fmt: skip
PASSAGE_COLUMNS = (
    "id", "kind", "text", "pieces", "path", "lead", "planned", "page", "note", "anchor_passage", "anchor_at",
    "note_refs", "row_label", "cells", "total", "row_parent",
)  # fmt: skip
CHECK_COLUMNS = ("relation", "params", "stated", "computed", "holds", "facts", "quote")


def text_of(value: Any) -> str:
    """Compact JSON with the letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _path(path: tuple[Section, ...]) -> str:
    return text_of([(s.label, s.title) for s in path])


@functools.lru_cache(maxsize=8192)
def _path_from(text: str) -> tuple[Section, ...]:
    return tuple(Section(label, title) for label, title in json.loads(text))


@functools.lru_cache(maxsize=1024)
def _words_from(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))


def fact_row(fact: Fact, version: int, first_fact: int) -> dict[str, Any]:
    """The row of one fact; `passage` stays the passage's number in the version, `parent` becomes a database id."""
    section = fact.section
    return {
        "id": first_fact + fact.id,
        "version": version,
        "passage": fact.passage,
        "start": fact.start,
        "stop": fact.stop,
        "source_start": fact.source.start,
        "source_stop": fact.source.stop,
        "text_value": fact.text_value,
        "value": _number(fact.value),
        "value_exact": _exact(fact.value),
        "unit": fact.unit,
        "indicator": fact.indicator,
        "own": fact.own,
        "inherited": fact.inherited,
        "measure": fact.measure,
        "period": fact.period,
        "section": section,
        "path": _path(fact.path),
        "quote": fact.quote,
        "rule": fact.rule,
        "value_high": _number(fact.value_high),
        "value_high_exact": _exact(fact.value_high),
        "qualifiers": text_of(fact.qualifiers),
        "direction": fact.direction,
        "parent": None if fact.parent is None else first_fact + fact.parent,
        "note": fact.note,
        "items": None if fact.items is None else text_of(fact.items),
        "page": fact.page,
        "doubtful": int(fact.doubtful),
        "doubt": fact.doubt,
        "withdrawn": 0,
        "folded": fold(f"{fact.indicator} | {section}"),
    }


def fact_from(row: tuple[Any, ...]) -> Fact:
    """The fact of a row in the order of FACT_COLUMNS; its id and parent are database ids."""
    (
        id_, passage, start, stop, source_start, source_stop, text_value, value, unit, indicator, own, inherited,
        measure, period, path, quote, rule, high, qualifiers, direction, parent, note, items, page, doubtful, doubt,
    ) = row  # fmt: skip
    return Fact(
        id_,
        passage,
        start,
        stop,
        Span(source_start, source_stop),
        text_value,
        None if value is None else Decimal(value),
        unit,
        indicator,
        own,
        inherited,
        measure,
        period,
        _path_from(path),
        quote,
        rule,
        None if high is None else Decimal(high),
        () if qualifiers == "[]" else _words_from(qualifiers),
        direction,
        parent,
        note,
        None if items is None else tuple(json.loads(items)),
        page,
        bool(doubtful),
        doubt,
    )


def passage_row(passage: Passage, version: int, first_passage: int) -> dict[str, Any]:
    """The row of one passage; references to other passages stay numbers in the version."""
    return {
        "id": first_passage + passage.number,
        "version": version,
        "kind": passage.kind,
        "text": passage.text,
        "pieces": text_of([(p.start, p.stop) for p in passage.pieces]),
        "path": _path(passage.path),
        "lead": passage.lead,
        "planned": int(passage.planned),
        "page": passage.page,
        "note": passage.note,
        "anchor_passage": passage.anchor.passage if passage.anchor else None,
        "anchor_at": passage.anchor.at if passage.anchor else None,
        "note_refs": text_of(passage.note_refs),
        "row_label": passage.row_label,
        "cells": text_of([(c.start, c.stop, c.header, c.unit) for c in passage.cells]),
        "total": int(passage.total),
        "row_parent": passage.row_parent,
    }


def passage_from(row: tuple[Any, ...], first_passage: int) -> Passage:
    """The passage of a row in the order of PASSAGE_COLUMNS, numbered as in its report."""
    (
        id_, kind, text, pieces, path, lead, planned, page, note, anchor_passage, anchor_at, note_refs, row_label,
        cells, total, row_parent,
    ) = row  # fmt: skip
    return Passage(
        number=id_ - first_passage,
        kind=kind,
        text=text,
        pieces=tuple(Span(start, stop) for start, stop in json.loads(pieces)),
        path=_path_from(path),
        lead=lead,
        planned=bool(planned),
        page=page,
        note=note,
        anchor=None if anchor_passage is None else Anchor(anchor_passage, anchor_at),
        note_refs=() if note_refs == "[]" else tuple((at, number) for at, number in json.loads(note_refs)),
        row_label=row_label,
        cells=()
        if cells == "[]"
        else tuple(RowCell(start, stop, tuple(header), unit) for start, stop, header, unit in json.loads(cells)),
        total=bool(total),
        row_parent=row_parent,
    )


def check_row(check: Check, number: int, version: int, first_fact: int) -> dict[str, Any]:
    """The row of one check; its facts become database ids."""
    return {
        "version": version,
        "number": number,
        "relation": check.relation,
        "params": text_of(dict(check.params)),
        "stated": check.stated,
        "computed": check.computed,
        "holds": None if check.holds is None else int(check.holds),
        "facts": text_of([first_fact + fact for fact in check.facts]),
        "quote": check.quote,
    }


def check_from(row: tuple[Any, ...]) -> Check:
    """The check of a row in the order of CHECK_COLUMNS."""
    relation, params, stated, computed, holds, facts, quote = row
    return Check(
        relation,
        json.loads(params),
        stated,
        computed,
        None if holds is None else bool(holds),
        tuple(json.loads(facts)),
        quote,
    )


def header_text(header: Header) -> str:
    """A header as JSON; days as ISO text."""
    values = {name: getattr(header, name) for name in Header.__dataclass_fields__}
    values["issued"] = header.issued.isoformat() if header.issued else None
    values["window"] = [day.isoformat() for day in header.window] if header.window else None
    return text_of(values)


def header_from(text: str) -> Header:
    """The header of `header_text`; fields that this program doesn't know are left out."""
    values = {name: value for name, value in json.loads(text).items() if name in Header.__dataclass_fields__}
    if values.get("issued"):
        values["issued"] = date.fromisoformat(values["issued"])
    if values.get("window"):
        first, last = values["window"]
        values["window"] = (date.fromisoformat(first), date.fromisoformat(last))
    values["recipients"] = tuple(values.get("recipients", ()))
    return Header(**values)
