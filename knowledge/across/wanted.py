"""What a question names, held against a report's figures by words alone: the figure that is named whole, both ways.

Stricter than the engine's matching, and a check on it: over several reports one figure that was taken for another
would be wrong in every month.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.across.signature import Signature, Wording, classes, key, run, sign, wording
from knowledge.index.lexicon import lexicon
from knowledge.model import Fact

Signed = tuple[Fact, Signature]  # a figure with the telling words of its wording


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question's words: all of them, the telling ones, and the synonym rows met with their words.

    `unmarked`: typed without marks, so that words can't be told apart well enough to judge the engine by them.
    """

    every: frozenset[str]
    telling: frozenset[str]
    concepts: tuple[tuple[int, frozenset[str]], ...]
    unmarked: bool

    def missing_in(self, signature: Signature) -> frozenset[str]:
        """The telling words of the question that a figure's wording doesn't account for."""
        rows = {row for row, _ in signature.concepts}
        meant = {word for row, words in self.concepts if row in rows for word in words}
        return self.telling - signature.own - signature.inherited - signature.context - meant

    def unasked_in(self, signature: Signature) -> frozenset[str]:
        """The own words of a figure that the question doesn't account for."""
        rows = {row for row, _ in self.concepts}
        meant = {word for row, words in signature.concepts if row in rows for word in words}
        return signature.own - self.every - meant


def wanted(rest: str) -> Wanted:
    """The words of what one report is asked."""
    words = run(rest)
    phrases_met = [found for found in lexicon().asked.find(words) if found.row >= 0]
    kept = {k for found in phrases_met if found.stop - found.start > 1 for k in range(found.start, found.stop)}
    light = {k for found in lexicon().fillers.find(words) for k in range(found.start, found.stop)}
    filler = {k for found in classes()["filler"].find(words) for k in range(found.start, found.stop)}
    aside = filler | (light - kept)
    concepts = tuple(
        (found.row, frozenset(key(word) for word in words[found.start : found.stop])) for found in phrases_met
    )
    telling = frozenset(key(word) for k, word in enumerate(words) if k not in aside and not word.folded.isdigit())
    return Wanted(frozenset(map(key, words)), telling, concepts, rest.isascii())


def named_whole(asked: Wanted, signed: Iterable[Signed]) -> list[Fact]:
    """The figures that the question names whole: no word left over on either side; those of the unit it names first."""
    if asked.unmarked or not asked.telling:
        return []
    whole = [
        fact
        for fact, signature in signed
        if signature.own and not asked.missing_in(signature) and not asked.unasked_in(signature)
    ]
    of_unit = [fact for fact in whole if _unit_named(asked, fact)]
    return of_unit or whole


def _unit_named(asked: Wanted, fact: Fact) -> bool:
    words = run(fact.unit)
    return bool(words) and key(words[0]) in asked.every


def doubtful(asked: Wanted, fact: Fact, others: Sequence[Signed], org: str) -> bool:
    """Whether the question has a word that this figure lacks and another figure of its report or sentence has."""
    if asked.unmarked:
        return False
    missing = asked.missing_in(sign(wording(fact, org)))
    if not missing:
        return False
    elsewhere = {word for other, signature in others if other.id != fact.id for word in signature.own}
    if sum(other.quote == fact.quote for other, _ in others) > 1:  # the sentence speaks of several things
        elsewhere |= sign(Wording("", fact.quote, "", "")).own
    return bool(missing & elsewhere)
