"""The checks: relations between figures of a report that must hold. They report, they never correct.

A relation is a module here with one `check`; adding one is adding its name to one of the two lists. A false alarm is
worse than a miss: where the words leave it open whether figures belong together, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.checks import (
    anniversary,
    average,
    base,
    change,
    composition,
    continuity,
    listed,
    product,
    repeated,
    rows,
    share,
    spelling,
    sums,
)
from knowledge.checks.figures import prose
from knowledge.model import Check, Fact, Outline

IN_PROSE = (sums, share, composition, product, repeated, change, continuity, average, base)
IN_REPORT = (rows, listed, anniversary, spelling)


def check(outline: Outline, facts: Sequence[Fact]) -> tuple[Check, ...]:
    """Every relation between figures of the report that was found, in reading order: holding, failing, doubtful."""
    proses = prose(outline, facts)
    found: list[Check] = []
    for relation in IN_PROSE:
        found.extend(relation.check(proses))
    for other in IN_REPORT:
        found.extend(other.check(outline, facts))
    order = {fact.id: index for index, fact in enumerate(facts)}
    return tuple(sorted(_distinct(found), key=lambda c: min((order.get(i, 0) for i in c.facts), default=0)))


def _distinct(checks: Iterable[Check]) -> list[Check]:
    """One check for what two relations say alike; where a list holds one way, its failing reading is dropped."""
    every = list(checks)
    held: dict[int, set[int]] = {}
    for check in every:
        if check.holds and check.relation == "sum":
            held.setdefault(check.facts[0], set()).update(check.facts[1:])
    done: dict[tuple[str, str, str, str], Check] = {}
    for check in every:
        if check.holds is False and check.relation == "sum" and held.get(check.facts[0], set()) & set(check.facts[1:]):
            continue
        done.setdefault((check.relation, check.stated, check.computed, check.quote), check)
    return list(done.values())
