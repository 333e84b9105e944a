"""A report against those that are stored: what contradicts them, what is worth a look, and no false alarm."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.across.checks import check, failing
from knowledge.load import extract
from knowledge.model import Check
from knowledge.store.reader import Store
from knowledge.store.writer import Writer
from tests.across.conftest import SERIES, load

OCTOBER = SERIES / "song-lam-2024-10.md"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("checks") / "reports.db"
    load(path, sorted(SERIES.glob("song-lam-*.md")))
    return path


def previewed(path: Path, *changes: tuple[str, str]) -> tuple[Check, ...]:
    """The cross-report checks of a draft: October with some of its words changed."""
    words = OCTOBER.read_text("utf-8")
    for old, new in changes:
        assert old in words
        words = words.replace(old, new)
    data = words.encode()
    writer = Writer(path)
    stored = writer.keep(extract(data, "thang-10.md"), data, "tester", draft=True)
    try:
        return check(Store(path), stored.version)
    finally:
        writer.discard(stored.version)
        writer.close()


def codes(checks: tuple[Check, ...]) -> list[tuple[str, bool | None]]:
    return [(c.relation, c.holds) for c in failing(checks)]


def test_reports_that_agree_raise_no_alarm(path: Path) -> None:
    store = Store(path)
    checks = [c for row in store.reports() for c in check(store, row.version)]
    assert failing(checks) == ()
    assert {c.relation for c in checks if c.holds} >= {"across_counted_on", "across_summed"}


BUDGET = "ước 132,335 tỷ đồng"  # 140,638 tỷ đồng the year before


@pytest.mark.parametrize(
    ("said", "holds"),
    [("giảm 5,9% so với cùng kỳ", True), ("bằng 94,1% so với cùng kỳ", True), ("tăng 10,5% so với cùng kỳ", False)],
)
def test_the_same_period_is_held_against_last_years_report(path: Path, said: str, holds: bool) -> None:
    checks = previewed(path, (BUDGET, f"{BUDGET}, {said}"))
    assert [c.holds for c in checks if c.relation == "across_compared"] == [holds]


def test_cumulative_figures_must_grow_by_the_month(path: Path) -> None:
    found = failing(previewed(path, ("1.275,169 tỷ đồng", "1.257,169 tỷ đồng")))
    assert [(c.relation, c.holds) for c in found] == [("across_counted_on", False)]
    assert found[0].params["computed"] == "114,34 tỷ đồng"
    assert found[0].params["stated"] == "132,335 tỷ đồng"


def test_a_slip_of_the_unit_is_worth_a_look(path: Path) -> None:
    assert ("across_sized", None) in codes(previewed(path, ("ước 573 tỷ đồng", "ước 573 triệu đồng")))


def test_an_indicator_that_is_gone_is_worth_a_look(path: Path) -> None:
    found = failing(previewed(path, ("- Kết nạp đảng viên: 34 đảng viên.", "- Không có phát sinh.")))
    gone = [c for c in found if c.relation == "across_gone"]
    assert len(gone) == 1
    assert "đảng viên" in gone[0].params["indicator"]
