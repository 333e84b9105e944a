"""Who loaded, replaced, removed, restored or withdrew what, and what stood before: the audit, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils.db import Database


@dataclass(frozen=True, slots=True)
class Entry:
    """One step. `version` became current by it, `before` was current until then, `fact` is set for single facts."""

    id: int
    at: str
    by: str
    action: str
    report: int
    version: int | None
    before: int | None
    fact: int | None


_SELECT = "SELECT id, at, by, action, report, version, before, fact FROM journal"


def write(
    db: Database,
    at: str,
    by: str,
    action: str,
    report: int,
    version: int | None,
    before: int | None,
    fact: int | None = None,
) -> None:
    """Record a step inside the transaction that does it."""
    db.table("journal").insert(
        {"at": at, "by": by, "action": action, "report": report, "version": version, "before": before, "fact": fact}
    )


def last(db: Database) -> Entry | None:
    """The last step that can be taken back and has not been."""
    found = db.execute(
        f"{_SELECT} WHERE undone = 0 AND action NOT IN ('undo', 'confirm') ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return Entry(*found) if found else None


def undo(db: Database, entry: Entry, at: str, by: str) -> None:
    """Mark a step as taken back, and record who did it."""
    db.execute("UPDATE journal SET undone = 1 WHERE id = ?", [entry.id])
    write(db, at, by, "undo", entry.report, entry.before, entry.version, entry.fact)


def entries(db: Database, limit: int = 50) -> tuple[Entry, ...]:
    """The last steps, newest first."""
    return tuple(Entry(*row) for row in db.execute(f"{_SELECT} ORDER BY id DESC LIMIT ?", [limit]).fetchall())
