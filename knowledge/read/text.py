"""Plain text, and what Markdown shares with it: lines into paragraphs, notes, tables and furniture."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from knowledge.errors import InputError
from knowledge.model import Document
from knowledge.read import inline, lines, secrecy, tables
from knowledge.read.base import DocumentBuilder
from knowledge.read.inline import Marks, Rich

_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_OTHER_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!doctype|<html|mime-version:|from:\s.{0,80}\n)", re.IGNORECASE
)
_ODD = bytes((*range(9), *range(14, 32)))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class TextReader:
    """`.txt` in UTF-8, or in one of the encodings that `knowledge.read.legacy` knows."""

    formats = ("txt",)

    def sniff(self, data: bytes, name: str) -> bool:
        return is_text(data)

    def read(self, data: bytes, name: str) -> Document:
        return assemble(data, name, "text", decode(data, name), inline.plain, headings=False)


READER = TextReader()


def is_text(data: bytes) -> bool:
    """Whether bytes can be plain text: no zero bytes, next to no control characters, no web page, XML or mail."""
    if _OTHER_MARKUP.match(data):
        return False
    if data.startswith(_BOMS):
        return True
    sample = data[:65536]
    odd = len(sample) - len(sample.translate(None, _ODD))
    return b"\x00" not in sample and odd <= len(sample) / 500


def decode(data: bytes, name: str) -> str:
    """The text of a file, UTF-8 first. Raises InputError where no encoding gives Vietnamese."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        from knowledge.read import legacy

        try:
            return legacy.decode(data)
        except InputError as error:
            raise InputError(error.code, **{**error.params, "name": name}) from error


def assemble(
    data: bytes, name: str, format: str, text: str, parse: Callable[[str], Rich], *, headings: bool
) -> Document:
    """The document of a decoded text. `parse` takes the markup out of some lines; `headings`: "#" begins a heading."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = re.sub("\u00ad\n\\s*", "", text)  # a syllable broken at the line's end
    text = re.sub(r"[^\S\n\t\f]", " ", _CONTROL.sub(lambda m: "\n" if m.group() == "\x0b" else "", text))
    secrecy.refuse_text(name, text)
    every = text.split("\n")
    aside = lines.furniture(every)
    builder = DocumentBuilder(data, name, format)
    stated = inline.notes(text)
    width = lines.wrap_width([line for i, line in enumerate(every) if i not in aside and not tables.is_pipe_row(line)])
    writer = _Writer(builder, Marks(stated), parse, width, stated, headings)
    for chunk in _chunks(every, aside):
        if isinstance(chunk, str):
            builder.block("furniture", chunk)
        else:
            writer.chunk(chunk)
    return builder.finish()


def _chunks(every: Sequence[str], aside: frozenset[int]) -> Iterator[list[str] | str]:
    """Runs of lines without a blank line between them, and the furniture (a string) where it stood."""
    run: list[str] = []
    for index, line in enumerate(every):
        if index in aside or not line.strip():
            if run:
                yield run
            run = []
            if line.strip():
                yield line.replace("\f", " ").strip()
        else:
            run.append(line.replace("\f", " "))
    if run:
        yield run


class _Writer:
    """Writes runs of lines to a builder: tables, columns side by side, headings, notes, paragraphs."""

    def __init__(
        self,
        builder: DocumentBuilder,
        marks: Marks,
        parse: Callable[[str], Rich],
        width: int,
        notes: inline.Notes,
        headings: bool,
    ) -> None:
        self._builder, self._marks, self._parse = builder, marks, parse
        self._width, self._notes, self._headings = width, notes, headings

    def chunk(self, run: Sequence[str]) -> None:
        at = 0
        while at < len(run):
            if tables.is_pipe_row(run[at]):
                stop = at
                while stop < len(run) and tables.is_pipe_row(run[stop]):
                    stop += 1
                columns = tables.pipe_columns(run[at:stop])
                if columns is None:
                    self._builder.table(tables.pipe_cells(run[at:stop], self._taken))
                for line in (line for column in columns or () for line in column):
                    self._paragraphs([line])
            else:
                stop = at
                while stop < len(run) and not tables.is_pipe_row(run[stop]):
                    stop += 1
                self._words(run[at:stop])
            at = stop

    def _taken(self, text: str) -> Rich:
        return self._marks.take(self._parse(text))

    def _words(self, run: Sequence[str]) -> None:
        extent = tables.aligned_extent(run)
        if extent:
            start, stop = extent
            if run[:start]:
                self._words(run[:start])
            self._builder.table(tables.aligned_cells(run[start:stop]))
            if run[stop:]:
                self._words(run[stop:])
            return
        columns = tables.side_by_side(run)
        if columns:
            for side in columns:
                for line in side:
                    self._paragraphs([line])
            return
        self._paragraphs([line for line in run if not tables.is_rule(line)])

    def _paragraphs(self, run: Sequence[str]) -> None:
        if not run:
            return
        rich = [self._marks.take(line) for line in self._parse("\n".join(run)).lines()]
        group: list[tuple[str, Rich]] = []
        for raw, line in zip(run, rich, strict=True):
            apart = raw.lstrip().startswith("#") and self._headings
            noted = inline.note_at_start(raw, self._notes) is not None
            if group and (apart or noted or not lines.continues(group[-1][0], raw, self._width)):
                self._paragraph(group)
                group = []
            group.append((raw, line))
            if apart:
                self._paragraph(group)
                group = []
        if group:
            self._paragraph(group)

    def _paragraph(self, group: Sequence[tuple[str, Rich]]) -> None:
        raw, first = group[0]
        note = inline.note_at_start(raw, self._notes)
        level = len(re.match(r"\s*(#*)", raw)[1]) if self._headings else 0  # type: ignore[index]
        if note:
            if first.marks and first.marks[0] == (0, note[0]):
                first = Rich(first.text, first.styles, first.marks[1:])
            elif still := inline.note_at_start(first.text, self._notes):
                first = first.slice(still[1], len(first.text))
            first = first.slice(len(first.text) - len(first.text.lstrip(" :")), len(first.text))
        elif level:
            skip = len(first.text) - len(first.text.lstrip("# "))
            first = first.slice(skip, len(first.text.rstrip("# ")))
        for index, line in enumerate([first, *(line for _, line in group[1:])]):
            if index:
                self._builder.write(" ")
            line.write(self._builder)
        self._builder.end(
            "note" if note else "heading" if level else "paragraph", level=level, note=note[0] if note else None
        )
