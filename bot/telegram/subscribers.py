"""Subscribing, and the summary on demand."""

from __future__ import annotations

from dataclasses import replace

from telegram import Update

from bot.people import subscriptions
from bot.people.roles import Person
from bot.people.subscriptions import Subscription
from bot.telegram import delivery, facts, sending, summaries
from bot.telegram.preview import period_of
from bot.telegram.registry import button, command, key
from bot.telegram.service import Service, say
from knowledge.errors import InputError
from knowledge.fold import fold
from knowledge.store.reader import ReportRow
from knowledge.summary import choose_report

_MOST_TOPICS = 12
_DAYS = (1, 5, 10, 15, 20, 25)


@command("tomtat", "summary")
async def summary(service: Service, update: Update, person: Person, words: str) -> None:
    """/tomtat [month]: the summary of the newest or of the named month."""
    chat = update.effective_chat
    assert chat is not None
    row = _chosen(service, person, words)
    if row is None:
        await sending.send(service, chat.id, say(person, "no_such_month", months=_loaded(service)), report=False)
        return
    rendered = await summaries.render(service.store, service.config.summary, row, person.language)
    if rendered.chart:
        await sending.photo(service, chat.id, rendered.chart, rendered.caption)
    for part in rendered.parts:
        await sending.send(service, chat.id, part)


def _chosen(service: Service, person: Person, words: str) -> ReportRow | None:
    reports = service.store.reports()
    newest = reports[0].period if reports else ""
    typed = f"tháng {words}" if words.strip().isdecimal() else words
    period = period_of(typed, newest) if words.strip() else ""
    if words.strip() and not period:
        return None
    for organisation in dict.fromkeys((person.organisation, "")):
        try:
            return choose_report(service.store, period, organisation)
        except InputError:
            continue
    return None


def _loaded(service: Service) -> str:
    return ", ".join(dict.fromkeys(row.period for row in service.store.reports()[:12])) or "—"


@command("dangky", "subscribe")
async def subscribe(service: Service, update: Update, person: Person, words: str) -> None:
    """/dangky [day]: all topics when published, or on a day of the month; buttons change both."""
    chat = update.effective_chat
    assert chat is not None
    standing = subscriptions.of(service.books, person.id) or Subscription(person.id)
    if words.strip().isdecimal() and 1 <= int(words) <= 31:
        standing = replace(standing, day=int(words))
    await service.books.write(lambda db: subscriptions.keep(db, standing))
    await sending.send(service, chat.id, _stands(person, standing), _choices(service, person, standing), report=False)


def _stands(person: Person, subscription: Subscription) -> str:
    topics = ", ".join(subscription.topics) or say(person, "all_topics")
    when = say(person, "on_day", day=subscription.day) if subscription.day else say(person, "when_published")
    return say(person, "subscribed", topics=sending.escape(topics), when=when)


def _choices(service: Service, person: Person, subscription: Subscription) -> sending.Buttons:
    """Topics with a tick, then the days."""
    chosen = {fold(topic) for topic in subscription.topics}
    rows = []
    for number, title in enumerate(_topics(service, person)):
        tick = "☑" if fold(title) in chosen else "☐"
        rows.append([key(f"{tick} {title}"[:60], "sub", "t", number)])
    published = "● " if subscription.day == 0 else ""
    rows.append([key(published + say(person, "button.when_published"), "sub", "d", 0)])
    rows.append([key(f"{'● ' if day == subscription.day else ''}{day}", "sub", "d", day) for day in _DAYS])
    return rows


def _topics(service: Service, person: Person) -> list[str]:
    row = _chosen(service, person, "")
    return summaries.topics(service.store, row)[:_MOST_TOPICS] if row else []


@button("sub")
async def change(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """Tick a topic, or choose the day."""
    query = update.callback_query
    assert query is not None and query.message is not None
    await sending.answer_tap(service, query.id)
    standing = subscriptions.of(service.books, person.id) or Subscription(person.id)
    match arguments:
        case ["d", day] if day.isdecimal() and int(day) <= 31:
            standing = replace(standing, day=int(day))
        case ["t", number] if number.isdecimal() and int(number) < len(titles := _topics(service, person)):
            standing = replace(standing, topics=_toggled(standing.topics, titles[int(number)]))
        case _:
            return
    await service.books.write(lambda db: subscriptions.keep(db, standing))
    words, buttons = _stands(person, standing), _choices(service, person, standing)
    await sending.edit(service, query.message.chat.id, query.message.message_id, words, buttons)


def _toggled(topics: tuple[str, ...], title: str) -> tuple[str, ...]:
    kept = tuple(topic for topic in topics if fold(topic) != fold(title))
    return kept if len(kept) < len(topics) else (*topics, title)


@command("huydangky", "unsubscribe")
async def unsubscribe(service: Service, update: Update, person: Person, _: str) -> None:
    """/huydangky: no more summaries."""
    chat = update.effective_chat
    assert chat is not None
    await service.books.write(lambda db: subscriptions.end(db, person.id, "asked"))
    await sending.send(service, chat.id, say(person, "unsubscribed"), report=False)


@button("sumnow", who="admin")
async def send_now(service: Service, update: Update, person: Person, arguments: tuple[str, ...]) -> None:
    """After publishing: the summary goes out to the subscribers."""
    query = update.callback_query
    assert query is not None and query.message is not None
    row = await facts.tapped_report(service, query.id, person, arguments)
    if row is None:
        return
    number = await delivery.announce(service, row, subscriptions.every(service.books), person.id)
    await sending.send(service, query.message.chat.id, say(person, "sending_summary", count=number), report=False)
