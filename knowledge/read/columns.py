"""Text set side by side without a table drawn round it, as letterheads and signatures are: the left column comes first.

Lines come row by row from OCR and from pages set with tabs. A row of two pieces shows the gutter; the lines above and
below that keep to one side of it belong to the columns too. A right piece that is a figure belongs to a table instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.read.placed import Line

_FIGURE = re.compile(r"[-+(]?\d[\d.,\s/]*%?\)?")
_SAME_ROW = 0.5  # ems
_NEAR = 4.5  # ems between lines of one column: room for a signature
_LONGEST = 40


def in_order(lines: Sequence[Line]) -> list[Line]:
    """The same lines, those of columns put column by column."""
    ordered = list(lines)
    at = 0
    while at + 1 < len(ordered):
        if _is_pair(ordered[at], ordered[at + 1]):
            start, stop, middle = _extent(ordered, at)
            region = ordered[start:stop]
            if not _is_table(region, middle):
                left = sorted((line for line in region if line.x1 <= middle), key=lambda line: line.y)
                right = sorted((line for line in region if line.x1 > middle), key=lambda line: line.y)
                ordered[start:stop] = left + right
            at = stop
        else:
            at += 1
    return ordered


def _is_pair(one: Line, other: Line) -> bool:
    return abs(one.y - other.y) < _SAME_ROW * one.size and other.x0 > one.x1 + 2 * one.size


def _extent(lines: Sequence[Line], at: int) -> tuple[int, int, float]:
    """(first, last + 1, gutter) of the lines around a pair that keep to one side of the gutter between the two."""
    low, high = lines[at].x1, lines[at + 1].x0

    def takes(line: Line, beside: Line) -> bool:
        nonlocal low, high
        if abs(line.y - beside.y) > _NEAR * max(line.size, beside.size):
            return False
        middle = (low + high) / 2
        if line.x1 <= middle:
            low = max(low, line.x1)
        elif line.x0 >= middle:
            high = min(high, line.x0)
        else:
            return False
        return high - low > lines[at].size * 0.5

    start, stop = at, at + 2
    while stop < len(lines) and stop - start < _LONGEST and takes(lines[stop], lines[stop - 1]):
        stop += 1
    while start > 0 and stop - start < _LONGEST and takes(lines[start - 1], lines[start]):
        start -= 1
    return start, stop, (low + high) / 2


def _is_table(region: Sequence[Line], middle: float) -> bool:
    right = [line for line in region if line.x0 >= middle]
    return sum(1 for line in right if _FIGURE.fullmatch(line.text.strip())) >= max(1, len(right) / 3)
