"""A Bot API server on loopback, strict where Telegram is strict, with faults on demand.

    with FakeTelegram() as api:
        api.say(7, "thu ngân sách?")            # a person writes; known from then on
        api.wait(lambda: api.texts(7))          # what the bot has sent to chat 7
        api.fail("sendMessage", "429", chat=7, retry_after=2)

It runs in a thread of its own, so that the bot under test may be in this process or another.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from tests.telegram.fake_http import Request, read_request, response
from tests.telegram.fake_methods import Methods, Refused, Sent
from tests.telegram.fake_people import People

TOKEN = "42:AAFakeTokenForTestsOnly-0123456789abcde"


@dataclass
class Fault:
    """What goes wrong with the next `times` matching calls.

    kind: "429", "500", "502", "504", "401", "403", "chat_not_found", "migrate", "unparsable", "409" answer so
    instead of doing it; "reset_before" closes the connection undone, "reset_after" does it and closes,
    "timeout_before" and "timeout_after" keep silent for `seconds`, "slow" does it after `seconds`.
    """

    method: str
    kind: str
    chat: int | None = None
    times: int = 1
    seconds: float = 30.0
    retry_after: int = 1
    migrate_to: int = 0
    hits: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Call:
    """One request as it came, with the time it came at and the status it got."""

    method: str
    params: dict[str, Any]
    at: float
    status: int

    @property
    def chat(self) -> int | None:
        return int(self.params["chat_id"]) if "chat_id" in self.params else None


class FakeTelegram(People):
    """The server and the people who write to the bot (`People`)."""

    def __init__(self, token: str = TOKEN, username: str = "hoibaocao_bot") -> None:
        super().__init__(Methods(username))
        self.token = token
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.down = False
        self.polls = 0
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._wake = asyncio.Event()
        self._ready = threading.Event()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = 0

    # --- for tests ---

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    def fail(self, method: str, kind: str, **more: Any) -> Fault:
        fault = Fault(method, kind, **more)
        self.faults.append(fault)
        return fault

    def messages(self, chat: int) -> list[Sent]:
        return [m for m in list(self.methods.sent) if m.chat_id == chat and not m.deleted]

    def texts(self, chat: int) -> list[str]:
        return [m.text for m in self.messages(chat)]

    def called(self, method: str, chat: int | None = None) -> list[Call]:
        return [c for c in list(self.calls) if c.method.lower() == method.lower() and chat in (None, c.chat)]

    def wait(self, condition: Callable[[], Any], seconds: float = 10.0) -> Any:
        """What `condition` gives once it is true; from a thread that doesn't run the bot."""
        end = time.monotonic() + seconds
        with self._changed:
            while not (value := condition()):
                if not self._changed.wait(min(0.2, end - time.monotonic())) and time.monotonic() >= end:
                    raise AssertionError("waited in vain")
        return value

    def pushed(self) -> None:
        self._loop.call_soon_threadsafe(self._wake.set)

    # --- the server ---

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)

        async def start() -> None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=64 * 1024 * 1024, backlog=512)
            self.port = self._server.sockets[0].getsockname()[1]
            self._ready.set()

        self._loop.run_until_complete(start())
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await read_request(reader)) is not None and not self.down:
                answer = await self._answer(request)
                if answer is None:
                    break
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, request: Request) -> bytes | None:
        """The response's bytes, or None to close the connection without one."""
        if request.path.startswith(f"/file/bot{self.token}/documents/"):
            file = self.methods.files[request.path.rsplit("/", 1)[1]]
            return response(200, file.data, "application/octet-stream")
        prefix = f"/bot{self.token}/"
        if not request.path.startswith(prefix):
            return response(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        method = request.path[len(prefix) :]
        at = time.monotonic()
        fault = self._fault(method, request.params)
        if fault and fault.kind in ("timeout_before", "slow"):
            await asyncio.sleep(fault.seconds)
        if fault and (wrong := _wrong(fault)):
            self._note(Call(method, request.params, at, wrong[0]))
            return response(*wrong)
        if fault and fault.kind in ("reset_before", "timeout_before"):
            self._note(Call(method, request.params, at, 0))
            return None
        status, body = await self._result(method, request.params)
        self._note(Call(method, request.params, at, status))
        if fault and fault.kind == "timeout_after":
            await asyncio.sleep(fault.seconds)
        return None if fault and fault.kind in ("reset_after", "timeout_after") else response(status, body)

    async def _result(self, method: str, params: dict[str, Any]) -> tuple[int, Any]:
        try:
            if method == "getUpdates":
                return 200, {"ok": True, "result": await self._updates(params)}
            return 200, {"ok": True, "result": self.methods.call(method, params)}
        except Refused as refused:
            body = {"ok": False, "error_code": refused.status, "description": refused.description}
            return refused.status, {**body, "parameters": refused.parameters} if refused.parameters else body

    async def _updates(self, params: dict[str, Any]) -> list[Any]:
        """Long polling: a second poller ends the first with 409; an offset acknowledges everything before it."""
        self.polls = mine = self.polls + 1
        self._wake.set()
        offset, limit = int(params.get("offset", 0)), int(params.get("limit", 100))
        end = time.monotonic() + float(params.get("timeout", 0))
        self.pending = [u for u in self.pending if u["update_id"] >= offset]
        while True:
            if mine != self.polls:
                raise Refused(409, _CONFLICT)
            if self.pending or time.monotonic() >= end:
                return self.pending[:limit]
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), min(1.0, max(0.01, end - time.monotonic())))
            except TimeoutError:
                continue

    def _fault(self, method: str, params: dict[str, Any]) -> Fault | None:
        chat = int(params["chat_id"]) if str(params.get("chat_id", "")).lstrip("-").isdigit() else None
        for fault in self.faults:
            if fault.times > 0 and fault.method in (method, "*") and fault.chat in (None, chat):
                fault.times -= 1
                fault.hits.append(time.monotonic())
                return fault
        return None

    def _note(self, call: Call) -> None:
        with self._changed:
            self.calls.append(call)
            self._changed.notify_all()


_CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_PLAIN = {
    "401": (401, "Unauthorized"),
    "403": (403, "Forbidden: bot was blocked by the user"),
    "409": (409, _CONFLICT),
    "chat_not_found": (400, "Bad Request: chat not found"),
    "unparsable": (400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
    "500": (500, "Internal Server Error"),
}


def _wrong(fault: Fault) -> tuple[int, Any] | tuple[int, Any, str] | None:
    if fault.kind in ("502", "504"):
        return int(fault.kind), b"<html><body>Bad Gateway</body></html>", "text/html"
    if fault.kind == "429":
        description = f"Too Many Requests: retry after {fault.retry_after}"
        body = {
            "ok": False,
            "error_code": 429,
            "description": description,
            "parameters": {"retry_after": fault.retry_after},
        }
        return 429, body
    if fault.kind == "migrate":
        description = "Bad Request: group chat was upgraded to a supergroup chat"
        parameters = {"migrate_to_chat_id": fault.migrate_to}
        return 400, {"ok": False, "error_code": 400, "description": description, "parameters": parameters}
    if fault.kind in _PLAIN:
        status, description = _PLAIN[fault.kind]
        return status, {"ok": False, "error_code": status, "description": description}
    return None
