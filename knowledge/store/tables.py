"""A version read from its tables; used where nothing packed is at hand, and to pack."""

from __future__ import annotations

import sqlite3

from knowledge.model import Check, Fact, Passage
from knowledge.store import rows


def version(
    connection: sqlite3.Connection, number: int
) -> tuple[tuple[Fact, ...], tuple[Passage, ...], tuple[Check, ...]]:
    """The facts (but withdrawn ones), passages and checks of the version with this id."""
    sql = "SELECT first_fact, facts, first_passage, passages FROM versions WHERE id = ?"
    first_fact, fact_count, first_passage, passages = connection.execute(sql, (number,)).fetchone()
    return (
        facts(connection, first_fact, fact_count),
        _passages(connection, first_passage, passages),
        _checks(connection, number),
    )


def facts(connection: sqlite3.Connection, first: int, count: int) -> tuple[Fact, ...]:
    """The facts with `count` consecutive ids from `first`, but withdrawn ones."""
    sql = f"SELECT {', '.join(rows.FACT_COLUMNS)} FROM facts WHERE id >= ? AND id < ? AND withdrawn = 0 ORDER BY id"
    return tuple(map(rows.fact_from, connection.execute(sql, (first, first + count)).fetchall()))


def _passages(connection: sqlite3.Connection, first: int, count: int) -> tuple[Passage, ...]:
    sql = f"SELECT {', '.join(rows.PASSAGE_COLUMNS)} FROM passages WHERE id >= ? AND id < ? ORDER BY id"
    return tuple(rows.passage_from(row, first) for row in connection.execute(sql, (first, first + count)).fetchall())


def _checks(connection: sqlite3.Connection, version: int) -> tuple[Check, ...]:
    sql = f"SELECT {', '.join(rows.CHECK_COLUMNS)} FROM checks WHERE version = ? ORDER BY number"
    return tuple(map(rows.check_from, connection.execute(sql, (version,)).fetchall()))
