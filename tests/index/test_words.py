"""Syllables by their marks, phrases of one meaning, units of one kind."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.fold import syllables
from knowledge.index.kinds import same_kind
from knowledge.index.lexicon import lexicon
from knowledge.index.marks import agrees, marked
from tests.ask.asking import cases

SYLLABLES = st.sampled_from(["được", "đất", "thuế", "thuê", "huyện", "hòa", "người", "10", "111.226", "Đảng", "ký"])


@dataclass(frozen=True, slots=True)
class Pair:
    typed: str
    printed: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class Meaning:
    asked: str
    written: str
    same: bool


@dataclass(frozen=True, slots=True)
class Kinds:
    one: str
    other: str
    same: bool


@pytest.mark.parametrize("case", cases("marks", Pair))
def test_marks_count_where_they_are_typed(case: Pair) -> None:
    assert agrees(marked(case.typed), marked(case.printed)) is case.agrees


@pytest.mark.parametrize("case", cases("phrases", Meaning))
def test_words_of_one_meaning_are_one_concept(case: Meaning) -> None:
    def rows(text: str, bare: bool) -> set[int]:
        run = [marked(s.text) for s in syllables(text)]
        return {f.row for f in lexicon().asked.find(run, bare)}

    assert bool(rows(case.asked, case.asked.isascii()) & rows(case.written, False)) is case.same


@pytest.mark.parametrize("case", cases("kinds", Kinds))
def test_units_of_one_kind(case: Kinds) -> None:
    assert same_kind(case.one, case.other) is case.same
    assert same_kind(case.other, case.one) is case.same


@settings(deadline=None)
@given(SYLLABLES, SYLLABLES)
def test_a_syllable_agrees_with_itself_and_bare_with_marked(one: str, other: str) -> None:
    bare = marked(marked(one).folded)
    assert agrees(marked(one), marked(one))
    assert agrees(bare, marked(one))
    assert marked(one).folded == marked(other).folded or not agrees(marked(one), marked(other))
