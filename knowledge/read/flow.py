"""Lines placed on pages become a document: paragraphs across page cuts, footnotes, tables, page numbers.

Where a paragraph ends is told by the page, not by the words: an indented line begins one, a line into which the next
word would have fitted ends one. Footnotes are the smaller lines at a page's end that begin with a raised number; they
follow the text, as in the other formats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from knowledge.read import columns, labels, layout, legacy, lines
from knowledge.read.base import DocumentBuilder, TextCell
from knowledge.read.layout import Run
from knowledge.read.placed import Line

_NUMBER_ALONE = re.compile(r"[-–—_\s]*(?:trang|page)?\s*\d{1,4}\s*(?:[/|]\s*\d{1,4})?[-–—_\s]*", re.IGNORECASE)
_EDGE = 0.12  # of the page's height, where page numbers and running headers stand
_SMALLER = 0.88  # of the body's size
_INDENT = 0.9  # ems
_OTHER_SIZE = 0.22  # ems: OCR measures type roughly
_LONGEST_FURNITURE = 120
_MANY_LINES = 12  # on a page, for its margins to be its own


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table with the place it takes on its page; `edges` are its columns' borders from left to right."""

    top: float
    bottom: float
    cells: tuple[TextCell, ...]
    edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines in reading order, its tables, and the heights of short rules that may stand above footnotes."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    tables: tuple[PlacedTable, ...] = ()
    rules: tuple[float, ...] = ()


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
    margins = _Margins(pages)
    items: list[_Item] = []
    notes: list[list[Line]] = []
    running = _running(pages)
    for page in pages:
        edge, inner = _without_edges(page, running)
        items.extend(_Item(page.number, [line], furniture=True) for line in edge)
        text, below = _split_notes(page, inner, body)
        _collect_notes(notes, below)
        for part in _in_place(columns.in_order(text), page.tables):
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
    for note in notes:
        runs = joined(note)
        number = next(line.number for line in note if line.number)
        layout.write_runs(builder, runs[1:] if runs[0].raised else runs)
        builder.end("note", note=number, page=note[0].page)


def _body_size(pages: Sequence[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


class _Margins:
    """The left and right edge of the text, page by page; pages of few lines take the document's."""

    def __init__(self, pages: Sequence[Page]) -> None:
        own = {page.number: _edges(page) for page in pages}
        wide = [edges for edges in own.values() if edges is not None]
        whole = (min(e[0] for e in wide), max(e[1] for e in wide)) if wide else (0.0, 0.0)
        self._edges = {
            page.number: edges if (edges := own[page.number]) is not None and len(page.lines) >= _MANY_LINES else whole
            for page in pages
        }
        gaps = [
            below.y - above.y
            for page in pages
            for above, below in zip(page.lines, page.lines[1:], strict=False)
            if 0 < below.y - above.y < 3 * above.size and abs(above.size - below.size) < 1
        ]
        self.pitch = median(gaps) if gaps else 0.0

    def left(self, line: Line) -> float:
        return self._edges[line.page][0]

    def right(self, line: Line) -> float:
        return self._edges[line.page][1]


def _edges(page: Page) -> tuple[float, float] | None:
    """Where most of a page's lines begin, and where its full lines end; its tables count as lines."""
    tables = [table.edges for table in page.tables if table.edges]
    starts = sorted([line.x0 for line in page.lines] + [edges[0] for edges in tables])
    stops = sorted([line.x1 for line in page.lines] + [edges[-1] for edges in tables])
    if not starts:
        return None
    left = next((x for x in starts if sum(1 for other in starts if abs(other - x) < 4) >= 0.2 * len(starts)), starts[0])
    return left, stops[int(0.9 * (len(stops) - 1))] if len(stops) >= _MANY_LINES else stops[-1]


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
    aside = [line for line in page.lines if id(line) in outer and (_shape(line.text) in running or _is_number(line))]
    taken = {id(line) for line in aside}
    return aside, [line for line in page.lines if id(line) not in taken]


def _is_number(line: Line) -> bool:
    return bool(_NUMBER_ALONE.fullmatch(line.text.strip())) and not line.number


def _split_notes(page: Page, inner: list[Line], body: float) -> tuple[list[Line], list[Line]]:
    """The text of a page and the footnotes below it: smaller lines from a raised number, or from a short rule, on."""
    ordered = sorted(inner, key=lambda line: line.y)
    first = len(ordered)
    while first and ordered[first - 1].size <= _SMALLER * body:
        first -= 1
    small = ordered[first:]
    start = next((line.y for line in small if line.number), None)
    above = ordered[first - 1].y if first else 0.0
    ruled = any(above - 2 <= rule <= small[0].y for rule in page.rules) if small else False
    if small and ruled:
        start = small[0].y
    if start is None:
        return inner, []
    below = [line for line in small if line.y >= start - 1]
    taken = {id(line) for line in below}
    return [line for line in inner if id(line) not in taken], below


def _collect_notes(notes: list[list[Line]], below: Sequence[Line]) -> None:
    """Lines below the text begin a note with each raised number; others go on with the note before."""
    for line in below:
        if line.number or not notes:
            notes.append([line])
        else:
            notes[-1].append(line)
    if notes and not any(line.number for line in notes[0]):
        del notes[0]


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
        above = last.table
        rows = max(cell.row + cell.row_span for cell in above.cells)
        heads = _repeated_rows(above, table)
        more = tuple(replace(c, row=c.row - heads + rows) for c in table.cells if c.row >= heads)
        last.table = replace(above, cells=above.cells + more)
        last.page = page
    else:
        items.append(_Item(page, table=table))


def _same_columns(one: PlacedTable, other: PlacedTable) -> bool:
    return len(one.edges) == len(other.edges) and all(
        abs(a - b) < 3 for a, b in zip(one.edges, other.edges, strict=True)
    )


def _repeated_rows(above: PlacedTable, below: PlacedTable) -> int:
    """How many rows at the top of `below` repeat the top of `above`."""
    rows = 0
    while rows < 5:
        old = [cell.text for cell in above.cells if cell.row == rows]
        if not old or old != [cell.text for cell in below.cells if cell.row == rows]:
            break
        rows += 1
    return rows


def _add_line(items: list[_Item], line: Line, margins: _Margins) -> None:
    last = next((item for item in reversed(items) if not item.furniture), None)
    if last is not None and last.table is None and _goes_on(last.lines, line, margins):
        last.lines.append(line)
    else:
        items.append(_Item(line.page, [line]))


def _goes_on(before: Sequence[Line], line: Line, margins: _Margins) -> bool:
    """Whether a line belongs to the paragraph of the lines before it."""
    last = before[-1]
    if line.number or (last.y == line.y and last.page == line.page):
        return False
    em = line.size
    same_page = last.page == line.page
    near = 0 < line.y - last.y <= max(1.3 * margins.pitch, 1.6 * em)
    if same_page and (not near or abs(em - last.size) > _OTHER_SIZE * em):
        return False
    if _centred(last, margins) and _centred(line, margins):
        return last.bold == line.bold and last.text.isupper() == line.text.isupper() and not _closed(last.text)
    label = labels.parse(line.text.strip())
    if (
        same_page
        and label is None
        and line.text[:1].islower()
        and not _closed(last.text)
        and abs(line.x0 - last.x0) < em
    ):
        return True
    room = margins.right(last) - last.x1
    if room > line.first_word + 0.6 * em:
        return False
    indented = line.x0 - margins.left(line) > _INDENT * em
    hanging = same_page and len(before) > 1 and abs(line.x0 - last.x0) < 0.5 * em
    hanging = hanging or (
        same_page and len(before) == 1 and last.x0 - margins.left(last) > _INDENT * em and line.x0 >= last.x0
    )
    if indented and not hanging:
        return False
    return label is None or not _closed(last.text) or (label.kind == "dash" and line.text[1:2].isdigit())


def _centred(line: Line, margins: _Margins) -> bool:
    left, right = line.x0 - margins.left(line), margins.right(line) - line.x1
    return left > 2 * line.size and abs(left - right) < 1.5 * line.size


def _closed(text: str) -> bool:
    return lines.ends_sentence(text)


def joined(paragraph: Sequence[Line]) -> list[Run]:
    """The runs of a paragraph's lines, old fonts decoded; a line that ends in a hyphen is joined to the next
    without a space."""
    runs: list[Run] = []
    for line in paragraph:
        if runs:
            before = runs[-1].text.rstrip()
            glued = before.endswith(("-", "\u00ad")) and not before.endswith(" -") and before not in ("-", "+")
            if glued:
                runs[-1] = replace(runs[-1], text=before)
            else:
                runs.append(Run(" ", runs[-1].bold and line.runs[0].bold, runs[-1].italic and line.runs[0].italic))
        runs.extend(_decoded(line.runs))
    return runs


def _decoded(runs: Sequence[Run]) -> Iterator[Run]:
    for run in runs:
        encoding = legacy.of_font(run.font) if run.font else None
        if encoding:
            run = replace(run, text=legacy.convert(run.text, encoding, capitals=run.font.endswith("H")))
        yield run
