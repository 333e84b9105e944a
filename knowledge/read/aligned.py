"""Tables without lines, whose columns only the place of their figures shows.

A row that begins with words and has figures further right is a body row; three of them near one another are a table.
Their pieces that stand under one another are its columns. A line that keeps to one column goes on with the cell above;
the lines over the first body row are its header, those over several columns first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.read import layout
from knowledge.read.base import TextCell
from knowledge.read.paragraphs import joined
from knowledge.read.placed import Line, PlacedTable

_FIGURE = re.compile(r"[-+(]?\d[\d.,\s/]*%?\)?|[-–x]")
_FEWEST_ROWS = 3
_NEAR = 3.5  # ems between the lines of a table
_LONGEST_REST = 3  # lines of a cell that the page before cut
_SAME_ROW = 0.45  # ems

Row = list[Line]
Extent = tuple[float, float]


def tables(lines: Sequence[Line], page: int) -> tuple[list[PlacedTable], list[Line]]:
    """The tables among a page's lines, and the lines outside them in their order."""
    rows = _rows(lines)
    found: list[PlacedTable] = []
    taken: set[int] = set()
    at = 0
    while at < len(rows):
        stop = _end(rows, at) if _is_body(rows[at]) else at
        body = [row for row in rows[at:stop] if _is_body(row)]
        columns = _columns(body)
        if len(body) < _FEWEST_ROWS or len(columns) < 2:
            at = max(stop, at + 1)
            continue
        start = _header_start(rows, at, columns)
        rest = at if start == at and at <= _LONGEST_REST and _keep_to_one(rows[:at], columns) else 0
        start = 0 if rest else start
        cells = (
            _body(rows[:stop], columns) if rest else [*_header(rows[start:at], columns), *_body(rows[at:stop], columns)]
        )
        inside = [line for row in rows[start:stop] for line in row]
        taken.update(id(line) for line in inside)
        size = inside[0].size
        found.append(PlacedTable(inside[0].y - size, inside[-1].y + 0.3 * size, _closed_up(cells), _edges(columns)))
        at = stop
    return found, [line for line in lines if id(line) not in taken]


def _rows(lines: Sequence[Line]) -> list[Row]:
    rows: list[Row] = []
    for line in sorted(lines, key=lambda line: line.y):
        if rows and abs(line.y - rows[-1][0].y) < _SAME_ROW * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _is_body(row: Row) -> bool:
    figures = [line for line in row[1:] if _FIGURE.fullmatch(line.text.strip())]
    words = any(any(c.isalpha() for c in line.text) for line in row)
    return bool(figures) and words and len(row) - len(figures) <= 3


def _end(rows: Sequence[Row], start: int) -> int:
    """Where a table that begins at a body row ends: after its last body row and the lines that go on with that."""
    columns = _columns([rows[start]])
    stop = start + 1
    while stop < len(rows):
        row, size = rows[stop], rows[stop][0].size
        if row[0].y - rows[stop - 1][0].y > _NEAR * size:
            break
        if _is_body(row):
            columns = _columns([*(r for r in rows[start:stop] if _is_body(r)), row])
        elif not all(_only_column(line, columns) is not None for line in row):
            break
        stop += 1
    return stop


def _columns(body: Sequence[Row]) -> list[Extent]:
    """The extents that the pieces of the body rows take, those that overlap as one."""
    columns: list[Extent] = []
    for x0, x1 in sorted((line.x0, line.x1) for row in body for line in row):
        if columns and x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _edges(columns: Sequence[Extent]) -> tuple[float, ...]:
    return (*(x0 for x0, _ in columns), columns[-1][1])


def _touched(line: Line, columns: Sequence[Extent]) -> list[int]:
    """The columns over which a line lies; for one that lies between columns, the nearest."""
    over = [at for at, (x0, x1) in enumerate(columns) if x0 < line.x1 and line.x0 < x1]
    middle = (line.x0 + line.x1) / 2
    return over or [min(range(len(columns)), key=lambda at: abs(sum(columns[at]) / 2 - middle))]


def _only_column(line: Line, columns: Sequence[Extent]) -> int | None:
    """The one column that a line keeps to, short of the next one; None for a line across several."""
    touched = _touched(line, columns)
    after = columns[touched[0] + 1][0] if touched[0] + 1 < len(columns) else float("inf")
    return touched[0] if len(touched) == 1 and line.x1 < after and line.x0 >= columns[touched[0]][0] - 1 else None


def _header_start(rows: Sequence[Row], first: int, columns: Sequence[Extent]) -> int:
    """The first row of the header above a body row: lines of several pieces, and what goes on with them."""
    start = first
    while start > 0:
        row = rows[start - 1]
        if rows[start][0].y - row[0].y > _NEAR * row[0].size / 2 or (start == first and len(row) < 2 and first < 2):
            break
        if len(row) < 2 and _only_column(row[0], columns[1:]) is None:
            break
        start -= 1
    return start if any(len(row) > 1 for row in rows[start:first]) else first


def _header(rows: Sequence[Row], columns: Sequence[Extent]) -> list[TextCell]:
    """Row 0: what stands over several columns; row 1: what stands over one, its lines together."""
    wide: list[TextCell] = []
    single: dict[int, list[Line]] = {}
    for line in (line for row in rows for line in row):
        touched = _touched(line, columns)
        if len(touched) > 1:
            wide.append(layout.fill(TextCell(0, touched[0], "", 1, len(touched)), [joined([line])]))
        else:
            single.setdefault(touched[0], []).append(line)
    return wide + [layout.fill(TextCell(1, at, ""), [joined(lines)]) for at, lines in single.items()]


def _keep_to_one(rows: Sequence[Row], columns: Sequence[Extent]) -> bool:
    """Whether lines at the top of a page are the rest of a cell that the page before cut."""
    kept = {_only_column(line, columns) for row in rows for line in row}
    return len(kept) == 1 and None not in kept and len(columns) > 1


def _body(rows: Sequence[Row], columns: Sequence[Extent]) -> list[TextCell]:
    """The cells from row 2 on, below a header; lines before the first body row are row 1."""
    places: dict[tuple[int, int], list[Line]] = {}
    number = 1
    for row in rows:
        number += 1 if _is_body(row) else 0
        for line in row:
            places.setdefault((number, _touched(line, columns)[0]), []).append(line)
    return [layout.fill(TextCell(row, at, ""), [joined(lines)]) for (row, at), lines in sorted(places.items())]


def _closed_up(cells: Sequence[TextCell]) -> tuple[TextCell, ...]:
    """The cells with their rows counted from 0 without gaps."""
    numbers = {row: at for at, row in enumerate(sorted({cell.row for cell in cells}))}
    return tuple(
        TextCell(numbers[c.row], c.column, c.text, 1, c.column_span, c.bold, c.notes, c.doubt, c.confidence)
        for c in cells
    )
