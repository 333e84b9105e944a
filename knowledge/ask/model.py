"""What the engine hands to whoever words it: an answer without sentences, and what a conversation remembers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from knowledge.ask.decide import Decision, Status
from knowledge.ask.question import Question
from knowledge.model import Check, Fact, Section
from knowledge.store.reader import ReportRow

if TYPE_CHECKING:
    from knowledge.across.model import Outcome

Kind = Literal["figure", "several", "dates", "list", "extract", "clarify", "refusal", "help", "across"]


@dataclass(frozen=True, slots=True)
class Extract:
    """A few sentences of one passage, verbatim, with its place."""

    text: str
    path: tuple[Section, ...]
    page: int | None = None
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """The evidence behind an answer, for `ask --explain`."""

    question: Question
    decision: Decision


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as structure.

    main         the facts asserted, or the choices of a clarify, the main one first
    comparisons  facts that compare the first of them; `parts` facts that it is made of; `near` what a refusal can
                 offer, or other figures that account for the question nearly as well
    extracts     verbatim sentences (the quote, or the answer to a narrative question)
    missing      words of the question that nothing accounts for, as typed
    checks       what doesn't add up about the figures shown
    periods      codes of the months that are loaded, newest first (for refusals)
    asked_period the period that the question names, "" for none
    outcome      of a question over several reports (kind "across"), with `reports` those that its figures stand in
    """

    status: Status
    reason: str
    kind: Kind
    report: ReportRow | None = None
    main: tuple[Fact, ...] = ()
    comparisons: tuple[Fact, ...] = ()
    parts: tuple[Fact, ...] = ()
    near: tuple[Fact, ...] = ()
    extracts: tuple[Extract, ...] = ()
    missing: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    periods: tuple[str, ...] = ()
    asked_period: str = ""
    wanted: frozenset[str] = frozenset()
    trace: Trace | None = None
    outcome: Outcome | None = None
    reports: tuple[ReportRow, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """What a conversation remembers for its follow-ups: topic, what was wanted, scope, choices, the unit shown.

    `across`: the last question, where it was over several reports.
    """

    topic: str = ""
    units: str = ""
    wanted: tuple[str, ...] = ()
    period: str = ""
    org: str = ""
    report: int | None = None
    facts: tuple[int, ...] = ()
    choices: tuple[int, ...] = field(default=())
    shown: str = ""
    across: str = ""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> State:
        values = json.loads(text)
        kept: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        return cls(**kept)
