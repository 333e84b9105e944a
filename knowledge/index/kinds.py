"""What kind of thing a unit counts or measures: people, cases, money, percent; from the units' vocabulary."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from knowledge.fold import fold, syllables, words
from knowledge.grammar.units import SCALES, CountedRow, UnitRow
from knowledge.index.lexicon import lexicon
from knowledge.index.marks import marked
from knowledge.vocab import rows


@functools.cache
def _forms() -> dict[tuple[str, ...], tuple[str, str]]:
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for unit in rows("units", UnitRow):
        for form in unit.forms:
            found.setdefault(tuple(words(form)), (unit.dimension, unit.name))
    for counted in rows("units_counted", CountedRow):
        for form in counted.forms:
            found.setdefault(tuple(words(form)), (counted.name, form))
    return found


@functools.cache
def _scales() -> frozenset[str]:
    return frozenset(fold(name) for name in SCALES)  # "triệu | lượt khách", "nghìn | đôi"


@functools.cache
def _same_unit() -> dict[str, tuple[str, ...]]:
    return {form: unit.forms for unit in rows("units", UnitRow) for form in unit.forms}


def forms_of(unit: str) -> tuple[str, ...]:
    """Every form of a unit of measure, itself among them ("m²": "m2", "mét vuông"); a noun has one."""
    return _same_unit().get(unit.lower(), (unit,))


@functools.lru_cache(maxsize=4096)
def kind_of(unit: str) -> str:
    """The dimension of a unit of measure, or the kind of a counted noun, by its longest known beginning; else ""."""
    return _known(unit)[0]


@functools.lru_cache(maxsize=4096)
def name_of(unit: str) -> str:
    """The one name of a unit of measure that has several forms ("mét vuông" -> "m2"); a noun is its own name."""
    return _known(unit)[1]


def _known(unit: str) -> tuple[str, str]:
    run = tuple(words(unit))
    proper = unit[:1].isupper() and not unit.isupper() and len(run) > 1
    for length in range(min(len(run), 6), int(proper), -1):
        if run[:length] in _forms() and (length > 1 or len(run) == 1 or run[0] not in _scales()):
            return _forms()[run[:length]]
    return _known(unit.split(maxsplit=1)[1]) if len(run) > 1 and run[0] in _scales() else ("", unit)


@functools.lru_cache(maxsize=4096)
def unit_words(unit: str) -> tuple[str, ...]:
    """The folded syllables of a unit, abbreviations spelled out ("sổ BHXH")."""
    known = lexicon().abbreviations
    out: list[str] = []
    for syllable in syllables(unit):
        full = known.get(syllable.text.lower()) if syllable.text.isupper() and len(syllable.text) > 1 else None
        out.extend(w.folded for w in full[0]) if full else out.append(marked(syllable.text).folded)
    return tuple(out)


def same_kind(a: str, b: str) -> bool:
    """Whether two units count or measure the same kind of thing."""
    return fold(a) == fold(b) or (kind_of(a) == kind_of(b) != "")


def alike(asked: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether people count by one noun what a report counts by another, both as folded words: "ca", "trường hợp"."""
    heads = (tuple(printed[:length]) for length in range(1, len(printed) + 1))
    return any({(*asked, *head), (*head, *asked)} & _alike() for head in heads)


@functools.cache
def _alike() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(word.folded for word in run) for run in lexicon().classes["alike"].runs())
