"""A fact's relatives in its report: what compares it, what it is made of, its twins of the same measure."""

from __future__ import annotations

from knowledge import periods
from knowledge.ask.fit import COMPARISON, is_percent
from knowledge.fold import words
from knowledge.index.report_index import ReportIndex
from knowledge.model import Fact

_MOST_PARTS = 14
_BASES = frozenset([
    "so", "voi", "cung", "ky", "thang", "truoc", "quy", "nam", "dau", "cuoi", "tang", "giam", "thoi", "diem", "muc",
    "ke", "hoach", "du", "toan",
])  # fmt: skip


def head(fact: Fact, index: ReportIndex) -> Fact:
    """The fact that a comparison compares; any other fact is its own head."""
    while fact.parent is not None and fact.parent in index.by_id:
        parent = index.facts[index.by_id[fact.parent]]
        if fact.measure not in COMPARISON and fact.period != periods.year_before(parent.period):
            break
        fact = parent
    return fact


def children(fact: Fact, index: ReportIndex) -> list[Fact]:
    """The facts whose parent this one is."""
    at = index.by_id.get(fact.id)
    return [index.facts[n] for n in index.children.get(at, ())] if at is not None else []


def comparisons(fact: Fact, index: ReportIndex) -> list[Fact]:
    """What the report sets beside a figure: plan, same period, growth, target."""
    return [child for child in children(fact, index) if _compares(child, fact)]


def _compares(child: Fact, fact: Fact) -> bool:
    return (
        child.period == periods.year_before(fact.period)
        or child.measure in COMPARISON
        or child.measure == "target"
        or (child.measure in ("rate", "share") and is_percent(child))
    )


def parts(fact: Fact, index: ReportIndex) -> list[Fact]:
    """What a figure is made of or goes with: its parts and the counts chained to it, with parts of parts."""
    found: list[Fact] = []
    queue = [child for child in children(fact, index) if not _compares(child, fact)]
    while queue and len(found) < _MOST_PARTS:
        child = queue.pop(0)
        found.append(child)
        queue = [c for c in children(child, index) if not _compares(c, child)] + queue
    return found


def twins(fact: Fact, index: ReportIndex) -> list[Fact]:
    """Facts that say the same thing in another way: "tăng 03 vụ (+37,5%)": same measure, head and clause."""
    if fact.measure not in COMPARISON:
        return []
    named = set(words(f"{fact.own} {fact.inherited} {fact.indicator}"))
    return [
        other
        for other in children(head(fact, index), index)
        if other.measure == fact.measure and other is not fact and other.passage == fact.passage
        and {w for w in words(other.own) if w.isalpha()} - _BASES <= named
    ]  # fmt: skip


def items(fact: Fact, index: ReportIndex) -> Fact | None:
    """The list that belongs to a figure ("7 xã (…)"), or the fact itself where it is a list."""
    if fact.items:
        return fact
    return next((child for child in children(fact, index) if child.items), None)
