"""How requests go out: unpaced; a 429 waits as told, in its own chat only; a broken line is tried again.

python-telegram-bot's AIORateLimiter halts every chat on one 429 and paces answers (p95 9.9 s at 200 answers/s).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.order import unlimited

ONCE = "once"  # rate_limit_args of a request whose failure the caller handles (broadcasts, decoration)
_MUST_ARRIVE = frozenset({"sendMessage", "sendPhoto", "sendDocument", "editMessageText", "getFile"})
_LONGEST_PAUSE = 60.0
_log = logging.getLogger(__name__)


class Pace(BaseRateLimiter[str]):
    """At most `at_once` requests on the wire. What must arrive is sent until it does.

    It also tries again after a network error, though PTB leaves that to the caller: every answer needs it. A timeout
    may hide a success; an answer is then sent again, since a repeat is better than silence.
    """

    def __init__(self, at_once: int) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._chats: dict[Any, float] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Make the request; raises what Telegram refuses, and network errors of what need not arrive."""
        if rate_limit_args == ONCE:
            return await callback(*args, **kwargs)
        chat, pause = data.get("chat_id"), 0.5
        async with unlimited():
            while True:
                await self._turn(chat)
                try:
                    async with self._places:
                        return await callback(*args, **kwargs)
                except RetryAfter as error:
                    self._hold(chat, seconds(error))
                except BadRequest:  # a NetworkError by descent, but an answer all the same
                    raise
                except NetworkError as error:
                    if endpoint not in _MUST_ARRIVE:
                        raise
                    _log.warning("%s: %s; again in %.1f s", endpoint, error, pause)
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)

    def _hold(self, chat: Any, wait: float) -> None:
        self._chats[chat] = max(self._chats.get(chat, 0.0), asyncio.get_running_loop().time() + wait)
        _log.warning("Telegram asks chat %s to wait %.0f s", chat, wait)

    async def _turn(self, chat: Any) -> None:
        while (wait := self._chats.get(chat, 0.0) - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(wait)
        self._chats.pop(chat, None)


def seconds(error: RetryAfter) -> float:
    """How long a 429 asks to wait; python-telegram-bot gives a number or a timedelta."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
