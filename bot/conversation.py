"""The conversation, free of any channel: a message and a state in, a worded reply and the next state out."""

from __future__ import annotations

import time
from dataclasses import dataclass

from bot.render.answer import render
from bot.render.explain import explain
from knowledge.ask.engine import Engine
from knowledge.ask.model import Answer, State
from knowledge.model import Fact
from knowledge.store.reader import Store

__all__ = ["Conversation", "Option", "Reply", "State"]


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose next: its label, the fact it stands for, and the question that asks for the same."""

    label: str
    question: str
    fact_id: int


@dataclass(frozen=True, slots=True)
class Reply:
    """A worded answer. `answer` is plain text, `text` Telegram HTML; `structure` is what it was worded from."""

    status: str
    answer: str
    text: str
    options: tuple[Option, ...]
    facts: tuple[Fact, ...]
    state: State
    elapsed_ms: float
    structure: Answer


class Conversation:
    """The engine with its sentences. One per thread."""

    def __init__(self, store: Store, language: str = "vi") -> None:
        self.engine = Engine(store)
        self.language = language

    def ask(self, message: str, state: State | None = None, org: str = "", language: str = "") -> Reply:
        """Answer a message; `org` is the person's own body, used where the question names none."""
        started = time.perf_counter()
        answer, following = self.engine.ask(message, state, org)
        return self._reply(answer, following, language or self.language, started)

    def show(self, fact_id: int, state: State | None = None, language: str = "") -> Reply | None:
        """The reply that one stored fact is, for a button; None where it is no longer there."""
        started = time.perf_counter()
        shown = self.engine.show(fact_id, state or State())
        return self._reply(*shown, language or self.language, started) if shown else None

    def explain(self, reply: Reply) -> str:
        """Each word of the question, what accounts for it, the readings considered and the rule that decided."""
        return explain(reply.structure)

    def _reply(self, answer: Answer, state: State, language: str, started: float) -> Reply:
        worded = render(answer, language)
        offered = answer.main if answer.status == "clarify" else answer.near
        options = tuple(
            Option(label, fact.indicator, fact.id) for label, fact in zip(worded.labels, offered, strict=False)
        )
        facts = (*answer.main, *answer.comparisons) if answer.status != "not_found" else answer.near
        elapsed = (time.perf_counter() - started) * 1000
        return Reply(answer.status, worded.answer, worded.text, options, facts, state, elapsed, answer)
