"""Words that mean the same: abbreviations, synonyms and word classes from `knowledge/vocab`, ready for matching.

A *concept* is one row of synonyms.yaml. Wherever one of its phrases stands in a fact, the fact holds the concept;
wherever one stands in a question, the question asks for it. `asked` phrases are understood in questions only.
"""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from knowledge import vocab
from knowledge.compiled import compiled
from knowledge.fold import syllables
from knowledge.grammar.units import CountedRow
from knowledge.index import marks
from knowledge.index.marks import Marked, agrees, marked

FILLERS = ("stop", "light", "soft")  # word classes that name nothing


@dataclass(frozen=True, slots=True)
class AbbreviationRow:
    """A row of abbreviations.yaml: the short form and what it may stand for, the commonest first."""

    name: str
    say: tuple[str, ...]
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class SynonymRow:
    """A row of synonyms.yaml: phrases of one meaning; `asked` ones are how people ask, not how reports write."""

    say: tuple[str, ...]
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordClassRow:
    """A row of word_classes.yaml: a class of words with a part of its own in matching (see that file's head)."""

    name: str
    say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuantityRow:
    """A row of quantities.yaml: words for what a figure measures, and the kinds of unit that say it by themselves."""

    name: str
    say: tuple[str, ...]
    kinds: tuple[str, ...]


FILES = ("synonyms", "abbreviations", "quantities", "units_counted", "word_classes")
_CLASSIFIERS = frozenset(("con", "dan", "cay"))
OTHER = -1  # the row of nouns that are no concept: "đơn vị" holds no "đơn"


class Found(NamedTuple):  # made by the dozen for every question and sentence
    """A phrase found in a run of syllables: half-open places in the run, the number of its row, and its spelling."""

    start: int
    stop: int
    row: int
    phrase: tuple[Marked, ...] = ()


def _reads(typed: Sequence[Marked], phrase: Sequence[Marked], bare: bool) -> bool:
    """Whether a run that is spelled otherwise can be read as a phrase: where it was typed `bare`, with any marks left
    out; else with those of one syllable."""
    return all(map(agrees, typed, phrase)) and (bare or sum(map(operator.ne, typed, phrase)) == 1)


class Phrases:
    """A set of phrases by their first folded syllable; finds every phrase in a run of syllables."""

    def __init__(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[Marked, ...], int]]] = {}
        for row, phrases in rows:
            for phrase in phrases:
                run = tuple(marked(s.text) for s in syllables(phrase))
                if run:
                    self._by_first.setdefault(run[0].folded, []).append((run, row))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self._runs = [phrase for entries in self._by_first.values() for phrase, _ in entries]
        self._alone: dict[str, list[tuple[tuple[Marked, ...], int]]] = {}
        self._by_two: dict[tuple[str, str], list[tuple[tuple[Marked, ...], int]]] = {}
        for first, entries in self._by_first.items():
            for entry in entries:
                if len(entry[0]) == 1:
                    self._alone.setdefault(first, []).append(entry)
                else:
                    self._by_two.setdefault((first, entry[0][1].folded), []).append(entry)
        for (first, _), entries in self._by_two.items():
            entries += self._alone.get(first, ())

    def runs(self) -> list[tuple[Marked, ...]]:
        """All phrases of the set."""
        return self._runs

    def first_words(self, folded: str) -> set[Marked]:
        """The first syllables of the phrases that begin with a folded syllable."""
        return {phrase[0] for phrase, _ in self._by_first.get(folded, ())}

    def find(self, run: Sequence[Marked], bare: bool = False, lenient: bool = False) -> list[Found]:
        """Every phrase of the set in the run, the longest first at each place. `bare`: the text was typed
        without marks; `lenient`: one syllable of a phrase of two may lack them."""
        found: list[Found] = []
        run = tuple(run)
        folded = [word.folded for word in run]
        if self._by_first.keys().isdisjoint(folded):
            return []
        exact = 0 if bare else 1 if lenient else 2  # phrases of so many syllables must be spelled as they are
        for start, two in enumerate(itertools.pairwise((*folded, ""))):
            if two[0] not in self._by_first:
                continue
            for phrase, row in self._by_two.get(two) or self._alone.get(two[0]) or ():
                stop = start + len(phrase)
                here = run[start:stop]
                if here == phrase or (stop - start > exact and stop <= len(run) and _reads(here, phrase, bare)):
                    found.append(Found(start, stop, row, phrase))
        return found

    def find_longest(self, run: Sequence[Marked]) -> list[Found]:
        """Phrases of concepts, but no single syllable that stands inside a longer phrase or noun, a classifier's noun
        apart ("con | lợn").
        """
        found = self.find(run)
        long = [f for f in found if f.stop - f.start > 1]
        long = [f for f in long if f.row != OTHER or f.stop - f.start > 2 or run[f.start].folded not in _CLASSIFIERS]
        return [
            f
            for f in found
            if f.row != OTHER and (f.stop - f.start > 1 or not any(g.start <= f.start < g.stop for g in long))
        ]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything read from the vocabulary that matching needs."""

    abbreviations: dict[str, tuple[tuple[Marked, ...], ...]]
    written: Phrases  # phrases as reports write them -> concept
    asked: Phrases  # phrases as people ask, those of reports included -> concept
    classes: dict[str, Phrases]
    fillers: Phrases  # words that name nothing -> place in `FILLERS`
    quantities: Phrases  # what a figure measures -> place in `quantity_kinds`
    quantity_kinds: tuple[frozenset[str], ...]
    known: frozenset[Marked]  # every syllable of the vocabulary, and folded ones


def _runs(phrases: Iterable[str]) -> tuple[tuple[Marked, ...], ...]:
    return tuple(tuple(marked(s.text) for s in syllables(phrase)) for phrase in phrases)


def _known(synonyms: list[tuple[int, SynonymRow]], nouns: list[str]) -> frozenset[Marked]:
    phrases = [phrase for _, row in synonyms for phrase in (*row.say, *row.asked)]
    syllabled = {marked(s.text) for phrase in (*phrases, *nouns) for s in syllables(phrase)}
    return frozenset(syllabled | {Marked(m.folded, m.folded, "") for m in syllabled})


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon of the shipped vocabulary, built once and kept compiled."""
    first, *others = (vocab.FOLDER / f"{name}.yaml" for name in FILES)
    return compiled(first, Lexicon, _built, [*others, Path(marks.__file__)])


def _built() -> Lexicon:
    quantities = vocab.rows("quantities", QuantityRow)
    classes = {row.name: row.say for row in vocab.rows("word_classes", WordClassRow)}
    synonyms = list(enumerate(vocab.rows("synonyms", SynonymRow)))
    nouns = [form for row in vocab.rows("units_counted", CountedRow) for form in row.forms if " " in form]
    return Lexicon(
        abbreviations={row.name.lower(): _runs(row.say) for row in vocab.rows("abbreviations", AbbreviationRow)},
        written=Phrases([*((n, row.say) for n, row in synonyms), (OTHER, nouns)]),
        asked=Phrases((n, (*row.say, *row.asked)) for n, row in synonyms),
        quantities=Phrases((n, row.say) for n, row in enumerate(quantities)),
        quantity_kinds=tuple(frozenset(row.kinds) for row in quantities),
        known=_known(synonyms, [*nouns, *(phrase for said in classes.values() for phrase in said)]),
        classes={name: Phrases([(0, said)]) for name, said in classes.items()},
        fillers=Phrases((n, classes[name]) for n, name in enumerate(FILLERS)),
    )


@functools.cache
def _joined_forms() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """Short forms that are no plain word, as a pattern; the bare forms, written small; what each stands for."""
    table = vocab.rows("abbreviations", AbbreviationRow)
    known = {row.name.lower(): row.say[0] for row in table}
    names = [re.escape(row.name.lower()) for row in table if row.everywhere or re.search(r"\W", row.name)]
    forms = "|".join(sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE), re.compile(forms), known


def whole_forms(text: str) -> str:
    """Short forms that hold a dot, a stroke, a hyphen or an ampersand ("tr.đ", "đ/c", "TK&VV"), spelled out."""
    pattern, bare, known = _joined_forms()
    if not bare.search(text.lower()):  # most texts hold none, and this looks through them in a third of the time
        return text
    return pattern.sub(lambda match: known[match.group().lower()], text)
