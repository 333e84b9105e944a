"""What the steps of this room hand to one another while a passage becomes facts. Nothing outside
the room sees these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.grammar.core import Match, Token
from knowledge.model import Measure, Passage, Qualifier


@dataclass(frozen=True, slots=True)
class Text:
    """A passage as the grammar sees it: its tokens, its matches, and its sentences as token ranges."""

    passage: Passage
    tokens: tuple[Token, ...]
    matches: tuple[Match, ...]
    sentences: tuple[tuple[int, int], ...]


@dataclass(slots=True, eq=False)
class Draft:
    """A figure on its way to becoming a fact. Index lists point into the passage's tokens.

    left, right  words of the figure's own clause before and after it; `label` words before a colon that
                 name the clause,
                 `topic` the sentence's words before the clause
    owner        the figure whose parenthesis it stands in; `head` the total it is a part of; `before` the
                 figure before it
    earlier      the last result of the sentence before
    source       the figure whose left words it takes over where it has none; `chained` by "=" or "/"
    comparator   class of the comparison word just before it ("increase", "reach", ...), "" where there is none
    apart        after a semicolon; `opened` within a breakdown, `group` which one of its sentence
    shared       words of a quantity that figures side by side share ("điểm trung bình")
    stem, plain  `own` and `indicator` without what a comparison stands against
    subject      the figure that it compares or refines, where it names nothing itself
    """

    text: Text
    match: Match
    sentence: tuple[int, int]
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    label: list[int] = field(default_factory=list)
    topic: list[int] = field(default_factory=list)
    area: list[int] = field(default_factory=list)
    phrase: str = ""
    owner: Draft | None = None
    head: Draft | None = None
    before: Draft | None = None
    earlier: Draft | None = None
    source: Draft | None = None
    chained: bool = False
    opened: bool = False
    apart: bool = False
    group: int = 0
    comparator: str = ""
    qualifiers: tuple[Qualifier, ...] = ()
    content: list[int] = field(default_factory=list)
    base: str = ""
    subject: Draft | None = None
    parent: Draft | None = None
    comparison: bool = False
    measure: Measure = "actual"
    direction: int = 0
    period: str = ""
    shared: str = ""
    unit: str = ""
    own: str = ""
    stem: str = ""
    plain: str = ""
    inherited: str = ""
    indicator: str = ""

    @property
    def at(self) -> int:
        return self.match.figure[0]

    @property
    def tokens(self) -> Sequence[Token]:
        return self.text.tokens
