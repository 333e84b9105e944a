"""An indicator over months as a picture and in words."""

from __future__ import annotations

import io
import subprocess
import sys
from decimal import Decimal

import pytest
from PIL import Image

from bot.render import trend
from knowledge.across.model import Series
from knowledge.across.outliers import outliers
from knowledge.across.series import monthly, of_outcome
from knowledge.store import series as rows
from knowledge.store.reader import Store
from tests.across.conftest import BODY, Ask


@pytest.fixture
def budget(ask: Ask, store: Store) -> Series:
    outcome = ask("Xu hướng thu ngân sách năm nay")
    assert outcome is not None
    place = rows.places_of(store, outcome.points[-1].fact.id)[0]
    return monthly(store, place.indicator, BODY)


def test_the_picture_is_wide_enough_for_a_phone_and_light(budget: Series) -> None:
    panel = trend.panel(budget)
    assert panel is not None
    data = trend.draw([panel, panel])
    image = Image.open(io.BytesIO(data))
    assert image.size == (1080, 1120)
    assert len(data) < 300_000


def test_every_month_has_a_place_and_missing_ones_no_figure(budget: Series) -> None:
    panel = trend.panel(budget)
    assert panel is not None
    labels = [dot.label for dot in panel.dots]
    assert labels[0] == "T9/23"
    assert labels[-1] == "T10/24"
    assert len(labels) == 14
    assert [dot.label for dot in panel.dots if dot.value is None] == ["T11/23", "T12/23", "T5/24"]
    assert panel.unit == "tỷ đồng"  # the newest month's
    assert panel.dots[-2].value == Decimal("142.905")  # printed in triệu đồng


def test_the_words_say_what_the_picture_shows(budget: Series) -> None:
    said = trend.caption(budget)
    assert len(said) <= 1024
    assert "• Tháng 9/2024: 142.905 triệu đồng" in said
    assert "• Tháng 10/2024: 132,335 tỷ đồng" in said
    assert "tháng 5/2024" in said
    assert "đơn vị tính đổi từ triệu đồng sang tỷ đồng" in said


def test_the_months_of_an_answer_make_a_picture(ask: Ask) -> None:
    outcome = ask("Xu hướng sốt xuất huyết từ tháng 7 đến tháng 10")
    assert outcome is not None
    panel = trend.panel(of_outcome(outcome))
    assert panel is not None
    assert [dot.written for dot in panel.dots] == ["12", "19", "29", "30"]


@pytest.mark.parametrize(
    ("value", "written"),
    [("1234.5", "1.234,5"), ("0.005", "0,01"), ("-1234567", "-1.234.567"), ("12", "12"), ("99.999", "100")],
)
def test_figures_are_written_the_vietnamese_way(value: str, written: str) -> None:
    assert trend.figure(Decimal(value)) == written


def test_what_stands_out_is_marked(budget: Series) -> None:
    from dataclasses import replace

    assert outliers(budget.points) == ()
    wild = replace(budget.points[3], value=Decimal(900_000))
    points = (*budget.points[:3], wild, *budget.points[4:])
    assert outliers(points) == (wild,)


def test_drawing_imports_no_plotting_library() -> None:
    code = "import sys; from bot.render import trend; from knowledge.across import model; d = trend.Dot('T1', None); "
    code += (
        "trend.draw([trend.Panel('Thu ngân sách', 'tỷ đồng', (trend.Dot('T1', __import__('decimal').Decimal(1), '1'),"
    )
    code += " trend.Dot('T2', __import__('decimal').Decimal(2), '2')))]); print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
