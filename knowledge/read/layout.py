"""What the readers of laid-out formats (Word, OpenDocument, PDF, OCR) decide alike: raised digits, layout tables, items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from knowledge.read.base import DocumentBuilder, TextCell

TextKind = Literal["paragraph", "furniture"]

LONGEST_HEADING = 250  # characters; a paragraph in a heading style beyond this is text with a lead-in
_POWER_UNITS = re.compile(r"(?:^|[\W\d_])(?:m|km|cm|dm|mm|hm|dam)$")
_POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ITEM = re.compile(r"(?:[-–+*•]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ]\)\s|[IVX]{1,5}[.)]\s)")
_FIGURE = re.compile(r"[-+(]?\d[\d.,\s]*%?\)?")


def is_power(before: str, digits: str) -> bool:
    """Whether raised digits after `before` are a power ("km²") and no footnote mark ("kỳ¹⁴")."""
    return digits in ("2", "3") and bool(_POWER_UNITS.search(before))


def write_raised(builder: DocumentBuilder, before: str, text: str, *, bold: bool = False, italic: bool = False) -> None:
    """Raised text: a power is written with raised digits, a number is a footnote mark, anything else is text."""
    digits = text.strip(" ()[]")
    if is_power(before, digits):
        builder.write(digits.translate(_POWERS), bold=bold, italic=italic)
    elif digits.isascii() and digits.isdigit() and len(digits) <= 3:
        builder.mark(int(digits))
    else:
        builder.write(text, bold=bold, italic=italic)


def with_powers(pieces: Sequence[tuple[str, bool]]) -> str:
    """The text of (text, raised) pieces in a table cell: powers raised, footnote marks left out."""
    text = ""
    for piece, raised in pieces:
        digits = piece.strip(" ()[]")
        if raised and is_power(text, digits):
            text += digits.translate(_POWERS)
        elif not (raised and digits.isdigit()):
            text += piece
    return text


def note_number(pieces: Sequence[tuple[str, bool]]) -> int:
    """The number of a footnote typed by hand as a paragraph that begins with raised digits, from (text, raised); or 0."""
    if len(pieces) < 2 or not pieces[0][1]:
        return 0
    digits = pieces[0][0].strip(" ()[]")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 3 else 0


def begins_item(text: str) -> bool:
    """Whether a line begins a list item or a numbered heading."""
    return bool(_ITEM.match(text))


def is_layout_table(cells: Sequence[TextCell], paragraphs: Sequence[int]) -> bool:
    """Whether a table only places text on the page, as letterheads and signatures do: up to three rows and columns, some
    cell of several paragraphs (`paragraphs`: how many each cell holds) or all in one row, and no cell that is a figure."""
    rows = {cell.row for cell in cells}
    columns = {cell.column for cell in cells}
    if not cells or len(rows) > 3 or len(columns) > 3:
        return False
    if any(_FIGURE.fullmatch(cell.text.strip()) for cell in cells):
        return False
    return len(rows) == 1 or max(paragraphs) > 1
