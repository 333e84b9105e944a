"""The one place that turns evidence into a status. Named rules, read from top to bottom; the first that holds decides.

Nothing before it drops a reading and nothing after changes one. A wrong figure is far worse than none: where a content
word of the question stays unaccounted for, no figure is asserted.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from knowledge import periods
from knowledge.ask.evidence import Matcher, telling_words
from knowledge.ask.family import comparisons, head, parts
from knowledge.ask.fit import COMPARISON
from knowledge.ask.reading import Reading, ancestors, modifiers, readings, same_figure, unworded
from knowledge.fold import words
from knowledge.index.kinds import same_kind
from knowledge.index.report_index import ReportIndex
from knowledge.model import Fact

Status = Literal["answered", "clarify", "not_found", "help"]
CLOSE = 0.07  # readings within this of the best are as good
WEAK = 0.6  # below this share of the question accounted for, nothing is asserted
MOST_READINGS = 6
CLEARER = 0.08  # so much more of what names a fact was asked for, beside another of its sentence
_PARTED = frozenset(("breakdown", "each"))


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, by which rule, and the readings it rests on (the asserted ones first)."""

    status: Status
    reason: str
    readings: tuple[Reading, ...] = ()
    near: tuple[Reading, ...] = ()
    leftover: tuple[int, ...] = field(default=())


def decide(matcher: Matcher, report_period: str) -> Decision:
    """Decide a question that asks for facts of one report."""
    question = matcher.question
    if not matcher.required:
        return _unworded(matcher, report_period)
    ranked = readings(matcher, report_period)
    if not ranked:
        return Decision("not_found", "nothing_alike", leftover=tuple(matcher.required))
    near = tuple(ranked[:MOST_READINGS])
    if "more" in question.wanted:
        pair = _pair(matcher, ranked)
        return Decision("answered", "several", pair, near) if pair else Decision("not_found", "weak", near=near)
    whole = [reading for reading in ranked if reading.whole and reading.scored.forward >= WEAK]
    if not whole:
        if several := _several(matcher, ranked):
            return Decision("answered", "several", several, near)
        best = ranked[0]
        reason = "word_left_over" if best.leftover else "measure_not_held" if best.fit < 0.5 else "weak"
        return Decision("not_found", reason, near=near, leftover=best.leftover)
    best = _topmost(matcher, whole)
    barely = min((best.scored.weights.get(n, 0.0) for n in matcher.required), default=1.0) < 0.5
    if question.counts > 1 and barely and (several := _several(matcher, ranked)):
        return Decision("answered", "several", several, near)
    if _better_named(ranked, best, matcher.index):
        return Decision("not_found", "measure_not_held", near=near)
    if "who" in question.wanted and matcher.unasked_modifier(best.scored.entry, modifiers()):
        return Decision("not_found", "another_thing", near=near)
    if _planned(best, report_period) and not _asks_plan(matcher, best):
        best = next((r for r in whole if not _planned(r, report_period) and r.scored.forward >= 0.7), best)
    if _planned(best, report_period) and not _asks_plan(matcher, best):
        return Decision("not_found", "only_planned", near=near)
    if question.wanted & _PARTED and (total := _parted(matcher, whole)):
        return Decision("answered", "its_parts", total, near)
    rivals = _rivals(matcher, best, whole, report_period)
    totals = [reading for reading in rivals if reading.fact.measure == "total"]
    if len(rivals) > 1 and len(totals) == 1 and all(_beside(r.fact, totals[0].fact) for r in rivals):
        return Decision("answered", "the_total", (totals[0],), near)
    one_list = len({r.fact.parent for r in rivals}) == 1 and rivals[0].fact.parent is not None
    together = len(question.units) > 1 or (question.counts > 1 and one_list)
    if together and len({r.fact.passage for r in rivals}) == 1 < len(rivals):
        return Decision("answered", "asked_together", tuple(sorted(rivals, key=lambda r: r.fact.id)), near)
    best = rivals[0]
    if len(rivals) > 1:
        return Decision("clarify", "two_readings", tuple(rivals[:MOST_READINGS]), near)
    return Decision("answered", "one_reading", (best,), near)


def _topmost(matcher: Matcher, whole: list[Reading]) -> Reading:
    """The best reading, or the total above it where that accounts for every word as well: the part was not asked for."""
    best = whole[0]
    index = matcher.index
    up = ancestors(best.fact, index)
    heads = ancestors(head(best.fact, index), index)
    compared = [c for h in heads for c in comparisons(h, index) if _same_comparison(c, best.fact)]
    for above in (*up, *compared):
        reading = next((r for r in whole if r.fact is above), None)
        if reading is None or above.measure == "other" or reading.fit < best.fit - 0.1:
            continue
        if reading.total < best.total - 0.3 or _qualified(matcher, reading) and not _qualified(matcher, best):
            continue
        if _asked_for(matcher, best.fact, above):
            continue
        if _as_good(reading, best, [*matcher.required, *_telling(matcher)]):
            best = reading
    return best


def _asked_for(matcher: Matcher, part: Fact, above: Fact) -> bool:
    """Whether the question says all that the part itself says, where the fact above says something else."""
    asked = {word.marked.folded for word in matcher.question.words}
    own = set(words(part.own)) - set(words(part.unit))
    return bool(own) and own <= asked and not own <= set(words(f"{above.own} {above.inherited}"))


def _same_comparison(a: Fact, b: Fact) -> bool:
    """Whether two figures compare in the same way; a share done and a share of the plan are one."""
    return a.measure == b.measure or {a.measure, b.measure} <= {"pct_of_plan", "rate", "share"}


def _qualified(matcher: Matcher, reading: Reading) -> bool:
    return matcher.unasked_modifier(reading.scored.entry, modifiers())


def _telling(matcher: Matcher) -> list[int]:
    """Soft words that tell a total from its parts and a state from another: they count where the total is preferred."""
    return [n for n in matcher.soft if matcher.question.words[n].marked.folded in telling_words()]


def _as_good(a: Reading, b: Reading, words: list[int]) -> bool:
    """Whether `a` accounts for each of the words nearly as well as `b`."""
    return all(a.scored.weights.get(n, 0.0) >= b.scored.weights.get(n, 0.0) - 0.3 for n in words)


def _unworded(matcher: Matcher, report_period: str) -> Decision:
    """Only what is wanted was said: every figure of that kind is a reading."""
    if not matcher.question.wanted - {"count", "result", "what", "list"}:
        return Decision("help", "no_words")
    found: list[Reading] = []
    for reading in unworded(matcher, report_period):
        if not any(same_figure(reading.fact, other.fact) for other in found):
            found.append(reading)
    if not found:
        return Decision("not_found", "measure_not_held")
    if len(found) == 1:
        return Decision("answered", "one_reading", tuple(found))
    return Decision("clarify", "two_readings", tuple(found[:MOST_READINGS]))


def _planned(reading: Reading, report_period: str) -> bool:
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


def _better_named(ranked: list[Reading], best: Reading, index: ReportIndex) -> bool:
    """Whether the words name another figure far better, which is not of the kind asked for: then none is asserted."""
    named = max(ranked, key=lambda r: r.scored.score)
    if named.scored.score <= best.scored.score + 0.25 or named.leftover or named.fit >= 0.5:
        return False
    family = {f.id for f in (named.fact, *ancestors(named.fact, index))}
    return not family & {f.id for f in (best.fact, *ancestors(best.fact, index))}


def _asks_plan(matcher: Matcher, best: Reading) -> bool:
    """Whether a figure that is only planned may answer: a plan was asked for, or its period was named and no result."""
    question = matcher.question
    if question.wanted & {"planned", "plan"} or (best.fact.value is None and "result" not in question.wanted):
        return True
    years = {n for n in (question.words[k].marked.folded for k in question.of("number")) if len(n) == 4}
    if years and years <= set(best.fact.period.replace("-", "/").split("/")):
        return True
    return bool(question.period) and question.period == best.fact.period and "result" not in question.wanted


def _rivals(matcher: Matcher, best: Reading, whole: list[Reading], report_period: str) -> list[Reading]:
    """The readings that are as good as the best and state another figure, the best first."""
    rivals = [best]
    index = matcher.index
    named = [n for n in matcher.required if matcher.question.words[n].role != "unit"]
    naming = [*named, *_telling(matcher)] if named else []
    for reading in whole:
        total = reading.fact.measure == "total" and reading.fact.unit == best.fact.unit
        close = 0.2 if total and reading.scored.forward >= best.scored.forward - 0.02 else CLOSE
        if reading is best or reading.total < best.total - close or reading.fit < best.fit - 0.25:
            continue
        if any(_dominates(other, reading, naming) and not _total_of(matcher, reading, other) for other in rivals):
            continue
        if any(_one_answer(reading.fact, other.fact, index) for other in rivals):
            continue
        if _planned(reading, report_period) and not _planned(best, report_period):
            continue
        above = [other for other in rivals if _below(reading.fact, other.fact, index)]
        if above:
            continue
        under = [other for other in rivals if _below(other.fact, reading.fact, index)]
        if under:
            if reading.total < best.total - CLOSE / 2:
                continue
            rivals = [other for other in rivals if other not in under]
        rivals.append(reading)
    rivals = [r for r in rivals if not any(_outdone(r, other, naming) for other in rivals)] or rivals
    return _with_alike(rivals, whole, index) if len(rivals) > 1 else rivals


def _outdone(reading: Reading, other: Reading, naming: list[int]) -> bool:
    """Whether another reading that ranks as high accounts for the words better."""
    near = other.total >= reading.total - CLOSE / 2 and other.fit >= reading.fit - 0.05
    return other is not reading and near and _dominates(other, reading, naming)


def _total_of(matcher: Matcher, reading: Reading, other: Reading) -> bool:
    """Whether the whole was asked for ("tổng số việc") and the reading is the total that stands beside the other."""
    a, b = reading.fact, other.fact
    asked = any(word.marked.folded in ("tong", "tat", "toan") for word in matcher.question.words)
    larger = a.value is not None and b.value is not None and a.value > b.value and a.unit == b.unit
    return asked and larger and a.measure == "total" and a.passage == b.passage


def _beside(a: Fact, b: Fact) -> bool:
    """Whether two figures stand in one table or one passage, so that one can be the other's total."""
    return a.passage == b.passage or (a.rule == b.rule == "row" and a.path == b.path)


def _with_alike(rivals: list[Reading], whole: list[Reading], index: ReportIndex) -> list[Reading]:
    """The choices of a question that is not clear, with every other figure that accounts for it as fully."""
    least = min(r.scored.forward for r in rivals) - 0.02
    for reading in whole:
        alike = reading.scored.forward >= least and reading.fit >= rivals[0].fit - 0.05
        alike = alike and reading.total >= rivals[0].total - 3 * CLOSE
        if alike and not any(
            _one_answer(reading.fact, o.fact, index) or _below(reading.fact, o.fact, index) for o in rivals
        ):
            rivals.append(reading)
    return sorted(rivals, key=lambda r: -r.total)


def _pair(matcher: Matcher, ranked: list[Reading]) -> tuple[Reading, ...]:
    """The two figures of one kind that are compared: each is named by words that the other's own clause lacks."""
    fitting = [r for r in ranked[:30] if r.fit >= 0.5 and not _ahead(r, matcher) and r.scored.forward >= 0.3]
    fitting = [
        r
        for r in fitting
        if not any(_below(r.fact, o.fact, matcher.index) and _as_good(o, r, matcher.required) for o in fitting)
    ]
    best: tuple[float, tuple[Reading, ...]] = (0.0, ())
    for n, a in enumerate(fitting):
        for b in fitting[n + 1 :]:
            if not same_kind(a.fact.unit, b.fact.unit) or not _alike(a.fact, b.fact) or same_figure(a.fact, b.fact):
                continue
            if len(set(a.leftover) & set(b.leftover)) > 1 or not (_names(a, b, matcher) and _names(b, a, matcher)):
                continue
            total = a.total + b.total + 0.4 * _shared(set(words(a.fact.own)), set(words(b.fact.own)))
            if total > best[0]:
                best = (total, (a, b))
    return best[1]


def _alike(a: Fact, b: Fact) -> bool:
    """Whether two figures measure in the same way: results with results, the same comparison with itself."""
    return a.measure == b.measure or {a.measure, b.measure} <= {"actual", "total", "part", "cumulative"}


def _names(a: Reading, b: Reading, matcher: Matcher) -> bool:
    """Whether some word of the question names `a` clearly better than `b`."""
    named = (*matcher.required, *matcher.soft)
    return any(a.scored.weights.get(n, 0.0) > b.scored.weights.get(n, 0.0) + 0.15 for n in named)


def _ahead(reading: Reading, matcher: Matcher) -> bool:
    return "planned" in reading.fact.qualifiers or reading.fact.measure == "target"


def _shared(a: set[str], b: set[str]) -> float:
    return len(a & b) / (len(a | b) or 1)


def _below(a: Fact, b: Fact, index: ReportIndex) -> bool:
    """Whether `a` is a part of what `b` states, or compares one: 7,37% of a part beside 5,17% of the total."""
    return head(b, index) in ancestors(head(a, index), index) or b in ancestors(a, index)


def _dominates(a: Reading, b: Reading, words: list[int]) -> bool:
    """Whether `a` accounts for some word clearly better than `b` and for none worse."""
    named = a.scored.backward > b.scored.backward + 0.2
    better = False
    for n in words:
        weight = a.scored.weights.get(n, 0.0)
        other = b.scored.weights.get(n, 0.0)
        if weight < other - 0.02:
            return False
        better = better or weight > other + (0.08 if named else 0.095)
    apart = sum(a.scored.weights.get(n, 0.0) - b.scored.weights.get(n, 0.0) for n in words) / (len(words) or 1)
    one = a.fact.quote == b.fact.quote and a.fact.passage == b.fact.passage
    return better or apart > 0.06 or (one and a.scored.backward > b.scored.backward + CLEARER)


def _one_answer(a: Fact, b: Fact, index: ReportIndex) -> bool:
    """The same figure again, two dates of one stretch, or one comparison in two ways ("giảm 02 vụ (-15,4%)")."""
    twins = a.measure == b.measure and a.measure in COMPARISON and head(a, index) is head(b, index)
    return same_figure(a, b) or twins or _one_span(a, b)


def _one_span(a: Fact, b: Fact) -> bool:
    """Two dates of one stretch: "từ ngày 16/11 đến ngày 19/11"."""
    return a.measure == b.measure == "date" and a.passage == b.passage and abs(a.start - b.start) < 40


def _parted(matcher: Matcher, whole: list[Reading]) -> tuple[Reading, ...]:
    """What is asked to be broken down: the best reading that has parts or is one of them, else figures of one list."""
    index = matcher.index
    for reading in whole[:8]:
        if reading.fact.value is None:
            continue
        for fact in (reading.fact, *ancestors(reading.fact, index)[:1]):
            if len([p for p in parts(fact, index) if p.value is not None]) >= 2:
                return (next((r for r in whole if r.fact is fact), None) or replace(reading, fact=fact),)
    best = whole[0].fact
    alike = [r for r in whole if r.fact.passage == best.passage and r.fact.unit == best.unit]
    alike = [r for r in alike if r.fact.inherited == best.inherited and r.fact.measure == best.measure]
    return tuple(sorted(alike, key=lambda r: r.fact.id)) if len(alike) > 1 else ()


def _several(matcher: Matcher, ranked: list[Reading]) -> tuple[Reading, ...]:
    """Two facts that together account for a question that names two things ("bán lẻ và công nghiệp: bên nào …")."""
    text = words(matcher.question.text)
    joined = {"va", "hay"} & set(text) or "," in matcher.question.text or matcher.question.counts > 1
    if not joined:
        return ()
    fitting = [r for r in ranked[:24] if r.fit >= 0.5 and r.scored.forward >= 0.25]
    fitting = [
        r
        for r in fitting
        if not any(_below(r.fact, o.fact, matcher.index) and set(o.leftover) <= set(r.leftover) for o in fitting)
    ]
    best: tuple[float, tuple[Reading, ...]] = (0.0, ())
    for n, a in enumerate(fitting):
        for b in fitting[n + 1 :]:
            if set(a.leftover) & set(b.leftover) or same_figure(a.fact, b.fact):
                continue
            if (a.fact.value is None) != (b.fact.value is None) or (a.fact.value is None and not a.fact.items):
                continue
            alike = 0.1 * (a.fact.measure == b.fact.measure) + 0.1 * (a.fact.unit == b.fact.unit)
            alike += 0.2 * _shared(set(words(a.fact.own)), set(words(b.fact.own)))
            if a.total + b.total + alike > best[0]:
                best = (a.total + b.total + alike, (a, b))
    return best[1]
