"""Markdown: headings by "#", emphasis, pipe tables, notes ([^1] or superscripts); the rest as plain text."""

from __future__ import annotations

import re

from knowledge.model import Document
from knowledge.read import inline, text

_MARKUP = re.compile(rb"^#{1,6}\s+\S|\*\*\S[^\n*]*\*\*|^\|(?:\s*:?-+:?\s*\|)+\s*$|^\[\^\d+\]:", re.MULTILINE)


class MarkdownReader:
    """`.md`, and text under any other name that plainly uses Markdown."""

    formats = ("md", "markdown")

    def sniff(self, data: bytes, name: str) -> bool:
        named = name.lower().endswith((".md", ".markdown"))
        return text.is_text(data) and (named or bool(_MARKUP.search(data)))

    def read(self, data: bytes, name: str) -> Document:
        source = text.decode(data, name)
        return text.assemble(data, name, "markdown", source, inline.markdown, headings=True)


READER = MarkdownReader()
