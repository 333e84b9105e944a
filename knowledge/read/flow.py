"""Lines placed on pages become a document: paragraphs across page cuts, tables, page numbers and running headers.

Footnotes follow the text, as in the other formats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.read import aligned, columns, layout
from knowledge.read.base import DocumentBuilder
from knowledge.read.footnotes import Notes
from knowledge.read.paragraphs import Margins, goes_on, joined
from knowledge.read.placed import Line, Page, PlacedTable

_NUMBER_ALONE = re.compile(r"[-–—_\s]*(?:trang|page)?\s*\d{1,4}\s*(?:[/|]\s*\d{1,4})?[-–—_\s]*", re.IGNORECASE)
_FIGURE = re.compile(r"[-+(]?\d[\d.,\s/]*%?\)?")
_EDGE = 0.12  # of the page's height, where page numbers and running headers stand
_LONGEST_FURNITURE = 120
_SAME_EDGE = 10.0  # points


@dataclass(slots=True)
class _Item:
    """A paragraph (lines), a table, or a piece of furniture, in the order of the document."""

    page: int
    lines: list[Line] = field(default_factory=list)
    table: PlacedTable | None = None
    furniture: bool = False


def write(builder: DocumentBuilder, pages: Sequence[Page]) -> None:
    """Append the pages' paragraphs, tables and notes to a builder."""
    body = _body_size(pages)
    notes = Notes()
    running = _running(pages)
    edges: list[list[Line]] = []
    inner: list[Page] = []
    for page in pages:
        edge, rest = _without_edges(page, running)
        unruled, text = aligned.tables(notes.take(page, rest, body), page.number)
        edges.append(edge)
        inner.append(replace(page, lines=tuple(columns.in_order(text)), tables=(*page.tables, *unruled)))
    margins = Margins(inner)
    items: list[_Item] = []
    for edge, page in zip(edges, inner, strict=True):
        items.extend(_Item(page.number, [line], furniture=True) for line in edge)
        for part in _in_place(page.lines, page.tables):
            if isinstance(part, PlacedTable):
                _add_table(items, page.number, part)
            else:
                _add_line(items, part, margins)
    for item in items:
        if item.table is not None:
            builder.table(item.table.cells, page=item.page)
        elif item.furniture:
            builder.block("furniture", item.lines[0].text, page=item.page)
        else:
            layout.end_paragraph(builder, joined(item.lines), page=item.page)
    for number, note in notes.found:
        layout.write_runs(builder, joined(note))
        builder.end("note", note=number, page=note[0].page)


def _body_size(pages: Sequence[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.lower().split()))


def _at_edge(page: Page, line: Line) -> bool:
    return line.y < _EDGE * page.height or line.y > (1 - _EDGE) * page.height


def _running(pages: Sequence[Page]) -> frozenset[str]:
    """The shapes of lines that stand at the edge of several pages: running headers and footers."""
    counts: Counter[str] = Counter()
    for page in pages:
        for line in _outermost(page):
            counts[_shape(line.text)] += 1
    return frozenset(shape for shape, n in counts.items() if n >= max(3, len(pages) // 3) and shape)


def _outermost(page: Page) -> list[Line]:
    ordered = sorted(page.lines, key=lambda line: line.y)
    found = {id(line): line for line in [*ordered[:2], *ordered[-2:]]}
    return [line for line in found.values() if _at_edge(page, line) and len(line.text) <= _LONGEST_FURNITURE]


def _without_edges(page: Page, running: frozenset[str]) -> tuple[list[Line], list[Line]]:
    """A page's furniture and its other lines."""
    outer = {id(line) for line in _outermost(page)}
    aside = [
        line for line in page.lines if id(line) in outer and (_shape(line.text) in running or _is_number(line, page))
    ]
    taken = {id(line) for line in aside}
    return aside, [line for line in page.lines if id(line) not in taken]


def _is_number(line: Line, page: Page) -> bool:
    """Whether a line is nothing but a page number, and no cell of a table's row."""
    alone = not any(other is not line and abs(other.y - line.y) < 0.5 * line.size for other in page.lines)
    return alone and bool(_NUMBER_ALONE.fullmatch(line.text.strip())) and not line.number


def _in_place(text: Sequence[Line], tables: Sequence[PlacedTable]) -> Iterator[Line | PlacedTable]:
    """Lines with each table before the first line that stands below it."""
    waiting = sorted(tables, key=lambda table: table.top)
    for line in text:
        while waiting and waiting[0].top < line.y:
            yield waiting.pop(0)
        yield line
    yield from waiting


def _add_table(items: list[_Item], page: int, table: PlacedTable) -> None:
    """A table that goes on from the page before, with the same columns, is joined to it without its repeated header."""
    last = next((item for item in reversed(items) if not item.furniture), None)
    if last is not None and last.table is not None and last.page < page and _same_columns(last.table, table):
        last.table = _continued(last.table, table)
        last.page = page
    else:
        items.append(_Item(page, table=table))


def _continued(above: PlacedTable, below: PlacedTable) -> PlacedTable:
    """Two pieces of a table as one; a row that the page's end cut in two is put together again."""
    rows = max(cell.row + cell.row_span for cell in above.cells)
    heads = _repeated_rows(above, below)
    more = [replace(cell, row=cell.row - heads + rows) for cell in below.cells if cell.row >= heads]
    rest = {cell.column: cell.text for cell in more if cell.row == rows and cell.text}
    last = {cell.column: cell for cell in above.cells if cell.row == rows - 1}
    cut = bool(rest) and all(column in last and last[column].text for column in rest) and len(rest) < len(last)
    if not cut or any(_FIGURE.fullmatch(text) for text in rest.values()):
        return replace(above, cells=(*above.cells, *more))
    mended = tuple(
        replace(cell, text=f"{cell.text} {rest[cell.column]}") if cell.row == rows - 1 and cell.column in rest else cell
        for cell in above.cells
    )
    return replace(above, cells=mended + tuple(replace(cell, row=cell.row - 1) for cell in more if cell.row > rows))


def _same_columns(one: PlacedTable, other: PlacedTable) -> bool:
    same = len(one.edges) == len(other.edges) > 0
    return same and all(abs(a - b) < _SAME_EDGE for a, b in zip(one.edges, other.edges, strict=True))


def _repeated_rows(above: PlacedTable, below: PlacedTable) -> int:
    """How many rows at the top of `below` repeat the top of `above`."""
    rows = 0
    while rows < 5:
        old = [cell.text for cell in above.cells if cell.row == rows]
        if not old or old != [cell.text for cell in below.cells if cell.row == rows]:
            break
        rows += 1
    return rows


def _add_line(items: list[_Item], line: Line, margins: Margins) -> None:
    last = next((item for item in reversed(items) if not item.furniture), None)
    if last is not None and last.table is None and goes_on(last.lines, line, margins):
        last.lines.append(line)
    else:
        items.append(_Item(line.page, [line]))
