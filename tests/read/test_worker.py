"""Work in a process of its own: limits, progress, cancelling, and what may come back."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from knowledge.errors import InputError, SecrecyError
from knowledge.model import Extraction
from knowledge.read import limits, worker

SAMPLES = Path(__file__).parents[1] / "data" / "samples"


def counts(pages: int) -> int:
    """A piece of work that reports each page."""
    for page in range(1, pages + 1):
        limits.step(page, pages)
    return pages


def parts(number: int) -> int:
    """A piece of work that hands over parts of its result."""
    for part in range(number):
        limits.hand_over(part)
    return number


def test_a_report_comes_back_whole() -> None:
    name = "bao-cao-2023-10.docx"
    found = worker.run("knowledge.load:extract", (SAMPLES / name).read_bytes(), name, name=name)
    assert isinstance(found, Extraction)
    assert len(found.facts) > 200


def test_progress_is_told_page_by_page() -> None:
    seen: list[tuple[int, int]] = []
    assert worker.run("tests.read.test_worker:counts", 3, progress=lambda done, total: seen.append((done, total))) == 3
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_the_first_part_comes_before_the_rest() -> None:
    seen: list[int] = []
    assert worker.run("tests.read.test_worker:parts", 3, part=seen.append) == 3
    assert seen == [0]
    assert worker.run("tests.read.test_worker:parts", 3) == 3  # nobody asked for parts


def test_a_worker_may_be_started_ahead() -> None:
    started = worker.start("tests.read.test_worker:counts")
    assert worker.run("tests.read.test_worker:counts", 3, started=started) == 3
    worker.end(started)
    unused = worker.start("tests.read.test_worker:counts")
    worker.end(unused)
    assert unused.returncode is not None


def test_the_reason_of_a_refusal_comes_back() -> None:
    with pytest.raises(InputError) as caught:
        worker.run("knowledge.read:read", b"\x00\x01\x02", "a.doc", name="a.doc")
    assert (caught.value.code, caught.value.params) == ("format_unknown", {"name": "a.doc"})
    with pytest.raises(SecrecyError):
        worker.run("knowledge.read:read", b"x", "a (MẬT).doc", name="a.doc")


def test_work_without_a_sign_of_life_is_ended() -> None:
    with pytest.raises(InputError, match="file_too_slow"):
        worker.run("time:sleep", 60, name="a.pdf", stalled_seconds=1.0)


def test_work_can_be_cancelled() -> None:
    with pytest.raises(InputError, match="work_cancelled"):
        worker.run("time:sleep", 60, name="a.pdf", cancelled=lambda: True)


def test_programs_that_the_work_started_end_with_it(tmp_path: Path) -> None:
    program = ["sh", "-c", "sleep 61.37; true"]
    with pytest.raises(InputError, match="work_cancelled"):
        worker.run("knowledge.read.limits:run_program", program, seconds=60, folder=tmp_path, cancelled=_after(1.0))
    left = [place for place in Path("/proc").glob("[0-9]*/cmdline") if b"61.37" in _bytes(place)]
    assert left == []


def _after(seconds: float) -> Callable[[], bool]:
    until = time.monotonic() + seconds
    return lambda: time.monotonic() > until


def _bytes(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError:
        return b""


def test_memory_is_bounded() -> None:
    with pytest.raises(InputError, match="file_too_heavy"):
        worker.run("builtins:bytes", limits.MEMORY * 2, name="a.pdf")


def test_a_bug_is_no_refusal() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        worker.run("operator:truediv", 1, 0)


@pytest.mark.parametrize("thing", [print, Path("x"), pickle.Unpickler], ids=["function", "path", "class"])
def test_only_known_values_are_unpickled(thing: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        worker._Values(BytesIO(pickle.dumps(thing))).load()
