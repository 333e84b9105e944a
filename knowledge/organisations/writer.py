"""Keeps what is known of organisations; every function runs inside the caller's transaction."""

from __future__ import annotations

from datetime import date

from sqlite_utils.db import Database

from knowledge.errors import ConflictError, InputError
from knowledge.organisations.names import level
from knowledge.organisations.two_tier import last_day
from knowledge.store.identity import folded_name


def describe(db: Database, version: int) -> None:
    """Fill in the kind and the last day of the body that a version was loaded for, where nobody has entered them."""
    number, name, known, ends = db.execute(
        """SELECT o.id, o.name, o.level, o.valid_to FROM versions v JOIN reports r ON r.id = v.report
           JOIN organisations o ON o.id = r.organisation WHERE v.id = ?""",
        [version],
    ).fetchone()
    kind = known or level(name)
    last = last_day(kind)
    db.execute(
        "UPDATE organisations SET level = ?, valid_to = ? WHERE id = ?",
        [kind, ends or (last.isoformat() if last else None), number],
    )


def add_alias(db: Database, name: str, alias: str) -> None:
    """Let a report or a question that says `alias` mean `name`. Raises ConflictError where it means another body."""
    number, folded = _number(db, name), folded_name(alias)
    taken = db.execute(
        """SELECT o.name FROM organisations o WHERE o.folded = ?1 AND o.id != ?2 UNION
           SELECT o.name FROM organisation_aliases a JOIN organisations o ON o.id = a.organisation
           WHERE a.folded = ?1 AND o.id != ?2""",
        [folded, number],
    ).fetchone()
    if taken:
        raise ConflictError("alias_taken", alias=alias, org=taken[0])
    db.execute("INSERT OR REPLACE INTO organisation_aliases VALUES (?, ?, ?)", [folded, alias, number])


def set_validity(db: Database, name: str, first: date | None, last: date | None) -> None:
    """Enter when a body existed; None: open. Raises InputError for an unknown body or days in the wrong order."""
    if first and last and last < first:
        raise InputError("validity_order", first=first, last=last)
    days = [day.isoformat() if day else None for day in (first, last)]
    db.execute("UPDATE organisations SET valid_from = ?, valid_to = ? WHERE id = ?", [*days, _number(db, name)])


def succeed(db: Database, name: str, successor: str, last: date) -> None:
    """Enter that a body ended on a day and which one took over (made where it has no report yet)."""
    number, folded = _number(db, name), folded_name(successor)
    found = db.execute("SELECT id FROM organisations WHERE folded = ?", [folded]).fetchone()
    if found and int(found[0]) == number:
        raise InputError("successor_itself", org=name)
    if not found:
        db.execute(
            "INSERT INTO organisations (name, folded, level) VALUES (?, ?, ?)", [successor, folded, level(successor)]
        )
        found = db.execute("SELECT id FROM organisations WHERE folded = ?", [folded]).fetchone()
    db.execute(
        "UPDATE organisations SET successor = ?, valid_to = ? WHERE id = ?", [found[0], last.isoformat(), number]
    )


def _number(db: Database, name: str) -> int:
    found = db.execute("SELECT id FROM organisations WHERE folded = ?", [folded_name(name)]).fetchone()
    if not found:
        raise InputError("org_unknown", org=name)
    return int(found[0])
