"""Several bodies side by side in one period: ranking, comparison, sum. Only bodies of one level are ever added."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.across import compute
from knowledge.across.found import Found, Sources
from knowledge.across.model import Asked, Computed, Outcome, Place, Point
from knowledge.across.over_months import months_asked
from knowledge.across.series import points_of
from knowledge.across.signature import name_of
from knowledge.organisations.names import level
from knowledge.organisations.reader import find
from knowledge.store import series as rows

TRIED = 6


def answer(asked: Asked, sources: Sources, named: tuple[str, ...]) -> Outcome:
    """The outcome for a question about several bodies in one period, the newest where none is named."""
    period = (months_asked(asked, sources) or (sources.newest,))[-1]
    here = [r for r in sources.of_period(period) if not named or asked.kind == "rank" or r.org in named]
    orgs = list(dict.fromkeys(r.org for r in here if not asked.level or level(r.org) == asked.level))
    if len(orgs) < 2:
        missing = tuple(org for org in named if org not in orgs)
        if asked.kind == "compare" and missing:
            return Outcome("not_found", asked, sources.org, reason="no_report", missing=missing)
        return Outcome("pass", asked, sources.org, reason="one_body")
    order = sorted((r for r in here if r.org in orgs), key=lambda r: (r.org != sources.org, r.kind != "monthly"))
    found = sources.find(asked.rest, order[:TRIED])
    if found.indicator is None:
        return found.nothing(asked, sources.org)
    points, missing = _points(asked, sources, found, period, orgs)
    return _outcome(asked, sources, points, missing)


def _points(
    asked: Asked, sources: Sources, found: Found, period: str, orgs: Sequence[str]
) -> tuple[list[Point], tuple[str, ...]]:
    assert found.indicator is not None
    flavours = ("value",) if "value" in found.flavours else found.flavours
    stated = points_of(sources.store, rows.of_period(sources.store, found.indicator, flavours, period), flavours)
    points = [p for p in stated if p.org in orgs]
    have = {p.org for p in points}
    reports = [r for r in sources.of_period(period) if r.org in orgs and r.org not in have]
    points += sources.ask_again(asked.rest, found, reports)
    have = {p.org for p in points}
    return points, tuple(org for org in orgs if org not in have)


def _outcome(asked: Asked, sources: Sources, points: list[Point], missing: tuple[str, ...]) -> Outcome:
    name = name_of(points[0].fact) if points else ""
    if len(points) < 2:
        return Outcome("not_found", asked, sources.org, name, "one_body", tuple(points), missing=missing)
    if not compute.same_dimension(points):
        return Outcome("not_found", asked, sources.org, name, "units_differ", tuple(points), missing=missing)
    highest = asked.direction == "highest"
    ranked = compute.sorted_by_figure(points, highest)
    computed: tuple[Computed, ...] = ()
    if asked.kind in ("total", "average"):
        if not _addable(sources, points) or any(p.flow == "cumulative" or "%" in p.unit for p in points):
            return Outcome("not_found", asked, sources.org, name, "not_additive", tuple(ranked), missing=missing)
        computed = (compute.total(points) if asked.kind == "total" else compute.average(points),)
        if missing:
            return Outcome(
                "not_found",
                asked,
                sources.org,
                name,
                "months_missing",
                tuple(ranked),
                missing=missing,
                partial=computed[0],
            )
    elif asked.kind == "compare" and len(points) == 2:
        low, high = compute.sorted_by_figure(points, False)
        computed = tuple(c for c in (compute.difference(low, high), compute.percent(low, high)) if c)
    return Outcome(
        "answered", asked, sources.org, name, points=tuple(ranked), computed=computed, missing=missing,
        best=compute.extremes(points, highest), ranking=_ranking(ranked),
    )  # fmt: skip


def _addable(sources: Sources, points: Sequence[Point]) -> bool:
    """Whether bodies may be added: all of one level, and none together with what took over from it."""
    known = {p.org: find(sources.store, p.org) for p in points}
    levels = {body.level if body and body.level else level(name) for name, body in known.items()}
    return len(levels) == 1 and not any(body and body.successor in known for body in known.values())


def _ranking(ranked: Sequence[Point]) -> tuple[Place, ...]:
    places: list[Place] = []
    for n, point in enumerate(ranked, 1):
        unit = ranked[0].unit
        equal = places and compute.in_unit(places[-1].point, unit) == compute.in_unit(point, unit)
        places.append(Place(places[-1].rank if equal else n, point))
    return tuple(places)
