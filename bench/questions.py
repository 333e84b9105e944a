"""The questions of the benchmark: gold questions that ask for one figure, put to any report of a corpus."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bench.corpus import BASE_PERIOD, Place, base
from bench.grading import fact_level
from bench.quality import GOLD, rows
from bot.commands.common import fact_object
from knowledge.ask.question import repaired
from knowledge.periods import vietnamese

_OWN_PERIOD = re.compile(r"(?i)th[aá]ng\s*\d|\bt\d|20\d\d|qu[yý]|n[aă]m|đợt|hôm|cu[oố]i|cùng kỳ|cung ky")
_SHORT = 9  # words of an indicator that people would say in full


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the report it is put to, and the numbers (in that report) of the facts that answer it."""

    text: str
    org: str
    report: int
    right: tuple[int, ...]


def plain_questions() -> list[tuple[str, tuple[int, ...]]]:
    """Gold questions on one figure, naming no period, with the facts of the bundled report that answer them."""
    made = base()
    found = [fact_object(fact, None) for fact in made.facts]
    gold = {row["id"]: row for row in rows(GOLD / "facts.jsonl")}
    chosen = []
    for question in rows(GOLD / "questions.jsonl"):
        wanted = question.get("facts") or []
        if not question.get("answerable", True) or question.get("turns") or len(wanted) != 1:
            continue
        if not question.get("expect_any") or _OWN_PERIOD.search(repaired(question["q"])):
            continue
        right = _facts_for(gold[wanted[0]], found)
        if right:
            chosen.append((question["q"].rstrip("?. "), right))
    return chosen


def _facts_for(gold: dict[str, Any], found: Sequence[dict[str, Any]]) -> tuple[int, ...]:
    if gold.get("value") is None:
        return ()
    return tuple(fact["id"] for fact in found if fact["value"] == gold["value"] and fact_level(gold, [fact]) >= 2)


def ask_for(chosen: Sequence[Place], count: int, seed: int = 7) -> list[Asked]:
    """`count` questions, each to a report chosen at random and naming its body and month."""
    dice = random.Random(seed)
    plain = plain_questions()
    asked = []
    for n in range(count):
        text, right = plain[n % len(plain)]
        report = dice.randrange(len(chosen))
        place = chosen[report]
        asked.append(Asked(f"{text} của {place.org} {vietnamese(place.period)}", place.org, report, right))
    return asked


def ranked_facts() -> list[tuple[int, str]]:
    """Numbers of the bundled report's figures of its own month that are told apart by a short name, with that name."""
    found = []
    for fact in base().facts:
        name = fact.indicator.rsplit(": ", 1)[-1]
        plain = fact.measure in ("actual", "total") and fact.period == BASE_PERIOD and fact.value is not None
        if plain and len(fact.indicator.split()) <= _SHORT and sum(c.isdigit() for c in str(fact.value)) > 2:
            found.append((fact.id, name))
    return found


def ask_over_all(
    chosen: Sequence[Place], value_of: Callable[[int, int], Decimal], count: int, seed: int = 7
) -> list[Asked]:
    """`count` questions on the body with the highest or lowest figure of a month that two bodies have reported on.

    `value_of(report, number)` is a figure as it is stored.
    """
    dice = random.Random(seed)
    months: dict[str, list[int]] = defaultdict(list)
    for report, place in enumerate(chosen):
        months[place.period].append(report)
    several = sorted(period for period, reports in months.items() if len(reports) > 1)
    facts = ranked_facts()
    asked = []
    for n in range(count if several else 0):
        number, name = facts[n % len(facts)]
        period = dice.choice(several)
        word, best = (("cao", max), ("thấp", min))[n // len(facts) % 2]
        report = best(months[period], key=lambda report: value_of(report, number))
        text = f"Huyện nào có {name[:1].lower()}{name[1:]} {word} nhất {vietnamese(period)}?"
        asked.append(Asked(text, "", report, (number,)))
    return asked
