"""Before a newer program changes the schema: a checked copy of the database beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.people.migrations import bot
from knowledge.store import transaction
from knowledge.store.migrations import knowledge


def keep_copy(path: Path) -> Path | None:
    """Copy the database to backups/ where migrations are pending; None where nothing will change.

    Raises UnavailableError where the copy can't be made; then nothing has changed.
    """
    if not path.is_file():
        return None
    db = transaction.open_database(path)
    try:
        used = [migrations for migrations in (knowledge, bot) if migrations.applied(db)]
        if not any(migrations.pending(db) for migrations in used):
            return None
        target = path.with_name("backups") / f"{path.stem}-{datetime.now(UTC):%Y%m%d-%H%M%S}-before-upgrade.db"
        target.parent.mkdir(exist_ok=True)
        transaction.copy(db, target)
        return target
    finally:
        db.close()
