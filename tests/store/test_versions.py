"""What a new version changes, in figures and in how they are understood."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from knowledge.store.versions import compare, reworded
from tests.store.made import extraction

FACTS = extraction().facts


def test_the_same_facts_change_nothing() -> None:
    moved = tuple(replace(f, id=f.id + 100, parent=None if f.parent is None else f.parent + 100) for f in FACTS)
    assert not compare(FACTS, moved)
    assert reworded(FACTS, moved) == 0


def test_new_changed_and_gone_are_told_apart() -> None:
    changed = replace(FACTS[0], value=Decimal(5), text_value="5 triệu đồng")
    added = replace(FACTS[3], id=9, indicator="Trồng cây vụ Đông")
    found = compare(FACTS, (changed, *FACTS[1:3], added))
    assert [(a.text_value, b.text_value) for a, b in found.changed] == [("111.226 triệu đồng", "5 triệu đồng")]
    assert found.new == (added,)
    assert found.gone == (FACTS[3],)


def test_a_figure_that_stands_twice_is_paired_by_its_section_first() -> None:
    elsewhere = replace(FACTS[0], id=7, path=FACTS[0].path[:1], value=Decimal(3))
    old = (FACTS[0], elsewhere)
    new = (replace(elsewhere, id=0), replace(FACTS[0], id=1, value=Decimal(4)))
    found = compare(old, new)
    assert [(a.id, b.id) for a, b in found.changed] == [(0, 1)]


def test_another_reading_of_the_same_figure_is_counted() -> None:
    assert reworded(FACTS, (replace(FACTS[0], period="2023-9M"), *FACTS[1:])) == 1
    assert reworded(FACTS, (FACTS[0], replace(FACTS[1], parent=None), *FACTS[2:])) == 1
