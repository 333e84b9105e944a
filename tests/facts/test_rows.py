"""Figures of tables: named by row and column, measured and dated by the column's header."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge import load
from knowledge.model import Fact

REPORT = """TỔNG CỤC THUẾ
CHI CỤC THUẾ KHU VỰC A

# BÁO CÁO
# Kết quả thu ngân sách nhà nước tháng 7 và lũy kế 7 tháng năm 2024

**1. Kết quả thu**

Chi tiết theo sắc thuế (đơn vị: triệu đồng):

| STT | Chỉ tiêu | Dự toán năm 2024 | Ước thực hiện tháng 7 | Lũy kế 7 tháng | % DT | % so CK |
|---|---|---|---|---|---|---|
| 1 | Thuế ngoài quốc doanh | 920.000 | 78.415 | 561.200 | 61,0 | 110,4 |
| 2 | Lệ phí trước bạ | 265.000 | 24.118 | 171.985 | 64,9 | 121,6 |
| | Cộng | 1.185.000 | 102.533 | 733.185 | 61,9 | 112,9 |

**2. Phòng, chống dịch**

| Bệnh | Số ca tháng 7 | Cùng kỳ năm 2023 | So sánh (%) |
|---|---|---|---|
| Sởi | 12 | 10 | 120,0 |

**3. Giải quyết án**

Bảng 1. Thụ lý các loại án 06 tháng đầu năm 2024

| Loại án | Thụ lý |
|---|---|
| Hình sự | 486 |
"""


@pytest.fixture(scope="module")
def facts() -> dict[tuple[str, Decimal], Fact]:
    found = load.extract(REPORT.encode(), "bao-cao.md")
    assert [e.form for e in found.ledger if e.outcome == "unparsed"] == []
    return {(f.indicator.split(":")[0], f.value): f for f in found.facts if f.rule == "row" and f.value is not None}


CASES = [
    ("Thuế ngoài quốc doanh", "920000", "triệu đồng", "target", "2024", ()),
    ("Thuế ngoài quốc doanh", "78415", "triệu đồng", "actual", "2024-07", ("estimate",)),
    ("Thuế ngoài quốc doanh", "561200", "triệu đồng", "cumulative", "2024-7M", ()),
    ("Thuế ngoài quốc doanh", "61.0", "%", "pct_of_plan", "2024-7M", ()),
    ("Thuế ngoài quốc doanh", "110.4", "%", "pct_of_same_period", "2024-7M", ()),
    ("Cộng", "102533", "triệu đồng", "total", "2024-07", ("estimate",)),
    ("Sởi", "12", "ca", "actual", "2024-07", ()),
    ("Sởi", "10", "ca", "other", "2023-07", ()),
    ("Hình sự", "486", "", "cumulative", "2024-H1", ()),
    ("Sởi", "120.0", "%", "pct_of_same_period", "2024-07", ()),
]


@pytest.mark.parametrize(("row", "value", "unit", "measure", "period", "qualifiers"), CASES)
def test_cell(
    facts: dict[tuple[str, Decimal], Fact],
    row: str,
    value: str,
    unit: str,
    measure: str,
    period: str,
    qualifiers: tuple[str, ...],
) -> None:
    fact = facts[row, Decimal(value)]
    assert (fact.unit, fact.measure, fact.period, fact.qualifiers) == (unit, measure, period, qualifiers)


def test_a_percentage_hangs_on_its_row(facts: dict[tuple[str, Decimal], Fact]) -> None:
    fact = facts["Thuế ngoài quốc doanh", Decimal("61.0")]
    assert fact.parent is not None
    assert fact.indicator == "Thuế ngoài quốc doanh: lũy kế 7 tháng, % dự toán"
    assert fact.text_value == "61,0%"
