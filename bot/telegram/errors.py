"""What goes wrong while an update is handled becomes a sentence for the person and, where it is a bug, a reference."""

from __future__ import annotations

import logging
import secrets
import sqlite3

from telegram import Update
from telegram.error import Forbidden, NetworkError, TelegramError

from bot.messages import error_text
from bot.people import clock
from bot.people.roles import Person
from bot.telegram import sending
from bot.telegram.service import Service, say
from knowledge.errors import HoibaocaoError, UnavailableError

QUIET_SECONDS = 60.0
_log = logging.getLogger(__name__)


async def handle(service: Service, update: object, error: BaseException) -> None:
    """Say it, log it, tell the admins where they must act. Never raises."""
    try:
        await _handle(service, update, error)
    except Exception:
        _log.exception("while handling an error")


async def _handle(service: Service, update: object, error: BaseException) -> None:
    if not isinstance(update, Update):
        _log.warning("outside of an update: %s", error)
        return
    person = _person(service, update)
    if isinstance(error, UnavailableError | sqlite3.DatabaseError):
        _log.error("the database: %s", error)
        await _apologise(service, update, person, "maintenance")
        await _tell_once(service, "database_trouble", reason=sending.escape(str(error)))
    elif isinstance(error, HoibaocaoError):
        chat = update.effective_chat
        if chat is not None:
            await sending.send(service, chat.id, sending.escape(error_text(person.language, error)), report=False)
    elif isinstance(error, Forbidden):
        if update.effective_chat:
            await sending.gone(service, update.effective_chat.id)
    elif isinstance(error, NetworkError | TelegramError):
        _log.warning("Telegram: %s", error)
        await _apologise(service, update, person, "not_sent")
    else:
        reference = secrets.token_hex(4)
        _log.error("bug %s", reference, exc_info=error)
        await _apologise(service, update, person, "bug", reference=reference)
        await _tell_once(service, "bug_report", reference=reference, kind=type(error).__name__)


async def _tell_once(service: Service, key: str, **params: object) -> None:
    """Tell the admins, but not of the same trouble again and again."""
    trouble = (key, str(params.get("kind", "")))
    if clock.seconds() - service.told.get(trouble, 0.0) >= QUIET_SECONDS:
        service.told[trouble] = clock.seconds()
        await sending.tell_admins(service, key, (), **params)


async def hang(service: Service, update: Update) -> None:
    """A handler took too long and was given up: the person gets an apology."""
    _log.error("update %s was given up", update.update_id)
    await _apologise(service, update, _person(service, update), "took_too_long")


async def _apologise(service: Service, update: Update, person: Person, key: str, **params: object) -> None:
    chat = update.effective_chat
    if chat is not None:
        await sending.send(service, chat.id, say(person, key, **params), report=False)


def _person(service: Service, update: Update) -> Person:
    user = update.effective_user
    return service.people.find(user.id, user.full_name) if user else Person(0, "")
