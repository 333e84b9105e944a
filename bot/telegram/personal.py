"""What a person settles for themselves: help, language, their usual body, what is stored about them, an export."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path

from telegram import Update

from bot.people import audit, privacy
from bot.people.roles import Person
from bot.telegram import officials, sending
from bot.telegram.menus import show_commands
from bot.telegram.preview import period_of
from bot.telegram.registry import button, command, key, menu
from bot.telegram.service import Service, say
from bot.telegram.topics import newest
from knowledge.errors import InputError
from knowledge.fold import fold
from knowledge.store.reader import Store

_EXAMPLES = 3


@command("help", "trogiup")
async def help_(service: Service, update: Update, person: Person, _: str) -> None:
    """/help: how to ask, with examples out of the newest report, and the commands of the person's role."""
    chat = update.effective_chat
    assert chat is not None
    lines = [say(person, "help")]
    lines += [f"• <i>{sending.escape(example)}</i>" for example in examples(service, person)]
    lines.append("")
    for shown in menu():
        if shown.who != "admin" or person.admin:
            lines.append(f"/{shown.names[0]} {say(person, f'command.{shown.names[0]}')}")
    await sending.send(service, chat.id, "\n".join(lines))


def examples(service: Service, person: Person) -> list[str]:
    """Questions that the newest report answers, each of another section, short ones first."""
    body = newest(service, person)
    if body is None:
        return []
    by_section: dict[str, str] = {}
    results = [f for f in body.facts if f.measure in ("actual", "total") and f.value is not None and f.parent is None]
    for fact in sorted(results, key=lambda f: (abs(len(f.indicator) - 25), f.id)):
        section = fact.path[1].title if len(fact.path) > 1 else ""
        by_section.setdefault(section, fact.indicator)
    return [say(person, "example", name=name) for name in list(by_section.values())[:_EXAMPLES]]


@command("xuhuong", "trend")
async def trend(service: Service, update: Update, person: Person, words: str) -> None:
    """/xuhuong WORDS: an indicator over the loaded periods."""
    await _ask_about(service, update, person, words, "xuhuong", "xu hướng")


@command("sosanh", "compare")
async def compare(service: Service, update: Update, person: Person, words: str) -> None:
    """/sosanh WORDS: an indicator against other periods."""
    await _ask_about(service, update, person, words, "sosanh", "so sánh")


async def _ask_about(service: Service, update: Update, person: Person, words: str, name: str, verb: str) -> None:
    chat = update.effective_chat
    assert chat is not None
    if not words:
        await sending.send(service, chat.id, say(person, f"usage_{name}"), report=False)
        return
    await officials.answer(service, chat.id, person, f"{verb} {words}")


@command("xuat", "export")
async def export(service: Service, update: Update, person: Person, words: str) -> None:
    """/xuat [month]: the figures as a workbook."""
    chat = update.effective_chat
    assert chat is not None
    reports = service.store.reports()
    period = period_of(words, reports[0].period if reports else "")
    try:
        data = await asyncio.to_thread(_workbook, service.database, period, person.organisation)
    except InputError:
        await sending.send(service, chat.id, say(person, "no_reports"), report=False)
        return
    protect = service.config.access.protect_content
    await service.bot.send_document(
        chat.id, data, filename=f"so-lieu{f'-{period}' if period else ''}.xlsx", protect_content=protect
    )


def _workbook(database: Path, period: str, organisation: str) -> bytes:
    from bot.tables import book, write_xlsx

    store = Store(database)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "so-lieu.xlsx"
            write_xlsx(book(store, period, organisation), path)
            return path.read_bytes()
    finally:
        store.close()


@command("donvi", "organisation")
async def organisation(service: Service, update: Update, person: Person, words: str) -> None:
    """/donvi [name]: the body that is meant where a question names none."""
    chat = update.effective_chat
    assert chat is not None
    names = service.store.organisations()
    if words and (found := [name for name in names if fold(words) in fold(name)]):
        await _settle(service, chat.id, person, found[0])
        return
    buttons = [[key(name[:60], "org", number)] for number, name in enumerate(names[:40])]
    buttons.append([key(say(person, "button.no_organisation"), "org", "none")])
    usual = sending.escape(person.organisation or "—")
    await sending.send(service, chat.id, say(person, "organisation", name=usual), buttons)


@button("org")
async def choose_organisation(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """A body from the list."""
    query = update.callback_query
    assert query is not None and query.message is not None
    await sending.answer_tap(service, query.id)
    names = service.store.organisations()
    number = int(arguments[0]) if arguments and arguments[0].isdecimal() else len(names)
    await _settle(service, query.message.chat.id, person, names[number] if number < len(names) else "")


async def _settle(service: Service, chat: int, person: Person, name: str) -> None:
    await service.people.keep(replace(person, organisation=name))
    await sending.send(service, chat, say(person, "organisation_set", name=sending.escape(name or "—")))


@command("ngonngu", "language")
async def language(service: Service, update: Update, person: Person, words: str) -> None:
    """/ngonngu [vi|en]: the language of the interface; a report's words stay as they are."""
    chat = update.effective_chat
    assert chat is not None
    if words in ("vi", "en"):
        await _speak(service, chat.id, person, words)
        return
    buttons = [[key("Tiếng Việt", "lang", "vi"), key("English", "lang", "en")]]
    await sending.send(service, chat.id, say(person, "which_language"), buttons, report=False)


@button("lang")
async def choose_language(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """One of the two."""
    query = update.callback_query
    assert query is not None and query.message is not None
    await sending.answer_tap(service, query.id)
    if arguments in (("vi",), ("en",)):
        await _speak(service, query.message.chat.id, person, arguments[0])


async def _speak(service: Service, chat: int, person: Person, code: str) -> None:
    changed = await service.people.keep(replace(person, language=code))
    await show_commands(service, changed)
    await sending.send(service, chat, say(changed, "language_set"), report=False)


@command("dulieu", "mydata", who="anybody")
async def data(service: Service, update: Update, person: Person, _: str) -> None:
    """/dulieu: what is stored about oneself, and a button to delete it."""
    chat = update.effective_chat
    assert chat is not None
    found = privacy.stored(service.books, person.id)
    words = say(
        person, "stored", id=person.id, name=sending.escape(found.name or person.name),
        role=say(person, f"role.{person.role}"), questions=found.questions, given=found.given,
        days=service.config.access.keep_questions_days,
        subscribed=say(person, "yes" if found.subscribed else "no"),
    )  # fmt: skip
    buttons = [
        [key(say(person, "button.delete_questions"), "del", "q")],
        [key(say(person, "button.delete_all"), "del", "a")],
    ]
    await sending.send(service, chat.id, words, buttons, report=False)


@button("del", who="anybody")
async def delete(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Delete one's questions, or everything; who deletes everything is a stranger again."""
    query = update.callback_query
    assert query is not None and query.message is not None
    await sending.answer_tap(service, query.id)
    everything = arguments == ("a",)

    def write(db: sqlite3.Connection) -> None:
        if everything:
            privacy.delete_all(db, person.id)
        else:
            privacy.delete(db, person.id)
        audit.note(db, person.id, "deleted_own", what="all" if everything else "questions")

    await service.books.write(write)
    service.forget_talks(person.id)
    if everything:
        service.people.forget(person.id)
    done = say(person, "deleted_all" if everything else "deleted_questions")
    await sending.edit(service, query.message.chat.id, query.message.message_id, done)
