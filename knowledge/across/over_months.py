"""One body over months: compare, follow, add up, average; a report's own total wins over a sum of months."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from knowledge import periods
from knowledge.across import compute
from knowledge.across.flavour import canonical
from knowledge.across.found import Found, Sources
from knowledge.across.model import Asked, Computed, Outcome, Point, Reason
from knowledge.across.series import breaks, is_month
from knowledge.across.signature import name_of
from knowledge.across.spans import months_of


def months_asked(asked: Asked, sources: Sources) -> tuple[str, ...]:
    """The months (or longer periods) that the question means, oldest first."""
    span, newest = asked.span, sources.newest
    if span.last:
        return tuple(periods.shift(newest, k - span.last + 1) for k in range(span.last))
    if span.since == "year":
        return tuple(months_of(newest[:4] + f"-{int(newest[5:7])}M")) if is_month(newest) else ()
    if span.since == "all":
        return tuple(sorted(r.period for r in sources.of_body(sources.org) if is_month(r.period)))
    last = periods.parse(newest)
    whole = periods.parse(span.whole)
    if whole and last and whole.first <= last.last < whole.last and asked.kind in ("extreme", "average", "series"):
        return tuple(code for code in span.periods if code <= newest)  # a year that is not over
    return span.periods


def answer(asked: Asked, sources: Sources, found: Found) -> Outcome:
    """The outcome for an indicator that was found."""
    step = {
        "compare": _compare, "change": _change, "same_period": _same_period, "extreme": _extreme, "total": _total,
        "average": _average, "series": _series, "plan": _plan,
    }.get(asked.kind)  # fmt: skip
    if step is None:
        return Outcome("pass", asked, sources.org)
    return step(_Work(asked, sources, found))


class _Work:
    """One question at work: its points by period, the months that stay missing."""

    def __init__(self, asked: Asked, sources: Sources, found: Found) -> None:
        self.asked, self.sources, self.found = asked, sources, found
        self.months = months_asked(asked, sources)
        self.points = sources.points(found, sources.org, (*self.months, sources.newest))
        self._ask_again()

    def _ask_again(self) -> None:
        have = {p.period for p in self.points if p.flow != "cumulative"} or {p.period for p in self.points}
        rows = [r for r in self.sources.of_body(self.sources.org) if r.period in self.months and r.period not in have]
        if rows:
            again = self.sources.ask_again(self.asked.rest, self.found, rows)
            self.points = sorted([*self.points, *again], key=lambda p: p.period)

    def at(self, code: str) -> Point | None:
        """The figure of a period: of that period alone, else counted from January to its end."""
        code = canonical(code)
        here = [p for p in self.points if p.period == code]
        alone = [p for p in here if p.flow != "cumulative"]
        if alone or not is_month(code):
            return (alone or here or [None])[0]  # type: ignore[list-item]
        until = canonical(f"{code[:4]}-{int(code[5:])}M")
        counted = [p for p in self.points if p.flow == "cumulative" and p.period in (code, until)]
        only_counted = all(p.flow == "cumulative" for p in self.points)
        return counted[0] if counted and only_counted else None

    def present(self) -> tuple[list[Point], tuple[str, ...]]:
        """The points of the months asked for, and the months that have none."""
        points = [(code, self.at(code)) for code in sorted(self.months, key=_end)]
        return [p for _, p in points if p is not None], tuple(code for code, p in points if p is None)

    def outcome(
        self,
        points: Sequence[Point],
        *,
        computed: tuple[Computed, ...] = (),
        best: tuple[Point, ...] = (),
        stated: Sequence[Point] = (),
        missing: tuple[str, ...] = (),
    ) -> Outcome:
        name = name_of((points or self.points)[-1].fact) if points or self.points else ""
        return Outcome(
            "answered", self.asked, self.sources.org, name, points=tuple(points), computed=computed, best=best,
            stated=tuple(stated), breaks=breaks(points), missing=missing,
        )  # fmt: skip

    def missing(self, points: Sequence[Point], missing: Sequence[str], partial: Computed | None = None) -> Outcome:
        return self.refused("months_missing", points, tuple(missing), partial)

    def refused(
        self, reason: Reason, points: Sequence[Point], missing: tuple[str, ...] = (), partial: Computed | None = None
    ) -> Outcome:
        name = name_of(self.found.fact) if self.found.fact else ""
        return Outcome(
            "not_found", self.asked, self.sources.org, name, reason, tuple(points), missing=missing, partial=partial
        )

    def whole(self, code: str) -> Point | None:
        """What a report itself states for a longer period."""
        return next((p for p in self.points if p.period == canonical(code) and p.flow != "month"), None)

    def sum_of(self, code: str) -> tuple[Computed | None, tuple[str, ...]]:
        """The sum of a longer period's months, or the months that are missing for it."""
        months = [(month, self.at(month)) for month in months_of(code)]
        missing = tuple(month for month, p in months if p is None)
        points = [p for _, p in months if p is not None]
        if missing or any(p.flow != "month" for p in points) or not compute.same_dimension(points):
            return None, missing
        return compute.total(points), ()


def _end(code: str) -> tuple[str, str]:
    period = periods.parse(code)
    return (period.last.isoformat(), period.first.isoformat()) if period else (code, code)


def _compare(work: _Work) -> Outcome:
    terms: list[Point] = []
    sums: list[Computed] = []
    missing: list[str] = []
    for code in work.months:
        here = work.at(code)
        if here is None and not is_month(code):
            whole, gone = work.sum_of(code)
            missing += gone if whole is None else ()
            if whole is not None:
                sums.append(whole)
                here = _as_point(whole, code)
            elif not gone:
                missing.append(code)
        elif here is None:
            missing.append(code)
        if here is not None:
            terms.append(here)
    if missing or len(terms) < 2:
        return work.missing(terms, missing)
    if not compute.same_dimension(terms):
        return work.refused("units_differ", terms)
    if len({p.flow == "cumulative" for p in terms}) > 1:
        return work.refused("not_additive", terms)
    return work.outcome(terms, computed=(*sums, *_changes(terms)), best=compute.extremes(terms, True))


def _as_point(whole: Computed, code: str) -> Point:
    last = whole.operands[-1]
    return Point(last.org, code, whole.value, whole.unit, "longer", last.fact, last.report)


def _changes(terms: Sequence[Point]) -> tuple[Computed, ...]:
    """The difference of each neighbouring pair, its per cent, and the ratio."""
    steps: list[Computed] = []
    for before, after in itertools.pairwise(terms):
        steps += [
            c
            for c in (compute.difference(before, after), compute.percent(before, after), compute.ratio(before, after))
            if c
        ]
    return tuple(steps)


def _change(work: _Work) -> Outcome:
    """Against the period before: the report's own statement comes first."""
    stated = [
        p
        for p in work.sources.comparisons(work.found, work.sources.org, ("growth_vs_prev",))
        if p.period == work.months[-1]
    ]
    outcome = _compare(work)
    if stated and outcome.status != "answered":
        return Outcome("pass", work.asked, work.sources.org)
    return _with(outcome, stated)


def _same_period(work: _Work) -> Outcome:
    """Against the year before: the stored report where it is loaded, else the report's own comparison."""
    flavours = ("growth_vs_same_period", "pct_of_same_period")
    now = canonical(work.months[-1])
    stated = [p for p in work.sources.comparisons(work.found, work.sources.org, flavours) if p.period == now]
    outcome = _compare(work)
    if outcome.status != "answered":
        return Outcome(
            "pass",
            work.asked,
            work.sources.org,
            outcome.indicator,
            outcome.reason,
            outcome.points,
            missing=outcome.missing,
        )
    return _with(outcome, stated)


def _with(outcome: Outcome, stated: Sequence[Point]) -> Outcome:
    return replace(outcome, stated=tuple(stated))


def _extreme(work: _Work) -> Outcome:
    points, missing = work.present()
    if len(points) < 2:
        return work.missing(points, missing)
    if any(p.flow == "cumulative" for p in points):
        return work.refused("not_additive", points)
    if not compute.same_dimension(points):
        return work.refused("units_differ", points)
    best = compute.extremes(points, work.asked.direction == "highest")
    return work.outcome(points, best=best, missing=missing)


def _series(work: _Work) -> Outcome:
    points, missing = work.present()
    if not points:
        return work.missing(points, missing)
    if not compute.same_dimension(points):
        return work.outcome(points, missing=missing)
    flows = all(p.flow == "month" for p in points)
    computed = (compute.total(points),) if flows and not missing and len(points) > 1 else ()
    ends = (
        (compute.difference(points[0], points[-1]), compute.percent(points[0], points[-1])) if len(points) > 1 else ()
    )
    return work.outcome(points, missing=missing, computed=(*(c for c in ends if c), *computed))


def _total(work: _Work) -> Outcome:
    asked = work.asked
    if asked.percent:
        return Outcome("pass", asked, work.sources.org)
    code = asked.span.whole
    if asked.span.since == "year" and is_month(work.sources.newest):
        code = canonical(f"{work.sources.newest[:4]}-{int(work.sources.newest[5:])}M")
    stated = work.whole(code) if code else None
    points, missing = work.present()
    points = [p for p in points if is_month(p.period)]
    addable = bool(points) and all(p.flow == "month" for p in points) and compute.same_dimension(points)
    total = compute.total(points) if addable and not missing else None
    if stated is not None:
        return work.outcome(
            (), stated=(stated,), computed=(total,) if total else (), missing=missing if total is None else ()
        )
    if not points:
        return work.missing((), missing)
    if not addable:
        return work.refused("not_additive", points, missing)
    if total is None:
        return work.missing(points, missing, compute.total(points) if len(points) > 1 else None)
    return work.outcome(points, computed=(total,))


def _average(work: _Work) -> Outcome:
    points, missing = work.present()
    if len(points) < 2:
        return work.missing(points, missing)
    if any(p.flow == "cumulative" or "%" in p.unit for p in points) or not compute.same_dimension(points):
        return work.refused("not_additive", points, missing)
    mean = compute.average(points)
    if missing and not work.asked.span.since:
        return work.missing(points, missing, mean)
    return work.outcome(points, computed=(mean,), missing=missing)


def _plan(work: _Work) -> Outcome:
    """Against the year's plan: the newest percentage a report states, else the year so far over the stated target."""
    org, found = work.sources.org, work.found
    year = (work.asked.span.periods[0] if work.asked.span.periods else work.sources.newest)[:4]
    stated = [p for p in work.sources.comparisons(found, org, ("pct_of_plan",)) if p.period.startswith(year)]
    if stated:
        return work.outcome((), stated=stated[-1:])
    targets = [p for p in work.sources.comparisons(found, org, ("target",)) if p.period in (year, work.sources.newest)]
    done = [p for p in work.points if p.period.startswith(year) and p.flow in ("cumulative", "longer")]
    if not targets or not done or not compute.same_dimension([targets[-1], done[-1]]):
        return Outcome("pass", work.asked, org, reason="no_plan")
    share = compute.ratio(targets[-1], done[-1])
    return work.outcome((targets[-1], done[-1]), computed=(share,) if share else ())
