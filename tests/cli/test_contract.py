"""The command line as the contract has it: statuses, one line of reason, JSON and nothing else."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.telegram import lock
from knowledge import samples
from tests.cli.conftest import Command

FACT_KEYS = {
    "id", "report", "org", "period", "section", "indicator", "measure", "value", "value_high", "unit", "text_value",
    "items", "qualifiers", "parent", "footnote", "doubtful", "quote", "page",
}  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"], ["load"], ["remove"], ["remove", "x"], ["facts", "--zip"], ["ask"], ["ask", "x", "--jsonl"],
        ["export"], ["load", "a.md", "--period", "tháng mười"], ["facts", "--report", "x"], ["backup"],
    ],
)  # fmt: skip
def test_wrong_usage_is_status_2_and_one_line(command: Command, arguments: list[str]) -> None:
    done = command(*arguments)
    assert done.status == 2
    assert done.err.startswith("Sai cách dùng")
    assert done.err.count("\n") == 1
    assert not done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "thu ngân sách"], ["facts"], ["reports"], ["check"], ["summary"], ["export", "--csv", "x"],
        ["remove", "1"], ["restore", "1"], ["backup", "x"], ["reextract"], ["restore-database", "none.db"],
        ["facts", "--config", "none.yaml"], ["load", "none.md"],
    ],
)  # fmt: skip
def test_failed_work_is_status_1_and_one_line(command: Command, arguments: list[str]) -> None:
    done = command(*arguments)
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert not done.out.strip() or arguments[0] == "load"


def test_a_value_carries_the_minus_sign_that_is_printed(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.md"
    path.write_text(
        "CÔNG AN HUYỆN AN HẠ\n\nBÁO CÁO\nKết quả công tác tháng 5 năm 2024\n\n"
        "1. Tai nạn giao thông xảy ra 12 vụ (-04 vụ so với cùng kỳ). Trộm cắp xảy ra 20 vụ, giảm 20% so với cùng kỳ.\n",
        encoding="utf-8",
    )
    command("load", path)
    found = {fact["text_value"]: fact["value"] for fact in command("facts", "--json").json}
    assert found["04 vụ"] == -4
    assert found["20%"] == 20


def test_load_says_what_it_kept(command: Command, tmp_path: Path) -> None:
    done = command("load", samples.OCTOBER, "--json")
    assert done.status == 0
    (row,) = done.json
    assert {"file", "report", "org", "period", "facts", "passages", "unparsed", "warnings"} <= set(row)
    assert (row["period"], row["report"]) == ("2023-10", 1)
    assert row["facts"] > 200
    again = command("load", samples.OCTOBER, "--json").json[0]
    assert again["identical"]
    before = command("reports", "--json").json
    assert len(before) == len(before[0]["versions"]) == 1
    command("load", samples.OCTOBER)
    assert command("reports", "--json").json == before


def test_a_dry_run_stores_nothing(command: Command) -> None:
    assert command("load", samples.OCTOBER, "--dry-run", "--json").json[0]["facts"] > 200
    assert command("reports").status == 1


def test_a_corrected_report_needs_replace(office: Command, tmp_path: Path) -> None:
    corrected = tmp_path / "corrected.md"
    corrected.write_text(samples.OCTOBER.read_text(encoding="utf-8").replace("111.226", "111.300"), encoding="utf-8")
    refused = office("load", corrected, "--json")
    assert refused.status == 1
    assert "--replace" in refused.json[0]["error"]
    assert not [f for f in office("facts", "--json").json if "111.300" in f["text_value"]]
    replaced = office("load", corrected, "--replace", "--json").json[0]
    assert any("111.226" in line and "111.300" in line for line in replaced["changes"])
    (row,) = office("reports", "--json").json
    assert [v["state"] for v in row["versions"]] == ["superseded", "current"]
    assert office("restore", row["id"], "--version", 1).status == 0
    assert [f for f in office("facts", "--json").json if "111.226" in f["text_value"]]


def test_one_bad_file_of_several_leaves_the_others_stored(command: Command, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_bytes(b"")
    done = command("load", "empty.md", samples.OCTOBER, "none.md", "--json")
    assert done.status == 1
    assert ["error" in row for row in done.json] == [True, False, True]
    assert len(command("reports", "--json").json) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.md", b""),
        ("blank.md", b" \n\n"),
        ("program.exe", bytes(range(256)) * 40),
        ("letter.md", "Kính gửi anh Ba, em vẫn khỏe.".encode()),
        ("wrong.txt", b"\xff\xfe\x00\xd8" * 30),
        ("(TUYET MAT) bao-cao.md", samples.OCTOBER.read_bytes()),
        ("stamped.md", "MẬT\n\n".encode() + samples.OCTOBER.read_bytes()),
        ("broken.docx", b"PK\x03\x04 no archive"),
        ("broken.pdf", b"%PDF-1.7 no more"),
    ],
)
def test_bad_input_is_one_vietnamese_line(command: Command, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = command("load", name)
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert "hoibaocao-" not in done.err, "that was a bug, not a refusal"
    assert not (tmp_path / "hoibaocao.db").exists()


def test_answers_have_the_shape_of_the_contract(office: Command) -> None:
    answer = office("ask", "thu ngân sách tháng 10 được bao nhiêu", "--json").json
    assert set(answer) == {"status", "answer", "text", "options", "facts", "elapsed_ms"}
    assert answer["status"] == "answered"
    assert "111.226" in answer["answer"]
    assert set(answer["facts"][0]) >= FACT_KEYS
    explained = office("ask", "thu ngân sách tháng 10 được bao nhiêu", "--explain")
    assert len(explained.out) > len(office("ask", "thu ngân sách tháng 10 được bao nhiêu").out)


def test_many_questions_are_answered_in_order(office: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [{"id": n, "q": f"thu ngân sách {n}"} for n in range(5)]
    asked.append({"id": "turns", "turns": ["thu ngân sách", "còn chi?"]})
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in asked)
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines + "\n\n"))
    done = office("ask", "--jsonl")
    assert done.status == 0
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == [0, 1, 2, 3, 4, "turns"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("thu ngân sách\n"))
    assert office("ask", "--jsonl").status == 1


@pytest.mark.parametrize(
    "question",
    [
        "", "   ", "a" * 10_000, "thu " * 3000, "\x00\x07\x1b[31m", "'; DROP TABLE facts; --", '"AND OR NEAR(* ^',
        "<b>thu</b> & <script>", "61,9", "%", "🙂", "ngaan sachs", "١٢٣",
    ],
)  # fmt: skip
def test_any_question_is_answered_or_refused(office: Command, question: str) -> None:
    done = office("ask", question, "--json")
    assert done.status == 0
    assert done.json["status"] in ("answered", "clarify", "not_found", "help")


def test_facts_and_checks_are_listed(office: Command) -> None:
    facts = office("facts", "--json").json
    assert set(facts[0]) >= FACT_KEYS
    assert len({fact["id"] for fact in facts}) == len(facts)
    october = office("facts", "--json", "--period", "2023-10").json
    assert {fact["period"] for fact in october} == {"2023-10"}
    assert office("facts", "--json", "--report", "1").json == facts
    checks = office("check", "--json").json
    assert all({"relation", "stated", "computed", "holds", "quote"} <= set(check) for check in checks)
    from_file = office("check", samples.OCTOBER, "--json").json
    assert [c["relation"] for c in from_file] == [c["relation"] for c in checks]
    assert office("check").status == 0


def test_the_summary_holds_figures_with_their_facts(office: Command) -> None:
    made = office("summary", "--json").json
    assert (made["period"], bool(made["org"])) == ("2023-10", True)
    assert "111.226" in made["text"]
    assert made["facts"]
    assert office("summary", "--period", "2022-01").status == 1


def test_removal_and_restoration(office: Command) -> None:
    assert office("remove", 1).status == 0
    assert office("reports", "--json").json == []
    assert office("remove", 1).status == 1
    assert office("ask", "thu ngân sách", "--json").json["status"] == "not_found"
    assert office("restore", 1).status == 0
    assert len(office("reports", "--json").json) == 1


def test_reextract_finds_nothing_new_in_what_was_just_read(office: Command) -> None:
    done = office("reextract")
    assert done.status == 0
    assert "không đổi" in done.out


def test_export_writes_workbook_and_tables(office: Command, tmp_path: Path) -> None:
    import openpyxl

    assert office("export", "--xlsx", "out.xlsx", "--csv", "tables").status == 0
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cells = [cell.value for page in book for row in page.iter_rows() for cell in row]
    assert 111226 in cells
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    written = "".join(path.read_text(encoding="utf-8-sig") for path in (tmp_path / "tables").iterdir())
    assert "111226" in written


def test_a_backup_goes_and_comes_back(office: Command, tmp_path: Path) -> None:
    assert office("backup", "copy.db").status == 0
    office("remove", 1)
    assert office("restore-database", "copy.db").status == 0
    assert len(office("reports", "--json").json) == 1
    assert len(list(tmp_path.glob("hoibaocao.db.*"))) >= 1


def test_a_database_that_a_bot_serves_is_not_replaced(office: Command, tmp_path: Path) -> None:
    office("backup", "copy.db")
    with lock.held(tmp_path / "hoibaocao.db"):
        assert office("restore-database", "copy.db").status == 1
    assert office("restore-database", "copy.db").status == 0


def test_doctor_finds_a_damaged_database(office: Command, tmp_path: Path) -> None:
    assert office("doctor").status == 0
    path = tmp_path / "hoibaocao.db"
    content = bytearray(path.read_bytes())
    content[8192:40960] = b"\x5a" * 32768
    path.write_bytes(bytes(content))
    done = office("doctor")
    assert done.status == 1
    assert "✗" in done.out


def test_options_stand_before_or_after_the_command(office: Command, tmp_path: Path) -> None:
    (tmp_path / "hoibaocao.db").rename(tmp_path / "other.db")
    assert office("--db", "other.db", "reports").status == 0
    assert office("reports", "--db", "other.db").status == 0
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "mine.yaml").write_text("database:\n  path: ../other.db\n", encoding="utf-8")
    assert office("--config", "sub/mine.yaml", "reports").status == 0
    assert office("reports", "--config", "sub/mine.yaml").status == 0


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("database:\n  paht: x\n", ("dòng 2", "database.paht")),
        ("access:\n  open: maybe\n", ("dòng 2", "access.open")),
        ("access:\n  admins: [a]\n", ("dòng 2", "access.admins")),
        ("summary:\n  time: 25:00\n", ("summary.time",)),
        ("summary:\n  day: 40\n", ("summary.day",)),
        ("summary:\n  day: 1\n  day: 2\n", ("dòng 3", "summary.day")),
        ("language: fr\n", ("language",)),
        ("a: [", ("cú pháp",)),
    ],
)
def test_a_fault_in_the_settings_names_key_and_line(
    office: Command, tmp_path: Path, content: str, named: tuple[str, ...]
) -> None:
    (tmp_path / "config.yaml").write_text(content, encoding="utf-8")
    done = office("reports")
    assert done.status == 1
    assert all(name in done.err for name in named), done.err
    assert done.err.count("\n") == 1


def test_init_writes_what_is_missing_and_keeps_what_is_there(command: Command, tmp_path: Path) -> None:
    assert command("init").status == 0
    unit = (tmp_path / "hoibaocao.service").read_text(encoding="utf-8")
    assert "{" not in unit
    (tmp_path / "config.yaml").write_text("language: en\n", encoding="utf-8")
    assert command("init").status == 0
    assert (tmp_path / "config.yaml").read_text(encoding="utf-8") == "language: en\n"


def test_a_cold_question_imports_nothing_heavy(loaded: Path) -> None:
    code = (
        "import sys; from bot.cli import run\n"
        f"run(['ask', 'thu ngân sách', '--db', {str(loaded)!r}])\n"
        "print([m for m in ('telegram', 'sqlite_utils', 'numpy', 'matplotlib', 'lxml', 'openpyxl', 'httpx', 'asyncio')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
