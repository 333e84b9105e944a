"""What could not be answered, most asked first, and teaching the bot an alias in one step."""

from __future__ import annotations

import itertools
import sqlite3
from dataclasses import dataclass

from telegram import Update

from bot.people import aliases, audit, clock, questions
from bot.people.roles import Person
from bot.render.figures import shorten
from bot.telegram import sending
from bot.telegram.registry import button, command, key
from bot.telegram.service import Service, Wanted, say

SHOWN = 10
_lesson_ids = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Lesson:
    """An alias that was shown and not yet kept; lost at a restart, then simply taught again."""

    person: int
    words: str
    indicator: str
    question: int


_lessons: dict[int, Lesson] = {}


@command("chuatraloi", "unanswered", who="admin")
async def unanswered(service: Service, update: Update, person: Person, _: str) -> None:
    """/chuatraloi: the questions that no report answers, most asked first; and the thumbs down."""
    chat = update.effective_chat
    assert chat is not None
    rows = questions.unanswered(service.books, SHOWN)
    lines = [say(person, "unanswered") if rows else say(person, "unanswered_none")]
    lines += [f"{n}. {sending.escape(row.question)} ({row.asked}×)" for n, row in enumerate(rows, 1)]
    complaints = questions.complaints(service.books, SHOWN)
    if complaints:
        lines += ["", say(person, "complaints"), *(f"👎 {sending.escape(q)}" for _, q, _ in complaints)]
    buttons = [
        [
            key(say(person, "button.teach", number=n), "teach", row.id),
            key(say(person, "button.dismiss", number=n), "unan", row.id),
        ]
        for n, row in enumerate(rows, 1)
    ]
    buttons += [[key(shorten(f"👎 {q}", 50), "wd", fact)] for _, q, fact in complaints if fact is not None]
    await sending.send(service, chat.id, "\n".join(lines), buttons, report=False)


@button("unan", who="admin")
async def dismiss(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Take one off the list."""
    query = update.callback_query
    assert query is not None
    number = int(arguments[0]) if arguments and arguments[0].isdecimal() else 0
    await service.books.write(lambda db: questions.dismiss(db, number))
    await sending.answer_tap(service, query.id, say(person, "dismissed"))


@button("teach", who="admin")
async def teach_one(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Which words of it mean what? The next message "words = indicator" says so."""
    query = update.callback_query
    assert query is not None and query.message is not None
    row = questions.unanswered_one(service.books, int(arguments[0]) if arguments and arguments[0].isdecimal() else 0)
    if row is None:
        await sending.answer_tap(service, query.id, say(person, "stale_button"), alert=True)
        return
    await sending.answer_tap(service, query.id)
    service.wanted[person.id] = Wanted("alias", row.id)
    words = say(person, "teach_how", question=sending.escape(row.question), nearest=sending.escape(row.nearest or "…"))
    await sending.send(service, query.message.chat.id, words, report=False)


@command("day", "teach", who="admin")
async def teach(service: Service, update: Update, person: Person, words: str) -> None:
    """/day WORDS = INDICATOR: what it would answer, then keep or drop."""
    chat = update.effective_chat
    assert chat is not None
    await show(service, chat.id, person, words, 0)


async def take_wanted(service: Service, chat: int, person: Person, words: str) -> bool:
    """A plain text "words = indicator" after a tap on "teach"; False where none was asked for."""
    wanted = service.wanted.get(person.id)
    if wanted is None or wanted.what != "alias":
        return False
    del service.wanted[person.id]
    if wanted.expires_at < clock.seconds() or "=" not in words:
        return False
    await show(service, chat, person, words, wanted.about)
    return True


async def show(service: Service, chat: int, person: Person, words: str, question: int) -> None:
    """What the alias would answer, before it is kept."""
    said, _, indicator = (part.strip() for part in words.partition("="))
    if not said or not indicator:
        await sending.send(service, chat, say(person, "teach_usage"), report=False)
        return
    asked = questions.unanswered_one(service.books, question)
    trial = aliases.apply(asked.question if asked else said, {**service.aliases, **aliases.pair(said, indicator)})
    reply = service.try_out(person, trial)
    number = next(_lesson_ids)
    _lessons[number] = Lesson(person.id, said, indicator, question)
    buttons = [[key(say(person, "button.keep_alias"), "als", number), key(say(person, "button.cancel"), "alx", number)]]
    head = say(person, "teach_would", words=sending.escape(said), indicator=sending.escape(indicator))
    await sending.send(service, chat, f"{head}\n\n{reply.text}", buttons)


@button("als", who="admin")
async def keep(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Keep the alias; the question leaves the list."""
    query = update.callback_query
    assert query is not None and query.message is not None
    lesson = _lessons.pop(int(arguments[0]) if arguments and arguments[0].isdecimal() else 0, None)
    if lesson is None or lesson.person != person.id:
        await sending.answer_tap(service, query.id, say(person, "stale_button"), alert=True)
        return
    await sending.answer_tap(service, query.id)

    def write(db: sqlite3.Connection) -> None:
        aliases.teach(db, lesson.words, lesson.indicator, person.id)
        questions.dismiss(db, lesson.question)
        audit.note(db, person.id, "taught", words=lesson.words, indicator=lesson.indicator)

    await service.books.write(write)
    service.aliases = aliases.every(service.books)
    done = say(person, "taught", words=sending.escape(lesson.words), indicator=sending.escape(lesson.indicator))
    await sending.edit(service, query.message.chat.id, query.message.message_id, done)


@button("alx", who="admin")
async def drop(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Drop it."""
    query = update.callback_query
    assert query is not None and query.message is not None
    _lessons.pop(int(arguments[0]) if arguments and arguments[0].isdecimal() else 0, None)
    await sending.answer_tap(service, query.id)
    await sending.edit(service, query.message.chat.id, query.message.message_id, say(person, "teach_dropped"))
