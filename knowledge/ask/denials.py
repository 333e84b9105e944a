"""What denies that a fact is the one asked for, though it holds the words: opposites, what excludes another thing, a
thing of another kind, a place's name torn apart. The words concerned account for nothing then.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping

from knowledge.ask import alternatives
from knowledge.ask.hits import Hits
from knowledge.ask.opposed import exclusive, opposites, paired
from knowledge.ask.question import REQUIRED, Question
from knowledge.fold import words
from knowledge.index.marks import agrees
from knowledge.index.report_index import ReportIndex

NAMED = 0.8  # from this weight on a word names a fact, no heading above it


def naming(index: ReportIndex, entry: int) -> list[str]:
    """The folded words that name a fact, its own clause first."""
    found = index.namings[entry]
    return [index.words[n].folded for n in (*found.own, *found.inherited)]


@functools.lru_cache(maxsize=4096)
def names_beside(text: str) -> tuple[tuple[str, ...], ...]:
    """The proper names of a text that a comma or "và" joins to another, each as folded words."""
    pieces = [piece.split() for piece in re.split(r", | và ", text)]
    found: list[list[str]] = []
    for one, other in itertools.pairwise(pieces):
        last = list(itertools.takewhile(_capital, reversed(one)))[::-1]
        first = list(itertools.takewhile(_capital, other[1:] if other[0] in one else other))  # "xã A và | xã B"
        found += [last, first] if last and first else []
    return tuple(tuple(words(" ".join(name))) for name in found)


def _capital(word: str) -> bool:
    return word[0].isupper()


class Denials:
    """What of one question a fact may deny; `hits` are the entries that hold each of its words."""

    def __init__(self, question: Question, index: ReportIndex, hits: Mapping[int, Hits]) -> None:
        self.question, self.index, self._hits = question, index, hits
        said = question.words
        required = question.of(*REQUIRED)
        asked = {n: said[n].marked.folded for n in required}
        folded = question.folded
        self._opposites = [
            (n, word, other, asked[n + 1])
            for n, word in asked.items()
            for other in opposites().get(word, ())
            if n + 1 in asked and other not in asked.values()
        ]
        self._single = [
            (n, (first.folded, second.folded))
            for first, second in paired()
            if len(folded & {first.folded, second.folded}) == 1
            for n, word in asked.items()
            if word in (first.folded, second.folded)
        ]
        things = alternatives.named([word.marked for word in said], question.unmarked)
        self._things = {member: at.intersection(required) for member, at in things.items()}
        self._excluding = list(self._exclusions(folded))
        places = (n for n in question.places if n + 1 in question.places and n in hits and n + 1 in hits)
        self._names = sorted(places)
        self._none = not (self._opposites or self._single or self._things or self._excluding or self._names)

    def of(self, entry: int, weights: Mapping[int, float]) -> list[int]:
        """The places of the words that a fact denies; `weights` is what each would account for otherwise."""
        if self._none:
            return []
        return [
            *self._opposed(entry),
            *self._excluded(entry, weights),
            *self._torn(entry),
            *self._of_many(entry),
            *self._doubled(entry),
            *self._other_thing(entry),
        ]

    def _opposed(self, entry: int) -> list[int]:
        """Words whose opposite stands in their place in what names the fact: "chi ngân sách" for "thu ngân sách"."""
        if not self._opposites:
            return []
        named = naming(self.index, entry)
        pairs = set(itertools.pairwise(named))
        return [n for n, word, other, after in self._opposites if (other, after) in pairs and word not in named]

    def _doubled(self, entry: int) -> list[int]:
        """A word whose opposite stands beside it in the fact's own clause: "thu xuất nhập khẩu" is no "nhập khẩu"."""
        if not self._single:
            return []
        own = self.index.namings[entry].own
        pairs = set(itertools.pairwise(self.index.words[n].folded for n in own))
        return [n for n, pair in self._single if pair in pairs]

    def _other_thing(self, entry: int) -> list[int]:
        """The words of a thing where what names the fact names another of its kind: "lợn" for "trâu"."""
        fact = self.index.facts[entry]
        if not self._things or fact.items:
            return []
        own, above = alternatives.of_text(f"{fact.own} {fact.unit}"), alternatives.of_text(fact.inherited)
        found: list[int] = []
        for kind, members in itertools.groupby(sorted(self._things), key=lambda member: member[0]):
            asked = set(members)
            held = {m for m in own if m[0] == kind} or {m for m in above if m[0] == kind}
            if held and not held & asked:
                found += (n for member in asked for n in self._things[member])
        return found

    def _torn(self, entry: int) -> list[int]:
        """Words of a place's name of two words that the fact doesn't hold together: "Hòa Mục … bình quân" is no Hòa
        Bình."""
        found: list[int] = []
        for n in self._names:
            first, second = (self._hits[k].by.get(entry, self.question.words[k].marked.folded) for k in (n, n + 1))
            if entry not in self.index.holders((first, second)):
                found += (n, n + 1)
        return found

    def _of_many(self, entry: int) -> list[int]:
        """The words of a place's name that what names the fact lists beside others: 164 pigs of three communes are not
        those of the first.
        """
        fact = self.index.facts[entry]
        if not self._names or fact.items:
            return []
        beside = names_beside(f"{fact.own} {fact.inherited}")
        return [
            k
            for n in self._names
            if any(all(self.question.words[k].marked.folded in name for k in (n, n + 1)) for name in beside)
            for k in (n, n + 1)
        ]

    def _exclusions(self, folded: frozenset[str]) -> Iterator[tuple[list[int], tuple[str, ...]]]:
        """The places of each phrase of the question that excludes another, and that other one."""
        said = self.question.words
        for n in range(len(said) - 1):
            pair = said[n].marked, said[n + 1].marked
            for one, other in exclusive().get((pair[0].folded, pair[1].folded), ()):
                places = [k for k in (n, n + 1) if said[k].role in REQUIRED]
                if places and all(map(agrees, pair, one)) and not folded.issuperset(other):
                    yield places, other

    def _excluded(self, entry: int, weights: Mapping[int, float]) -> list[int]:
        """Words of a phrase that the fact doesn't name while it names what excludes it: "thụ lý" for "giải quyết"."""
        found: list[int] = []
        for places, other in self._excluding:
            if other in self.index.named_pairs(entry) and min(weights[n] for n in places) < NAMED:
                found += places
        return found
