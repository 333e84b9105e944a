"""The rows of one version: written, read back for comparison, their state changed; inside the writer's transaction."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlite_utils.db import Database

from knowledge.errors import ConflictError, InputError
from knowledge.model import Extraction, Fact
from knowledge.store import packed, rows, tables

# What rooms above pack of a version, and rooms above that keep rows of their own: by name, so that none is imported.
PACKED_BY = (("knowledge.index.kept", "keep"), ("knowledge.index.sentences", "keep"))
DERIVED = (("knowledge.organisations.writer", "describe"), ("knowledge.across.book", "link"))


@dataclass(frozen=True, slots=True)
class Version:
    """What the writer needs to know of a stored version."""

    id: int
    sha256: str
    first_fact: int
    facts: int


def inserted(db: Database, table: str, row: dict[str, Any]) -> int:
    """Insert one row and return its id."""
    return int(db.execute(_insertion(table, row), row).lastrowid or 0)


def _insert_all(db: Database, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of the same columns."""
    if rows:
        db.conn.executemany(_insertion(table, rows[0]), rows)


def _insertion(table: str, row: dict[str, Any]) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"


def current(db: Database, report: int) -> Version | None:
    """The version of a report that answers."""
    found = db.execute(
        "SELECT id, sha256, first_fact, facts FROM versions WHERE report = ? AND state = 'current'", [report]
    ).fetchone()
    return Version(*found) if found else None


def facts(db: Database, version: Version) -> tuple[Fact, ...]:
    """The facts of a stored version."""
    return tables.facts(db.conn, version.first_fact, version.facts)


def insert(db: Database, report: int, extraction: Extraction, source: bytes, window: tuple[date, date], by: str) -> int:
    """Write a whole extraction as the next version of a report, a draft as yet; returns the version's id."""
    document, passages = extraction.outline.document, extraction.outline.passages
    db.table("sources").insert(
        {
            "sha256": document.sha256,
            "name": document.name,
            "format": document.format,
            "content": source,
            "text": document.text,
        },
        pk="sha256",
        ignore=True,
    )
    first_fact, first_passage = _next_ids(db)
    number = db.execute("SELECT coalesce(max(number), 0) + 1 FROM versions WHERE report = ?", [report]).fetchone()[0]
    version = inserted(
        db,
        "versions",
        {
            "report": report,
            "number": number,
            "state": "draft",
            "sha256": document.sha256,
            "file": document.name,
            "title": extraction.outline.header.title,
            "window_first": window[0].isoformat(),
            "window_last": window[1].isoformat(),
            "header": rows.header_text(extraction.outline.header),
            "first_fact": first_fact,
            "facts": len(extraction.facts),
            "first_passage": first_passage,
            "passages": len(passages),
            "loaded_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "loaded_by": by,
        },
    )
    _insert_rows(db, version, first_fact, first_passage, extraction)
    refresh_packed(db, version)
    for module, step in DERIVED:
        getattr(importlib.import_module(module), step)(db, version)
    return version


def _insert_rows(db: Database, version: int, first_fact: int, first_passage: int, extraction: Extraction) -> None:
    passages = extraction.outline.passages
    _insert_all(db, "passages", [rows.passage_row(p, version, first_passage) for p in passages])
    _insert_all(db, "facts", [rows.fact_row(f, version, first_fact) for f in extraction.facts])
    ledger = [
        {
            "version": version,
            "passage": entry.passage,
            "start": entry.start,
            "stop": entry.stop,
            "form": entry.form,
            "outcome": entry.outcome,
            "rule": entry.rule,
        }
        for entry in extraction.ledger
    ]
    _insert_all(db, "ledger", ledger)
    checks = [rows.check_row(check, number, version, first_fact) for number, check in enumerate(extraction.checks)]
    _insert_all(db, "checks", checks)
    warnings = [
        {"version": version, "number": number, "code": warn.code, "params": rows.text_of(dict(warn.params))}
        for number, warn in enumerate(extraction.warnings)
    ]
    _insert_all(db, "warnings", warnings)


def refresh_packed(db: Database, version: int) -> None:
    """Make the packed body of a version anew from its tables; whatever else was packed from it is dropped."""
    stored = tables.version(db.conn, version)
    db.execute("DELETE FROM packed WHERE version = ?", [version])
    db.execute("INSERT INTO packed (version, name, content) VALUES (?, 'body', ?)", [version, packed.pack(*stored)])
    for module, step in PACKED_BY:
        getattr(importlib.import_module(module), step)(db, version, *stored)


def _next_ids(db: Database) -> tuple[int, int]:
    """One past every id of a fact and of a passage that a version has taken: the newest took the highest."""
    sql = "SELECT first_fact + facts, first_passage + passages FROM versions ORDER BY id DESC LIMIT 1"
    found = db.execute(sql).fetchone()
    return (int(found[0]), int(found[1])) if found else (1, 1)


def set_state(db: Database, version: int, state: str) -> None:
    """Change what a version is to its report."""
    db.execute("UPDATE versions SET state = ? WHERE id = ?", [state, version])


def restorable(db: Database, report: int, number: int | None) -> int | None:
    """The version with this number; without one, the version that was removed last."""
    if number is not None:
        sql, values = "SELECT id FROM versions WHERE report = ? AND number = ? AND state != 'draft'", [report, number]
    else:
        sql, values = "SELECT before FROM journal WHERE report = ? AND action = 'remove' ORDER BY id DESC", [report]
    found = db.execute(sql, values).fetchone()
    return int(found[0]) if found else None


def set_withdrawn(db: Database, fact: int, withdrawn: bool) -> None:
    """Take one fact out of the answers, or back in."""
    db.execute("UPDATE facts SET withdrawn = ? WHERE id = ?", [int(withdrawn), fact])
    refresh_packed(db, _place_of_fact(db, fact)[1])


def set_confirmed(db: Database, fact: int) -> None:
    """A doubtful fact is doubtful no longer."""
    db.execute("UPDATE facts SET doubtful = 0 WHERE id = ?", [fact])
    refresh_packed(db, _place_of_fact(db, fact)[1])


def report_of_fact(db: Database, fact: int) -> int:
    """The report that a fact stands in. Raises InputError for an unknown fact."""
    return _place_of_fact(db, fact)[0]


def _place_of_fact(db: Database, fact: int) -> tuple[int, int]:
    sql = "SELECT v.report, v.id FROM facts f JOIN versions v ON v.id = f.version WHERE f.id = ?"
    found = db.execute(sql, [fact]).fetchone()
    if not found:
        raise InputError("fact_unknown", fact=fact)
    return int(found[0]), int(found[1])


def delete_draft(db: Database, version: int) -> None:
    """Delete every row of a draft. Raises ConflictError where it is none (any more)."""
    found = db.execute("SELECT report, sha256 FROM versions WHERE id = ? AND state = 'draft'", [version]).fetchone()
    if not found:
        raise ConflictError("draft_gone", version=version)
    for table in ("passages", "facts", "ledger", "checks", "warnings", "packed", "series"):
        db.execute(f"DELETE FROM {table} WHERE version = ?", [version])
    db.execute("DELETE FROM versions WHERE id = ?", [version])
    report, sha256 = found
    db.execute("DELETE FROM reports WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM versions WHERE report = ?1)", [report])
    db.execute(
        "DELETE FROM sources WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM versions WHERE sha256 = ?1)", [sha256]
    )
