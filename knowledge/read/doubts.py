"""Rules that tell a misread figure from its surroundings, where no confidence does.

Seen with Tesseract and its Vietnamese model: "22.600" read as "22,600", "17,6%" as "17", a line's end lost. Each rule
marks; none corrects. A person confirms the marked figures before they are published.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from knowledge.model import Block, Cell, Document, Doubt, Span, Warn
from knowledge.read.letters import SMALL

_PLAIN_FIGURE = re.compile(r"\d[\d.]*(?:,\d+)?")
_FEWEST_ALIKE, _NEARLY_ALL = 6, 0.8  # figures of a column, and the share of them written alike
_QUOTED = 60  # characters before the place
_COMPARED = r"(?:so với|cùng kỳ|kế hoạch|dự toán|chỉ tiêu|so cùng kỳ)"
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("comma_before_three_digits", re.compile(r"(?<![\d.,/])(\d{1,3}(?:,\d{3})+)(?![\d.,]*\d)(?!\s*%)")),
    ("sign_missing", re.compile(rf"(?:đạt|bằng|tăng|giảm|chiếm)\s+(\d+(?:[.,]\d+)?)\s+{_COMPARED}", re.IGNORECASE)),
    ("cut_off", re.compile(rf"(\d+\.)(?=\s+[{SMALL}])")),
    ("space_in_figure", re.compile(r"(?<![\d.,/-])(\d{1,3}[.,]\s\d{3})(?!\d)")),
    ("letter_in_figure", re.compile(r"((?<![\w])\d+[OolI]\d*(?!\w)|(?<!\w)[OolI]\d+[.,]\d+)")),
)


def by_rule(document: Document) -> Document:
    """The document with doubts added for figures that break a rule."""
    known = {doubt.span for doubt in document.doubts}
    found = [*_found(document.text), *(doubt for block in document.blocks for doubt in _unlike(document.text, block))]
    added = [doubt for doubt in found if doubt.span not in known]
    return replace(document, doubts=tuple(sorted([*document.doubts, *added], key=lambda doubt: doubt.span)))


def gaps(document: Document) -> tuple[Warn, ...]:
    """What was perhaps not read at all, which no figure can carry: ends of lines, figures of the second reading."""
    return tuple(
        Warn(doubt.reason, {"quote": document.text[max(0, doubt.span.start - _QUOTED) : doubt.span.stop].strip()})
        for doubt in document.doubts
        if doubt.reason in ("line_end_lost", "figure_unread")
    )


def _unlike(text: str, block: Block) -> Iterator[Doubt]:
    """The figures of a table written otherwise than nearly all of their column: 1255 among 124,5 and 126,5."""
    columns: dict[int, list[Cell]] = {}
    for cell in block.cells:
        if _PLAIN_FIGURE.fullmatch(cell.span.of(text)):
            columns.setdefault(cell.column, []).append(cell)
    for cells in columns.values():
        forms = Counter(_decimals(cell.span.of(text)) for cell in cells)
        usual, times = forms.most_common(1)[0]
        if len(cells) >= _FEWEST_ALIKE and usual > 0 and times >= _NEARLY_ALL * len(cells):
            yield from (Doubt(c.span, "unlike_neighbours") for c in cells if _decimals(c.span.of(text)) == 0)


def _decimals(figure: str) -> int:
    return len(figure.rpartition(",")[2]) if "," in figure else 0


def _found(text: str) -> Iterator[Doubt]:
    for reason, pattern in _RULES:
        for match in pattern.finditer(text):
            yield Doubt(Span(*match.span(1)), reason)
