"""The buttons under an answer: the quoted source, the parts, the comparison, the trend, the file, thumbs, choices."""

from __future__ import annotations

from telegram import Update
from telegram.error import TelegramError

from bot.people import questions
from bot.people.roles import Person
from bot.telegram import facts, officials, sending
from bot.telegram.facts import Around
from bot.telegram.registry import button, key
from bot.telegram.service import Service, say
from knowledge.model import Fact


async def _asked(
    service: Service, update: Update, person: Person, arguments: tuple[str, ...]
) -> questions.Asked | None:
    """The logged question that a button belongs to; refused where it is gone or another person's."""
    query = update.callback_query
    assert query is not None and query.message is not None
    number = int(arguments[0]) if arguments and arguments[0].isdecimal() else 0
    asked = questions.find(service.books, number)
    if asked is None or asked.person != person.id or asked.chat != query.message.chat.id:
        await sending.answer_tap(service, query.id, say(person, "stale_button"), alert=True)
        return None
    await sending.answer_tap(service, query.id)
    return asked


async def _main(
    service: Service, update: Update, person: Person, arguments: tuple[str, ...]
) -> tuple[int, Around] | None:
    """The chat and the main fact of the answer that a button stands under."""
    asked = await _asked(service, update, person, arguments)
    if asked is None:
        return None
    main = facts.around(service, asked.facts[0]) if asked.facts else None
    if main is None:
        await sending.send(service, asked.chat, say(person, "fact_gone"), report=False)
        return None
    return asked.chat, main


@button("src")
async def source(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """The sentence of the report, its section and page, the report's number and date."""
    if found := await _main(service, update, person, arguments):
        chat, main = found
        fact = main.fact
        lines = [f"<blockquote>{sending.escape(fact.quote)}</blockquote>", sending.escape(fact.section)]
        if fact.note is not None:
            lines.append(say(person, "footnote", number=fact.note))
        if fact.page is not None:
            lines.append(say(person, "page", number=fact.page))
        lines.append(sending.escape(facts.source_line(main.body)))
        await sending.send(service, chat, "\n".join(lines), _for_admins(person, fact))


def _for_admins(person: Person, fact: Fact) -> sending.Buttons:
    """What an admin may do with the figure: withdraw or move it, confirm it where it is doubtful."""
    if not person.admin:
        return []
    rows = [[key(say(person, "button.withdraw"), "wd", fact.id)]]
    if fact.doubtful:
        rows.append([key(say(person, "button.confirm"), "ok", fact.id)])
    return rows


@button("part")
async def parts(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """What the figure is made of."""
    if found := await _main(service, update, person, arguments):
        chat, main = found
        await sending.send(service, chat, _listed(main.fact, main.parts) if main.parts else say(person, "no_parts"))


@button("comp")
async def comparison(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """The figure against plan and earlier periods, as the report says."""
    if found := await _main(service, update, person, arguments):
        chat, main = found
        none = say(person, "no_comparison")
        await sending.send(service, chat, _listed(main.fact, main.comparisons) if main.comparisons else none)


def _listed(fact: Fact, below: tuple[Fact, ...]) -> str:
    head = f"<b>{sending.escape(fact.text_value)}</b> {sending.escape(fact.indicator)}"
    rows = (f"• {sending.escape(f.indicator)}: <b>{sending.escape(f.text_value)}</b>" for f in below)
    return "\n".join([head, *rows])


@button("trend")
async def trend(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """The same indicator over the loaded periods."""
    if found := await _main(service, update, person, arguments):
        chat, main = found
        await officials.answer(service, chat, person, f"xu hướng {main.fact.indicator}")


@button("file")
async def file(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """The report as it was loaded."""
    if found := await _main(service, update, person, arguments):
        chat, main = found
        name, content = service.store.source(main.body.row.version)
        caption = facts.source_line(main.body)
        if main.fact.page is not None:
            caption = f"{caption}. {say(person, 'page', number=main.fact.page)}"
        try:
            await service.bot.send_document(
                chat, content, filename=name, caption=caption[: sending.CAPTION],
                protect_content=service.config.access.protect_content,
            )  # fmt: skip
        except TelegramError:
            await sending.send(service, chat, say(person, "file_failed"), report=False)
            raise


@button("up")
async def thumb_up(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Thanks are enough."""
    query = update.callback_query
    assert query is not None
    await sending.answer_tap(service, query.id, say(person, "thanks"))


@button("down")
async def thumb_down(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """A wrong answer goes to the admins' list, without the person's name."""
    asked = await _asked(service, update, person, arguments)
    if asked is None:
        return
    fact = asked.facts[0] if asked.facts else None
    await service.books.write(lambda db: questions.complain(db, asked.question, fact))
    await sending.send(service, asked.chat, say(person, "complaint_kept"), report=False)
    buttons = [[key(say(person, "button.withdraw"), "wd", fact)]] if fact is not None else []
    await sending.tell_admins(service, "complaint", buttons, question=sending.escape(asked.question))


@button("opt")
async def option(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """One of the choices offered: asked as its own question."""
    asked = await _asked(service, update, person, arguments)
    if asked is None:
        return
    at = int(arguments[1]) if len(arguments) > 1 and arguments[1].isdecimal() else 0
    if 1 <= at <= len(asked.options):
        _, question, fact = asked.options[at - 1]
        if fact is not None:
            await officials.answer_fact(service, asked.chat, person, fact)
        else:
            await officials.answer(service, asked.chat, person, question)
