"""One report's facts by their words: small dictionaries built once and kept by the engine.

A fact's words stand in tiers: its own clause names it best, then what completes it, then its lead-in and headings; the
rest of its sentence says little, and the own words of a neighbouring figure in the same sentence say least.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from knowledge.fold import fold
from knowledge.index.entries import CONCEPT, OWN, SENTENCE, Naming, Splitter, syllable_run
from knowledge.index.kinds import forms_of, kind_of
from knowledge.index.lexicon import lexicon
from knowledge.index.marks import Marked, agrees, marked
from knowledge.model import Check, Fact, Passage

_MONTH = re.compile(r"\d{4}-\d\d")
_NONE: frozenset[int] = frozenset()


class ReportIndex:
    """The report's vocabulary, and postings from words, pairs of words, concepts and numbers to its facts by number."""

    words: Sequence[Marked]
    variants: Mapping[str, Sequence[int]]
    units: frozenset[str]
    stretches: frozenset[str]  # periods of several months that its figures are about: "2025-H1"
    by_id: Mapping[int, int]
    children: Mapping[int, Sequence[int]]
    namings: Sequence[Naming]
    by_word: Mapping[int, Mapping[int, float]]  # entries with the weight of each
    by_concept: Mapping[int, Mapping[int, float]]
    by_number: Mapping[str, Mapping[int, float]]
    after: Mapping[str, Mapping[str, Sequence[int]]]  # folded word -> the one right after it -> entries
    before: Mapping[str, Sequence[str]]  # folded word -> those right before it
    rarities: Sequence[float]  # of each word; 0.15 for one that most facts hold, 1 for one that none holds

    def __init__(self, facts: Sequence[Fact], passages: Sequence[Passage] = (), checks: Sequence[Check] = ()) -> None:
        self._hold(facts, passages, checks)
        self._relate()
        self._split()

    def _hold(self, facts: Sequence[Fact], passages: Sequence[Passage], checks: Sequence[Check]) -> None:
        self.facts, self.passages, self._checked = facts, passages, checks
        self._named: dict[int, tuple[Naming, float]] = {}
        self._named_pairs: dict[int, frozenset[tuple[str, str]]] = {}
        self._owned: dict[tuple[str, str], bool] = {}
        self._holders: dict[tuple[str, str], frozenset[int]] = {}

    def _relate(self) -> None:
        """Which fact refines which, and what they count."""
        by_id = {fact.id: n for n, fact in enumerate(self.facts)}
        children: dict[int, list[int]] = {}
        for n, fact in enumerate(self.facts):
            if fact.parent is not None and fact.parent in by_id:
                children.setdefault(by_id[fact.parent], []).append(n)
        self.by_id, self.children = by_id, children
        self.units = frozenset(fact.unit for fact in self.facts)
        self.stretches = frozenset(f.period for f in self.facts if f.period and not _MONTH.fullmatch(f.period))

    @functools.cached_property
    def checks(self) -> Mapping[int, Sequence[Check]]:
        """The checks that touch a fact, by its id."""
        found: dict[int, list[Check]] = defaultdict(list)
        for check in self._checked:
            for fact_id in check.facts:
                found[fact_id].append(check)
        return found

    def _split(self) -> None:
        """Every text into its words: most of the work, and what `knowledge.index.kept` keeps."""
        splitter = Splitter(self.facts, self.passages, self.by_id, self.children)
        self.words, self.variants = splitter.words, splitter.variants
        by_word: dict[int, dict[int, float]] = defaultdict(dict)
        by_concept: dict[int, dict[int, float]] = defaultdict(dict)
        by_number: dict[str, dict[int, float]] = defaultdict(dict)
        after: dict[str, dict[str, list[int]]] = {}
        before: dict[str, list[str]] = {}
        namings = []
        for n, fact in enumerate(self.facts):
            entry = splitter.entry(fact)
            namings.append(entry.naming)
            for word, weight in entry.words.items():
                by_word[word][n] = weight
            for concept, weight in entry.concepts.items():
                by_concept[concept][n] = weight * CONCEPT
            for number, weight in entry.numbers.items():
                by_number[number][n] = weight
            for first, second in entry.pairs:
                after.setdefault(first, {}).setdefault(second, []).append(n)
        for first, seconds in after.items():
            for second in seconds:
                before.setdefault(second, []).append(first)
        self.namings = namings
        self.by_word, self.by_concept, self.by_number = by_word, by_concept, by_number
        self.after, self.before = after, before
        self.rarities = self._count()

    def _count(self) -> list[float]:
        """How rare each word is, however it is marked, among the facts that hold it in more than their sentence."""
        held: dict[str, set[int]] = defaultdict(set)
        for word, postings in self.by_word.items():
            held[self.words[word].folded].update(n for n, weight in postings.items() if weight > SENTENCE)
        most = math.log(len(self.facts) + 2.0)
        rare = {
            folded: math.log((len(self.facts) + 2.0) / (len(entries) + 1.0)) / most for folded, entries in held.items()
        }
        return [max(0.15, rare.get(word.folded, 1.0)) for word in self.words]

    def rarity(self, folded: str) -> float:
        """0.15 for a word that most facts hold, 1 for one that none holds."""
        spelled = self.variants.get(folded)
        return self.rarities[spelled[0]] if spelled else 1.0

    def numbered(self, folded: Iterable[str]) -> frozenset[int]:
        """The numbers of every spelling of some folded words."""
        return frozenset(number for word in set(folded) for number in self.variants.get(word, ()))

    def named_share(self, entry: int, asked: frozenset[int]) -> float:
        """The share of the words that name a fact, by rarity, that are asked for; inherited ones count half."""
        known = self._named.get(entry)
        rarity = self.rarities.__getitem__
        if known is None:
            naming = self.namings[entry]
            total = sum(map(rarity, naming.own)) + 0.5 * sum(map(rarity, naming.inherited))
            known = self._named[entry] = (naming, total)
        naming, total = known
        if not total:
            return 0.0
        own, inherited = (filter(asked.__contains__, words) for words in (naming.own, naming.inherited))
        return (sum(map(rarity, own)) + 0.5 * sum(map(rarity, inherited))) / total

    @functools.cached_property
    def _units(self) -> dict[tuple[str, ...], list[tuple[Marked, ...]]]:
        """Unit nouns of the report's facts, whole and by their first words, and person nouns."""
        return _nouns(self.units)

    def is_unit(self, run: Sequence[Marked]) -> bool:
        """Whether a run of syllables is a unit noun of this report, or its beginning; typed marks must agree."""
        known = self._units.get(tuple(w.folded for w in run), ())
        return any(all(map(agrees, run, unit)) for unit in known)

    def near_unit(self, typed: Marked) -> Marked | None:
        """The one-syllable unit noun of this report at one slip of typing from a word that the report doesn't hold."""
        if typed.folded in self.variants or len(typed.folded) < 2:
            return None
        from rapidfuzz.distance import OSA  # a load asks for no slips of typing

        near = [u[0] for u in self._units if len(u) == 1 and OSA.distance(typed.folded, u[0], score_cutoff=1) <= 1]
        return marked(near[0]) if len(near) == 1 else None

    def beside(self, folded: str, after: bool) -> Iterable[str]:
        """Folded words that stand right after (or before) a word in what facts are named by."""
        return self.after.get(folded, ()) if after else self.before.get(folded, ())

    @functools.cached_property
    def initial_letters(self) -> Mapping[str, tuple[Marked, ...]]:
        """What facts are named by, as runs of words, by the first letters of their words ("gpmbtcda")."""
        found: dict[str, tuple[Marked, ...]] = {}
        texts = ((fact.own, fact.inherited, *(section.title for section in fact.path)) for fact in self.facts)
        for text in dict.fromkeys(itertools.chain.from_iterable(texts)):
            run = tuple([word for word in syllable_run(text) if not word.folded[0].isdigit()])
            found.setdefault("".join([word.folded[0] for word in run]), run)
        return found

    def initials(self, short: str) -> tuple[Marked, ...] | None:
        """What an unknown short form of 2 to 8 letters could stand for here: "gpmb" -> "giải phóng mặt bằng"."""
        letters = fold(short)
        if not 2 <= len(letters) <= 8:
            return None
        for first, run in self.initial_letters.items():
            start = first.find(letters)
            found = run[start : start + len(letters)] if start >= 0 else ()
            if found and (len(letters) > 2 or not any((word,) in _stops() for word in found)):
                return found
        if len(letters) < 5:
            return None
        skipping = re.compile(".{0,2}?".join(f"({letter})" for letter in letters))  # a name's words may be left out
        matches = ((skipping.search(first), run) for first, run in self.initial_letters.items())
        return next((tuple(run[m.start(n)] for n in range(1, len(letters) + 1)) for m, run in matches if m), None)

    def holders(self, pair: tuple[str, str]) -> frozenset[int]:
        """The entries that hold two words side by side."""
        known = self._holders.get(pair)
        if known is None:
            held = self._side_by_side(*pair)
            if not held:
                return _NONE
            known = self._holders[pair] = frozenset(held)
        return known

    def _side_by_side(self, first: str, second: str) -> Sequence[int]:
        """The entries that hold two words side by side, in order."""
        return self.after.get(first, {}).get(second, ())

    def held_by(self, folded: str) -> frozenset[int]:
        """The entries that hold a folded word in any spelling."""
        return _NONE.union(*(self.by_word[variant] for variant in self.variants.get(folded, ())))

    def has_phrase(self, run: Sequence[Marked]) -> bool:
        """Whether every two neighbours of a run of syllables are neighbours in what some facts are named by."""
        return all(b.folded in self.after.get(a.folded, ()) for a, b in itertools.pairwise(run))

    def named_pairs(self, entry: int) -> frozenset[tuple[str, str]]:
        """Folded words that stand side by side in a fact's own clause or in what completes it."""
        known = self._named_pairs.get(entry)
        if known is None:
            naming = self.namings[entry]
            runs = ((self.words[n].folded for n in run) for run in (naming.own, naming.inherited))
            known = self._named_pairs[entry] = frozenset(pair for run in runs for pair in itertools.pairwise(run))
        return known

    def owns(self, pair: tuple[str, str]) -> bool:
        """Whether two folded words stand side by side in the own clause of some fact."""
        known = self._owned.get(pair)
        if known is None:
            both = frozenset.intersection(*(frozenset(self._owners(word)) for word in pair))
            owned = ((self.words[k].folded for k in self.namings[n].own) for n in both)
            known = self._owned[pair] = any(pair in itertools.pairwise(run) for run in owned)
        return known

    def _owners(self, folded: str) -> Iterable[int]:
        """The facts whose own clause holds a folded word."""
        return (n for v in self.variants.get(folded, ()) for n, weight in self.by_word[v].items() if weight == OWN)

    def share(self, run: Sequence[Marked]) -> float:
        """The share of facts that hold the phrase; every fact holds a single word's phrase."""
        held = [self.holders((a.folded, b.folded)) for a, b in itertools.pairwise(run)]
        return len(frozenset.intersection(*held)) / (len(self.facts) or 1) if held and self.facts else 1.0

    def spells(self, word: Marked) -> bool:
        """Whether the report holds the very syllable, marks and all."""
        return any(self.words[variant] == word for variant in self.variants.get(word.folded, ()))

    def spelled_otherwise(
        self, run: Sequence[Marked], phrase: Sequence[Marked], before: Sequence[Marked], after: Sequence[Marked]
    ) -> bool:
        """Whether unmarked words are another phrase here: side by side, spelled in another way ("May Tiến")."""
        beside = [*run] if len(run) > 1 else [*run, *after]
        if not (len(beside) > 1 and self.has_phrase(beside)) and not (
            before and len(run) == 1 and self.has_phrase([*before, *run])
        ):
            return False
        return any(
            self.variants.get(a.folded) and not any(self.words[v] == b for v in self.variants[a.folded])
            for a, b in zip(run, phrase, strict=True)
        )

    def has(self, folded: str) -> bool:
        """Whether any fact or its sentence holds the folded word."""
        return folded in self.variants


@functools.cache
def _stops() -> frozenset[tuple[Marked, ...]]:
    """The words that say nothing, of which no short form of two letters is made ("tiêu chí", not "trên cơ")."""
    return frozenset(lexicon().classes["stop"].runs())


@functools.lru_cache(maxsize=256)
def _nouns(units: frozenset[str]) -> dict[tuple[str, ...], list[tuple[Marked, ...]]]:
    """Units and person nouns, whole and by their first words; the months of a body share theirs."""
    found: dict[tuple[str, ...], list[tuple[Marked, ...]]] = defaultdict(list)
    printed = (form for unit in units for form in forms_of(unit))
    for run in (*lexicon().classes["person"].runs(), *map(syllable_run, printed)):
        for folded, begun in _begun(run):
            found[folded].append(begun)
    return found


@functools.lru_cache(maxsize=4096)
def _begun(unit: tuple[Marked, ...]) -> tuple[tuple[tuple[str, ...], tuple[Marked, ...]], ...]:
    """A unit noun and its beginnings that name a unit by themselves, each with its folded words."""
    lengths = range(1, min(len(unit), 3) + 1)
    kept = (unit[:n] for n in lengths if n == len(unit) or n > 1 or kind_of(unit[0].text))
    return tuple((tuple(word.folded for word in begun), begun) for begun in kept)
