"""A small report made by hand, with every kind of value that a fact, a passage and a check can hold."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

from knowledge.model import (
    Anchor,
    Block,
    Check,
    Document,
    Extraction,
    Fact,
    Header,
    LedgerEntry,
    Outline,
    Passage,
    RowCell,
    Section,
    Span,
    Warn,
)

TEXT = (
    "Thu ngân sách Nhà nước ước đạt 111.226 triệu đồng, bằng 99,38% dự toán.\n"
    "Trong đó thu thuế 01 - 02 tỷ đồng tại 2 xã (Vĩnh Long, Đồng Minh).\nXã | 14.609,850"
)
PATH = (Section("II", "Kết quả"), Section("2.1", "Kinh tế"))
SOURCE = TEXT.encode()


def extraction(
    org: str = "Huyện ủy Vĩnh Bảo",
    period: str = "2023-10",
    figure: str = "111.226",
    text: str = TEXT,
    **header: object,
) -> Extraction:
    """A report of three passages and four facts; `figure` is the budget revenue in million đồng."""
    text = text.replace("111.226", figure)
    head = replace(
        Header(org=org, period=period, title="Báo cáo tháng", issued=date(2023, 10, 16), recipients=("Thành ủy",)),
        **header,
    )
    document = Document("bao-cao.md", "markdown", hashlib.sha256(text.encode()).hexdigest(), text, _blocks(text))
    passages = _passages(document)
    return Extraction(
        Outline(document, head, passages), _facts(figure), _ledger(), _checks(), (Warn("sample", {"a": "b"}),)
    )


def _blocks(text: str) -> tuple[Block, ...]:
    return (Block("paragraph", Span(0, len(text))),)


def _passages(document: Document) -> tuple[Passage, ...]:
    first, second, row = document.text.split("\n")
    a, b = len(first) + 1, len(first) + len(second) + 2
    return (
        Passage(0, "text", first, (Span(0, len(first)),), PATH, lead=4, note_refs=((22, 5),)),
        Passage(
            1, "note", second, (Span(a, a + 10), Span(a + 11, a + len(second))), PATH, note=5, anchor=Anchor(0, 22)
        ),
        Passage(
            2, "row", row, (Span(b, b + 2), Span(b + 5, b + len(row))), PATH, planned=True, page=3, row_label="Xã",
            cells=(RowCell(5, 15, ("Thu", "Tháng"), "tỷ đồng"),), total=True, row_parent=1,
        ),
    )  # fmt: skip


def _facts(figure: str) -> tuple[Fact, ...]:
    quote = TEXT.split("\n")[0].replace("111.226", figure)
    base = Fact(
        0, 0, 31, 31 + len(figure), Span(31, 31 + len(figure)), f"{figure} triệu đồng",
        Decimal(figure.replace(".", "")), "triệu đồng", "Thu ngân sách Nhà nước", "Thu ngân sách Nhà nước", "",
        "actual", "2023-10", PATH, quote, "amount", qualifiers=("estimate",),
    )  # fmt: skip
    return (
        base,
        replace(
            base, id=1, value=Decimal("99.38"), unit="%", measure="pct_of_plan", text_value="99,38%", parent=0,
            direction=1,
        ),
        replace(
            base, id=2, passage=1, value=Decimal("1"), value_high=Decimal("2"), unit="tỷ đồng", indicator="Thu thuế",
            measure="part", text_value="01 - 02 tỷ đồng", parent=0, note=5, doubtful=True, doubt="ocr",
        ),
        replace(
            base, id=3, passage=2, value=Decimal("14609.850"), indicator="Xã", measure="list", text_value="14.609,850",
            items=("Vĩnh Long", "Đồng Minh"), page=3,
        ),
    )  # fmt: skip


def _ledger() -> tuple[LedgerEntry, ...]:
    return (
        LedgerEntry(0, 31, 38, "111.226", "fact", "amount"),
        LedgerEntry(0, 56, 61, "99,38", "fact", "percent"),
        LedgerEntry(1, 18, 20, "01", "unparsed", ""),
    )


def _checks() -> tuple[Check, ...]:
    return (
        Check("sum", {"sum": "1 + 2"}, "3", "4", False, (0, 2), "câu"),
        Check("base", {}, "", "", None, (1,), "câu"),
        Check("share", {}, "5", "5", True, (), "câu"),
    )
