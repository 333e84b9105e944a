"""A floor of right and a ceiling of wrong answers on the gold data, and the golden files of the bundled report."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.quality import GOLD, OTHERS, SAMPLE, Result, fact_levels, gold_reports, loaded, measured, pooled, rows
from knowledge import samples
from tests import golden

FLOORS = {SAMPLE: (0.94, 0.015), OTHERS: (0.91, 0.02)}  # right at least, wrong at most


@pytest.fixture(scope="module")
def pools(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    return pooled(measured(tmp_path_factory.mktemp("gold"), gold_reports()))


@pytest.mark.parametrize("name", FLOORS)
def test_answers(name: str, pools: dict[str, Result]) -> None:
    result = pools[name]
    right, wrong = FLOORS[name]
    assert result.share("right") >= right, "\n".join(result.misses)
    assert result.share("wrong") <= wrong, "\n".join(result.misses)


def test_no_report_is_left_out() -> None:
    golds = gold_reports()
    assert all(gold.report.is_file() and gold.questions.is_file() for gold in golds)
    assert {gold.report for gold in golds} >= set((GOLD.parent / "reports").glob("*.md"))


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
