"""Blocks into units: page furniture dropped, paragraphs that a page or a block of notes cut put back together.

A page break cuts a sentence anywhere, a block of footnotes stands between its halves ("giá trị sản lượng xây dựng cơ |
notes 9-13 | bản ước đạt 126 tỷ đồng"), and a bold lead-in may be left alone at the end of the page before its content.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from knowledge.model import Block, BlockKind, Cell, Document, Emphasis, Span
from knowledge.read import labels
from knowledge.read.lines import ends_sentence

_HEADING_LENGTH = 140
_SET_APART = re.compile(
    r"\b(?:cộng hòa xã hội|cộng hoà xã hội|đảng cộng sản việt nam|nơi nhận|độc lập\s*-)", re.IGNORECASE
)
_OPEN_END = re.compile(r"[,(–-]\s*$")


@dataclass(slots=True)
class Unit:
    """A paragraph, heading, note or table of the document; `pieces` are its spans, `cut` tells that more may follow."""

    kind: BlockKind
    pieces: list[Span]
    page: int | None = None
    level: int = 0
    note: int | None = None
    cells: tuple[Cell, ...] = ()

    def text(self, document: Document) -> str:
        return " ".join(piece.of(document.text) for piece in self.pieces)


@dataclass(slots=True)
class Styles:
    """The emphasis of a document, found by place."""

    document: Document
    _starts: list[int] = field(default_factory=list)
    _sorted: list[Emphasis] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sorted = sorted(self.document.emphasis, key=lambda e: (e.span.start, e.span.stop))
        self._starts = [e.span.start for e in self._sorted]

    def within(self, span: Span) -> list[Emphasis]:
        """The runs that begin in a span, in order; of runs on one place the longest only."""
        found: list[Emphasis] = []
        at = bisect_left(self._starts, span.start)
        while at < len(self._sorted) and self._starts[at] < span.stop:
            run = self._sorted[at]
            if found and run.span.start < found[-1].span.stop:
                if run.span.stop > found[-1].span.stop:
                    found[-1] = run
            else:
                found.append(run)
            at += 1
        return found

    def covers(self, span: Span) -> bool:
        """Whether nearly all of a span is emphasised."""
        return sum(min(e.span.stop, span.stop) - e.span.start for e in self.within(span)) >= 0.9 * len(span) > 0


def units(document: Document) -> list[Unit]:
    """The units of a document in reading order; a note stands after the paragraph that it interrupted."""
    styles = Styles(document)
    blocks = _flattened(document)
    done: list[Unit] = []
    pending: Unit | None = None  # the last paragraph, as long as only notes and furniture followed it
    interrupted = False
    for block in blocks:
        if block.kind == "furniture":
            interrupted = True
            continue
        unit = Unit(block.kind, [block.span], block.page, block.level, block.note, block.cells)
        if block.kind == "note":
            interrupted = True
            done.append(unit)
            continue
        if block.kind == "paragraph" and pending is not None:
            turned = interrupted or (block.page is not None and block.page != pending.page)
            if _goes_on(document, styles, pending, unit, turned):
                pending.pieces.extend(unit.pieces)
                pending.page = pending.page if pending.page is not None else unit.page
                interrupted = False
                continue
            if turned:
                _hand_over_lead(document, styles, pending, unit)
        done.append(unit)
        pending = unit if block.kind == "paragraph" else None
        interrupted = False
    return [unit for unit in done if unit.pieces]


def _flattened(document: Document) -> list[Block]:
    """The blocks; tables that only set a letterhead or a signature side by side as paragraphs, column by column."""
    done: list[Block] = []
    for block in document.blocks:
        cells = [cell for cell in block.cells if len(cell.span)]
        if block.kind != "table" or not _only_sets(document, cells):
            done.append(block)
            continue
        for cell in sorted(cells, key=lambda c: (c.column, c.row)):
            done.append(Block("paragraph", cell.span, block.page))
    return done


def _only_sets(document: Document, cells: list[Cell]) -> bool:
    """Whether a table holds no table but a letterhead or a signature: two columns, a motto or recipients in it."""
    if not cells or len({cell.column for cell in cells}) > 3:
        return False
    return any(_SET_APART.search(cell.span.of(document.text)) for cell in cells)


def _goes_on(document: Document, styles: Styles, before: Unit, after: Unit, turned: bool) -> bool:
    """Whether the paragraph `after` is the rest of the sentence that `before` broke off."""
    start, rest = before.text(document), after.text(document)
    if ends_sentence(start) or (
        (label := labels.parse(rest)) is not None
        and not (turned and label.kind == "dash" and rest[label.stop].isdigit())
    ):
        return False
    if start.isupper() or rest.isupper():
        return False
    if rest[0].islower() or rest[0] in ",;)" or (turned and rest[0] == "("):
        return True
    return turned and not _is_heading(document, styles, before, start) and not styles.covers(after.pieces[0])


def _is_heading(document: Document, styles: Styles, unit: Unit, text: str) -> bool:
    label = labels.parse(text)
    if styles.covers(unit.pieces[-1]):
        return True
    if label is None or label.kind in ("dash", "plus", "star", "dot", "bracket"):
        return len(text) < 40 and not _OPEN_END.search(text)
    return len(text) <= _HEADING_LENGTH and not re.search(r"[.:;] ", text[label.stop :])


def _hand_over_lead(document: Document, styles: Styles, before: Unit, after: Unit) -> None:
    """Move a lead-in left at the end of a page ("… tại 7 xã. **Mặt trận Tổ quốc:**") to the paragraph it opens."""
    last = before.pieces[-1]
    runs = [run for run in styles.within(last) if run.style == "bold" or run.style == "italic"]
    if not runs:
        return
    lead = runs[-1].span
    ahead = document.text[last.start : lead.start].rstrip()
    tail = document.text[lead.stop : last.stop].strip()
    if (
        tail not in ("", ":")
        or not ahead
        or not ends_sentence(ahead)
        or not document.text[lead.start : last.stop].rstrip().endswith(":")
    ):
        return
    before.pieces[-1] = Span(last.start, last.start + len(ahead))
    after.pieces.insert(0, Span(lead.start, last.stop))
