"""A fact's words and where they stand: its own clause names it best, then what completes it, its lead-in and headings.

The rest of its sentence says little, and the own words of a neighbouring figure in the same sentence say least.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter

from knowledge.fold import fold, written
from knowledge.index.lexicon import lexicon, whole_forms
from knowledge.index.marks import Marked, marked
from knowledge.model import Fact, Passage

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
    0.18,
)
CONCEPT = 0.97  # what a synonym is worth beside the word itself
_NEAR = 20  # syllables of what completes a fact that come from its nearest superior
_SENTENCES = re.compile(r"(?<=[.;!?])\s+(?=[^\Wa-zà-ỹđ_])")


@dataclass(frozen=True, slots=True)
class Naming:
    """Word numbers of a fact's own clause, in order, and of what completes it; no figures, no fillers."""

    own: tuple[int, ...]
    inherited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
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


@functools.lru_cache(maxsize=8192)
def syllable_run(text: str) -> tuple[Marked, ...]:
    """A text's syllables, each abbreviation replaced by what it most often stands for."""
    out: list[Marked] = []
    known = lexicon().abbreviations
    for syllable in written(whole_forms(text)):
        full = known.get(syllable.lower()) if syllable[-1].isupper() else None
        if full:
            out.extend(full[0])
        else:
            out.append(marked(syllable))
    return tuple(out)


class Piece:
    """A stretch of text as words with their numbers, figures with their keys, pairs of neighbours and concepts."""

    __slots__ = ("concepts", "figures", "pairs", "run", "words")

    def __init__(self, run: tuple[Marked, ...], number: Callable[[Marked], int]) -> None:
        self.run = run
        folded = [word.folded for word in run]
        self.words = tuple([(word.folded, number(word)) for word in run if not word.folded[0].isdigit()])
        self.figures = tuple([(figure, number_key(figure)) for figure in folded if figure[0].isdigit()])
        self.pairs = frozenset(itertools.pairwise(folded))
        self.concepts: tuple[int, ...] | None = None


class Splitter:
    """The facts of one report split into numbered words. `words` and `variants` grow with every entry."""

    def __init__(
        self,
        facts: Sequence[Fact],
        passages: Sequence[Passage],
        by_id: Mapping[int, int],
        children: Mapping[int, Sequence[int]],
    ) -> None:
        self.facts = facts
        self.by_id = by_id
        self.children = children
        self.words: list[Marked] = []
        self.variants: dict[str, list[int]] = defaultdict(list)
        self._lexicon = lexicon()
        self._numbers_of: dict[Marked, int] = {}
        self._pieces: dict[tuple[str, int, int | None], Piece] = {}
        self._fillers = {run[0] for run in self._lexicon.fillers.runs() if len(run) == 1}
        self._short = _defined(passages)
        self._referring = dict(_referring(passages))
        self._texts = {p.number: p.text for p in passages if p.kind in ("text", "note")}
        self._neighbours = self._own_words_by_sentence()
        self._asides = self._own_words_of_later_figures()

    def _own_words_by_sentence(self) -> dict[tuple[int, str], Counter[str]]:
        """How many figures of a sentence have a folded word in their own clause."""
        found: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
        for fact in self.facts:
            found[fact.passage, fact.quote].update({w.folded for w in syllable_run(fact.own)})
        return found

    def _own_words_of_later_figures(self) -> dict[int, list[tuple[int, frozenset[str]]]]:
        """For each passage, by place, the words that only a later figure of a sentence is named by, not its first."""
        found: dict[int, list[tuple[int, frozenset[str]]]] = defaultdict(list)
        first: dict[tuple[int, str], frozenset[str]] = {}
        for fact in self.facts:
            own = frozenset(w.folded for w in syllable_run(fact.own))
            leading = first.setdefault((fact.passage, fact.quote), own)
            found[fact.passage].append((fact.start, own - leading))
        return found

    def _aside(self, fact: Fact) -> frozenset[str]:
        """Words of the passage's earlier figures that say nothing of this one."""
        at = self._texts.get(fact.passage, "").find(fact.quote)
        said = (own for start, own in self._asides[fact.passage] if start < at)
        return frozenset().union(*said) - {w.folded for w in syllable_run(f"{fact.own} {fact.inherited}")}

    def _piece(self, text: str, start: int = 0, stop: int | None = None) -> Piece:
        """Some words of a text; headings and sentences stand in many facts, so each text is split once."""
        known = self._pieces.get((text, start, stop))
        if known is None:
            known = self._pieces[text, start, stop] = Piece(syllable_run(self._spelled(text))[start:stop], self._number)
        return known

    def _spelled(self, text: str) -> str:
        """A text with what the report's own short forms stand for before them."""
        for short, meaning in self._short.items():
            if short in text and meaning not in text:
                text = re.sub(rf"\b{short}\b", f"{meaning} {short}", text)
        return text

    def _meanings(self, piece: Piece) -> tuple[int, ...]:
        """The concepts that a piece holds."""
        if piece.concepts is None:
            meant = self._lexicon.written.find_longest(piece.run)  # "không có tử vong" is no death
            before = ((f.row, piece.run[max(0, f.start - 2) : f.start]) for f in meant)
            piece.concepts = tuple(row for row, words in before if not any(word.folded == "khong" for word in words))
        return piece.concepts

    def _number(self, word: Marked) -> int:
        number = self._numbers_of.get(word)
        if number is None:
            number = self._numbers_of[word] = len(self.words)
            self.words.append(word)
            self.variants[word.folded].append(number)
        return number

    def entry(self, fact: Fact) -> Entry:
        """A fact's words, pairs, concepts and numbers with the weight of the best tier each stands in."""
        own = self._piece(f"{fact.own} {fact.unit}" if fact.unit not in fact.own else fact.own)
        inherited = fact.inherited or fact.indicator  # a cumulative figure may say its stretch alone
        near, far = self._piece(inherited, 0, _NEAR), self._piece(inherited, _NEAR - 1)
        tiers = [(own, OWN), (near, INHERITED), (far, LEAD), (self._piece(fact.indicator), LEAD)]
        tiers += [(self._piece(s.title), LEAD if s is fact.path[-1] else HEADING) for s in fact.path]
        tiers += [(self._piece(item), LEAD) for item in fact.items or ()]
        words: dict[int, float] = {}
        concepts: dict[int, float] = {}
        numbers: dict[str, float] = {}
        pairs: set[tuple[str, str]] = set()
        head = self._head(fact)
        before = self._before(fact)
        aside = self._aside(fact) if before else frozenset()
        for piece, weight in before:
            _place(piece, words, numbers, weight, aside, NEIGHBOUR)
            pairs |= piece.pairs
        others = self._own_of_others(fact) - {w.folded for w in own.run}
        for part, beside in self._sentence(fact):
            piece = self._piece(part)
            _place(piece, words, numbers, SENTENCE, others, beside)
            pairs |= piece.pairs
        for piece, weight in sorted([*tiers, (head, HEAD)], key=itemgetter(1)):  # each weighs more than all before
            words.update(dict.fromkeys([n for _, n in piece.words], weight))
            numbers.update(dict.fromkeys([key for _, key in piece.figures], weight))
        for piece, weight in tiers:
            pairs |= piece.pairs
            for row in self._meanings(piece):
                concepts[row] = max(concepts.get(row, 0.0), weight)
        for value in (fact.value, fact.value_high):
            if value is not None:
                key = value_key(value)
                numbers[key] = max(numbers.get(key, 0.0), LEAD)
        if fact.parent is not None and fact.parent in self.by_id:
            above = self.facts[self.by_id[fact.parent]].value
            if above is not None:
                key = value_key(above)
                numbers[key] = max(numbers.get(key, 0.0), HEADING)
        naming = Naming(self._naming(own.run), self._naming(near.run))
        return Entry(words, frozenset(pairs), concepts, numbers, naming)

    def _naming(self, run: tuple[Marked, ...]) -> tuple[int, ...]:
        """Word numbers of what really names something: no figures, no fillers."""
        return tuple(self._number(w) for w in run if w.folded[0].isalpha() and w not in self._fillers)

    def _own_of_others(self, fact: Fact) -> AbstractSet[str]:
        """The own words of the sentence's figures, but for those that refine this one."""
        all_own = self._neighbours[fact.passage, fact.quote]
        children = self._own_of_children(fact)
        return (all_own - children if children else all_own).keys()

    def _own_of_children(self, fact: Fact) -> Counter[str]:
        """The own words of the facts that refine this one: they say what it goes with ("… cho 3.215 khách hàng")."""
        found: Counter[str] = Counter()
        for n in self.children.get(self.by_id[fact.id], ()):
            if "%" not in self.facts[n].unit:  # "dư nợ 4.386 tỷ, nợ quá hạn 0,12%": another thing
                found.update({w.folded for w in syllable_run(self.facts[n].own)})
        return found

    def _sentence(self, fact: Fact) -> tuple[tuple[str, float], tuple[str, float]]:
        """The sentence before the figure and after it, with what a neighbouring figure's words are worth there."""
        text = self._texts.get(fact.passage, "")
        at = fact.start - text.find(fact.quote) if fact.quote and fact.quote in text else 0
        at = at if 0 <= at <= len(fact.quote) else 0
        return (fact.quote[:at], BEFORE), (fact.quote[at:], NEIGHBOUR)

    def _head(self, fact: Fact) -> Piece:
        """What a sentence says before its first colon: it names every figure that follows."""
        head, colon, _ = fact.quote.partition(":")
        return self._piece(head if colon and len(head) < 120 and not any(c.isdigit() for c in head) else "")

    def _before(self, fact: Fact) -> list[tuple[Piece, float]]:
        """What leads up to a figure: for a footnote the sentence that refers to it; the sentence just before in the
        passage, and the passage's first where it holds no figure: its topic."""
        found: list[tuple[Piece, float]] = []
        if fact.passage in self._referring:
            found.append((self._piece(self._referring[fact.passage]), SENTENCE))
        text = self._texts.get(fact.passage, "")
        at = text.find(fact.quote)
        if at > 0:
            earlier = _SENTENCES.split(text[:at].strip())
            first = earlier[0] if not any(c.isdigit() for c in earlier[0]) else ""
            found += [(self._piece(first), TOPIC), (self._piece(earlier[-1]), BEFORE)]
            found += [(self._piece(sentence), EARLIER) for sentence in earlier[:-1]]
        return found


def _place(
    piece: Piece, words: dict[int, float], numbers: dict[str, float], weight: float, less: AbstractSet[str], low: float
) -> None:
    """Enter the words of a piece with a weight, those in `less` with a `low` one, where none has a greater one."""
    for folded, n in piece.words:
        worth = low if folded in less else weight
        if worth > words.get(n, 0.0):
            words[n] = worth
    for folded, key in piece.figures:
        numbers[key] = max(numbers.get(key, 0.0), low if folded in less else weight)


_DEFINITION = re.compile(r"((?:[^\W\d_]+ ){2,8})\(([A-ZĐ]{2,8})\)")
_SHORT = re.compile(r"\([A-ZĐ]{2,8}\)")  # without which a passage defines nothing


def _defined(passages: Sequence[Passage]) -> dict[str, str]:
    """The short forms that a report defines and the vocabulary doesn't hold: "xử lý rủi ro (XLRR)"."""
    known = lexicon().abbreviations
    found: dict[str, str] = {}
    for passage in passages:
        for match in _DEFINITION.finditer(passage.text) if _SHORT.search(passage.text) else ():
            meaning = match[1].split()[-len(match[2]) :]
            if fold("".join(word[0] for word in meaning)).lower() == fold(match[2]).lower() and (
                match[2].lower() not in known
            ):
                found.setdefault(match[2], " ".join(meaning))
    return found


def _referring(passages: Sequence[Passage]) -> Iterator[tuple[int, str]]:
    """For each footnote the sentence that refers to it, up to its mark."""
    texts = {passage.number: passage.text for passage in passages}
    for passage in passages:
        if passage.anchor is not None and passage.anchor.passage in texts:
            text, at = texts[passage.anchor.passage], passage.anchor.at
            yield passage.number, _SENTENCES.split(text[:at])[-1] + _SENTENCES.split(text[at:])[0]


def value_key(value: Decimal | None) -> str:
    """The key of a figure's value, as `number_key` gives it for the figure as printed; "" where it has none."""
    return "" if value is None else number_key(str(value).replace(".", ","))


def number_key(printed: str) -> str:
    """A printed number for exact matching: "1.487" and "1487" and "05" and "5" agree, "61,9" stays a decimal."""
    whole, comma, decimals = printed.partition(",")
    whole = whole.replace(".", "").lstrip("0") or "0"
    decimals = decimals.rstrip("0")
    return f"{whole},{decimals}" if comma and decimals else whole
