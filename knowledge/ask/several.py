"""A question over several reports in its conversation: what it leaves out comes from the question before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from knowledge.across.answer import answer, understood
from knowledge.across.model import Asked, Outcome, Point, Resolve, Resolved
from knowledge.ask.model import Answer, State
from knowledge.fold import flat
from knowledge.model import Fact
from knowledge.organisations.names import level
from knowledge.store.reader import Shelf, Store

_GOES_ON = re.compile(r"^\W*(?:con|the con|vay con|the|vay)\s+|\s+(?:thi sao|the nao|thi the nao|a)\W*$")
_MONTH = re.compile(r"\b(?:thang|quy|nam|ky|k[iy])\b")


@dataclass(frozen=True, slots=True)
class Talk:
    """What a question is answered from: the reports, the engine's matching in one of them, the person's own body.

    `says`: whether words name anything that a report could hold.
    """

    store: Store
    reports: Shelf
    resolve: Resolve
    says: Callable[[str], bool]
    org: str = ""


def ask(text: str, state: State, talk: Talk) -> tuple[Answer, State] | None:
    """The answer over several reports with the next state, or None where one report answers."""
    if len(talk.reports) < 2:
        return None
    org = talk.org or state.org
    asked = understood(text, talk.reports, org)
    said = text
    if asked is None:
        if not state.across or (rest := _same_of_another(text)) is None:
            return None
        said, asked = state.across, understood(state.across, talk.reports, org)
        asked = replace(asked, rest=rest, explicit=False) if asked else None
    elif state.topic and not talk.says(asked.rest):
        asked = _of_topic(text, asked, state, talk)
    if asked is None:
        return None
    outcome = answer(said, talk.resolve, talk.store, talk.reports, org, asked)
    if outcome is not None and outcome.reason == "one_body" and outcome.asked.level == level(outcome.org):
        outcome = replace(outcome, status="not_found")  # a ward's own report can't say which ward has the most
    return None if outcome is None or outcome.status == "pass" else _told(said, outcome, state, talk)


def choose(fact: Fact, report: int, state: State, talk: Talk) -> tuple[Answer, State] | None:
    """The answer to the last question where it meant this figure; None where that leads to nothing."""
    asked = understood(state.across, talk.reports, state.org) if state.across else None
    if asked is None:
        return None

    def resolve(rest: str, asked_report: int) -> Resolved:
        return Resolved("answered", (fact,)) if asked_report == report else talk.resolve(rest, asked_report)

    asked = replace(asked, rest=fact.indicator)
    outcome = answer(state.across, resolve, talk.store, talk.reports, state.org, asked)
    if outcome is None or outcome.status != "answered":
        return None
    return _told(state.across, outcome, state, talk)


def _same_of_another(text: str) -> str | None:
    """What a follow-up asks the same of ("còn chi ngân sách thì sao?"); None where it is no such follow-up."""
    plain = flat(text)
    if not _GOES_ON.search(plain) or _MONTH.search(plain):
        return None
    start = found.end() if (found := re.match(_GOES_ON, plain)) else 0
    stop = next((m.start() for m in _GOES_ON.finditer(plain, start) if m.start() > start), len(text))
    return text[start:stop].strip(" ,?.!") or None


def _of_topic(text: str, asked: Asked, state: State, talk: Talk) -> Asked:
    """The question about the conversation's topic; against the month before, it starts from the month shown last."""
    if asked.kind in ("change", "same_period") and state.period:
        asked = understood(text, talk.reports, talk.org or state.org, state.period) or asked
    return replace(asked, rest=state.topic)


def _told(said: str, outcome: Outcome, state: State, talk: Talk) -> tuple[Answer, State]:
    ids = {point.report for point in _points(outcome)}
    rows = tuple(row for row in talk.reports if row.id in ids) if ids else ()
    facts = outcome.facts
    answered = outcome.status == "answered"
    clarify = outcome.status == "clarify"
    found = Answer(
        "answered" if answered else "clarify" if clarify else "not_found",
        outcome.reason or outcome.asked.kind,
        "across",
        rows[0] if rows else None,
        main=facts if answered else outcome.readings,
        near=() if answered or clarify else outcome.near,
        periods=talk.reports.periods_of(outcome.org),
        outcome=outcome,
        reports=rows,
    )
    last = outcome.points[-1].period if outcome.points and outcome.asked.kind in _AT_A_MONTH else ""
    return found, State(
        topic=outcome.asked.rest or state.topic,
        period=last,
        org=outcome.org,
        report=rows[0].id if rows else None,
        facts=tuple(fact.id for fact in facts[:1]) if answered else (),
        choices=tuple(fact.id for fact in (outcome.readings if clarify else outcome.near)),
        shown=facts[0].unit if answered and facts else "",
        across=said,
    )


_AT_A_MONTH = ("compare", "change", "same_period")


def _points(outcome: Outcome) -> tuple[Point, ...]:
    operands = [point for computed in outcome.computed for point in computed.operands]
    return (*outcome.points, *outcome.stated, *outcome.best, *operands)
