"""The one place that turns evidence into a status. Named rules, read from top to bottom; the first that holds decides.

No rule before it drops a reading (the facts that account for most are weighed), none after changes one. A wrong figure
is far worse than none: where a content word of the question stays unaccounted for, no figure is asserted.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Literal

from knowledge.ask.evidence import Matcher
from knowledge.ask.family import children, comparisons, head, parts
from knowledge.ask.planned import asks_plan, planned
from knowledge.ask.preferred import of_counted, of_joined
from knowledge.ask.reading import Reading, ancestors, another_thing, as_good, of_pair, readings, same_figure, unworded
from knowledge.ask.rivals import (
    asked_for,
    asks_total,
    beside,
    in_full,
    plainest,
    rivals_of,
    smaller,
    telling,
    the_whole,
    to_date,
)
from knowledge.ask.together import each_named, pair, parted, several
from knowledge.fold import words
from knowledge.index.kinds import same_kind
from knowledge.index.report_index import ReportIndex
from knowledge.model import Fact

Status = Literal["answered", "clarify", "not_found", "help"]
WEAK = 0.6  # below this share of the question accounted for, nothing is asserted;
COUNTED = 0.5  # or below this one where a count is asked for and the figure is of that very kind
NEAR = 0.4  # or below this one where a follow-up asks for another figure of the sentence that was shown
MOST_READINGS = 6
_COMPARED = frozenset(("same_period", "prev_period", "beyond"))  # "hơn cùng kỳ bao nhiêu" compares with itself
_TELLS_ENOUGH = frozenset(
    ("plan", "percent", "same_period", "prev_period", "year_start", "growth", "times", "cumulative")
)
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
    if signed := _signed(matcher, ranked[0]):
        return Decision("answered", "signed", signed, near)
    if "more" in question.wanted and not question.wanted & _COMPARED:
        two = pair(matcher, ranked)
        return Decision("answered", "several", two, near) if two else Decision("not_found", "weak", near=near)
    if question.wanted & {"list", "what"} and (made := _made_of(matcher, ranked)):
        return Decision("answered", "its_parts", made, near)
    if both := each_named(matcher, ranked):
        return Decision("answered", "several", both, near)
    whole = [reading for reading in ranked if reading.whole and reading.held >= _least(matcher, reading)]
    if not whole:
        if both := several(matcher, ranked):
            return Decision("answered", "several", both, near)
        best = ranked[0]
        reason = "word_left_over" if best.leftover else "measure_not_held" if best.fit < 0.5 else "weak"
        return Decision("not_found", reason, near=near, leftover=best.leftover)
    best = the_whole(matcher, _sum(matcher, whole[0], ranked) or _topmost(matcher, whole), whole)
    best = in_full(matcher, to_date(matcher, plainest(matcher, best, whole), whole), whole)
    best = of_joined(matcher, best, whole)
    if (counted := of_counted(matcher, best, whole)) is not best:
        best, whole = counted, [r for r in whole if r is counted or r.fact.quote != counted.fact.quote]
    barely = min((best.scored.weights.get(n, 0.0) for n in matcher.required), default=1.0) < 0.5
    if question.counts > 1 and barely and (both := several(matcher, ranked)):
        return Decision("answered", "several", both, near)
    if _better_named([r for r in ranked if r is best or not planned(r, report_period)], best, matcher.index):
        return Decision("not_found", "measure_not_held", near=near)
    if "who" in question.wanted and another_thing(matcher, best):
        return Decision("not_found", "another_thing", near=near)
    if planned(best, report_period) and not asks_plan(matcher, best):
        best = next((r for r in whole if not planned(r, report_period) and r.scored.forward >= 0.7), best)
    if planned(best, report_period) and not asks_plan(matcher, best):
        return Decision("not_found", "only_planned", near=near)
    average = {("trung", "binh"), ("binh", "quan")} & set(itertools.pairwise(w.marked.folded for w in question.words))
    if question.wanted & _PARTED and not average and (total := parted(matcher, whole)):
        return Decision("answered", "its_parts", total, near)
    rivals = rivals_of(matcher, best, whole, report_period)
    totals = [reading for reading in rivals if reading.fact.measure == "total"]
    if len(rivals) > 1 and len(totals) == 1 and all(beside(r.fact, totals[0].fact) for r in rivals):
        return Decision("answered", "the_total", (totals[0],), near)
    one_list = len({r.fact.parent for r in rivals}) == 1 and rivals[0].fact.parent is not None
    together = len(question.units) > 1 or (question.counts > 1 and one_list)
    if together and len({r.fact.passage for r in rivals}) == 1 < len(rivals):
        return Decision("answered", "asked_together", tuple(sorted(rivals, key=lambda r: r.fact.id)), near)
    best = rivals[0]
    if len(rivals) > 1:
        return Decision("clarify", "two_readings", tuple(rivals[:MOST_READINGS]), near)
    return Decision("answered", "one_reading", (best,), near)


def _least(matcher: Matcher, reading: Reading) -> float:
    question = matcher.question
    counts = bool(question.counts or question.units or "result" in question.wanted)
    if reading.fit > 0.94 and _of_sentence_shown(matcher, reading.fact):
        return NEAR
    counted = counts and not question.wanted & {"breakdown", "list", "what"}
    return COUNTED if counted and reading.fit > 0.94 else WEAK


def _of_sentence_shown(matcher: Matcher, fact: Fact) -> bool:
    """Whether a follow-up without words of its own asks for another figure of the sentence that was shown last."""
    question, index = matcher.question, matcher.index
    shown = (index.facts[index.by_id[n]] for n in question.last if n in index.by_id)
    alone = all(question.words[n].start < 0 for n in matcher.required)
    return alone and any((f.passage, f.quote) == (fact.passage, fact.quote) for f in shown)


def _signed(matcher: Matcher, best: Reading) -> tuple[Reading, ...]:
    """Who signed the report together with the office held or the day of issue, where both are asked for."""
    question = matcher.question
    said = {question.words[n].marked.folded for n in matcher.required}
    rules = ["signer"] + ["signer_title"] * ("chuc" in said) + ["issued"] * ("when" in question.wanted)
    if "who" not in question.wanted or len(rules) < 2 or not said & {"ky", "ki"} or said - _OF_SIGNING:
        return ()
    held = {fact.rule: fact for fact in reversed(matcher.index.facts) if fact.rule in rules}
    return tuple(best._replace(fact=held[rule], leftover=()) for rule in rules if rule in held)


_OF_SIGNING = frozenset(
    ("ky", "ki", "ban", "hanh", "phat", "de", "chuc", "vu", "danh", "bao", "cao", "van", "ngay", "thang", "so",
     "nguoi", "ten")
)  # fmt: skip


def _made_of(matcher: Matcher, ranked: list[Reading]) -> tuple[Reading, ...]:
    """The parts of a figure that the question itself names ("57 trường hợp gồm những lỗi gì?")."""
    best = max(r.scored.score for r in ranked)
    valued = [r for r in ranked if matcher.question.names_value(r.fact.value) and r.scored.score >= best - 0.3]
    named = max(valued, key=lambda r: r.scored.score, default=None)
    if named is None or named.leftover:
        return ()
    fact = named.fact
    whole = _that_meet(fact, matcher.index)
    below = parts(fact, matcher.index) if whole is fact else children(whole, matcher.index)
    made = [p for p in below if same_kind(p.unit, fact.unit) and p.parent == whole.id and p.id != fact.id]
    return tuple(named._replace(fact=part) for part in made) if len(made) > 1 else ()


def _that_meet(fact: Fact, index: ReportIndex) -> Fact:
    """What meets a bound: "04 chủ đầu tư giải ngân dưới 30%" for the 30%; else the figure itself."""
    bound = {"at_least", "at_most"} & set(fact.qualifiers) and not fact.own
    return index.facts[index.by_id[fact.parent]] if bound and fact.parent is not None else fact


def _topmost(matcher: Matcher, whole: list[Reading]) -> Reading:
    """The best reading, or the total above it where that accounts for every word as well: no part was asked for."""
    best = whole[0]
    index = matcher.index
    up = ancestors(best.fact, index)
    heads = ancestors(head(best.fact, index), index)
    compared = [c for h in heads for c in comparisons(h, index) if _same_comparison(c, best.fact)]
    for above in (*up, *compared):
        reading = next((r for r in whole if r.fact is above), None)
        if reading is None or above.measure == "other" or reading.fit < best.fit - 0.1:
            continue
        if above.id in matcher.question.last:
            continue  # it was shown already
        if smaller(above, best.fact) and not of_pair(best.fact, index):
            continue  # "kích hoạt 11.208 tài khoản, nâng tổng số lên 812.470"
        if best.fact.measure == "share" and above.measure != "share" and matcher.question.says("chiem"):
            continue
        if "/" in best.fact.unit and "/" not in above.unit:
            continue  # what one of them has on average is no part of what all have
        if matcher.question.near and best.fact.id in matcher.question.near and above.id not in matcher.question.near:
            continue  # what was last spoken of
        if reading.total < best.total - 0.3 or (another_thing(matcher, reading) and not another_thing(matcher, best)):
            continue
        if asked_for(matcher, best.fact, above):
            continue
        if as_good(reading, best, [*matcher.required, *telling(matcher)]):
            best = reading
    return best


def _sum(matcher: Matcher, best: Reading, ranked: list[Reading]) -> Reading | None:
    """The total where a question asks for one and names several of its parts ("tổng kim ngạch xuất nhập khẩu")."""
    up = ancestors(best.fact, matcher.index)
    if not up or not asks_total(matcher):
        return None
    named = [p for p in children(up[0], matcher.index) if p.unit == up[0].unit and asked_for(matcher, p, up[0])]
    above = next((r for r in ranked if r.fact is up[0] and r.fit >= best.fit - 0.1), None)
    return above if len(named) > 1 else None


def _same_comparison(a: Fact, b: Fact) -> bool:
    """Whether two figures compare in the same way; a share done and a share of the plan are one."""
    return a.measure == b.measure or {a.measure, b.measure} <= {"pct_of_plan", "rate", "share"}


def _unworded(matcher: Matcher, report_period: str) -> Decision:
    """Only what is wanted was said: every figure of that kind is a reading."""
    if not matcher.question.wanted & _TELLS_ENOUGH:
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


def _better_named(ranked: list[Reading], best: Reading, index: ReportIndex) -> bool:
    """Whether the words name another figure far better, which is not of the kind asked for: then none is asserted."""
    named = max(ranked, key=lambda r: r.scored.score)
    if named.scored.score <= best.scored.score + 0.25 or named.leftover or named.fit >= 0.5:
        return False
    if named.fact.measure in ("list", "date") and named.scored.backward < 0.4:
        return False  # words of a sentence that names no figure
    if named.fact.passage == best.fact.passage and named.fact.own == best.fact.own:
        return False
    root = [named.fact, *ancestors(named.fact, index)][-1]
    thing = {w for w in words(root.own) if w.isalpha()} - {"thang", "quy", "nam"}
    if thing and thing <= set(words(f"{best.fact.indicator} {best.fact.inherited}")):
        return False  # the same thing of another stretch
    if named.fact.passage == best.fact.passage and {*words(root.own)[:2]} <= set(words(best.fact.inherited)):
        return False  # "kết nạp 09 đảng viên …; lũy kế kết nạp 27 đồng chí, đạt 33,8% chỉ tiêu"
    family = {f.id for f in (named.fact, *ancestors(named.fact, index))}
    return not family & {f.id for f in (best.fact, *ancestors(best.fact, index))}
