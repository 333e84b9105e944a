"""What happens by itself: the summary on its day, a reminder where the report is missing, old data forgotten.

Nothing here is remembered by a timer: every half minute it looks whether something is due that was not done for this
month, so a restart, a jump of the clock or summer time neither loses nor repeats it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.people import inbox, marks, questions, subscriptions
from bot.people.subscriptions import WHEN_PUBLISHED
from bot.telegram import delivery, sending
from bot.telegram.service import Service
from knowledge import periods
from knowledge.store.reader import ReportRow

Work = Callable[[Service], Awaitable[None]]


async def look(service: Service, now: datetime | None = None) -> None:
    """Do what is due now."""
    settings = service.config.summary
    moment = now or datetime.now(ZoneInfo(settings.timezone))
    hours, minutes = map(int, settings.time.split(":"))
    today = moment.day if moment.time() >= time(hours, minutes) else moment.day - 1
    month = f"{moment:%Y-%m}"
    if settings.day is not None and settings.day <= today:
        await _official_day(service, month)
    for day in {s.day for s in subscriptions.every(service.books)} - {WHEN_PUBLISHED}:
        if day <= today:
            await _own_day(service, month, day)


async def tidy(service: Service) -> None:
    """Forget what is older than it may be kept."""
    days = service.config.access.keep_questions_days

    def forget(db: sqlite3.Connection) -> None:
        questions.forget_old(db, days)
        inbox.tidy(db)

    await service.books.write(forget)


async def _official_day(service: Service, month: str) -> None:
    """summary.day: the month's reports go to everybody; bodies whose report is missing are brought to mind."""
    name = f"due:{month}"
    if marks.is_set(service.books, name):
        return
    rows, missing = _due(service, month)
    for row in rows:
        await delivery.announce(service, row, subscriptions.every(service.books), None)
    if missing or not rows:
        names = ", ".join(missing) or "—"
        period = periods.vietnamese(month)
        await sending.tell_admins(service, "report_missing", period=period, names=sending.escape(names))
    await service.books.write(lambda db: marks.put(db, name))


async def _own_day(service: Service, month: str, day: int) -> None:
    """A day that subscribers chose themselves."""
    name = f"due:{month}:{day}"
    rows, _ = _due(service, month)
    if not rows or marks.is_set(service.books, name):
        return
    for row in rows:
        wanting = [s for s in subscriptions.every(service.books) if s.day == day]
        await delivery.announce(service, row, wanting, None)
    await service.books.write(lambda db: marks.put(db, name))


def _due(service: Service, month: str) -> tuple[list[ReportRow], list[str]]:
    """The month's reports, and the bodies that reported last month and have not yet."""
    rows = service.store.reports()
    due = [row for row in rows if row.period == month and row.kind == "monthly"]
    before = {row.org for row in rows if row.period == periods.previous(month) and row.kind == "monthly"}
    return due, sorted(before - {row.org for row in due})
