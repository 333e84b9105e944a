"""A bot that writes every update down before it hands it on.

The next getUpdates acknowledges a whole batch before it is worked on, so a bot that is killed loses what it had
fetched: 8 of 10 waiting questions where this was measured. Here the batch is in the inbox, flushed to disk, first.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from telegram import Update
from telegram.error import TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData

from bot.people import inbox
from bot.people.books import Books
from bot.telegram.wire import WireRequest

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

    async def record(
        self, updates: Iterable[Update], as_sent: Mapping[int, Any] = MappingProxyType({})
    ) -> tuple[Update, ...]:
        """Write updates down; those that were never seen before. `as_sent` are their texts where they are at hand.

        Where the database is held by others for long, or can't be written, they are handed on all the same: an answer
        that a kill could lose is better than none.
        """
        unseen = (update for update in updates if update.update_id not in self._seen)
        new = tuple(sorted(unseen, key=lambda update: update.update_id))
        numbers = {update.update_id for update in new}
        self._seen |= numbers
        self.waiting |= numbers
        payloads = [as_sent.get(update.update_id) or update.to_dict() for update in new]
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


@dataclass(frozen=True, slots=True)
class _Values:
    """What a request backend reads of a RequestData (which is final), for values that are JSON already."""

    values: dict[str, Any]
    contains_files: bool = False
    multipart_data: None = None

    @property
    def json_parameters(self) -> dict[str, str]:
        """Texts as they are, everything else as JSON."""
        return {
            name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for name, value in self.values.items()
        }


class RecordingBot(ExtBot[str]):
    """`ExtBot` whose `get_updates` records, and which sends without building an object for every part of a message."""

    __slots__ = ("_intake", "_polls")

    def __init__(self, intake: Intake, polls: BaseRequest, **more: Any) -> None:
        super().__init__(get_updates_request=polls, **more)
        self._intake = intake
        self._polls = polls

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
            if new := await self._intake.record(updates, self._as_sent()):
                return new
            # all of them known already: acknowledge, and go on
            offset = max(update.update_id for update in updates) + 1

    def _as_sent(self) -> dict[int, Any]:
        """The updates of the last poll as Telegram sent them, by number; empty where the client doesn't keep them."""
        body = self._polls.last_body if isinstance(self._polls, WireRequest) else b"{}"
        return {int(update["update_id"]): update for update in json.loads(body).get("result", ())}

    async def call(self, method: str, how: str | None = None, **values: Any) -> Any:
        """A method of the Bot API with values as JSON takes them (None is left out), through the same pace and retries.

        python-telegram-bot's own method would build and take apart objects for longer than the request lasts.
        """
        given = {name: value for name, value in values.items() if value is not None}
        assert self.rate_limiter is not None
        url = f"{self.base_url}/{method}"
        return await self.rate_limiter.process_request(
            self.request.post, (url, cast(RequestData, _Values(given))), {}, method, given, how
        )
