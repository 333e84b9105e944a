"""What is stored about a person, for them to see, and to delete."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from bot.people.books import Books

_TABLES = ("questions", "given", "conversations", "access_requests", "subscriptions", "deliveries")


@dataclass(frozen=True, slots=True)
class Stored:
    """Counts and rows that name a person; `since` empty where they have no row."""

    name: str
    role: str
    since: str
    questions: int
    given: int
    subscribed: bool


def stored(books: Books, person: int) -> Stored:
    """What the tables hold of one person."""
    row = books.rows("SELECT name, role, since FROM people WHERE id = ?", person)
    name, role, since = row[0] if row else ("", "none", "")
    questions = books.rows("SELECT count(*) FROM questions WHERE person = ?", person)[0][0]
    given = books.rows("SELECT count(*) FROM given WHERE person = ?", person)[0][0]
    live = books.rows("SELECT count(*) FROM subscriptions WHERE person = ? AND ended_at IS NULL", person)[0][0]
    return Stored(name, role, since, questions, given, bool(live))


def delete(db: sqlite3.Connection, person: int) -> None:
    """Delete a person's questions, figures given and conversation; the role stays, or they could no longer ask."""
    for table in ("questions", "given", "conversations"):
        db.execute(f"DELETE FROM {table} WHERE person = ?", (person,))


def delete_all(db: sqlite3.Connection, person: int) -> None:
    """Delete everything about a person, the role too. Drafts and the audit of an admin's steps are duties that stay."""
    for table in _TABLES:
        db.execute(f"DELETE FROM {table} WHERE person = ?", (person,))
    db.execute("DELETE FROM people WHERE id = ?", (person,))
    db.execute("UPDATE invites SET used_by = 0 WHERE used_by = ?", (person,))
