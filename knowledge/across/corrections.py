"""An admin's word on which wordings are one indicator. It outlasts every load: a known wording keeps its indicator."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils.db import Database

from knowledge.errors import InputError


@dataclass(frozen=True, slots=True)
class Linked:
    """A wording as stored: its indicator, the name it was first printed as, and by which rule or whom it was linked."""

    wording: int
    indicator: int
    name: str
    unit: str
    rule: str
    left_over: str
    decided_by: str
    figures: int


def join(db: Database, wording: int, indicator: int, by: str) -> None:
    """From now on, and in all stored reports, this wording is that indicator. Raises InputError for unknown numbers."""
    if not db.execute("SELECT 1 FROM indicators WHERE id = ?", [indicator]).fetchone():
        raise InputError("indicator_unknown", indicator=indicator)
    _move(db, wording, indicator, by)


def part(db: Database, wording: int, by: str) -> int:
    """From now on, and in all stored reports, this wording is an indicator of its own; returns that one's number."""
    row = db.execute(
        """SELECT w.name, i.unit, w.dimension, i.section FROM wordings w JOIN indicators i ON i.id = w.indicator
           WHERE w.id = ?""",
        [wording],
    ).fetchone()
    if not row:
        raise InputError("wording_unknown", wording=wording)
    cursor = db.execute("INSERT INTO indicators (name, unit, dimension, section) VALUES (?, ?, ?, ?)", list(row))
    indicator = int(cursor.lastrowid or 0)
    _move(db, wording, indicator, by)
    return indicator


def _move(db: Database, wording: int, indicator: int, by: str) -> None:
    changed = db.execute(
        "UPDATE wordings SET indicator = ?, rule = 'admin', left_over = '', decided_by = ? WHERE id = ?",
        [indicator, by, wording],
    )
    if not changed.rowcount:
        raise InputError("wording_unknown", wording=wording)
    db.execute("UPDATE OR REPLACE series SET indicator = ? WHERE wording = ?", [indicator, wording])


def listed(db: Database, words: str = "", limit: int = 200) -> tuple[Linked, ...]:
    """The wordings whose name holds some words, by indicator; all where none are given."""
    rows = db.execute(
        """SELECT w.id, w.indicator, w.name, i.unit, w.rule, w.left_over, w.decided_by,
                  (SELECT count(*) FROM series s WHERE s.wording = w.id)
           FROM wordings w JOIN indicators i ON i.id = w.indicator
           WHERE w.indicator IN (SELECT indicator FROM wordings WHERE name LIKE '%' || ? || '%')
           ORDER BY w.indicator, w.id LIMIT ?""",
        [words, limit],
    ).fetchall()
    return tuple(Linked(*row) for row in rows)
