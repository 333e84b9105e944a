"""The menus of commands, by role. Clients may show an old one, so rights are never checked by it."""

from __future__ import annotations

import logging

from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.messages import text
from bot.people.roles import Person
from bot.telegram.registry import menu
from bot.telegram.service import Service

_log = logging.getLogger(__name__)


async def show_all(service: Service) -> None:
    """At start: the menu for everybody, one for each admin, and what the bot says of itself. Failing stops nothing."""
    for language in ("vi", "en"):
        code = None if language == "vi" else language
        try:
            scope = BotCommandScopeAllPrivateChats()
            await service.bot.set_my_commands(_commands(language, admin=False), scope=scope, language_code=code)
            await service.bot.set_my_short_description(text(language, "telegram.about"), language_code=code)
            await service.bot.set_my_description(text(language, "telegram.description"), language_code=code)
        except TelegramError as error:
            _log.warning("the menu could not be set: %s", error)
    for admin in service.people.admins():
        await show_commands(service, service.people.find(admin))


async def show_commands(service: Service, person: Person) -> None:
    """The menu in one person's chat, as their role and language want it."""
    scope = BotCommandScopeChat(person.id)
    try:
        if person.admin or person.language != "vi":
            await service.bot.set_my_commands(_commands(person.language, admin=person.admin), scope=scope)
        else:
            await service.bot.delete_my_commands(scope=scope)
    except TelegramError as error:
        _log.warning("the menu of %s could not be set: %s", person.id, error)


def _commands(language: str, *, admin: bool) -> list[BotCommand]:
    shown = [c for c in menu() if admin or c.who != "admin"]
    name = -1 if language == "en" else 0
    return [BotCommand(c.names[name], text(language, f"telegram.command.{c.names[0]}")) for c in shown]
