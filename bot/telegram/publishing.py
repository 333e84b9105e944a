"""Publishing a previewed report, and what follows: the summary is offered, those given a changed figure are told."""

from __future__ import annotations

import sqlite3

from telegram import Update

from bot.people import audit, deliveries, drafts, questions
from bot.people.drafts import Draft
from bot.people.roles import Person
from bot.telegram import loading, sending
from bot.telegram.facts import source_line
from bot.telegram.registry import button, key
from bot.telegram.service import Service, say
from knowledge import periods
from knowledge.errors import ConflictError, InputError
from knowledge.model import Fact
from knowledge.store.reader import ReportBody
from knowledge.store.versions import compare


@button("ldp", who="admin")
async def publish(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """The tick: it bears no secrecy marking, and it may answer from now on."""
    query = update.callback_query
    assert query is not None and query.message is not None
    draft = await loading.own_draft(service, update, person, arguments)
    if draft is None:
        return
    if draft.version is None or draft.state != "ready":
        await sending.answer_tap(service, query.id, say(person, "draft_moved_on"), alert=True)
        return
    await sending.answer_tap(service, query.id)
    report, version = _of_draft(service, draft.version)
    old = _current(service, report)
    if (old.row.version if old else None) != draft.base:
        await _changed_meanwhile(service, person, draft)
        return
    try:
        await service.books.alone(lambda writer: writer.publish(version, str(person.id)))
    except ConflictError:
        await sending.send(service, draft.chat, say(person, "draft_gone"), report=False)
        return
    new = service.store.body(report)
    await service.books.write(lambda db: _note(db, draft, person, new))
    await sending.edit(service, draft.chat, query.message.message_id, _published(person, new), _offer(person, new))
    if old is not None:
        await _tell_holders(service, old, new)


def _of_draft(service: Service, version: int) -> tuple[int, int]:
    row = next(v for v in service.store.versions() if v.version == version)
    return row.report, row.version


def _current(service: Service, report: int) -> ReportBody | None:
    try:
        return service.store.body(report)
    except InputError:
        return None


async def _changed_meanwhile(service: Service, person: Person, draft: Draft) -> None:
    """Another admin published the same report after this preview: read again against what stands now."""

    def again(db: sqlite3.Connection) -> None:
        drafts.note(db, draft.id, state="reading", version=None, base=None)

    version = draft.version
    assert version is not None
    await sending.send(service, draft.chat, say(person, "changed_meanwhile"), report=False)
    await service.books.alone(lambda writer: writer.discard(version))
    await service.books.write(again)
    service.spawn(loading.run(service, person, draft), f"load {draft.id}")


def _note(db: sqlite3.Connection, draft: Draft, person: Person, new: ReportBody) -> None:
    drafts.note(db, draft.id, state="published")
    row = new.row
    audit.note(
        db, person.id, "published", org=row.org, period=row.period, report=row.id, version=row.number, sha256=row.sha256
    )  # fmt: skip


def _published(person: Person, new: ReportBody) -> str:
    row = new.row
    period = periods.vietnamese(row.period)
    return say(person, "published", org=sending.escape(row.org), period=period, facts=row.facts)


def _offer(person: Person, new: ReportBody) -> sending.Buttons:
    return [[key(say(person, "button.send_summary"), "sumnow", new.row.id, new.row.version)]]


async def _tell_holders(service: Service, old: ReportBody, new: ReportBody) -> None:
    """Those who were given a figure that the new version changed or dropped get a note, by the delivery queue."""
    changes = compare(old.facts, new.facts)
    replaced: dict[int, tuple[Fact, Fact | None]] = {before.id: (before, after) for before, after in changes.changed}
    replaced |= {fact.id: (fact, None) for fact in changes.gone}
    holders = questions.people_given(service.books, tuple(replaced))
    people = {p: service.people.find(p) for p in holders}
    known = {p: person for p, person in people.items() if person.known}
    if not known:
        return
    texts = [
        deliveries.Text(str(p), (_correction(person, [replaced[f] for f in holders[p]], new),))
        for p, person in known.items()
    ]
    occasion = f"correction:{new.row.id}:{new.row.version}"
    addressed = [(p, str(p)) for p in known]
    await service.books.write(lambda db: deliveries.create(db, occasion, texts, addressed, None))
    service.broadcast_due.set()


def _correction(person: Person, replaced: list[tuple[Fact, Fact | None]], new: ReportBody) -> str:
    lines = [say(person, "correction", source=sending.escape(source_line(new)))]
    for before, after in replaced:
        name, was = sending.escape(before.indicator), sending.escape(before.text_value)
        if after is None:
            lines.append(say(person, "correction_gone", name=name, was=was))
        else:
            lines.append(say(person, "correction_row", name=name, was=was, now=sending.escape(after.text_value)))
    return "\n".join(lines)
