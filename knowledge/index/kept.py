"""A report's index kept beside it in the database, so that the first question on it need not split its texts again.

Numbers and weights are packed as bytes and unpacked where a question touches them: of some 17 000 postings of a report
a question reads a few hundred. What is kept depends on the vocabulary and on the code that splits and weighs, so its
name holds a sum of those files; where none of that name is kept, the index is built as before.
"""

from __future__ import annotations

import functools
import itertools
import marshal
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, overload

from knowledge import fold, vocab
from knowledge.index import lexicon, marks, report_index
from knowledge.index.marks import Marked
from knowledge.index.report_index import Entry, ReportIndex
from knowledge.model import Check, Fact, Passage
from knowledge.store import tables
from knowledge.store.reader import Store

if TYPE_CHECKING:
    from sqlite_utils.db import Database

FACTS = "facts"
_SOURCES = (fold.__file__, marks.__file__, lexicon.__file__, report_index.__file__, __file__)
Key = TypeVar("Key")
Postings = tuple[bytes, bytes]  # entry numbers, codes of their weights


@functools.cache
def name(kind: str) -> str:
    """What an index is kept under: its kind, and a sum of the vocabulary and of the code that it was built with."""
    total = zlib.crc32(f"{marshal.version} {sys.byteorder}".encode())
    words = (vocab.FOLDER / f"{file}.yaml" for file in lexicon.FILES)
    for file in (*words, *(Path(source) for source in _SOURCES)):
        total = zlib.crc32(file.read_bytes(), total)
    return f"{kind} {total:08x}"


def keep(db: Database, version: int) -> None:
    """Build the index of a stored version and keep it; part of the transaction that stores the version."""
    put(db, version, FACTS, ReportIndex(*tables.version(db.conn, version)))


def put(db: Database, version: int, kind: str, built: ReportIndex) -> None:
    """Keep an index of some kind beside a version; one that few questions need is pressed."""
    content = pack(built) if kind == FACTS else zlib.compress(pack(built))
    db.execute(
        "INSERT OR REPLACE INTO packed (version, name, content) VALUES (?, ?, ?)", [version, name(kind), content]
    )


def index(
    store: Store,
    version: int,
    kind: str,
    facts: Sequence[Fact],
    passages: Sequence[Passage] = (),
    checks: Sequence[Check] = (),
) -> ReportIndex:
    """The index of a kind: as it was kept, else built."""
    content = store.packed(version, name(kind))
    if content is not None:
        content = content if kind == FACTS else zlib.decompress(content)
        found = KeptIndex(facts, passages, checks, content)
        if len(found.entries) == len(facts):
            return found
    return ReportIndex(facts, passages, checks)


def pack(built: ReportIndex, number: str = "H") -> bytes:
    """Everything of an index that costs time to build; `number` is the array type of its numbers."""
    weights: dict[float, int] = {}
    pairs: dict[tuple[str, str], int] = {}

    def codes(values: Iterable[float]) -> bytes:
        return bytes([weights.setdefault(value, len(weights)) for value in values])

    def numbers(values: Iterable[int]) -> bytes:
        return array(number, values).tobytes()

    def postings(found: Mapping[Key, Sequence[tuple[int, float]]]) -> dict[Key, Postings]:
        return {key: (numbers(n for n, _ in held), codes(w for _, w in held)) for key, held in found.items()}

    try:
        entries = tuple(
            marshal.dumps((
                numbers(entry.words), codes(entry.words.values()),
                numbers(pairs.setdefault(pair, len(pairs)) for pair in sorted(entry.pairs)),
                numbers(entry.concepts), codes(entry.concepts.values()),
                tuple(entry.numbers), codes(entry.numbers.values()),
                numbers(entry.own), numbers(entry.inherited),
            ))
            for entry in built.entries
        )  # fmt: skip
        folded = {word: at for at, word in enumerate(dict.fromkeys(itertools.chain.from_iterable(pairs)))}
        beside = numbers(folded[a] for a, _ in pairs), numbers(folded[b] for _, b in pairs)
        holders = marshal.dumps(tuple(numbers(built.by_pair[pair]) for pair in pairs))
        found = postings(built.by_word), postings(built.by_concept), postings(built.by_number)
    except OverflowError:  # a report of more than 65 535 pairs of words
        return pack(built, "I")
    words = tuple(tuple(word) for word in built.words)
    return marshal.dumps(
        (number, words, entries, *found, built.rarities, tuple(folded), *beside, holders, tuple(weights))
    )


class KeptIndex(ReportIndex):
    """An index out of what `pack` made of it; equal to one that is built, and unpacked piece by piece."""

    def __init__(
        self, facts: Sequence[Fact], passages: Sequence[Passage], checks: Sequence[Check], content: bytes
    ) -> None:
        self._relate(facts, passages, checks)
        number, words, entries, by_word, by_concept, by_number, self.rarities, *besides, holders, weights = (
            marshal.loads(content)
        )
        self.words = [Marked(*word) for word in words]
        self.variants = defaultdict(list)
        for at, word in enumerate(self.words):
            self.variants[word.folded].append(at)
        folded, *sides = besides
        pairs = tuple(zip(*(map(folded.__getitem__, array(number, side)) for side in sides), strict=True))
        self.entries = _Entries(self.facts, entries, pairs, weights, number)
        self.by_word = _Postings(by_word, weights, number)
        self.by_concept = _Postings(by_concept, weights, number)
        self.by_number = _Postings(by_number, weights, number)
        self._beside_each_other, self._holders, self._array = pairs, holders, number

    @functools.cached_property
    def by_pair(self) -> Mapping[tuple[str, str], Sequence[int]]:
        holders = marshal.loads(self._holders)
        return _Holders(dict(zip(self._beside_each_other, holders, strict=True)), self._array)


class _Holders(Mapping[tuple[str, str], Sequence[int]]):
    """The entries of each pair of words, unpacked when asked for."""

    def __init__(self, packed: dict[tuple[str, str], bytes], number: str) -> None:
        self._packed, self._number = packed, number

    def __getitem__(self, pair: tuple[str, str]) -> Sequence[int]:
        return array(self._number, self._packed[pair])

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class _Postings(Mapping[Key, Sequence[tuple[int, float]]]):
    """(entry, weight) of each key, unpacked when asked for."""

    def __init__(self, packed: dict[Key, Postings], weights: tuple[float, ...], number: str) -> None:
        self._packed, self._weights, self._number = packed, weights, number

    def __getitem__(self, key: Key) -> list[tuple[int, float]]:
        numbers, codes = self._packed[key]
        return list(zip(array(self._number, numbers), map(self._weights.__getitem__, codes), strict=True))

    def __iter__(self) -> Iterator[Key]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class _Entries(Sequence[Entry]):
    """The entries, each unpacked when asked for and then kept."""

    def __init__(
        self,
        facts: Sequence[Fact],
        packed: Sequence[bytes],
        pairs: Sequence[tuple[str, str]],
        weights: tuple[float, ...],
        number: str,
    ) -> None:
        self._facts, self._packed, self._pairs, self._weights = facts, packed, pairs, weights
        self._numbers = functools.partial(array, number)
        self._made: dict[int, Entry] = {}

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> list[Entry]: ...
    def __getitem__(self, at: int | slice) -> Entry | list[Entry]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        made = self._made.get(at)
        if made is None:
            made = self._made[at] = self._entry(range(len(self))[at])
        return made

    def __len__(self) -> int:
        return len(self._packed)

    def _entry(self, at: int) -> Entry:
        words, word_codes, pairs, concepts, concept_codes, numbers, number_codes, own, inherited = marshal.loads(
            self._packed[at]
        )
        weight: Callable[[int], float] = self._weights.__getitem__
        return Entry(
            self._facts[at],
            dict(zip(self._numbers(words), map(weight, word_codes), strict=True)),
            frozenset(map(self._pairs.__getitem__, self._numbers(pairs))),
            dict(zip(self._numbers(concepts), map(weight, concept_codes), strict=True)),
            dict(zip(numbers, map(weight, number_codes), strict=True)),
            tuple(self._numbers(own)),
            tuple(self._numbers(inherited)),
        )
