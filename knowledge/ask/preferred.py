"""Which of several readings a question means by the noun that it counts."""

from __future__ import annotations

import itertools

from knowledge.ask.evidence import Matcher
from knowledge.ask.family import head
from knowledge.ask.question import REQUIRED
from knowledge.ask.reading import Reading
from knowledge.ask.rivals import asked_for, asks_total, joined
from knowledge.fold import words

_BEHIND = 0.3  # a reading further behind the best is not meant
_FURTHER = 0.35  # the same for a comparison that does not say its base


def of_counted(matcher: Matcher, best: Reading, whole: list[Reading]) -> Reading:
    """The figure of the best one's sentence whose own words say what the question says right after the noun it counts:
    of "kiểm tra 2.316 cơ sở; 269 cơ sở vi phạm" the second for "bao nhiêu cơ sở vi phạm".
    """
    said = _after_unit(matcher)
    if not said or said <= set(words(best.fact.own)) or asks_total(matcher):
        return best
    for reading in whole:
        fact = reading.fact
        beside = (fact.passage, fact.quote, fact.unit) == (best.fact.passage, best.fact.quote, best.fact.unit)
        if beside and reading.total >= best.total - _BEHIND and said <= set(words(fact.own)):
            return reading
    return best


def of_joined(matcher: Matcher, best: Reading, whole: list[Reading]) -> Reading:
    """The part that a question names alone of those that the best figure is of: "cấp xã" of "cấp huyện, cấp xã"."""
    above = head(best.fact, matcher.index)
    for reading in whole:
        part = head(reading.fact, matcher.index)
        alike = reading.fact.measure == best.fact.measure or best.fact is above
        if part.parent == above.id and alike and joined(part, above) and reading.total >= best.total - _FURTHER:
            return reading if asked_for(matcher, part, above) else best
    return best


def _after_unit(matcher: Matcher) -> set[str]:
    """The required words that follow the counted noun after "bao nhiêu" with nothing between, folded."""
    said = matcher.question.words
    counts = (n for n in range(1, len(said)) if said[n].role == "unit" and said[n - 1].role == "wanted")
    first = next(counts, len(said))
    after = itertools.dropwhile(lambda word: word.role == "unit", said[first:])
    return {word.marked.folded for word in itertools.takewhile(lambda word: word.role in REQUIRED, after)}
