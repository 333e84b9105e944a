"""How a reply leaves: split at 4096 characters, plain where Telegram refuses the HTML, protected where configured."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.people import subscriptions
from bot.render.split import split
from bot.telegram.pace import ONCE
from bot.telegram.registry import Key
from bot.telegram.service import Service, say

Buttons = Sequence[Sequence[Key]]
CAPTION = 1024
_NO_PREVIEW = {"is_disabled": True}
_log = logging.getLogger(__name__)


def escape(text: str) -> str:
    """Text of a report or a person, safe inside Telegram HTML."""
    return html.escape(text, quote=False)


def plain(text: str) -> str:
    """Telegram HTML without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))


async def send(
    service: Service, chat: int, text: str, buttons: Buttons = (), *, reply_to: int | None = None, report: bool = True
) -> int | None:
    """Send HTML in as many messages as it takes, buttons under the last; its number, None where it can't arrive.

    `report`: it holds something of a report, and is protected from forwarding where the configuration says so.
    """
    sent = None
    parts = split(text)
    for number, part in enumerate(parts):
        reply = {"message_id": reply_to, "allow_sending_without_reply": True}
        more = {
            "reply_markup": _markup(buttons) if number == len(parts) - 1 else None,
            "reply_parameters": reply if reply_to and number == 0 else None,
            "protect_content": (service.config.access.protect_content and report) or None,
            "link_preview_options": _NO_PREVIEW,
        }
        try:
            sent = await _send_part(service, chat, part, more)
        except Forbidden:
            await gone(service, chat)
            return None
        except ChatMigrated as error:
            await moved(service, chat, error.new_chat_id)
            sent = await _send_part(service, error.new_chat_id, part, more)
    return sent


async def _send_part(service: Service, chat: int, part: str, more: dict[str, Any]) -> int:
    send_message = partial(service.bot.call, "sendMessage", chat_id=chat, **more)
    try:
        sent = await send_message(text=part, parse_mode="HTML")
    except BadRequest as error:
        if not _refused_text(error):
            raise
        _log.warning("HTML refused, sent as plain text: %s", error.message)
        for piece in split(html.escape(plain(part), quote=False)):
            sent = await send_message(text=plain(piece))
    return int(sent["message_id"])


def _markup(buttons: Buttons) -> dict[str, Buttons] | None:
    return {"inline_keyboard": buttons} if buttons else None


async def photo(service: Service, chat: int, picture: bytes, caption: str) -> None:
    """A picture with a plain caption; a caption that is too long follows as a message."""
    protect = service.config.access.protect_content
    fits = len(caption) <= CAPTION
    try:
        await service.bot.send_photo(chat, picture, caption=caption if fits else None, protect_content=protect)
    except Forbidden:
        await gone(service, chat)
        return
    if not fits:
        await send(service, chat, escape(caption))


def _refused_text(error: BadRequest) -> bool:
    return "parse entities" in error.message.lower() or "too long" in error.message.lower()


async def edit(service: Service, chat: int, message: int, text: str, buttons: Buttons = ()) -> None:
    """Change a message of the bot; no change or a message that is gone is no error."""
    try:
        await service.bot.call(
            "editMessageText", chat_id=chat, message_id=message, text=split(text)[0], parse_mode="HTML",
            reply_markup=_markup(buttons), link_preview_options=_NO_PREVIEW,
        )  # fmt: skip
    except BadRequest as error:
        if "not modified" not in error.message.lower() and "not found" not in error.message.lower():
            raise
    except Forbidden:
        await gone(service, chat)


async def answer_tap(service: Service, query: str, text: str = "", *, alert: bool = False) -> None:
    """Stop the button's clock, before any work; a query that has expired meanwhile is no error."""
    try:
        await service.bot.answer_callback_query(query, text[:200] or None, show_alert=alert, rate_limit_args=ONCE)
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise


async def gone(service: Service, chat: int) -> None:
    """A person has blocked the bot: no more summaries for them."""
    await service.books.write(lambda db: subscriptions.end(db, chat, "blocked"))


async def moved(service: Service, old: int, new: int) -> None:
    """A group became a supergroup: what is meant for it goes to the new id."""
    await service.books.write(lambda db: subscriptions.move(db, old, new))


async def tell_admins(service: Service, key: str, buttons: Buttons = (), **params: object) -> None:
    """The same sentence to every admin, in their language; one who can't be reached holds up nobody."""
    for admin in service.people.admins():
        person = service.people.find(admin)
        try:
            await service.bot.call(
                "sendMessage", ONCE, chat_id=admin, text=say(person, key, **params), parse_mode="HTML",
                reply_markup=_markup(buttons),
            )  # fmt: skip
        except Exception as error:
            _log.warning("admin %s was not reached: %s", admin, error)
