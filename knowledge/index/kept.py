"""A report's index kept beside it in the database, so that the first question on it need not split its texts again.

Numbers and weights are packed as bytes and unpacked where a question touches them: of some 17 000 postings of a report
a question reads a few hundred. What is kept depends on the vocabulary and on the code that splits and weighs, so its
name holds a sum of those files; where none of that name is kept, the index is built as before.
"""

from __future__ import annotations

import functools
import marshal
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from knowledge import fold, vocab
from knowledge.index import entries, lexicon, marks, report_index
from knowledge.index.entries import Naming
from knowledge.index.marks import Marked
from knowledge.index.report_index import ReportIndex
from knowledge.model import Check, Fact, Passage
from knowledge.store.reader import Store

if TYPE_CHECKING:
    from sqlite_utils.db import Database

FACTS = "facts"
_marked = tuple.__new__  # half the time of Marked._make
_SOURCES = (fold.__file__, marks.__file__, lexicon.__file__, entries.__file__, report_index.__file__, __file__)
Key = TypeVar("Key")


@functools.cache
def name(kind: str) -> str:
    """What an index is kept under: its kind, and a sum of the vocabulary and of the code that it was built with."""
    total = zlib.crc32(f"{marshal.version} {sys.byteorder}".encode())
    words = (vocab.FOLDER / f"{file}.yaml" for file in lexicon.FILES)
    for file in (*words, *(Path(source) for source in _SOURCES)):
        total = zlib.crc32(file.read_bytes(), total)
    return f"{kind} {total:08x}"


def keep(
    db: Database, version: int, facts: Sequence[Fact], passages: Sequence[Passage], checks: Sequence[Check]
) -> None:
    """Build the index of a version and keep it; part of the transaction that stores the version."""
    put(db, version, FACTS, pack(ReportIndex(facts, passages, checks)))


def put(db: Database, version: int, kind: str, content: bytes) -> None:
    """Keep an index of some kind beside a version; see `pack` and `pressed`."""
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
        if len(found.namings) == len(facts):
            return found
    return ReportIndex(facts, passages, checks)


def pressed(built: ReportIndex) -> bytes:
    """An index that few questions need, as bytes."""
    return zlib.compress(pack(built), level=1)


def pack(built: ReportIndex, number: str = "H") -> bytes:
    """Everything of an index that costs time to build; `number` is the array type of its numbers."""
    weights: dict[float, int] = {}

    def numbers(values: Iterable[int]) -> bytes:
        return array(number, values).tobytes()

    def postings(found: Mapping[Key, Mapping[int, float]]) -> dict[Key, bytes]:
        return {
            key: numbers(held) + bytes([weights.setdefault(weight, len(weights)) for weight in held.values()])
            for key, held in found.items()
        }

    try:
        namings = tuple(numbers([len(name.own), *name.own, *name.inherited]) for name in built.namings)
        found = postings(built.by_word), postings(built.by_concept), postings(built.by_number)
    except OverflowError:  # a report of more than 65 535 words
        return pack(built, "I")
    related = tuple(built.by_id), dict(built.children), tuple(built.units), tuple(built.stretches)
    words = tuple(map(tuple, built.words)), dict(built.variants), array("d", built.rarities).tobytes()
    after = {
        first: marshal.dumps({second: numbers(held) for second, held in seconds.items()})
        for first, seconds in built.after.items()
    }
    before = {second: marshal.dumps(tuple(firsts)) for second, firsts in built.before.items()}
    places = {word: n for n, word in enumerate(built.words)}
    initials = {letters: numbers(places[word] for word in run) for letters, run in built.initial_letters.items()}
    beside = after, before, marshal.dumps(initials)
    return marshal.dumps((number, related, words, namings, *found, *beside, tuple(weights)))


class KeptIndex(ReportIndex):
    """An index out of what `pack` made of it; equal to one that is built, and unpacked piece by piece."""

    def __init__(
        self, facts: Sequence[Fact], passages: Sequence[Passage], checks: Sequence[Check], content: bytes
    ) -> None:
        self._hold(facts, passages, checks)
        number, related, spelled, namings, *postings, after, before, self._letters, weights = marshal.loads(content)
        by_word, by_concept, by_number = postings
        ids, self.children, units, stretches = related
        self.by_id, self.units = dict(zip(ids, range(len(ids)), strict=True)), frozenset(units)
        self.stretches = frozenset(stretches)
        words, self.variants, rarities = spelled
        self.words, self.rarities = [_marked(Marked, word) for word in words], array("d", rarities)
        self.namings = _Namings(namings, number)
        self.by_word = _Postings(by_word, weights, number)
        self.by_concept = _Postings(by_concept, weights, number)
        self.by_number = _Postings(by_number, weights, number)
        self.after, self.before = _Unpacked(after), _Unpacked(before)
        self._number = number

    @functools.cached_property
    def initial_letters(self) -> Mapping[str, tuple[Marked, ...]]:
        """What facts are named by, as runs of words, by the first letters of their words ("gpmbtcda")."""
        return {
            letters: tuple([self.words[n] for n in array(self._number, run)])
            for letters, run in marshal.loads(self._letters).items()
        }

    def _side_by_side(self, first: str, second: str) -> Sequence[int]:
        """The entries that hold two words side by side, in order."""
        packed = self.after.get(first, {}).get(second)
        return array(self._number, packed) if packed else ()


class _Unpacked(Mapping[str, Any]):
    """What stands right before or after a word, unpacked when it is asked for."""

    def __init__(self, packed: dict[str, bytes]) -> None:
        self._packed = packed
        self._found: dict[str, Any] = {}

    def __getitem__(self, word: str) -> Any:
        found = self._found.get(word)
        if found is None:
            found = self._found[word] = marshal.loads(self._packed[word])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class _Postings(Mapping[Key, Mapping[int, float]]):
    """The facts that hold each key with its weight there, unpacked when asked for."""

    def __init__(self, packed: dict[Key, bytes], weights: tuple[float, ...], number: str) -> None:
        self._packed, self._weights, self._number = packed, weights, number
        self._found: dict[Key, dict[int, float]] = {}

    def __getitem__(self, key: Key) -> dict[int, float]:
        found = self._found.get(key)
        if found is None:
            packed, size = self._packed[key], array(self._number).itemsize
            cut = len(packed) // (size + 1) * size
            weights = map(self._weights.__getitem__, packed[cut:])
            found = self._found[key] = dict(zip(array(self._number, packed[:cut]), weights, strict=True))
        return found

    def __iter__(self) -> Iterator[Key]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class _Namings(Sequence[Naming]):
    """What names each fact, unpacked when asked for."""

    def __init__(self, packed: Sequence[bytes], number: str) -> None:
        self._packed, self._number = packed, number
        self._found: dict[int, Naming] = {}

    @overload
    def __getitem__(self, at: int) -> Naming: ...
    @overload
    def __getitem__(self, at: slice) -> list[Naming]: ...
    def __getitem__(self, at: int | slice) -> Naming | list[Naming]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        found = self._found.get(at)
        if found is None:
            own, *words = array(self._number, self._packed[at])
            found = self._found[at] = Naming(tuple(words[:own]), tuple(words[own:]))
        return found

    def __len__(self) -> int:
        return len(self._packed)
