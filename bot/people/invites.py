"""Invitations: a one-time code that expires and gives a role. Only its hash is kept: a copy of the file opens none."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3

from bot.people import clock
from bot.people.books import Books
from bot.people.roles import Person, Role
from knowledge.errors import InputError

CODE_BYTES = 15  # 20 characters of A-Za-z0-9_-, well within Telegram's 64


def make(db: sqlite3.Connection, by: int, role: Role, days: float, number: int = 1) -> list[str]:
    """`number` new codes for `role`, each good once within `days`."""
    codes = [secrets.token_urlsafe(CODE_BYTES) for _ in range(number)]
    db.executemany(
        "INSERT INTO invites (code_hash, role, created_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
        [(_hash(code), role, by, clock.now(), clock.ago(-days)) for code in codes],
    )
    return codes


def use(db: sqlite3.Connection, code: str, person: Person) -> Person:
    """Spend a code: the person with the role it gives. Raises InputError for one unknown, spent or expired.

    An admin who opens a viewer's link stays an admin, and the code is not spent; nor is it for one who has the role.
    """
    found = db.execute("SELECT role, created_by, expires_at, used_by FROM invites WHERE code_hash = ?", (_hash(code),))
    row = found.fetchone()
    if row is None:
        raise InputError("invite_unknown")
    role, by, expires_at, used_by = row
    if used_by is not None:
        raise InputError("invite_spent")
    if expires_at < clock.now():
        raise InputError("invite_expired")
    if person.role == role or person.admin:
        return person
    db.execute("UPDATE invites SET used_by = ?, used_at = ? WHERE code_hash = ?", (person.id, clock.now(), _hash(code)))
    db.execute(
        """INSERT INTO people (id, name, role, language, organisation, since, invited_by) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role""",
        (person.id, person.name, role, person.language, person.organisation, clock.now(), by),
    )
    end_request(db, person.id)
    return Person(person.id, person.name, role, person.language, person.organisation, clock.now())


def request_access(db: sqlite3.Connection, person: int, name: str) -> bool:
    """A stranger asks to be let in; whether this is the first time (admins are told once)."""
    row = db.execute(
        "INSERT OR IGNORE INTO access_requests (person, name, asked_at) VALUES (?, ?, ?)", (person, name, clock.now())
    )
    return row.rowcount > 0


def requested_by(books: Books, person: int) -> str | None:
    """The name under which somebody still waits to be let in; None where nobody does."""
    waiting = books.rows("SELECT name FROM access_requests WHERE person = ?", person)
    return str(waiting[0][0]) if waiting else None


def end_request(db: sqlite3.Connection, person: int) -> None:
    """A request is decided, or an invitation made it needless."""
    db.execute("DELETE FROM access_requests WHERE person = ?", (person,))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
