"""Relations between a report and those that are stored: what it says of other periods, against what they said.

For the preview of a load. A printed figure stands for an interval (reports round and cut off), so only what no rounding
explains is a contradiction; an unusual size or an indicator that is gone is worth a look (`holds` None).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge import periods
from knowledge.across.compute import in_unit
from knowledge.across.flavour import canonical
from knowledge.across.model import Point
from knowledge.across.series import STATED, is_month, point, points_of
from knowledge.across.signature import name_of
from knowledge.across.spans import months_of
from knowledge.across.units import convertible, plain, rounded
from knowledge.grammar.units import factor
from knowledge.model import Check
from knowledge.store import series as rows
from knowledge.store.reader import Store
from knowledge.store.series import SeriesRow

MANY_TIMES = Decimal(20)  # a figure so much larger or smaller than each before has likely changed its meaning
STEADY = 3  # months in a row that an indicator must have stood in to be missed
MOST_GONE = 12


@dataclass(frozen=True, slots=True)
class _Interval:
    """What a printed figure may stand for."""

    low: Decimal
    high: Decimal

    def meets(self, other: _Interval) -> bool:
        return self.low <= other.high and other.low <= self.high


class _Report:
    """A version under examination and the stored series that it continues."""

    def __init__(self, store: Store, version: int) -> None:
        self.store = store
        found = rows.of_version(store, version)
        facts = {fact.id: fact for fact in store.facts(tuple(row.fact for row in found))} if found else {}
        self.rows = [row for row in found if row.fact in facts and facts[row.fact].value is not None]
        self.points = [(row, point(row, facts[row.fact])) for row in self.rows]
        self.period = self.rows[0].report_period if self.rows else ""
        self.org = self.rows[0].org if self.rows else ""
        self._stored: dict[int, list[tuple[SeriesRow, Point]]] = {}

    def others(self, indicator: int) -> list[Point]:
        """What other reports state of an indicator, one point a period, monthly and longer."""
        return [p for row, p in self._known(indicator) if row.report != self.rows[0].report]

    def _known(self, indicator: int) -> list[tuple[SeriesRow, Point]]:
        if indicator not in self._stored:
            found = rows.of_body(self.store, indicator, self.org)
            points = points_of(self.store, [r for r in found if r.report != self.rows[0].report], STATED)
            by_fact = {row.fact: row for row in found}
            self._stored[indicator] = [(by_fact[p.fact.id], p) for p in points]
        return self._stored[indicator]

    def at(self, indicator: int, code: str, cumulative: bool = False) -> Point | None:
        """The stored figure of a period; its own report's where there are several."""
        code = canonical(code)
        return next(
            (p for p in self.others(indicator) if p.period == code and (p.flow == "cumulative" or not cumulative)), None
        )


def check(store: Store, version: int) -> tuple[Check, ...]:
    """Every relation of a stored version (a draft too) with the reports that answer now."""
    report = _Report(store, version)
    if not report.rows:
        return ()
    steps = (_compared, _restated, _counted_on, _summed, _sized, _gone)
    return tuple(found for step in steps for found in step(report))


def _compared(report: _Report) -> Iterator[Check]:
    """ "bằng 112% cùng kỳ", "tăng 5% so với tháng trước" against the figure that was reported then."""
    bases = {p.fact.id: (row, p) for row, p in report.points}
    for row, stated in report.points:
        base = bases.get(stated.fact.parent or -1)
        if row.flavour not in ("pct_of_same_period", "growth_vs_same_period", "growth_vs_prev") or base is None:
            continue
        now = base[1]
        code = periods.previous(now.period) if row.flavour == "growth_vs_prev" else periods.year_before(now.period)
        then = report.at(row.indicator, code)
        if then is None or now.flow != then.flow or not convertible(now.unit, then.unit) or stated.fact.value_high:
            continue
        yield _against(row.flavour, stated, now, then)


def _against(flavour: str, stated: Point, now: Point, then: Point) -> Check:
    printed, before, after = _interval(stated), _interval_in(then, now.unit), _interval(now)
    change = flavour != "pct_of_same_period"
    sign = Decimal(stated.fact.direction or 1)
    if stated.unit == "%":
        low = after.low * 100 / before.high if before.high else Decimal(0)
        high = after.high * 100 / before.low if before.low > 0 else Decimal("Infinity")
        real = _Interval(low - 100, high - 100) if change else _Interval(low, high)
        base = in_unit(then, now.unit)
        exact = now.value * 100 / base - (100 if change else 0) if base else Decimal(0)
    elif convertible(stated.unit, now.unit):
        real = _Interval(after.low - before.high, after.high - before.low)
        printed = _interval_in(stated, now.unit)
        exact = now.value - in_unit(then, now.unit)
    else:
        return _result("across_compared", None, stated, "", [stated, now, then], now, then)
    said = (
        _Interval(min(printed.low * sign, printed.high * sign), max(printed.low * sign, printed.high * sign))
        if change
        else printed
    )
    return _result("across_compared", said.meets(real), stated, _shown(exact), [stated, now, then], now, then)


def _restated(report: _Report) -> Iterator[Check]:
    """A figure that this report gives for an earlier month, against that month's own report."""
    for row, here in report.points:
        if row.flavour not in STATED or here.period == canonical(report.period) or not is_month(here.period):
            continue
        there = report.at(row.indicator, here.period)
        if there is not None and convertible(here.unit, there.unit) and here.flow == there.flow:
            holds = _interval(here).meets(_interval_in(there, here.unit))
            yield _result("across_restated", holds, here, there.fact.text_value, [here, there], here, there)


def _counted_on(report: _Report) -> Iterator[Check]:
    """Cumulative(n) - cumulative(n-1) against the month n."""
    if not is_month(report.period) or report.period.endswith("-01"):
        return
    before_code = canonical(f"{report.period[:4]}-{int(report.period[5:]) - 1}M")
    months = {row.indicator: p for row, p in report.points if row.flavour == "value" and p.period == report.period}
    for row, now in report.points:
        month = months.get(row.indicator)
        if row.flavour != "cumulative" or month is None or month.flow != "month":
            continue
        before = report.at(row.indicator, before_code, cumulative=not is_month(before_code))
        if before is None or not convertible(before.unit, now.unit) or not convertible(month.unit, now.unit):
            continue
        a, b, m = _interval(now), _interval_in(before, now.unit), _interval_in(month, now.unit)
        holds = _Interval(a.low - b.high, a.high - b.low).meets(m)
        exact = f"{_shown(now.value - in_unit(before, now.unit))} {now.unit}"
        yield _result("across_counted_on", holds, month, exact, [month, now, before], now, before)


def _summed(report: _Report) -> Iterator[Check]:
    """A quarter's, half's or year's figure against the sum of its months, where all are stored."""
    if is_month(report.period) or len(months_of(report.period)) < 2:
        return
    for row, whole in report.points:
        if row.flavour not in STATED or whole.period != canonical(report.period) or whole.flow == "stock":
            continue
        months = [report.at(row.indicator, code) for code in months_of(report.period)]
        points = [p for p in months if p is not None and p.flow == "month" and convertible(p.unit, whole.unit)]
        if len(points) < len(months):
            continue
        parts = [_interval_in(p, whole.unit) for p in points]
        real = _Interval(sum((p.low for p in parts), Decimal(0)), sum((p.high for p in parts), Decimal(0)))
        exact = sum((in_unit(p, whole.unit) for p in points), Decimal(0))
        yield _result(
            "across_summed",
            real.meets(_interval(whole)),
            whole,
            f"{_shown(exact)} {whole.unit}",
            [whole, *points],
            points[0],
            points[-1],
        )


def _sized(report: _Report) -> Iterator[Check]:
    """A figure many times larger or smaller than in each month before: a slip of the unit, or another meaning."""
    for row, now in report.points:
        if row.flavour != "value" or not now.value or not is_month(now.period):
            continue
        before = [p for p in report.others(row.indicator) if is_month(p.period) and p.flow == now.flow and p.value]
        before = [p for p in before[-6:] if convertible(p.unit, now.unit)]
        if len(before) < STEADY:
            continue
        ratios = [now.value / in_unit(p, now.unit) for p in before]
        if min(ratios) > MANY_TIMES or max(ratios) < 1 / MANY_TIMES:
            yield _result("across_sized", None, now, before[-1].fact.text_value, [now, before[-1]], now, before[-1])


def _gone(report: _Report) -> Iterator[Check]:
    """Indicators that stood in each of the three months before and stand in this report no more."""
    if not is_month(report.period):
        return
    here = {row.indicator for row in report.rows}
    months = [periods.shift(report.period, -k) for k in range(1, STEADY + 1)]
    loaded = {r.period: r.id for r in report.store.reports() if r.org == report.org and r.kind == "monthly"}
    if not all(month in loaded for month in months):
        return
    held = [{r.indicator: r for r in rows.of_report(report.store, loaded[m]) if r.flavour == "value"} for m in months]
    steady = [held[0][i] for i in held[0] if i not in here and all(i in other for other in held)]
    facts = {fact.id: fact for fact in report.store.facts(tuple(row.fact for row in steady[:MOST_GONE]))}
    for row in steady[:MOST_GONE]:
        if row.fact in facts:
            before = point(row, facts[row.fact])
            yield _result("across_gone", None, before, "", [], before, before)


def _result(
    relation: str, holds: bool | None, stated: Point, computed: str, touched: Sequence[Point], now: Point, then: Point
) -> Check:
    params = {
        "indicator": name_of(now.fact), "stated": stated.fact.text_value, "computed": computed,
        "now": now.fact.text_value, "then": then.fact.text_value, "period": periods.vietnamese(then.period),
    }  # fmt: skip
    mine = tuple(p.fact.id for p in touched if p.report == touched[0].report)
    return Check(relation, params, stated.fact.text_value, computed, holds, mine, stated.fact.quote)


def _shown(value: Decimal) -> str:
    whole, _, decimals = f"{rounded(plain(value)):f}".partition(".")
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ".", whole)
    return f"{sign}{grouped}" + (f",{decimals}" if decimals else "")


def _interval(here: Point) -> _Interval:
    """Up and down by one of the last printed place; counted things are exact."""
    measured = bool(factor(here.unit)[0]) or "/" in here.unit
    ulp = Decimal(1).scaleb(min(int(here.value.as_tuple().exponent), 0)) if measured else Decimal(0)
    high = here.fact.value_high if here.fact.value_high is not None else here.value
    return _Interval(here.value - ulp, high + ulp)


def _interval_in(here: Point, unit: str) -> _Interval:
    own, value = _interval(here), in_unit(here, unit)
    scale = value / here.value if here.value else Decimal(1)
    return _Interval(own.low * scale, own.high * scale)


def failing(checks: Iterable[Check]) -> tuple[Check, ...]:
    """What a person should see: contradictions first, then what is worth a look."""
    return tuple(c for c in checks if c.holds is False) + tuple(c for c in checks if c.holds is None)
