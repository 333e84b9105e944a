"""What accounts for each word of a question in each fact. Weighs, never decides.

A word is accounted for by the same syllable (marks that were typed must agree), by a synonym's phrase, by the same
number, by one slip of typing, or by nothing. The weight is that of the tier the word stands in.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.ask.denials import Denials, naming
from knowledge.ask.hits import greater, hits_of
from knowledge.ask.modifiers import Modifiers
from knowledge.ask.opposed import opposites
from knowledge.ask.question import NUMBERED, REQUIRED, Question, Word
from knowledge.index.entries import BEFORE, EARLIER, INHERITED, LEAD, TOPIC
from knowledge.index.kinds import kind_of
from knowledge.index.lexicon import lexicon
from knowledge.index.report_index import ReportIndex

LONE = 0.75  # a folded word that has none of its neighbours beside it in the fact
BROKEN = 0.15  # a syllable of a known phrase that the fact holds without the rest of the phrase
FAINT = 0.45  # entries that account for less than this share of what the best one does are not weighed
PLAIN = 0.35  # a fact is plainly named where this share of what names it was asked for
ACCOUNTED = 0.2  # from this weight on a word counts as accounted for
BODY, ACT = 0.7, 0.65  # the share accounted for from which the body's own name, or an everyday verb, may be missing


class Scored(NamedTuple):  # one for each fact that is weighed
    """A fact with what accounts for each word: `weights` by word place (0 for nothing), `leftover` places of none.

    `forward`: rarity-weighted share of the question that the fact accounts for; `backward`: share of the fact's own
    words that the question names; `support`: weight of the soft words found; `carried`: of the conversation's words;
    `joined`: share of the question's neighbouring words that are neighbours in the fact.
    """

    entry: int
    weights: dict[int, float]
    leftover: tuple[int, ...]
    forward: float
    backward: float
    support: float
    carried: float = 0.0
    joined: float = 0.0

    @property
    def score(self) -> float:
        return self.forward + 0.22 * self.backward + 0.18 * self.support + 0.3 * self.carried + 0.15 * self.joined


@dataclass(frozen=True, slots=True)
class Place:
    """One word of the question that may be worth less than it weighs in an entry: `by` which other printed
    word it is held there; `weighed` by what stands beside it, `beside` the entries that hold it beside one of its
    neighbours in the question, `sure` those where nothing else can lessen it; `numbered`: it counts something off;
    `local`: it names a place."""

    number: int
    word: str
    by: Mapping[int, str]
    weighed: bool
    before: str
    after: str
    beside: frozenset[int]
    sure: frozenset[int]
    numbered: bool
    local: bool


class Matcher:
    """One question against one report."""

    def __init__(self, question: Question, index: ReportIndex) -> None:
        self.question = question
        self.index = index
        self.required = question.of(*REQUIRED)
        self.soft = question.of("soft", "wanted")
        self.context = question.of("context")
        self.rarity = {n: self._rarity(question.words[n]) for n in (*self.required, *self.context)}
        self._hits = {n: hits_of(question, index, n) for n in (*self.required, *self.soft, *self.context)}
        self._quantities = lexicon().quantities.find(
            [w.marked for w in question.words], question.unmarked, lenient=True
        )
        words = question.words
        self.folded = question.folded
        self.slipped = frozenset(by for hits in self._hits.values() for by in hits.by.values())
        self._asked = index.numbered(words[n].marked.folded for n in (*self.required, *self.soft, *self.context))
        self._all_rarity = sum(self.rarity[n] for n in self.required) or 1.0
        self._context_rarity = sum(self.rarity[n] for n in self.context) or 1.0
        both = [(words[n].marked.folded, words[n + 1].marked.folded) for n in self.required if n + 1 in self.rarity]
        self._both = [index.holders(pair) for pair in both]
        telling = telling_words()
        self._worth = {n: 3.0 if words[n].marked.folded in telling else 1.0 for n in self.soft}
        self._all_worth = sum(self._worth.values())
        self._phrased: dict[int, range] = {}
        self._meant: dict[int, Mapping[int, float]] = {}
        for found in question.concepts:
            self._add_concept(found.start, found.stop, found.row)
            if sum(words[n].role in REQUIRED for n in range(found.start, found.stop)) > 1:
                for n in range(found.start, found.stop):
                    self._phrased[n] = max(self._phrased.get(n, range(0)), range(found.start, found.stop), key=len)
        for n in self.required:
            if words[n].by == "body" and n + 1 < len(words) and words[n + 1].by == "body":
                self._phrased.setdefault(n, range(n, n + 2))
                self._phrased.setdefault(n + 1, range(n, n + 2))
        self._meanings = [(n, meant.get) for n, meant in self._meant.items() if n in self._hits]
        self._denials = Denials(question, index, self._hits)
        self._modifiers = Modifiers(question, index, self.required)
        folded = ["", *(word.marked.folded for word in words), ""]
        told = self.rarity.keys() | question.places  # other words are worth what they weigh
        self._places = [
            self._place(n, *folded[n : n + 3]) for n in self._hits if n in told or folded[n + 1][0].isdigit()
        ]
        self._spelled = [(n, self._hits[n].spellings) for n in self.soft if len(self._hits[n].spellings) > 1]
        several = {n for n, _ in self._spelled}
        self._held = [(n, hits.weights.get) for n, hits in self._hits.items() if n not in several]

    def _place(self, n: int, before: str, word: str, after: str) -> Place:
        weighed = n in self.rarity and not word[0].isdigit()
        numbered = word[:1].isdigit() and before in NUMBERED and not after[:1].isdigit()  # no day of a date
        beside = self.index.holders((before, word)) | self.index.holders((word, after)) if weighed else frozenset()
        by, local = self._hits[n].by, n in self.question.places
        sure = frozenset[int]() if by or local or n in self._phrased else beside
        return Place(n, word, by, weighed, before, after, beside, sure, numbered, local)

    def _rarity(self, word: Word) -> float:
        if word.role == "number":
            return 0.8
        return self.index.rarity(word.marked.folded) * (
            0.5 if word.role == "unit" else 0.1 if word.by == "body" else 1.0
        )

    def _add_concept(self, start: int, stop: int, concept: int) -> None:
        """Let a concept account for the words that it was found in, where it weighs more than those before it."""
        meant = self.index.by_concept.get(concept, {})
        known: Mapping[int, float] | None = None
        for n in range(start, stop):
            before = self._meant.get(n)
            if before is None:
                self._meant[n] = meant
                continue
            if before is not known:  # the words of a phrase mostly mean the same so far
                known, both = before, {**before, **greater(meant, 1.0, before)}
            self._meant[n] = both

    def candidates(self, most: int = 40, faint: float = FAINT) -> list[int]:
        """Entries by a first, coarse sum of what they account for, best first; none below the `faint` share of it."""
        sums: dict[int, float] = {}
        so_far = sums.get
        for n in self.required or self.soft:
            worth = self.rarity[n] if self.required else 0.1
            for entry, weight in self._hits[n].weights.items():
                sums[entry] = so_far(entry, 0.0) + weight * worth
            if self.required and n in self._meant:
                for entry, weight in self._meant[n].items():
                    sums[entry] = so_far(entry, 0.0) + weight * worth
        telling = (n for n in self.soft if self.required and self._worth[n] > 1)
        for n in telling:  # of a table's figures alike the total comes first
            for entry, weight in self._hits[n].weights.items():
                if weight >= LEAD and entry in sums:
                    sums[entry] += 0.05
        least = faint * max(sums.values(), default=0.0)
        enough = [entry for entry, held in sums.items() if held >= least]
        return sorted(enough, key=sums.__getitem__, reverse=True)[:most]

    def score(self, entry: int) -> Scored:
        """Weigh one entry against every word."""
        weights = {n: held(entry, 0.0) for n, held in self._held}
        for n, spellings in self._spelled:
            weights[n] = max([held.get(entry, 0.0) * factor for held, factor in spellings])
        for place in self._places:
            weight = weights[place.number]
            if not weight or entry in place.sure:
                continue
            if place.weighed:
                weight *= self._company(place, entry, weight)
            elif place.numbered and not self._counted_off(place, entry):
                weight = 0.0  # "nhóm 5" is no other 5
            if weight < TOPIC and place.local:
                weight = 0.0  # a place that only stands in the same sentence is not where it was counted
            weights[place.number] = weight
        for n, meant in self._meanings:
            if (weight := meant(entry, 0.0)) > weights[n]:
                weights[n] = weight
        for n in self._denials.of(entry, weights):
            weights[n] = 0.0
        for found in self._quantities:  # "diện tích" is said by "ha"
            if quantity(self.index.facts[entry].unit) in lexicon().quantity_kinds[found.row]:
                weights.update(
                    {n: max(weights.get(n, 0.0), LEAD) for n in range(found.start, found.stop) if n in weights}
                )
        named = self.index.named_share(entry, self._asked)
        if named < PLAIN:  # what earlier sentences say tells nothing of a figure that is named by other words
            weights.update([(n, 0.0) for n in self.required if weights[n] <= EARLIER])
        leftover = tuple([n for n in self.required if weights[n] < ACCOUNTED])
        carried = sum([self.rarity[n] * weights[n] for n in self.context]) / self._context_rarity
        support, joined = self._support(weights), self._joined(entry)
        return Scored(entry, weights, leftover, self.accounted(self.required, weights), named, support, carried, joined)

    def _counted_off(self, place: Place, entry: int) -> bool:
        """Whether the fact counts something off by the number as the question does: "mức 2" is "mức độ 2"."""
        nouns = _DEGREES if place.before in _DEGREES else (place.before,)
        return any(self._holds(entry, noun, place.word) for noun in nouns)

    def _company(self, place: Place, entry: int, weight: float) -> float:
        """What a matched word is worth by the words that stand beside it in the entry."""
        by = place.by.get(entry, place.word)
        if by == place.word:
            if entry not in place.beside:
                return self._alone(place.number, by, entry)
            broken = weight >= INHERITED and place.number in self._phrased and self._parted(place.number, entry)
            return BROKEN if broken else 1.0
        beside = self._holds(entry, place.before, by) or self._holds(entry, by, place.after)
        return 1.0 if beside else self._alone(place.number, by, entry)

    def share(self, places: Sequence[int]) -> float:
        """The rarity-weighted share of the question that some required words are."""
        return sum(self.rarity[n] for n in places) / self._all_rarity

    def accounted(self, places: Sequence[int], weights: Mapping[int, float]) -> float:
        """The rarity-weighted share of the question that weights account for in some required words; 0.9 is whole."""
        held, rarity = 0.0, self.rarity
        for n in places:
            if weight := weights[n]:
                held += rarity[n] * (weight / 0.9 if weight < 0.9 else 1.0)
        return held / self._all_rarity

    def excused(self, n: int, scored: Scored) -> bool:
        """Whether a fact may leave a word unaccounted for: the own name of the body, a verb that it does not deny."""
        word = self.question.words[n]
        if word.by == "body":
            rest = [k for k in self.required if self.question.words[k].by != "body"]
            return bool(rest) and self.accounted(rest, scored.weights) >= BODY * self.share(rest)
        if word.by != "act":
            return False
        rest = [k for k in self.required if k not in scored.leftover or self.question.words[k].by != "act"]
        if self.accounted(rest, scored.weights) < ACT * self.share(rest) or not any(
            scored.weights[k] >= LEAD for k in self.required if not self.question.words[k].by
        ):
            return False
        return not opposites().get(word.marked.folded, frozenset()).intersection(naming(self.index, scored.entry))

    def _parted(self, n: int, entry: int) -> bool:
        """Whether what names a fact has both words of a known pair, but apart ("nhập khẩu: xuất siêu")."""
        phrase = self._phrased[n]
        if len(phrase) != 2:
            return False
        first, second = (self.question.words[k].marked.folded for k in phrase)
        pairs = self.index.named_pairs(entry)
        if (first, second) in pairs:
            return False
        words = {word for pair in pairs for word in pair}
        return first in words and second in words

    def _alone(self, n: int, by: str, entry: int) -> float:
        """What a matched syllable is worth that has none of its neighbours beside it in the fact."""
        if n in self._phrased and not self._mostly(n, entry):
            return BROKEN
        worth = LONE if self.question.unmarked or len(by) < 4 else (LONE + 1) / 2
        return 0.5 * worth if self._hits[n].disagreeing else worth

    def _mostly(self, n: int, entry: int) -> bool:
        """Whether the fact holds most syllables of the known phrase that a word is part of."""
        phrase = self._phrased[n]
        held = sum(k in self._hits and self._hits[k].weights.get(entry, 0.0) >= BEFORE for k in phrase)
        words = self.question.words
        joined = any(self._holds(entry, words[k].marked.folded, words[k + 1].marked.folded) for k in phrase[:-1])
        return len(phrase) > 2 and joined and held >= 0.6 * len(phrase)

    def _holds(self, entry: int, first: str, second: str) -> bool:
        """Whether a fact holds two folded words side by side."""
        return entry in self.index.holders((first, second))

    def _joined(self, entry: int) -> float:
        if not self._both:
            return 0.0
        return sum([entry in holders for holders in self._both]) / len(self._both)

    def _support(self, weights: dict[int, float]) -> float:
        """The share of the soft words that the fact's naming holds; telling ones (a total, a state) count threefold."""
        if not self._all_worth:
            return 0.0
        return sum([worth * weights[n] for n, worth in self._worth.items() if weights[n] >= LEAD]) / self._all_worth

    @functools.cached_property
    def bounded(self) -> frozenset[int]:
        """The facts that hold a number with the bound that the question puts before it ("trên 12 tháng")."""
        words = self.question.words
        numbers = [(words[n - 1].marked.folded, words[n].marked.folded) for n in self.question.of("number") if n]
        return frozenset().union(*(self.index.holders(pair) for pair in numbers if pair[0] in _BOUNDS))

    def unasked_modifier(self, entry: int) -> bool:
        """Whether the fact's naming makes another thing of what the question names."""
        return self._modifiers.unasked(entry)


_DEGREES = ("muc", "do", "cap")
_BOUNDS = frozenset(("tren", "duoi", "tu", "den", "qua"))


def quantity(unit: str) -> str:
    """The kind of thing that a unit measures; "ratio" for one thing by another ("tạ/ha")."""
    return "ratio" if "/" in unit else kind_of(unit)


@functools.cache
def telling_words() -> frozenset[str]:
    """Folded soft words that tell a total from its parts, and one state from another."""
    return frozenset(run[0].folded for run in lexicon().classes["telling"].runs())
