"""Who did what, when: every step of an admin and every change of rights. Holds no question of anybody."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from bot.people import clock
from bot.people.books import Books


@dataclass(frozen=True, slots=True)
class Entry:
    """One step: `action` is a key of the messages under telegram.audit, `detail` its parameters."""

    at: str
    person: int
    action: str
    detail: dict[str, str]


def note(db: sqlite3.Connection, person: int, action: str, **detail: object) -> None:
    """Record a step inside the transaction that does it."""
    text = json.dumps({name: str(value) for name, value in detail.items()}, ensure_ascii=False)
    db.execute(
        "INSERT INTO audit (at, person, action, detail) VALUES (?, ?, ?, ?)", (clock.now(), person, action, text)
    )


def last(books: Books, number: int, before: int = 0) -> list[Entry]:
    """The newest entries, newest first, leaving out the first `before`."""
    rows = books.rows("SELECT at, person, action, detail FROM audit ORDER BY id DESC LIMIT ? OFFSET ?", number, before)
    return [Entry(at, person, action, json.loads(detail)) for at, person, action, detail in rows]
