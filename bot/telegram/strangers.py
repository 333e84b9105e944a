"""People without a role: they get their id and a button to ask for access. Nothing of any report leaves before."""

from __future__ import annotations

from telegram import Update

from bot.messages import error_text
from bot.people import audit, invites
from bot.people.roles import Person, Role
from bot.telegram import sending
from bot.telegram.menus import show_commands
from bot.telegram.registry import button, command, key
from bot.telegram.service import Service, say
from knowledge.errors import InputError


async def greet(service: Service, update: Update, person: Person) -> None:
    """Say who may use the bot and how to ask for it; in groups nothing, so that nobody is pestered."""
    chat = update.effective_chat
    if chat is None or chat.type != "private":
        return
    buttons = [[key(say(person, "button.request_access"), "askin")]]
    await sending.send(service, chat.id, say(person, "stranger", id=person.id), buttons, report=False)


@command("start", who="anybody", listed=False)
async def start(service: Service, update: Update, person: Person, code: str) -> None:
    """/start, with the code of an invitation where a link was opened."""
    chat = update.effective_chat
    assert chat is not None
    if code:
        try:
            joined = await service.books.write(lambda db: invites.use(db, code.split()[0], person))
        except InputError as error:
            await sending.send(service, chat.id, error_text(person.language, error), report=False)
            if not person.known:
                await greet(service, update, person)
            return
        if joined.role != person.role:
            service.people.remember(joined)
            await service.books.write(lambda db: audit.note(db, person.id, "joined", role=joined.role))
            await show_commands(service, joined)
        person = joined
    if not person.known:
        await greet(service, update, person)
        return
    if not person.since:
        await service.people.keep(person)
    await sending.send(service, chat.id, say(person, "welcome", name=sending.escape(person.name)))


@button("askin", who="anybody")
async def ask_in(service: Service, update: Update, person: Person, _: tuple[str, ...]) -> None:
    """A stranger asks for access: every admin gets the request, once."""
    query = update.callback_query
    assert query is not None
    if person.known:
        await sending.answer_tap(service, query.id, say(person, "already_known"))
        return
    first = await service.books.write(lambda db: invites.request_access(db, person.id, person.name))
    await sending.answer_tap(service, query.id, say(person, "request_sent" if first else "request_waits"), alert=True)
    if first:
        buttons = [
            [
                key(say(person, "button.grant_viewer"), "grant", person.id, "viewer"),
                key(say(person, "button.grant_admin"), "grant", person.id, "admin"),
            ],
            [key(say(person, "button.refuse"), "grant", person.id, "none")],
        ]
        await sending.tell_admins(service, "request", buttons, name=sending.escape(person.name), id=person.id)


@button("grant", who="admin")
async def grant(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """An admin grants or refuses; the first decision counts."""
    query = update.callback_query
    assert query is not None and query.message is not None
    asked, role = _request(arguments)
    name = invites.requested_by(service.books, asked)
    if name is None or role is None:
        await sending.answer_tap(service, query.id, say(person, "request_decided"), alert=True)
        return
    await sending.answer_tap(service, query.id)
    await service.books.write(lambda db: invites.end_request(db, asked))
    if role != "none":
        granted = await service.people.keep(service.people.find(asked, name), role=role, invited_by=person.id)
        await show_commands(service, granted)
    await service.books.write(lambda db: audit.note(db, person.id, "granted", who=name, id=asked, role=role))
    stranger = service.people.find(asked, name)
    decision = say(person, f"decided_{role}", name=sending.escape(name), id=asked)
    await sending.edit(service, query.message.chat.id, query.message.message_id, decision)
    await sending.send(service, asked, say(stranger, "granted" if role != "none" else "refused"), report=False)


def _request(arguments: tuple[str, ...]) -> tuple[int, Role | None]:
    match arguments:
        case [number, ("viewer" | "admin" | "none") as role] if number.isdecimal():
            return int(number), role
    return 0, None
