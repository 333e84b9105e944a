"""Sending to many: one message at a time at the configured pace, each claimed before and advanced after, both on disk.

One at a time so that a kill leaves at most one message in doubt; who must wait (429) waits alone, the next goes on.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterable
from functools import partial

from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.people import audit, clock, deliveries, subscriptions
from bot.people.deliveries import Delivery, Text
from bot.people.subscriptions import Subscription
from bot.telegram import sending, summaries
from bot.telegram.pace import ONCE, seconds
from bot.telegram.service import Service
from knowledge.store.reader import ReportRow

MOST_DOUBTS = 2  # timeouts after which a message may have arrived twice already
_LONGEST_PAUSE = 60.0
_IDLE_SECONDS = 30.0
_log = logging.getLogger(__name__)


async def announce(service: Service, row: ReportRow, to: Iterable[Subscription], by: int | None) -> int:
    """Queue the summary of a report for subscribers who have not had this month and version; how many those are."""
    wanting = [s for s in to if s.organisation in ("", row.org) and service.people.find(s.person).known]
    texts = {}
    for subscription in wanting:
        name = summaries.variant(subscription)
        if name not in texts:
            rendered = await summaries.render(
                service.store, service.config.summary, row, subscription.language, subscription.topics
            )
            texts[name] = Text(name, rendered.parts, rendered.chart, rendered.caption)
    occasion = f"summary:{row.id}:{row.period}:{row.version}"
    addressed = [(s.person, summaries.variant(s)) for s in wanting]

    def create(db: sqlite3.Connection) -> int:
        _, number = deliveries.create(db, occasion, texts.values(), addressed, by)
        audit.note(db, by or 0, "summary_sent", org=row.org, period=row.period, count=number)
        return number

    number = await service.books.write(create)
    service.broadcast_due.set()
    return number


async def run(service: Service) -> None:
    """The delivery loop, for as long as the bot runs."""
    await service.books.write(deliveries.reopen)
    pause = 1.0
    outcome: Callable[[sqlite3.Connection], None] = _nothing
    while True:
        claimed = await service.books.write(partial(_next, outcome))
        outcome = _nothing
        if claimed is None:
            await _report(service)
            await _wait(service)
            continue
        begun = clock.seconds()
        try:
            outcome, reached = await _deliver(service, claimed)
        except Exception:
            _log.exception("delivery of %s to %s", claimed.occasion, claimed.person)
            outcome, reached = _closing(claimed, "error"), True
        if reached:
            pause = 1.0
            await asyncio.sleep(max(0.0, 1 / service.config.telegram.broadcast_per_second - clock.seconds() + begun))
        else:
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)


def _nothing(_: sqlite3.Connection) -> None:
    """Nothing to write down of the one before."""


def _next(outcome: Callable[[sqlite3.Connection], None], db: sqlite3.Connection) -> Delivery | None:
    """Write down what became of the last one and claim the next, in one transaction."""
    outcome(db)
    return deliveries.claim(db)


async def _deliver(service: Service, claimed: Delivery) -> tuple[Callable[[sqlite3.Connection], None], bool]:
    """Send one part; what to write down, and whether Telegram was reached."""
    text = deliveries.text_of(service.books, claimed.broadcast, claimed.variant)
    try:
        await _send(service, claimed, text)
    except RetryAfter as error:
        wait = seconds(error)
        return lambda db: deliveries.postpone(db, claimed, wait, counted=False), True
    except ChatMigrated as error:
        new = error.new_chat_id
        return lambda db: subscriptions.move(db, claimed.person, new), True
    except (Forbidden, BadRequest) as error:
        return _refused(claimed, error.message), True
    except TimedOut as error:
        if claimed.attempts + 1 >= MOST_DOUBTS:
            return _closing(claimed, str(error)), False
        return lambda db: deliveries.postpone(db, claimed, 5.0, counted=True), False
    except NetworkError as error:
        _log.warning("delivery waits: %s", error)
        return lambda db: deliveries.postpone(db, claimed, 0.0, counted=False), False
    except TelegramError as error:
        return _closing(claimed, error.message), True
    parts = len(text.parts) + (text.chart is not None)
    return lambda db: deliveries.advance(db, claimed, parts), True


async def _send(service: Service, claimed: Delivery, text: Text) -> None:
    protect = service.config.access.protect_content
    if text.chart is not None and claimed.part == 0:
        await service.bot.send_photo(
            claimed.person, text.chart, caption=text.caption, protect_content=protect, rate_limit_args=ONCE
        )
        return
    part = text.parts[claimed.part - (text.chart is not None)]
    try:
        await service.bot.send_message(
            claimed.person, part, parse_mode="HTML", protect_content=protect, rate_limit_args=ONCE
        )
    except BadRequest as error:
        if "parse entities" not in error.message.lower():
            raise
        await service.bot.send_message(
            claimed.person, sending.plain(part), protect_content=protect, rate_limit_args=ONCE
        )


def _refused(claimed: Delivery, reason: str) -> Callable[[sqlite3.Connection], None]:
    """Blocked, or no such chat: this row ends and the subscription with it."""

    def write(db: sqlite3.Connection) -> None:
        deliveries.close(db, claimed, "refused", reason)
        subscriptions.end(db, claimed.person, "blocked")

    return write


def _closing(claimed: Delivery, reason: str) -> Callable[[sqlite3.Connection], None]:
    return lambda db: deliveries.close(db, claimed, "failed", reason)


async def _wait(service: Service) -> None:
    """Until something new is queued, or the next one that had to wait is due."""
    due = deliveries.next_due(service.books)
    wait = _IDLE_SECONDS if due is None else max(0.05, min(_IDLE_SECONDS, due - clock.seconds()))
    try:
        async with asyncio.timeout(wait):
            await service.broadcast_due.wait()
    except TimeoutError:
        pass
    service.broadcast_due.clear()


async def _report(service: Service) -> None:
    """Tell the admins what became of each broadcast that is through, once."""
    for progress in deliveries.unreported(service.books):
        await service.books.write(partial(deliveries.reported, broadcast=progress.broadcast))
        kind = progress.occasion.partition(":")[0]
        await sending.tell_admins(
            service, f"delivered_{kind}", sent=progress.sent, refused=progress.refused, failed=progress.failed
        )
