"""Questions and their answers: plain text is a question, an edited one is answered anew, the buttons look closer."""

from __future__ import annotations

import re
import sqlite3

from telegram import InlineQueryResultArticle, InputTextMessageContent, Update

from bot.conversation import Reply
from bot.people import aliases, conversations, questions
from bot.people.roles import Person
from bot.render.figures import shorten
from bot.telegram import admin_facts, admin_words, correcting, pictures, sending
from bot.telegram.registry import Key, key
from bot.telegram.service import TALK_MINUTES, Service, say

LONGEST_QUESTION = 1000
_LABEL = 60


async def question(service: Service, update: Update, person: Person, words: str) -> None:
    """Answer a plain text: first whatever a dialogue waits for, else a question."""
    message = update.effective_message
    assert message is not None
    if person.admin and await _was_wanted(service, message.chat_id, person, words):
        return
    group = message.chat.type != "private"
    reply_to = message.message_id if group or update.edited_message else None
    await answer(service, message.chat_id, person, words, reply_to=reply_to)


async def _was_wanted(service: Service, chat: int, person: Person, words: str) -> bool:
    """Whether a dialogue with this admin waited for this text, and took it."""
    if person.id not in service.wanted:
        return False
    return (
        await correcting.take_wanted(service, person, words)
        or await admin_words.take_wanted(service, chat, person, words)
        or await admin_facts.take_wanted(service, chat, person, words)
    )


async def answer(service: Service, chat: int, person: Person, words: str, *, reply_to: int | None = None) -> None:
    """Ask the engine, send what it says, and keep what was asked and given."""
    reply = service.ask(chat, person, aliases.apply(words, service.aliases))
    await give(service, chat, person, words, reply, reply_to=reply_to)


async def answer_fact(service: Service, chat: int, person: Person, fact: int) -> None:
    """The same for one fact that was chosen by a button."""
    reply = service.show(chat, person, fact)
    if reply is None:
        await sending.send(service, chat, say(person, "fact_gone"), report=False)
        return
    await give(service, chat, person, reply.facts[0].indicator, reply)


async def give(
    service: Service, chat: int, person: Person, words: str, reply: Reply, *, reply_to: int | None = None
) -> None:
    """Send a reply with its buttons, and write it down."""
    number = service.next_question()
    await sending.send(service, chat, reply.text, keyboard(person, reply, number), reply_to=reply_to)
    keep(service, chat, person, words, reply, number)
    await pictures.under(service, chat, person, reply)


def keep(service: Service, chat: int, person: Person, words: str, reply: Reply, number: int) -> None:
    """Write down the question, the figures given, where the talk stands, and what could not be answered."""
    options = tuple((option.label, option.question, option.fact_id) for option in reply.options)
    given = tuple(fact.id for fact in reply.facts) if reply.status in ("answered", "clarify") else ()
    asked = questions.Asked(number, person.id, chat, words[:LONGEST_QUESTION], reply.status, given, options)
    state = reply.state.to_json()
    nearest = reply.options[0].label if reply.options else ""

    def write(db: sqlite3.Connection) -> None:
        questions.keep(db, asked)
        conversations.keep(db, chat, person.id, state, TALK_MINUTES)
        if reply.status == "not_found":
            questions.count_unanswered(db, words, nearest)

    service.books.post(write)


def keyboard(person: Person, reply: Reply, number: int) -> list[list[Key]]:
    """The buttons under a reply: choices where there are any, closer looks under an answer."""
    if reply.options and reply.status in ("clarify", "not_found"):
        return [[key(_label(at, o.label), "opt", number, at)] for at, o in enumerate(reply.options, 1)][:8]
    if reply.status != "answered" or not reply.facts:
        return []
    main = reply.facts[0]
    looks = [key(say(person, "button.source"), "src", number)]
    if reply.structure.parts:
        looks.append(key(say(person, "button.parts"), "part", number))
    if reply.structure.comparisons:
        looks.append(key(say(person, "button.comparison"), "comp", number))
    more = [key(say(person, "button.trend"), "trend", number), key(say(person, "button.file"), "file", number)]
    computed = reply.structure.outcome is not None and reply.structure.outcome.computed
    if not computed and (figure := re.match(r"[\d.,]+", main.text_value)):
        more.append({"text": f"📋 {figure.group()}", "copy_text": {"text": figure.group()}})
    thumbs = [key("👍", "up", number), key("👎", "down", number)]
    return [looks, more, thumbs]


def _label(number: int, label: str) -> str:
    """A choice on a button, "2. 146 hội viên mới: Công tác…": the figure first, for it must survive the cutting."""
    name, _, figure = label.rpartition(": ")
    text = f"{number}. {figure}: {name}" if name else f"{number}. {label}"
    return text if len(text) <= _LABEL else f"{text[: _LABEL - 1]}…"


async def inline(service: Service, update: Update, person: Person) -> None:
    """A figure with its source for another chat: only where configured, only for known people, only answers."""
    query = update.inline_query
    assert query is not None
    results = []
    if service.config.telegram.inline and person.known and query.query.strip():
        words = aliases.apply(query.query, service.aliases)
        reply = service.try_out(person, words)
        if reply.status == "answered":
            content = InputTextMessageContent(reply.text, parse_mode="HTML")
            title = shorten(sending.plain(reply.answer), 100)
            results.append(InlineQueryResultArticle("1", title, content))
    await service.bot.answer_inline_query(query.id, results, cache_time=0, is_personal=True)
