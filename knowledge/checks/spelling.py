"""Names printed in two spellings: "Vinh Phong" beside "Vĩnh Phong". A warning, never a fault of the figures."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from knowledge.fold import fold
from knowledge.model import Check, Fact, Outline


def check(outline: Outline, facts: Sequence[Fact]) -> Iterator[Check]:
    """Names of lists that differ from a more frequent one by their marks only."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    where: dict[str, Fact] = {}
    for fact in facts:
        for name in fact.items or ():
            if fact.measure == "list" and _is_name(name):
                seen[fold(name)][name] += 1
                where.setdefault(name, fact)
    text = outline.document.text
    for spellings in seen.values():
        counts = {name: text.count(name) for name in spellings}
        usual = max(counts, key=lambda name: (counts[name], name))
        for name in spellings:
            if _letters(name) != _letters(usual) and counts[name] <= counts[usual]:
                fact = where[name]
                params = {"stated": name, "computed": usual, "indicator": fact.indicator}
                yield Check("spelling", params, name, usual, None, (fact.id,), fact.text_value or fact.quote)


def _is_name(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words)


def _letters(name: str) -> list[list[str]]:
    """The letters and marks of each word, wherever a tone is placed: hoà and hòa are one spelling."""
    return [sorted(unicodedata.normalize("NFD", word.lower())) for word in name.split()]
