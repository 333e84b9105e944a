"""Figures of what is to come: no results, and no answer to a question for one."""

from __future__ import annotations

import re

from knowledge import periods
from knowledge.ask.evidence import Matcher
from knowledge.ask.reading import Reading
from knowledge.model import Fact

_DAY = re.compile(r"\b\d{1,2}/\d{1,2}\b")


def planned(reading: Reading, report_period: str) -> bool:
    """Whether a figure is of what is to come, no result."""
    fact = reading.fact
    about, own = periods.parse(fact.period), periods.parse(report_period)
    ahead = bool(about and own and about.first > own.last and fact.measure != "date")
    return (
        ahead
        or "planned" in fact.qualifiers
        or (fact.measure == "target" and fact.parent is None and not about_year(fact))
    )


def about_year(fact: Fact) -> bool:
    """Whether a target is the year's plan that the report measures itself by."""
    return len(fact.period) == 4


def asks_plan(matcher: Matcher, best: Reading) -> bool:
    """Whether a figure that is only planned may answer: a plan was asked for, or its period was named and no result."""
    question = matcher.question
    if question.wanted & {"planned", "plan"} or (best.fact.value is None and "result" not in question.wanted):
        return True
    years = {n for n in (question.words[k].marked.folded for k in question.of("number")) if len(n) == 4}
    if years and years <= set(best.fact.period.replace("-", "/").split("/")):
        return True
    if any(day in best.fact.quote for day in _DAY.findall(question.text)) and "result" not in question.wanted:
        return True  # "Bầu cử ngày 15/3": what is known of a day to come
    return bool(question.period) and question.period == best.fact.period and "result" not in question.wanted
