"""Faults at every point of a write: after each the database is as it was, or as it should be, and never between.

`make test` takes a sample of the points, `make faults` takes every one.
"""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import ConflictError, UnavailableError
from knowledge.store import transaction
from knowledge.store.reader import Store
from knowledge.store.recovery import health, put_back
from knowledge.store.writer import Writer
from tests.store.made import SOURCE, extraction

EVERY_KIND = pytest.mark.parametrize(
    "step",
    [
        pytest.param(lambda w: w.keep(extraction(period="2023-11", figure="9"), SOURCE, "t"), id="load"),
        pytest.param(lambda w: w.keep(extraction(figure="9"), SOURCE, "t", replace=True), id="replace"),
        pytest.param(lambda w: w.remove(1, "t"), id="remove"),
        pytest.param(lambda w: w.undo_last("t"), id="undo"),
        pytest.param(lambda w: w.withdraw_fact(2, "t"), id="withdraw"),
    ],
)
Step = Callable[[Writer], object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "reports.db"
    writer = Writer(path)
    writer.keep(extraction(), SOURCE, "tester")
    writer.close()
    return path


def dump(path: Path) -> list[str]:
    """Every row but for the times of loading."""
    connection = sqlite3.connect(path)
    connection.text_factory = bytes
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
    content = [
        f"{name!r} {[v for v in row if str(v)[2:12].count('-') != 2]}"
        for name in tables
        for row in connection.execute(f'SELECT * FROM "{name.decode()}"')
    ]
    connection.close()
    return content


def in_child(work: Callable[[], object]) -> int:
    """Run `work` in a forked child; its wait status."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except UnavailableError:
            os._exit(1)
        except BaseException:
            os._exit(3)
    return os.waitpid(child, 0)[1]


def killed_at(path: Path, step: Step, n: int) -> bool:
    """Whether a child that is killed (-9) at the n-th statement of a step got that far."""

    def work() -> None:
        left = n

        def count(statement: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        writer = Writer(path)
        writer.db.conn.set_trace_callback(count)
        step(writer)

    return os.WIFSIGNALED(in_child(work))


def copies(path: Path, step: Step) -> tuple[list[str], list[str]]:
    """The database before a step and after it, the step done on a copy."""
    before = dump(path)
    other = path.with_name("other.db")
    Writer(path).backup(other)
    writer = Writer(other)
    step(writer)
    writer.close()
    return before, dump(other)


def kill_at_each(path: Path, step: Step, points: range) -> int:
    """Kill a step at each point, until one runs to its end; how many were killed."""
    before, after = copies(path, step)
    clean = path.with_name("clean.db")
    Writer(path).backup(clean)
    kills = 0
    for n in points:
        put_back(clean, path)
        if not killed_at(path, step, n):
            assert dump(path) == after
            return kills
        kills += 1
        assert dump(path) in (before, after), f"half done after a kill at statement {n}"
        assert health(path) == "ok"
    return kills


@EVERY_KIND
def test_a_kill_leaves_all_or_nothing(path: Path, step: Step) -> None:
    assert kill_at_each(path, step, range(1, 500, 7)) >= 1


@pytest.mark.faults
@EVERY_KIND
def test_a_kill_at_every_statement_leaves_all_or_nothing(path: Path, step: Step) -> None:
    assert kill_at_each(path, step, range(1, 10_000)) > 5


@EVERY_KIND
def test_an_error_at_any_point_leaves_the_database_as_it_was(path: Path, step: Step) -> None:
    before, after = copies(path, step)
    for n in range(1, 1000):
        writer = Writer(path)
        calls = iter(range(1, 1_000_000))
        writer.db.conn.set_progress_handler(lambda calls=calls, n=n: int(next(calls) == n), 100)
        try:
            step(writer)
        except UnavailableError:
            writer.db.conn.set_progress_handler(None, 0)
            assert not writer.db.conn.in_transaction
            assert dump(path) == before
            writer.close()
            continue
        assert dump(path) == after
        assert n > 1, "no fault was tried"
        return
    pytest.fail("the step never ended")


@pytest.mark.parametrize("room", [1, 20_000, 60_000, 100_000, 140_000])
def test_a_full_disk_is_one_clear_error(path: Path, room: int) -> None:
    before = dump(path)

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        Writer(path).keep(extraction(period="2023-11", figure="9"), SOURCE * 2000, "t")

    status = os.waitstatus_to_exitcode(in_child(work))
    assert status == 1
    assert dump(path) == before
    assert len(Store(path).reports()) == 1


def test_a_kill_during_migration_can_be_started_again(tmp_path: Path) -> None:
    for n in range(1, 60, 4):
        path = tmp_path / f"{n}.db"

        def work(path: Path = path, n: int = n) -> None:
            left = n

            def count(statement: str) -> None:
                nonlocal left
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

            connect = sqlite3.connect

            def traced(*arguments: object, **options: object) -> sqlite3.Connection:
                connection = connect(*arguments, **options)  # type: ignore[arg-type]
                connection.set_trace_callback(count)
                return connection

            sqlite3.connect = traced  # type: ignore[assignment]
            Writer(path)

        in_child(work)
        writer = Writer(path)
        assert writer.keep(extraction(), SOURCE, "t").report_id == 1


def test_readers_answer_while_another_process_holds_the_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "WAIT_SECONDS", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    waiting = Writer(path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UnavailableError) as refused:
        waiting.keep(extraction(period="2023-11"), SOURCE, "t")
    assert refused.value.code == "database_busy"
    assert len(Store(path).body(1).facts) == 4
    other.execute("ROLLBACK")
    assert waiting.keep(extraction(period="2023-11"), SOURCE, "t").report_id == 2


def test_two_processes_load_one_after_the_other(path: Path) -> None:
    children = []
    for part in (0, 1):
        child = os.fork()
        if child == 0:
            try:
                writer = Writer(path)
                for month in range(1, 7):
                    made = extraction(period=f"2022-{6 * part + month:02d}", figure=str(month + 10 * part))
                    writer.keep(made, SOURCE, f"child {part}")
                os._exit(0)
            except BaseException:
                os._exit(1)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    store = Store(path)
    assert len(store.reports()) == 13
    ids = [fact.id for row in store.reports() for fact in store.body(row.id).facts]
    assert len(set(ids)) == len(ids) == 52
    assert health(path) == "ok"


def test_a_backup_during_loads_holds_whole_loads_only(path: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def load() -> None:
        writer = Writer(path)
        for month in range(1, 200):
            if stop.is_set():
                break
            writer.keep(extraction(period=f"20{30 + month // 12}-{month % 12 + 1:02d}", figure=str(month)), SOURCE, "t")
        writer.close()

    thread = threading.Thread(target=load)
    thread.start()
    writer = Writer(path)
    for n in range(5):
        target = tmp_path / f"copy {n}.db"
        writer.backup(target)
        assert health(target) == "ok"
        store = Store(target)
        assert all(len(store.body(row.id).facts) == 4 for row in store.reports())
    stop.set()
    thread.join()


def test_a_backup_is_put_back_and_the_present_file_kept(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    writer = Writer(path)
    writer.backup(copy)
    writer.keep(extraction(period="2023-11"), SOURCE, "t")
    writer.close()
    kept = put_back(copy, path)
    assert len(Store(path).reports()) == 1
    assert kept is not None
    assert len(Store(kept).reports()) == 2


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_what_is_no_backup_changes_nothing(path: Path, tmp_path: Path, content: bytes | None) -> None:
    before = dump(path)
    backup = tmp_path / "backup.db"
    if content is None:
        Writer(path).backup(backup)
        damaged = bytearray(backup.read_bytes())
        damaged[4096 * 3 : 4096 * 5] = b"\x5a" * 8192
        backup.write_bytes(bytes(damaged))
    else:
        backup.write_bytes(content)
    with pytest.raises(UnavailableError):
        put_back(backup, path)
    assert dump(path) == before


def test_a_backup_never_overwrites_another_file(path: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("dear reader")
    with pytest.raises(ConflictError):
        Writer(path).backup(letter)
    assert letter.read_text() == "dear reader"
