"""Rules that tell a misread figure, and what they must leave alone."""

from __future__ import annotations

import pytest

from knowledge.model import Block, Cell, Document, Doubt, Span
from knowledge.read.doubts import by_rule, gaps


def document(text: str, *doubts: Doubt) -> Document:
    return Document("a.jpg", "ocr", "", text, (Block("paragraph", Span(0, len(text))),), doubts=doubts)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("thu thường xuyên 22,600 triệu đồng", [("22,600", "comma_before_three_digits")]),
        ("bằng 17 so với cùng kỳ", [("17", "sign_missing")]),
        ("đạt 73,6 cùng kỳ", [("73,6", "sign_missing")]),
        ("tổng thu 14. triệu đồng", [("14.", "cut_off")]),
        ("số tiền 246. 455 đồng", [("246. 455", "space_in_figure")]),
        ("kết nạp l2,5 tỷ", [("l2,5", "letter_in_figure")]),
        ("thu 22.600 triệu đồng, đạt 7,37% dự toán, bằng 73,66% so với cùng kỳ năm 2022, đạt 98 triệu", []),
        ("tăng 03 vụ so với cùng kỳ; ngày 28/5/2021, kế hoạch 2022-2023, tiến độ 98%", []),
    ],
)
def test_rules(text: str, marked: list[tuple[str, str]]) -> None:
    found = by_rule(document(text))
    assert [(doubt.span.of(text), doubt.reason) for doubt in found.doubts] == marked


def test_a_figure_unlike_its_column() -> None:
    figures = ["94,5", "95,5", "1255", "97,5", "98,5", "99,5", "100,5", "111,0"]
    text = "\n".join(figures)
    cells, at = [], 0
    for row, figure in enumerate(figures):
        cells.append(Cell(Span(at, at + len(figure)), row, 0))
        at += len(figure) + 1
    table = Document("a.jpg", "ocr", "", text, (Block("table", Span(0, len(text)), cells=tuple(cells)),))
    assert [(d.span.of(text), d.reason) for d in by_rule(table).doubts] == [("1255", "unlike_neighbours")]


def test_what_was_not_read_becomes_a_warning() -> None:
    text = "Chi trả trợ cấp tháng"
    warns = gaps(document(text, Doubt(Span(16, 21), "line_end_lost"), Doubt(Span(0, 3), "low_confidence")))
    assert [(warn.code, warn.params["quote"]) for warn in warns] == [("line_end_lost", text)]
