"""Reads what is known of organisations."""

from __future__ import annotations

from datetime import date

from knowledge.organisations.model import Ended, Organisation
from knowledge.store.reader import Store

_SELECT = """
SELECT o.id, o.name, o.level, o.valid_from, o.valid_to, coalesce(s.name, ''),
       (SELECT group_concat(a.alias, char(10)) FROM organisation_aliases a WHERE a.organisation = o.id)
FROM organisations o LEFT JOIN organisations s ON s.id = o.successor
"""


def organisations(store: Store) -> tuple[Organisation, ...]:
    """Every organisation, by name."""
    rows = store.connection.execute(f"{_SELECT} ORDER BY o.name").fetchall()
    return tuple(_built(*row) for row in rows)


def find(store: Store, name: str) -> Organisation | None:
    """The organisation of this very name."""
    row = store.connection.execute(f"{_SELECT} WHERE o.name = ?", [name]).fetchone()
    return _built(*row) if row else None


def ended(store: Store, name: str, newest: date) -> Ended | None:
    """What is to be said where a body had ended by the newest report that is loaded (never by today's date)."""
    found = find(store, name)
    if found is None or found.valid_to is None or found.valid_to >= newest:
        return None
    return Ended(found.name, found.valid_to, found.successor)


def _built(
    number: int, name: str, level: str, first: str | None, last: str | None, successor: str, aliases: str | None
) -> Organisation:
    return Organisation(
        number,
        name,
        level,
        _day(first),
        _day(last),
        successor,
        tuple(sorted((aliases or "").split("\n"))) if aliases else (),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
