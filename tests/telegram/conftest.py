"""A bot in this process over the fake Bot API, with a small report loaded; one event loop, real HTTP on loopback."""

from __future__ import annotations

import asyncio
import dataclasses
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.config import Access, Config, Summary, Telegram
from bot.telegram.app import Serving
from knowledge.load import extract
from knowledge.store.writer import Writer
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.fake_methods import Sent

os.environ["PTB_TIMEDELTA"] = "1"  # as python-telegram-bot will be
ADMIN, OTHER_ADMIN, VIEWER, STRANGER = 1, 2, 7, 99
DATA = Path(__file__).parent / "data"


class Bot:
    """The bot under test and what a test does with it."""

    def __init__(self, api: FakeTelegram, database: Path, config: Config) -> None:
        self.api, self.database, self.config = api, database, config
        self.serving = Serving(config, database, api.token)

    async def start(self) -> Bot:
        await self.serving.start()
        return self

    async def stop(self) -> None:
        await self.serving.stop()

    async def restart(self) -> None:
        await self.stop()
        self.serving = Serving(self.config, self.database, self.api.token)
        await self.start()

    async def until(self, condition: Callable[[], Any], seconds: float = 10.0) -> Any:
        """What `condition` gives once it is true."""
        end = asyncio.get_running_loop().time() + seconds
        while not (value := condition()):
            assert asyncio.get_running_loop().time() < end, "waited in vain"
            await asyncio.sleep(0.01)
        return value

    async def new(self, person: int, act: Callable[[], Any], count: int = 1, seconds: float = 10.0) -> Sent:
        """The last of the `count` messages that the bot sends to `person` after `act`."""
        before = len(self.api.messages(person))
        act()
        found: list[Sent] = await self.until(lambda: self.api.messages(person)[before:][count - 1 :], seconds)
        return found[0]

    async def ask(self, person: int, text: str, **more: Any) -> Sent:
        """What the bot answers to a message."""
        return await self.new(more.get("chat") or person, lambda: self.api.say(person, text, **more))

    async def press(self, person: int, message: Sent, words: str) -> Sent:
        """The new message after a tap on a button."""
        return await self.new(message.chat_id, lambda: self.api.press(person, message, words))

    async def alert(self, person: int, message: Sent, data: str) -> str:
        """What a tap's own answer says."""
        number = self.api.tap(person, message, data)
        answer = await self.until(
            lambda: next((a for a in self.api.methods.answers if a.get("callback_query_id") == number), None)
        )
        return str(answer.get("text", ""))

    async def edited(self, message: Sent, act: Callable[[], Any]) -> Sent:
        """The same message once `act` has changed it."""
        edits = message.edits
        act()
        await self.until(lambda: message.edits > edits)
        return message


@pytest.fixture
def api() -> Any:
    with FakeTelegram() as running:
        yield running


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the small October report."""
    path = tmp_path_factory.mktemp("loaded") / "reports.db"
    load(path, DATA / "bao-cao-10.md")
    return path


def load(path: Path, file: Path, **options: Any) -> None:
    """Load a file as the command line does."""
    data = file.read_bytes()
    writer = Writer(path)
    writer.keep(extract(data, file.name), data, "cli", **options)
    writer.close()


def config(api: FakeTelegram, **changes: Any) -> Config:
    """The configuration of a test bot."""
    telegram = Telegram(base_url=api.base_url, base_file_url=api.base_file_url, broadcast_per_second=500)
    access = Access(admins=(ADMIN, OTHER_ADMIN))
    return dataclasses.replace(Config(telegram=telegram, access=access, summary=Summary()), **changes)


Maker = Callable[..., Awaitable[Bot]]


@pytest.fixture
async def make(api: FakeTelegram, loaded: Path, tmp_path: Path) -> AsyncIterator[Maker]:
    """Makes bots, each over a copy of the loaded database (or an empty one), and stops them."""
    made: list[Bot] = []

    async def making(*, empty: bool = False, **changes: Any) -> Bot:
        database = tmp_path / "reports.db"
        if not empty and not database.exists():
            database.write_bytes(loaded.read_bytes())
        bot = await Bot(api, database, config(api, **changes)).start()
        made.append(bot)
        return bot

    yield making
    for bot in made:
        await bot.stop()


@pytest.fixture
async def bot(make: Maker) -> Bot:
    """The bot with its two admins and one viewer."""
    running = await make()
    running.api.methods.known |= {ADMIN, OTHER_ADMIN}
    people = running.serving.service.people
    await people.keep(people.find(VIEWER, "Cán bộ 7"), role="viewer")
    return running
