"""Where the answers come from: the reports at hand, the engine's matching in one report, the stored series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.across.flavour import COMPARISONS, flavour
from knowledge.across.identity import leftover
from knowledge.across.model import Asked, Outcome, Point, Resolve
from knowledge.across.series import STATED, point, points_of
from knowledge.across.signature import Wording, sign, wording
from knowledge.across.units import convertible
from knowledge.model import Fact
from knowledge.store import series as rows
from knowledge.store.reader import ReportRow, Store
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

    def __init__(self, store: Store, reports: tuple[ReportRow, ...], resolve: Resolve, org: str, newest: str) -> None:
        self.store, self.reports, self.resolve, self.org, self.newest = store, reports, resolve, org, newest
        self._bodies: dict[str, list[ReportRow]] = {}

    def of_body(self, org: str) -> list[ReportRow]:
        """The reports of a body, newest first; annexes and special reports come last."""
        if org not in self._bodies:
            mine = [row for row in self.reports if row.org == org]
            self._bodies[org] = sorted(mine, key=lambda row: row.kind in ("annex", "special"))
        return self._bodies[org]

    def of_period(self, period: str) -> list[ReportRow]:
        """The reports of a period, over all bodies."""
        return [row for row in self.reports if row.period == period and row.kind not in ("annex", "special")]

    def find(self, rest: str, order: Sequence[ReportRow]) -> Found:
        """The indicator that the words mean, in the first report that knows it."""
        near: tuple[Fact, ...] = ()
        for row in order:
            resolved = self.resolve(rest, row.id)
            if resolved.status == "answered" and resolved.facts:
                found = self._of_fact(resolved.facts[0])
                if found is not None:
                    return found
            elif resolved.status == "clarify":
                found = self._one_indicator(resolved.facts) or self._named_whole(resolved.facts, rest, row.org)
                return found or Found(None, readings=resolved.facts, near=near)
            near = near or resolved.facts[:2]
        return Found(None, near=near)

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

    def _named_whole(self, facts: Sequence[Fact], rest: str, org: str) -> Found | None:
        """The one reading that has no telling word beyond the question's: "tai nạn giao thông", not its injured."""
        asked = sign(Wording("", rest, "", ""))
        whole = [fact for fact in facts if not leftover(sign(wording(fact, org)), asked)]
        return self._of_fact(whole[0]) if len(whole) == 1 else None

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
        points = []
        for row in missing[:ASKED_AGAIN]:
            resolved = self.resolve(rest, row.id)
            if resolved.status != "answered" or not resolved.facts or found.fact is None:
                continue
            fact = resolved.facts[0]
            kind = flavour(fact, row.period)
            if kind in found.flavours and kind is not None and convertible(fact.unit, found.fact.unit):
                period = fact.period or row.period
                if period == row.period:
                    place = SeriesRow(0, row.org, period, kind, fact.id, row.id, row.period, row.kind)
                    points.append(point(place, fact))
        return points
