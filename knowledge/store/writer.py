"""The only place that writes reports. Every method is one transaction: a failure or a kill leaves nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from knowledge.collection import paused
from knowledge.errors import ConflictError, InputError
from knowledge.model import Extraction, Warn
from knowledge.store import content, identity, journal, transaction
from knowledge.store.migrations import migrate
from knowledge.store.versions import Changes, compare

DEFAULT_ORG = "Đơn vị chưa rõ tên"


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a load. `identical`: nothing was written; `replaced`: the version it took over from."""

    report_id: int
    version: int
    org: str
    period: str
    identical: bool
    replaced: int | None
    changes: Changes | None
    warnings: tuple[Warn, ...]


class Writer:
    """The writing connection of the database at `path`; it belongs to one thread.

    `db` and `transaction()` are open to the bot's own tables, which live in the same file under the same lock.
    """

    def __init__(self, path: str | Path, default_org: str = DEFAULT_ORG) -> None:
        self.path = Path(path)
        self.default_org = default_org
        self.db = transaction.open_database(self.path)
        with self.transaction():
            migrate(self.db)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One write transaction; raises UnavailableError for a full disk, a lasting lock or a damaged file."""
        with transaction.transaction(self.db, self.path):
            yield

    def close(self) -> None:
        """Give the connection back."""
        self.db.close()

    def keep(
        self,
        extraction: Extraction,
        source: bytes,
        by: str,
        *,
        replace: bool = False,
        draft: bool = False,
        report: int | None = None,
    ) -> Stored:
        """Store a report as a version of its own. A draft answers nothing until it is published.

        The same file again changes nothing, unless `report` names the report that it is read for anew. Raises
        ConflictError (with the numbers of facts new, changed and gone) where another version stands and `replace` is
        not set, and InputError for a report without a period.
        """
        header = extraction.outline.header
        window = identity.window(header)
        with self.transaction(), paused():
            org, warnings = self._organisation(header.org, extraction.outline.document.sha256)
            report_id = report or self._report(org, header.period, header.kind, identity.subject(header))
            current = content.current(self.db, report_id)
            if current and not report and current.sha256 == extraction.outline.document.sha256:
                return Stored(report_id, current.id, self._name(org), header.period, True, None, None, warnings)
            changes = compare(content.facts(self.db, current), extraction.facts) if current else None
            if current and changes is not None and not (replace or draft):
                raise ConflictError("version_exists", **_conflict(report_id, header.period, self._name(org), changes))
            version = content.insert(self.db, report_id, extraction, source, window, by)
            if not draft:
                self._publish(report_id, version, by, "reextract" if report else "replace" if current else "load")
            replaced = current.id if current else None
            return Stored(report_id, version, self._name(org), header.period, False, replaced, changes, warnings)

    def publish(self, version: int, by: str) -> None:
        """Let a draft answer; what was current is kept as an earlier version."""
        with self.transaction():
            found = self.db.execute(
                "SELECT report FROM versions WHERE id = ? AND state = 'draft'", [version]
            ).fetchone()
            if not found:
                raise ConflictError("draft_gone", version=version)
            self._publish(found[0], version, by, "replace" if content.current(self.db, found[0]) else "load")

    def discard(self, version: int) -> None:
        """Forget a draft, its source included where nothing else was read from it."""
        with self.transaction():
            content.delete_draft(self.db, version)

    def refresh(self, version: int) -> None:
        """Make anew what is packed of a version for quick reading, as after an upgrade."""
        with self.transaction():
            content.refresh_packed(self.db, version)

    def attach(self, version: int, name: str, content: bytes) -> None:
        """Keep what another room packed from a version; it is dropped when the version's facts change."""
        with self.transaction():
            self.db.execute("INSERT OR REPLACE INTO packed VALUES (?, ?, ?)", [version, name, content])

    def remove(self, report_id: int, by: str) -> None:
        """Take a report out of the answers; `restore` brings it back."""
        with self.transaction():
            current = content.current(self.db, report_id)
            if current is None:
                raise InputError("report_unknown", report=report_id)
            content.set_state(self.db, current.id, "removed")
            journal.write(self.db, _now(), by, "remove", report_id, None, current.id)

    def restore(self, report_id: int, by: str, number: int | None = None) -> int:
        """Make a removed report answer again, or an earlier version (`number`) of it; returns the version's id."""
        with self.transaction():
            current = content.current(self.db, report_id)
            if current is not None and number is None:
                raise ConflictError("report_present", report=report_id)
            version = content.restorable(self.db, report_id, number)
            if version is None:
                raise InputError("report_unknown", report=report_id)
            if current is None or current.id != version:
                self._publish(report_id, version, by, "restore")
            return version

    def undo_last(self, by: str) -> journal.Entry:
        """Take back the last load, removal, restoration or withdrawal that still stands. Raises InputError if none."""
        with self.transaction():
            entry = journal.last(self.db)
            if entry is None:
                raise InputError("nothing_to_undo")
            if entry.fact is not None:
                content.set_withdrawn(self.db, entry.fact, entry.action != "withdraw")
            if entry.version is not None:
                content.set_state(self.db, entry.version, "removed")
            if entry.before is not None:
                content.set_state(self.db, entry.before, "current")
            journal.undo(self.db, entry, _now(), by)
            return entry

    def withdraw_fact(self, fact_id: int, by: str) -> None:
        """Take one wrong fact out of the answers."""
        with self.transaction():
            report = content.report_of_fact(self.db, fact_id)
            content.set_withdrawn(self.db, fact_id, True)
            journal.write(self.db, _now(), by, "withdraw", report, None, None, fact_id)

    def confirm_fact(self, fact_id: int, by: str) -> None:
        """A person has looked a doubtful figure up in the scan: it is no longer doubtful."""
        with self.transaction():
            report = content.report_of_fact(self.db, fact_id)
            content.set_confirmed(self.db, fact_id)
            journal.write(self.db, _now(), by, "confirm", report, None, None, fact_id)

    def backup(self, target: str | Path) -> None:
        """A consistent, checked copy at `target`, whole loads only, also while others read and write."""
        transaction.copy(self.db, Path(target))

    def _publish(self, report_id: int, version: int, by: str, action: str) -> None:
        current = content.current(self.db, report_id)
        if current is not None:
            content.set_state(self.db, current.id, "superseded")
        content.set_state(self.db, version, "current")
        journal.write(self.db, _now(), by, action, report_id, version, current.id if current else None)

    def _organisation(self, name: str, sha256: str) -> tuple[int, tuple[Warn, ...]]:
        """The body of a report: as printed; else of the same file before, the only body loaded, the named default."""
        if name:
            return self._organisation_named(name), ()
        known = self.db.execute(
            "SELECT r.organisation FROM versions v JOIN reports r ON r.id = v.report WHERE v.sha256 = ? "
            "AND v.state != 'removed' ORDER BY v.id",
            [sha256],
        ).fetchone()
        loaded = self.db.execute(
            """SELECT DISTINCT o.id FROM organisations o JOIN reports r ON r.organisation = o.id
               JOIN versions v ON v.report = r.id AND v.state IN ('current', 'superseded') LIMIT 2"""
        ).fetchall()
        if known:
            chosen = known[0]
        elif len(loaded) == 1:
            chosen = loaded[0][0]
        else:
            chosen = self._organisation_named(self.default_org)
        return chosen, (Warn("organisation_assumed", {"org": self._name(chosen)}),)

    def _organisation_named(self, name: str) -> int:
        folded = identity.folded_name(name)
        found = self.db.execute(
            """SELECT id, name FROM organisations WHERE folded = ?1 UNION ALL
               SELECT o.id, o.name FROM organisation_aliases a JOIN organisations o ON o.id = a.organisation
               WHERE a.folded = ?1""",
            [folded],
        ).fetchone()
        if not found:
            return content.inserted(self.db, "organisations", {"name": name, "folded": folded})
        if identity.folded_name(found[1]) == folded and identity.better_name(found[1], name) != found[1]:
            self.db.execute("UPDATE organisations SET name = ? WHERE id = ?", [name, found[0]])
        return int(found[0])

    def _name(self, organisation: int) -> str:
        return str(self.db.execute("SELECT name FROM organisations WHERE id = ?", [organisation]).fetchone()[0])

    def _report(self, organisation: int, period: str, kind: str, subject: str) -> int:
        key = {"organisation": organisation, "period": period, "kind": kind, "subject": subject}
        found = self.db.execute(
            "SELECT id FROM reports WHERE organisation = :organisation AND period = :period AND kind = :kind "
            "AND subject = :subject",
            key,
        ).fetchone()
        return int(found[0]) if found else content.inserted(self.db, "reports", key)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _conflict(report: int, period: str, org: str, changes: Changes) -> dict[str, object]:
    counts = {"new": len(changes.new), "changed": len(changes.changed), "gone": len(changes.gone)}
    return {"report": report, "period": period, "org": org, **counts}
