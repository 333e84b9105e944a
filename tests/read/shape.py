"""A document as short lines that cases can state: "kind: text", with [^n] where footnote marks stood."""

from __future__ import annotations

from knowledge.model import Document


def shape(document: Document) -> list[str]:
    """One line a block; a table's cells "row,column(spans) text"."""
    lines = []
    for block in document.blocks:
        if block.kind == "table":
            for cell in block.cells:
                spans = f" {cell.row_span}x{cell.column_span}" if cell.row_span * cell.column_span > 1 else ""
                lines.append(f"cell {cell.row},{cell.column}{spans}: {cell.span.of(document.text)}")
            continue
        label = f"note {block.note}" if block.note else f"heading {block.level}" if block.level else block.kind
        lines.append(f"{label}: {marked(document, block.span.start, block.span.stop)}")
    return lines


def marked(document: Document, start: int, stop: int) -> str:
    """A piece of the text with its footnote marks put back."""
    text, at = "", start
    for ref in document.note_refs:
        if start <= ref.at <= stop:
            text += document.text[at : ref.at] + f"[^{ref.number}]"
            at = ref.at
    return text + document.text[at:stop]


def emphasised(document: Document, style: str) -> list[str]:
    """The runs of one style."""
    return [e.span.of(document.text) for e in document.emphasis if e.style == style]
