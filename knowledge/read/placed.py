"""Letters placed on a page, and lines of them: what PDF and OCR have in common before paragraphs are told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.read import labels
from knowledge.read.base import TextCell
from knowledge.read.layout import Run

_RAISED_SIZE = 0.8  # of the size beside it; LibreOffice sets marks at 0.58, Word at about 0.65
_RAISED_BY = (0.12, 0.75)  # of the size beside it
_FIGURE_GAP = 1.3  # ems between two figures of a row
_COLUMN_GAP = 2.2  # ems between pieces of a line that are no words of one sentence


@dataclass(frozen=True, slots=True)
class Letter:
    """One character. Points; `y` is its baseline, counted from the top of the page; `size` the type's size.

    `doubt` is a reason code of OCR and `confidence` its number from 0 to 100.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    italic: bool = False
    font: str = ""
    doubt: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a piece of one that a wide gap sets apart, in points from the top left corner of its page."""

    page: int
    x0: float
    x1: float
    y: float
    size: float
    runs: tuple[Run, ...]
    first_word: float = 0.0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def bold(self) -> bool:
        return all(run.bold for run in self.runs if run.text.strip())

    @property
    def number(self) -> int:
        """The raised number that the line begins with, or 0."""
        first = next((run for run in self.runs if run.text.strip()), None)
        digits = first.text.strip() if first is not None and first.raised else ""
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 3 else 0


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


def lines_of(letters: Iterable[Letter], page: int) -> list[Line]:
    """Letters in reading order, as lines. A raised letter stays in the line of the letters beside it."""
    lines: list[Line] = []
    for group in _same_baseline(letters):
        for piece in _pieces(group):
            lines.append(_line(piece, page))
    return lines


def _same_baseline(letters: Iterable[Letter]) -> list[list[Letter]]:
    groups: list[list[Letter]] = []
    base: Letter | None = None
    for letter in letters:
        if base is None or not _beside(base, groups[-1][-1], letter):
            groups.append([letter])
            base = letter
        else:
            groups[-1].append(letter)
            if letter.size > base.size * 1.1 and not letter.text.isspace():
                base = letter
    return [group for group in groups if any(not letter.text.isspace() for letter in group)]


def _beside(base: Letter, last: Letter, letter: Letter) -> bool:
    size = max(base.size, letter.size)
    if letter.x0 < last.x0 - 0.3 * size and letter.x1 < last.x1 - 0.5 * size:
        return False
    shift = base.y - letter.y  # above the baseline: positive
    if abs(shift) <= 0.12 * size:
        return True
    return abs(shift) <= _RAISED_BY[1] * size and min(base.size, letter.size) < _RAISED_SIZE * size


def _pieces(group: Sequence[Letter]) -> list[list[Letter]]:
    """A line cut at its wide gaps, but not between a label ("1.", "-") and its text."""
    pieces: list[list[Letter]] = [[]]
    last: Letter | None = None
    for letter in group:
        if last is not None and not letter.text.isspace() and _parts(last, letter):
            before = "".join(each.text for each in pieces[-1]).strip()
            label = labels.parse(before + " x")
            if not (label is not None and label.stop >= len(before)):
                pieces.append([])
        if pieces[-1] or not letter.text.isspace():
            pieces[-1].append(letter)
        last = letter if not letter.text.isspace() else last
    return [piece for piece in pieces if piece]


def _parts(last: Letter, letter: Letter) -> bool:
    """Whether a gap is one between columns: wide, or not so wide between two figures."""
    figures = (last.text.isdigit() or last.text in "%)") and (letter.text.isdigit() or letter.text in "(-+")
    return letter.x0 - last.x1 > (_FIGURE_GAP if figures else _COLUMN_GAP) * letter.size


def _line(letters: Sequence[Letter], page: int) -> Line:
    seen = [letter for letter in letters if not letter.text.isspace()]
    size = max(letter.size for letter in seen)
    base = max(letter.y for letter in seen if letter.size >= _RAISED_SIZE * size)
    runs: list[tuple[Letter, bool, str]] = []
    last: Letter | None = None
    for letter in letters:
        shift = base - letter.y
        raised = letter.size < _RAISED_SIZE * size and _RAISED_BY[0] * size < shift < _RAISED_BY[1] * size
        text = " " if letter.text.isspace() else letter.text
        spaced = (
            last is not None and text != " " and letter.x0 - last.x1 > 0.28 * size and not runs[-1][2].endswith(" ")
        )
        if runs and text == " " and not runs[-1][1]:
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + text)
        elif runs and _alike(runs[-1][0], letter) and runs[-1][1] == raised and not spaced:
            runs[-1] = (runs[-1][0], raised, runs[-1][2] + text)
        else:
            runs.append((letter, raised, " " + text if spaced and not raised else text))
        last = letter if text != " " else last
    word = next((i for i, letter in enumerate(letters) if i and letter.text.isspace()), len(letters)) - 1
    return Line(
        page,
        seen[0].x0,
        seen[-1].x1,
        base,
        size,
        tuple(
            Run(text, first.bold, first.italic, raised, doubt=first.doubt, confidence=first.confidence, font=first.font)
            for first, raised, text in runs
        ),
        letters[word].x1 - letters[0].x0,
    )


def _alike(one: Letter, other: Letter) -> bool:
    return (one.bold, one.italic, one.font, one.doubt, one.confidence) == (
        other.bold,
        other.italic,
        other.font,
        other.doubt,
        other.confidence,
    )
