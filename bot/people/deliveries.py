"""Messages to many, as rows: who has got which part of what. A restart goes on where it stopped.

A row is claimed (`sending`) before the request and advanced after it, both durable; so after a kill only the one in
flight is doubtful, and it is sent again. An occasion ("summary:3:2023-10:2") reaches a person once, whatever starts it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.people import clock
from bot.people.books import Books

State = Literal["waiting", "sent", "failed", "refused"]


@dataclass(frozen=True, slots=True)
class Text:
    """What one kind of reader gets: message parts (HTML), a chart sent first with its caption where there is one."""

    variant: str
    parts: tuple[str, ...]
    chart: bytes | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One claimed row: send `part` of the broadcast's `variant` to `person`."""

    occasion: str
    person: int
    broadcast: int
    variant: str
    part: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How a broadcast stands."""

    broadcast: int
    occasion: str
    created_by: int | None
    open: int
    sent: int
    refused: int
    failed: int


def create(
    db: sqlite3.Connection, occasion: str, texts: Iterable[Text], people: Iterable[tuple[int, str]], by: int | None
) -> tuple[int, int]:
    """Queue `occasion` for (person, variant) pairs; gives the broadcast's id and how many had not had it yet."""
    made = db.execute(
        "INSERT INTO broadcasts (occasion, created_by, created_at) VALUES (?, ?, ?)", (occasion, by, clock.now())
    )
    broadcast = int(made.lastrowid or 0)
    db.executemany(
        "INSERT INTO broadcast_texts (broadcast, variant, parts, chart, caption) VALUES (?, ?, ?, ?, ?)",
        [(broadcast, t.variant, json.dumps(t.parts, ensure_ascii=False), t.chart, t.caption) for t in texts],
    )
    before = db.total_changes
    db.executemany(
        """INSERT OR IGNORE INTO deliveries (occasion, person, broadcast, variant, state, changed_at)
        VALUES (?, ?, ?, ?, 'waiting', ?)""",
        [(occasion, person, broadcast, variant, clock.now()) for person, variant in people],
    )
    return broadcast, db.total_changes - before


def reopen(db: sqlite3.Connection) -> None:
    """At start: what was in flight when the last run ended is doubtful, and is sent again."""
    db.execute("UPDATE deliveries SET state = 'waiting' WHERE state = 'sending'")


def claim(db: sqlite3.Connection) -> Delivery | None:
    """The next row whose time has come, marked as being sent."""
    row = db.execute(
        """SELECT occasion, person, broadcast, variant, part, attempts FROM deliveries
        WHERE state = 'waiting' AND not_before <= ? ORDER BY broadcast, not_before, person LIMIT 1""",
        (clock.seconds(),),
    ).fetchone()
    if row is None:
        return None
    db.execute(
        "UPDATE deliveries SET state = 'sending', changed_at = ? WHERE occasion = ? AND person = ?",
        (clock.now(), row[0], row[1]),
    )
    return Delivery(*row)


def advance(db: sqlite3.Connection, delivery: Delivery, parts: int) -> None:
    """A part has arrived: the next one waits, or all is sent."""
    state = "sent" if delivery.part + 1 >= parts else "waiting"
    db.execute(
        """UPDATE deliveries SET part = part + 1, attempts = 0, state = ?, changed_at = ?
        WHERE occasion = ? AND person = ?""",
        (state, clock.now(), delivery.occasion, delivery.person),
    )


def postpone(db: sqlite3.Connection, delivery: Delivery, wait: float, *, counted: bool) -> None:
    """Not now: again after `wait` seconds; `counted` where it may have arrived all the same."""
    db.execute(
        """UPDATE deliveries SET state = 'waiting', not_before = ?, attempts = attempts + ?, changed_at = ?
        WHERE occasion = ? AND person = ?""",
        (clock.seconds() + wait, int(counted), clock.now(), delivery.occasion, delivery.person),
    )


def close(db: sqlite3.Connection, delivery: Delivery, state: State, error: str) -> None:
    """It will not arrive: the person refused it (blocked, gone), or it failed."""
    db.execute(
        "UPDATE deliveries SET state = ?, error = ?, changed_at = ? WHERE occasion = ? AND person = ?",
        (state, error[:200], clock.now(), delivery.occasion, delivery.person),
    )


def text_of(books: Books, broadcast: int, variant: str) -> Text:
    """What a variant of a broadcast says."""
    sql = "SELECT parts, chart, caption FROM broadcast_texts WHERE broadcast = ? AND variant = ?"
    parts, chart, caption = books.rows(sql, broadcast, variant)[0]
    return Text(variant, tuple(json.loads(parts)), chart, caption)


def progress(books: Books, broadcast: int) -> Progress:
    """How many have it, how many still wait."""
    sql = """SELECT broadcast, occasion, created_by, open, sent, refused, failed FROM broadcast_progress
             WHERE broadcast = ?"""
    rows = books.rows(sql, broadcast)
    return Progress(*rows[0]) if rows else Progress(broadcast, "", None, 0, 0, 0, 0)


def unreported(books: Books) -> list[Progress]:
    """Broadcasts that are through and that the admins have not been told of."""
    sql = """SELECT broadcast, occasion, created_by, open, sent, refused, failed FROM broadcast_progress
             WHERE reported_at IS NULL AND open = 0"""
    return [Progress(*row) for row in books.rows(sql)]


def reported(db: sqlite3.Connection, broadcast: int) -> None:
    """The admins know; the texts are no longer needed."""
    db.execute("UPDATE broadcasts SET reported_at = ? WHERE id = ?", (clock.now(), broadcast))
    db.execute("DELETE FROM broadcast_texts WHERE broadcast = ?", (broadcast,))


def next_due(books: Books) -> float | None:
    """When the next waiting row may be sent (seconds since 1970), None where none waits."""
    due = books.rows("SELECT min(not_before) FROM deliveries WHERE state = 'waiting'")[0][0]
    return None if due is None else float(due)
