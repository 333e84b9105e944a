"""/chude: the newest report's sections and what they count, page by page; a tap on a figure answers it."""

from __future__ import annotations

from telegram import Update

from bot.people.roles import Person
from bot.render.figures import shorten
from bot.telegram import officials, sending
from bot.telegram.registry import Key, button, command, key
from bot.telegram.service import Service, say
from knowledge import periods
from knowledge.model import Fact
from knowledge.store.reader import ReportBody

_PAGE = 8
_RESULTS = frozenset({"actual", "total", "cumulative", "rate", "share", "list"})


@command("chude", "topics")
async def topics(service: Service, update: Update, person: Person, _: str) -> None:
    """/chude: the sections, as buttons."""
    chat = update.effective_chat
    assert chat is not None
    body = newest(service, person)
    if body is None:
        await sending.send(service, chat.id, say(person, "no_reports"), report=False)
        return
    words, buttons = _sections_page(person, body, 0)
    await sending.send(service, chat.id, words, buttons)


def newest(service: Service, person: Person) -> ReportBody | None:
    """The newest regular report, of the person's own body where they named one."""
    rows = [row for row in service.store.reports() if row.kind not in ("annex", "special")]
    own = [row for row in rows if row.org == person.organisation]
    return service.store.body((own or rows)[0].id) if rows else None


def _sections(body: ReportBody) -> dict[str, list[Fact]]:
    """Results by the title of their section, in reading order; plans are not browsed."""
    found: dict[str, list[Fact]] = {}
    for fact in body.facts:
        titled = [step.title for step in fact.path if step.title and step.label]
        if fact.measure in _RESULTS and "planned" not in fact.qualifiers and titled and fact.note is None:
            found.setdefault(titled[:3][-1], []).append(fact)
    return found


def _sections_page(person: Person, body: ReportBody, start: int) -> tuple[str, sending.Buttons]:
    rows = [
        [key(f"{shorten(title, 52)} ({len(facts)})", "sec", body.row.version, number, 0)]
        for number, (title, facts) in enumerate(_sections(body).items())
    ]
    period = periods.vietnamese(body.row.period)
    words = say(person, "topics", org=sending.escape(body.row.org), period=period)
    return words, _paged(rows, start, "secs", body.row.version)


def _section_page(person: Person, body: ReportBody, number: int, start: int) -> tuple[str, sending.Buttons] | None:
    sections = list(_sections(body).items())
    if number >= len(sections):
        return None
    title, facts = sections[number]
    rows = [[key(f"{f.text_value}: {f.indicator}"[:60], "fact", f.id)] for f in facts]
    back = [key(say(person, "button.sections"), "secs", body.row.version, 0)]
    buttons = [*_paged(rows, start, "sec", body.row.version, number), back]
    return f"<b>{sending.escape(title)}</b> ({len(facts)})", buttons


def _paged(rows: list[list[Key]], start: int, name: str, *arguments: object) -> list[list[Key]]:
    """One page of rows, with ‹ and › below where there are more."""
    turns = [key("‹", name, *arguments, max(0, start - _PAGE))] if start else []
    if start + _PAGE < len(rows):
        turns.append(key("›", name, *arguments, start + _PAGE))
    return [*rows[start : start + _PAGE], *([turns] if turns else [])]


@button("secs")
async def sections_page(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Another page of sections."""
    await _turn(service, update, person, arguments, 2)


@button("sec")
async def section_page(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """A page of one section's figures."""
    await _turn(service, update, person, arguments, 3)


async def _turn(service: Service, update: Update, person: Person, arguments: tuple[str, ...], expected: int) -> None:
    query = update.callback_query
    assert query is not None and query.message is not None
    numbers = [int(argument) for argument in arguments if argument.isdecimal()]
    body = _of_version(service, numbers[0]) if len(numbers) == len(arguments) == expected else None
    page = None
    if body is not None:
        page = _sections_page(person, body, numbers[1]) if expected == 2 else _section_page(person, body, *numbers[1:])
    if page is None:
        await sending.answer_tap(service, query.id, say(person, "stale_button"), alert=True)
        return
    await sending.answer_tap(service, query.id)
    await sending.edit(service, query.message.chat.id, query.message.message_id, *page)


def _of_version(service: Service, version: int) -> ReportBody | None:
    """The report whose current version this is."""
    row = next((row for row in service.store.reports() if row.version == version), None)
    return service.store.body(row.id) if row else None


@button("fact")
async def fact(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """The answer that this figure is."""
    query = update.callback_query
    assert query is not None and query.message is not None
    await sending.answer_tap(service, query.id)
    number = int(arguments[0]) if arguments and arguments[0].isdecimal() else 0
    await officials.answer_fact(service, query.message.chat.id, person, number)
