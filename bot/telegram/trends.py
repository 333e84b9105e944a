"""The picture that goes with an answer over months: drawn beside the event loop, in words in its caption."""

from __future__ import annotations

import asyncio

from bot.conversation import Reply
from bot.telegram import sending
from bot.telegram.service import Service
from knowledge.across.model import Series

_LEAST_MONTHS = 3  # fewer say no more as a picture than as words


async def show(service: Service, chat: int, reply: Reply, language: str) -> None:
    """Send the months of an answer as a picture, where it is one over months."""
    outcome = reply.structure.outcome
    if outcome is None or outcome.status != "answered" or outcome.asked.kind != "series":
        return
    if len(outcome.points) < _LEAST_MONTHS:
        return
    from bot.render.trend import caption, draw, panel  # Pillow takes its time to import, and few ask for a trend

    series = Series(0, outcome.indicator, outcome.org, outcome.points, outcome.breaks, outcome.missing)
    shown = panel(series)
    if shown is not None:
        picture = await asyncio.to_thread(draw, [shown])
        await sending.photo(service, chat, picture, caption(series, language))
