"""Tables in text: Markdown pipe tables, and tables whose columns are kept apart by spaces only."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from knowledge.read.base import TextCell
from knowledge.read.inline import Rich

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:+=_–—-]+")
_SEGMENT = re.compile(r"\S+(?: \S+)*")
_FIGURE = re.compile(r"[(+-]*\d[\d.,/%]*[)%]*|[-–x]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
SET_APART = re.compile(
    r"(?:cộng (?:hòa|hoà) xã hội chủ nghĩa|đảng cộng sản việt nam|độc lập\s*-\s*tự do|nơi nhận\s*:)", re.IGNORECASE
)
_GAP = re.compile(r"(?<=\S)(?: {3,}|\t+)(?=\S)")

Segment = tuple[int, int, str]


def is_pipe_row(line: str) -> bool:
    """Whether a line is a row of a pipe table, its rule included."""
    return len(_PIPE.findall(line)) >= 2 or line.strip().startswith("|")


def is_rule(line: str) -> bool:
    """Whether a line only draws ("|---|---|", "+----+", "======")."""
    return (bool(_RULE.fullmatch(line)) and len(line.strip()) >= 3) or line.strip().startswith("```")


def pipe_columns(lines: Sequence[str]) -> list[list[str]] | None:
    """The lines of each column of a pipe table that only sets a letterhead or a signature side by side, else None."""
    if not any(SET_APART.search(line) for line in lines):
        return None
    columns: dict[int, list[str]] = {}
    for line in lines:
        if not is_rule(line):
            for column, part in enumerate(_PIPE.split(line.strip().removeprefix("|").removesuffix("|"))):
                columns.setdefault(column, []).extend(piece.strip() for piece in _BREAK.split(part) if piece.strip())
    return [columns[column] for column in sorted(columns)]


def pipe_cells(lines: Sequence[str], inline: Callable[[str], Rich]) -> list[TextCell]:
    """The cells of a pipe table; emphasis over a whole cell makes it bold."""
    cells = []
    rows = [line.strip() for line in lines if not is_rule(line)]
    for row, line in enumerate(rows):
        parts = _PIPE.split(line.removeprefix("|").removesuffix("|"))
        for column, part in enumerate(parts):
            rich = inline(part.replace("\\|", "|").strip())
            bold = any(b - a >= len(rich.text.strip()) > 0 for a, b, style in rich.styles if style == "bold")
            cells.append(TextCell(row, column, rich.text, bold=bold, notes=tuple(n for _, n in rich.marks)))
    return cells


def segments(line: str) -> list[Segment]:
    """The pieces of a line that two or more spaces keep apart: (start, stop, text), tabs counting as eight spaces."""
    line = line.expandtabs(8).rstrip()
    return [(m.start(), m.end(), m.group()) for m in _SEGMENT.finditer(line)]


def aligned_extent(lines: Sequence[str]) -> tuple[int, int] | None:
    """Where (first, last + 1) in a run of lines a table kept by spaces stands: two rows or more with figures."""
    body = [index for index, line in enumerate(lines) if _is_body(segments(line))]
    runs: list[list[int]] = []
    for index in body:
        if runs and index - runs[-1][-1] <= 3:
            runs[-1].append(index)
        else:
            runs.append([index])
    run = max(runs, key=len, default=[])
    if len(run) < 2:
        return None
    start, stop = run[0], run[-1] + 1
    second = min(segments(lines[index])[1][0] for index in run)
    while start > 0 and _heads(lines, start - 1, second):
        start -= 1
    while stop < len(lines) and (is_rule(lines[stop]) or _hangs(lines, stop, start)):
        stop += 1
    return start, stop


def _heads(lines: Sequence[str], index: int, second: int) -> bool:
    """Whether a line above the figures is part of the header: several pieces, a rule, or one piece that goes on below
    such a line over a column after the labels ("… 6 tháng so | cùng kỳ (%)"); `second` is where that column begins.
    """
    parts = segments(lines[index])
    if len(parts) >= 2 or is_rule(lines[index]):
        return True
    return len(parts) == 1 and index > 0 and parts[0][0] >= second and len(segments(lines[index - 1])) >= 2


def _is_body(parts: list[Segment]) -> bool:
    """A row: words, then figures that stand apart; or more than two figures."""
    figures = [part for part in parts if _FIGURE.fullmatch(part[2])]
    return len(parts) >= 2 and (len(figures) >= 2 or (len(figures) == 1 and parts[-1] == figures[0]))


def _hangs(lines: Sequence[str], index: int, start: int) -> bool:
    """Whether a line goes on with the row label above it: one piece, further in than the column of the labels."""
    parts = segments(lines[index])
    above = segments(lines[index - 1])
    return (
        len(parts) == 1 and bool(above) and parts[0][0] > above[0][0] and index > start and parts[0][1] <= above[-1][0]
    )


def aligned_cells(lines: Sequence[str]) -> list[TextCell]:
    """The cells of a table kept by spaces. Columns are where the rows with figures stand; a header piece over several
    columns spans them; a line that holds words only goes on with the label above it."""
    rows = [segments(line) for line in lines if line.strip() and not is_rule(line)]
    columns = _columns([row for row in rows if _is_body(row)])
    first_body = next((i for i, row in enumerate(rows) if _is_body(row)), len(rows))
    cells: dict[tuple[int, int], TextCell] = {}
    at = -1
    for index, parts in enumerate(rows):
        hanging = index > first_body and not _is_body(parts) and len(parts) == 1 and at >= 0
        if hanging and parts[0][0] > rows[index - 1][0][0] and (at, 0) in cells:
            label = max((c for r, c in cells if r == at and not _FIGURE.fullmatch(cells[r, c].text)), default=0)
            cells[at, label] = TextCell(at, label, f"{cells[at, label].text} {parts[0][2]}")
            continue
        at += 1
        for start, stop, text in parts:
            touched = [i for i, (a, b) in enumerate(columns) if a < stop + 1 and b + 1 > start]
            nearest = min(range(len(columns)), key=lambda i: min(abs(columns[i][0] - stop), abs(start - columns[i][1])))
            column = touched[0] if touched else nearest
            while (at, column) in cells and column + 1 < len(columns):
                column += 1
            span = max(1, len(touched)) if index < first_body else 1
            cells[at, column] = TextCell(at, column, text, column_span=span)
    return list(cells.values())


def _columns(rows: Sequence[Sequence[Segment]]) -> list[tuple[int, int]]:
    """The extents of the columns: pieces of several rows that overlap are one column."""
    extents: list[tuple[int, int]] = []
    for start, stop in sorted((part[0], part[1]) for row in rows for part in row):
        if extents and start < extents[-1][1] + 1:
            extents[-1] = (extents[-1][0], max(extents[-1][1], stop))
        else:
            extents.append((start, stop))
    return extents


def side_by_side(lines: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """A letterhead or signature set in two columns by spaces: its left and its right lines; None for other text."""
    if sum(1 for line in lines if _GAP.search(line.strip())) < 1:
        return None
    cut = min(parts[1][0] for line in lines if len(parts := segments(line)) == 2) if _two(lines) else 0
    if not cut:
        return None
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        for start, stop, text in segments(line):
            (right if start >= cut - 2 or (start + stop) / 2 > cut else left).append(text)
    return left, right


def _two(lines: Sequence[str]) -> bool:
    counts = [len(segments(line)) for line in lines]
    return 2 in counts and max(counts) == 2
