"""Answers a question over several reports: finds the indicator once, then its figures by period, then what follows.

The words are matched by the engine in one report (`resolve`); months that the indicator's series lacks are asked for
in that month's own report in the same words, so that an unlinked wording is no missing month. Nothing is guessed: what
no report states is named as missing.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.across import bodies, over_months
from knowledge.across.ask import parse
from knowledge.across.found import Found, Sources
from knowledge.across.model import Asked, Outcome, Resolve
from knowledge.fold import flat
from knowledge.organisations.names import named_bodies
from knowledge.store.reader import Shelf, Store

TRIED = 4  # reports that are asked for the indicator, the best first


def answer(
    question: str,
    resolve: Resolve,
    store: Store,
    reports: Shelf,
    org: str = "",
    asked: Asked | None = None,
) -> Outcome | None:
    """The outcome of a question over several reports, or None for one about a single report.

    `reports` are the current ones, newest first; `org` the body of the person who asks (empty: that of the newest
    report). `asked` is given where the engine has already taken the question apart. Where `Outcome.status` is "pass"
    one report's own answer stands: always where the words may mean one report's statement and the stored ones give
    none (`missing` then says what was looked for).
    """
    if not reports:
        return None
    own = org or reports[0].org
    named = named_bodies(flat(question), reports.orgs)
    if asked is None:
        asked = understood(question, reports, own)
    if asked is None:
        return None
    if named and not asked.bodies:
        own = named[0][2]
    newest = _newest(own, reports)
    outcome = _outcome(asked, Sources(store, reports, resolve, own, newest), tuple(name for *_, name in named))
    return outcome if asked.explicit or outcome.status == "answered" else replace(outcome, status="pass")


def understood(question: str, reports: Shelf, org: str = "", newest: str = "") -> Asked | None:
    """The question taken apart as `answer` does it. `newest`: the month that "so với tháng trước" starts from."""
    named = named_bodies(flat(question), reports.orgs)
    own = named[0][2] if len(named) == 1 else org or reports[0].org
    newest = newest or _newest(own, reports)
    return parse(question, newest, [(start, stop) for start, stop, _ in named])


def _outcome(asked: Asked, sources: Sources, named: tuple[str, ...]) -> Outcome:
    if asked.bodies:
        return bodies.answer(asked, sources, named)
    if len(sources.of_body(sources.org)) < 2:
        return Outcome("pass", asked, sources.org, reason="too_few")
    found = _find(asked, sources)
    if found.indicator is None:
        return found.nothing(asked, sources.org)
    outcome = over_months.answer(asked, sources, found)
    return replace(outcome, near=outcome.near or found.near)


def _newest(org: str, reports: Shelf) -> str:
    """The period of a body's newest monthly report, else of its newest; of any body where it has none."""
    rows = reports.of_body(org) or reports
    return next((row.period for row in rows if row.kind == "monthly"), rows[0].period)


def _find(asked: Asked, sources: Sources) -> Found:
    """The indicator that the question means, in the newest of the reports it names, else in the newest at all."""
    wanted = set(over_months.months_asked(asked, sources)) | {asked.span.whole}
    rows = sources.of_body(sources.org)
    order = [row for row in rows if row.period in wanted] + [row for row in rows if row.period not in wanted]
    return sources.find(asked.rest, order[:TRIED])
