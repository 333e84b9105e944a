"""Questions that name more than one figure: two that are compared, several that are asked together, a breakdown."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping

from knowledge.ask import alternatives
from knowledge.ask.evidence import Matcher
from knowledge.ask.family import parts
from knowledge.ask.reading import Reading, ancestors, as_good, same_figure
from knowledge.ask.rivals import asks_total, below
from knowledge.fold import flat, words
from knowledge.index.kinds import same_kind
from knowledge.model import Fact

_NAMED = 0.25  # the first of two nouns is taken for the unit, which the second is not counted in
_JOINED = re.compile(r"\b(?:va|hay)\b|(?<!\bso )(?<!\bdoi )(?<!\bcung )\bvoi\b")


def pair(matcher: Matcher, ranked: list[Reading]) -> tuple[Reading, ...]:
    """The two figures of one kind that are compared: each is named by words that the other's own clause lacks."""
    fitting = [r for r in ranked[:30] if r.fit >= 0.5 and not _ahead(r) and r.scored.forward >= 0.3]
    fitting = [
        r
        for r in fitting
        if not any(below(r.fact, o.fact, matcher.index) and as_good(o, r, matcher.required) for o in fitting)
    ]

    def fits(a: Reading, b: Reading) -> bool:
        comparable = same_kind(a.fact.unit, b.fact.unit) and _alike(a.fact, b.fact)
        return comparable and _names(a, b, matcher) and _names(b, a, matcher)

    return _best(fitting, fits, lambda a, b: 0.4 * _shared(a, b))


def _best(
    readings: list[Reading], fits: Callable[[Reading, Reading], bool], alike: Callable[[Reading, Reading], float]
) -> tuple[Reading, ...]:
    """The two readings that rank highest together, those that are `alike` the higher: no word is left over in both."""
    pairs = [
        (a, b)
        for a, b in itertools.combinations(readings, 2)
        if not set(a.leftover) & set(b.leftover) and not same_figure(a.fact, b.fact) and fits(a, b)
    ]
    return max(pairs, key=lambda two: two[0].total + two[1].total + alike(*two), default=())


def _alike(a: Fact, b: Fact) -> bool:
    """Whether two figures measure in the same way: results with results, the same comparison with itself."""
    return a.measure == b.measure or {a.measure, b.measure} <= {"actual", "total", "part", "cumulative"}


def _names(a: Reading, b: Reading, matcher: Matcher) -> bool:
    """Whether some word of the question names `a` clearly better than `b`."""
    named = (*matcher.required, *matcher.soft)
    return any(a.scored.weights.get(n, 0.0) > b.scored.weights.get(n, 0.0) + 0.15 for n in named)


def _ahead(reading: Reading) -> bool:
    return "planned" in reading.fact.qualifiers or reading.fact.measure == "target"


def _shared(a: Reading, b: Reading) -> float:
    """The share of the two figures' own words that both have."""
    one, other = set(words(a.fact.own)), set(words(b.fact.own))
    return len(one & other) / (len(one | other) or 1)


def parted(matcher: Matcher, whole: list[Reading]) -> tuple[Reading, ...]:
    """What is asked to be broken down: the best reading that has parts or is one of them, else figures of one list."""
    index = matcher.index
    for reading in whole[:8]:
        if reading.fact.value is None:
            continue
        for fact in (reading.fact, *ancestors(reading.fact, index)[:1]):
            if len([p for p in parts(fact, index) if p.value is not None]) >= 2:
                return (next((r for r in whole if r.fact is fact), None) or reading._replace(fact=fact),)
    best = whole[0].fact
    alike = [r for r in whole if r.fact.passage == best.passage and r.fact.unit == best.unit]
    alike = [r for r in alike if r.fact.inherited == best.inherited and r.fact.measure == best.measure]
    return tuple(sorted(alike, key=lambda r: r.fact.id)) if len(alike) > 1 else ()


def each_named(matcher: Matcher, ranked: list[Reading]) -> tuple[Reading, ...]:
    """The figures of two or more things of one kind that a question names: "số Thẩm phán, Thẩm tra viên"."""
    asked = alternatives.named([word.marked for word in matcher.question.words], matcher.question.unmarked)
    kinds = [] if asks_total(matcher) else [member[0] for member in asked]
    things = [member for member in asked if kinds.count(member[0]) > 1]
    found: list[Reading] = []
    for thing in things:
        mine = (r for r in ranked if r.fit >= _NAMED and alternatives.of_text(r.fact.own) == {thing})
        beside = next((r for r in mine if not found or _listed(r.fact, found[0].fact)), None)
        if beside is None or set(beside.leftover) - asked_words(asked, thing):
            return ()
        found.append(beside)
    return tuple(sorted(found, key=lambda r: r.fact.id)) if len(found) > 1 else ()


def asked_words(asked: Mapping[alternatives.Member, set[int]], thing: alternatives.Member) -> set[int]:
    """The places of the words that name the other things."""
    return {n for member, places in asked.items() if member != thing for n in places}


def _listed(a: Fact, b: Fact) -> bool:
    """Whether two figures stand in one list: of one passage, whole, unit and measure."""
    return (a.passage, a.parent, a.unit, a.measure) == (b.passage, b.parent, b.unit, b.measure)


def several(matcher: Matcher, ranked: list[Reading]) -> tuple[Reading, ...]:
    """Two facts that together account for a question that names two things ("bán lẻ và công nghiệp: bên nào …")."""
    if not _JOINED.search(flat(matcher.question.text)) and matcher.question.counts < 2:
        return ()
    fitting = [r for r in ranked[:24] if r.fit >= 0.5 and r.scored.forward >= 0.25]
    fitting = [
        r
        for r in fitting
        if not any(
            below(r.fact, o.fact, matcher.index)
            and set(o.leftover) <= set(r.leftover)
            and (o.fact.unit == r.fact.unit or matcher.question.counts < 2)
            for o in fitting
        )
    ]

    def fits(a: Reading, b: Reading) -> bool:
        lists = a.fact.value is None and b.fact.value is None and bool(a.fact.items)
        return lists or (a.fact.value is not None and b.fact.value is not None)

    def alike(a: Reading, b: Reading) -> float:
        same = 0.1 * (a.fact.measure == b.fact.measure) + 0.1 * (a.fact.unit == b.fact.unit)
        return same + 0.2 * _shared(a, b)

    return _best(fitting, fits, alike)
