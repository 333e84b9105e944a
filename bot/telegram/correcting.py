"""Correcting a preview: the admin types the right period or body, and the file is read once more."""

from __future__ import annotations

import sqlite3

from telegram import Update

from bot.people import clock, drafts
from bot.people.drafts import Draft
from bot.people.roles import Person
from bot.telegram import loading, preview, sending
from bot.telegram.registry import button
from bot.telegram.service import Service, Wanted, say


@button("ldm", who="admin")
async def mend(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """The next text is the right period, or the right body."""
    query = update.callback_query
    assert query is not None
    draft = await loading.own_draft(service, update, person, arguments)
    if draft is None:
        return
    if draft.state != "ready":
        await sending.answer_tap(service, query.id, say(person, "draft_moved_on"), alert=True)
        return
    await sending.answer_tap(service, query.id)
    what = "period" if arguments[1:] == ("p",) else "organisation"
    service.wanted[person.id] = Wanted(what, draft.id)
    await sending.send(service, draft.chat, say(person, f"type_{what}"), report=False)


async def take_wanted(service: Service, person: Person, words: str) -> bool:
    """Use a plain text as the period or body that was asked for; False where none was."""
    wanted = service.wanted.get(person.id)
    if wanted is None or wanted.what not in ("period", "organisation"):
        return False
    del service.wanted[person.id]
    draft = drafts.find(service.books, wanted.about)
    if wanted.expires_at < clock.seconds() or draft is None or draft.state != "ready":
        return False
    value = preview.period_of(words) if wanted.what == "period" else words.strip()[:200]
    if not value:
        service.wanted[person.id] = Wanted(wanted.what, draft.id)
        await sending.send(service, draft.chat, say(person, "period_unclear"), report=False)
        return True
    await _read_again(service, person, draft, wanted.what, value)
    return True


async def _read_again(service: Service, person: Person, draft: Draft, what: str, value: str) -> None:
    """Read once more with what the admin said; the earlier preview no longer counts."""
    if draft.version is not None:
        version = draft.version
        await service.books.alone(lambda writer: writer.discard(version))

    def change(db: sqlite3.Connection) -> None:
        drafts.note(db, draft.id, state="reading", version=None, **{what: value})

    await service.books.write(change)
    sent = await sending.send(service, draft.chat, say(person, "reading_again"), report=False)
    if sent is not None:
        await service.books.write(lambda db: drafts.note(db, draft.id, message=sent))
    again = loading.existing(service, draft.id)
    service.spawn(loading.run(service, person, again), f"load {draft.id}")
