"""Which questions are over several reports, and what of them one report is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.across.ask import parse
from knowledge.across.model import Asked
from knowledge.fold import flat
from knowledge.organisations.names import named_bodies

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "across" / "asked.jsonl").read_text("utf-8").splitlines()
]
BODIES = ["Ủy ban nhân dân huyện Sông Lam", "Ủy ban nhân dân huyện Núi Voi", "Huyện ủy Vĩnh Bảo", "UBND xã Tân Hưng"]


def asked(question: str) -> Asked | None:
    named = named_bodies(flat(question), BODIES)
    return parse(question, "2024-10", [(start, stop) for start, stop, _ in named])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["q"][:60])
def test_questions_are_taken_apart(case: dict[str, Any]) -> None:
    found = asked(case["q"])
    if not case["kind"]:
        assert found is None
        return
    assert found is not None
    assert (found.kind, found.rest, found.explicit) == (case["kind"], case["rest"], case.get("explicit", True))
    if "periods" in case:
        assert found.span.periods == tuple(case["periods"])
    span = (found.span.whole, found.span.last, found.span.since)
    assert span == (case.get("whole", ""), case.get("last", 0), case.get("since", ""))
    assert found.direction == case.get("direction", "highest")
    for name in ("percent", "ratio", "bodies"):
        assert getattr(found, name) is case.get(name, False), name
    assert (found.level, found.limit) == (case.get("level", ""), case.get("limit", 0))


@pytest.mark.parametrize(
    ("question", "newest", "periods"),
    [
        ("thu ngân sách từ tháng 11/2023 đến tháng 1/2024", "2024-10", ("2023-11", "2023-12", "2024-01")),
        ("so sánh thu ngân sách tháng 12 và tháng 1", "2024-02", ("2023-12", "2024-01")),
        ("so sánh thu ngân sách tháng 9 năm 2023 và 2024", "2024-10", ("2023-09", "2024-09")),
        ("so sánh thu ngân sách tháng 9 và 10 năm 2023", "2024-10", ("2023-09", "2023-10")),
        ("thu ngân sách tháng 1 so với tháng trước", "2024-01", ("2023-12", "2024-01")),
    ],
)
def test_years_are_those_written_or_of_the_newest_report(question: str, newest: str, periods: tuple[str, ...]) -> None:
    found = parse(question, newest)
    assert found is not None
    assert found.span.periods == periods


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=120))
def test_any_text_is_taken_apart_or_left_alone(text: str) -> None:
    found = parse(text, "2024-10")
    assert found is None or isinstance(found.rest, str)


def test_a_question_without_marks_is_the_same_question() -> None:
    for case in CASES:
        plain = parse(flat(case["q"]), "2024-10")
        marked = parse(case["q"], "2024-10")
        if marked is not None and plain is not None and "cộng" not in case["q"].lower():
            assert plain.kind == marked.kind or marked.kind in ("total", "series"), case["q"]
