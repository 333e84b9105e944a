"""Readings of a question: facts ranked by what they account for and by how well their kind of figure fits."""

from __future__ import annotations

from typing import NamedTuple

from knowledge.ask.evidence import Matcher, Scored
from knowledge.ask.family import items
from knowledge.ask.fit import is_percent, measure_fit, wanted_measures
from knowledge.ask.fit_period import period_fit
from knowledge.ask.fit_unit import unit_fit, unit_named
from knowledge.ask.opposed import comes_or_goes
from knowledge.ask.question import Word
from knowledge.fold import words
from knowledge.grammar.units import factor
from knowledge.index.kinds import alike, same_kind, unit_words
from knowledge.index.report_index import ReportIndex
from knowledge.model import Fact

FULL = 0.9  # from this weight on a word stands in what names a fact
RARE = 0.2  # a percentage that accounts for this share of what the best figure does is weighed where one is asked for
_BOUNDS = frozenset(("at_least", "at_most"))
FITS = 0.5  # from this fit on a fact can be what is wanted


class Reading(NamedTuple):  # one for each fact that is weighed
    """One fact as an answer: `fit` of its measure, unit and period; `total` its rank; `leftover` its missing words;
    `held` the share accounted for of what may not be missing."""

    fact: Fact
    scored: Scored
    fit: float
    total: float
    leftover: tuple[int, ...]
    held: float = 0.0

    @property
    def whole(self) -> bool:
        """Whether it fits and every word is accounted for."""
        return not self.leftover and self.fit >= FITS


def readings(matcher: Matcher, report_period: str) -> list[Reading]:
    """The best readings of a question in one report, best first."""
    question, index = matcher.question, matcher.index
    base = _base(matcher)
    found = []
    compares = wanted_measures(question)
    shown = {index.facts[index.by_id[n]].own.casefold() for n in question.last if n in index.by_id} - {""}
    added = _added(matcher, shown)
    asks_rest = question.says("con") or question.says("chua")
    lists = "list" in question.wanted and not question.counts
    most = matcher.candidates(160 if compares else 40)
    comparing = [entry for entry in most if index.facts[entry].measure in compares]
    if "percent" in question.wanted and not compares:
        comparing = [entry for entry in matcher.candidates(160, RARE) if is_percent(index.facts[entry])]
    for entry in most[:40] if {*comparing[:1]} & {*most[:40]} else [*most[:40], *comparing[:20]]:
        fact = index.facts[entry]
        scored = matcher.score(entry)
        units = unit_fit(question, fact)
        period = period_fit(question, fact, report_period, index.stretches)
        fit = measure_fit(question, fact) * units * period
        if lists and fit < 0.9 and items(fact, index) is not None:
            fit = max(fit, 0.55 * period)
        leftover = scored.leftover
        if units >= 0.85 and (counted := [n for n in leftover if _counts(question.words[n], fact)]):
            leftover = tuple(n for n in leftover if n not in counted)
            scored = scored._replace(forward=scored.forward + matcher.share(counted))
        excused = leftover and all(matcher.excused(n, scored) for n in leftover)
        held = scored.forward / (1 - matcher.share(leftover)) if excused else scored.forward
        leftover = () if excused else leftover
        bonus = -0.12 if fact.id in question.last else 0.12 if fact.id in question.near else 0.0
        bonus -= 0.12 if matcher.unasked_modifier(entry) else 0.0
        bonus += 0.12 if any(scored.weights[n] >= FULL for n in added) else 0.0
        if is_percent(fact) and _BOUNDS & {*fact.qualifiers} and not fact.own and entry not in matcher.bounded:
            bonus -= 0.2  # "dưới 20%" is what some were chosen by
        if not asks_rest and fact.own[:4].casefold() == "còn ":
            bonus -= 0.12  # what is left over was not asked for
        bonus -= 0.12 if question.stock and comes_or_goes(f"{fact.own} {fact.inherited}") - matcher.folded else 0.0
        bonus += 0.08 if shown and question.goes_on and fact.own.casefold() in shown else 0.0
        if base and is_percent(fact) and all(scored.weights[n] > 0.95 for n in base):
            bonus += 0.12
        if not question.units and _only_counts(fact):
            bonus -= 0.08  # "Nợ khoanh 1.246 triệu đồng | của 41 hộ": the amount comes first
        bonus += 0.1 if entry in matcher.bounded else 0.0
        bonus += 0.06 if question.counts and not question.units and unit_named(question, fact) else 0.0
        found.append(
            Reading(
                fact, scored, fit, bonus + scored.score * (0.35 + 0.65 * fit) - 0.06 * len(leftover), leftover, held
            )
        )
    return sorted(found, key=lambda reading: (-reading.total, reading.fact.id))


def _added(matcher: Matcher, shown: set[str]) -> list[int]:
    """The soft words that a follow-up adds to what was shown: "mấy cơ sở đạt?" after "kiểm tra 412 cơ sở"."""
    known = {word for own in shown for word in words(own)}
    said = matcher.question.words
    soft = (n for n in matcher.soft if shown and said[n].role == "soft" and said[n].start >= 0)
    return [n for n in soft if said[n].marked.folded not in known]


def _only_counts(fact: Fact) -> bool:
    """Whether a fact's own clause says nothing but what it counts beside another figure: "của 41 hộ"."""
    head, _, rest = fact.own.partition(" ")
    return head.casefold() in ("của", "với", "cho", "tại") and rest.casefold() == fact.unit.casefold()


def _counts(word: Word, fact: Fact) -> bool:
    """Whether a word says no more than what the figure counts: "ca" of "15 trường hợp"."""
    return word.role == "unit" or alike([word.marked.folded], unit_words(fact.unit))


def _base(matcher: Matcher) -> list[int]:
    """The words after "so với": a share's own clause says what it is a share of."""
    said = [word.marked.folded for word in matcher.question.words]
    at = next((n for n in range(len(said) - 1) if said[n : n + 2] == ["so", "voi"]), len(said))
    return [n for n in matcher.required if n > at]


def unworded(matcher: Matcher, report_period: str) -> list[Reading]:
    """Readings where the question names no indicator, only what is wanted of one ("đạt bao nhiêu % dự toán?")."""
    question, index = matcher.question, matcher.index
    nothing = Scored(0, {}, (), 0.0, 0.0, 0.0)
    found = []
    for fact in index.facts:
        fit = measure_fit(question, fact) * unit_fit(question, fact) * period_fit(question, fact, report_period)
        if fit >= 0.9:
            found.append(Reading(fact, nothing, fit, fit, ()))
    return found


def ancestors(fact: Fact, index: ReportIndex) -> list[Fact]:
    """The facts that this one is a part of or refines, nearest first; only such as can be: near by, and not smaller."""
    chain: list[Fact] = []
    while fact.parent is not None and fact.parent in index.by_id and len(chain) < 8:
        parent = index.facts[index.by_id[fact.parent]]
        if parent.passage != fact.passage and fact.note is None and fact.rule != "row":
            break
        smaller = fact.value is not None and parent.value is not None and fact.value > parent.value
        if smaller and fact.unit == parent.unit and fact.measure == "part":
            break
        chain.append(parent)
        fact = parent
    return chain


def of_pair(fact: Fact, index: ReportIndex) -> bool:
    """Whether a figure is what another is so many of: the 196 of "128/196 xã đạt chuẩn"."""
    held = fact.parent is not None and fact.parent in index.by_id
    first = index.facts[index.by_id[fact.parent]] if held and fact.parent is not None else None
    return first is not None and first.text_value.endswith(f"/{fact.text_value}")


def same_figure(a: Fact, b: Fact) -> bool:
    """Whether two facts state the same figure (a report repeats itself in its sections)."""
    if a.value is None and b.value is None:
        one, other = sorted((a.text_value.casefold(), b.text_value.casefold()), key=len)
        return bool(one) and one in other and a.measure == b.measure
    (dimension, size), (other, base) = factor(a.unit), factor(b.unit)
    if dimension and dimension == other and size != base and a.value is not None and b.value is not None:
        return a.value * size == b.value * base  # "93,2 tỷ đồng" and, in a table, 93.200 triệu
    alike = a.unit.casefold()[:4] == b.unit.casefold()[:4] or (a.unit != "" and same_kind(a.unit, b.unit))
    return a.value == b.value and a.value_high == b.value_high and alike


def as_good(a: Reading, b: Reading, words: list[int]) -> bool:
    """Whether `a` accounts for each of the words nearly as well as `b`."""
    return all(a.scored.weights.get(n, 0.0) >= b.scored.weights.get(n, 0.0) - 0.3 for n in words)


def another_thing(matcher: Matcher, reading: Reading) -> bool:
    """Whether a modifier that the question doesn't say makes another thing of it: "vốn ngoài Nhà nước"."""
    return matcher.unasked_modifier(reading.scored.entry)
