"""A bot that writes every update down before it hands it on.

The next getUpdates acknowledges a whole batch before it is worked on, so a bot that is killed loses what it had
fetched: 8 of 10 waiting questions where this was measured. Here the batch is in the inbox, flushed to disk, first.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from typing import Any

from telegram import Update
from telegram.error import TimedOut
from telegram.ext import ExtBot

from bot.people import inbox
from bot.people.books import Books

LONGEST_RECORDING = 1.0
LONGEST_SILENCE = 90.0  # of one poll; a connection cut in mid-flight could stay checked out for ever
MOST_WAITING = 2000  # updates in work; beyond it the bot fetches no more for the moment
_log = logging.getLogger(__name__)


class Intake:
    """What came in and is not finished: recorded in the inbox, numbers in `waiting`."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._seen = inbox.known(books)
        self.waiting: set[int] = set()
        self.last_poll = time.monotonic()

    async def record(self, updates: Iterable[Update]) -> tuple[Update, ...]:
        """Write updates down; those that were never seen before.

        Where the database is held by others for long, or can't be written, they are handed on all the same: an answer
        that a kill could lose is better than none.
        """
        unseen = (update for update in updates if update.update_id not in self._seen)
        new = tuple(sorted(unseen, key=lambda update: update.update_id))
        numbers = {update.update_id for update in new}
        self._seen |= numbers
        self.waiting |= numbers
        payloads = [update.to_dict() for update in new]
        if payloads:
            writing = asyncio.ensure_future(self._books.write(lambda db: inbox.record(db, payloads)))
            writing.add_done_callback(_say_failure)
            await asyncio.wait({writing}, timeout=LONGEST_RECORDING)
        return new

    def finish(self, update_id: int) -> None:
        """An update is answered; marked without waiting for the disk."""
        self.waiting.discard(update_id)
        self._books.post(lambda db: inbox.done(db, update_id))


def _say_failure(writing: asyncio.Future[None]) -> None:
    if not writing.cancelled() and (error := writing.exception()) is not None:
        _log.error("updates could not be recorded: %r", error)


class RecordingBot(ExtBot[str]):
    """`ExtBot` whose `get_updates` records."""

    __slots__ = ("_intake",)

    def __init__(self, intake: Intake, **more: Any) -> None:
        super().__init__(**more)
        self._intake = intake

    async def get_updates(self, offset: int | None = None, **more: Any) -> tuple[Update, ...]:  # type: ignore[override]
        """The updates that were never recorded before, after recording them."""
        while len(self._intake.waiting) >= MOST_WAITING:
            await asyncio.sleep(0.1)
        while True:
            try:
                async with asyncio.timeout(LONGEST_SILENCE):
                    updates = await super().get_updates(offset=offset, **more)
            except TimeoutError as error:
                raise TimedOut from error
            self._intake.last_poll = time.monotonic()
            if not updates:
                return ()
            if new := await self._intake.record(updates):
                return new
            offset = (
                max(update.update_id for update in updates) + 1
            )  # all of them known already: acknowledge, and go on
