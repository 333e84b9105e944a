"""Where an update goes: rights are looked up at every step; then its command, button, file or question."""

from __future__ import annotations

import re
from typing import Any

from telegram import Message, Update

from bot.people import subscriptions
from bot.people.roles import Person
from bot.telegram import loading, officials, registry, sending, strangers
from bot.telegram.registry import Who
from bot.telegram.service import Service, say

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+|$)(.*)", re.DOTALL)


async def route(service: Service, update: Update) -> None:
    """Handle one update."""
    if update.my_chat_member is not None:
        await _membership(service, update)
        return
    user = update.effective_user
    if user is None or user.is_bot:
        return
    person = service.people.find(user.id, user.full_name)
    if update.callback_query is not None:
        await _tap(service, update, person)
    elif update.inline_query is not None:
        await officials.inline(service, update, person)
    elif update.effective_message is not None and (update.message or update.edited_message):
        await _message(service, update, update.effective_message, person)


async def _message(service: Service, update: Update, message: Message, person: Person) -> None:
    if message.migrate_to_chat_id:
        await sending.moved(service, message.chat_id, message.migrate_to_chat_id)
        return
    text = message.text or ""
    if match := _COMMAND.fullmatch(text):
        name, addressed, words = match.groups()
        if addressed and addressed.lower() != service.username.lower():
            return
        await _command(service, update, person, name.lower(), words.strip())
        return
    if message.chat.type != "private":
        if not _meant(service, message):
            return
        text = re.sub(rf"@{re.escape(service.username)}\b", "", text, flags=re.IGNORECASE).strip()
    if not person.known:
        await strangers.greet(service, update, person)
    elif message.document or message.photo:
        await loading.received(service, update, person)
    elif text:
        await officials.question(service, update, person, text)
    elif update.message:
        await sending.send(service, message.chat_id, say(person, "only_text"), report=False)


async def _command(service: Service, update: Update, person: Person, name: str, words: str) -> None:
    chat = update.effective_chat
    assert chat is not None
    command = registry.COMMANDS.get(name)
    if command is not None and _may(person, command.who):
        await command.handler(service, update, person, words)
    elif not person.known:
        await strangers.greet(service, update, person)
    elif command is None:
        if chat.type == "private":
            await sending.send(service, chat.id, say(person, "unknown_command"), report=False)
    else:
        await sending.send(service, chat.id, say(person, "not_admin"), report=False)


async def _tap(service: Service, update: Update, person: Person) -> None:
    query = update.callback_query
    assert query is not None
    found = registry.parse(query.data or "")
    if found is None or query.message is None:
        await sending.answer_tap(service, query.id, say(person, "stale_button"), alert=True)
    elif not _may(person, found[0].who):
        await sending.answer_tap(service, query.id, say(person, "not_allowed"), alert=True)
    else:
        await found[0].handler(service, update, person, found[1])


async def _membership(service: Service, update: Update) -> None:
    """The person blocked the bot or left: nothing is sent to them any more."""
    change = update.my_chat_member
    assert change is not None
    if change.new_chat_member.status in ("kicked", "left"):
        chat = change.chat.id
        await service.books.write(lambda db: subscriptions.end(db, chat, "blocked"))


def _may(person: Person, who: Who) -> bool:
    return who == "anybody" or (person.known if who == "viewer" else person.admin)


def _meant(service: Service, message: Message) -> bool:
    """In a group: mentioned by name, or a reply to one of the bot's messages."""
    reply: Any = message.reply_to_message
    if reply is not None and reply.from_user is not None and reply.from_user.id == service.bot.id:
        return True
    mentions = message.parse_entities(["mention"]).values()
    return any(mention.lower() == f"@{service.username}".lower() for mention in mentions)
