"""Sentences by the facts they give: tests/cases/facts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge.model import Fact
from knowledge.yamlfile import read_rows
from tests.facts.build import facts_of

CASES = Path(__file__).parents[1] / "cases" / "facts"


@dataclass(frozen=True)
class Wanted:
    figure: str
    own: str | None = None
    inherited: str | None = None
    indicator: str | None = None
    measure: str | None = None
    unit: str | None = None
    period: str | None = None
    parent: str | None = None
    direction: int | None = None
    qualifiers: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Clause:
    text: str
    facts: tuple[Wanted, ...]
    period: str = "2024-05"
    planned: bool = False


@dataclass(frozen=True)
class Names:
    items: tuple[str, ...]
    parent: str


@dataclass(frozen=True)
class Listed:
    text: str
    lists: tuple[Names, ...]


def figures(facts: tuple[Fact, ...]) -> list[Fact]:
    return [f for f in facts if f.value is not None and f.measure != "date" and f.rule != "year"]


def seen(fact: Fact, facts: tuple[Fact, ...], wanted: Wanted) -> Wanted:
    """The fact in the wanted shape, with only the fields that the case is about."""
    up = facts[fact.parent].text_value if fact.parent is not None else ""
    given = {name: getattr(wanted, name) for name in Wanted.__annotations__}
    values = {"figure": fact.text_value, "parent": up} | {
        name: getattr(fact, name) for name in given if name not in ("figure", "parent")
    }
    return Wanted(**{name: values[name] if given[name] is not None else None for name in given})


def name_of(case: Clause | Listed) -> str:
    return case.text[:50]


@pytest.mark.parametrize("case", read_rows(CASES / "clauses.yaml", Clause), ids=name_of)
def test_clause(case: Clause) -> None:
    facts = facts_of(case.text, case.period, case.planned).facts
    found = figures(facts)
    assert [f.text_value for f in found] == [w.figure for w in case.facts]
    assert [seen(f, facts, w) for f, w in zip(found, case.facts, strict=True)] == list(case.facts)


@pytest.mark.parametrize("case", read_rows(CASES / "lists.yaml", Listed), ids=name_of)
def test_list(case: Listed) -> None:
    facts = facts_of(case.text).facts
    lists = [f for f in facts if f.items and f.rule != "place"]
    up = [facts[f.parent].text_value if f.parent is not None else "" for f in lists]
    assert [(f.items, p) for f, p in zip(lists, up, strict=True)] == [(w.items, w.parent) for w in case.lists]


def test_a_footnote_is_part_of_the_figure_it_is_referred_to() -> None:
    text = "Thu ngân sách Nhà nước đạt 111.226 triệu đồng, bằng 20,1% cùng kỳ."
    facts = facts_of(
        text, note="Trong đó: Thu thường xuyên 22.600 triệu đồng, đạt 7,37% dự toán.", at=len(text) - 1
    ).facts
    part, share = facts[2], facts[3]
    assert (part.own, part.inherited, part.measure, part.parent, part.note) == (
        "Thu thường xuyên", "Thu ngân sách Nhà nước", "part", 0, 7,
    )  # fmt: skip
    assert (share.measure, share.parent) == ("pct_of_plan", 2)


def test_a_footnote_of_names_lists_what_its_figure_counts() -> None:
    text = "Giải phóng mặt bằng tại 07 xã theo kế hoạch."
    names = ("Nhân Hòa", "Liên Am", "Vĩnh Long", "Lý Học", "Tân Hưng", "Hiệp Hòa", "Vinh Phong")
    facts = facts_of(text, note=", ".join(names), at=text.index("xã") + 2).facts
    assert (facts[1].items, facts[1].parent, facts[1].measure) == (names, 0, "list")
