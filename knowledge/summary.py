"""Which figures of a report are worth a month's summary: chosen by rule, by section, with what they are compared to.

A figure counts for more the more it is compared, when it is money or a total, when parts stand under it and when it is
large; ordinals, plans, targets, dates and lists are no results. The more figures of a section are chosen, the less its
next one counts, so that none fills the summary alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge import periods
from knowledge.across.movement import Movement, movements
from knowledge.errors import InputError
from knowledge.fold import fold, words
from knowledge.model import Check, Fact
from knowledge.store.reader import ReportBody, ReportRow, Store

COMPARISONS = frozenset({"pct_of_plan", "pct_of_same_period", "growth_vs_same_period", "growth_vs_prev"})
RESULTS = frozenset({"actual", "total", "cumulative"})
PARTS = frozenset({"part", "actual"})
STRIKING_PERCENT = 20  # a growth from here on stands out
MOST_STRIKING = 3
CROWDING = 0.85
LEAST = 0.5  # of a figure that is neither compared, money nor a total: about 30


@dataclass(frozen=True, slots=True)
class Line:
    """One key figure, the figures that it is compared by, and the same indicator's figures in other reports.

    `before` and `year_before` are of the period before and of the year before, where loaded; `record` says that it is
    the highest or lowest of the year's `months` so far.
    """

    fact: Fact
    comparisons: tuple[Fact, ...]
    before: Fact | None
    year_before: Fact | None = None
    record: Literal["", "highest", "lowest"] = ""
    months: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """A report in few lines: key figures under the titles of their sections, what stands out, what does not add up."""

    row: ReportRow
    previous: ReportRow | None
    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    striking: tuple[Line, ...]
    failed: tuple[Check, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of the summary, in its order."""
        return tuple(fact for _, lines in self.sections for line in lines for fact in (line.fact, *line.comparisons))


def summarise(
    store: Store, period: str = "", org: str = "", figures: int = 14, indicators: Sequence[str] = ()
) -> Summary:
    """The summary of the report of a period and a body; of the newest one where they are not named.

    `indicators`: key figures of one's own choice, in one's own words. Raises InputError where there is no such report.
    """
    row = choose_report(store, period, org)
    body = store.body(row.id)
    previous = _report_of(store, periods.previous(row.period), row.org)
    moved = movements(store, row)
    compared: dict[int, list[Fact]] = defaultdict(list)
    for fact in body.facts:
        if fact.parent is not None and fact.measure in COMPARISONS:
            compared[fact.parent].append(fact)
    chosen = _named(body.facts, indicators) if indicators else _key_facts(body, compared, figures)
    lines = [_line(fact, tuple(compared[fact.id]), moved.get(fact.id)) for fact in chosen]
    failed = tuple(check for check in body.checks if check.holds is False)
    return Summary(row, previous, _by_section(lines), _striking(lines, failed), failed)


def _line(fact: Fact, comparisons: tuple[Fact, ...], moved: Movement | None) -> Line:
    if moved is None:
        return Line(fact, comparisons, None)
    before = moved.before.fact if moved.before else None
    year_before = moved.year_before.fact if moved.year_before else None
    return Line(fact, comparisons, before, year_before, moved.record, moved.months)


def choose_report(store: Store, period: str, org: str) -> ReportRow:
    """The report meant. Raises InputError (nothing_loaded, no_such_report with the periods that are loaded)."""
    reports = store.reports()
    if not reports:
        raise InputError("nothing_loaded")
    found = [row for row in reports if _fits(row, period, org)]
    regular = [row for row in found if row.kind not in ("annex", "special")]
    if not found:
        loaded = sorted({row.period for row in reports if _fits(row, "", org)} or {row.period for row in reports})
        raise InputError("no_such_report", period=period or "-", org=org or "-", loaded=", ".join(loaded[-12:]))
    return (regular or found)[0]


def _fits(row: ReportRow, period: str, org: str) -> bool:
    return (not period or row.period == period) and set(words(org)) <= set(words(row.org))


def _report_of(store: Store, period: str, org: str) -> ReportRow | None:
    return next((row for row in store.reports() if row.period == period and row.org == org), None)


def _named(facts: Sequence[Fact], indicators: Sequence[str]) -> list[Fact]:
    """For each wish the first result whose name holds all its words."""
    chosen: dict[int, Fact] = {}
    for wish in indicators:
        for fact in facts:
            if _is_result(fact) and set(words(wish)) <= set(words(fact.indicator)):
                chosen[fact.id] = fact
                break
    return sorted(chosen.values(), key=lambda fact: fact.id)


def _is_result(fact: Fact) -> bool:
    return fact.value is not None and fact.measure in RESULTS and "planned" not in fact.qualifiers


def _key_facts(body: ReportBody, compared: dict[int, list[Fact]], figures: int) -> list[Fact]:
    """The best figures; the more of them a section has, the less its next one counts."""
    parts: dict[int, int] = defaultdict(int)
    for fact in body.facts:
        if fact.parent is not None and fact.measure in PARTS:
            parts[fact.parent] += 1
    waiting: dict[str, list[Fact]] = defaultdict(list)
    seen: set[tuple[str, Decimal | None]] = set()
    for fact in body.facts:
        planned = body.passages[fact.passage].planned
        key = (fold(fact.indicator), fact.value)
        if _is_result(fact) and not planned and fact.note is None and fact.parent is None and key not in seen:
            seen.add(key)
            waiting[_section_title(fact)].append(fact)

    def weight(fact: Fact) -> float:
        return _weight(fact, len(compared[fact.id]), parts[fact.id])

    ranked = []
    for facts in waiting.values():
        facts.sort(key=weight, reverse=True)
        ranked += [(weight(fact) * CROWDING**n, fact.id, fact) for n, fact in enumerate(facts) if weight(fact) >= LEAST]
    ranked.sort(key=lambda entry: (-entry[0], entry[1]))
    return sorted((fact for _, _, fact in ranked[:figures]), key=lambda fact: fact.id)


def _weight(fact: Fact, comparisons: int, parts: int) -> float:
    money = 2.0 if fold(fact.unit).endswith("dong") else 0.0
    size = math.log10(abs(float(fact.value or 0)) + 1) / 3
    return 3.0 * min(comparisons, 2) + money + (1.5 if fact.measure == "total" else 0.0) + min(parts, 2) * 0.4 + size


def _section_title(fact: Fact) -> str:
    """The title that a figure is grouped by: the third printed step of its path, or the deepest there is above."""
    titled = [step for step in fact.path if step.title]
    printed = [step for step in titled if step.label]
    return (printed or titled)[:3][-1].title if titled else ""


def _by_section(lines: Sequence[Line]) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[_section_title(line.fact)].append(line)
    return tuple((title, tuple(group)) for title, group in groups.items())


def _striking(lines: Sequence[Line], failed: Sequence[Check]) -> tuple[Line, ...]:
    """The figures that moved most, each with the one comparison that shows it; none that doesn't add up."""
    wrong = {fact for check in failed for fact in check.facts}
    moved = []
    for line in lines:
        for comparison in line.comparisons:
            size = _movement(comparison)
            if size >= STRIKING_PERCENT and comparison.id not in wrong:
                moved.append((size, Line(line.fact, (comparison,), None)))
    moved.sort(key=lambda pair: -pair[0])
    return tuple(line for _, line in moved[:MOST_STRIKING])


def _movement(fact: Fact) -> float:
    """How many percent a comparison moves: a growth as it stands, "bằng 118% cùng kỳ" as 18."""
    if fact.value is None or fact.unit != "%":
        return 0.0
    if fact.measure.startswith("growth"):
        return abs(float(fact.value))
    return abs(float(fact.value) - 100) if fact.measure == "pct_of_same_period" else 0.0
