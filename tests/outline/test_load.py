"""What becomes of files that are no reports, and under which period and body a report is kept."""

from __future__ import annotations

import pytest

from knowledge import load
from knowledge.errors import InputError
from knowledge.model import Extraction

REPORT = (
    "UBND XÃ HÒA BÌNH\n\nBÁO CÁO\nCông tác {period}\n\nI. KẾT QUẢ\n\nKết nạp 36 đảng viên, cấp 12 giấy, mở 03 lớp.\n"
)


def extract(text: str, name: str = "bao-cao.md", **given: str) -> Extraction:
    return load.extract(text.encode(), name, **given)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bài thơ\n\nThuyền về có nhớ bến chăng 1 2 3 4 5", "not_a_report"),
        ("Xin chào", "not_a_report"),
        ("UBND XÃ A\n\nTHÔNG BÁO\n\nHọp tháng 10 năm 2024, 8 giờ ngày 12/10/2024 tại số 15, 16 và 17.", "not_a_report"),
        (REPORT.format(period="trong tuần"), "period_missing"),
    ],
)
def test_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as error:
        extract(text)
    assert error.value.code == code


def test_the_period_given_overrules_the_reports_own() -> None:
    found = extract(REPORT.format(period="tháng 9 năm 2024"), period="2024-10")
    assert found.outline.header.period == "2024-10"
    assert "period_overruled" in [warning.code for warning in found.warnings]


def test_the_period_may_come_from_the_files_name() -> None:
    for name in ("bao-cao-2024-09.md", "BC T9-2024.md", "bao cao thang 9 nam 2024.md"):
        found = extract(REPORT.format(period="trong tháng"), name)
        assert found.outline.header.period == "2024-09"
        assert "period_from_name" in [warning.code for warning in found.warnings]


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(InputError) as error:
        extract(REPORT.format(period="tháng 9 năm 2024"), period="tháng 9")
    assert error.value.code == "period_unknown"


def test_the_body_given_overrules_the_letterhead() -> None:
    found = extract(REPORT.format(period="tháng 9 năm 2024"), org="Ủy ban nhân dân xã Tân An")
    assert found.outline.header.org == "Ủy ban nhân dân xã Tân An"


def test_a_report_without_a_body_is_taken_with_a_warning() -> None:
    text = "BÁO CÁO\nCông tác tháng 9 năm 2024\n\nKết nạp 36 đảng viên, cấp 12 giấy, mở 03 lớp."
    found = extract(text)
    assert found.outline.header.org == ""
    assert "org_unknown" in [warning.code for warning in found.warnings]


def test_what_is_planned_follows_the_period_given() -> None:
    text = REPORT.format(period="tháng 9 năm 2024") + "\nII. CÔNG TÁC THÁNG 10\n\nMở 15 lớp.\n"
    plain = {p.text: p.planned for p in extract(text).outline.passages}
    later = {p.text: p.planned for p in extract(text, period="2024-10").outline.passages}
    assert plain["Mở 15 lớp."] and not later["Mở 15 lớp."]
