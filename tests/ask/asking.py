"""One conversation for each report that a case names, loaded when it is first asked about."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bench.quality import loaded
from bot.conversation import Conversation, Reply, State
from knowledge import samples, yamlfile

TESTS = Path(__file__).parent.parent
REPORTS = TESTS / "data" / "reports"
SAMPLE = samples.OCTOBER.stem


def cases(name: str, row: type[Any], folder: str = "ask") -> list[Any]:
    """The rows of a file of cases, each named by its question or text."""
    rows = yamlfile.read_rows(TESTS / "cases" / folder / f"{name}.yaml", row)
    return [pytest.param(case, id=str(getattr(case, row.__slots__[0]))[:70]) for case in rows]


@dataclass
class Desk:
    """Where reports are loaded and asked about."""

    folder: Path
    open: dict[str, Conversation] = field(default_factory=dict)

    def conversation(self, report: str) -> Conversation:
        """The conversation over one report alone."""
        if report not in self.open:
            source = samples.OCTOBER if report == SAMPLE else REPORTS / f"{report}.md"
            self.open[report] = Conversation(loaded(self.folder, source))
        return self.open[report]

    def ask(self, question: str, report: str = SAMPLE, state: State | None = None) -> Reply:
        """The reply to one question."""
        return self.conversation(report).ask(question, state)

    def talk(self, turns: tuple[str, ...], report: str = SAMPLE) -> Reply:
        """The reply to the last of several turns; the state goes through its kept form, as between two processes."""
        state = State()
        for turn in turns:
            reply = self.ask(turn, report, State.from_json(state.to_json()))
            state = reply.state
        return reply
