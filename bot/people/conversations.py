"""Where each conversation stands, so that a follow-up works after a restart; expires by itself."""

from __future__ import annotations

import sqlite3

from bot.people import clock
from bot.people.books import Books


def keep(db: sqlite3.Connection, chat: int, person: int, state: str, minutes: float) -> None:
    """Remember the state for `minutes`."""
    db.execute(
        "INSERT OR REPLACE INTO conversations (chat, person, state, expires_at) VALUES (?, ?, ?, ?)",
        (chat, person, state, clock.seconds() + 60 * minutes),
    )


def live(books: Books) -> dict[tuple[int, int], tuple[str, float]]:
    """Every state that has not expired, by (chat, person), with the second it expires at."""
    rows = books.rows("SELECT chat, person, state, expires_at FROM conversations WHERE expires_at > ?", clock.seconds())
    return {(chat, person): (state, expires) for chat, person, state, expires in rows}
