"""OpenDocument text (.odt, LibreOffice Writer): content.xml, where a footnote stands whole at its place.

Deleted text lies apart in text:tracked-changes and is left out, so changes are accepted.
Source: OpenDocument 1.2 part 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from knowledge.errors import InputError
from knowledge.model import Document
from knowledge.read import layout, legacy
from knowledge.read.base import DocumentBuilder, TextCell
from knowledge.read.docx_styles import printed, whole
from knowledge.read.layout import Run
from knowledge.read.package import Package, sniff_member

_URN = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = _URN + "office:1.0}", _URN + "text:1.0}", _URN + "table:1.0}"
STYLE, DRAW, FO = _URN + "style:1.0}", _URN + "drawing:1.0}", _URN + "xsl-fo-compatible:1.0}"
_FORMATS = {"I": "upperRoman", "i": "lowerRoman", "A": "upperLetter", "a": "lowerLetter", "1": "decimal", "": "none"}
_LEFT_OUT = {
    TEXT + tag
    for tag in ("page-number", "page-count", "note-citation", "tracked-changes", "sequence-decls", "bibliography")
}
_RAISED = re.compile(r"super|[1-9]")
_MOST_REPEATED = 200


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool = False
    italic: bool = False
    raised: bool = False
    font: str = ""


class OdtReader:
    """Reads .odt."""

    formats = ("odt",)

    def sniff(self, data: bytes, name: str) -> bool:
        return data[:200].find(b"opendocument.text") >= 0 or (
            sniff_member(data, "content.xml") and b"opendocument.text" in (Package(data, name).part("mimetype") or b"")
        )

    def read(self, data: bytes, name: str) -> Document:
        """Raises InputError: file_broken, file_bomb, file_encrypted."""
        package = Package(data, name)
        if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
            raise InputError("file_encrypted", name=name)
        content, styles = package.xml("content.xml"), package.xml("styles.xml")
        if content is None:
            raise InputError("file_broken", name=name)
        builder = DocumentBuilder(data, name, "odt")
        body = _Body(builder, [root for root in (styles, content) if root is not None])
        body.blocks(content.find(f"{OFFICE}body/{OFFICE}text"))
        body.end_notes()
        if styles is not None:
            for part in styles.iter(STYLE + "header", STYLE + "footer", STYLE + "header-first", STYLE + "footer-first"):
                for paragraph in part.iter(TEXT + "p"):
                    builder.block("furniture", "".join(run.text for run in body.runs(paragraph)))
                for box in part.iter(DRAW + "text-box"):
                    builder.outside("\n".join("".join(map(str, p.itertext())) for p in box.iter(TEXT + "p")))
        for found in [*content.iter(OFFICE + "annotation"), package.xml("meta.xml")]:
            builder.outside("\n".join(map(str, found.itertext())) if found is not None else "")
        return builder.finish()


READER = OdtReader()


class _Body:
    """One pass over the text: blocks into the builder, notes kept for the end."""

    def __init__(self, builder: DocumentBuilder, roots: list[etree._Element]) -> None:
        self.builder = builder
        self.notes: list[list[list[Run]]] = []
        self._numbers: dict[etree._Element, int] = {}
        self.boxes: list[etree._Element] = []
        self._styles = {s.get(STYLE + "name", ""): s for root in roots for s in root.iter(STYLE + "style")}
        self._lists = {s.get(STYLE + "name", ""): s for root in roots for s in root.iter(TEXT + "list-style")}
        fonts = (f for root in roots for f in root.iter(STYLE + "font-face"))
        self._fonts = {f.get(STYLE + "name", ""): f.get(_URN + "svg-compatible:1.0}font-family", "") for f in fonts}
        self._looks: dict[str, _Look] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def blocks(self, parent: etree._Element | None, lists: tuple[str, ...] = ()) -> None:
        """The blocks below an element; `lists` are the styles of the lists it stands in, outermost first."""
        for child in parent if parent is not None else ():
            if child.tag in (TEXT + "p", TEXT + "h"):
                level = whole(child.get(TEXT + "outline-level", ""), 1) if child.tag == TEXT + "h" else 0
                self._paragraph(child, level, "")
            elif child.tag == TABLE + "table":
                self._table(child)
            elif child.tag == TEXT + "list":
                self._list(child, lists)
            elif child.tag == TEXT + "table-of-content":
                for paragraph in child.iter(TEXT + "p"):
                    self.builder.block("furniture", "".join(run.text for run in self.runs(paragraph)))
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
                self.blocks(child, lists)

    def end_notes(self) -> None:
        """The collected footnotes, as blocks after the text."""
        for number, paragraphs in enumerate(self.notes, 1):
            for runs in paragraphs:
                layout.write_runs(self.builder, runs)
                self.builder.write(" ")
            self.builder.end("note", note=number)

    def _paragraph(self, element: etree._Element, level: int, label: str) -> None:
        runs = list(self.runs(element))
        if label and any(run.text.strip() for run in runs):
            runs.insert(0, Run(label + " ", runs[0].bold, runs[0].italic))
        layout.end_paragraph(self.builder, runs, level=level)
        while self.boxes:
            self.blocks(self.boxes.pop(0))

    def _list(self, element: etree._Element, lists: tuple[str, ...]) -> None:
        name = element.get(TEXT + "style-name", lists[-1] if lists else "")
        lists = (*lists, name)
        counts = self._counts.setdefault(name, {})
        if element.get(TEXT + "continue-numbering") != "true" and not element.get(TEXT + "continue-list"):
            counts.pop(len(lists), None)
        for item in element:
            first = True
            for child in item if item.tag in (TEXT + "list-item", TEXT + "list-header") else ():
                if child.tag in (TEXT + "p", TEXT + "h"):
                    wanted = (
                        first and item.tag == TEXT + "list-item" and bool("".join(map(str, child.itertext())).strip())
                    )
                    level = whole(child.get(TEXT + "outline-level", ""), 1) if child.tag == TEXT + "h" else 0
                    self._paragraph(child, level, self._label(name, len(lists), item) if wanted else "")
                    first = False
                elif child.tag == TEXT + "list":
                    self._list(child, lists)

    def _label(self, name: str, depth: int, item: etree._Element) -> str:
        style = self._lists.get(name)
        found = [] if style is None else [s for s in style if s.get(TEXT + "level") == str(depth)]
        if not found:
            return ""
        level = found[0]
        if level.tag == TEXT + "list-level-style-bullet":
            bullet = level.get(TEXT + "bullet-char", "-")
            return bullet if bullet in ("-", "+", "*", "•", "–") else "-"
        counts = self._counts[name]
        start = whole(item.get(TEXT + "start-value") or level.get(TEXT + "start-value") or "", 1)
        counts[depth] = start if item.get(TEXT + "start-value") else counts.get(depth, start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        shown = min(whole(level.get(TEXT + "display-levels", ""), 1), depth)
        form = _FORMATS.get(level.get(STYLE + "num-format", ""), "decimal")
        numbers = [
            printed(counts.get(d, 1), form if d == depth else "decimal") for d in range(depth - shown + 1, depth + 1)
        ]
        label = ".".join(n for n in numbers if n)
        return level.get(STYLE + "num-prefix", "") + label + level.get(STYLE + "num-suffix", "") if label else ""

    def runs(self, element: etree._Element) -> Iterator[Run]:
        """The runs of a paragraph; footnotes are put aside and leave their mark."""
        yield from self._inside(element, self._look(element.get(TEXT + "style-name", ""), _Look()))

    def _inside(self, element: etree._Element, look: _Look) -> Iterator[Run]:
        yield from _text_run(element.text, look)
        for child in element:
            if child.tag == TEXT + "note":
                yield Run("", note=self._note(child))
            elif child.tag in (TEXT + "s", TEXT + "tab"):
                yield Run(" ", look.bold, look.italic)
            elif child.tag == TEXT + "line-break":
                yield Run(" ", broken=True)
            elif child.tag == DRAW + "text-box":
                self.boxes.append(child)
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT and child.tag != OFFICE + "annotation":
                style = child.get(TEXT + "style-name", "") if child.tag == TEXT + "span" else ""
                yield from self._inside(child, self._look(style, look))
            yield from _text_run(child.tail, look)

    def _note(self, element: etree._Element) -> int:
        """The number of a footnote; a paragraph of a table is looked at twice, its notes count once."""
        if element not in self._numbers:
            self._numbers[element] = len(self.notes) + 1
            self.notes.append([])
            paragraphs = [list(self.runs(p)) for p in element.iterfind(f"{TEXT}note-body//{TEXT}p")]
            self.notes[self._numbers[element] - 1] = paragraphs
        return self._numbers[element]

    def _look(self, name: str, base: _Look) -> _Look:
        chain: list[etree._Element] = []
        while (style := self._styles.get(name)) is not None and style not in chain:
            chain.append(style)
            name = style.get(STYLE + "parent-style-name", "")
        for style in reversed(chain):
            properties = style.find(STYLE + "text-properties")
            if properties is not None:
                base = self._with(base, properties)
        return base

    def _with(self, base: _Look, properties: etree._Element) -> _Look:
        weight, slant = properties.get(FO + "font-weight"), properties.get(FO + "font-style")
        position, font = properties.get(STYLE + "text-position"), properties.get(STYLE + "font-name")
        return _Look(
            base.bold if weight is None else weight in ("bold", "600", "700", "800", "900"),
            base.italic if slant is None else slant in ("italic", "oblique"),
            base.raised if position is None else bool(_RAISED.match(position)),
            base.font if font is None else self._fonts.get(font, font).strip("'"),
        )

    def _table(self, table: etree._Element) -> None:
        cells, paragraphs = [], []
        for row_number, row in enumerate(_rows(table)):
            column = 0
            for cell in row:
                repeated = min(whole(cell.get(TABLE + "number-columns-repeated", ""), 1), _MOST_REPEATED)
                if cell.tag == TABLE + "table-cell":
                    inside = list(cell.iter(TEXT + "p", TEXT + "h"))
                    spans = (TABLE + "number-rows-spanned", TABLE + "number-columns-spanned")
                    down, across = (max(1, min(whole(cell.get(span, ""), 1), _MOST_REPEATED)) for span in spans)
                    placed = TextCell(row_number, column, "", down, across)
                    cells.append(layout.fill(placed, [list(self.runs(p)) for p in inside]))
                    paragraphs.append(cell)
                column += repeated if cell.tag in (TABLE + "table-cell", TABLE + "covered-table-cell") else 0
        if layout.is_layout_table(cells, [len(list(cell.iter(TEXT + "p"))) for cell in paragraphs]):
            self.boxes = []
            for _, cell in sorted(zip(cells, paragraphs, strict=True), key=lambda placed: placed[0].column):
                self.blocks(cell)
        else:
            self.builder.table(cells)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, through header rows and row groups but not into nested tables."""
    for child in table:
        if child.tag == TABLE + "table-row":
            yield child
        elif child.tag in (TABLE + "table-header-rows", TABLE + "table-rows", TABLE + "table-row-group"):
            yield from _rows(child)


def _text_run(text: str | None, look: _Look) -> Iterator[Run]:
    if text:
        encoding = legacy.of_font(look.font)
        yield Run(
            legacy.convert(text, encoding, capitals=look.font.endswith("H")) if encoding else text,
            look.bold,
            look.italic,
            look.raised,
        )
