"""Reports in the admins' hands: the list, removing, undoing, withdrawing one wrong fact, a backup, the audit."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from telegram import Update

from bot.people import audit
from bot.people.roles import Person
from bot.telegram import facts, sending
from bot.telegram.registry import button, command, key
from bot.telegram.service import Service, say
from knowledge import periods
from knowledge.errors import InputError
from knowledge.store.reader import ReportRow

PAGE = 15


def _line(row: ReportRow) -> str:
    return f"{row.id}. {sending.escape(row.org)}, {periods.vietnamese(row.period)} ({row.facts})"


@command("baocao", "reports")
async def reports(service: Service, update: Update, person: Person, _: str) -> None:
    """/baocao: the loaded reports, newest first."""
    chat = update.effective_chat
    assert chat is not None
    rows = service.store.reports()
    words = say(person, "reports", count=len(rows)) if rows else say(person, "no_reports")
    await sending.send(service, chat.id, "\n".join([words, *map(_line, rows)]))


@command("goxuong", "remove", who="admin")
async def remove(service: Service, update: Update, person: Person, words: str) -> None:
    """/goxuong [id]: choose a report, confirm, and it answers no more; /hoantac brings it back."""
    chat = update.effective_chat
    assert chat is not None
    rows = service.store.reports()
    if words.strip():
        rows = tuple(row for row in rows if str(row.id) == words.strip())
    if not rows:
        await sending.send(service, chat.id, say(person, "no_such_report"), report=False)
        return
    buttons = [[key(_label(row), "rm", row.id, row.version)] for row in rows[:PAGE]]
    await sending.send(service, chat.id, say(person, "remove_which"), buttons)


def _label(row: ReportRow) -> str:
    return f"🗑 {periods.vietnamese(row.period)}, {row.org}"[:60]


@button("rm", who="admin")
async def remove_one(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Remove the version that was shown; one that another admin changed meanwhile is left alone."""
    query = update.callback_query
    assert query is not None and query.message is not None
    row = await facts.tapped_report(service, query.id, person, arguments)
    if row is None:
        return
    try:
        await service.books.alone(lambda writer: writer.remove(row.id, str(person.id)))
    except InputError:
        await sending.send(service, query.message.chat.id, say(person, "report_moved_on"), report=False)
        return
    detail = {"report": row.id, "org": row.org, "period": row.period}
    await service.books.write(lambda db: audit.note(db, person.id, "removed", **detail))
    done = say(person, "removed", org=sending.escape(row.org), period=periods.vietnamese(row.period))
    await sending.edit(service, query.message.chat.id, query.message.message_id, done)


@command("hoantac", "undo", who="admin")
async def undo(service: Service, update: Update, person: Person, _: str) -> None:
    """/hoantac: take back the last load, removal or withdrawal, whoever did it."""
    chat = update.effective_chat
    assert chat is not None
    try:
        entry = await service.books.alone(lambda writer: writer.undo_last(str(person.id)))
    except InputError:
        await sending.send(service, chat.id, say(person, "nothing_to_undo"), report=False)
        return
    await service.books.write(lambda db: audit.note(db, person.id, "undone", what=entry.action, report=entry.report))
    by = service.people.find(int(entry.by)).name if entry.by.isdecimal() else entry.by
    words = say(person, "undone", action=say(person, f"action.{entry.action}"), report=entry.report,
                by=sending.escape(by), at=entry.at[:16].replace("T", " "))  # fmt: skip
    await sending.send(service, chat.id, words, report=False)


@command("saoluu", "backup", who="admin")
async def backup(service: Service, update: Update, person: Person, _: str) -> None:
    """/saoluu: a consistent copy beside the database, while everything runs."""
    chat = update.effective_chat
    assert chat is not None
    folder = service.database.with_name("backups")
    folder.mkdir(exist_ok=True)
    target = folder / f"{service.database.stem}-{datetime.now(UTC):%Y%m%d-%H%M%S}.db"
    await service.books.alone(lambda writer: writer.backup(target))
    await service.books.write(lambda db: audit.note(db, person.id, "backed_up", file=target.name))
    size = await asyncio.to_thread(lambda: target.stat().st_size)
    words = say(person, "backed_up", file=sending.escape(str(target)), megabytes=f"{size / 2**20:.1f}")
    await sending.send(service, chat.id, words, report=False)


@command("nhatky", "audit", who="admin")
async def history(service: Service, update: Update, person: Person, _: str) -> None:
    """/nhatky: who did what, newest first."""
    chat = update.effective_chat
    assert chat is not None
    words, buttons = _page(service, person, 0)
    await sending.send(service, chat.id, words, buttons, report=False)


@button("log", who="admin")
async def history_page(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Another page of the audit."""
    query = update.callback_query
    assert query is not None and query.message is not None
    await sending.answer_tap(service, query.id)
    before = int(arguments[0]) if arguments and arguments[0].isdecimal() else 0
    words, buttons = _page(service, person, before)
    await sending.edit(service, query.message.chat.id, query.message.message_id, words, buttons)


def _page(service: Service, person: Person, before: int) -> tuple[str, sending.Buttons]:
    entries = audit.last(service.books, PAGE + 1, before)
    lines = [say(person, "audit_head") if entries else say(person, "audit_empty")]
    for entry in entries[:PAGE]:
        name = service.people.find(entry.person).name if entry.person else service.username
        who = sending.escape(name or str(entry.person))
        detail = {name: sending.escape(value) for name, value in entry.detail.items()}
        what = say(person, f"audit.{entry.action}", **detail)
        lines.append(f"{entry.at[:16].replace('T', ' ')} {who}: {what}")
    turns = []
    if before:
        turns.append(key("‹", "log", max(0, before - PAGE)))
    if len(entries) > PAGE:
        turns.append(key("›", "log", before + PAGE))
    return "\n".join(lines), [turns] if turns else []
