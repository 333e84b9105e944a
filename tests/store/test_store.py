"""What is kept comes back as it was; identical, corrected, removed, restored, undone, drafts, which report is which."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.errors import ConflictError, InputError, UnavailableError
from knowledge.model import Extraction
from knowledge.store.reader import Store
from knowledge.store.writer import Stored, Writer
from tests.store.made import SOURCE, extraction


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a folder" / "báo cáo?.db"


@pytest.fixture
def writer(path: Path) -> Writer:
    return Writer(path)


def keep(writer: Writer, report: Extraction, **options: bool) -> Stored:
    return writer.keep(report, SOURCE, "tester", **options)


def test_everything_comes_back_as_it_was(writer: Writer, path: Path) -> None:
    keep(writer, extraction(period="2023-09"))
    made = extraction()
    stored = keep(writer, made)
    store = Store(path)
    body = store.body(stored.report_id)
    first = body.facts[0].id
    assert first > 1, "database ids go on from report to report"
    assert body.passages == made.outline.passages
    assert body.header == made.outline.header
    expected = tuple(
        replace(f, id=first + f.id, parent=None if f.parent is None else first + f.parent) for f in made.facts
    )
    assert body.facts == expected
    assert str(body.facts[3].value) == "14609.850"
    assert [c.facts for c in body.checks] == [(first, first + 2), (first + 1,), ()]
    assert [c.holds for c in body.checks] == [False, None, True]
    assert store.warnings(stored.version) == made.warnings
    assert store.source(stored.version) == ("bao-cao.md", SOURCE)
    assert store.text(stored.version) == made.outline.document.text
    assert store.facts((first + 2, first, 999)) == (expected[2], expected[0])
    assert store.report_of(first) == (stored.report_id, stored.version)


def test_tables_say_what_is_packed(writer: Writer, path: Path) -> None:
    stored = keep(writer, extraction())
    packed = Store(path).body(stored.report_id)
    writer.db.execute("DELETE FROM packed")
    assert Store(path).body(stored.report_id) == packed
    assert hash(packed.facts[3]) == hash(Store(path).body(stored.report_id).facts[3])


def test_what_another_room_packed_goes_when_the_facts_change(writer: Writer, path: Path) -> None:
    stored = keep(writer, extraction())
    writer.attach(stored.version, "words", b"a b c")
    store = Store(path)
    assert store.packed(stored.version, "words") == b"a b c"
    writer.withdraw_fact(store.body(stored.report_id).facts[0].id, "tester")
    assert store.packed(stored.version, "words") is None


def test_the_same_file_again_changes_nothing(writer: Writer, path: Path) -> None:
    first = keep(writer, extraction())
    before = "\n".join(Writer(path).db.conn.iterdump())
    again = keep(writer, extraction(org=""))
    assert again.identical
    assert (again.report_id, again.version) == (first.report_id, first.version)
    assert "\n".join(writer.db.conn.iterdump()) == before


def test_a_corrected_version_needs_replace_and_says_what_changes(writer: Writer, path: Path) -> None:
    old = keep(writer, extraction())
    corrected = extraction(figure="111.300")
    with pytest.raises(ConflictError) as refused:
        keep(writer, corrected)
    assert refused.value.params["changed"] == "1"
    assert Store(path).body(old.report_id).facts[0].text_value == "111.226 triệu đồng"
    new = keep(writer, corrected, replace=True)
    assert (new.report_id, new.replaced) == (old.report_id, old.version)
    assert new.changes is not None
    assert [(a.text_value, b.text_value) for a, b in new.changes.changed] == [
        ("111.226 triệu đồng", "111.300 triệu đồng")
    ]
    assert not new.changes.new
    assert not new.changes.gone
    store = Store(path)
    assert store.body(old.report_id).facts[0].text_value == "111.300 triệu đồng"
    assert [v.state for v in store.versions(old.report_id)] == ["superseded", "current"]
    assert store.body(old.report_id, old.version).facts[0].text_value == "111.226 triệu đồng"


def test_an_earlier_version_can_be_used_again(writer: Writer, path: Path) -> None:
    old = keep(writer, extraction())
    keep(writer, extraction(figure="111.300"), replace=True)
    writer.restore(old.report_id, "tester", 1)
    assert Store(path).body(old.report_id).facts[0].text_value == "111.226 triệu đồng"


def test_removal_can_be_taken_back(writer: Writer, path: Path) -> None:
    stored = keep(writer, extraction())
    writer.remove(stored.report_id, "tester")
    assert Store(path).reports() == ()
    with pytest.raises(InputError):
        writer.remove(stored.report_id, "tester")
    writer.restore(stored.report_id, "tester")
    assert len(Store(path).reports()) == 1
    with pytest.raises(ConflictError):
        writer.restore(stored.report_id, "tester")


def test_a_removed_report_can_be_loaded_again(writer: Writer, path: Path) -> None:
    stored = keep(writer, extraction())
    writer.remove(stored.report_id, "tester")
    again = keep(writer, extraction())
    assert not again.identical
    assert [row.id for row in Store(path).reports()] == [stored.report_id]


def test_undo_goes_back_step_by_step(writer: Writer, path: Path) -> None:
    stored = keep(writer, extraction())
    keep(writer, extraction(figure="111.300"), replace=True)
    fact = Store(path).body(stored.report_id).facts[0].id
    writer.withdraw_fact(fact, "tester")
    assert len(Store(path).body(stored.report_id).facts) == 3
    writer.remove(stored.report_id, "tester")
    assert writer.undo_last("tester").action == "remove"
    assert writer.undo_last("tester").action == "withdraw"
    assert len(Store(path).body(stored.report_id).facts) == 4
    assert writer.undo_last("tester").action == "replace"
    assert Store(path).body(stored.report_id).facts[0].text_value == "111.226 triệu đồng"
    assert writer.undo_last("tester").action == "load"
    assert Store(path).reports() == ()
    with pytest.raises(InputError):
        writer.undo_last("tester")


def test_a_draft_answers_nothing_until_it_is_published(writer: Writer, path: Path) -> None:
    stored = keep(writer, extraction())
    draft = keep(writer, extraction(figure="111.300"), draft=True)
    store = Store(path)
    assert draft.changes is not None
    assert store.body(stored.report_id).facts[0].text_value == "111.226 triệu đồng"
    assert store.body(stored.report_id, draft.version).facts[0].text_value == "111.300 triệu đồng"
    writer.publish(draft.version, "tester")
    assert store.body(stored.report_id).facts[0].text_value == "111.300 triệu đồng"
    with pytest.raises(ConflictError):
        writer.discard(draft.version)


def test_a_discarded_draft_leaves_nothing(writer: Writer, path: Path) -> None:
    draft = keep(writer, extraction(), draft=True)
    writer.discard(draft.version)
    counts = {
        table: writer.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("reports", "versions", "sources", "facts", "passages", "ledger", "checks", "warnings")
    }
    assert set(counts.values()) == {0}
    with pytest.raises(ConflictError):
        writer.publish(draft.version, "tester")


def test_a_doubtful_fact_can_be_confirmed(writer: Writer, path: Path) -> None:
    stored = keep(writer, extraction())
    fact = Store(path).body(stored.report_id).facts[2]
    assert fact.doubtful
    writer.confirm_fact(fact.id, "tester")
    assert not Store(path).body(stored.report_id).facts[2].doubtful
    with pytest.raises(InputError):
        writer.confirm_fact(999, "tester")


def test_an_annex_and_a_quarter_never_replace_the_month(writer: Writer, path: Path) -> None:
    month = keep(writer, extraction())
    annex = keep(writer, extraction(figure="1", kind="annex", title="Phụ lục 1"))
    other = keep(writer, extraction(figure="2", kind="annex", title="Phụ lục 2"))
    assert len({month.report_id, annex.report_id, other.report_id}) == 3
    with pytest.raises(ConflictError):
        keep(writer, extraction(figure="3", kind="annex", title="PHỤ LỤC 1"))


def test_names_compare_folded_and_the_better_spelling_stays(writer: Writer, path: Path) -> None:
    first = keep(writer, extraction(org="HUYỆN ỦY VĨNH BẢO"))
    second = keep(writer, extraction(org="Huyện uỷ Vĩnh Bảo", figure="1.000"), replace=True)
    assert second.report_id == first.report_id
    assert second.org == "Huyện uỷ Vĩnh Bảo"
    assert keep(writer, extraction(org="HUYỆN ỦY VĨNH BẢO", period="2023-09")).org == "Huyện uỷ Vĩnh Bảo"


def test_a_report_without_letterhead_finds_its_body(writer: Writer) -> None:
    nobody = keep(writer, extraction(org=""))
    assert [w.code for w in nobody.warnings] == ["organisation_assumed"]
    writer.remove(nobody.report_id, "tester")
    named = keep(writer, extraction(org="Huyện ủy Vĩnh Bảo", period="2023-09"))
    only = keep(writer, extraction(org="", period="2023-08"))
    assert only.org == named.org
    keep(writer, extraction(org="Huyện ủy Tiên Lãng", period="2023-07"))
    assert keep(writer, extraction(org="", period="2023-06", figure="7")).org == nobody.org


def test_newest_is_the_latest_end_and_the_shorter_period_first(writer: Writer, path: Path) -> None:
    for number, period in enumerate(["2023", "2023-9M", "2023-Q3", "2023-09", "2023/2024", "2023-10"]):
        keep(writer, extraction(period=period, figure=f"{number}.000"))
    assert [row.period for row in Store(path).reports()] == [
        "2023/2024", "2023", "2023-10", "2023-09", "2023-Q3", "2023-9M",
    ]  # fmt: skip


@pytest.mark.parametrize(("period", "code"), [("", "period_missing"), ("tháng mười", "period_unknown")])
def test_a_report_without_a_period_is_refused(writer: Writer, path: Path, period: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        keep(writer, extraction(period=period))
    assert refused.value.code == code
    assert Store(path).reports() == ()


def test_readers_see_a_change_by_its_token(writer: Writer, path: Path) -> None:
    store = Store(path)
    before = store.data_version()
    assert store.data_version() == before
    keep(writer, extraction())
    assert store.data_version() != before


def test_what_is_no_database_is_named(tmp_path: Path) -> None:
    empty, text = tmp_path / "empty.db", tmp_path / "text.db"
    empty.write_bytes(b"")
    text.write_text("nothing of the kind" * 100)
    for path, code in ((tmp_path / "none.db", "missing"), (empty, "foreign"), (text, "damaged")):
        with pytest.raises(UnavailableError) as refused:
            Store(path)
        assert refused.value.code == f"database_{code}"


def test_a_newer_schema_is_refused(writer: Writer, path: Path) -> None:
    writer.db.execute("INSERT INTO _sqlite_migrations VALUES (99, 'knowledge', 'from_the_future', '2030-01-01')")
    with pytest.raises(UnavailableError) as refused:
        Writer(path)
    assert refused.value.code == "database_newer"


def test_views_show_what_is_current(writer: Writer) -> None:
    stored = keep(writer, extraction())
    keep(writer, extraction(figure="111.300"), replace=True)
    values = writer.db.execute(
        "SELECT value FROM current_facts WHERE folded LIKE '%thu ngan sach%' AND unit LIKE 'tri%'"
    )
    assert [row[0] for row in values.fetchall()] == [111300.0]
    assert writer.db.execute("SELECT report, version FROM current_reports").fetchall() == [(stored.report_id, 2)]
    assert writer.db.execute("SELECT form FROM unparsed_numbers").fetchall() == [("01",)]
    assert len(writer.db.execute("SELECT * FROM current_checks").fetchall()) == 3


def test_a_version_is_packed_anew_on_request(writer: Writer, path: Path) -> None:
    stored = keep(writer, extraction())
    writer.db.execute("DELETE FROM packed")
    writer.refresh(stored.version)
    assert Store(path).packed(stored.version, "body")
