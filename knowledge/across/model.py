"""The values that flow from a question over several reports to its answer.

text -parse-> Asked -resolve-> an indicator -series-> Points -compute-> Outcome   (rendered elsewhere, never here)

Every figure of an answer is either stated by a report (a Point with its Fact) or a Computed with its operands. Amounts
are exact decimals; a rounded result says to how many decimals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge.model import Fact

# --- what is asked -----------------------------------------------------------------------------------------------

Kind = Literal["compare", "change", "same_period", "extreme", "total", "average", "series", "rank", "plan"]
Direction = Literal["highest", "lowest"]


@dataclass(frozen=True, slots=True)
class Span:
    """Which months are meant, before the loaded reports are looked at.

    periods   codes in the order in which the question names them; empty where it names none
    last      the n newest months ("3 tháng gần đây"), 0 where that is not what is asked
    since     "year": from January of the newest report's year ("từ đầu năm"); "all": every month that is loaded
    whole     code of a quarter, half, nine months or year that the months of `periods` fill, where it was named as one
    """

    periods: tuple[str, ...] = ()
    last: int = 0
    since: Literal["", "year", "all"] = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over several reports, taken apart.

    kind       what is to be done with the figures
    rest       the question without the words that said so: what one report can be asked
    span       the months meant
    direction  of an extreme or a ranking
    percent    whether the change is wanted in per cent
    ratio      "bằng bao nhiêu phần trăm": the later figure as a share of the earlier, not the change
    bodies     whether bodies are compared, not months; `level` the folded kind of body named ("huyen", "xa")
    limit      how many of a ranking ("3 huyện cao nhất"), 0 for all
    explicit   whether the words can mean nothing but several reports; otherwise one report's own words come first
    """

    kind: Kind
    rest: str
    span: Span = Span()
    direction: Direction = "highest"
    percent: bool = False
    ratio: bool = False
    bodies: bool = False
    level: str = ""
    limit: int = 0
    explicit: bool = True


@dataclass(frozen=True, slots=True)
class Resolved:
    """What one report answers to `Asked.rest`: one fact; several readings (ask back); or none, with the nearest."""

    status: Literal["answered", "clarify", "not_found"]
    facts: tuple[Fact, ...] = ()


Resolve = Callable[[str, int], Resolved]
"""(rest of the question, report id) -> the facts of that report it means; the engine's own matching."""


# --- figures over time -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """One report's figure of an indicator: the period it is about, the body, its own wording and unit.

    `value` is in `unit`, as printed; `flow` is "month" for a figure of its month alone, "cumulative" for one from the
    beginning of the year, "longer" for a quarter, half or year, "stock" for a state on a day ("còn 421 hộ nghèo").
    """

    org: str
    period: str
    value: Decimal
    unit: str
    flow: Literal["month", "cumulative", "longer", "stock"]
    fact: Fact
    report: int


@dataclass(frozen=True, slots=True)
class Break:
    """Where a series is not what it seems: before `period` the wording, unit or scope was another one.

    `reason`: "unit" (from, to: units), "wording" (from, to: printed names), "scope" (`near` is what that month says).
    """

    period: str
    reason: Literal["unit", "wording", "scope"]
    before: str
    after: str
    near: Fact | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator of one body over time, oldest first, one point a period."""

    indicator: int
    name: str
    org: str
    points: tuple[Point, ...]
    breaks: tuple[Break, ...] = ()
    missing: tuple[str, ...] = ()  # months between the first and the last, or asked for, that no report gives


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure that no report states. `operands` in the order of the sum or difference, each convertible to `unit`.

    what      "difference", "percent" (change), "ratio" (b as per cent of a), "total", "average"
    value     exact where `decimals` is None, else rounded half up to that many decimals, trailing zeros dropped
    """

    what: Literal["difference", "percent", "ratio", "total", "average"]
    value: Decimal
    unit: str
    operands: tuple[Point, ...]
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One line of a ranking; equal figures share a rank."""

    rank: int
    point: Point


Reason = Literal[
    "", "months_missing", "not_additive", "no_report", "no_indicator", "one_body", "no_plan", "units_differ", "too_few",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a question over several reports, as values.

    status    "answered"; "clarify": `readings` are what one report could mean; "not_found": see `reason`; "pass": the
              reports hold nothing to work with, so one report's own answer stands
    points    the stated figures used or shown, oldest first (a ranking: best first); `computed` what follows from them
    best      the points of the highest or lowest figure, several where they are equal
    ranking   bodies by their figure
    stated    a report's own figure for the same thing, which wins over a sum (cumulative, quarter, "so với cùng kỳ")
    missing   months (or, for rankings, bodies) that were asked for and that no report gives; never guessed
    partial   what the months at hand come to where some are missing: to be shown as that, never as the answer
    """

    status: Literal["answered", "clarify", "not_found", "pass"]
    asked: Asked
    org: str = ""
    indicator: str = ""
    reason: Reason = ""
    points: tuple[Point, ...] = ()
    computed: tuple[Computed, ...] = ()
    best: tuple[Point, ...] = ()
    ranking: tuple[Place, ...] = ()
    stated: tuple[Point, ...] = ()
    breaks: tuple[Break, ...] = ()
    missing: tuple[str, ...] = ()
    partial: Computed | None = None
    readings: tuple[Fact, ...] = ()
    near: tuple[Fact, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact the answer stands on, the newest first."""
        seen: dict[int, Fact] = {}
        for point in (*self.best, *self.stated, *reversed(self.points)):
            seen.setdefault(point.fact.id, point.fact)
        return tuple(seen.values()) + tuple(f for f in self.readings if f.id not in seen)
