"""Things done once: "due:2023-10:25" set in the same transaction as the deed."""

from __future__ import annotations

import sqlite3

from bot.people import clock


def once(db: sqlite3.Connection, name: str) -> bool:
    """Set the mark; whether it was not set before."""
    return db.execute("INSERT OR IGNORE INTO marks (name, value) VALUES (?, ?)", (name, clock.now())).rowcount > 0
