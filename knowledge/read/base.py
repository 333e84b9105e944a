"""What every reader shares: the protocol, the registry, limits, and the builder that makes a Document.

A new format is one module in this folder exposing `READER`, and one row of `FORMS`. A reader's module imports its
library inside `read`, so that asking whether it recognises a file costs nothing.
"""

from __future__ import annotations

import hashlib
import importlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, cast

from knowledge.errors import InputError
from knowledge.fold import clean
from knowledge.model import Block, BlockKind, Cell, Document, Doubt, Emphasis, NoteRef, Span
from knowledge.read import secrecy

MAX_BYTES = 20 * 1024 * 1024  # what a Telegram bot can download
MAX_CHARACTERS = 4_000_000


class Reader(Protocol):
    """One format. `sniff` looks at the bytes first and at the name only where the bytes can't tell."""

    formats: tuple[str, ...]

    def sniff(self, data: bytes, name: str) -> bool: ...

    def read(self, data: bytes, name: str) -> Document: ...


@dataclass(frozen=True, slots=True)
class Form:
    """A reader's module and the first bytes of the files worth showing to it; no `magic`: text."""

    module: str
    magic: tuple[bytes, ...] = ()


_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"BM", b"RIFF", b"GIF8")
FORMS = (
    Form("docx", _ZIP),
    Form("odt", _ZIP),
    Form("xlsx", _ZIP),
    Form("zip", _ZIP),
    Form("pdf", (b"%PDF",)),
    Form("doc", (b"\xd0\xcf\x11\xe0", b"{\\rtf")),
    Form("ocr", _IMAGES),
    Form("markdown"),
    Form("text"),
)


def read(data: bytes, name: str) -> Document:
    """The document in `data`. Raises InputError for what can't be read, SecrecyError for what may not be."""
    name = unicodedata.normalize("NFC", name)
    secrecy.refuse_name(name)
    if not data.strip():
        raise InputError("file_empty", name=name)
    if len(data) > MAX_BYTES:
        raise InputError("file_too_large", name=name, megabytes=MAX_BYTES // 2**20)
    return find(data, name).read(data, name)


def find(data: bytes, name: str) -> Reader:
    """The first reader that recognises the bytes. Raises InputError(format_unknown) where none does."""
    head = data[:1024].lstrip() if b"%PDF" in data[:1024] else data[:16]
    magic = any(head.startswith(start) for form in FORMS for start in form.magic)
    for form in FORMS:
        if (any(head.startswith(start) for start in form.magic)) if magic else not form.magic:
            reader = cast(Reader, importlib.import_module(f"knowledge.read.{form.module}").READER)
            if reader.sniff(data, name):
                return reader
    raise InputError("format_unknown", name=name)


@dataclass(frozen=True, slots=True)
class TextCell:
    """A table cell as a reader found it: its place (from 0), its text, how far it extends, whether it is bold.

    `notes` are the numbers of the footnote marks in it; they stand at its end, wherever they stood. `doubt` is a reason
    code where its text was read with doubt.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    bold: bool = False
    notes: tuple[int, ...] = ()
    doubt: str = ""
    confidence: float | None = None


class DocumentBuilder:
    """Collects a document block by block. Text is cleaned (NFC, no soft hyphens) and its spaces collapsed as it comes.

    A block is written run by run and then ended:
        builder.write("Hội Nông dân:", bold=True); builder.write(" kết nạp 146 hội viên"); builder.mark(7)
        builder.end("paragraph", page=2)
    """

    def __init__(self, data: bytes, name: str, format: str) -> None:
        self._name, self._format = name, format
        self._sha256 = hashlib.sha256(data).hexdigest()
        self._texts: list[str] = []
        self._length = 0  # of the ended blocks, with the newlines after them
        self._open = ""
        self._blocks: list[Block] = []
        self._emphasis: list[Emphasis] = []
        self._refs: list[NoteRef] = []
        self._doubts: list[Doubt] = []
        self._outside: list[str] = []

    def write(
        self, text: str, *, bold: bool = False, italic: bool = False, doubt: str = "", confidence: float | None = None
    ) -> None:
        """Append a run to the open block. Newlines count as spaces. `doubt` is a reason code (OCR)."""
        if text and self._open and unicodedata.combining(text[0]):  # an accent cut off from its letter by a run's end
            text, self._open = self._open[-1] + text, self._open[:-1]
        text = " ".join(clean(text).replace("\n", " ").split(" ")) if text else ""
        while "  " in text:
            text = text.replace("  ", " ")
        if not self._open or self._open.endswith(" "):
            text = text.lstrip(" ")
        start = self._length + len(self._open)
        self._open += text
        span = Span(start, self._length + len(self._open.rstrip()))
        if span.stop <= span.start:
            return
        styles: tuple[tuple[bool, Literal["bold", "italic"]], ...] = ((bold, "bold"), (italic, "italic"))
        for wanted, style in styles:
            if wanted:
                self._emphasize(span, style)
        if doubt:
            self._doubts.append(Doubt(span, doubt, confidence))

    def _emphasize(self, span: Span, style: Literal["bold", "italic"]) -> None:
        """Neighbouring runs of one style become one, whatever the format cut them into."""
        for index in range(len(self._emphasis) - 1, max(-1, len(self._emphasis) - 3), -1):
            last = self._emphasis[index]
            between = (self._open[max(0, last.span.stop - self._length) : span.start - self._length]).strip()
            if last.style == style and last.span.start >= self._length and not between:
                self._emphasis[index] = Emphasis(Span(last.span.start, span.stop), style)
                return
        self._emphasis.append(Emphasis(span, style))

    def mark(self, number: int) -> None:
        """A footnote mark stands here; it leaves the text."""
        self._refs.append(NoteRef(self._length + len(self._open.rstrip()), number))

    def end(self, kind: BlockKind, *, page: int | None = None, level: int = 0, note: int | None = None) -> None:
        """Close the open block; an empty one leaves no trace."""
        text = self._open.rstrip()
        self._open = ""
        if text:
            self._add(text, kind, page, level, note)

    def block(
        self, kind: BlockKind, text: str, *, page: int | None = None, level: int = 0, note: int | None = None
    ) -> None:
        """A whole block of plain text."""
        self.write(text)
        self.end(kind, page=page, level=level, note=note)

    def table(self, cells: Sequence[TextCell], *, page: int | None = None) -> None:
        """A table; in the text its cells are joined by " | " and its rows by newlines."""
        done: list[Cell] = []
        text, last = "", -1
        for cell in sorted(cells, key=lambda c: (c.row, c.column)):
            if last >= 0:
                text += "\n" if cell.row != last else " | "
            last = cell.row
            words = " ".join(clean(cell.text).split())
            start = self._length + len(text)
            text += words
            span = Span(start, start + len(words))
            done.append(Cell(span, cell.row, cell.column, cell.row_span, cell.column_span))
            self._refs.extend(NoteRef(span.stop, number) for number in cell.notes)
            if cell.doubt and words:
                self._doubts.append(Doubt(span, cell.doubt, cell.confidence))
            if cell.bold and words:
                self._emphasis.append(Emphasis(span, "bold"))
        if text.strip(" |\n"):
            self._add(text, "table", page, 0, None, tuple(done))

    def outside(self, text: str) -> None:
        """Text that is no part of the report (headers, properties, comments) but is searched for secrecy markings."""
        self._outside.append(clean(text))

    def _add(
        self, text: str, kind: BlockKind, page: int | None, level: int, note: int | None, cells: tuple[Cell, ...] = ()
    ) -> None:
        span = Span(self._length, self._length + len(text))
        self._blocks.append(Block(kind, span, page, level, note, cells))
        self._texts.append(text)
        self._length += len(text) + 1
        if self._length > MAX_CHARACTERS:
            raise InputError("file_too_long", name=self._name, characters=MAX_CHARACTERS)

    def finish(self) -> Document:
        """The document. Raises InputError(file_without_text) and SecrecyError."""
        if self._open:
            self.end("paragraph")
        if not self._blocks:
            raise InputError("file_without_text", name=self._name)
        text = "\n".join(self._texts)
        secrecy.refuse_text(self._name, text)
        for other in self._outside:
            secrecy.refuse_text(self._name, other)
        return Document(
            self._name,
            self._format,
            self._sha256,
            text,
            tuple(self._blocks),
            tuple(self._emphasis),
            tuple(sorted(self._refs, key=lambda ref: ref.at)),
            tuple(self._doubts),
        )
