"""Reads what `series` keeps: which figure is which indicator, and an indicator's figures over periods and bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.store.reader import Store


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One figure's place in a series; only figures of current versions that are not withdrawn."""

    indicator: int
    org: str
    period: str
    flavour: str
    fact: int
    report: int
    report_period: str
    kind: str


_ROWS = """
SELECT s.indicator, o.name, s.period, s.flavour, s.fact, r.id, r.period, r.kind
FROM series s JOIN versions v ON v.id = s.version AND v.state = 'current' JOIN reports r ON r.id = v.report
     JOIN organisations o ON o.id = s.organisation
"""


def places_of(store: Store, fact: int) -> tuple[SeriesRow, ...]:
    """Where a fact stands; empty for one that is in no series."""
    return _rows(store, _ROWS + "WHERE s.fact = ?", [fact])


def of_body(store: Store, indicator: int, org: str, years: Sequence[str] = ()) -> tuple[SeriesRow, ...]:
    """An indicator's figures of one body, of every flavour, oldest period first; only of some years where named."""
    where = "WHERE s.indicator = ? AND s.organisation = (SELECT id FROM organisations WHERE name = ?)"
    values = [indicator, org]
    if years:
        where += " AND s.period >= ? AND s.period < ?"
        values += [min(years), str(int(max(years)) + 1)]
    return _rows(store, f"{_ROWS}{where} ORDER BY s.period", values)


def of_indicators(store: Store, indicators: Sequence[int], org: str, years: Sequence[str]) -> tuple[SeriesRow, ...]:
    """The figures of several indicators of one body in some years, oldest period first."""
    marks = ", ".join("?" * len(indicators))
    where = (
        f"WHERE s.indicator IN ({marks}) AND s.organisation = (SELECT id FROM organisations WHERE name = ?)"
        " AND s.period >= ? AND s.period < ? ORDER BY s.period"
    )
    return _rows(store, _ROWS + where, [*indicators, org, min(years), str(int(max(years)) + 1)])


def of_period(store: Store, indicator: int, flavours: Sequence[str], period: str) -> tuple[SeriesRow, ...]:
    """An indicator's figures of one period, over all bodies."""
    marks = ", ".join("?" * len(flavours))
    where = f"WHERE s.indicator = ? AND s.flavour IN ({marks}) AND s.period = ?"
    return _rows(store, _ROWS + where, [indicator, *flavours, period])


def of_report(store: Store, report: int) -> tuple[SeriesRow, ...]:
    """Every figure of a report that is in a series."""
    where = "WHERE s.version = (SELECT id FROM versions WHERE report = ? AND state = 'current')"
    return _rows(store, _ROWS + where, [report])


def facts_of(store: Store, version: int) -> tuple[int, ...]:
    """Every figure of a version that is in a series, by its id."""
    found = store.connection.execute("SELECT fact FROM series WHERE version = ?", [version])
    return tuple(fact for (fact,) in found.fetchall())


def of_version(store: Store, version: int) -> tuple[SeriesRow, ...]:
    """Every figure of one version, a draft or an earlier one too."""
    return _rows(store, _ROWS.replace(" AND v.state = 'current'", "") + "WHERE s.version = ?", [version])


def names(store: Store, indicators: Sequence[int]) -> dict[int, str]:
    """The names that indicators began with."""
    marks = ", ".join("?" * len(indicators))
    found = store.connection.execute(f"SELECT id, name FROM indicators WHERE id IN ({marks})", list(indicators))
    return dict(found.fetchall())


def _rows(store: Store, sql: str, values: Sequence[Any]) -> tuple[SeriesRow, ...]:
    return tuple(SeriesRow(*row) for row in store.connection.execute(sql, list(values)).fetchall())
