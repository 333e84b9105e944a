"""The one writer of the process that serves, in a thread of its own, and a reader for the event loop.

Jobs that wait together share one transaction and one disk flush (each in a savepoint, so that one failing leaves the
others), which is what makes a durable mark for every message cheap. Loads and backups run between the transactions,
on the same connection. So the event loop never waits for the disk, and only one connection ever checkpoints.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.people.migrations import migrate
from knowledge.store import reader
from knowledge.store.writer import DEFAULT_ORG, Writer

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]
_MOST_AT_ONCE = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Task:
    """A job and who waits for it; `alone`: a job on the Writer itself, outside of the shared transaction."""

    job: Callable[[Any], Any]
    result: Future[Any] | None
    alone: bool = False


class Books:
    """Everything the bot writes down, by one thread; `rows` reads what is committed."""

    def __init__(self, path: Path, default_organisation: str = DEFAULT_ORG) -> None:
        self.path = path
        self._default_organisation = default_organisation
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="books", daemon=True)
        self._thread.start()
        self._opened.result()
        self._reader = reader.connect(path)

    async def write(self, job: Job[T]) -> T:
        """Do `job` with the connection inside a transaction; returns once it is committed. Raises what it raises."""
        result: Future[T] = Future()
        self._tasks.put(_Task(job, result))
        return await asyncio.wrap_future(result)

    def post(self, job: Job[Any]) -> None:
        """The same without waiting; a failure is logged. `close` still does what was posted before it."""
        self._tasks.put(_Task(job, None))

    async def alone(self, work: Callable[[Writer], T]) -> T:
        """Do `work` with the Writer, in transactions of its own."""
        result: Future[T] = Future()
        self._tasks.put(_Task(work, result, alone=True))
        return await asyncio.wrap_future(result)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a query finds, from the event loop's own read-only connection."""
        return self._reader.execute(sql, values).fetchall()

    def close(self) -> None:
        """Finish what was posted, then give both connections back."""
        self._tasks.put(None)
        self._thread.join()
        self._reader.close()

    def _run(self) -> None:
        try:
            writer = Writer(self.path, self._default_organisation)
            with writer.transaction():
                migrate(writer.db)
        except BaseException as error:
            self._opened.set_exception(error)
            return
        self._opened.set_result(None)
        while (batch := self._next_batch()) is not None:
            for tasks in _in_turns(batch):
                if tasks[0].alone:
                    _settle(tasks[0], lambda task=tasks[0]: task.job(writer))  # type: ignore[misc]
                else:
                    _together(writer, tasks)
        writer.close()

    def _next_batch(self) -> list[_Task] | None:
        """All that waits, at least one task; None at the end."""
        batch: list[_Task] = []
        task = self._tasks.get()
        while task is not None:
            batch.append(task)
            if len(batch) == _MOST_AT_ONCE or self._tasks.empty():
                return batch
            task = self._tasks.get()
        if batch:
            self._tasks.put(None)
            return batch
        return None


def _in_turns(batch: list[_Task]) -> list[list[_Task]]:
    """Runs of jobs that share a transaction, in their order; each lone task by itself."""
    turns: list[list[_Task]] = []
    for task in batch:
        if turns and not task.alone and not turns[-1][0].alone:
            turns[-1].append(task)
        else:
            turns.append([task])
    return turns


def _together(writer: Writer, tasks: list[_Task]) -> None:
    connection = writer.db.conn
    done: list[tuple[_Task, Any]] = []
    try:
        with writer.transaction():
            for task in tasks:
                connection.execute("SAVEPOINT job")
                try:
                    done.append((task, task.job(connection)))
                except Exception as error:
                    if not connection.in_transaction:
                        raise
                    connection.execute("ROLLBACK TO job")
                    _fail(task, error)
                connection.execute("RELEASE job")
    except Exception as error:
        for task in tasks:
            if task.result is None or not task.result.done():
                _fail(task, error)
        return
    for task, value in done:
        if task.result is not None:
            with contextlib.suppress(Exception):  # whoever waited was cancelled
                task.result.set_result(value)


def _settle(task: _Task, work: Callable[[], Any]) -> None:
    try:
        value = work()
    except Exception as error:
        _fail(task, error)
    else:
        if task.result is not None:
            with contextlib.suppress(Exception):
                task.result.set_result(value)


def _fail(task: _Task, error: Exception) -> None:
    if task.result is None:
        _log.error("a note could not be kept: %r", error)
    else:
        with contextlib.suppress(Exception):
            task.result.set_exception(error)
