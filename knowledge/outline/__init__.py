"""The outline: a document as passages in their place, with the header that says which report it is."""

from __future__ import annotations

from knowledge.model import Document, Outline
from knowledge.outline import build


def outline(document: Document, *, period: str = "") -> Outline:
    """The passages and the header of a document. Never raises for odd documents: they have few sections.

    `period`, where given, overrules the report's own (it decides which sections are about a coming period).
    """
    return build.outline(document, period)
