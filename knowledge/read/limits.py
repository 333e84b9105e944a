"""Limits on the work that a file may cause: on this process, on the programs it starts, on the time without progress.

Readers report each page; whoever started the work sees the progress and ends work that shows none.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from pathlib import Path

MEMORY = 900 * 2**20  # address space of a worker
PROGRAM_MEMORY = 3000 * 2**20  # LibreOffice maps much that it never touches
CPU_SECONDS = 900
FILE_BYTES = 300 * 2**20

_UP_TO_HARD_LIMIT = 'ulimit -S -v "$(ulimit -H -v)"; exec "$@"'  # by the shell: a fork among threads runs no Python

Progress = Callable[[int, int], None]
Part = Callable[[object], None]
_progress: ContextVar[Progress | None] = ContextVar("progress", default=None)
_part: ContextVar[Part | None] = ContextVar("part", default=None)


def limit_this_process() -> None:
    """Bound address space (soft, so that started programs may have more), processor time, file size; no core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, PROGRAM_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextlib.contextmanager
def reporting(progress: Progress | None, part: Part | None = None) -> Iterator[None]:
    """Within the block, `step` calls `progress(done, total)`, and `hand_over` calls `part(value)`."""
    tokens = _progress.set(progress), _part.set(part)
    try:
        yield
    finally:
        _progress.reset(tokens[0])
        _part.reset(tokens[1])


def step(done: int, total: int) -> None:
    """Say that `done` of `total` pages are read."""
    progress = _progress.get()
    if progress is not None:
        progress(done, total)


def hand_over(value: object) -> None:
    """Give a part of the result to whoever started the work and can begin with it."""
    part = _part.get()
    if part is not None:
        part(value)


def run_program(arguments: Sequence[str], *, seconds: float, folder: Path) -> tuple[int, bytes]:
    """Run a program in a process group of its own; (exit status, standard output). The group is killed after `seconds`,
    which raises subprocess.TimeoutExpired."""
    environment = {
        **os.environ,
        "OMP_THREAD_LIMIT": "1",
        "LC_ALL": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
    }
    process = subprocess.Popen(
        ["/bin/sh", "-c", _UP_TO_HARD_LIMIT, "sh", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        process_group=0,
    )
    try:
        output, _ = process.communicate(timeout=seconds)
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return process.returncode, output


def end_session(leader: int) -> None:
    """Kill a session's leader and every process in it, whatever groups they made; /proc tells (Linux)."""
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            session = int(place.read_text().rpartition(")")[2].split()[3])
            if session == leader and int(place.parent.name) != leader:
                os.kill(int(place.parent.name), signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
