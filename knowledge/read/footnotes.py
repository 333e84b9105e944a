"""Footnotes at the ends of pages: smaller lines that begin with a number, raised or typed, below a short rule or not.

A note that goes on over the page stands below the rule there without a number. Source: how Word, LibreOffice and
Tesseract's readings of their pages set them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from knowledge.read.layout import Run
from knowledge.read.placed import Line, Page

_SMALLER = 0.88  # of the body's size
_TYPED = re.compile(r"\s*[\[(]?(\d{1,3})[\])]?[.:]?\s+(?=\S)")


@dataclass(slots=True)
class Notes:
    """The footnotes of a document, collected page by page; each a number and its lines."""

    found: list[tuple[int, list[Line]]] = field(default_factory=list)

    def take(self, page: Page, inner: Sequence[Line], body: float) -> list[Line]:
        """Take a page's notes out of its lines, and give back its text; `body` is the size of the text's type."""
        ordered = sorted(inner, key=lambda line: line.y)
        first = self._ruled(page, ordered)
        if first is None:
            first = len(ordered)
            while first and ordered[first - 1].size <= _SMALLER * body:
                first -= 1
        below = self._from_first(page, ordered[first:], ordered[first - 1].y if first else 0.0, _marks(ordered[:first]))
        taken = {id(line) for line in below}
        return [line for line in inner if id(line) not in taken]

    def _ruled(self, page: Page, ordered: Sequence[Line]) -> int | None:
        """Where notes begin below a short rule, whatever their size: with a number that is marked above the rule."""
        for rule in page.rules:
            first = next((at for at, line in enumerate(ordered) if line.y > rule), None)
            if first:
                marks = _marks(ordered[:first])
                number = ordered[first].number or self._typed(ordered[first], marks)
                if number in marks:
                    return first
        return None

    def _from_first(self, page: Page, low: Sequence[Line], above: float, marks: set[int]) -> list[Line]:
        """The lines of notes among the lowest ones; `above` is the height of the last line of text."""
        begun = bool(low) and any(above - 2 <= rule <= low[0].y for rule in page.rules)
        below: list[Line] = []
        for line in low:
            number = line.number or self._typed(line, marks)
            begun = begun or bool(number)
            if not begun:
                continue
            below.append(line)
            if number:
                self.found.append((number, [_without_number(line)]))
            elif self.found:
                self.found[-1][1].append(line)
        return below

    def _typed(self, line: Line, marks: set[int]) -> int:
        """The number that a line begins with in plain type, where it is the next one and marked on the page; or 0."""
        match = _TYPED.match(line.text)
        number = int(match[1]) if match else 0
        expected = self.found[-1][0] + 1 if self.found else min(marks, default=1)
        return number if number in marks and number in (expected, 1) else 0


def _marks(lines: Sequence[Line]) -> set[int]:
    """The raised numbers in lines of text."""
    return {int(run.text) for line in lines for run in line.runs if run.raised and run.text.strip().isdigit()}


def _without_number(line: Line) -> Line:
    """The line after its number."""
    if line.number:
        at = next(at for at, run in enumerate(line.runs) if run.text.strip())
        return replace(line, runs=line.runs[at + 1 :])
    match = _TYPED.match(line.text)
    cut = match.end() if match else 0
    runs: list[Run] = []
    for run in line.runs:
        runs.append(replace(run, text=run.text[cut:]))
        cut = max(0, cut - len(run.text))
    return replace(line, runs=tuple(run for run in runs if run.text))
