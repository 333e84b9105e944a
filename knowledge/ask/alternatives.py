"""Things of one kind: a figure of lợn is no answer to a question about trâu, however much else of it agrees."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import vocab
from knowledge.index.entries import syllable_run
from knowledge.index.lexicon import Phrases
from knowledge.index.marks import Marked

Member = tuple[int, int]  # the number of a kind, and that of one of its things


@dataclass(frozen=True, slots=True)
class KindRow:
    """A row of alternatives.yaml: a kind, and for each of its things the phrases that name it."""

    name: str
    members: tuple[tuple[str, ...], ...]


@functools.cache
def _table() -> tuple[tuple[Member, ...], Phrases]:
    kinds = enumerate(vocab.rows("alternatives", KindRow))
    things = [((k, n), said) for k, row in kinds for n, said in enumerate(row.members)]
    return tuple(member for member, _ in things), Phrases((n, said) for n, (_, said) in enumerate(things))


def named(run: Sequence[Marked], bare: bool = False) -> dict[Member, set[int]]:
    """The things that some syllables name, each with the places of its syllables; the longest of phrases one inside
    another."""
    members, phrases = _table()
    found = [f for f in phrases.find(run, bare) if not bare or f.stop - f.start > 1]  # "bo" may be "bộ"
    longest = [f for f in found if not any(_inside(f.start, f.stop, o.start, o.stop) for o in found)]
    places: dict[Member, set[int]] = {}
    for f in longest:
        places.setdefault(members[f.row], set()).update(range(f.start, f.stop))
    return places


def _inside(start: int, stop: int, outer: int, outer_stop: int) -> bool:
    return outer <= start and stop <= outer_stop and stop - start < outer_stop - outer


@functools.lru_cache(maxsize=16384)
def of_text(text: str) -> frozenset[Member]:
    """The things that a text names."""
    return frozenset(named(syllable_run(text)))
