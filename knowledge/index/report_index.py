"""One report's facts by their words: small dictionaries built once and kept by the engine.

A fact's words stand in tiers: its own clause names it best, then what completes it, then its lead-in and headings; the
rest of its sentence says little, and the own words of a neighbouring figure in the same sentence say least.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from knowledge.fold import fold, written
from knowledge.index.kinds import kind_of
from knowledge.index.lexicon import Lexicon, lexicon, whole_forms
from knowledge.index.marks import Marked, agrees, marked
from knowledge.model import Check, Fact, Passage

OWN, INHERITED, LEAD, HEAD, HEADING, TOPIC, SENTENCE, BEFORE, EARLIER, NEIGHBOUR = (
    1.0,
    0.9,
    0.75,
    0.6,
    0.5,
    0.4,
    0.3,
    0.28,
    0.24,
    0.2,
)
_NEAR = 20  # syllables of what completes a fact that come from its nearest superior
_SENTENCES = re.compile(r"(?<=[.;!?])\s+(?=[^\Wa-zà-ỹđ_])")


@dataclass(frozen=True, slots=True)
class Naming:
    """Word numbers of a fact's own clause, in order, and of what completes it; no figures, no fillers."""

    own: tuple[int, ...]
    inherited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A fact while the index is built.

    words      word number -> weight of the best tier it stands in
    pairs      (folded, folded) of words that stand side by side in what names the fact or in its sentence
    concepts   concept number -> weight
    numbers    printed numbers without grouping and leading zeros -> weight
    """

    words: dict[int, float]
    pairs: frozenset[tuple[str, str]]
    concepts: dict[int, float]
    numbers: dict[str, float]
    naming: Naming


class ReportIndex:
    """The report's vocabulary, and postings from words, pairs of words, concepts and numbers to its facts by number."""

    words: list[Marked]
    variants: dict[str, list[int]]
    namings: Sequence[Naming]
    by_word: Mapping[int, Sequence[tuple[int, float]]]
    by_concept: Mapping[int, Sequence[tuple[int, float]]]
    by_number: Mapping[str, Sequence[tuple[int, float]]]
    by_pair: Mapping[tuple[str, str], Sequence[int]]
    rarities: dict[str, float]

    def __init__(self, facts: Sequence[Fact], passages: Sequence[Passage] = (), checks: Sequence[Check] = ()) -> None:
        self._relate(facts, passages, checks)
        self._split()

    def _relate(self, facts: Sequence[Fact], passages: Sequence[Passage], checks: Sequence[Check]) -> None:
        """What is quickly found: which fact refines which, which checks touch which."""
        self.facts = tuple(facts)
        self.passages = tuple(passages)
        self.by_id = {fact.id: n for n, fact in enumerate(facts)}
        self.children: dict[int, list[int]] = defaultdict(list)
        for n, fact in enumerate(facts):
            if fact.parent is not None and fact.parent in self.by_id:
                self.children[self.by_id[fact.parent]].append(n)
        self.checks: dict[int, list[Check]] = defaultdict(list)
        for check in checks:
            for fact_id in check.facts:
                self.checks[fact_id].append(check)
        self._named: dict[int, tuple[Naming, float]] = {}
        self._lexicon: Lexicon = lexicon()
        self._runs: dict[str, tuple[Marked, ...]] = {}

    def _split(self) -> None:
        """Every text into its words: most of the work, and what `knowledge.index.kept` keeps."""
        self.words = []
        self.variants = defaultdict(list)
        self._numbers_of: dict[Marked, int] = {}
        self._concepts_of: dict[tuple[Marked, ...], tuple[int, ...]] = {}
        self._places_of: dict[tuple[Marked, ...], tuple[tuple[int, ...], tuple[str, ...]]] = {}
        fillers = (self._lexicon.classes[name].runs() for name in ("stop", "light", "soft"))
        self._fillers = {run[0] for runs in fillers for run in runs if len(run) == 1}
        self._referring = dict(_referring(self.passages))
        self._texts = {p.number: p.text for p in self.passages if p.kind in ("text", "note")}
        neighbours = self._own_words_by_sentence()
        by_word: dict[int, list[tuple[int, float]]] = defaultdict(list)
        by_concept: dict[int, list[tuple[int, float]]] = defaultdict(list)
        by_number: dict[str, list[tuple[int, float]]] = defaultdict(list)
        by_pair: dict[tuple[str, str], list[int]] = defaultdict(list)
        namings = []
        for n, fact in enumerate(self.facts):
            entry = self._entry(fact, neighbours)
            namings.append(entry.naming)
            for word, weight in entry.words.items():
                by_word[word].append((n, weight))
            for concept, weight in entry.concepts.items():
                by_concept[concept].append((n, weight))
            for number, weight in entry.numbers.items():
                by_number[number].append((n, weight))
            for pair in entry.pairs:
                by_pair[pair].append(n)
        self.namings = namings
        self.by_word, self.by_concept, self.by_number, self.by_pair = by_word, by_concept, by_number, by_pair
        self.rarities = self._count()

    def _own_words_by_sentence(self) -> dict[tuple[int, str], Counter[str]]:
        """How many figures of a sentence have a folded word in their own clause."""
        found: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
        for fact in self.facts:
            found[fact.passage, fact.quote].update({w.folded for w in self._run(fact.own)})
        return found

    def _run(self, text: str) -> tuple[Marked, ...]:
        """A text's syllables, each abbreviation replaced by what it most often stands for."""
        known = self._runs.get(text)
        if known is None:
            out: list[Marked] = []
            for syllable in written(whole_forms(text)):
                full = self._lexicon.abbreviations.get(syllable.lower()) if syllable[-1:].isupper() else None
                out.extend(full[0] if full else (marked(syllable),))
            known = self._runs[text] = tuple(out)
        return known

    def _meanings(self, run: tuple[Marked, ...]) -> tuple[int, ...]:
        """The concepts that a run of words holds; headings stand in many facts, so each run is looked through once."""
        known = self._concepts_of.get(run)
        if known is None:
            meant = self._lexicon.written.find_longest(run)  # "không có tử vong" is no death
            known = tuple(f.row for f in meant if not any(w.folded == "khong" for w in run[max(0, f.start - 2) : f.start]))
            self._concepts_of[run] = known
        return known

    def _number(self, word: Marked) -> int:
        number = self._numbers_of.get(word)
        if number is None:
            number = self._numbers_of[word] = len(self.words)
            self.words.append(word)
            self.variants[word.folded].append(number)
        return number

    def _entry(self, fact: Fact, neighbours: dict[tuple[int, str], Counter[str]]) -> _Entry:
        own = self._run(f"{fact.own} {fact.unit}" if fact.unit not in fact.own else fact.own)
        inherited = self._run(fact.inherited)
        titles = [self._run(section.title) for section in fact.path]
        near, far = inherited[:_NEAR], inherited[_NEAR - 1 :]
        tiers: list[tuple[tuple[Marked, ...], float]] = [(own, OWN), (near, INHERITED), (far, LEAD)]
        tiers.append((self._run(fact.indicator), LEAD))
        tiers += [(title, LEAD if n == len(titles) - 1 else HEADING) for n, title in enumerate(titles)]
        tiers += [(self._run(item), LEAD) for item in fact.items or ()]
        words: dict[int, float] = {}
        concepts: dict[int, float] = {}
        numbers: dict[str, float] = {}
        pairs: set[tuple[str, str]] = set()
        for run, weight in tiers:
            self._place(run, weight, words, numbers)
            pairs |= _pairs(run)
            for row in self._meanings(run):
                concepts[row] = max(concepts.get(row, 0.0), weight)
        self._place(self._head(fact), HEAD, words, numbers)
        for run, weight in self._before(fact):
            self._place(run, weight, words, numbers)
            pairs |= _pairs(run)
        taken = neighbours[fact.passage, fact.quote] - self._own_of_children(fact)
        mine = {w.folded for w in own}
        for part, beside in self._sentence(fact):
            run = self._run(part)
            pairs |= _pairs(run)
            for word in run:
                weight = beside if word.folded in taken and word.folded not in mine else SENTENCE
                self._place((word,), weight, words, numbers)
        for value in (fact.value, fact.value_high):
            if value is not None:
                key = number_key(str(value).replace(".", ","))
                numbers[key] = max(numbers.get(key, 0.0), LEAD)
        if fact.parent is not None and fact.parent in self.by_id:
            above = self.facts[self.by_id[fact.parent]].value
            if above is not None:
                key = number_key(str(above).replace(".", ","))
                numbers[key] = max(numbers.get(key, 0.0), HEADING)
        naming = Naming(self._naming(own), self._naming(inherited[:_NEAR]))
        return _Entry(words, frozenset(pairs), concepts, numbers, naming)

    def _naming(self, run: tuple[Marked, ...]) -> tuple[int, ...]:
        """Word numbers of what really names something: no figures, no fillers."""
        return tuple(self._number(w) for w in run if w.folded[0].isalpha() and w not in self._fillers)

    def _own_of_children(self, fact: Fact) -> Counter[str]:
        """The own words of the facts that refine this one: they say what it goes with ("14,6 tỷ đồng cho 3.215 khách hàng")."""
        found: Counter[str] = Counter()
        for n in self.children.get(self.by_id[fact.id], ()):
            found.update({w.folded for w in self._run(self.facts[n].own)})
        return found

    def _sentence(self, fact: Fact) -> tuple[tuple[str, float], tuple[str, float]]:
        """The sentence before the figure and after it, with what a neighbouring figure's words are worth there."""
        text = self._texts.get(fact.passage, "")
        at = fact.start - text.find(fact.quote) if fact.quote and fact.quote in text else 0
        at = at if 0 <= at <= len(fact.quote) else 0
        return (fact.quote[:at], BEFORE), (fact.quote[at:], NEIGHBOUR)

    def _head(self, fact: Fact) -> tuple[Marked, ...]:
        """What a sentence says before its first colon: it names every figure that follows."""
        head, colon, _ = fact.quote.partition(":")
        return self._run(head) if colon and len(head) < 120 and not any(c.isdigit() for c in head) else ()

    def _before(self, fact: Fact) -> list[tuple[tuple[Marked, ...], float]]:
        """What leads up to a figure: for a footnote the sentence that refers to it; the sentence just before in the
        passage, and the passage's first where it holds no figure: its topic."""
        found: list[tuple[tuple[Marked, ...], float]] = []
        if fact.passage in self._referring:
            found.append((self._run(self._referring[fact.passage]), SENTENCE))
        text = self._texts.get(fact.passage, "")
        at = text.find(fact.quote)
        if at > 0:
            earlier = _SENTENCES.split(text[:at].strip())
            first = earlier[0] if not any(c.isdigit() for c in earlier[0]) else ""
            found += [(self._run(first), TOPIC), (self._run(earlier[-1]), BEFORE)]
            found += [(self._run(sentence), EARLIER) for sentence in earlier[:-1]]
        return found

    def _place(
        self, run: tuple[Marked, ...], weight: float, words: dict[int, float], numbers: dict[str, float]
    ) -> None:
        known = self._places_of.get(run)
        if known is None:
            figures = tuple(number_key(word.folded) for word in run if word.folded[0].isdigit())
            known = tuple(self._number(word) for word in run if not word.folded[0].isdigit()), figures
            self._places_of[run] = known
        for n in known[0]:
            if weight > words.get(n, 0.0):
                words[n] = weight
        for key in known[1]:
            numbers[key] = max(numbers.get(key, 0.0), weight)

    def _count(self) -> dict[str, float]:
        """How rare a folded word is among the facts that hold it in more than their sentence: 0 to about 1."""
        held: dict[str, set[int]] = defaultdict(set)
        for word, postings in self.by_word.items():
            held[self.words[word].folded].update(n for n, weight in postings if weight > SENTENCE)
        most = math.log(len(self.facts) + 2.0)
        return {
            folded: math.log((len(self.facts) + 2.0) / (len(entries) + 1.0)) / most for folded, entries in held.items()
        }

    def rarity(self, folded: str) -> float:
        """0.15 for a word that most facts hold, 1 for one that none holds."""
        return max(0.15, self.rarities.get(folded, 1.0))

    @functools.cached_property
    def _word_rarities(self) -> list[float]:
        return [self.rarity(word.folded) for word in self.words]

    def numbered(self, folded: Iterable[str]) -> frozenset[int]:
        """The numbers of every spelling of some folded words."""
        return frozenset(number for word in set(folded) for number in self.variants.get(word, ()))

    def named_share(self, entry: int, asked: frozenset[int]) -> float:
        """The share of the words that name a fact, by rarity, that are asked for; inherited ones count half."""
        known = self._named.get(entry)
        rarities = self._word_rarities
        if known is None:
            naming = self.namings[entry]
            total = sum(rarities[n] for n in naming.own) + 0.5 * sum(rarities[n] for n in naming.inherited)
            known = self._named[entry] = (naming, total)
        naming, total = known
        if not total:
            return 0.0
        own = sum(rarities[n] for n in naming.own if n in asked)
        return (own + 0.5 * sum(rarities[n] for n in naming.inherited if n in asked)) / total

    @functools.cached_property
    def _units(self) -> dict[tuple[str, ...], list[tuple[Marked, ...]]]:
        """Unit nouns of the report's facts, whole and by their first words, and person nouns, by their folded syllables."""
        units: dict[tuple[str, ...], list[tuple[Marked, ...]]] = defaultdict(list)
        runs = [*self._lexicon.classes["person"].runs(), *(self._run(unit) for unit in {f.unit for f in self.facts})]
        for run in runs:
            for length in range(1, min(len(run), 3) + 1):
                begun = tuple(run[:length])
                if length == len(run) or length > 1 or kind_of(begun[0].text):
                    units[tuple(w.folded for w in begun)].append(begun)
        return units

    def is_unit(self, run: Sequence[Marked]) -> bool:
        """Whether a run of syllables is a unit noun of this report, or its beginning; marks that were typed must agree."""
        known = self._units.get(tuple(w.folded for w in run), ())
        return any(all(map(agrees, run, unit)) for unit in known)

    def near_unit(self, typed: Marked) -> Marked | None:
        """The one-syllable unit noun of this report at one slip of typing from a word that the report doesn't hold."""
        if typed.folded in self.variants or len(typed.folded) < 2:
            return None
        near = [u[0] for u in self._units if len(u) == 1 and OSA.distance(typed.folded, u[0], score_cutoff=1) <= 1]
        return marked(near[0]) if len(near) == 1 else None

    @functools.cached_property
    def _beside(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Folded words that follow a word, and that stand before it, in what facts are named by."""
        after: dict[str, set[str]] = defaultdict(set)
        before: dict[str, set[str]] = defaultdict(set)
        for a, b in self.by_pair:
            after[a].add(b)
            before[b].add(a)
        return after, before

    def beside(self, folded: str, after: bool) -> Iterable[str]:
        """Folded words that stand right after (or before) a word in what facts are named by."""
        return self._beside[0 if after else 1].get(folded, ())

    @functools.cached_property
    def _initials(self) -> dict[str, tuple[Marked, ...]]:
        """What facts are named by, as runs of words, by the first letters of their words ("gpmbtcda")."""
        found: dict[str, tuple[Marked, ...]] = {}
        for fact in self.facts:
            for text in (fact.own, fact.inherited, *(section.title for section in fact.path)):
                run = tuple(w for w in self._run(text) if not w.folded[0].isdigit())
                found.setdefault("".join(w.folded[0] for w in run), run)
        return found

    def initials(self, short: str) -> tuple[Marked, ...] | None:
        """What an unknown short form of 2 to 8 letters could stand for in this report: "gpmb" -> "giải phóng mặt bằng"."""
        letters = fold(short)
        if not 2 <= len(letters) <= 8:
            return None
        for first, run in self._initials.items():
            start = first.find(letters)
            if start >= 0:
                return run[start : start + len(letters)]
        return None

    def holders(self, pair: tuple[str, str]) -> frozenset[int]:
        """The entries that hold two words side by side."""
        return frozenset(self.by_pair.get(pair, ()))

    def has_phrase(self, run: Sequence[Marked]) -> bool:
        """Whether every two neighbours of a run of syllables are neighbours in what some facts are named by."""
        pairs = self.by_pair
        return all((a.folded, b.folded) in pairs for a, b in itertools.pairwise(run))

    @functools.cached_property
    def _owned(self) -> frozenset[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for naming in self.namings:
            found.update(itertools.pairwise(self.words[n].folded for n in naming.own))
        return frozenset(found)

    def owns(self, pair: tuple[str, str]) -> bool:
        """Whether two folded words stand side by side in the own clause of some fact."""
        return pair in self._owned

    def share(self, run: Sequence[Marked]) -> float:
        """The share of facts that hold the phrase; every fact holds a single word's phrase."""
        held = [self.holders((a.folded, b.folded)) for a, b in itertools.pairwise(run)]
        return len(frozenset.intersection(*held)) / (len(self.facts) or 1) if held and self.facts else 1.0

    def spells(self, word: Marked) -> bool:
        """Whether the report holds the very syllable, marks and all."""
        return word in self._spelled

    @functools.cached_property
    def _spelled(self) -> frozenset[Marked]:
        return frozenset(self.words)

    def spelled_otherwise(
        self, run: Sequence[Marked], phrase: Sequence[Marked], before: Sequence[Marked], after: Sequence[Marked]
    ) -> bool:
        """Whether unmarked words are another phrase here: side by side in the report, spelled in another way ("May Tiến")."""
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


def _referring(passages: Sequence[Passage]) -> Iterator[tuple[int, str]]:
    """For each footnote the sentence that refers to it, up to its mark."""
    texts = {passage.number: passage.text for passage in passages}
    for passage in passages:
        if passage.anchor is not None and passage.anchor.passage in texts:
            text, at = texts[passage.anchor.passage], passage.anchor.at
            yield passage.number, _SENTENCES.split(text[:at])[-1] + _SENTENCES.split(text[at:])[0]


def number_key(printed: str) -> str:
    """A printed number for exact matching: "1.487" and "1487" and "05" and "5" agree, "61,9" stays a decimal."""
    whole, comma, decimals = printed.partition(",")
    whole = whole.replace(".", "").lstrip("0") or "0"
    decimals = decimals.rstrip("0")
    return f"{whole},{decimals}" if comma and decimals else whole


@functools.lru_cache(maxsize=4096)
def _pairs(run: tuple[Marked, ...]) -> frozenset[tuple[str, str]]:
    """Folded words that stand side by side."""
    return frozenset((a.folded, b.folded) for a, b in itertools.pairwise(run))
