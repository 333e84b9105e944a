"""Which of several readings a question means by the noun that it counts."""

from __future__ import annotations

from knowledge.ask.evidence import Matcher
from knowledge.ask.question import REQUIRED
from knowledge.ask.reading import Reading
from knowledge.ask.rivals import asks_total
from knowledge.fold import words

_BEHIND = 0.3  # a reading further behind the best is not meant


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


def _after_unit(matcher: Matcher) -> set[str]:
    """The required words that follow the counted noun with nothing between, folded."""
    found: set[str] = set()
    said = matcher.question.words
    for n, word in enumerate(said):
        if found and word.role not in REQUIRED:
            break
        if word.role in REQUIRED and word.role != "unit" and (found or (n and said[n - 1].role == "unit")):
            found.add(word.marked.folded)
    return found
