"""The faults of disk and database as people meet them; the store's own tests kill loads at every statement."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from knowledge.load import extract
from knowledge.model import Extraction
from knowledge.store.reader import Store
from tests.telegram.conftest import ADMIN, DATA, VIEWER, Bot
from tests.telegram.fake_methods import Upload
from tests.telegram.process import cli

QUESTION = "tổng đàn lợn?"
OCTOBER = (DATA / "bao-cao-10.md").read_bytes()
CORRECTED = OCTOBER.replace(b"32.450 con", b"32.540 con")


def figures(path: Path) -> list[str]:
    """What the current report says of the pigs; the file is sound."""
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()
    store = Store(path)
    bodies = [store.body(row.id) for row in store.reports()]
    assert all(len(body.facts) == body.row.facts for body in bodies)
    found = [f.text_value for body in bodies for f in body.facts if "lợn" in f.indicator and f.unit == "con"]
    store.close()
    return found


@pytest.mark.parametrize("room", [0, 4096, 40_000, 120_000, 400_000])
def test_03_a_full_disk_is_said_in_one_line_and_old_data_answers(tmp_path: Path, loaded: Path, room: int) -> None:
    path = tmp_path / "reports.db"
    shutil.copy(loaded, path)
    (tmp_path / "sua.md").write_bytes(CORRECTED)
    for arguments in (("load", "sua.md", "--replace"), ("backup", "copy.db")):
        done = cli(tmp_path, "--db", "reports.db", *arguments, limit=room)
        if done.returncode:
            assert done.returncode == 1 and done.stderr.strip().count("\n") == 0, done.stderr
            assert "Traceback" not in done.stderr
    assert figures(path) in (["32.450 con"], ["32.540 con"])


async def test_04_a_file_cut_short_under_the_bot_is_maintenance_and_no_crash(bot: Bot) -> None:
    await bot.ask(VIEWER, QUESTION)
    bot.serving.service.conversation.engine._indexes.clear()
    os.truncate(bot.database, 4096 * 3)
    answer = await bot.ask(VIEWER, "số trường học?")
    assert "bảo trì" in answer.text or "70" in answer.text
    if "bảo trì" in answer.text:
        await bot.until(lambda: any("doctor" in text for text in bot.api.texts(ADMIN)))
    polls = bot.api.polls
    await asyncio.sleep(1.0)
    assert bot.api.polls - polls < 20, "no loop"


async def test_05_a_lock_held_by_another_process_holds_up_no_question(bot: Bot) -> None:
    await bot.ask(VIEWER, QUESTION)
    other = sqlite3.connect(bot.database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(4, other.rollback).start()
    begun = time.monotonic()
    assert "32.450" in (await bot.ask(VIEWER, QUESTION)).text
    assert "23,61" in (await bot.ask(VIEWER, "sản lượng điện tiêu thụ?")).text
    assert time.monotonic() - begun < 3.5
    await asyncio.sleep(4.5 - (time.monotonic() - begun))
    await bot.until(lambda: bot.serving.books.rows("SELECT count(*) FROM inbox WHERE done = 0")[0][0] == 0)


async def test_07_and_08_during_loads_old_figures_answer_and_copies_are_whole(bot: Bot) -> None:
    files = [OCTOBER.replace("AN HÒA".encode(), f"XÃ SỐ {n}".encode()) for n in range(6)]
    extracted = [extract(data, "x.md") for data in files]
    loads = asyncio.create_task(_load_all(bot, extracted, files))
    copies = 0
    while not loads.done():
        assert "32.450" in (await bot.ask(VIEWER, f"{QUESTION[:-1]} huyện An Hòa?")).text
        copy = bot.database.with_name(f"copy-{copies}.db")
        await bot.serving.books.alone(lambda writer, copy=copy: writer.backup(copy))
        found = figures(copy)
        assert set(found) == {"32.450 con"}
        copies += 1
    await loads
    assert copies and len(bot.serving.service.store.reports()) == 7


async def _load_all(bot: Bot, extracted: list[Extraction], files: list[bytes]) -> None:
    for extraction, data in zip(extracted, files, strict=True):
        await bot.serving.books.alone(lambda writer, e=extraction, d=data: writer.keep(e, d, "test"))  # type: ignore[misc]
        await asyncio.sleep(0)


def test_09_a_restored_backup_answers_as_before(tmp_path: Path, loaded: Path) -> None:
    shutil.copy(loaded, tmp_path / "reports.db")
    asked = ("ask", QUESTION)
    before = cli(tmp_path, "--db", "reports.db", *asked).stdout
    assert cli(tmp_path, "--db", "reports.db", "backup", "copy.db").returncode == 0
    assert cli(tmp_path, "--db", "reports.db", "remove", "1").returncode == 0
    assert cli(tmp_path, "--db", "reports.db", *asked).stdout != before
    assert cli(tmp_path, "--db", "reports.db", "restore-database", "copy.db").returncode == 0
    assert cli(tmp_path, "--db", "reports.db", *asked).stdout == before


async def test_03_on_a_full_disk_questions_are_answered(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    await bot.serving.books.alone(lambda writer: writer.db.execute("PRAGMA max_page_count = 1").fetchone())
    for _ in range(60):  # more than the free pages take
        assert "32.450" in (await bot.ask(VIEWER, QUESTION)).text
    assert any("could not be kept" in record.getMessage() for record in caplog.records)
    warned = await bot.new(ADMIN, lambda: bot.api.send(ADMIN, Upload("sua.md", CORRECTED)))
    bot.api.press(ADMIN, warned, "đọc tệp")
    await bot.until(lambda: "Đĩa đầy" in warned.text, 30)
    assert "32.450" in (await bot.ask(VIEWER, QUESTION)).text
