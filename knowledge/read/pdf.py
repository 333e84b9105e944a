"""PDF files with a text layer, by PDFium; pages without one, or with one that a scanner made, go to OCR."""

from __future__ import annotations

from knowledge.errors import InputError
from knowledge.model import Document
from knowledge.read import flow, ruled
from knowledge.read.base import DocumentBuilder
from knowledge.read.placed import lines_of

MAX_PAGES = 400
_FEW_LETTERS = 20
_SHORT_RULE = (30.0, 260.0)


class PdfReader:
    """Reads .pdf."""

    formats = ("pdf",)

    def sniff(self, data: bytes, name: str) -> bool:
        return b"%PDF-" in data[:1024]

    def read(self, data: bytes, name: str) -> Document:
        """Raises InputError: file_broken, file_encrypted, file_too_many_pages; UnavailableError without OCR."""
        import pypdfium2 as pdfium

        from knowledge.read.pdf_page import PdfPage

        try:
            pdf = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise InputError(
                "file_encrypted" if "password" in str(error).lower() else "file_broken", name=name
            ) from error
        if len(pdf) > MAX_PAGES:
            raise InputError("file_too_many_pages", name=name, pages=len(pdf), most=MAX_PAGES)
        builder = DocumentBuilder(data, name, "pdf")
        pages = []
        for number in range(1, len(pdf) + 1):
            page = PdfPage(pdf[number - 1])
            letters = list(page.letters())
            rules = page.rules()
            tables, rest = ruled.tables(letters, rules, number)
            short = [r.y0 for r in rules if r.horizontal and _SHORT_RULE[0] <= r.x1 - r.x0 <= _SHORT_RULE[1]]
            lines = lines_of(rest, number)
            pages.append(flow.Page(number, page.width, page.height, tuple(lines), tuple(tables), tuple(short)))
        flow.write(builder, pages)
        return builder.finish()


READER = PdfReader()
