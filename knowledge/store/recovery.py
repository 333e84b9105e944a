"""A checked backup put back in the database's place; what stood there is kept beside it."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from knowledge.errors import UnavailableError
from knowledge.store.reader import connect
from knowledge.store.transaction import failures_named, is_database, open_database, transaction


def health(path: Path) -> str:
    """ "ok", or what SQLite's integrity check finds first. Raises UnavailableError where it can't be opened."""
    with failures_named(path):
        connection = connect(path)
        try:
            return str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
        finally:
            connection.close()


def put_back(backup: Path, database: Path) -> Path | None:
    """Replace `database` by `backup`; returns where the file that stood there was kept.

    Raises UnavailableError for a backup that is missing, no database or damaged: then nothing is touched.
    """
    if not backup.is_file() or not is_database(backup):
        raise UnavailableError("backup_unusable", path=backup)
    with failures_named(backup):
        damaged = health(backup) != "ok"
    if damaged:
        raise UnavailableError("backup_unusable", path=backup)
    incoming = database.with_name(f".{database.name}.incoming")
    with failures_named(database):
        database.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup, incoming)
        kept = _set_aside(database) if database.exists() else None
        incoming.replace(database)
    return kept


def _set_aside(database: Path) -> Path:
    """Move the present file to a name of its own, with what its -wal holds where that can still be read."""
    kept = database.with_name(f"{database.name}.{datetime.now():%Y%m%d-%H%M%S}")
    if is_database(database):
        db = open_database(database)
        with transaction(db, database):  # nobody else is writing now
            pass
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
    database.replace(kept)
    for ending in ("-wal", "-shm"):
        beside = database.with_name(database.name + ending)
        if beside.exists():
            beside.replace(kept.with_name(kept.name + ending))
    return kept
