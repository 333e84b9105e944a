"""One sentence as a whole outline, for tests."""

from __future__ import annotations

from knowledge import periods
from knowledge.facts import extract
from knowledge.model import Anchor, Document, Extraction, Header, Outline, Passage, Span


def outline_of(text: str, period: str = "2024-05", planned: bool = False, note: str = "", at: int = 0) -> Outline:
    """A report of one paragraph, and one footnote that is referred to at `at` of it."""
    whole = f"{text}\n{note}" if note else text
    document = Document("test.md", "markdown", "", whole, ())
    passages = [Passage(0, "text", text, (Span(0, len(text)),), planned=planned)]
    if note:
        span = Span(len(text) + 1, len(whole))
        passages.append(Passage(1, "note", note, (span,), note=7, anchor=Anchor(0, at or len(text))))
    header = Header(org="Huyện A", period=period, next_period=periods.shift(period, 1))
    return Outline(document, header, tuple(passages))


def facts_of(text: str, period: str = "2024-05", planned: bool = False, note: str = "", at: int = 0) -> Extraction:
    """The facts of such a report."""
    return extract(outline_of(text, period, planned, note, at))
