"""Commands and buttons, declared at their handlers: name, other names, who may use it, whether groups may.

    @command("baocao", "reports")
    async def reports(service, update, person, words): ...

    @button("src")
    async def source(service, update, person, arguments): ...

A button's data is "1:src:17:0": the version of this scheme, the handler, its arguments. Old, forged and foreign data is
refused by the handler itself, which looks everything up again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from telegram import Update

from bot.people.roles import Person
from bot.telegram.service import Service

Who = Literal["anybody", "viewer", "admin"]
CommandHandler = Callable[[Service, Update, Person, str], Awaitable[None]]
ButtonHandler = Callable[[Service, Update, Person, tuple[str, ...]], Awaitable[None]]
Key = dict[str, object]  # a button as the Bot API takes it
_SCHEME = "1"


@dataclass(frozen=True, slots=True)
class Command:
    """A command: `names` with the Vietnamese one first, `who` may use it, shown in the menu where `listed`."""

    names: tuple[str, ...]
    who: Who
    handler: CommandHandler
    listed: bool


@dataclass(frozen=True, slots=True)
class Button:
    """A button's handler and who may tap it."""

    who: Who
    handler: ButtonHandler


COMMANDS: dict[str, Command] = {}
BUTTONS: dict[str, Button] = {}


def command(*names: str, who: Who = "viewer", listed: bool = True) -> Callable[[CommandHandler], CommandHandler]:
    """Declare the handler of a command; its description is the message telegram.command.<first name>."""

    def declare(handler: CommandHandler) -> CommandHandler:
        declared = Command(names, who, handler, listed)
        for name in names:
            assert name not in COMMANDS, name
            COMMANDS[name] = declared
        return handler

    return declare


def button(name: str, who: Who = "viewer") -> Callable[[ButtonHandler], ButtonHandler]:
    """Declare the handler of a kind of button."""

    def declare(handler: ButtonHandler) -> ButtonHandler:
        assert name not in BUTTONS, name
        BUTTONS[name] = Button(who, handler)
        return handler

    return declare


def key(caption: str, name: str, *arguments: object) -> Key:
    """A button to show; its data stays within Telegram's 64 bytes because arguments are numbers and short codes."""
    data = ":".join((_SCHEME, name, *map(str, arguments)))
    assert len(data.encode()) <= 64, data
    return {"text": caption, "callback_data": data}


def parse(data: str) -> tuple[Button, tuple[str, ...]] | None:
    """The handler and the arguments of a button's data; None for data of another scheme or made up."""
    scheme, *rest = data.split(":")
    if scheme != _SCHEME or not rest or rest[0] not in BUTTONS:
        return None
    return BUTTONS[rest[0]], tuple(rest[1:])


def menu() -> list[Command]:
    """Every listed command once, in the order of declaration."""
    return list(dict.fromkeys(c for c in COMMANDS.values() if c.listed))
