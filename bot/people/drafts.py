"""Loads on their way: files sent by an admin, from the warning to publishing or cancelling. Survives a restart."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any, Literal

from bot.people import clock
from bot.people.books import Books

State = Literal["warned", "reading", "ready", "published", "ended"]


@dataclass(frozen=True, slots=True)
class Draft:
    """One load. `files` are Telegram file ids with names, several for photos of one report; `message` shows how it
    stands; `version` is the stored draft, `base` the version that was current when it was previewed."""

    id: int
    person: int
    chat: int
    message: int
    files: tuple[tuple[str, str], ...]
    album: str
    state: State
    version: int | None
    base: int | None
    period: str
    organisation: str


_COLUMNS = "id, person, chat, message, files, album, state, version, base, period, organisation"


def start(db: sqlite3.Connection, person: int, chat: int, file: tuple[str, str], album: str) -> int:
    """A file came: the new draft's id."""
    made = db.execute(
        "INSERT INTO drafts (person, chat, files, album, state, changed_at) VALUES (?, ?, ?, ?, 'warned', ?)",
        (person, chat, json.dumps([file], ensure_ascii=False), album, clock.now()),
    )
    return int(made.lastrowid or 0)


def add(db: sqlite3.Connection, draft: int, file: tuple[str, str]) -> None:
    """One more photo of the same report."""
    db.execute(
        "UPDATE drafts SET files = json_insert(files, '$[#]', json(?)), changed_at = ? WHERE id = ?",
        (json.dumps(file, ensure_ascii=False), clock.now(), draft),
    )


def move(db: sqlite3.Connection, draft: int, expected: State, state: State) -> bool:
    """Go from one state to the next; False where it is no longer in the expected one (a second tap, another admin)."""
    sql = "UPDATE drafts SET state = ?, changed_at = ? WHERE id = ? AND state = ?"
    return db.execute(sql, (state, clock.now(), draft, expected)).rowcount > 0


def note(db: sqlite3.Connection, draft: int, **values: object) -> None:
    """Write down what became known: message, version, base, period, organisation, state."""
    names = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE drafts SET {names}, changed_at = ? WHERE id = ?", (*values.values(), clock.now(), draft))


def find(books: Books, draft: int) -> Draft | None:
    """One draft by its id."""
    return next(iter(_drafts(books, "id = ?", draft)), None)


def latest(books: Books, person: int) -> Draft | None:
    """The draft of this person that still gathers files, if its last file came within two minutes."""
    sql = "person = ? AND state = 'warned' AND changed_at >= ? ORDER BY id DESC"
    return next(iter(_drafts(books, sql, person, clock.ago(2 / 1440))), None)


def interrupted(books: Books) -> list[Draft]:
    """Loads that were being read when the last run ended."""
    return _drafts(books, "state = 'reading' ORDER BY id")


def _drafts(books: Books, where: str, *values: object) -> list[Draft]:
    rows = books.rows(f"SELECT {_COLUMNS} FROM drafts WHERE {where}", *values)
    return [_draft(*row) for row in rows]


def _draft(id_: int, person: int, chat: int, message: int, files: str, *rest: Any) -> Draft:
    return Draft(id_, person, chat, message, tuple((file, name) for file, name in json.loads(files)), *rest)
