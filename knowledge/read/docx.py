"""Word files (.docx): their XML itself, for no library gives marks, lead-ins, tables, text boxes and changes at once.

Changes are accepted (w:ins and w:moveTo stay, w:del and w:moveFrom go, a deleted paragraph mark joins two paragraphs).
Footnotes follow the text, numbered by the order of their references, as Word prints them. Headers, footers and text
boxes are read too, for what they say and for secrecy stamps; comments and properties for stamps only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

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
from knowledge.read.layout import Run
from knowledge.read.package import Package, sniff_member

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {W + tag for tag in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "sdtPr", "tblPr", "tblGrid")}
_PAGE_FIELD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION|PAGEREF)\b", re.IGNORECASE)
_CHARACTERS = {W + "tab": " ", W + "noBreakHyphen": "-", W + "ptab": " "}
_SYMBOL_HYPHENS = {"f02d", "f0be"}
_OTHER_TEXT = re.compile(r"(?:word/(?:comments|glossary|diagrams|charts|embeddings)|docProps|customXml)[^.]*\.xml")


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
        self.notes: dict[tuple[str, str], int] = {}  # (kind, id) -> printed number
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
                    self.builder.block("furniture", "".join(run.text for run in self.runs(paragraph)))
                self._text_boxes(furniture=True)
            elif _OTHER_TEXT.fullmatch(path):
                part = self.package.xml(path)
                self.builder.outside("\n".join(map(str, part.itertext())) if part is not None else "")

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
        label = self._label(style) if any(run.text.strip() for run in runs) else ""
        if label:
            runs.insert(0, Run(label + " ", style.look.bold, style.look.italic))
        runs = self._held + runs
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:  # its mark is deleted: it goes on in the next one
            self._held = runs
            return
        self._held = []
        if style.contents:
            self.builder.block("furniture", "".join(run.text for run in runs))
        else:
            layout.end_paragraph(self.builder, runs, level=style.level)
        self._text_boxes()

    def _label(self, style: ParagraphStyle) -> str:
        return self.numbering.label(style.list_id, style.list_level) if style.list_id else ""

    def _text_boxes(self, *, furniture: bool = False) -> None:
        while self.boxes:
            for paragraph in _paragraphs(self.boxes.pop(0)):
                runs = list(self.runs(paragraph))
                if furniture:
                    self.builder.block("furniture", "".join(run.text for run in runs))
                else:
                    layout.end_paragraph(self.builder, runs)

    def _note_blocks(self, kind: str) -> None:
        root = self.package.xml(f"word/{kind}s.xml")
        if root is None:
            return
        elements = {e.get(W + "id", ""): e for e in root.iterfind(W + kind) if e.get(W + "type", "normal") == "normal"}
        for (of, identity), number in sorted(self.notes.items(), key=lambda item: item[1]):
            if of == kind and identity in elements:
                for paragraph in _paragraphs(elements[identity]):
                    layout.write_runs(self.builder, list(self.runs(paragraph)))
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
                yield Run("", note=self.notes.setdefault(key, len(self.notes) + 1))
            elif child.tag in (W + "br", W + "cr"):
                yield Run(" ", broken=True)
            elif text := self._characters(child, look):
                yield Run(text, look.bold, look.italic, look.raised)

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
        placed = [layout.fill(cell, [list(self.runs(p)) for p in paragraphs]) for cell, paragraphs in cells]
        if layout.is_layout_table(placed, [len(paragraphs) for _, paragraphs in cells]):
            self.boxes = []  # they come with the paragraphs
            for _, paragraphs in sorted(cells, key=lambda placed: placed[0].column):
                for paragraph in paragraphs:
                    self._paragraph(paragraph)
            return
        labels = [[self._label(self._style(p)) for p in paragraphs] for _, paragraphs in cells]
        self.builder.table(
            [
                replace(cell, text=" ".join(filter(None, [*found, cell.text])))
                for cell, found in zip(placed, labels, strict=True)
            ]
        )
        self._text_boxes()


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
