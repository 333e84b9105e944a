"""Work on an untrusted file in a process of its own: bounded memory and processor time, ended when it stands still.

The parent names a function ("knowledge.load:extract") and its arguments; the child runs it and sends back progress, the
result or the error, pickled. A child that is started before its arguments are known imports the function meanwhile. The
parent unpickles nothing but this project's values and plain ones, so that a child that was taken over can't run code in
it.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import pickle
import struct
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import IO, Any

from knowledge import collection
from knowledge.errors import HoibaocaoError, InputError
from knowledge.read import limits

STALLED_SECONDS = 15.0  # without a sign of life: the bound on every hostile file
PAGE_SECONDS = 45.0  # the same once pages are being recognised
_LENGTH = struct.Struct("!Q")
_LARGEST_MESSAGE = 512 * 2**20
_PLAIN = {
    "builtins": {"set", "frozenset"},
    "decimal": {"Decimal"},
    "datetime": {"date", "datetime"},
}
_OWN = ("knowledge.model", "knowledge.errors")


def run(
    target: str,
    *arguments: object,
    name: str = "",
    progress: limits.Progress | None = None,
    part: Callable[[Any], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    stalled_seconds: float = STALLED_SECONDS,
    started: subprocess.Popen[bytes] | None = None,
    **options: object,
) -> Any:
    """Call `target` ("module:function") in a worker process and return what it returns.

    `started` is a child that `start` made ready for this target; it serves one call. `progress(done, total)` is called
    in this thread, as is `part(value)` with the first value that the function hands over (`limits.hand_over`);
    `cancelled` is asked several times a second. Raises what the function raises of HoibaocaoError, and InputError:
    work_cancelled, file_too_slow (no progress for `stalled_seconds`), file_too_heavy (out of memory or processor time).
    A bug there is a RuntimeError here, with its traceback.
    """
    process = started or start(target)
    assert process.stdin is not None and process.stdout is not None
    inbox = _Inbox()
    Thread(target=_collect, args=(process.stdout, inbox), daemon=True).start()
    try:
        with contextlib.suppress(BrokenPipeError):
            _send(process.stdin, ("call", (arguments, options, part is not None)))
            process.stdin.close()
        return _outcome(inbox, name, progress, part, cancelled, stalled_seconds)
    finally:
        inbox.part_done.set()
        end(process)


def start(target: str) -> subprocess.Popen[bytes]:
    """A child that gets ready to call `target`; in a session of its own, so that what it starts ends with it."""
    paths = os.pathsep.join(sys.path)
    return subprocess.Popen(
        [sys.executable, "-m", "knowledge.read.worker", target],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": paths},
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a child and all that it started; nothing where that is done."""
    if process.returncode is None:
        limits.end_session(process.pid)
        process.wait()
        for stream in filter(None, (process.stdin, process.stdout)):
            with contextlib.suppress(BrokenPipeError):  # what it never read is lost with it
                stream.close()


@dataclass(slots=True)
class _Inbox:
    """Messages of the child. While a part is worked on no more are read, so that the child can't heap them up here."""

    messages: list[tuple[str, Any]] = field(default_factory=list)
    arrived: Event = field(default_factory=Event)
    part_done: Event = field(default_factory=Event)

    def add(self, kind: str, value: Any) -> None:
        self.messages.append((kind, value))
        self.arrived.set()
        if kind == "part":
            self.part_done.wait()


def _outcome(
    inbox: _Inbox,
    name: str,
    progress: limits.Progress | None,
    part: Callable[[Any], None] | None,
    cancelled: Callable[[], bool] | None,
    stalled_seconds: float,
) -> Any:
    last = time.monotonic()
    while True:
        inbox.arrived.wait(0.1)
        inbox.arrived.clear()
        while inbox.messages:
            kind, value = inbox.messages.pop(0)
            if kind == "part" and part is not None and not inbox.part_done.is_set():
                part(value)
                inbox.part_done.set()
            last = time.monotonic()
            if kind == "progress":
                stalled_seconds = max(stalled_seconds, PAGE_SECONDS)
                if progress is not None:
                    progress(*value)
            elif kind == "result":
                return value
            elif kind == "error":
                raise value
            elif kind == "bug":
                raise RuntimeError(value)
            elif kind == "ended":
                raise InputError("file_too_heavy", name=name)
        if cancelled is not None and cancelled():
            raise InputError("work_cancelled", name=name)
        if time.monotonic() - last > stalled_seconds:
            raise InputError("file_too_slow", name=name)


def _collect(stream: IO[bytes], inbox: _Inbox) -> None:
    """Messages of the child into the inbox, and "ended" when there are no more."""
    with contextlib.suppress(OSError, ValueError, EOFError, pickle.UnpicklingError, AttributeError, TypeError):
        while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
            (length,) = _LENGTH.unpack(head)
            if length > _LARGEST_MESSAGE:
                break
            inbox.add(*_Values(io.BytesIO(stream.read(length))).load())
    inbox.add("ended", None)


class _Values(pickle.Unpickler):
    """Builds the values of `knowledge` and a few plain ones, and refuses every other global."""

    def find_class(self, module: str, name: str) -> Any:
        if module in _PLAIN and name in _PLAIN[module]:
            return super().find_class(module, name)
        if module in _OWN:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _send(stream: IO[bytes], message: tuple[str, object]) -> None:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def main() -> None:
    """The child: one call, then the end."""
    limits.limit_this_process()
    collection.settle()
    stream = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing but messages goes to the parent
    module, function = sys.argv[1].split(":")
    try:
        called = getattr(importlib.import_module(module), function)
        (length,) = _LENGTH.unpack(sys.stdin.buffer.read(_LENGTH.size))
        _, (arguments, options, in_parts) = pickle.loads(sys.stdin.buffer.read(length))
        part = (lambda value: _send(stream, ("part", value))) if in_parts else None
        with limits.reporting(lambda done, total: _send(stream, ("progress", (done, total))), part):
            result = called(*arguments, **options)
        _send(stream, ("result", result))
    except HoibaocaoError as error:
        _send(stream, ("error", error))
    except (MemoryError, RecursionError):
        return  # the parent sees the end without a result
    except Exception:
        _send(stream, ("bug", traceback.format_exc()))


if __name__ == "__main__":
    main()
