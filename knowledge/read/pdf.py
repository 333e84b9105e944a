"""PDF files with a text layer, by PDFium; pages without one, or with one that a scanner made, go to OCR."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.errors import InputError
from knowledge.model import Document
from knowledge.read import flow, legacy, ocr, ruled
from knowledge.read.base import DocumentBuilder
from knowledge.read.pdf_page import PdfPage
from knowledge.read.placed import Letter, Page, lines_of

if TYPE_CHECKING:
    import pypdfium2 as pdfium
    from PIL.Image import Image

MAX_PAGES = 300
MOST_SCANNED = 120
_FEW_LETTERS = 20
_SHORT_RULE = (30.0, 260.0)
_DPI = (200, 300)
_OLD_FONTS = {"tcvn3": ".VnTime", "vni": "VNI-Times"}
_MOST_PIXELS = 25_000_000


class PdfReader:
    """Reads .pdf."""

    formats = ("pdf",)

    def sniff(self, data: bytes, name: str) -> bool:
        return b"%PDF-" in data[:1024]

    def read(self, data: bytes, name: str) -> Document:
        """Raises InputError: file_broken, file_encrypted, file_too_many_pages; UnavailableError without OCR."""
        import pypdfium2 as pdfium

        try:
            pdf = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            locked = "password" in str(error).lower()
            raise InputError("file_encrypted" if locked else "file_broken", name=name) from error
        if len(pdf) > MAX_PAGES:
            raise InputError("file_too_many_pages", name=name, pages=len(pdf), most=MAX_PAGES)
        if len(pdf) == 0:
            raise InputError("file_broken", name=name)
        try:
            return _Pages(pdf, name).document(DocumentBuilder(data, name, "pdf"))
        except pdfium.PdfiumError as error:
            raise InputError("file_broken", name=name) from error


READER = PdfReader()


class _Pages:
    """The pages of an opened PDF: by their text where they have one, else by OCR."""

    def __init__(self, pdf: pdfium.PdfDocument, name: str) -> None:
        self._pdf, self._name = pdf, name

    def document(self, builder: DocumentBuilder) -> Document:
        for value in self._pdf.get_metadata_dict().values():
            builder.outside(value)
        pages: dict[int, Page] = {}
        scanned: list[int] = []
        for number in range(1, len(self._pdf) + 1):
            for note in PdfPage(self._pdf[number - 1]).annotations():
                builder.outside(note)
            page = self._text_page(number)
            if page is None:
                scanned.append(number)
            else:
                pages[number] = page
        if not scanned:
            flow.write(builder, list(pages.values()))
            return builder.finish()
        if len(scanned) > MOST_SCANNED:
            raise InputError("file_too_many_pages", name=self._name, pages=len(scanned), most=MOST_SCANNED)
        ocr.check()
        found = ocr.recognise(((n, self._picture(n), False) for n in scanned), len(scanned), self._name)
        pages.update((page.number, page) for page in found)
        return ocr.finish(builder, [pages[number] for number in sorted(pages)], frozenset(scanned))

    def _text_page(self, number: int) -> Page | None:
        """A page by its text layer; None where it has none, or one that only a scanner made."""
        page = PdfPage(self._pdf[number - 1])
        letters = list(page.letters())
        seen = [letter for letter in letters if not letter.text.isspace()]
        if len(seen) < _FEW_LETTERS and (page.picture_share() > 0.3 or page.is_drawing()):
            return None
        if seen and page.picture_share() > 0.6 and page.hidden_text():
            return None
        if sum(1 for letter in seen if _is_garbage(letter.text)) > 0.2 * len(seen):
            return None
        letters = _of_old_font(letters)
        rules = page.rules()
        tables, rest = ruled.tables(letters, rules, number)
        short = tuple(r.y0 for r in rules if r.horizontal and _SHORT_RULE[0] <= r.length <= _SHORT_RULE[1])
        return Page(number, page.width, page.height, tuple(lines_of(rest, number)), tuple(tables), short)

    def _picture(self, number: int) -> Image:
        """A page drawn in grey: at 200 dots an inch, and a coarse scan at twice its own."""
        page = PdfPage(self._pdf[number - 1])
        own = page.picture_dpi()
        dpi = min(max(_DPI[0], int(2 * own)), _DPI[1]) if 0 < own < 170 else _DPI[0]
        pixels = page.width * page.height * (dpi / 72) ** 2
        scale = dpi / 72 * min(1.0, math.sqrt(_MOST_PIXELS / max(pixels, 1.0)))
        return page.picture(scale)


def _of_old_font(letters: list[Letter]) -> list[Letter]:
    """Letters of an old encoding whose font doesn't name it, with the name of a font that does."""
    text = "".join(letter.text for letter in letters)
    if any(legacy.of_font(letter.font) for letter in letters):
        return letters
    encoding = legacy.detect(text)
    return [replace(letter, font=_OLD_FONTS[encoding]) for letter in letters] if encoding else letters


def _is_garbage(letter: str) -> bool:
    """Letters of a font that doesn't say what they are: private use, replacement."""
    return letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff"
