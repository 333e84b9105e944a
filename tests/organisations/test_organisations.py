"""Bodies as data: their names in questions, their kinds, when they ended, what took over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import ConflictError, InputError
from knowledge.fold import flat
from knowledge.organisations import writer as organisations
from knowledge.organisations.names import level, named_bodies
from knowledge.organisations.reader import ended, find
from knowledge.store.reader import Store
from knowledge.store.writer import Writer
from tests.store.made import SOURCE, extraction

DISTRICT, COMMUNE = "Huyện ủy Vĩnh Bảo", "Ủy ban nhân dân xã Vĩnh Hải"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "reports.db"
    writer = Writer(path)
    writer.keep(extraction(org=DISTRICT), SOURCE, "tester")
    writer.keep(extraction(org=COMMUNE, period="2025-08", figure="7"), SOURCE, "tester")
    writer.close()
    return path


def changed(path: Path, *steps: tuple[str, tuple[object, ...]]) -> Store:
    writer = Writer(path)
    with writer.transaction():
        for name, arguments in steps:
            getattr(organisations, name)(writer.db, *arguments)
    writer.close()
    return Store(path)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ủy ban nhân dân huyện Sông Lam", "huyen"),
        ("HUYỆN ỦY VĨNH BẢO", "huyen"),
        ("UBND xã Tân Hưng", "xa"),
        ("Ủy ban nhân dân phường Lê Chân", "phuong"),
        ("Ủy ban nhân dân tỉnh Thái Bình", "tinh"),
        ("Thị ủy Kinh Môn", "thi xa"),
        ("Chi cục Thuế khu vực Kiến An - An Dương", ""),
    ],
)
def test_the_kind_of_a_body_is_read_from_its_name(name: str, kind: str) -> None:
    assert level(name) == kind


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("thu ngân sách huyện Vĩnh Bảo", [DISTRICT]),
        ("thu ngan sach vinh bao", [DISTRICT]),
        ("so sánh xã Vĩnh Hải và huyện ủy Vĩnh Bảo", [COMMUNE, DISTRICT]),
        ("thu ngân sách tháng 10", []),
    ],
)
def test_a_question_names_bodies_by_any_of_their_names(question: str, bodies: list[str]) -> None:
    assert [org for _, _, org in named_bodies(flat(question), [DISTRICT, COMMUNE])] == bodies


def test_a_name_that_two_bodies_share_names_neither() -> None:
    both = ["Huyện ủy Vĩnh Bảo", "Ủy ban nhân dân huyện Vĩnh Bảo"]
    assert named_bodies("thu ngan sach huyen vinh bao", both) == []
    assert [org for _, _, org in named_bodies("huyen uy vinh bao", both)] == [both[0]]


def test_districts_ended_with_june_2025_and_communes_go_on(path: Path) -> None:
    store = Store(path)
    district, commune = find(store, DISTRICT), find(store, COMMUNE)
    assert district is not None and commune is not None
    assert district.valid_to == date(2025, 6, 30)
    assert commune.valid_to is None
    assert not district.existed(date(2025, 7, 1), date(2025, 7, 31))


def test_an_archive_answers_with_a_note_by_the_newest_report_not_by_today(path: Path) -> None:
    store = Store(path)
    assert ended(store, DISTRICT, date(2024, 10, 31)) is None
    note = ended(store, DISTRICT, date(2025, 8, 31))
    assert note is not None
    assert (note.last_day, note.successor) == (date(2025, 6, 30), "")
    store = changed(path, ("succeed", (DISTRICT, COMMUNE, date(2025, 6, 30))))
    note = ended(store, DISTRICT, date(2025, 8, 31))
    assert note is not None and note.successor == COMMUNE


def test_what_an_admin_entered_is_not_overwritten_by_the_next_load(path: Path) -> None:
    changed(path, ("set_validity", (DISTRICT, date(1838, 1, 1), date(2025, 5, 31))))
    writer = Writer(path)
    writer.keep(extraction(org=DISTRICT, period="2023-11", figure="8"), SOURCE, "tester")
    writer.close()
    found = find(Store(path), DISTRICT)
    assert found is not None and found.valid_to == date(2025, 5, 31)


def test_an_alias_lets_a_report_be_of_that_body(path: Path) -> None:
    store = changed(path, ("add_alias", (DISTRICT, "Đảng bộ huyện Vĩnh Bảo")))
    found = find(store, DISTRICT)
    assert found is not None and found.aliases == ("Đảng bộ huyện Vĩnh Bảo",)
    writer = Writer(path)
    stored = writer.keep(extraction(org="ĐẢNG BỘ HUYỆN VĨNH BẢO", period="2023-12", figure="5"), SOURCE, "tester")
    writer.close()
    assert stored.org == DISTRICT


@pytest.mark.parametrize(
    ("step", "error"),
    [
        (("add_alias", (DISTRICT, COMMUNE)), ConflictError),
        (("add_alias", ("Không có", "x")), InputError),
        (("set_validity", (DISTRICT, date(2025, 1, 1), date(2024, 1, 1))), InputError),
        (("succeed", (DISTRICT, DISTRICT, date(2025, 6, 30))), InputError),
    ],
)
def test_impossible_changes_are_refused(
    path: Path, step: tuple[str, tuple[object, ...]], error: type[Exception]
) -> None:
    with pytest.raises(error):
        changed(path, step)
