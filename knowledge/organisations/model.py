"""An organisation as data, and what is to be said of one that has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that reports. `valid_to` is its last day; `successor` what took over, where that is known.

    `level` is the folded kind of place it belongs to ("huyen", "xa", "tinh", ...), or "" where its name doesn't say.
    """

    id: int
    name: str
    level: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    aliases: tuple[str, ...] = ()

    def existed(self, first: date, last: date) -> bool:
        """Whether it existed on any day of a span."""
        return (self.valid_from is None or self.valid_from <= last) and (
            self.valid_to is None or first <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Ended:
    """A body whose archive answers although it has ended: the answer says so."""

    name: str
    last_day: date
    successor: str = ""
