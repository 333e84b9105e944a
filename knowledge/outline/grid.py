"""A table as a grid: merged cells filled in, header rows told from body rows, columns told by what they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.fold import fold
from knowledge.model import Cell, Document, Span

_FIGURE = re.compile(r"[(+−-]?\s*\d[\d.,]*\s*(?:%|‰)?\)?")
_EMPTY = re.compile(r"[-–—…._x×*/\s]*", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?(?:\s*=.*)?|\d{1,2}\s*=.*|[ivx]+")
_ORDINAL_HEADER = re.compile(r"(?:so )?t ?t\.?|stt|#|no\.?|so tt|so thu tu")
_UNIT_HEADER = re.compile(r"(?:dvt|d\.v\.t|don vi tinh|dv tinh|don vi)\.?")
_ORDINAL = re.compile(r"(?:[IVX]+|[A-H]|\d{1,2}(?:\.\d{1,2})*|[a-z]|[-+*])[.)]?")


@dataclass(slots=True)
class Grid:
    """Rows of cells by column (None: no cell begins there); `header` is how many rows are header.

    `filled` holds for each place the cell that covers it, so that a merged header counts for all its columns.
    """

    text: str
    rows: list[dict[int, Cell]]
    filled: list[dict[int, Cell]]
    width: int
    header: int = 0
    ordinal: int | None = None
    label: int = 0
    unit: int | None = None
    figures: tuple[int, ...] = field(default=())

    def of(self, row: int, column: int) -> str:
        cell = self.filled[row].get(column)
        return cell.span.of(self.text).strip() if cell else ""

    def headers(self, column: int) -> tuple[str, ...]:
        """A column's header from top to bottom, each text once, without rows that only number the columns."""
        found: list[str] = []
        for row in range(self.header):
            text = self.of(row, column)
            if text and text not in found and not _numbers_columns(self, row):
                found.append(text)
        return tuple(found)


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure (with its sign or "%") and nothing else."""
    return bool(_FIGURE.fullmatch(text.strip()))


def build(document: Document, cells: Sequence[Cell]) -> Grid:
    """The grid of a table's cells."""
    height = max(cell.row + cell.row_span for cell in cells)
    width = max(cell.column + cell.column_span for cell in cells)
    rows: list[dict[int, Cell]] = [{} for _ in range(height)]
    filled: list[dict[int, Cell]] = [{} for _ in range(height)]
    for cell in cells:
        rows[cell.row][cell.column] = cell
        for row in range(cell.row, min(height, cell.row + cell.row_span)):
            for column in range(cell.column, min(width, cell.column + cell.column_span)):
                filled[row].setdefault(column, cell)
    grid = Grid(document.text, rows, filled, width)
    grid.header = _header_rows(grid)
    _spread_headers(grid)
    _tell_columns(grid)
    return grid


def _header_rows(grid: Grid) -> int:
    """How many rows stand above the first row with figures beyond its first columns."""
    for row in range(len(grid.rows)):
        if row and _names_group(grid, row):
            return row
        texts = [grid.of(row, column) for column in range(grid.width)]
        figures = [i for i, text in enumerate(texts) if i and is_figure(text)]
        if figures and not _numbers_columns(grid, row) and not all(_is_year(texts[i]) for i in figures):
            return row
    return min(1, len(grid.rows))


def _names_group(grid: Grid, row: int) -> bool:
    """Whether a row only names the rows below it ("A. | Thu, chi ngân sách"): one or two cells at its left end, and
    nothing from above reaches into it."""
    own = [column for column, cell in grid.rows[row].items() if cell.span.of(grid.text).strip()]
    reached = any(cell.row < row and cell.span.of(grid.text).strip() for cell in grid.filled[row].values())
    return grid.width > 2 and 0 < len(own) <= 2 and max(own) <= 1 and not reached


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", text))


def _numbers_columns(grid: Grid, row: int) -> bool:
    """Whether a row only numbers the columns ("A | B | 1 | 2 | 3=2/1")."""
    texts = [text for column in range(grid.width) if (text := grid.of(row, column))]
    if len(texts) < 3 or not all(_COLUMN_NUMBER.fullmatch(text.strip()) for text in texts):
        return False
    numbers = [int(m[1]) for text in texts if (m := re.match(r"\(?(\d{1,2})\)?(?:\s*=|$)", text.strip()))]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _spread_headers(grid: Grid) -> None:
    """In formats without merged cells an empty upper header cell goes on with the one to its left."""
    for row in range(grid.header - 1):
        for column in range(1, grid.width):
            below = grid.of(row + 1, column)
            if not grid.of(row, column) and below and grid.of(row, column - 1) and not is_figure(below):
                left = grid.filled[row][column - 1]
                if grid.of(row + 1, column - 1) not in ("", below) and left.column_span == 1:
                    grid.filled[row][column] = left


def _tell_columns(grid: Grid) -> None:
    body = range(grid.header, len(grid.rows))
    columns = {column: [t for row in body if (t := grid.of(row, column))] for column in range(grid.width)}
    names = {column: fold(" ".join(grid.headers(column))) for column in columns}
    for column, texts in columns.items():
        named = bool(_ORDINAL_HEADER.fullmatch(names[column]))
        counted = not names[column] and bool(texts) and all(_ORDINAL.fullmatch(t) for t in texts)
        if named or (counted and column == 0 and grid.width > 2):
            grid.ordinal = column
            break
    rest = [c for c in columns if c != grid.ordinal]
    words = [c for c in rest if columns[c] and sum(not is_figure(t) for t in columns[c]) > len(columns[c]) / 2]
    grid.label = words[0] if words else (rest[0] if rest else 0)
    for column in rest:
        repeated = len(set(columns[column])) <= max(1, len(columns[column]) / 2) or all(
            len(t) <= 12 for t in columns[column]
        )
        if _UNIT_HEADER.fullmatch(names[column]) and column != grid.label and repeated:
            grid.unit = column
    figures = [
        c for c in rest if c not in (grid.label, grid.unit) and any(any(ch.isdigit() for ch in t) for t in columns[c])
    ]
    grid.figures = tuple(figures)


def is_blank(text: str) -> bool:
    """Whether a cell says nothing ("-", "x", "…")."""
    return bool(_EMPTY.fullmatch(text))


def row_spans(grid: Grid, row: int) -> list[tuple[int, Span]]:
    """The written cells of a row in order: (column, span)."""
    return [(c, cell.span) for c, cell in sorted(grid.rows[row].items()) if cell.span.of(grid.text).strip()]
