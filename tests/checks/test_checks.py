"""The checks by cases: sentences with the relations found in them, and whole reports with the one slip they hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from knowledge import load, samples, yamlfile
from knowledge.model import Check

ROOT = Path(__file__).parent.parent
CASES = ROOT / "cases" / "checks"
OCR = (ROOT / "data" / "eval" / "ocr.jsonl").read_text("utf-8")
MISPRINTS = [json.loads(line)["found"] for line in OCR.splitlines()]
HEAD = "HUYỆN ỦY VĨNH BẢO\n\nBÁO CÁO\nkết quả công tác tháng 10 năm 2023\n\nI. KẾT QUẢ\n\n1. Các mặt công tác\n\n"
HOLDS = {True: "true", False: "false", None: "none"}


@dataclass(frozen=True, slots=True)
class Case:
    """Sentences of a report, and the relations they hold: "relation holds stated | computed"."""

    name: str
    text: str
    checks: tuple[str, ...] = ()
    quiet: str = "false"


@dataclass(frozen=True, slots=True)
class Slip:
    """A whole report and the relations that fail in it: "relation stated | computed"."""

    file: str
    fails: tuple[str, ...] = ()


def cases(name: str, row: type[Any]) -> list[Any]:
    rows = yamlfile.read_rows(CASES / f"{name}.yaml", row)
    return [pytest.param(case, id=getattr(case, "name", None) or case.file) for case in rows]


def checks(text: str, name: str = "bao-cao.md") -> tuple[Check, ...]:
    return load.extract(text.encode(), name, period="2023-10").checks


@pytest.mark.parametrize("case", cases("prose", Case))
def test_prose(case: Case) -> None:
    found = [f"{c.relation} {HOLDS[c.holds]} {c.stated} | {c.computed}" for c in checks(HEAD + case.text)]
    for wanted in case.checks:
        assert wanted in found
    failing = [line for line in found if line.split()[1] == "false"]
    assert failing == [line for line in case.checks if line.split()[1] == "false"]
    if case.quiet == "true":
        assert not failing


@pytest.mark.parametrize("case", cases("reports", Slip))
def test_reports(case: Slip) -> None:
    path = ROOT / "data" / case.file
    found = load.extract(path.read_bytes(), path.name).checks
    assert tuple(f"{c.relation} {c.stated} | {c.computed}" for c in found if c.holds is False) == case.fails


def test_what_the_october_report_holds_against_itself() -> None:
    found = load.extract(samples.OCTOBER.read_bytes(), samples.OCTOBER.name).checks
    failing = [c for c in found if c.holds is False]
    gold = [json.loads(line) for line in (ROOT / "data" / "eval" / "checks.jsonl").read_text("utf-8").splitlines()]
    for row in gold:
        if row["id"] in ("c18", "c19", "c58"):
            assert any(row["quote"] in c.quote for c in failing), row["id"]
    assert len(failing) == 3
    assert {c.stated for c in found if c.relation == "spelling"} <= set(MISPRINTS)
    assert {"Vinh Phong", "Đông Minh", "Tiên Phong"} <= {c.stated for c in found}


def test_a_quote_is_the_reports_own_words() -> None:
    extraction = load.extract(samples.OCTOBER.read_bytes(), samples.OCTOBER.name)
    texts = [passage.text for passage in extraction.outline.passages]
    assert all(any(check.quote in text for text in texts) for check in extraction.checks)


def test_every_relation_touches_facts_of_the_report() -> None:
    extraction = load.extract(samples.OCTOBER.read_bytes(), samples.OCTOBER.name)
    ids = {fact.id for fact in extraction.facts}
    assert extraction.checks
    assert all(check.facts and set(check.facts) <= ids for check in extraction.checks)
