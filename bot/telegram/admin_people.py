"""People and roles: who may ask, who decides, invitations for one or for a whole office."""

from __future__ import annotations

import sqlite3

from telegram import Update

from bot.people import audit, invites, subscriptions
from bot.people.roles import Person, Role
from bot.telegram import sending
from bot.telegram.menus import show_commands
from bot.telegram.registry import button, command, key
from bot.telegram.service import Service, say

MOST_INVITES = 50
INVITE_DAYS = 7.0
_PAGE = 12


@command("moi", "invite", who="admin")
async def invite(service: Service, update: Update, person: Person, words: str) -> None:
    """/moi [admin|viewer] [how many] [days]: one-time links that expire."""
    chat = update.effective_chat
    assert chat is not None
    role: Role = "admin" if {"admin", "quantri"} & set(words.lower().split()) else "viewer"
    numbers = [int(word) for word in words.split() if word.isdecimal()]
    number = max(1, min(numbers[0] if numbers else 1, MOST_INVITES))
    days = float(max(1, min(numbers[1], 60))) if len(numbers) > 1 else INVITE_DAYS

    def make(db: sqlite3.Connection) -> list[str]:
        audit.note(db, person.id, "invited", role=role, number=number)
        return invites.make(db, person.id, role, days, number)

    codes = await service.books.write(make)
    links = [f"https://t.me/{service.username}?start={code}" for code in codes]
    head = say(person, f"invite_{role}", count=number, days=int(days))
    await sending.send(service, chat.id, "\n".join([head, *links]), report=False)


@command("nguoidung", "people", who="admin")
async def people(service: Service, update: Update, person: Person, words: str) -> None:
    """/nguoidung: everybody with a role; "/nguoidung 123456 viewer" gives one, "none" takes it away."""
    chat = update.effective_chat
    assert chat is not None
    match words.lower().split():
        case [number, ("viewer" | "admin" | "none") as role] if number.isdecimal():
            await _give(service, chat.id, person, int(number), role)
        case _:
            shown, buttons = _page(service, person, 0)
            await sending.send(service, chat.id, shown, buttons, report=False)


def _page(service: Service, person: Person, start: int) -> tuple[str, sending.Buttons]:
    everybody = service.people.all()
    page = everybody[start : start + _PAGE]
    lines = [say(person, "people", count=len(everybody))]
    for one in page:
        role = say(person, f"role.{one.role}")
        lines.append(f"{sending.escape(one.name or '?')} (<code>{one.id}</code>): {role}")
    buttons = [[key(f"⚙ {one.name or one.id}"[:40], "who", one.id)] for one in page if one.id != person.id]
    turns = []
    if start:
        turns.append(key("‹", "whop", max(0, start - _PAGE)))
    if start + _PAGE < len(everybody):
        turns.append(key("›", "whop", start + _PAGE))
    return "\n".join(lines), [*buttons, *([turns] if turns else [])]


@button("whop", who="admin")
async def people_page(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Another page of the people."""
    query = update.callback_query
    assert query is not None and query.message is not None
    await sending.answer_tap(service, query.id)
    words, buttons = _page(service, person, int(arguments[0]) if arguments and arguments[0].isdecimal() else 0)
    await sending.edit(service, query.message.chat.id, query.message.message_id, words, buttons)


@button("who", who="admin")
async def one_person(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """What can be done with one person."""
    query = update.callback_query
    assert query is not None and query.message is not None
    await sending.answer_tap(service, query.id)
    one = service.people.find(int(arguments[0]) if arguments and arguments[0].isdecimal() else 0)
    buttons = [
        [key(say(person, f"button.make_{role}"), "role", one.id, role)]
        for role in ("viewer", "admin", "none")
        if role != one.role
    ]
    words = say(person, "person", name=sending.escape(one.name), id=one.id, role=say(person, f"role.{one.role}"))
    await sending.send(service, query.message.chat.id, words, buttons, report=False)


@button("role", who="admin")
async def change_role(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Give or take a role."""
    query = update.callback_query
    assert query is not None and query.message is not None
    await sending.answer_tap(service, query.id)
    match arguments:
        case [number, ("viewer" | "admin" | "none") as role] if number.isdecimal():
            await _give(service, query.message.chat.id, person, int(number), role)


async def _give(service: Service, chat: int, admin: Person, who: int, role: Role) -> None:
    if service.people.configured(who) and role != "admin":
        await sending.send(service, chat, say(admin, "admin_configured"), report=False)
        return
    one = service.people.find(who)
    changed = await service.people.keep(one, role=role, invited_by=admin.id)

    def note(db: sqlite3.Connection) -> None:
        audit.note(db, admin.id, "role", who=one.name, id=who, role=role)
        if role == "none":
            subscriptions.end(db, who, "access taken")

    await service.books.write(note)
    await show_commands(service, changed)
    words = say(admin, "role_given", name=sending.escape(one.name or str(who)), role=say(admin, f"role.{role}"))
    await sending.send(service, chat, words, report=False)
