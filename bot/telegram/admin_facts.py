"""One figure in the admins' hands: withdrawn, pointed at its right place, or confirmed against the original."""

from __future__ import annotations

import sqlite3

from telegram import Update

from bot.people import aliases, audit, clock
from bot.people.roles import Person
from bot.telegram import facts, sending
from bot.telegram.facts import Around
from bot.telegram.registry import button, key
from bot.telegram.service import Service, Wanted, say
from knowledge.fold import fold
from knowledge.model import Fact

_MOST_PLACES = 8


def _named(service: Service, arguments: tuple[str, ...], at: int = 0) -> Around | None:
    """The fact whose id stands in a button's data, with its report."""
    number = arguments[at] if len(arguments) > at else ""
    return facts.around(service, int(number)) if number.isdecimal() else None


async def _tapped(service: Service, tap: str, person: Person, arguments: tuple[str, ...]) -> Around | None:
    """The fact of a tapped button, the tap answered; where it is gone, the tap says so."""
    found = _named(service, arguments)
    if found is None:
        await sending.answer_tap(service, tap, say(person, "fact_gone"), alert=True)
    else:
        await sending.answer_tap(service, tap)
    return found


@button("wd", who="admin")
async def withdraw(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Show the fact that would be withdrawn, and ask."""
    query = update.callback_query
    assert query is not None and query.message is not None
    await sending.answer_tap(service, query.id)
    found = _named(service, arguments)
    if found is None:
        await sending.send(service, query.message.chat.id, say(person, "fact_gone"), report=False)
        return
    fact = found.fact
    words = say(person, "withdraw_what", name=sending.escape(fact.indicator), figure=sending.escape(fact.text_value),
                quote=sending.escape(fact.quote))  # fmt: skip
    buttons = [
        [key(say(person, "button.withdraw_yes"), "wdy", fact.id)],
        [key(say(person, "button.point"), "pt", fact.id)],
    ]
    await sending.send(service, query.message.chat.id, words, buttons)


@button("wdy", who="admin")
async def withdraw_now(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Take one wrong fact out of the answers; audited, and undone by /hoantac."""
    query = update.callback_query
    assert query is not None and query.message is not None
    found = await _tapped(service, query.id, person, arguments)
    if found is None:
        return
    fact = found.fact
    await service.books.alone(lambda writer: writer.withdraw_fact(fact.id, str(person.id)))
    await service.books.write(
        lambda db: audit.note(db, person.id, "withdrew", name=fact.indicator, figure=fact.text_value, fact=fact.id)
    )
    done = say(person, "withdrawn", name=sending.escape(fact.indicator), figure=sending.escape(fact.text_value))
    await sending.edit(service, query.message.chat.id, query.message.message_id, done)


@button("pt", who="admin")
async def point(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """The next text shows the place where the right figure stands."""
    query = update.callback_query
    assert query is not None and query.message is not None
    found = await _tapped(service, query.id, person, arguments)
    if found is None:
        return
    service.wanted[person.id] = Wanted("place", found.fact.id)
    name, figure = sending.escape(found.fact.indicator), sending.escape(found.fact.text_value)
    await sending.send(service, query.message.chat.id, say(person, "point_how", name=name, figure=figure))


async def take_wanted(service: Service, chat: int, person: Person, words: str) -> bool:
    """A passage or a figure of the report, after "point at the right place"; False where none was asked for."""
    wanted = service.wanted.get(person.id)
    if wanted is None or wanted.what != "place":
        return False
    del service.wanted[person.id]
    found = facts.around(service, wanted.about)
    if wanted.expires_at < clock.seconds() or found is None:
        return False
    places = _places(found, words)
    if not places:
        await sending.send(service, chat, say(person, "point_nowhere"), report=False)
        return True
    buttons = [[key(f"{f.text_value}: {f.indicator}"[:60], "pty", found.fact.id, f.id)] for f in places]
    await sending.send(service, chat, say(person, "point_which"), buttons)
    return True


def _places(found: Around, words: str) -> list[Fact]:
    """Facts of the report in the passage that was typed, or with the figure that was typed."""
    typed = fold(" ".join(words.split()))
    others = [fact for fact in found.body.facts if fact.id != found.fact.id]
    exact = [fact for fact in others if fold(fact.text_value).startswith(typed)]
    return (exact or [fact for fact in others if typed in fold(fact.quote)])[:_MOST_PLACES]


@button("pty", who="admin")
async def point_there(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """The wrong figure is withdrawn, and its name answers with the right one from now on."""
    query = update.callback_query
    assert query is not None and query.message is not None
    wrong, right = _named(service, arguments), _named(service, arguments, 1)
    if wrong is None or right is None or wrong.body.row.id != right.body.row.id:
        await sending.answer_tap(service, query.id, say(person, "fact_gone"), alert=True)
        return
    await sending.answer_tap(service, query.id)
    await service.books.alone(lambda writer: writer.withdraw_fact(wrong.fact.id, str(person.id)))

    def write(db: sqlite3.Connection) -> None:
        if fold(wrong.fact.indicator) != fold(right.fact.indicator):
            aliases.teach(db, wrong.fact.indicator, right.fact.indicator, person.id)
        audit.note(
            db, person.id, "pointed", name=wrong.fact.indicator, was=wrong.fact.text_value, figure=right.fact.text_value
        )  # fmt: skip

    await service.books.write(write)
    service.aliases = aliases.every(service.books)
    shown = say(person, "point_what", name=sending.escape(wrong.fact.indicator),
                was=sending.escape(wrong.fact.text_value), figure=sending.escape(right.fact.text_value),
                quote=sending.escape(right.fact.quote))  # fmt: skip
    await sending.edit(service, query.message.chat.id, query.message.message_id, shown)


@button("ok", who="admin")
async def confirm(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """A doubtful figure was compared with the original: it is no longer doubtful."""
    query = update.callback_query
    assert query is not None and query.message is not None
    found = _named(service, arguments)
    if found is None or not found.fact.doubtful:
        await sending.answer_tap(service, query.id, say(person, "stale_button"), alert=True)
        return
    await sending.answer_tap(service, query.id, say(person, "thanks"))
    fact = found.fact
    await service.books.alone(lambda writer: writer.confirm_fact(fact.id, str(person.id)))
    await service.books.write(
        lambda db: audit.note(db, person.id, "confirmed", name=fact.indicator, figure=fact.text_value, fact=fact.id)
    )
    done = say(person, "confirmed", name=sending.escape(fact.indicator), figure=sending.escape(fact.text_value))
    await sending.edit(service, query.message.chat.id, query.message.message_id, done)
