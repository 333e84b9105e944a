"""One update at a time in a chat, many chats at once; each marked done when it is answered.

A person with a thousand questions holds up nobody: they wait for their own chat's turn, not for a place in the bot.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.recording import Intake

HANDLER_SECONDS = 20.0
_limit: contextvars.ContextVar[asyncio.Timeout | None] = contextvars.ContextVar("limit", default=None)


class unlimited:
    """While it lasts the handler's time does not count: waiting for Telegram is not hanging."""

    async def __aenter__(self) -> None:
        if (limit := _limit.get()) is not None and not limit.expired():
            limit.reschedule(None)

    async def __aexit__(self, *_: object) -> None:
        if (limit := _limit.get()) is not None and not limit.expired():
            limit.reschedule(asyncio.get_running_loop().time() + HANDLER_SECONDS)


class PerChat(BaseUpdateProcessor):
    """Hands updates to their handlers; `on_hang` is told of one whose handler took too long and was given up."""

    def __init__(self, intake: Intake, on_hang: Callable[[Update], Awaitable[None]]) -> None:
        super().__init__(max_concurrent_updates=1_000_000)  # the limits are the chat's turn and Pace's places
        self._intake = intake
        self._on_hang = on_hang
        self._turns: dict[int, tuple[asyncio.Lock, int]] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's turn, run the handlers within their time, mark the update done."""
        assert isinstance(update, Update)
        chat = _place(update)
        lock, users = self._turns.get(chat, (asyncio.Lock(), 0))
        self._turns[chat] = (lock, users + 1)
        try:
            async with lock:
                await self._run(update, coroutine)
        finally:
            lock, users = self._turns.pop(chat)
            if users > 1:
                self._turns[chat] = (lock, users - 1)

    async def _run(self, update: Update, coroutine: Awaitable[Any]) -> None:
        try:
            async with asyncio.timeout(HANDLER_SECONDS) as limit:
                _limit.set(limit)
                await coroutine
        except TimeoutError:
            _limit.set(None)
            await self._on_hang(update)
        self._intake.finish(update.update_id)


def _place(update: Update) -> int:
    """Whose turn it is: the chat's, or the person's where there is no chat (inline)."""
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0
