"""The workbook: a sheet a topic, months across in one unit, each figure's source beside it, checks by themselves."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from bot.tables import Sheet, book, write_csv, write_xlsx
from knowledge.store.reader import Store
from tests.across.conftest import BODY


@pytest.fixture(scope="module")
def sheets(series_db: Path) -> tuple[Sheet, ...]:
    return book(Store(series_db), org=BODY)


def test_months_stand_across_in_the_newest_unit(sheets: tuple[Sheet, ...]) -> None:
    economy = sheets[0]
    assert economy.titles[:3] == ("Chỉ tiêu", "Loại", "Đơn vị tính")
    budget = next(r for r in economy.rows if str(r[0]).startswith("Tổng thu NSNN") and r[1] == "Giá trị")
    by_period = dict(zip(economy.titles, budget, strict=True))
    assert by_period["Đơn vị tính"] == "tỷ đồng"
    assert by_period["tháng 9/2024"] == Decimal("142.905")  # printed in triệu đồng
    assert by_period["tháng 10/2024"] == Decimal("132.335")
    assert by_period["năm 2023"] == Decimal("1402.481")


def test_one_indicator_is_one_row_whatever_its_wording(sheets: tuple[Sheet, ...]) -> None:
    rows = [row for sheet in sheets[:-3] for row in sheet.rows if row[1] == "Giá trị"]
    full = [row for row in rows if sum(value is not None for value in row[3:]) >= 11]
    assert len(full) >= 20


def test_each_figure_bears_its_wording_version_and_sentence(sheets: tuple[Sheet, ...], tmp_path: Path) -> None:
    path = tmp_path / "so-lieu.xlsx"
    write_xlsx(sheets, path)
    page = openpyxl.load_workbook(path).worksheets[0]
    cell = next(c for row in page.iter_rows() for c in row if c.value == 142.905)
    assert cell.comment is not None
    assert "142.905 triệu đồng" in cell.comment.text
    assert "Bản 1" in cell.comment.text
    assert "Thu ngân sách Nhà nước tháng 9 ước đạt" in cell.comment.text
    assert page.freeze_panes == "D2"


def test_several_bodies_are_rows_not_columns(series_db: Path) -> None:
    economy = book(Store(series_db), period="2024-10")[0]
    assert economy.titles == ("Đơn vị", "Chỉ tiêu", "Loại", "Đơn vị tính", "tháng 10/2024")
    assert len({row[0] for row in economy.rows}) > 1


def test_tables_are_written_as_files_too(sheets: tuple[Sheet, ...], tmp_path: Path) -> None:
    write_csv(sheets, tmp_path)
    assert len(list(tmp_path.glob("*.csv"))) == len(sheets)
    assert "142.905" in "".join(path.read_text("utf-8-sig") for path in tmp_path.glob("*.csv"))
