"""Where the answers come from: the reports at hand, the engine's matching in one report, the stored series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.across.flavour import COMPARISONS, flavour
from knowledge.across.model import Asked, Outcome, Point, Resolve
from knowledge.across.series import STATED, point, points_of
from knowledge.across.signature import sign, wording
from knowledge.across.units import convertible
from knowledge.across.wanted import Signed, Wanted, doubtful, named_whole, wanted
from knowledge.model import Fact
from knowledge.store import series as rows
from knowledge.store.reader import ReportRow, Shelf, Store
from knowledge.store.series import SeriesRow

ASKED_AGAIN = 6  # reports that are asked once more in the question's words where the series has no figure


@dataclass(frozen=True, slots=True)
class Found:
    """The indicator that was meant, by one of its figures; or the readings between which only the person can choose."""

    indicator: int | None
    fact: Fact | None = None
    flavours: tuple[str, ...] = STATED
    readings: tuple[Fact, ...] = ()
    near: tuple[Fact, ...] = ()

    def nothing(self, asked: Asked, org: str) -> Outcome:
        """The outcome where no indicator was found: the readings to choose from, or the nearest figures."""
        status: Literal["clarify", "not_found"] = "clarify" if self.readings else "not_found"
        return Outcome(status, asked, org, reason="no_indicator", readings=self.readings, near=self.near)


class Sources:
    """What one question is answered from. `org` is the body asked about, `newest` its newest monthly period."""

    def __init__(self, store: Store, reports: Shelf, resolve: Resolve, org: str, newest: str) -> None:
        self.store, self.reports, self.resolve, self.org, self.newest = store, reports, resolve, org, newest
        self._signed: dict[int, tuple[Signed, ...]] = {}
        self._bodies: dict[str, list[ReportRow]] = {}

    def of_body(self, org: str) -> list[ReportRow]:
        """The reports of a body, newest first; annexes and special reports come last."""
        if org not in self._bodies:
            self._bodies[org] = sorted(self.reports.of_body(org), key=lambda row: row.kind in ("annex", "special"))
        return self._bodies[org]

    def of_period(self, period: str) -> list[ReportRow]:
        """The reports of a period, over all bodies."""
        return [row for row in self.reports.of_period(period) if row.kind not in ("annex", "special")]

    def find(self, rest: str, order: Sequence[ReportRow]) -> Found:
        """The indicator that the words mean, in the first report that knows it."""
        near: tuple[Fact, ...] = ()
        asked = wanted(rest)
        for row in order:
            signed = self.signed(row)
            whole = named_whole(asked, signed)
            found = self._one_indicator(whole)
            if found is not None:
                return found
            resolved = self.resolve(rest, row.id)
            sure = [fact for fact in resolved.facts if not doubtful(asked, fact, signed, row.org)]
            if resolved.status == "answered" and resolved.facts[:1] == tuple(sure[:1]):
                found = self._of_fact(sure[0]) if sure else None
            elif resolved.status == "clarify" and sure:
                found = self._one_indicator(sure)
                return found or Found(None, readings=self._apart(whole or sure), near=near)
            if found is not None:
                return found
            near = near or resolved.facts[:2]
        return Found(None, near=near)

    def signed(self, row: ReportRow) -> tuple[Signed, ...]:
        """The figures of a report that stand in a series, with the telling words of their wordings."""
        if row.id not in self._signed:
            known = {fact.id: fact for fact in self.store.contents(row.version).facts}
            placed = (known[place] for place in rows.facts_of(self.store, row.version) if place in known)
            self._signed[row.id] = tuple((fact, sign(wording(fact, row.org))) for fact in placed)
        return self._signed[row.id]

    def _of_fact(self, fact: Fact) -> Found | None:
        places = rows.places_of(self.store, fact.id)
        if not places:
            return None
        flavours = (places[0].flavour,) if places[0].flavour not in STATED else STATED
        return Found(places[0].indicator, fact, flavours)

    def _one_indicator(self, facts: Sequence[Fact]) -> Found | None:
        """Readings that are one indicator (its month, its cumulative figure, its comparisons) are no doubt."""
        places = [(place, fact) for fact in facts for place in rows.places_of(self.store, fact.id)]
        if not places or len({place.indicator for place, _ in places}) > 1 or len(places) < len(facts):
            return None
        place, fact = min(places, key=lambda found: found[0].flavour not in STATED)
        return self._of_fact(fact) if place.flavour not in COMPARISONS else None

    def _apart(self, facts: Sequence[Fact]) -> tuple[Fact, ...]:
        """One reading an indicator, its plain figure before its cumulative one."""
        first: dict[int, Fact] = {}
        for fact in sorted(facts, key=lambda fact: fact.measure in ("cumulative", *COMPARISONS)):
            for place in rows.places_of(self.store, fact.id)[:1]:
                first.setdefault(place.indicator, fact)
        return tuple(first.values()) or tuple(facts)

    def points(self, found: Found, org: str, months: Sequence[str]) -> list[Point]:
        """The stated figures of the indicator for one body in the years of `months`, oldest first."""
        assert found.indicator is not None
        years = [month[:4] for month in months]
        return points_of(self.store, rows.of_body(self.store, found.indicator, org, years), found.flavours)

    def comparisons(self, found: Found, org: str, flavours: Sequence[str]) -> list[Point]:
        """What the reports themselves say of the indicator against plan or another period."""
        assert found.indicator is not None
        return points_of(self.store, rows.of_body(self.store, found.indicator, org), flavours)

    def ask_again(self, rest: str, found: Found, missing: Sequence[ReportRow]) -> list[Point]:
        """The figures that reports give to the same words where the series has none for them."""
        asked = wanted(rest)
        again = [self._again(asked, rest, found, row) for row in missing[:ASKED_AGAIN]]
        return [p for p in again if p is not None]

    def _again(self, asked: Wanted, rest: str, found: Found, row: ReportRow) -> Point | None:
        if found.fact is None:
            return None
        signed = self.signed(row)
        named = [f for f in named_whole(asked, signed) if self._fits(f, found, row)]
        if len(named) != 1:
            resolved = self.resolve(rest, row.id)
            named = [f for f in resolved.facts[:1] if resolved.status == "answered" and self._fits(f, found, row)]
            if not named or doubtful(asked, named[0], signed, row.org):
                return None
        kind = flavour(named[0], row.period)
        place = SeriesRow(0, row.org, row.period, kind or "value", named[0].id, row.id, row.period, row.kind)
        return point(place, named[0])

    def _fits(self, fact: Fact, found: Found, row: ReportRow) -> bool:
        """Whether a figure is of the same kind and dimension as the one found, and of its report's own period."""
        assert found.fact is not None
        kind = flavour(fact, row.period)
        same_period = (fact.period or row.period) == row.period
        return kind in found.flavours and same_period and convertible(fact.unit, found.fact.unit)
