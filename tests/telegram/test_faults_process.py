"""The faults that end a process: kill -9 with questions waiting or a broadcast under way, a second instance, the token.

`make test` takes a sample of the kills, `make faults` all of them.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.people import clock
from knowledge.store import transaction
from knowledge.store.migrations import knowledge
from tests.telegram.conftest import ADMIN
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.process import Process, cli

QUESTION = "tổng đàn lợn?"


@pytest.fixture
def folder(tmp_path: Path, loaded: Path) -> Path:
    shutil.copy(loaded, tmp_path / "reports.db")
    return tmp_path


def answered(api: FakeTelegram, people: range) -> Counter[int]:
    return Counter(m.chat_id for m in list(api.methods.sent) if m.chat_id in people)


def _killed_with_questions_waiting(api: FakeTelegram, folder: Path, moments: list[float]) -> None:
    """100 questions wait; the bot is killed at each of the moments after its first answer or start, then left alone."""
    with Process(api, folder) as bot:
        people = range(1000, 1100)
        for person in people:
            api.say(person, QUESTION)
        for moment in moments:
            bot.start()
            time.sleep(moment)
            bot.kill()
        bot.start()
        api.wait(lambda: len(answered(api, people)) == len(people), 30)
        time.sleep(0.5)
        counts = answered(api, people)
        assert sum(counts.values()) - len(people) <= len(moments), "at most one repeated for each kill"
        assert "Traceback" not in bot.log


def test_12_killed_with_questions_waiting_nothing_is_lost(api: FakeTelegram, folder: Path) -> None:
    _killed_with_questions_waiting(api, folder, [0.03, 0.15])


@pytest.mark.faults
def test_12_killed_every_50_ms(api: FakeTelegram, folder: Path) -> None:
    _killed_with_questions_waiting(api, folder, [n * 0.05 for n in range(20)])


def subscribe(folder: Path, people: range) -> None:
    database = sqlite3.connect(folder / "reports.db")
    with database:
        database.executemany(
            "INSERT INTO subscriptions (person, topics, day, since) VALUES (?, '[]', 0, ?)",
            [(person, clock.now()) for person in people],
        )
    database.close()


def _killed_during_a_broadcast(api: FakeTelegram, folder: Path, number: int, kills: int) -> None:
    with Process(api, folder) as bot:
        bot.start().kill()  # makes the bot's tables
        people = range(10_000, 10_000 + number)
        subscribe(folder, people)
        api.methods.known |= set(people) | {ADMIN}
        bot.start()
        shown = api.texts(ADMIN)
        database = sqlite3.connect(folder / "reports.db")
        report, version = database.execute("SELECT report, id FROM versions WHERE state = 'current'").fetchone()
        database.close()
        message = api.methods.call("sendMessage", {"chat_id": ADMIN, "text": "x"})
        api.tap(ADMIN, api.messages(ADMIN)[-1], f"1:sumnow:{report}:{version}")
        assert message and shown == []
        for kill in range(kills):
            wanted = (kill + 1) * number * 2 // (kills + 1)
            api.wait(lambda wanted=wanted: sum(answered(api, people).values()) >= wanted, 60)
            bot.kill()
            bot.start()
        api.wait(lambda: any("người nhận" in text for text in api.texts(ADMIN)), 120)
        texts = Counter(m.chat_id for m in api.methods.sent if m.chat_id in people and m.kind == "text")
        pictures = Counter(m.chat_id for m in api.methods.sent if m.chat_id in people and m.kind == "photo")
        assert set(texts) == set(pictures) == set(people)
        assert sum(texts.values()) + sum(pictures.values()) - 2 * number <= kills
        assert any(f"{number} người nhận" in text for text in api.texts(ADMIN))


def test_13_killed_during_a_broadcast_everybody_is_served(api: FakeTelegram, folder: Path) -> None:
    _killed_during_a_broadcast(api, folder, 150, 3)


@pytest.mark.faults
def test_13_killed_20_times_during_a_broadcast_to_5000(api: FakeTelegram, folder: Path) -> None:
    _killed_during_a_broadcast(api, folder, 5000, 20)


def test_a_clean_stop_answers_what_it_has_fetched(api: FakeTelegram, folder: Path) -> None:
    with Process(api, folder) as bot:
        bot.start()
        people = range(1000, 1030)
        for person in people:
            api.say(person, QUESTION)
        api.wait(lambda: answered(api, people))
        assert bot.terminate() == 0
        bot.start()
        api.wait(lambda: len(answered(api, people)) == len(people))
        assert set(answered(api, people).values()) == {1}
        assert api.token not in bot.log and "Traceback" not in bot.log


def test_18_a_second_instance_over_the_same_database_ends_with_one_line(api: FakeTelegram, folder: Path) -> None:
    with Process(api, folder) as first, Process(api, folder) as second:
        first.start()
        second.output = folder / "second.txt"
        assert second.start(wait=False).ended(20) == 1
        assert "đang chạy" in second.log and second.log.count("\n") == 1


def test_18_a_wrong_token_ends_with_one_line_that_does_not_show_it(api: FakeTelegram, folder: Path) -> None:
    for token, words in (("42:" + "B" * 35, "không nhận"), ("", "TELEGRAM_BOT_TOKEN"), ("nonsense", "không giống")):
        with Process(api, folder, token=token or " ") as bot:
            bot.output = folder / f"log-{len(token)}.txt"
            assert bot.start(wait=False).ended(20) == 1
            assert words in bot.log
            assert "B" * 35 not in bot.log and "Traceback" not in bot.log


@pytest.mark.faults
def test_18_another_poller_that_stays_ends_this_one_within_a_minute(api: FakeTelegram, folder: Path) -> None:
    with Process(api, folder) as bot:
        bot.start()
        api.fail("getUpdates", "409", times=1000)
        assert bot.ended(60) == 1
        assert "Một bot khác" in bot.log.splitlines()[-1]


def test_11_a_damaged_database_is_named_and_not_served(api: FakeTelegram, folder: Path) -> None:
    whole = (folder / "reports.db").read_bytes()
    page = 4096
    flipped = whole[:page] + bytes(255 - byte for byte in whole[page : 12 * page]) + whole[12 * page :]
    for damaged in (flipped, b"no database at all" * 500, whole[:100]):
        (folder / "reports.db").write_bytes(damaged)
        for name in ("reports.db-wal", "reports.db-shm"):
            (folder / name).unlink(missing_ok=True)
        doctor = cli(folder, "--db", "reports.db", "doctor")
        assert doctor.returncode == 1 and "✗ Cơ sở dữ liệu" in doctor.stdout
        with Process(api, folder) as bot:
            bot.output.unlink(missing_ok=True)
            assert bot.start(wait=False).ended(20) == 1
            assert "restore-database" in bot.log and "Traceback" not in bot.log


def test_10_a_database_of_a_newer_program_is_refused(api: FakeTelegram, folder: Path) -> None:
    with Process(api, folder) as bot:
        bot.start().kill()
        database = sqlite3.connect(folder / "reports.db")
        with database:
            database.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('bot', 'of_tomorrow', '')"
            )
        database.close()
        assert bot.start(wait=False).ended(20) == 1
        assert re.search("of_tomorrow.*nâng cấp", bot.log)


def test_10_an_older_schema_is_copied_before_it_is_changed(api: FakeTelegram, folder: Path, tmp_path: Path) -> None:
    with Process(api, folder) as bot:
        bot.start()
        assert bot.terminate() == 0
    assert not (folder / "backups").exists(), "nothing was to come, nothing is copied"
    (folder / "reports.db").unlink()
    older = transaction.open_database(folder / "reports.db")
    knowledge.apply(older, stop_before=knowledge.pending(older)[-1].name)
    older.close()
    with Process(api, folder) as bot:
        bot.start()
        assert bot.terminate() == 0
    [copy] = (folder / "backups").iterdir()
    assert knowledge.pending(transaction.open_database(copy)) != []
    assert knowledge.pending(transaction.open_database(folder / "reports.db")) == []
