"""Where a paragraph ends on a laid-out page, told by the page and not by the words.

An indented line begins a paragraph; a line into which the next word would have fitted ends one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from knowledge.read import labels, legacy
from knowledge.read.layout import Run
from knowledge.read.lines import ends_sentence
from knowledge.read.placed import Line, Page

_HYPHEN = re.compile(r"(?:[^\s+-]|[,;(]\s)[-\u00ad]$")  # of a word or a number, not a dash between words
_INDENT = 0.9  # ems
_OTHER_SIZE = 0.22  # ems: OCR measures type roughly
_MANY_LINES = 12  # on a page, for its margins to be its own


class Margins:
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

    def width(self, line: Line) -> float:
        return self.right(line) - self.left(line)


def _edges(page: Page) -> tuple[float, float] | None:
    """Where most of a page's lines begin, and where its full lines end; its tables count as lines."""
    tables = [table.edges for table in page.tables if table.edges]
    starts = sorted([line.x0 for line in page.lines] + [edges[0] for edges in tables])
    stops = sorted([line.x1 for line in page.lines] + [edges[-1] for edges in tables])
    if not starts:
        return None
    left = next((x for x in starts if sum(1 for other in starts if abs(other - x) < 4) >= 0.2 * len(starts)), starts[0])
    return left, stops[int(0.9 * (len(stops) - 1))] if len(stops) >= _MANY_LINES else stops[-1]


def goes_on(before: Sequence[Line], line: Line, margins: Margins) -> bool:
    """Whether a line belongs to the paragraph of the lines before it."""
    last = before[-1]
    if line.number or (last.y == line.y and last.page == line.page):
        return False
    em = line.size
    same_page = last.page == line.page
    near = 0 < line.y - last.y <= max(1.3 * margins.pitch, 1.6 * em)
    if same_page and (not near or abs(em - last.size) > _OTHER_SIZE * em):
        return False
    if _centred(line, margins) and _balanced(last, margins):
        alike = last.bold == line.bold and last.text.isupper() == line.text.isupper()
        return alike and not ends_sentence(last.text) and margins.width(last) < last.x1 - last.x0 + line.first_word + em
    label = labels.parse(line.text.strip())
    if (
        same_page
        and label is None
        and line.text[:1].islower()
        and not ends_sentence(last.text)
        and abs(line.x0 - last.x0) < em
    ):
        return True
    room = margins.right(last) - last.x1
    if room > line.first_word + 0.6 * em:
        return False
    if line.x0 - margins.left(line) > _INDENT * em and not (same_page and _hangs(before, line, margins)):
        return False
    return label is None or not ends_sentence(last.text) or (label.kind == "dash" and line.text[1:2].isdigit())


def _hangs(before: Sequence[Line], line: Line, margins: Margins) -> bool:
    """Whether an indented line stands under the text of its paragraph, not at the first line of another."""
    last = before[-1]
    if len(before) > 1:
        return abs(line.x0 - last.x0) < 0.5 * line.size
    if last.x0 - margins.left(last) <= _INDENT * line.size:
        return False
    return line.x0 > last.x0 + 0.3 * line.size or (line.x0 >= last.x0 - 2 and not ends_sentence(last.text))


def _centred(line: Line, margins: Margins) -> bool:
    return line.x0 - margins.left(line) > 2 * line.size and _balanced(line, margins)


def _balanced(line: Line, margins: Margins) -> bool:
    left, right = line.x0 - margins.left(line), margins.right(line) - line.x1
    return abs(left - right) < 1.5 * line.size


def joined(paragraph: Sequence[Line]) -> list[Run]:
    """The runs of a paragraph's lines, old fonts decoded; a line that ends in a hyphen is joined to the next
    without a space."""
    runs: list[Run] = []
    for line in paragraph:
        if runs:
            before = runs[-1].text.rstrip()
            glued = bool(_HYPHEN.search(before))
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
