"""HTTP to the Bot API by asyncio's own streams: a quarter of the processor time that httpx takes for a small request.

Only for what the bot does thousands of times: form posts and downloads without a proxy. Uploads go through httpx, and
so does everything where a proxy is configured or set in the environment.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

IDLE_SECONDS = 15.0  # a connection unused for longer may have been closed by the other side
LARGEST_HEAD = 64 * 1024
Place = tuple[str, str, int]


@dataclass(slots=True)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    used: float = 0.0

    @property
    def usable(self) -> bool:
        return time.monotonic() - self.used < IDLE_SECONDS and not self.reader.at_eof() and not self.writer.is_closing()


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds for connecting, and for everything from the first byte sent to the last byte read."""

    connect: float = 10.0
    exchange: float = 15.0
    upload: float = 90.0


class WireRequest(BaseRequest):
    """python-telegram-bot's request backend over bare streams."""

    def __init__(self, timeouts: Timeouts, connections: int) -> None:
        self._timeouts = timeouts
        self._uploads = HTTPXRequest(
            connections, read_timeout=timeouts.exchange, connect_timeout=timeouts.connect,
            media_write_timeout=timeouts.upload, pool_timeout=timeouts.upload,
        )  # fmt: skip
        self.last_body = b"{}"  # of the last response that was read
        self._idle: dict[Place, list[_Connection]] = {}
        self._trust: ssl.SSLContext | None = None

    @property
    def read_timeout(self) -> float:
        """What a long poll adds its own time to."""
        return self._timeouts.exchange

    async def initialize(self) -> None:
        """Prepare the client for uploads."""
        await self._uploads.initialize()

    async def shutdown(self) -> None:
        """Close every connection."""
        for connections in self._idle.values():
            for connection in connections:
                connection.writer.close()
        self._idle.clear()
        await self._uploads.shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request; the status and the body. Raises NetworkError, and TimedOut for one that takes too long."""
        if request_data is not None and request_data.contains_files:
            return await self._uploads.do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        parts = urlsplit(url)
        place = (parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        body = urlencode(request_data.json_parameters).encode() if request_data else b""
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        head = f"{method} {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: {len(body)}\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        seconds = self._timeouts.exchange if read_timeout is BaseRequest.DEFAULT_NONE else cast(float, read_timeout)
        try:
            status, self.last_body = await self._exchange(place, (head + kind).encode() + body, seconds)
        except TimeoutError as error:
            raise TimedOut from error
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error
        return status, self.last_body

    async def _exchange(self, place: Place, request: bytes, seconds: float) -> tuple[int, bytes]:
        """Send and read. A kept connection that turns out closed before any answer is replaced once."""
        while True:
            connection, fresh = await self._connection(place)
            try:
                async with asyncio.timeout(seconds):
                    connection.writer.write(request)
                    head = await connection.reader.readuntil(b"\r\n\r\n")
                    status, body, keep = await _body(connection.reader, head)
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                connection.writer.close()
                if fresh or (isinstance(error, asyncio.IncompleteReadError) and error.partial):
                    raise
                continue
            except BaseException:
                connection.writer.close()
                raise
            if keep:
                connection.used = time.monotonic()
                self._idle.setdefault(place, []).append(connection)
            else:
                connection.writer.close()
            return status, body

    async def _connection(self, place: Place) -> tuple[_Connection, bool]:
        """A kept connection, or a fresh one (True)."""
        idle = self._idle.get(place, [])
        while idle:
            connection = idle.pop()
            if connection.usable:
                return connection, False
            connection.writer.close()
        scheme, host, port = place
        if scheme == "https" and self._trust is None:
            self._trust = httpx.create_ssl_context()
        async with asyncio.timeout(self._timeouts.connect):
            trust = self._trust if scheme == "https" else None
            reader, writer = await asyncio.open_connection(host, port, ssl=trust, limit=LARGEST_HEAD)
        return _Connection(reader, writer), True


async def _body(reader: asyncio.StreamReader, head: bytes) -> tuple[int, bytes, bool]:
    """The status, the body, and whether the connection may be kept."""
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = {name.lower(): value.strip().lower() for name, _, value in (line.partition(":") for line in lines)}
    if not first.startswith("HTTP/1."):
        raise ValueError("no HTTP response")
    status, keep = int(first.split()[1]), fields.get("connection") != "close" and first.startswith("HTTP/1.1")
    if fields.get("transfer-encoding") == "chunked":
        return status, await _chunks(reader), keep
    if "content-length" in fields:
        return status, await reader.readexactly(int(fields["content-length"])), keep
    return status, await reader.read(), False


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    chunks = []
    while length := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        chunks.append(await reader.readexactly(length))
        await reader.readexactly(2)
    while await reader.readuntil(b"\r\n") != b"\r\n":
        pass
    return b"".join(chunks)


def request(proxy: str, connections: int) -> BaseRequest:
    """The backend for these settings: bare streams, or httpx where a proxy must be gone through."""
    if proxy or getproxies().keys() & {"http", "https", "all"}:
        return HTTPXRequest(
            connections, proxy=proxy or None, read_timeout=15, write_timeout=15, connect_timeout=10, pool_timeout=30,
            media_write_timeout=90,
        )  # fmt: skip
    return WireRequest(Timeouts(), connections)
