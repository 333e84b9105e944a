"""Questions across the reports of tests/data/series: the right figure, and no wrong sum."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from bench.grading import judge
from knowledge.across.model import Outcome, Point
from knowledge.across.movement import movements
from knowledge.across.units import convert
from knowledge.periods import vietnamese
from knowledge.store.reader import Store
from tests.across.conftest import BODY, SERIES, Ask, asking, load


def show(value: Decimal) -> str:
    whole, _, decimals = f"{abs(value):f}".partition(".")
    return f"{int(whole):,}".replace(",", ".") + (f",{decimals}" if decimals else "")


def told(outcome: Outcome) -> str:
    """What an answer must say, without the sentences."""

    def point(p: Point) -> str:
        return f"{p.org if outcome.asked.bodies else vietnamese(p.period)}: {p.fact.text_value}"

    parts = [point(p) for p in (*outcome.best, *outcome.stated)]
    for c in outcome.computed:
        sign = "" if c.what != "difference" else "tăng" if c.value > 0 else "giảm" if c.value < 0 else "không đổi"
        parts.append(f"{sign} {show(c.value)} {c.unit}")
    return "; ".join([*parts, *map(point, outcome.points)])


def verdict(row: dict[str, object], outcome: Outcome | None) -> str:
    if outcome is None or outcome.status == "pass":
        reply = {"status": "not_found", "answer": "", "text": ""}
    else:
        text = told(outcome) if outcome.status == "answered" else ""
        reply = {"status": outcome.status, "answer": text, "text": text}
    return judge(row, reply)


def judged(ask: Ask, folder: Path, org: str) -> dict[str, str]:
    rows = [json.loads(line) for line in (folder / "questions.jsonl").read_text("utf-8").splitlines()]
    return {f"{row['id']} {row['q']}": verdict(row, ask(row["q"], org=org)) for row in rows}


def test_nearly_all_are_right_and_none_is_wrong(ask: Ask) -> None:
    verdicts = judged(ask, SERIES, BODY)
    assert [q for q, v in verdicts.items() if v == "wrong"] == []
    assert sum(v == "right" for v in verdicts.values()) >= 0.95 * len(verdicts), [
        q for q, v in verdicts.items() if v != "right"
    ]


@pytest.mark.parametrize("name", ["series_health", "series_communes"])
def test_so_are_those_on_bodies_whose_authors_wrote_freely(tmp_path: Path, name: str) -> None:
    folder = SERIES.parent / name
    path = tmp_path / "reports.db"
    load(path, sorted(folder.glob("*.md")))
    verdicts = judged(asking(Store(path)), folder, "")
    assert [q for q, v in verdicts.items() if v == "wrong"] == []
    assert sum(v == "right" for v in verdicts.values()) >= 0.9 * len(verdicts), [
        q for q, v in verdicts.items() if v != "right"
    ]


def test_a_computed_figure_names_its_operands_and_its_rounding(ask: Ask) -> None:
    total = ask("Tổng thu ngân sách 3 tháng 7, 8, 9 là bao nhiêu?")
    assert total is not None
    (computed,) = total.computed
    assert [p.period for p in computed.operands] == ["2024-07", "2024-08", "2024-09"]
    assert computed.decimals is None
    assert computed.value == sum((convert(p.value, p.unit, computed.unit) for p in computed.operands), Decimal(0))
    mean = ask("Trung bình mỗi tháng quý III thu ngân sách bao nhiêu?")
    assert mean is not None
    assert mean.computed[0].decimals == 2


def test_missing_months_are_named_and_not_guessed(ask: Ask) -> None:
    outcome = ask("Tổng thu ngân sách tháng 4, 5, 6 là bao nhiêu?")
    assert outcome is not None
    assert (outcome.status, outcome.reason, outcome.missing) == ("not_found", "months_missing", ("2024-05",))
    assert outcome.partial is not None
    assert [p.period for p in outcome.partial.operands] == ["2024-04", "2024-06"]


def test_a_reports_own_total_wins_over_a_sum(ask: Ask) -> None:
    outcome = ask("9 tháng đầu năm giải quyết việc làm cho bao nhiêu lao động?")
    assert outcome is not None
    assert [p.period for p in outcome.stated] == ["2024-9M"]
    assert not outcome.computed  # May is missing: the months alone could not say


@pytest.mark.parametrize(
    "question", ["Tổng đàn lợn cả quý III cộng lại là bao nhiêu?", "Tổng số hộ nghèo tháng 8 và tháng 9?"]
)
def test_states_on_a_day_are_never_added(ask: Ask, question: str) -> None:
    outcome = ask(question)
    assert outcome is not None
    assert outcome.reason == "not_additive"
    assert not outcome.computed


def test_a_cumulative_figure_is_not_added_to_monthly_ones(ask: Ask) -> None:
    outcome = ask("Tổng giải ngân vốn đầu tư công 3 tháng gần đây?")
    assert outcome is not None
    assert not any(c.what == "total" for c in outcome.computed)


def test_breaks_say_where_unit_and_wording_change(ask: Ask) -> None:
    outcome = ask("Thu ngân sách tháng 8, 9, 10")
    assert outcome is not None
    assert [(b.period, b.before, b.after) for b in outcome.breaks if b.reason == "unit"] == [
        ("2024-10", "triệu đồng", "tỷ đồng")
    ]


def test_bodies_of_different_levels_are_never_added(ask: Ask) -> None:
    outcome = ask("Tổng số vụ tai nạn giao thông của cả 4 huyện tháng 10?")
    assert outcome is not None
    assert len({p.org for p in outcome.computed[0].operands}) == 4


def test_one_loaded_report_answers_alone(ask: Ask) -> None:
    outcome = ask("Thu ngân sách tháng 10 so với cùng kỳ?", org="Ủy ban nhân dân huyện Núi Voi")
    assert outcome is not None
    assert outcome.status == "pass"


def test_a_report_knows_how_its_figures_moved(store: Store) -> None:
    row = next(r for r in store.reports() if r.period == "2024-09" and r.org == BODY)
    moved = movements(store, row)
    jobs = next(m for m in moved.values() if "việc làm" in m.now.fact.indicator)
    assert jobs.before is not None and jobs.before.period == "2024-08"
    assert jobs.year_before is not None and jobs.year_before.period == "2023-09"
    assert (jobs.record, jobs.months) == ("lowest", 8)
    assert len(moved) >= 20
