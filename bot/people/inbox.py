"""Updates recorded before they are worked on: Telegram forgets a batch once the next one is fetched.

An update is kept with its text until it is done, then only its number, for two days, so that one delivered twice is
answered once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from bot.people import clock
from bot.people.books import Books

KEPT_DAYS = 2.0


def record(db: sqlite3.Connection, updates: Sequence[dict[str, Any]]) -> None:
    """Write a batch down; what is there already stays as it is."""
    now = clock.now()
    db.executemany(
        "INSERT OR IGNORE INTO inbox (update_id, payload, received_at) VALUES (?, ?, ?)",
        [(u["update_id"], json.dumps(u, ensure_ascii=False, separators=(",", ":")), now) for u in updates],
    )


def known(books: Books) -> set[int]:
    """The numbers of all updates that were ever recorded and not yet forgotten."""
    return {number for (number,) in books.rows("SELECT update_id FROM inbox")}


def done(db: sqlite3.Connection, update_id: int) -> None:
    """An update is answered: its content goes, its number stays a while."""
    db.execute("UPDATE inbox SET done = 1, payload = NULL WHERE update_id = ?", (update_id,))


def unfinished(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """What an earlier run had recorded and not finished, in order."""
    rows = db.execute("SELECT payload FROM inbox WHERE done = 0 ORDER BY update_id")
    return [json.loads(payload) for (payload,) in rows]


def tidy(db: sqlite3.Connection) -> None:
    """Forget the numbers of updates that Telegram can no longer repeat."""
    db.execute("DELETE FROM inbox WHERE done = 1 AND received_at < ?", (clock.ago(KEPT_DAYS),))
