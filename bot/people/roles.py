"""Who may do what: numeric Telegram ids with a role. Closed by default; rights are looked up at every step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from bot.people import clock
from bot.people.books import Books

Role = Literal["admin", "viewer", "none"]
_COLUMNS = "id, name, role, language, organisation, since"


@dataclass(frozen=True, slots=True)
class Person:
    """A person by Telegram id. `role` none: a stranger; `organisation`: the one they usually ask about."""

    id: int
    name: str
    role: Role = "none"
    language: str = "vi"
    organisation: str = ""
    since: str = ""

    @property
    def known(self) -> bool:
        return self.role != "none"

    @property
    def admin(self) -> bool:
        return self.role == "admin"


class People:
    """The people that the bot knows, kept in memory and written through. `admins` of the configuration always are."""

    def __init__(self, books: Books, admins: Iterable[int], *, open_to_all: bool = False) -> None:
        self._books = books
        self._configured = frozenset(admins)
        self._open = open_to_all
        self._people = {row[0]: Person(*row) for row in books.rows(f"SELECT {_COLUMNS} FROM people")}

    def find(self, person: int, name: str = "") -> Person:
        """The person with this id; a stranger without a role where nothing is known (a viewer where access is open)."""
        found = self._people.get(person) or Person(person, name)
        if person in self._configured:
            return replace(found, role="admin")
        if self._open and found.role == "none":
            return replace(found, role="viewer")
        return found

    def admins(self) -> tuple[int, ...]:
        """Everybody who decides: the configured ones and those made admin since."""
        return tuple(sorted(self._configured | {p.id for p in self._people.values() if p.role == "admin"}))

    def all(self) -> tuple[Person, ...]:
        """Everybody who has a role, admins first, then by name."""
        ids = self._configured | self._people.keys()
        known = [p for p in map(self.find, ids) if p.known]
        return tuple(sorted(known, key=lambda p: (not p.admin, p.name, p.id)))

    def configured(self, person: int) -> bool:
        """Whether the configuration names them: such an admin can't be removed by others."""
        return person in self._configured

    async def keep(self, person: Person, *, role: Role | None = None, invited_by: int | None = None) -> Person:
        """Write a person down (name, language, organisation), with a new `role` where one is given.

        Without it the role stays as it was written: what the configuration or open access lends is never written down.
        """
        written = self._people.get(person.id)
        kept = replace(person, role=role or (written.role if written else "none"), since=person.since or clock.now())

        def write(db: sqlite3.Connection) -> None:
            db.execute(
                """INSERT INTO people (id, name, role, language, organisation, since, invited_by)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
                name = excluded.name, role = excluded.role, language = excluded.language,
                organisation = excluded.organisation""",
                (kept.id, kept.name, kept.role, kept.language, kept.organisation, kept.since, invited_by),
            )

        await self._books.write(write)
        self._people[kept.id] = kept
        return self.find(kept.id)

    def forget(self, person: int) -> None:
        """Drop from memory somebody whose row was deleted."""
        self._people.pop(person, None)

    def remember(self, person: Person) -> None:
        """Take into memory somebody whose row was written in a larger step."""
        self._people[person.id] = person
