"""What readers of laid-out formats decide alike: runs into paragraphs, raised digits, typed notes, layout tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.read import labels, tables
from knowledge.read.base import DocumentBuilder, TextCell

_MOST_ROWS = 12  # of a table that is no table
LONGEST_HEADING = 250  # characters; a paragraph in a heading style beyond this is text with a lead-in
_POWER_UNITS = re.compile(r"(?:^|[\W\d_])(?:m|km|cm|dm|mm|hm|dam)$")
_POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FIGURE = re.compile(r"[-+(]?\d[\d.,\s]*%?\)?")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; or a footnote mark, where `note` is its printed number; or a line break (`broken`).

    `doubt` is a reason code of OCR, `confidence` its number from 0 to 100; `font` tells old encodings.
    """

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False
    note: int | None = None
    broken: bool = False
    doubt: str = ""
    confidence: float | None = None
    font: str = ""


def write_runs(builder: DocumentBuilder, runs: Sequence[Run]) -> None:
    """Write runs into the open block. Raised digits are a power ("km²"), or else a footnote mark typed by hand."""
    before = ""
    for run in runs:
        digits = _digits(run)
        if run.note is not None:
            builder.mark(run.note)
        elif digits and not _is_power(before, digits):
            builder.mark(int(digits))
        else:
            text = digits.translate(_POWERS) if digits else run.text
            builder.write(text, bold=run.bold, italic=run.italic, doubt=run.doubt, confidence=run.confidence)
        before = run.text or before


def end_paragraph(builder: DocumentBuilder, runs: Sequence[Run], *, level: int = 0, page: int | None = None) -> None:
    """Write one paragraph; line breaks inside it are kept where an item begins after one.

    A paragraph that begins with raised digits is a footnote typed by hand. `level` above 0 makes a heading of one that
    is no longer than a heading.
    """
    for line in _lines(runs):
        number = int(_digits(line[0]) or 0) if len(line) > 1 else 0
        write_runs(builder, line[1:] if number else line)
        if number:
            builder.end("note", note=number, page=page)
        elif level and sum(len(run.text) for run in line) <= LONGEST_HEADING:
            builder.end("heading", level=level, page=page)
        else:
            builder.end("paragraph", page=page)


def fill(cell: TextCell, paragraphs: Sequence[Sequence[Run]]) -> TextCell:
    """A table cell with the text of its paragraphs, its footnote marks, and whether all of it is bold."""
    lines: list[str] = []
    notes: list[int] = []
    bold = True
    for runs in paragraphs:
        line = ""
        for run in runs:
            digits = _digits(run)
            if run.note is not None:
                notes.append(run.note)
            elif not digits:
                line += run.text
            elif _is_power(line, digits):
                line += digits.translate(_POWERS)
            else:
                notes.append(int(digits))
        lines.append(line.strip())
        bold = bold and all(run.bold for run in runs if run.text.strip())
    text = " ".join(line for line in lines if line)
    doubtful = next((run for runs in paragraphs for run in runs if run.doubt), Run(""))
    return replace(
        cell,
        text=text,
        bold=bold and bool(text),
        notes=tuple(notes),
        doubt=doubtful.doubt,
        confidence=doubtful.confidence,
    )


def is_layout_table(cells: Sequence[TextCell], paragraphs: Sequence[int]) -> bool:
    """Whether a table only places text on the page, as letterheads and signatures do.

    Such a one has up to three columns and no cell that is a figure. It holds what a letterhead or signature holds, or
    has up to three rows and stands in one or has a cell of several paragraphs (`paragraphs`: how many each cell holds).
    """
    rows = {cell.row for cell in cells}
    columns = {cell.column for cell in cells}
    if not cells or len(rows) > _MOST_ROWS or len(columns) > 3:
        return False
    if any(_FIGURE.fullmatch(cell.text.strip()) for cell in cells):
        return False
    known = any(tables.SET_APART.search(cell.text) for cell in cells)
    return known or (len(rows) <= 3 and (len(rows) == 1 or max(paragraphs) > 1))


def _digits(run: Run) -> str:
    """The digits of a run that is nothing but raised digits (perhaps in brackets), else ""."""
    digits = run.text.strip(" ()[]") if run.raised else ""
    return digits if digits.isascii() and digits.isdigit() and len(digits) <= 3 else ""


def _is_power(before: str, digits: str) -> bool:
    return digits in ("2", "3") and bool(_POWER_UNITS.search(before))


def _lines(runs: Sequence[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for at, run in enumerate(runs):
        if run.broken and labels.parse("".join(r.text for r in runs[at + 1 :]).lstrip()):
            yield line
            line = []
        elif run.text or run.note is not None:
            line.append(run)
    yield line
