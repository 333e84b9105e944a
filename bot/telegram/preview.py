"""What an admin sees before publishing: whose report, of which period, what was understood, what not, what changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from bot.messages import text as message
from bot.people.roles import Person
from bot.render.checks import check_text
from bot.telegram.sending import escape
from bot.telegram.service import Service, say
from knowledge import periods
from knowledge.across import checks
from knowledge.across.checks import failing
from knowledge.ask.slots.period import mentions
from knowledge.fold import fold
from knowledge.model import Extraction, Fact
from knowledge.store.versions import Changes, compare
from knowledge.store.writer import Stored

SHOWN = 8  # of each kind; the rest is counted


def period_of(words: str, newest: str = "") -> str:
    """The code of a period that a person typed ("10/2023", "quý IV/2023", "2023-10"); empty where there is none.

    A month without a year is counted from `newest`, else from today.
    """
    typed = words.strip()
    if periods.parse(typed):
        return typed
    found = mentions(fold(typed), newest or f"{date.today():%Y-%m}")
    return found[0].code if found else ""


def text(service: Service, person: Person, extraction: Extraction, stored: Stored) -> str:
    """The preview as Telegram HTML."""
    facts = extraction.facts
    lines = [
        say(
            person,
            "preview",
            org=escape(stored.org),
            period=escape(periods.vietnamese(stored.period)),
            facts=len(facts),
        ),
        *_sections(facts),
        *_listed(person, "preview_unparsed", [f"“{e.form}”" for e in extraction.ledger if e.outcome == "unparsed"]),
        *_listed(person, "preview_checks", _failed(person, extraction)),
        *_listed(person, "preview_across", _across(service, person, stored)),
        *_listed(person, "preview_doubtful", [f"{f.indicator}: {f.text_value}" for f in facts if f.doubtful]),
        *_listed(person, "preview_warnings", _warnings(person, extraction, stored)),
    ]
    if stored.changes is not None:
        lines += _changes(person, "preview_version", stored.changes)
    elif (before := _month_before(service, stored)) is not None:
        lines += _changes(person, "preview_month", compare(before, facts), only_counts=True)
    return "\n".join(lines)


def _sections(facts: Iterable[Fact]) -> list[str]:
    titles = Counter(" ".join((f.path[0].label, f.path[0].title)).strip() for f in facts if f.path)
    return [f"• {escape(title)}: {count}" for title, count in titles.items()]


def _failed(person: Person, extraction: Extraction) -> list[str]:
    return [check_text(check, person.language) for check in extraction.checks if check.holds is False]


def _across(service: Service, person: Person, stored: Stored) -> list[str]:
    """What doesn't agree with the other reports that are stored, or is worth a look beside them."""
    return [check_text(check, person.language) for check in failing(checks.check(service.store, stored.version))]


def _warnings(person: Person, extraction: Extraction, stored: Stored) -> list[str]:
    warnings = (*stored.warnings, *extraction.warnings)
    return [message(person.language, f"warning.{warning.code}", **warning.params) for warning in warnings]


def _listed(person: Person, key: str, rows: list[str]) -> list[str]:
    if not rows:
        return []
    more = [say(person, "preview_more", count=len(rows) - SHOWN)] if len(rows) > SHOWN else []
    return ["", say(person, key, count=len(rows)), *(f"• {escape(row)}" for row in rows[:SHOWN]), *more]


def _changes(person: Person, key: str, changes: Changes, *, only_counts: bool = False) -> list[str]:
    counts = {"new": len(changes.new), "changed": len(changes.changed), "gone": len(changes.gone)}
    if only_counts:
        return ["", say(person, key, **counts)]
    rows = [f"~ {new.indicator}: {old.text_value} → {new.text_value}" for old, new in changes.changed]
    rows += [f"+ {fact.indicator}: {fact.text_value}" for fact in changes.new]
    rows += [f"− {fact.indicator}: {fact.text_value}" for fact in changes.gone]
    more = [say(person, "preview_more", count=len(rows) - 2 * SHOWN)] if len(rows) > 2 * SHOWN else []
    return ["", say(person, key, **counts), *(f"• {escape(row)}" for row in rows[: 2 * SHOWN]), *more]


def _month_before(service: Service, stored: Stored) -> tuple[Fact, ...] | None:
    """The facts of the same body's report of the period before, where it is loaded."""
    wanted = periods.previous(stored.period)
    for row in service.store.reports():
        if row.org == stored.org and row.period == wanted:
            return service.store.body(row.id).facts
    return None
