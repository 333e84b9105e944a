"""A webhook without another web framework: Telegram posts an update with the secret, it is recorded, then acknowledged.

Behind a reverse proxy that speaks HTTPS; the port listens on this machine only.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import secrets
from typing import Any

from telegram import Update

from bot.config import Telegram
from bot.telegram.service import Service

LONGEST = 1024 * 1024
_SECONDS = 30.0
_log = logging.getLogger(__name__)


class Webhook:
    """The listening port, and what is answered there."""

    def __init__(self, service: Service, queue: asyncio.Queue[Any]) -> None:
        self._service = service
        self._queue = queue
        self._secret = secrets.token_urlsafe(32)
        self._server: asyncio.Server | None = None

    async def open(self, settings: Telegram, updates: tuple[str, ...]) -> None:
        """Listen, then tell Telegram where and with which secret."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", settings.webhook_port)
        await self._service.bot.set_webhook(
            settings.webhook_url, secret_token=self._secret, allowed_updates=updates, drop_pending_updates=False
        )

    async def stop(self) -> None:
        """Listen no more; Telegram keeps what comes meanwhile."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        status = 400
        try:
            async with asyncio.timeout(_SECONDS):
                status = await self._take(reader)
        except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ValueError):
            _log.warning("webhook: an unusable request")
        except Exception:
            _log.exception("webhook")
            status = 500
        writer.write(f"HTTP/1.1 {status} -\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        writer.close()

    async def _take(self, reader: asyncio.StreamReader) -> int:
        """Record one posted update; the status to answer with."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        given = headers.get("x-telegram-bot-api-secret-token", "")
        if not head[0].startswith("POST ") or not hmac.compare_digest(given.encode(), self._secret.encode()):
            return 403
        length = int(headers.get("content-length", "0"))
        if not 0 < length <= LONGEST:
            return 413
        update = Update.de_json(json.loads(await reader.readexactly(length)), self._service.bot)
        for new in await self._service.intake.record([update]):
            await self._queue.put(new)
        return 200


async def start(service: Service, settings: Telegram, queue: asyncio.Queue[Any], updates: tuple[str, ...]) -> Webhook:
    """Open the webhook."""
    hook = Webhook(service, queue)
    await hook.open(settings, updates)
    return hook
