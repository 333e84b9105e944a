"""Words that deny each other, and what leaves something out: a figure of the one is no answer to the other."""

from __future__ import annotations

import functools
from collections import defaultdict

from knowledge.index.entries import syllable_run
from knowledge.index.lexicon import lexicon
from knowledge.index.marks import Marked


@functools.cache
def opposites() -> dict[str, frozenset[str]]:
    """Folded words that deny each other before the same noun: "thu", "chi"."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for a, b in lexicon().classes["opposite"].runs():
        found[a.folded] |= {b.folded}
        found[b.folded] |= {a.folded}
    return found


@functools.cache
def exclusive() -> dict[tuple[str, ...], list[tuple[tuple[Marked, ...], tuple[str, ...]]]]:
    """Phrases of two words that are never both said of one figure, by their folded words: each with the other one."""
    found: dict[tuple[str, ...], list[tuple[tuple[Marked, ...], tuple[str, ...]]]] = defaultdict(list)
    for run in lexicon().classes["exclusive"].runs():
        for one, other in ((run[:2], run[2:]), (run[2:], run[:2])):
            found[tuple(word.folded for word in one)].append((one, tuple(word.folded for word in other)))
    return found


@functools.cache
def paired() -> frozenset[tuple[Marked, ...]]:
    """The opposites, which change a name only where they stand in it together."""
    return frozenset(lexicon().classes["opposite"].runs())


@functools.lru_cache(maxsize=8192)
def left_out(own: str, inherited: str) -> frozenset[str]:
    """The last words of what leaves something out in the naming of a fact ("loại trừ tiền sử dụng đất")."""
    return _last_words("excluding", f"{own} {inherited}")


@functools.lru_cache(maxsize=8192)
def comes_or_goes(own: str) -> frozenset[str]:
    """The last words of what says in a fact's own clause that something came or went ("cử luân phiên", "thôi việc")."""
    return _last_words("movement", own)


def _last_words(name: str, text: str) -> frozenset[str]:
    return frozenset(f.phrase[-1].folded for f in lexicon().classes[name].find(syllable_run(text)))
