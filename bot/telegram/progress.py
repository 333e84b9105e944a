"""Progress in one message: edited at most every two seconds, in order, and never after the last word."""

from __future__ import annotations

import asyncio
import time

from bot.people.drafts import Draft
from bot.people.roles import Person
from bot.telegram import sending
from bot.telegram.service import Service, say

_EDIT_SECONDS = 2.0


class Progress:
    """Shows how far the reading of a draft is; `settle` before saying anything else in its message."""

    def __init__(self, service: Service, person: Person, draft: Draft) -> None:
        self._service, self._person, self._draft = service, person, draft
        self._last = 0.0
        self._edit: asyncio.Task[None] | None = None

    def step(self, done: int, total: int) -> None:
        """`done` of `total` pages are read."""
        if time.monotonic() - self._last < _EDIT_SECONDS or (self._edit and not self._edit.done()):
            return
        self._last = time.monotonic()
        words = say(self._person, "loading_page", done=done, total=total)
        edit = sending.edit(self._service, self._draft.chat, self._draft.message, words)
        self._edit = self._service.spawn(edit, "progress")

    async def settle(self) -> None:
        """No edit is on its way any more."""
        if self._edit is not None:
            await asyncio.wait({self._edit})
