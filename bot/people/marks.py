"""Things done once, by name: "due:2023-10:25". Set after the deed, which must bear being repeated after a kill."""

from __future__ import annotations

import sqlite3

from bot.people import clock
from bot.people.books import Books


def is_set(books: Books, name: str) -> bool:
    """Whether it was done."""
    return bool(books.rows("SELECT 1 FROM marks WHERE name = ?", name))


def put(db: sqlite3.Connection, name: str) -> None:
    """It is done."""
    db.execute("INSERT OR IGNORE INTO marks (name, value) VALUES (?, ?)", (name, clock.now()))
