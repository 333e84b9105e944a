"""The questions of the benchmark: gold questions that ask for one figure, put to any report of a corpus."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.corpus import Place, base
from bench.grading import fact_level
from bench.quality import GOLD, rows
from bot.commands.common import fact_object
from knowledge.periods import vietnamese

_OWN_PERIOD = re.compile(r"(?i)th[aá]ng\s*\d|\bt\d|20\d\d|qu[yý]|n[aă]m|đợt|hôm|cu[oố]i|cùng kỳ|cung ky")


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
        if not question.get("expect_any") or _OWN_PERIOD.search(question["q"]):
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
