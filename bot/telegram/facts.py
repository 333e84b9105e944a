"""What stands around a fact in its report: its parts, its comparisons, the report's name and file."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from bot.people.roles import Person
from bot.telegram import sending
from bot.telegram.service import Service, say
from knowledge import periods
from knowledge.errors import InputError
from knowledge.model import Fact
from knowledge.store.reader import ReportBody, ReportRow, Store

_COMPARISONS = frozenset({"pct_of_plan", "pct_of_same_period", "growth_vs_same_period", "growth_vs_prev"})


@dataclass(frozen=True, slots=True)
class Around:
    """A fact with its report and the facts that hang on it."""

    fact: Fact
    body: ReportBody
    parts: tuple[Fact, ...]
    comparisons: tuple[Fact, ...]


async def tapped_report(service: Service, tap: str, person: Person, arguments: tuple[str, ...]) -> ReportRow | None:
    """The report whose id and version stand in a tapped button, the tap answered; None, and said so, where another
    version took its place."""
    row = next((r for r in service.store.reports() if (str(r.id), str(r.version)) == arguments), None)
    if row is None:
        await sending.answer_tap(service, tap, say(person, "report_moved_on"), alert=True)
    else:
        await sending.answer_tap(service, tap)
    return row


def around(service: Service, fact_id: int) -> Around | None:
    """The fact and what hangs on it; None where it is withdrawn or its report is no longer current."""
    try:
        report, version = service.store.report_of(fact_id)
        if service.store.report(report).version != version:
            return None
    except InputError:
        return None
    body = _body(service.store, report, version, service.store.data_version())
    fact = next((f for f in body.facts if f.id == fact_id), None)
    if fact is None:
        return None
    hanging = tuple(f for f in body.facts if f.parent == fact_id)
    compared = tuple(f for f in hanging if f.measure in _COMPARISONS)
    return Around(fact, body, tuple(f for f in hanging if f.measure not in _COMPARISONS), compared)


def source_line(body: ReportBody) -> str:
    """ "Báo cáo số 325-BC/HU, ngày 16/10/2023, Huyện ủy Vĩnh Bảo, tháng 10/2023", as far as the report says so."""
    header, row = body.header, body.row
    parts = [f"Báo cáo số {header.number}" if header.number else "Báo cáo"]
    if header.issued:
        parts.append(f"ngày {header.issued:%d/%m/%Y}")
    return ", ".join([*parts, row.org, periods.vietnamese(row.period)])


@functools.lru_cache(maxsize=16)
def _body(store: Store, report: int, version: int, _: int) -> ReportBody:
    """A report's body, read again where the store's token changed (a fact withdrawn or given back)."""
    return store.body(report, version)
