"""How a report's figures moved: against the month before, the same month of last year, and over the year so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge import periods
from knowledge.across.compute import extremes
from knowledge.across.model import Point
from knowledge.across.series import is_month, points_of
from knowledge.across.units import convertible
from knowledge.store import series as rows
from knowledge.store.reader import ReportRow, Store

LEAST = 4  # months of a year before one can be its highest


@dataclass(frozen=True, slots=True)
class Movement:
    """A figure beside those of other months, each as its own report states it.

    `record`: it alone is the highest or lowest of the year's months so far, of which there are `months`.
    """

    now: Point
    before: Point | None = None
    year_before: Point | None = None
    record: Literal["", "highest", "lowest"] = ""
    months: int = 0


def movements(store: Store, report: ReportRow) -> dict[int, Movement]:
    """The movement of each figure of a monthly report that stands in a series, by its fact's id."""
    if not is_month(report.period):
        return {}
    here = [row for row in rows.of_report(store, report.id) if row.flavour == "value" and row.period == report.period]
    years = (report.period[:4], str(int(report.period[:4]) - 1))
    found = rows.of_indicators(store, sorted({row.indicator for row in here}), report.org, years)
    indicator_of = {row.fact: row.indicator for row in found}
    by_indicator: dict[int, list[Point]] = defaultdict(list)
    for point in points_of(store, found, ("value",)):
        if is_month(point.period) and point.period <= report.period:
            by_indicator[indicator_of[point.fact.id]].append(point)
    return {
        point.fact.id: _movement(point, points)
        for points in by_indicator.values()
        for point in points
        if point.period == report.period
    }


def _movement(now: Point, points: Sequence[Point]) -> Movement:
    alike = [p for p in points if convertible(p.unit, now.unit)]
    by_period = {p.period: p for p in alike}
    year = [p for p in alike if p.period[:4] == now.period[:4]]
    record: Literal["", "highest", "lowest"] = ""
    if len(year) >= LEAST:
        if extremes(year, True) == (now,):
            record = "highest"
        elif extremes(year, False) == (now,):
            record = "lowest"
    before = by_period.get(periods.previous(now.period))
    return Movement(now, before, by_period.get(periods.year_before(now.period)), record, len(year))
