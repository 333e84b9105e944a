"""What kind of figure a fact is in a series, and which period it fills there."""

from __future__ import annotations

import functools
import re
from typing import Literal

from knowledge import periods
from knowledge.across.signature import classes
from knowledge.fold import written
from knowledge.index.marks import marked
from knowledge.model import Fact

Flavour = Literal[
    "value", "cumulative", "target", "planned", "range", "pct_of_plan", "pct_of_same_period", "growth_vs_same_period",
    "growth_vs_prev",
]  # fmt: skip
COMPARISONS = ("pct_of_plan", "pct_of_same_period", "growth_vs_same_period", "growth_vs_prev")
_BASE = ("actual", "total", "part", "rate", "share", "cumulative", "target", "other")


def flavour(fact: Fact, report_period: str) -> Flavour | None:
    """The kind of figure, or None for what is no figure over time (dates, lists, document numbers)."""
    if fact.value is None or not fact.unit:
        return None
    if fact.measure in COMPARISONS:
        return fact.measure  # type: ignore[return-value]
    if fact.measure not in _BASE:
        return None
    if fact.measure == "target":
        return "target"
    if "planned" in fact.qualifiers:
        return "planned"
    if fact.value_high is not None:
        return "range"
    return "cumulative" if is_cumulative(fact, report_period) else "value"


def is_cumulative(fact: Fact, report_period: str) -> bool:
    """Counted from January on: by its measure, its period in a monthly report, or its words ("đến hết tháng 8")."""
    if fact.measure == "cumulative":
        return True
    about = periods.parse(fact.period)
    monthly = bool(re.fullmatch(r"\d{4}-\d{2}", report_period))
    if about is None or not monthly:
        return False
    if about.months > 1:
        return about.first.month == 1 and about.months < 12
    return says("cumulative", f"{fact.own} {fact.inherited}") and not is_stock(fact)


def is_stock(fact: Fact) -> bool:
    """A state on a day, a rate or an average: never added up."""
    return "%" in fact.unit or "/" in fact.unit or fact.measure in ("rate", "share") or says(
        "stock", f"{fact.own} {fact.inherited} {fact.unit}"
    )  # fmt: skip


@functools.lru_cache(maxsize=20000)
def says(name: str, text: str) -> bool:
    """Whether a text holds a phrase of a class of series.yaml."""
    return bool(classes()[name].find([marked(syllable) for syllable in written(text)]))


def fills(fact: Fact, kind: Flavour, report_period: str) -> str:
    """The code of the period that a figure fills; cumulative ones run from January to the month they are given for."""
    code = fact.period or report_period
    if kind == "cumulative" and re.fullmatch(r"\d{4}-\d{2}", code):
        return canonical(f"{code[:4]}-{int(code[5:])}M")
    return canonical(code)


def canonical(code: str) -> str:
    """One code for the same days: "2024-6M" is "2024-H1", "2024-12M" is "2024", "2024-1M" is "2024-01"."""
    match = re.fullmatch(r"(\d{4})-(\d{1,2})M", code)
    if not match:
        return code
    n = int(match[2])
    return {1: f"{match[1]}-01", 6: f"{match[1]}-H1", 12: match[1]}.get(n, f"{match[1]}-{n}M")
