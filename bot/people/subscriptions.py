"""Who gets the monthly summary: of all topics or some, when it is published or on a day of the month."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from bot.people import clock
from bot.people.books import Books

WHEN_PUBLISHED = 0


@dataclass(frozen=True, slots=True)
class Subscription:
    """`topics` are titles of top sections, none for all; `day` of the month, 0 when published."""

    person: int
    topics: tuple[str, ...] = ()
    day: int = WHEN_PUBLISHED
    language: str = "vi"
    organisation: str = ""


def keep(db: sqlite3.Connection, subscription: Subscription) -> None:
    """Start or change a subscription."""
    db.execute(
        """INSERT INTO subscriptions (person, topics, day, since) VALUES (?, ?, ?, ?) ON CONFLICT (person) DO UPDATE
        SET topics = excluded.topics, day = excluded.day, ended_at = NULL, ended_why = NULL""",
        (subscription.person, json.dumps(subscription.topics, ensure_ascii=False), subscription.day, clock.now()),
    )


def end(db: sqlite3.Connection, person: int, why: str) -> None:
    """Switch a subscription off: asked for, bot blocked, or access taken away."""
    db.execute(
        "UPDATE subscriptions SET ended_at = ?, ended_why = ? WHERE person = ? AND ended_at IS NULL",
        (clock.now(), why, person),
    )


def move(db: sqlite3.Connection, old: int, new: int) -> None:
    """A group became a supergroup: what is meant for the old id goes to the new one."""
    db.execute("UPDATE OR IGNORE subscriptions SET person = ? WHERE person = ?", (new, old))
    db.execute("UPDATE OR IGNORE deliveries SET person = ? WHERE person = ? AND state <> 'sent'", (new, old))


def of(books: Books, person: int) -> Subscription | None:
    """A person's subscription, None where there is none or it has ended."""
    return next((s for s in every(books) if s.person == person), None)


def every(books: Books) -> list[Subscription]:
    """All that stand, by person."""
    rows = books.rows(
        """SELECT s.person, s.topics, s.day, coalesce(p.language, 'vi'), coalesce(p.organisation, '')
        FROM subscriptions s LEFT JOIN people p ON p.id = s.person WHERE s.ended_at IS NULL ORDER BY s.person"""
    )
    return [Subscription(person, tuple(json.loads(topics)), *rest) for person, topics, *rest in rows]
