"""The writer's connection and its transactions: WAL, one writer at a time, all of a step or nothing of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils.db import Database

from knowledge.errors import ConflictError, UnavailableError

WAIT_SECONDS = 30.0


def open_database(path: Path) -> Database:
    """The writing connection of a database file, made where there is none. Raises UnavailableError where that fails.

    synchronous FULL: a load, a removal or a mark that was acknowledged survives a power cut (0.4 ms a commit).
    """
    with failures_named(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return Database(connection)


@contextmanager
def transaction(db: Database, path: Path) -> Iterator[None]:
    """One transaction that takes the write lock at once: a deferred one would be refused after its first read.

    Everything done inside is kept together or not at all. Raises UnavailableError for a full disk or a lasting lock.
    """
    with failures_named(path):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:  # a full disk has rolled back already
                db.conn.execute("ROLLBACK")
            raise


@contextmanager
def failures_named(path: Path) -> Iterator[None]:
    """SQLite's and the disk's failures as errors with a sentence."""
    try:
        yield
    except sqlite3.OperationalError as error:
        reason = str(error)
        if "locked" in reason or "busy" in reason:
            raise UnavailableError("database_busy", path=path) from error
        if "full" in reason or "disk I/O" in reason:
            raise UnavailableError("disk_full", path=path, reason=reason) from error
        raise UnavailableError("database_unwritable", path=path, reason=reason) from error
    except sqlite3.DatabaseError as error:
        raise UnavailableError("database_damaged", path=path, reason=error) from error
    except OSError as error:
        raise UnavailableError("database_unwritable", path=path, reason=error.strerror or error) from error


def copy(db: Database, target: Path) -> None:
    """A copy of the database in one step (a plain copy of the file would lack what is still in the -wal), checked.

    It appears at `target` only when it is whole. Raises ConflictError where another kind of file stands.
    """
    if target.exists() and not is_database(target):
        raise ConflictError("backup_target", path=target)
    partial = target.with_name(f".{target.name}.partial")
    try:
        with failures_named(target):
            partial.unlink(missing_ok=True)
            copied = sqlite3.connect(partial, isolation_level=None)
            try:
                db.conn.backup(copied)
                copied.execute("PRAGMA journal_mode = DELETE")
                healthy = copied.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            finally:
                copied.close()
            if not healthy:
                raise UnavailableError("database_damaged", path=target, reason="integrity_check")
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def is_database(path: Path) -> bool:
    """Whether a file begins as SQLite files do."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\x00"
