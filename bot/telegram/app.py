"""The application: put together, started, kept alive, stopped. Polling, or a webhook where one is configured."""

from __future__ import annotations

import asyncio
import logging
import signal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, CallbackContext, Defaults, TypeHandler

from bot.config import Config
from bot.people import inbox
from bot.people.books import Books
from bot.telegram import (
    admin_facts,
    admin_people,
    admin_reports,
    admin_words,
    closer,
    correcting,
    delivery,
    errors,
    loading,
    menus,
    personal,
    publishing,
    routing,
    schedule,
    strangers,
    subscribers,
    topics,
    webhook,
    wire,
)
from bot.telegram.order import PerChat
from bot.telegram.pace import Pace
from bot.telegram.recording import Intake, RecordingBot
from bot.telegram.service import Service
from knowledge.errors import ConflictError, UnavailableError

HANDLERS = (
    strangers, personal, topics, closer, subscribers, loading, correcting, publishing, admin_reports, admin_people,
    admin_words, admin_facts,
)  # fmt: skip
UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
STOP_SECONDS = 20.0
CONFLICT_SECONDS = 10.0  # of "terminated by other getUpdates" without a long gap, then this instance gives way
_CONFLICT_GAP = 30.0
_LOOK_SECONDS = 30.0
_TIDY_SECONDS = 3600.0
_log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]


class Serving:
    """One bot over one database, from `start` to `stop`."""

    def __init__(self, config: Config, database: Path, token: str) -> None:
        self.config = config
        self.books = Books(database, config.reports.default_organisation)
        intake = Intake(self.books)
        self.pace = Pace(config.telegram.concurrent_updates)
        bot = RecordingBot(
            intake, **_addresses(config), token=token, rate_limiter=self.pace, defaults=_defaults(config)
        )
        self.service = Service(config, database, self.books, intake, bot)
        processor = PerChat(intake, lambda update: errors.hang(self.service, update))
        self.app = Application.builder().bot(bot).concurrent_updates(processor).build()
        self.app.add_handler(TypeHandler(Update, self._handle))
        self.app.add_error_handler(self._failed)
        self.failure: Exception | None = None
        self.ended = asyncio.Event()
        self._first_conflict = self._last_conflict = -_CONFLICT_GAP
        self._webhook: webhook.Webhook | None = None

    async def _handle(self, update: Update, _: object) -> None:
        await routing.route(self.service, update)

    async def _failed(self, update: object, context: CallbackContext) -> None:  # type: ignore[type-arg]
        if context.error is not None:
            await errors.handle(self.service, update, context.error)

    async def start(self) -> None:
        """Reach Telegram (waiting for it as long as it takes), finish what was left, then take updates.

        Raises InvalidToken for a token that Telegram refuses.
        """
        self.service.warm()
        await _reach(self.app)
        await self._go_on()
        await self.app.start()
        if self.config.telegram.webhook_url:
            self._webhook = await webhook.start(self.service, self.config.telegram, self.app.update_queue, UPDATES)
        else:
            assert self.app.updater is not None
            await self.app.updater.start_polling(
                timeout=25, bootstrap_retries=-1, allowed_updates=UPDATES, drop_pending_updates=False,
                error_callback=self._poll_failed,
            )  # fmt: skip
        service = self.service
        service.spawn(menus.show_all(service), "menus")
        service.spawn(delivery.run(service), "delivery")
        service.spawn(self._repeat(schedule.look, _LOOK_SECONDS), "schedule")
        service.spawn(self._repeat(schedule.tidy, _TIDY_SECONDS), "tidy")
        await loading.resume(service)

    async def _go_on(self) -> None:
        """Updates that an earlier run recorded and did not finish come first."""
        left = await self.books.write(inbox.unfinished)
        for payload in left:
            update = Update.de_json(payload, self.app.bot)
            self.service.intake.waiting.add(update.update_id)
            await self.app.update_queue.put(update)
        if left:
            _log.info("%d updates of an earlier run", len(left))

    async def _repeat(self, work: schedule.Work, every: float) -> None:
        while True:
            try:
                await work(self.service)
            except Exception:
                _log.exception("in the schedule")
            await asyncio.sleep(every)

    def _poll_failed(self, error: TelegramError) -> None:
        """Network trouble is waited for; a second instance that stays, or a token taken back, ends this one."""
        now = asyncio.get_running_loop().time()
        if isinstance(error, InvalidToken):
            self._end(error)
        elif isinstance(error, Conflict):
            if now - self._last_conflict > _CONFLICT_GAP:
                self._first_conflict = now
            self._last_conflict = now
            if now - self._first_conflict >= CONFLICT_SECONDS:
                self._end(ConflictError("second_instance"))
        else:
            _log.warning("polling: %s", error)

    def _end(self, failure: Exception) -> None:
        self.failure = failure
        self.ended.set()

    async def stop(self) -> None:
        """Take no more updates, finish those in work, give everything back."""
        if self._webhook is not None:
            await self._webhook.stop()
        if self.app.updater is not None and self.app.updater.running:
            await self.app.updater.stop()
        if self.app.running:
            try:
                async with asyncio.timeout(STOP_SECONDS):
                    await self.app.stop()
            except TimeoutError:
                _log.warning("stopped with updates unfinished; they are answered after the next start")
        for task in list(self.service.tasks):
            task.cancel()
        await asyncio.gather(*self.service.tasks, return_exceptions=True)
        try:
            await self.app.shutdown()
        except RuntimeError as error:
            _log.warning("shutdown: %s", error)
        self.service.store.close()
        self.books.close()


async def serve(config: Config, database: Path, token: str) -> None:
    """Serve until a signal ends it. Raises UnavailableError (token refused) and ConflictError (second instance)."""
    serving = Serving(config, database, token)
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM"):
        try:
            loop.add_signal_handler(getattr(signal, name), serving.ended.set)
        except NotImplementedError:  # Windows
            signal.signal(getattr(signal, name), lambda *_: loop.call_soon_threadsafe(serving.ended.set))
    try:
        starting = asyncio.create_task(serving.start())
        ended = asyncio.create_task(serving.ended.wait())
        await asyncio.wait({starting, ended}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            _log.info("serving as @%s", serving.service.username)
            await ended
        else:
            starting.cancel()
    except InvalidToken:
        serving.failure = UnavailableError("token_refused")
    finally:
        await serving.stop()
    if isinstance(serving.failure, InvalidToken):
        raise UnavailableError("token_refused")
    if serving.failure is not None:
        raise serving.failure


async def _reach(app: App) -> None:
    """Say hello to Telegram, again and again until it answers."""
    pause = 1.0
    while True:
        try:
            await app.initialize()
            return
        except InvalidToken:
            raise
        except NetworkError as error:
            _log.warning("Telegram is not reached (%s); again in %.0f s", error, pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, 30.0)


def _addresses(config: Config) -> dict[str, Any]:
    """Base addresses and the two HTTP clients: each with the proxy, each with connections of its own."""
    telegram = config.telegram
    requests = {
        "request": wire.request(telegram.proxy_url, telegram.concurrent_updates + 8),
        "polls": wire.request(telegram.proxy_url, 4),
    }
    urls = {"base_url": telegram.base_url, "base_file_url": telegram.base_file_url}
    return {**requests, **{name: url for name, url in urls.items() if url}}


def _defaults(config: Config) -> Defaults:
    return Defaults(tzinfo=ZoneInfo(config.summary.timezone))
