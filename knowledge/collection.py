"""Garbage collection for a process that answers: what stays is not looked through again and again.

The kept indexes of reports are very many small values without a cycle among them. With Python's own thresholds every
few questions look through all of them: p95 was 52 ms where it is 22 ms so (230 reports, each asked about once).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 50_000  # new values before the youngest are looked through
OLDER, OLDEST = 20, 100


def settle() -> None:
    """Leave what is loaded by now out of the collections, and collect rarely: for a process that goes on answering, or
    for one that imports and makes very many values and then ends (`load` spent a fifth of its time on collections)."""
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDEST)


@contextmanager
def paused() -> Iterator[None]:
    """No collection within: a load makes very many values at once; going through them takes a third of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
