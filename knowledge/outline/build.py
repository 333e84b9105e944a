"""A document's blocks into an Outline: head, body, tables, notes and closing, in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.model import Anchor, Document, Outline, Passage, PassageKind, Section
from knowledge.outline import closing as closings
from knowledge.outline import header as headers
from knowledge.outline import letterhead, planned, tables
from knowledge.outline import title as titles
from knowledge.outline import units as cutting
from knowledge.outline.sections import Draft, Sections
from knowledge.outline.units import Styles, Unit

_ADDRESSED = re.compile(r"kính gửi\b", re.IGNORECASE)
_INTRO = 3


def outline(document: Document, period: str = "") -> Outline:
    """The outline of a document; `period` overrules the one it names."""
    styles = Styles(document)
    units = cutting.units(document)
    flow = [unit for unit in units if unit.kind != "note"]
    head = _head(document, styles, flow)
    lines = [unit.text(document) for unit in flow]
    title = titles.find(
        [titles.Line(text, _strong(document, styles, unit, text)) for text, unit in zip(lines, flow, strict=True)]
    )
    above = lines[: title.start] if title.text else head
    letter = letterhead.read(above)
    body = max(title.stop, len(head))
    while body < len(flow) and (_ADDRESSED.match(lines[body]) or (body == title.stop and lines[body].startswith("("))):
        body += 1
    closing = closings.read(
        ["" if unit.kind == "table" else text for unit, text in zip(flow[body:], lines[body:], strict=True)]
    )
    intro = " ".join(lines[body : body + _INTRO])[:1500]
    about = headers.header(letter, title, lines[title.start : body], intro, document.text, closing)
    kinds: dict[int, PassageKind] = {}
    for number, unit in enumerate(flow):
        if number < body:
            kinds[id(unit)] = "title" if title.start <= number < title.stop else "letterhead"
    kinds.update({id(flow[body + i]): "recipients" for i in closing.recipient_lines})
    kinds.update({id(flow[body + i]): "signature" for i in closing.signature_lines})
    passages, plans = _passages(document, styles, units, kinds, period or about.period)
    if not about.next_period:
        about = replace(about, next_period=headers.following(about.period, plans))
    return Outline(document, about, tuple(passages))


def _strong(document: Document, styles: Styles, unit: Unit, text: str) -> bool:
    return unit.kind == "heading" or text.isupper() or all(styles.covers(piece) for piece in unit.pieces)


def _head(document: Document, styles: Styles, flow: Sequence[Unit]) -> list[str]:
    """The leading lines that can only be a letterhead, for documents without a title."""
    lines = []
    for unit in flow[:12]:
        text = unit.text(document)
        if unit.kind == "table" or not letterhead.is_head_line(text):
            break
        lines.append(text)
    return lines


def _passages(
    document: Document, styles: Styles, units: Sequence[Unit], kinds: dict[int, PassageKind], period: str
) -> tuple[list[Passage], list[str]]:
    """The passages in reading order, and the titles of planned sections."""
    sections = Sections(document, styles, period)
    drafts: list[Passage] = []
    notes: list[int] = []
    before: list[str] = []
    for unit in units:
        kind = kinds.get(id(unit))
        if unit.kind == "note":
            notes.append(len(drafts))
            drafts.append(_passage(document, Draft("note", unit.pieces, ()), unit, len(drafts)))
        elif kind is not None:
            sections.frames.clear()
            drafts.append(_passage(document, Draft(kind, unit.pieces, ()), unit, len(drafts)))
        elif unit.kind == "table":
            drafts.extend(_rows(document, unit, sections, before, len(drafts)))
        else:
            for draft in sections.passages(unit):
                drafts.append(_passage(document, draft, unit, len(drafts)))
        if unit.kind != "note":
            before = [*before[-2:], unit.text(document) if unit.kind != "table" else ""]
    plans = [s.title for p in drafts if p.planned for s in p.path if planned.is_planned(s.title, period, main=True)]
    return _noted(document, drafts, notes), plans


def _passage(document: Document, draft: Draft, unit: Unit, number: int) -> Passage:
    text = " ".join(piece.of(document.text) for piece in draft.pieces)
    return Passage(
        number, draft.kind, text, tuple(draft.pieces), draft.path, draft.lead, draft.planned, unit.page, unit.note
    )


def _rows(document: Document, unit: Unit, sections: Sections, before: Sequence[str], first: int) -> list[Passage]:
    """The row passages of a table, numbered from `first`."""
    stated = next((u for text in reversed(before) if (u := tables.unit_line(text))), "")
    name = next((c for text in reversed(before) if (c := tables.caption(text))), "")
    path = (
        (*sections.path, Section("", name))
        if name and (not sections.path or sections.path[-1].title != name)
        else sections.path
    )
    done = []
    for index, row in enumerate(tables.rows(document, unit, stated)):
        text = " | ".join(span.of(document.text) for span in row.spans)
        done.append(
            Passage(
                first + index,
                "row",
                text,
                tuple(row.spans),
                (*path, Section("", row.group)) if row.group else path,
                row.lead,
                sections.planned,
                unit.page,
                row_label=row.label,
                cells=tuple(row.cells),
                total=row.total,
                row_parent=first + row.parent if row.parent is not None else None,
            )
        )
    return done


def _noted(document: Document, passages: list[Passage], notes: Sequence[int]) -> list[Passage]:
    """The passages with their footnote marks, and each note anchored where it is first referred to."""
    refs: dict[int, list[tuple[int, int]]] = {}
    anchors: dict[int, Anchor] = {}
    starts = sorted((piece.start, piece.stop, p.number) for p in passages for piece in p.pieces)
    for ref in document.note_refs:
        holder = next((n for start, stop, n in reversed(starts) if start <= ref.at <= stop), None)
        if holder is None:
            continue
        at = _offset(passages[holder], ref.at)
        refs.setdefault(holder, []).append((at, ref.number))
        anchors.setdefault(ref.number, Anchor(holder, at))
    done = []
    for passage in passages:
        passage = replace(passage, note_refs=tuple(refs.get(passage.number, ())))
        anchor = anchors.get(passage.note) if passage.note is not None and passage.number in notes else None
        if anchor:
            base = passages[anchor.passage]
            passage = replace(passage, anchor=anchor, path=base.path, planned=base.planned)
        done.append(passage)
    return done


def _offset(passage: Passage, at: int) -> int:
    """The offset in a passage's text of an offset in the document's."""
    shift, gap = 0, 3 if passage.kind == "row" else 1
    for piece in passage.pieces:
        if piece.start <= at <= piece.stop:
            return shift + at - piece.start
        shift += len(piece) + gap
    return shift
