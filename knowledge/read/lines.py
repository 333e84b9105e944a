"""Lines into paragraphs, for every format whose text comes line by line: text files, PDF, OCR.

A line can be the end of a paragraph, or just where the page was full; between two lines of a sentence may stand a page
number and a running header. These functions decide from the text alone and know nothing of fonts or boxes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from knowledge.fold import fold
from knowledge.read import labels

_PAGE_NUMBER = re.compile(r"[-–—_\s]*(?:trang|page)?\s*(\d{1,3})\s*(?:[/|]\s*\d{1,3})?[-–—_\s]*", re.IGNORECASE)
_TERMINAL = re.compile(r"[.!?:;…]['\"”’)\]*_]*\s*$")
_NARROWEST, _WIDEST = 40, 130
_LONG_HEADING = 40


def furniture(lines: Sequence[str]) -> frozenset[int]:
    """Indices of page numbers and running headers. Page numbers are lines of their own that count up by one."""
    numbers: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        match = _PAGE_NUMBER.fullmatch(line.strip()) if line.strip() else None
        if match:
            numbers.append((index, int(match[1])))
    pages = _counting_up(numbers)
    edges = _page_edges(lines, pages)
    counts = Counter(_shape(lines[index]) for index in edges)
    running = {index for index in edges if counts[_shape(lines[index])] >= 2 and len(lines[index].strip()) <= 120}
    return frozenset(pages | running)


def _counting_up(numbers: Sequence[tuple[int, int]]) -> set[int]:
    """The longest chain of lines n, n+1, n+2, ...; a chain of one counts only for the first two pages."""
    best: list[int] = []
    for start, (_, first) in enumerate(numbers):
        if first > 3:
            continue
        chain, expected = [], first
        for index, number in numbers[start:]:
            if number == expected:
                chain.append(index)
                expected += 1
        if len(chain) > len(best):
            best = chain
    if len(best) == 1 and dict(numbers)[best[0]] > 2:
        return set()
    return set(best)


def _page_edges(lines: Sequence[str], pages: set[int]) -> set[int]:
    """The written lines just before and after each page number and form feed."""
    edges: set[int] = set()
    for page in pages | {index for index, line in enumerate(lines) if "\f" in line}:
        for step in (-1, 1):
            index = page + step
            while 0 <= index < len(lines) and not lines[index].strip():
                index += step
            if 0 <= index < len(lines):
                edges.add(index)
        if "\f" in lines[page] and lines[page].strip():
            edges.add(page)
    return edges - pages


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", fold(" ".join(line.split())))


def wrap_width(lines: Sequence[str]) -> int:
    """The width at which the lines were broken, in characters; 0 where every line is a paragraph of its own."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if len(lengths) < 8:
        return 0
    width = lengths[int(len(lengths) * 0.97)]
    full = sum(1 for length in lengths if length >= 0.8 * width)
    return width if _NARROWEST <= width <= _WIDEST and full >= 0.3 * len(lengths) and lengths[-1] <= 1.5 * width else 0


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a mark that may end a paragraph (brackets and quotes after it allowed)."""
    return bool(_TERMINAL.search(text))


def continues(before: str, after: str, width: int = 0) -> bool:
    """Whether the line `after` goes on with the paragraph of the line `before`; no blank line stands between them.

    `width` is where lines are broken (0: they aren't). A line that was not full ends its paragraph, unless the next one
    begins with a small letter and no label.
    """
    text = after.strip()
    if not before.strip() or not text:
        return False
    closed = ends_sentence(before)
    first = text.split(maxsplit=1)[0]
    full = bool(width) and (len(before.rstrip()) + 1 + len(first) > width - 1 or len(before.rstrip()) >= 0.95 * width)
    label = labels.parse(text)
    if label is not None:
        rest = text[label.stop :][:1]
        number = label.kind == "decimal" and labels.parse(before.strip()) is None and not before.isupper()
        dated = label.kind == "dash" and rest.isdigit()
        return full and not closed and (dated or number or (rest.islower() and label.kind != "dash"))
    if before.isupper() and text.isupper() and not closed and labels.parse(before.strip()) is not None:
        return full or len(before.strip()) >= _LONG_HEADING  # a heading in capitals that goes on
    if full:
        indented = len(after) - len(after.lstrip()) > len(before) - len(before.lstrip()) + 1
        return not (closed and indented)
    return text[0].islower() and not closed and not before.isupper()
