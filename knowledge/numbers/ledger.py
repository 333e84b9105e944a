"""Where each number of the report ended: in a fact, classified as something else, or not understood."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.model import LedgerEntry, NumberToken, Outcome

_RANK: dict[Outcome, int] = {"fact": 2, "classified": 1, "unparsed": 0}


class Ledger:
    """Collects outcomes token by token; a number that several rules claim keeps the strongest outcome."""

    def __init__(self) -> None:
        self._entries: dict[tuple[int, int], LedgerEntry] = {}

    def open(self, tokens: Iterable[NumberToken]) -> None:
        """Enter numbers as not understood."""
        for token in tokens:
            entry = LedgerEntry(token.passage, token.start, token.stop, token.form, "unparsed", "")
            self._entries[(token.passage, token.start)] = entry

    def close(self, passage: int, start: int, stop: int, outcome: Outcome, rule: str) -> None:
        """Give every number in [start, stop) of a passage an outcome, unless it has a stronger one already."""
        for at in range(start, stop):
            old = self._entries.get((passage, at))
            if old is not None and old.stop <= stop and _RANK[outcome] > _RANK[old.outcome]:
                self._entries[(passage, at)] = LedgerEntry(passage, old.start, old.stop, old.form, outcome, rule)

    def entries(self) -> tuple[LedgerEntry, ...]:
        """All numbers, in the order of the report."""
        return tuple(self._entries[key] for key in sorted(self._entries))
