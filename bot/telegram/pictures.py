"""The picture under an answer that follows a figure over months."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.telegram import sending
from bot.telegram.service import Service

if TYPE_CHECKING:
    from bot.conversation import Reply
    from bot.people.roles import Person


async def under(service: Service, chat: int, person: Person, reply: Reply) -> None:
    """Send the chart of a series that was answered; nothing where the answer is no series of months."""
    outcome = reply.structure.outcome
    if outcome is None or outcome.status != "answered" or outcome.asked.kind != "series":
        return
    from bot.render import trend
    from knowledge.across.series import of_outcome

    series = of_outcome(outcome)
    panel = trend.panel(series)
    if panel is not None:
        picture = await asyncio.to_thread(trend.draw, [panel])
        await sending.photo(service, chat, picture, trend.caption(series, person.language))
