"""A floor of right and a ceiling of wrong answers on the gold data, and the golden files of the bundled report."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.quality import GOLD, ask_all, fact_levels, gold_reports, loaded, rows
from knowledge import samples
from tests import golden

FLOORS = {"bao-cao-2023-10": (0.93, 0.02)}  # right at least, wrong at most
OTHERS = (0.90, 0.05)


@pytest.mark.parametrize(("report", "questions"), gold_reports(), ids=lambda path: path.stem)
def test_answers(report: Path, questions: Path, tmp_path: Path) -> None:
    result = ask_all(loaded(tmp_path, report), questions, report.stem)
    right, wrong = FLOORS.get(report.stem, OTHERS)
    assert result.share("right") >= right, "\n".join(result.misses)
    assert result.share("wrong") <= wrong, "\n".join(result.misses)


def test_facts_of_the_bundled_report(tmp_path: Path) -> None:
    gold = rows(GOLD / "facts.jsonl")
    levels = fact_levels(loaded(tmp_path, samples.OCTOBER), gold)

    def reached(level: int) -> float:
        return sum(count for at, count in levels.items() if at >= level) / len(gold)

    assert reached(2) >= 0.99
    assert reached(3) >= 0.96


@pytest.mark.parametrize("name", ["facts.jsonl", "ledger.jsonl", "checks.jsonl"])
def test_what_is_understood_of_the_bundled_report_has_not_changed(name: str) -> None:
    """After a change that is meant: `make golden`, and read the diff."""
    assert golden.understood()[name] == (golden.FOLDER / name).read_text(encoding="utf-8")
