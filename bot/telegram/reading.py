"""Reading a report in a process of its own, with limits: answers go on, and a hostile file ends only itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from knowledge.model import Extraction
from knowledge.read import worker

Progress = Callable[[int, int], None]


async def read(
    data: bytes, name: str, period: str, organisation: str, progress: Progress, cancelled: Callable[[], bool]
) -> Extraction:
    """The extraction of a file; `progress(done, total)` is called in the event loop for each page read.

    Raises what reading raises, and InputError for work that is cancelled, too slow or too heavy.
    """
    loop = asyncio.get_running_loop()

    def step(done: int, total: int) -> None:
        loop.call_soon_threadsafe(progress, done, total)

    def work() -> object:
        return worker.run(
            "knowledge.load:extract", data, name, name=name, progress=step, cancelled=cancelled,
            period=period, org=organisation,
        )  # fmt: skip

    result = await asyncio.to_thread(work)
    assert isinstance(result, Extraction)
    return result
