"""One serving process for a database: a lock file beside it, held by the operating system until the process ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from knowledge.errors import ConflictError


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Hold the lock while serving. Raises ConflictError where another process does."""
    path = database.with_name(f"{database.name}.serve-lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        if not _taken(file):
            raise ConflictError("already_serving", path=database)
        yield


def _taken(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
