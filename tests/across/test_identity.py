"""What stays the same indicator over months and bodies, and what never is."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.across import corrections
from knowledge.across.identity import Likeness, likeness
from knowledge.across.signature import Wording, sign
from knowledge.across.units import size
from knowledge.errors import InputError
from knowledge.store.reader import Store
from knowledge.store.writer import Writer
from tests.across.conftest import SERIES, load


def alike(one: tuple[str, ...], other: tuple[str, ...], dimension: str = "money") -> Likeness | None:
    """How alike two wordings are: (own words, completing words, titles)."""
    a, b = (sign(Wording(dimension, *(*words, "", "")[:3])) for words in (one, other))
    return likeness(a, b, lambda word: 1.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("thu ngân sách nhà nước",), ("tổng thu NSNN trên địa bàn",)),
        (("thu ngân sách",), ("thu ngân sách nhà nước trên địa bàn huyện",)),
        (("giá trị sản xuất công nghiệp",), ("giá trị sản xuất ngành công nghiệp",)),
        (("tổng mức bán lẻ hàng hóa",), ("tổng mức bán lẻ hàng hoá trên địa bàn",)),
        (("thu tiền sử dụng đất",), ("tiền sử dụng đất", "tổng thu NSNN")),
        (("xảy ra vụ", "tai nạn giao thông"), ("xảy ra vụ tai nạn giao thông", "", "an toàn giao thông")),
        (("xử lý", "khối lượng rác thải sinh hoạt được thu gom"), ("thu gom và xử lý rác sinh hoạt",)),
        (("số hồ sơ thủ tục hành chính tiếp nhận",), ("tiếp nhận hồ sơ TTHC",)),
        (("tạo việc làm cho lao động",), ("số lao động được giải quyết việc làm",)),
    ],
)
def test_drifting_wordings_are_one_indicator(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert alike(one, other) is not None
    assert alike(other, one) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("thu ngân sách địa phương",), ("chi ngân sách địa phương",)),
        (("thu ngân sách nhà nước",), ("thu tiền sử dụng đất",)),
        (("thu nội địa",), ("thu ngân sách nhà nước",)),
        (("huy hiệu 70 năm",), ("huy hiệu 60 năm",)),
        (("kết nạp hội viên mới", "", "Hội Nông dân"), ("kết nạp hội viên mới", "", "Hội Cựu chiến binh")),
        (("nữ", "kết nạp đảng viên"), ("nữ", "giải quyết việc làm cho lao động")),
        (("cấp lần đầu giấy chứng nhận",), ("cấp lại giấy chứng nhận",)),
        (("người chết", "tai nạn giao thông"), ("người bị thương", "tai nạn giao thông")),
        (("vụ cháy",), ("vụ tai nạn giao thông",)),
        (("giải quyết đơn khiếu nại",), ("tiếp nhận đơn khiếu nại",)),
        (("giá trị sản xuất công nghiệp",), ("giá trị sản xuất công nghiệp huyện quản lý",)),
        (("thuế giá trị gia tăng",), ("hoàn thuế giá trị gia tăng",)),
        (("thu gom rác thải",), ("thu gom rác thải y tế",)),
    ],
)
def test_another_thing_is_another_indicator(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert alike(one, other) is None


def test_another_dimension_is_another_indicator() -> None:
    a = sign(Wording("money", "thu ngân sách", "", ""))
    b = sign(Wording("percent", "thu ngân sách", "", ""))
    assert likeness(a, b, lambda word: 1.0) is None


def test_a_link_says_its_rule_and_what_was_left_over() -> None:
    like = alike(("điều trị nội trú bệnh nhân sốt xuất huyết",), ("điều trị bệnh nhân sốt xuất huyết",))
    assert like is not None
    assert (like.rule, like.only_first, like.only_second) == ("rare_words", ("nôij", "trus"), ())


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


def test_no_indicator_has_two_figures_for_one_month_of_a_body(series_db: Path) -> None:
    stated: dict[tuple[object, ...], set[tuple[str, Decimal]]] = {}
    for *key, value, unit in rows(
        series_db,
        """SELECT s.indicator, s.organisation, s.period, v.id, f.value_exact, f.unit FROM series s
           JOIN facts f ON f.id = s.fact JOIN versions v ON v.id = s.version JOIN reports r ON r.id = v.report
           WHERE r.period = s.period AND s.flavour = 'value'""",
    ):
        dimension, factor = size(str(unit))
        stated.setdefault(tuple(key), set()).add((dimension, Decimal(str(value)) * factor))
    assert [key for key, figures in stated.items() if len(figures) > 1] == []


def test_most_indicators_span_all_months_whatever_the_style(series_db: Path) -> None:
    spans = rows(
        series_db,
        """SELECT s.indicator, count(DISTINCT s.period) FROM series s JOIN reports r ON r.period = s.period
           WHERE s.organisation = 1 AND s.flavour = 'value' AND r.kind = 'monthly' AND r.organisation = 1 GROUP BY 1""",
    )
    whole = [n for _, n in spans if n == 11]
    assert len(whole) >= 21


def test_the_view_for_people_names_the_rule_of_each_link(series_db: Path) -> None:
    rules = {rule for (rule,) in rows(series_db, "SELECT DISTINCT linked_by FROM indicator_series")}
    assert {"first", "same_names", "synonyms"} <= rules


def test_series_are_read_without_anything_but_the_standard_library(store: Store) -> None:
    from knowledge.store import series

    place = series.of_report(store, 1)[0]
    assert series.of_body(store, place.indicator, place.org)


def test_a_cumulative_figure_finds_the_indicator_of_its_month_in_the_first_report_already(tmp_path: Path) -> None:
    path = tmp_path / "one.db"
    load(path, [SERIES / "song-lam-2023-10.md"])
    flavours = rows(path, "SELECT indicator, group_concat(DISTINCT flavour) FROM series GROUP BY 1")
    assert [kinds for _, kinds in flavours if "cumulative" in str(kinds) and "value" in str(kinds)]


def test_linking_hardly_depends_on_which_month_is_loaded_first(tmp_path: Path) -> None:
    months = sorted(SERIES.glob("song-lam-20*-??.md"))
    path = tmp_path / "backwards.db"
    load(path, months[::-1])
    whole = rows(
        path,
        """SELECT indicator FROM series WHERE flavour = 'value' GROUP BY 1 HAVING count(DISTINCT period) = 11""",
    )
    assert len(whole) >= 18


def test_an_admins_word_moves_stored_figures_and_outlasts_the_next_load(tmp_path: Path) -> None:
    path = tmp_path / "corrected.db"
    load(path, [SERIES / "song-lam-2024-06.md", SERIES / "song-lam-2024-09.md"])
    writer = Writer(path)
    wording = next(row for row in corrections.listed(writer.db, "Tổng đàn lợn"))
    with writer.transaction():
        alone = corrections.part(writer.db, wording.wording, "admin")
    assert {row.indicator for row in corrections.listed(writer.db, "Tổng đàn lợn")} >= {alone}
    writer.close()
    load(path, [SERIES / "song-lam-2024-02.md"])  # of the same style, so in the same words
    months = rows(path, f"SELECT DISTINCT period FROM series WHERE indicator = {alone} ORDER BY 1")
    assert months == [("2024-02",), ("2024-06",), ("2024-09",)]
    writer = Writer(path)
    with writer.transaction():
        corrections.join(writer.db, wording.wording, wording.indicator, "admin")
    assert rows(path, f"SELECT count(*) FROM series WHERE indicator = {alone}") == [(0,)]
    with pytest.raises(InputError):
        corrections.join(writer.db, 10_000, wording.indicator, "admin")
    writer.close()
