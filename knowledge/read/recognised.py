"""What Tesseract recognised on a page, as letters with places: marks told by their boxes, doubts by a second reading.

Tesseract reads a raised "1" as ' or !, a "2" as ? and so on, with high confidence: so a footnote mark is told by its
box (raised, and taller than a quotation mark), and its number by the order of the marks. Its confidence doesn't tell a
wrong figure either: a second reading of the same page, prepared otherwise, is compared with the first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from knowledge.read import labels
from knowledge.read.layout import Run
from knowledge.read.legacy import is_syllable
from knowledge.read.lines import ends_sentence
from knowledge.read.placed import Letter, Line, Page
from knowledge.read.tesseract import Glyph, TextLine, Word

_RAISED_ABOVE = 0.3  # of the type's size: the bottom of a mark's box over the baseline
_MARK_HEIGHT = (0.34, 0.62)  # quotation marks are 0.30 or less
_UNSURE = 80.0
_NOISE = 15.0
_LONE = re.compile(r"\d{1,2}[.,;:)]*")  # after a word, and read with doubt: a footnote mark, if one is missing
_DIGIT = re.compile(r"\d")
_BARE = re.compile(r"^[\W_]+|[\W_]+$")
_MARK_SLIPS = {"'": "1", "’": "1", "‘": "1", "!": "1", "|": "1", "?": "2"}
_SLIPS = str.maketrans("Ðð", "Đđ")
_SIGNS_AT_END = re.compile(r"(?<=[\w)%])([°®*!?'’‘”“\"`^$]{1,2})[.,;:)]*$")
_LOOKALIKES = re.compile(r"\d[OolISB]|[OolISB]\d")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a page, and how many pixels make a point in it."""

    lines: tuple[TextLine, ...]
    scale: float

    @property
    def quality(self) -> float:
        """How much of it reads as Vietnamese: 0 where nothing was read, about 90 for a good page."""
        words = [word for line in self.lines for word in line.words if word.text.isalpha() and len(word.text) > 1]
        return sum(word.confidence for word in words if is_syllable(word.text)) / max(len(words), 1)

    @property
    def words(self) -> int:
        return sum(len(line.words) for line in self.lines)


def letters(first: Reading, second: Reading | None, looks: Mapping[int, tuple[bool, bool]]) -> list[Letter]:
    """The letters of the first reading in points; words with figures that the second reads otherwise are doubtful.

    `looks` are (bold, italic) of the first reading's words by their ids.
    """
    others = _Places(second) if second is not None else None
    usual = median([line.size for line in first.lines]) if first.lines else 1.0
    gaps = _unread(first, second) | _lost_ends(first.lines)
    found: list[Letter] = []
    quotes = 0
    for line in first.lines:
        size = usual if 0.85 * usual < line.size < 1.18 * usual else line.size
        words = [word for word in line.words if not _is_noise(word)]
        for at, word in enumerate(words):
            raised = _raised(word, line, quotes)
            quotes = max(0, quotes + word.text.count("“") - word.text.count("”"))
            reason = _doubt(word, raised, first.scale, others) or gaps.get(id(word), "")
            if at and reason == "readings_differ" and word.confidence < _UNSURE and _LONE.fullmatch(word.text):
                raised = frozenset(at for at, glyph in enumerate(word.glyphs) if glyph.text.isdigit())
            if at and 0 not in raised:
                found.append(replace(found[-1], text=" "))
            bold, italic = looks.get(id(word), (False, False))
            placed = _placed(word, raised, line, size, first.scale, reason)
            found.extend(replace(letter, bold=bold, italic=italic) for letter in placed)
    return found


def _is_noise(word: Word) -> bool:
    """Dust and edges read as a letter or two."""
    return word.confidence < _NOISE and len(word.text) <= 3 and not _DIGIT.search(word.text)


def _placed(
    word: Word, raised: frozenset[int], line: TextLine, size: float, scale: float, reason: str
) -> Iterator[Letter]:
    for at, glyph in enumerate(word.glyphs):
        after = word.glyphs[at + 1].x0 if at + 1 < len(word.glyphs) else glyph.x1
        base = line.baseline((glyph.x0 + glyph.x1) / 2)
        up = at in raised
        yield Letter(
            _mark_text(glyph.text) if up else glyph.text.translate(_SLIPS),
            glyph.x0 / scale,
            (after if after > glyph.x0 else glyph.x1) / scale,
            (base - 0.33 * size if up else base) / scale,
            size * (0.58 if up else 1.0) / scale,
            doubt=reason,
            confidence=round(word.confidence, 1) if reason else None,
        )


def _raised(word: Word, line: TextLine, quotes: int) -> frozenset[int]:
    """Which glyphs of a word are a footnote mark: raised ones, and signs that are none of a word, at its end.

    Tesseract at times gives a glyph the height of the whole line; then only the sign tells (`quotes`: how many
    quotation marks are open).
    """
    if not any(glyph.text.isalnum() for other in line.words for glyph in other.glyphs if not is_mark(glyph, line)):
        return frozenset()
    found = {at for at, glyph in enumerate(word.glyphs) if is_mark(glyph, line)}
    ending = _SIGNS_AT_END.search(word.text) if len(word.text) == len(word.glyphs) else None
    if ending is not None:
        signs = ending[1]
        closes = signs == "”" and (quotes > 0 or "“" in word.text)
        degrees = signs == "°" and word.text[: ending.start(1)][-1:].isdigit()
        if not closes and not degrees:
            found.update(range(ending.start(1), ending.end(1)))
    return frozenset(found)


def is_mark(glyph: Glyph, line: TextLine) -> bool:
    """Whether a glyph is a raised footnote mark, by its box."""
    above = (line.baseline((glyph.x0 + glyph.x1) / 2) - glyph.y1) / line.size
    height = (glyph.y1 - glyph.y0) / line.size
    return above > _RAISED_ABOVE and _MARK_HEIGHT[0] <= height <= _MARK_HEIGHT[1] and glyph.text not in "-–—~="


def _mark_text(text: str) -> str:
    """A raised glyph as a digit; 0 where it tells none."""
    return text if text.isascii() and text.isdigit() else _MARK_SLIPS.get(text, "0")


def _doubt(word: Word, raised: frozenset[int], scale: float, others: _Places | None) -> str:
    """Why a word's figures are doubtful, as a code, or ""."""
    text = "".join(glyph.text for at, glyph in enumerate(word.glyphs) if at not in raised)
    if not _DIGIT.search(text):
        return ""
    if _LOOKALIKES.search(text):
        return "letter_in_figure"
    if others is not None and _figures(text) != _figures(others.beside(word, scale)):
        return "readings_differ"
    return "low_confidence" if word.confidence < _UNSURE else ""


def _figures(text: str) -> str:
    """What of a word must agree: its digits, and the separators and signs between and after them."""
    return re.sub(r"[^\d.,/%-]", "", _BARE.sub("", text)) + ("%" if text.rstrip(".,;:)").endswith("%") else "")


def _unread(first: Reading, second: Reading | None) -> dict[int, str]:
    """The words after which the second reading has a figure that the first lacks, by id."""
    if second is None:
        return {}
    found = {}
    places = _Places(first)
    for line in second.lines:
        for word in line.words:
            if (
                not _DIGIT.search(word.text)
                or all(is_mark(glyph, line) for glyph in word.glyphs)
                or word.confidence < 50
            ):
                continue
            before = places.before(word, second.scale)
            if before is not None and not places.beside(word, second.scale):
                found[id(before)] = "figure_unread"
    return found


def _lost_ends(lines: Sequence[TextLine]) -> dict[int, str]:
    """The last words of lines that end early although their sentence goes on at the left of the next line, by id."""
    if len(lines) < 6:
        return {}
    starts = sorted(line.words[0].glyphs[0].x0 for line in lines)
    stops = sorted(line.words[-1].glyphs[-1].x1 for line in lines)
    left, right = starts[len(starts) // 5], stops[int(0.8 * len(stops))]
    found = {}
    for line, after in pairwise(lines):
        last, first = line.words[-1], after.words[0]
        short = right - last.glyphs[-1].x1 > 3.5 * line.size and abs(first.glyphs[0].x0 - left) < line.size
        short = short and last.glyphs[-1].x1 - line.words[0].glyphs[0].x0 > 0.55 * (right - left)
        goes_on = first.text[:1].islower() or first.text[:1].isdigit()
        same = (
            abs(line.size - after.size) < 0.2 * line.size
            and 0 < after.baseline(left) - line.baseline(left) < 2 * line.size
        )
        if short and goes_on and same and not ends_sentence(last.text) and labels.parse(after.text) is None:
            found[id(last)] = "line_end_lost"
    return found


class _Places:
    """The words of a reading, found by place."""

    def __init__(self, reading: Reading) -> None:
        self._lines = [(line, reading.scale) for line in reading.lines]

    def beside(self, word: Word, scale: float) -> str:
        """The text that this reading has at the place of a word of another reading, marks left out."""
        x0, x1 = word.glyphs[0].x0 / scale, word.glyphs[-1].x1 / scale
        y = sum((g.y0 + g.y1) / 2 for g in word.glyphs) / len(word.glyphs) / scale
        text = ""
        for line, own in self._lines:
            base = line.baseline(x0 * own) / own
            if not base - 1.1 * line.size / own < y < base + 0.3 * line.size / own:
                continue
            for other in line.words:
                for glyph in other.glyphs:
                    middle = (glyph.x0 + glyph.x1) / 2 / own
                    if x0 - 1 <= middle <= x1 + 1 and not is_mark(glyph, line):
                        text += glyph.text
        return text

    def before(self, word: Word, scale: float) -> Word | None:
        """The word of this reading that stands left of the place of a word of another one, in the same line."""
        x, y = word.glyphs[0].x0 / scale, (word.glyphs[0].y0 + word.glyphs[0].y1) / 2 / scale
        for line, own in self._lines:
            base = line.baseline(x * own) / own
            if base - 1.1 * line.size / own < y < base + 0.3 * line.size / own:
                left = [other for other in line.words if other.glyphs[-1].x1 / own <= x + 1]
                return left[-1] if left else None
        return None


def number_marks(pages: Sequence[Page], recognised: frozenset[int]) -> list[Page]:
    """Give the raised marks of recognised pages their numbers: by their order, and by those that were read as digits.

    On a page the marks in the text and the notes below count up together from one number. Where text and notes hold
    unequal numbers of marks, only those marks of the text are kept that were read as a number of the notes.
    """
    done: list[Page] = []
    expected: int | None = None
    for page in pages:
        if page.number in recognised:
            page, expected = _numbered(page, expected)
        else:
            numbers = [line.number for line in page.lines if line.number]
            expected = max(numbers) + 1 if numbers else expected
        done.append(page)
    return done


def _numbered(page: Page, expected: int | None) -> tuple[Page, int | None]:
    notes = sorted((line for line in page.lines if _begins_raised(line)), key=lambda line: line.y)
    noted = {id(line) for line in notes}
    marks = [
        (id(line), at)
        for line in page.lines
        for at, run in enumerate(line.runs)
        if run.raised and not (id(line) in noted and at == 0)
    ]
    by_line = {id(line): line for line in page.lines}
    seen = [_read_number(line.runs[0]) for line in notes]
    read = [_read_number(by_line[line].runs[at]) for line, at in marks]
    even = len(notes) == len(marks) or not notes
    votes = Counter(
        number - at for numbers in (seen, read if even else []) for at, number in enumerate(numbers) if number
    )
    start = votes.most_common(1)[0][0] if votes else None
    if expected is not None and not (start is not None and votes[start] >= 2 and (start == 1 or start > expected)):
        start = expected
    start = max(1, start or 1)
    numbers: dict[tuple[int, int], int] = {(id(line), 0): start + at for at, line in enumerate(notes)}
    for at, place in enumerate(marks):
        right = start + at if even else read[at] if start <= read[at] < start + len(notes) else 0
        numbers[place] = right
    lines = tuple(_with_numbers(line, numbers) for line in page.lines)
    most = max((number for number in numbers.values()), default=0)
    return replace(page, lines=lines), most + 1 if most else expected


def _begins_raised(line: Line) -> bool:
    return len(line.runs) > 1 and line.runs[0].raised


def _read_number(run: Run) -> int:
    digits = run.text.strip()
    return int(digits) if digits.isdigit() and "0" not in digits and len(digits) <= 2 else 0


def _with_numbers(line: Line, numbers: dict[tuple[int, int], int]) -> Line:
    """The line with its raised runs numbered; a mark without a number is dropped, unless it may be a figure."""
    runs: list[Run] = []
    for at, run in enumerate(line.runs):
        number = numbers.get((id(line), at))
        if number is None:
            runs.append(run)
        elif number:
            runs.append(replace(run, text=str(number), doubt="", confidence=None))
        elif run.doubt and _read_number(run):
            runs.append(replace(run, text=f" {run.text}", raised=False))
    return replace(line, runs=tuple(runs)) if runs else line
