"""An indicator over time, read from the store: one point a period, its breaks, the months that are missing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from knowledge import periods
from knowledge.across.flavour import is_stock
from knowledge.across.model import Break, Outcome, Point, Series
from knowledge.across.signature import name_of, telling
from knowledge.model import Fact
from knowledge.store import series as rows
from knowledge.store.reader import Store
from knowledge.store.series import SeriesRow

_MONTH = re.compile(r"\d{4}-\d{2}")
STATED = ("value", "cumulative")


def is_month(code: str) -> bool:
    return bool(_MONTH.fullmatch(code))


def point(row: SeriesRow, fact: Fact) -> Point:
    """A stored figure as a point of its series."""
    assert fact.value is not None
    return Point(row.org, row.period, fact.value, fact.unit, _flow(row, fact), fact, row.report)


def _flow(row: SeriesRow, fact: Fact) -> Literal["month", "cumulative", "longer", "stock"]:
    if row.flavour == "cumulative":
        return "cumulative"
    if is_stock(fact):
        return "stock"
    return "month" if is_month(row.period) else "longer"


def best_rows(found: Iterable[SeriesRow]) -> dict[tuple[int, str, str, str], SeriesRow]:
    """One row for each (indicator, body, period, flavour): of the report of that very period, else the newest."""
    best: dict[tuple[int, str, str, str], SeriesRow] = {}
    for row in found:
        key = (row.indicator, row.org, row.period, row.flavour)
        if key not in best or _rank(row) > _rank(best[key]):
            best[key] = row
    return best


def _rank(row: SeriesRow) -> tuple[bool, bool, str, int]:
    period = periods.parse(row.report_period)
    return (row.report_period == row.period, row.kind != "annex", period.last.isoformat() if period else "", -row.fact)


def points_of(store: Store, found: Iterable[SeriesRow], flavours: Sequence[str] = STATED) -> list[Point]:
    """The points of stored rows, oldest first."""
    chosen = [row for row in best_rows(found).values() if row.flavour in flavours]
    facts = {fact.id: fact for fact in store.facts(tuple(row.fact for row in chosen))} if chosen else {}
    points = [point(row, facts[row.fact]) for row in chosen if row.fact in facts and facts[row.fact].value is not None]
    return sorted(points, key=lambda p: (_end(p.period), p.org))


def _end(code: str) -> tuple[str, str]:
    period = periods.parse(code)
    return (period.last.isoformat(), period.first.isoformat()) if period else (code, code)


def monthly(store: Store, indicator: int, org: str) -> Series:
    """The months of one body, with its breaks and the months missing between the first and the last."""
    points = [p for p in points_of(store, rows.of_body(store, indicator, org)) if is_month(p.period)]
    months = [p for p in points if p.flow != "cumulative"] or points
    name = rows.names(store, [indicator]).get(indicator, "")
    return Series(
        indicator, name_of(months[-1].fact) if months else name, org, tuple(months), breaks(months), gaps(months)
    )


def of_outcome(outcome: Outcome) -> Series:
    """The months of an answer as a series, for its picture."""
    points = tuple(sorted((p for p in outcome.points if is_month(p.period)), key=lambda p: p.period))
    return Series(0, outcome.indicator, outcome.org, points, breaks(points), gaps(points))


def gaps(points: Sequence[Point]) -> tuple[str, ...]:
    """The months between the first and the last point that have none."""
    if not points:
        return ()
    have = {p.period for p in points}
    code, last, missing = points[0].period, points[-1].period, []
    while code < last:
        if code not in have:
            missing.append(code)
        code = periods.shift(code, 1)
    return tuple(missing)


def breaks(points: Sequence[Point]) -> tuple[Break, ...]:
    """Where the unit, or the telling words of the name, are not those of the point before."""
    found = []
    for before, after in itertools.pairwise(points):
        if before.unit != after.unit:
            found.append(Break(after.period, "unit", before.unit, after.unit))
        if telling(before.fact.own) != telling(after.fact.own) and before.fact.indicator != after.fact.indicator:
            found.append(Break(after.period, "wording", before.fact.indicator, after.fact.indicator))
    return tuple(found)
