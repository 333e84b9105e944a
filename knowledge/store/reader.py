"""The read side of the store: standard library only, so that a cold question imports nothing it doesn't need.

A connection belongs to the thread that made it and sees the last commit; it opens the file read-only.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.errors import InputError, UnavailableError
from knowledge.model import Check, Fact, Header, Passage, ReportKind, Warn
from knowledge.store import packed, rows, tables

WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report that answers: its identity, its current version and the calendar days that its data covers."""

    id: int
    org: str
    period: str
    kind: ReportKind
    title: str
    file: str
    version: int
    number: int
    window: tuple[date, date]
    facts: int
    sha256: str
    loaded_at: str


class Shelf(tuple[ReportRow, ...]):
    """The reports that answer, newest first, grouped once: a question must not go through all of them."""

    @cached_property
    def orgs(self) -> tuple[str, ...]:
        """The bodies, in the order of their newest reports."""
        return tuple(self._by_org)

    @cached_property
    def by_id(self) -> dict[int, ReportRow]:
        """Each report by its id."""
        return {row.id: row for row in self}

    def of_body(self, org: str) -> tuple[ReportRow, ...]:
        """The reports of one body, newest first."""
        return tuple(self._by_org.get(org, ()))

    def of_period(self, period: str) -> tuple[ReportRow, ...]:
        """The reports of one period, over all bodies."""
        return tuple(self._by_period.get(period, ()))

    def periods_of(self, org: str) -> tuple[str, ...]:
        """The periods that a body has reported on, newest first."""
        return tuple(dict.fromkeys(row.period for row in self._by_org.get(org, ())))

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """The periods of all bodies, newest first."""
        return tuple(self._by_period)

    @cached_property
    def _by_org(self) -> dict[str, list[ReportRow]]:
        return _grouped((row.org, row) for row in self)

    @cached_property
    def _by_period(self) -> dict[str, list[ReportRow]]:
        return _grouped((row.period, row) for row in self)


def _grouped(rows: Iterable[tuple[str, ReportRow]]) -> dict[str, list[ReportRow]]:
    found: dict[str, list[ReportRow]] = {}
    for key, row in rows:
        found.setdefault(key, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a report; `state` is draft, current, superseded or removed."""

    version: int
    report: int
    number: int
    state: str
    file: str
    facts: int
    sha256: str
    loaded_at: str
    loaded_by: str


@dataclass(frozen=True, slots=True)
class ReportBody:
    """Everything that one version says. Facts bear database ids; passages are numbered as in the report."""

    row: ReportRow
    header: Header
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]
    checks: tuple[Check, ...]


_REPORT = """
SELECT r.id, o.name, r.period, r.kind, v.title, v.file, v.id, v.number, v.window_first, v.window_last, v.facts,
       v.sha256, v.loaded_at
FROM versions v JOIN reports r ON r.id = v.report JOIN organisations o ON o.id = r.organisation
"""


class Store:
    """What is stored at `path`. Raises UnavailableError where there is no database, or none that can be read."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if not self.path.is_file():
            raise UnavailableError("database_missing", path=self.path)
        with _readable(self.path):
            self.connection = connect(self.path)
            if not self._rows("SELECT 1 FROM sqlite_master WHERE name = 'versions'"):
                raise UnavailableError("database_foreign", path=self.path)

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with _readable(self.path):
            return self.connection.execute(sql, values).fetchall()

    def data_version(self) -> int:
        """A token that changes with every commit of another connection."""
        token: int = self._rows("PRAGMA data_version")[0][0]
        return token

    def reports(self) -> tuple[ReportRow, ...]:
        """The current reports, newest first: by the end of their data window, at the same end the shorter one first."""
        order = " WHERE v.state = 'current' ORDER BY v.window_last DESC, v.window_first DESC, r.kind = 'annex', r.id"
        return tuple(_report(row) for row in self._rows(_REPORT + order))

    def report(self, report_id: int, version: int | None = None) -> ReportRow:
        """One report by its id: its current version, or the one named. Raises InputError where there is none."""
        wanted = "v.state = 'current'" if version is None else "v.id = ?"
        values = (report_id,) if version is None else (report_id, version)
        found = self._rows(f"{_REPORT} WHERE r.id = ? AND {wanted}", *values)
        if not found:
            raise InputError("report_unknown", report=report_id)
        return _report(found[0])

    def versions(self, report_id: int | None = None) -> tuple[VersionRow, ...]:
        """The versions of a report, oldest first; of all reports where none is named."""
        which = "" if report_id is None else "WHERE report = ?"
        return tuple(
            VersionRow(*row)
            for row in self._rows(
                f"""SELECT id, report, number, state, file, facts, sha256, loaded_at, loaded_by FROM versions
                {which} ORDER BY report, number""",
                *([] if report_id is None else [report_id]),
            )
        )

    def body(self, report_id: int, version: int | None = None) -> ReportBody:
        """The whole report: header, facts, passages, checks. Raises InputError for an unknown report."""
        row = self.report(report_id, version)
        header = self._rows("SELECT header FROM versions WHERE id = ?", row.version)[0][0]
        said = self.contents(row.version)
        return ReportBody(row, rows.header_from(header), tuple(said.facts), tuple(said.passages), tuple(said.checks))

    def contents(self, version: int) -> packed.Contents:
        """What a version says, each value built when it is looked at."""
        content = self.packed(version, "body")
        unpacked = packed.unpack(content) if content else None
        if unpacked is None:
            with _readable(self.path):
                unpacked = packed.Contents(*tables.version(self.connection, version))
        return unpacked

    def packed(self, version: int, name: str) -> bytes | None:
        """What another room packed from a version (`Writer.attach`), or None."""
        found = self._rows("SELECT content FROM packed WHERE version = ? AND name = ?", version, name)
        return found[0][0] if found else None

    def facts(self, ids: tuple[int, ...]) -> tuple[Fact, ...]:
        """Facts by their database ids, in the order asked for; unknown and withdrawn ones are left out."""
        marks = ", ".join("?" * len(ids))
        sql = f"SELECT {', '.join(rows.FACT_COLUMNS)} FROM facts WHERE id IN ({marks}) AND withdrawn = 0"
        found = {row[0]: rows.fact_from(row) for row in self._rows(sql, *ids)}
        return tuple(found[fact] for fact in ids if fact in found)

    def report_of(self, fact_id: int) -> tuple[int, int]:
        """The report and the version that a fact belongs to. Raises InputError for an unknown fact."""
        sql = "SELECT v.report, v.id FROM facts f JOIN versions v ON v.id = f.version WHERE f.id = ?"
        found = self._rows(sql, fact_id)
        if not found:
            raise InputError("fact_unknown", fact=fact_id)
        report, version = found[0]
        return report, version

    def warnings(self, version: int) -> tuple[Warn, ...]:
        """What the load of a version warned of."""
        found = self._rows("SELECT code, params FROM warnings WHERE version = ? ORDER BY number", version)
        return tuple(Warn(code, dict(json.loads(params))) for code, params in found)

    def source(self, version: int) -> tuple[str, bytes]:
        """The name and the bytes of the file that a version was read from."""
        sql = "SELECT v.file, s.content FROM versions v JOIN sources s ON s.sha256 = v.sha256 WHERE v.id = ?"
        found = self._rows(sql, version)
        if not found:
            raise InputError("report_unknown", report=version)
        name, content = found[0]
        return name, content

    def text(self, version: int) -> str:
        """The text of the document that a version was read from; the facts' `source` spans point into it."""
        sql = "SELECT s.text FROM versions v JOIN sources s ON s.sha256 = v.sha256 WHERE v.id = ?"
        found = self._rows(sql, version)
        return str(found[0][0]) if found else ""

    def organisations(self) -> tuple[str, ...]:
        """The names of the bodies that have a current report."""
        sql = """SELECT DISTINCT o.name FROM organisations o JOIN reports r ON r.organisation = o.id
                 JOIN versions v ON v.report = r.id AND v.state = 'current' ORDER BY o.name"""
        return tuple(name for (name,) in self._rows(sql))

    def close(self) -> None:
        """Give the connection back."""
        self.connection.close()


def connect(path: Path) -> sqlite3.Connection:
    """A read-only connection that leaves checkpoints to the writer."""
    name = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    connection = sqlite3.connect(f"file:{name}?mode=ro", uri=True, timeout=WAIT_SECONDS, isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    return connection


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What SQLite says of a damaged, locked or unreadable file, as an error with a sentence."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise UnavailableError("database_unreadable", path=path, reason=error) from error
    except sqlite3.DatabaseError as error:
        raise UnavailableError("database_damaged", path=path, reason=error) from error


def _report(row: tuple[Any, ...]) -> ReportRow:
    id_, org, period, kind, title, file, version, number, first, last, facts, sha256, loaded_at = row
    window = (date.fromisoformat(first), date.fromisoformat(last))
    return ReportRow(id_, org, period, kind, title, file, version, number, window, facts, sha256, loaded_at)
