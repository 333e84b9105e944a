"""What stands in a question before any report is asked: typing undone, periods, bodies, what is wanted."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from knowledge.ask.question import read, repaired
from knowledge.ask.repair import repair
from knowledge.ask.slots.organisation import named
from knowledge.ask.slots.period import mentions
from knowledge.fold import flat
from tests.ask.asking import SAMPLE, Desk, cases

BODIES = ("Huyện ủy Vĩnh Bảo", "Ủy ban nhân dân xã An Vân", "Tòa án nhân dân tỉnh Trường Lâm")


@dataclass(frozen=True, slots=True)
class Typed:
    typed: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Whole:
    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A text and what it names: "code = words"."""

    text: str
    newest: str = ""
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    text: str
    report: str = SAMPLE
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    unit: str = ""


@pytest.mark.parametrize("case", cases("repair", Typed))
def test_telex_and_vni_keys_are_undone(case: Typed) -> None:
    assert repair(case.typed) == case.becomes


@pytest.mark.parametrize("case", cases("repaired", Whole))
def test_questions_are_read_as_meant(case: Whole) -> None:
    assert repaired(case.typed) == case.read


@pytest.mark.parametrize("case", cases("periods", Slot))
def test_periods_count_from_the_newest_report(case: Slot) -> None:
    found = [f"{m.code} = {case.text[m.start : m.stop].strip()}" for m in mentions(flat(case.text), case.newest)]
    assert found == list(case.found)


@pytest.mark.parametrize("case", cases("organisations", Slot))
def test_bodies_are_those_loaded(case: Slot) -> None:
    found = {f"{n.org} = {case.text[n.start : n.stop]}" for n in named(case.text, BODIES)}
    assert found == set(case.found)


@pytest.mark.parametrize("case", cases("wanted", Wanted))
def test_what_is_wanted(case: Wanted, desk: Desk) -> None:
    engine = desk.conversation(case.report).engine
    question = read(repaired(case.text), engine.index(engine.reports()[0]), [])
    assert set(case.wanted) <= question.wanted
    assert not set(case.unwanted) & question.wanted
    if case.unit:
        assert " ".join(word.folded for word in question.units[0]) == flat(case.unit)
