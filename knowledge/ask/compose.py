"""From a decision to the answer's structure: the figure with its twins, comparisons, parts, quote and checks."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.ask import family
from knowledge.ask.decide import Decision
from knowledge.ask.fit import COMPARISON
from knowledge.ask.fit_unit import is_money
from knowledge.ask.model import Answer, Extract
from knowledge.ask.question import Question
from knowledge.ask.reading import Reading, ancestors, same_figure
from knowledge.ask.rivals import one_span
from knowledge.fold import words
from knowledge.index.kinds import same_kind
from knowledge.index.report_index import ReportIndex
from knowledge.model import Check, Fact
from knowledge.store.reader import ReportRow

ALSO, MOST_ALSO = 0.35, 2  # how far below the answer another reading is still shown beside it, and how many are


def answer(question: Question, decision: Decision, index: ReportIndex, report: ReportRow) -> Answer:
    """The answer that a decision is."""
    if decision.status == "help":
        return Answer("help", decision.reason, "help")
    if decision.status == "not_found":
        missing = tuple(dict.fromkeys(_typed(question, n) for n in decision.leftover))
        near = _distinct([r.fact for r in decision.near if r.scored.forward >= 0.3])
        return Answer("not_found", decision.reason, "refusal", near=tuple(near[:3]), missing=missing)
    if decision.status == "clarify":
        return Answer("clarify", decision.reason, "clarify", main=tuple(r.fact for r in decision.readings))
    if decision.reason == "several" or len(decision.readings) > 1:
        return figure(tuple(r.fact for r in decision.readings), index, reason="several")
    return _one(question, decision.readings[0], decision, index)


def _one(question: Question, reading: Reading, decision: Decision, index: ReportIndex) -> Answer:
    fact = reading.fact
    if fact.rule == "signer_title" and "who" in question.wanted and "what" not in question.wanted:
        fact = next((f for f in index.facts if f.rule == "signer"), fact)
    if "list" in question.wanted and "count" not in question.wanted and (listed := family.items(fact, index)):
        return figure((listed,), index, kind="list")
    if fact.measure == "date" and "when" in question.wanted:
        dated = [r.fact for r in decision.near if r.fact is not fact and r.fact.measure == "date"]
        if window := next((f for f in (fact, *dated) if f.rule == "data_window" and f.passage == fact.passage), None):
            return figure((window,), index, kind="dates")
        dates = [fact, *(f for f in dated if one_span(f, fact))]
        return figure(tuple(sorted(dates, key=lambda f: f.start)), index, kind="dates")
    main = [fact, *(twin for twin in family.twins(fact, index))]
    if question.counts > 1 or len(question.units) > 1 or "breakdown" in question.wanted:
        main = _asked_together(question, fact, index)
        main.sort(key=lambda f: (len(ancestors(f, index)), f.id))
    found = figure(tuple(main), index, kind="list" if fact.items else "figure")
    also = _also(reading, decision, found)
    return replace(found, near=also) if also else found


def _also(best: Reading, decision: Decision, answer: Answer) -> tuple[Fact, ...]:
    """Other figures that account for the question nearly as well: a reader sees that there are several."""
    shown = [*answer.main, *answer.comparisons, *answer.parts]
    found = [
        r.fact
        for r in decision.near
        if r.whole and r.total > best.total - ALSO and r.scored.forward > best.scored.forward - 0.1
        and same_kind(r.fact.unit, best.fact.unit) and r.fact.measure not in COMPARISON
        and not any(same_figure(r.fact, fact) for fact in shown) and not _further(r.fact, best.fact)
    ]  # fmt: skip
    return tuple(_distinct(found)[:MOST_ALSO])


def _further(a: Fact, b: Fact) -> bool:
    """Whether a figure is of a part of what another of its passage is of: "42 bị cáo: tàng trữ 19 vụ/21 bị cáo"."""
    alike = (a.passage, a.period, a.own) == (b.passage, b.period, b.own)
    return alike and a.inherited != b.inherited and a.inherited.endswith(b.inherited or " ")


def _asked_together(question: Question, fact: Fact, index: ReportIndex) -> list[Fact]:
    """The facts of one family that a question asks for at once: "bao nhiêu lượt, bao nhiêu người"."""
    root = family.head(fact, index)
    circle = [root, *family.parts(root, index)]
    if fact.parent is not None and fact.parent in index.by_id:
        parent = index.facts[index.by_id[fact.parent]]
        circle += [parent, *family.parts(parent, index)]
    found = [fact]
    asked = [[w.folded for w in unit] for unit in question.units]
    for other in circle:
        unit = words(other.unit)
        by_unit = any(unit[: len(a)] == a for a in asked) or ("money" in question.wanted and is_money(other))
        if by_unit and other not in found and not any(words(f.unit) == unit for f in found):
            found.append(other)
    return found


def figure(main: tuple[Fact, ...], index: ReportIndex, reason: str = "one_reading", kind: str = "figure") -> Answer:
    """An answer that asserts facts, with everything the report sets beside the first."""
    root = family.head(main[0], index)
    around = [f for f in family.comparisons(root, index) if f not in main]
    if root not in main and main[0].measure in COMPARISON:
        around.insert(0, root)
    parts = [f for f in family.parts(root, index) if f not in main and not any(f is c for c in around)]
    quotes = list(dict.fromkeys((f.quote, f.path, f.page, f.note) for f in main))
    return Answer(
        "answered",
        reason,
        kind,  # type: ignore[arg-type]
        main=main,
        comparisons=tuple(around),
        parts=tuple(parts),
        extracts=tuple(Extract(*q) for q in quotes[:2]),
        checks=_checks((*main, *around), index),
    )


def _checks(facts: tuple[Fact, ...], index: ReportIndex) -> tuple[Check, ...]:
    found: list[Check] = []
    for fact in facts:
        found += [c for c in index.checks.get(fact.id, ()) if c.holds is not True and c not in found]
    return tuple(found)


def _distinct(facts: list[Fact]) -> list[Fact]:
    found: list[Fact] = []
    for fact in facts:
        if not any(same_figure(fact, other) for other in found):
            found.append(fact)
    return found


def _typed(question: Question, n: int) -> str:
    """A word of the question as typed, with what it stands beside where it is an abbreviation."""
    word = question.words[n]
    return re.sub(r"\s+", " ", question.text[word.start : word.stop]) if word.start >= 0 else word.marked.shape
