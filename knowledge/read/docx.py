"""Word files (.docx): the XML itself, because no library gives note marks, lead-ins, tables, text boxes and changes at once.

Changes are accepted (w:ins and w:moveTo stay, w:del and w:moveFrom go, a deleted paragraph mark joins two paragraphs).
Footnotes follow the text, numbered by the order of their references, as Word prints them. Headers, footers and text boxes
are read too, for what they say and for secrecy stamps; comments and properties for stamps only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from knowledge.model import Document
from knowledge.read import layout, legacy
from knowledge.read.base import DocumentBuilder, TextCell
from knowledge.read.docx_styles import (
    Look,
    Numbering,
    ParagraphStyle,
    Styles,
    W,
    look_of,
    value,
    whole,
    with_properties,
)
from knowledge.read.package import Package, sniff_member

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {W + tag for tag in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "sdtPr", "tblPr", "tblGrid")}
_PAGE_FIELD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION|PAGEREF)\b", re.IGNORECASE)
_CHARACTERS = {W + "tab": " ", W + "noBreakHyphen": "-", W + "ptab": " "}
_SYMBOL_HYPHENS = {"f02d", "f0be"}
_OTHER_TEXT = re.compile(r"(?:word/(?:comments|glossary|diagrams|charts|embeddings)|docProps|customXml)[^.]*\.xml")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text with one look, a footnote mark (`note`: which note), or a line break (`broken`)."""

    text: str
    look: Look = Look()
    note: tuple[str, str] | None = None
    broken: bool = False


class DocxReader:
    """Reads .docx; macro-bearing packages are refused."""

    formats = ("docx",)

    def sniff(self, data: bytes, name: str) -> bool:
        return sniff_member(data, "word/document.xml")

    def read(self, data: bytes, name: str) -> Document:
        """Raises InputError: file_broken, file_bomb, file_encrypted, file_macros."""
        package = Package(data, name)
        package.refuse_macros()
        builder = DocumentBuilder(data, name, "docx")
        _Body(package, builder).read()
        return builder.finish()


READER = DocxReader()


class _Body:
    """One pass over a package: the body into the builder, then the notes, then headers and footers."""

    def __init__(self, package: Package, builder: DocumentBuilder) -> None:
        self.package, self.builder = package, builder
        self.styles = Styles(package.xml("word/styles.xml"))
        self.numbering = Numbering.of(package.xml("word/numbering.xml"))
        self.notes: dict[tuple[str, str], int] = {}
        self.boxes: list[etree._Element] = []
        self._instruction = ""
        self._field = 0
        self._held: list[Run] = []

    def read(self) -> None:
        root = self.package.xml("word/document.xml")
        body = None if root is None else root.find(W + "body")
        if body is not None:
            self._blocks(body)
        for kind in ("footnote", "endnote"):
            self._note_blocks(kind)
        for path in sorted(self.package.names):
            if re.fullmatch(r"word/(header|footer)\d*\.xml", path):
                for paragraph in _paragraphs(self.package.xml(path)):
                    self.builder.block("furniture", "".join(r.text for r in self.runs(paragraph)))
                self._text_boxes("furniture")
            elif _OTHER_TEXT.fullmatch(path):
                part = self.package.xml(path)
                self.builder.outside("\n".join(t for t in part.itertext() if t.strip()) if part is not None else "")

    def _blocks(self, parent: etree._Element) -> None:
        for element in _children(parent):
            if element.tag == W + "p":
                self._paragraph(element)
            elif element.tag == W + "tbl":
                self._table(element)
            elif element.tag not in _SKIPPED:
                self._blocks(element)

    def _paragraph(self, element: etree._Element) -> None:
        style = self._style(element)
        runs = list(self.runs(element))
        if any(run.text.strip() for run in runs) and style.list_id:
            label = self.numbering.label(style.list_id, style.list_level)
            if label:
                runs.insert(0, Run(label + " ", style.look))
        runs = self._held + runs
        properties = element.find(f"{W}pPr/{W}rPr")
        if properties is not None and properties.find(W + "del") is not None:
            self._held = runs
            return
        self._held = []
        for line in _lines(runs):
            number = layout.note_number([(run.text, run.look.raised) for run in line])
            if number:  # a footnote typed by hand
                self._write(line[1:])
                self.builder.end("note", note=number)
                continue
            self._write(line)
            heading = style.level if sum(len(run.text) for run in line) <= layout.LONGEST_HEADING else 0
            self.builder.end("furniture" if style.contents else "heading" if heading else "paragraph", level=heading)
        self._text_boxes("paragraph")

    def _write(self, runs: list[Run]) -> None:
        before = ""
        for run in runs:
            if run.note is not None:
                self.builder.mark(self.notes[run.note])
            elif run.look.raised:
                layout.write_raised(self.builder, before, run.text, bold=run.look.bold, italic=run.look.italic)
            else:
                self.builder.write(run.text, bold=run.look.bold, italic=run.look.italic)
            before = run.text or before

    def _text_boxes(self, kind: layout.TextKind) -> None:
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            for paragraph in _paragraphs(box):
                self.builder.block(kind, "".join(run.text for run in self.runs(paragraph)))
        self.boxes = []  # a box inside a box is refused by Word; nothing to follow

    def _note_blocks(self, kind: str) -> None:
        root = self.package.xml(f"word/{kind}s.xml")
        if root is None:
            return
        elements = {e.get(W + "id", ""): e for e in root.iterfind(W + kind) if e.get(W + "type", "normal") == "normal"}
        for (of, identity), number in sorted(self.notes.items(), key=lambda item: item[1]):
            if of == kind and identity in elements:
                for paragraph in _paragraphs(elements[identity]):
                    self._write(list(self.runs(paragraph)))
                    self.builder.write(" ")
                self.builder.end("note", note=number)

    def _style(self, element: etree._Element) -> ParagraphStyle:
        properties = element.find(W + "pPr")
        style = self.styles.paragraph(value(properties.find(W + "pStyle")) if properties is not None else "")
        return with_properties(style, properties)

    def runs(self, paragraph: etree._Element) -> Iterator[Run]:
        """The runs of a paragraph as printed, changes accepted, page-number fields left out."""
        yield from self._inside(paragraph, self._style(paragraph).look)

    def _inside(self, parent: etree._Element, base: Look) -> Iterator[Run]:
        for element in _children(parent):
            if element.tag == W + "r":
                yield from self._run(element, base)
            elif element.tag == W + "fldSimple" and _PAGE_FIELD.match(element.get(W + "instr", "")):
                continue
            elif element.tag not in _SKIPPED:
                yield from self._inside(element, base)

    def _run(self, element: etree._Element, base: Look) -> Iterator[Run]:
        properties = element.find(W + "rPr")
        look = base
        if properties is not None:
            look = look_of(properties, self.styles.run(value(properties.find(W + "rStyle")), base))
        for child in _children(element):
            self._follow_field(child)
            if look.hidden or (self._field and _PAGE_FIELD.match(self._instruction)):
                continue
            if child.tag in (W + "footnoteReference", W + "endnoteReference"):
                key = (child.tag.removeprefix(W).removesuffix("Reference"), child.get(W + "id", ""))
                self.notes.setdefault(key, len(self.notes) + 1)
                yield Run("", look, note=key)
            elif child.tag in (W + "br", W + "cr"):
                yield Run(" ", look, broken=True)
            elif text := self._characters(child, look):
                yield Run(text, look)

    def _characters(self, child: etree._Element, look: Look) -> str:
        if child.tag == W + "t":
            text = child.text or ""
            encoding = legacy.of_font(look.font)
            if encoding:
                return legacy.convert(text, encoding, capitals=look.font.endswith("H"))
            return text.upper() if look.caps else text
        if child.tag == W + "sym":
            return "-" if child.get(W + "char", "").lower() in _SYMBOL_HYPHENS else " "
        if child.tag not in _SKIPPED and child.tag not in _CHARACTERS and len(child):
            self.boxes.extend(_boxes_in(child))
        return _CHARACTERS.get(str(child.tag), "")

    def _follow_field(self, child: etree._Element) -> None:
        """Fields run from begin over instruction and separate to end; `_field` is their depth."""
        if child.tag == W + "fldChar":
            kind = child.get(W + "fldCharType")
            if kind == "begin":
                self._field += 1
                self._instruction = "" if self._field == 1 else self._instruction
            elif kind == "end":
                self._field = max(0, self._field - 1)
        elif child.tag == W + "instrText" and self._field == 1:
            self._instruction += child.text or ""

    def _table(self, table: etree._Element) -> None:
        cells = _cells(table)
        plain = [self._text(paragraphs, labels=False) for _, paragraphs in cells]
        texts = [replace(cell, text=text) for (cell, _), (text, _) in zip(cells, plain, strict=True)]
        self.boxes = []
        if layout.is_layout_table(texts, [len(paragraphs) for _, paragraphs in cells]):
            for _, paragraphs in cells:
                for paragraph in paragraphs:
                    self._paragraph(paragraph)
            return
        labelled = [(cell, *self._text(paragraphs, labels=True)) for cell, paragraphs in cells]
        self.builder.table([replace(cell, text=text, bold=bold) for cell, text, bold in labelled])
        self._text_boxes("paragraph")

    def _text(self, paragraphs: list[etree._Element], *, labels: bool) -> tuple[str, bool]:
        """A cell's text, with the labels of automatic lists (which counts them), and whether all of it is bold."""
        lines, bold = [], True
        for paragraph in paragraphs:
            runs = [run for run in self.runs(paragraph) if run.text]
            style = self._style(paragraph)
            label = self.numbering.label(style.list_id, style.list_level) if labels and style.list_id else ""
            lines.append(f"{label} {layout.with_powers([(run.text, run.look.raised) for run in runs])}".strip())
            bold = bold and all(run.look.bold for run in runs if run.text.strip())
        text = " ".join(line for line in lines if line)
        return text, bold and bool(text)


def _cells(table: etree._Element) -> list[tuple[TextCell, list[etree._Element]]]:
    """The cells with their paragraphs; a cell continued from above (w:vMerge) only lengthens the one it continues."""
    found: list[tuple[TextCell, list[etree._Element]]] = []
    open_cells: dict[int, int] = {}  # column -> index of the cell that may go on below
    rows = [row for row in _through(table, W + "tr") if row.find(f"{W}trPr/{W}del") is None]
    for row_number, row in enumerate(rows):
        column = min(whole(value(row.find(f"{W}trPr/{W}gridBefore")), 0), 200)
        for cell in _through(row, W + "tc"):
            width = max(1, min(whole(value(cell.find(f"{W}tcPr/{W}gridSpan")), 1), 200))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and value(merge, "continue") != "restart" and column in open_cells:
                above, paragraphs = found[open_cells[column]]
                found[open_cells[column]] = (replace(above, row_span=row_number - above.row + 1), paragraphs)
            else:
                open_cells[column] = len(found)
                found.append((TextCell(row_number, column, "", 1, width), list(_paragraphs(cell))))
            column += width
    return found


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """The children, with mc:AlternateContent replaced by what one of its two branches holds."""
    for child in parent:
        if child.tag == f"{_MC}AlternateContent":
            choice = child.find(f"{_MC}Choice")
            branch = choice if choice is not None else child.find(f"{_MC}Fallback")
            if branch is not None:
                yield from _children(branch)
        elif isinstance(child.tag, str):
            yield child


def _paragraphs(parent: etree._Element | None) -> Iterator[etree._Element]:
    """The paragraphs of a part or cell, those of tables in it too, but not those of text boxes."""
    for child in _children(parent) if parent is not None else ():
        if child.tag == W + "p":
            yield child
        elif child.tag not in _SKIPPED:
            yield from _paragraphs(child)


def _through(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The descendants of a tag, through content controls and insertions but not into other tables."""
    for child in _children(parent):
        if child.tag == tag:
            yield child
        elif child.tag not in _SKIPPED and child.tag != W + "tbl" and child.tag != W + "p":
            yield from _through(child, tag)


def _boxes_in(element: etree._Element) -> Iterator[etree._Element]:
    if element.tag == W + "txbxContent":
        yield element
    else:
        for child in _children(element):
            yield from _boxes_in(child)


def _lines(runs: list[Run]) -> Iterator[list[Run]]:
    """A paragraph cut at its line breaks where the next line begins an item of its own; else a break is a space."""
    line: list[Run] = []
    for at, run in enumerate(runs):
        if run.broken and layout.begins_item("".join(r.text for r in runs[at + 1 :]).lstrip()):
            yield line
            line = []
        else:
            line.append(run)
    yield line
