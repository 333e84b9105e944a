"""The bot's own HTTP client: what servers and networks do to a connection, and httpx where a proxy is set."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram.error import NetworkError, TimedOut
from telegram.request import HTTPXRequest

from bot.telegram import wire
from bot.telegram.wire import Timeouts, WireRequest
from tests.telegram.conftest import ADMIN, Maker

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Canned:
    """A server that gives one canned answer per request, and counts connections."""

    def __init__(self, *answers: bytes | None) -> None:
        self.answers = list(answers)
        self.connections = 0

    async def __aenter__(self) -> str:
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/bot/x"

    async def __aexit__(self, *_: object) -> None:
        self.server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while self.answers:
            try:
                await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            answer = self.answers.pop(0)
            if answer is None:
                break
            writer.write(answer)
            await writer.drain()
            if b"Connection: close" in answer or (b"Content-Length" not in answer and b"chunked" not in answer):
                break
        writer.close()


@pytest.fixture
async def client() -> AsyncIterator[WireRequest]:
    request = WireRequest(Timeouts(connect=1, exchange=0.3), 2)
    await request.initialize()
    yield request
    await request.shutdown()


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (OK, b"ok"),
        (b"HTTP/1.1 502 Bad\r\ncontent-length: 0\r\n\r\n", b""),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=1\r\nde\r\n0\r\nT: x\r\n\r\n",
            b"abcde",
        ),
        (b"HTTP/1.0 200 OK\r\n\r\nto the end", b"to the end"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    ],
)
async def test_answers_of_every_form(client: WireRequest, answer: bytes, body: bytes) -> None:
    async with Canned(answer, answer) as url:
        for _ in range(2):
            status, got = await client.do_request(url, "POST")
            assert (status, got) == (int(answer.split()[1]), body)


async def test_connections_are_kept_and_a_stale_one_is_replaced(client: WireRequest) -> None:
    server = Canned(OK, OK, None, OK)
    async with server as url:
        for _ in range(3):
            assert await client.do_request(url, "GET") == (200, b"ok")
    assert server.connections == 2


@pytest.mark.parametrize("broken", [b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", b"nonsense\r\n\r\n"])
async def test_a_broken_answer_is_a_network_error_and_not_repeated(client: WireRequest, broken: bytes) -> None:
    server = Canned(broken + b"", None, OK)
    async with server as url:
        with pytest.raises(NetworkError):
            await client.do_request(url, "POST", read_timeout=0.3)
    assert server.connections == 1


async def test_silence_is_a_timeout_and_nobody_there_a_network_error(client: WireRequest) -> None:
    async with Canned(b"") as url:
        with pytest.raises((TimedOut, NetworkError)):
            await client.do_request(url, "POST", read_timeout=0.2)
    with pytest.raises(NetworkError):
        await client.do_request("http://127.0.0.1:9/bot", "POST")


async def test_behind_a_proxy_httpx_does_the_same(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "getproxies", lambda: {"https": "http://proxy.example:3128"})
    assert isinstance(wire.request("", 4), HTTPXRequest)
    bot = await make()
    assert "32.450" in (await bot.ask(ADMIN, "tổng đàn lợn?")).text
    assert isinstance(bot.serving.service.bot.request, HTTPXRequest)
