"""What was asked: kept for a set time, then gone. What could not be answered is counted without a person."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from bot.people import clock
from bot.people.books import Books
from knowledge import fold


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what it got: the facts shown, the choices offered as (label, question, fact id or None)."""

    id: int
    person: int
    chat: int
    question: str
    status: str
    facts: tuple[int, ...]
    options: tuple[tuple[str, str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that the reports do not hold, how often it came, and what was nearest (an indicator or empty)."""

    id: int
    question: str
    asked: int
    nearest: str


def keep(db: sqlite3.Connection, asked: Asked) -> None:
    """Log a question under the id it was given, and who was given which figure."""
    now = clock.now()
    db.execute(
        """INSERT OR REPLACE INTO questions (id, at, person, chat, question, status, facts, options)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (asked.id, now, asked.person, asked.chat, asked.question, asked.status, json.dumps(asked.facts),
         json.dumps(asked.options, ensure_ascii=False)),
    )  # fmt: skip
    db.executemany(
        "INSERT OR REPLACE INTO given (person, fact, at) VALUES (?, ?, ?)",
        [(asked.person, f, now) for f in asked.facts],
    )


def last_id(books: Books) -> int:
    """The highest id ever given out in the log."""
    return int(books.rows("SELECT coalesce(max(id), 0) FROM questions")[0][0])


def find(books: Books, asked: int) -> Asked | None:
    """A logged question by its id; None once it is deleted."""
    sql = "SELECT id, person, chat, question, status, facts, options FROM questions WHERE id = ?"
    for id_, person, chat, question, status, facts, options in books.rows(sql, asked):
        return Asked(id_, person, chat, question, status, tuple(json.loads(facts)), _options(options))
    return None


def _options(text: str) -> tuple[tuple[str, str, int | None], ...]:
    return tuple((label, question, fact) for label, question, fact in json.loads(text))


def count_unanswered(db: sqlite3.Connection, question: str, nearest: str) -> None:
    """Add a question to the admins' list, or count it once more."""
    db.execute(
        """INSERT INTO unanswered (folded, question, asked, last_at, nearest) VALUES (?, ?, 1, ?, ?)
        ON CONFLICT (folded) DO UPDATE SET asked = asked + 1, last_at = excluded.last_at, nearest = excluded.nearest""",
        (" ".join(fold.words(question)), question[:300], clock.now(), nearest),
    )


def unanswered(books: Books, number: int, before: int = 0) -> list[Unanswered]:
    """What could not be answered, most asked first."""
    sql = "SELECT id, question, asked, nearest FROM unanswered ORDER BY asked DESC, last_at DESC LIMIT ? OFFSET ?"
    return [Unanswered(*row) for row in books.rows(sql, number, before)]


def unanswered_one(books: Books, id_: int) -> Unanswered | None:
    """One of them by its id."""
    for row in books.rows("SELECT id, question, asked, nearest FROM unanswered WHERE id = ?", id_):
        return Unanswered(*row)
    return None


def dismiss(db: sqlite3.Connection, id_: int) -> None:
    """Take one off the list."""
    db.execute("DELETE FROM unanswered WHERE id = ?", (id_,))


def complain(db: sqlite3.Connection, question: str, fact: int | None) -> None:
    """A thumb down: the question and the fact that answered it, without the person."""
    db.execute("INSERT INTO complaints (at, question, fact) VALUES (?, ?, ?)", (clock.now(), question[:300], fact))


def complaints(books: Books, number: int) -> list[tuple[int, str, int | None]]:
    """The newest thumbs down as (id, question, fact)."""
    rows = books.rows("SELECT id, question, fact FROM complaints ORDER BY id DESC LIMIT ?", number)
    return [(id_, question, fact) for id_, question, fact in rows]


def people_given(books: Books, facts: tuple[int, ...]) -> dict[int, list[int]]:
    """Who was given which of these facts."""
    holders: dict[int, list[int]] = {}
    marks = ", ".join("?" * len(facts))
    for person, fact in books.rows(f"SELECT person, fact FROM given WHERE fact IN ({marks})", *facts):
        holders.setdefault(person, []).append(fact)
    return holders


def forget_old(db: sqlite3.Connection, days: float) -> None:
    """Drop questions and given figures older than the configured time, and conversations that have expired."""
    for table in ("questions", "given"):
        db.execute(f"DELETE FROM {table} WHERE at < ?", (clock.ago(days),))
    db.execute("DELETE FROM conversations WHERE expires_at < ?", (clock.seconds(),))
