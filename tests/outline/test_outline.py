"""The outline by cases: what a report says of itself, where each passage stands, what a table's rows hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge import yamlfile
from knowledge.model import Header, Outline, Passage
from knowledge.outline import outline
from knowledge.read import read

CASES = Path(__file__).parent.parent / "cases" / "outline"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A passage by its beginning, and what must be true of it; None where it doesn't matter."""

    begins: str
    path: tuple[str, ...] | None = None
    lead: str | None = None
    kind: str | None = None
    note: str | None = None
    planned: str | None = None
    holds: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A report, or the part of one that matters, and what its outline must say."""

    name: str
    text: str
    file: str = "case.md"
    header: dict[str, str] | None = None
    passages: tuple[Wanted, ...] = ()
    rows: tuple[str, ...] = ()


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=case.name) for case in yamlfile.read_rows(CASES / f"{name}.yaml", Case)]


def outlined(case: Case) -> Outline:
    return outline(read(case.text.encode(), case.file))


@pytest.mark.parametrize("case", cases("headers"))
def test_header(case: Case) -> None:
    header = outlined(case).header
    assert case.header
    assert {field: shown(header, field) for field in case.header} == case.header


def shown(header: Header, field: str) -> str:
    value = getattr(header, field)
    if field == "window" and value:
        return "..".join(day.isoformat() for day in value)
    if isinstance(value, date):
        return value.isoformat()
    return " | ".join(value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize("case", cases("passages"))
def test_passages(case: Case) -> None:
    found = outlined(case).passages
    for wanted in case.passages:
        matching = [p for p in found if p.text[p.lead :].startswith(wanted.begins)]
        assert len(matching) == 1, f"{wanted.begins}: {[p.text[:60] for p in found]}"
        check(matching[0], wanted)


def check(passage: Passage, wanted: Wanted) -> None:
    if wanted.path is not None:
        assert tuple(f"{s.label} {s.title}" if s.label else s.title for s in passage.path) == wanted.path
    if wanted.lead is not None:
        assert passage.text[: passage.lead] == wanted.lead
    if wanted.holds is not None:
        assert wanted.holds in passage.text
    for field in ("kind", "note", "planned"):
        if getattr(wanted, field) is not None:
            assert str(getattr(passage, field)).lower() == getattr(wanted, field)


@pytest.mark.parametrize("case", cases("tables"))
def test_rows(case: Case) -> None:
    text = f"BÁO CÁO\ntháng 8 năm 2024\n\nI. KẾT QUẢ\n\n{case.text}"
    found = outline(read(text.encode(), case.file)).passages
    assert tuple(row(p, found) for p in found if p.kind == "row" and p.cells) == case.rows


def row(passage: Passage, found: tuple[Passage, ...]) -> str:
    cells = [f"{passage.text[c.start : c.stop]} {c.unit} {' > '.join(c.header)}" for c in passage.cells]
    parent = f" < {found[passage.row_parent].row_label}" if passage.row_parent is not None else ""
    return " | ".join([("=" if passage.total else "") + passage.row_label, *cells]) + parent
