"""Workbooks: numbers as a Vietnamese reader sees them, merged headers, unit lines, hidden parts."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from knowledge.read import read
from knowledge.read.xlsx import shown
from tests.read.shape import shape

SAMPLE = Path(__file__).parents[1] / "data" / "samples" / "phu-luc-2023-10.xlsx"


def book(rows: list[list[Any]], **formats: str) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for place, form in formats.items():
        sheet[place].number_format = form
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (149518, "#,##0", "149.518"),
        (14609.85, "#,##0.000", "14.609,850"),
        (7.37, "0.00", "7,37"),
        (0.485, "0.0%", "48,5%"),
        (1, "0%", "100%"),
        (25, "General", "25"),
        (61.9, "General", "61,9"),
        (1234567, "General", "1.234.567"),
        (2023, "General", "2023"),
        ("4.437", "General", "4.437"),
        (date(2023, 10, 16), "dd/mm/yyyy", "16/10/2023"),
        (None, "General", ""),
        (-603, "#,##0", "-603"),
    ],
)
def test_numbers_are_shown_in_vietnamese(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


def test_the_annex_sample() -> None:
    lines = shape(read(SAMPLE.read_bytes(), SAMPLE.name))
    assert lines[:4] == [
        "paragraph: Phụ lục 1",
        "paragraph: THU, CHI NGÂN SÁCH VÀ CHI TRẢ CHẾ ĐỘ THÁNG 10",
        "paragraph: (Kèm theo Báo cáo tháng 10 năm 2023)",
        "paragraph: Đơn vị: triệu đồng",
    ]
    assert "cell 0,2 1x2: Thực hiện tháng 10" in lines
    assert "cell 0,0 2x1: STT" in lines
    assert "cell 8,3: 14.609,850" in lines
    assert sum(line.startswith("paragraph: Phụ lục") for line in lines) == 3


def test_a_number_that_may_be_thousands_is_doubtful() -> None:
    rows = [["Báo cáo tháng 10 năm 2023"], ["Chỉ tiêu", "Số người"], ["Người có công", 4.437], ["Hộ nghèo", 12.5]]
    document = read(book(rows), "phu-luc.xlsx")
    assert [(d.span.of(document.text), d.reason) for d in document.doubts] == [("4,437", "decimals_or_thousands")]


def test_hidden_rows_and_columns_are_left_out() -> None:
    made = openpyxl.load_workbook(io.BytesIO(book([["Chỉ tiêu", "Cũ", "Mới"], ["Thu", 1, 2], ["Chi", 3, 4]])))
    sheet = made.active
    assert sheet is not None
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    out = io.BytesIO()
    made.save(out)
    assert shape(read(out.getvalue(), "a.xlsx")) == [
        "cell 0,0: Chỉ tiêu",
        "cell 0,2: Mới",
        "cell 1,0: Thu",
        "cell 1,2: 2",
    ]
