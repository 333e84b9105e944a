"""Scans and photographs: figures read exactly, doubtful ones marked, footnote marks numbered."""

from __future__ import annotations

import functools
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from knowledge.model import Document
from knowledge.read import read

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
pytestmark = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="needs Tesseract: apt install tesseract-ocr tesseract-ocr-vie"
)
PAGES = {"bao-cao-2023-10-scan.pdf": (2, 6), "bao-cao-2023-10-trang3.jpg": (3,), "bao-cao-2023-10-trang6.jpg": (6,)}


@functools.cache
def document(name: str) -> Document:
    return read((SAMPLES / name).read_bytes(), name)


def figures(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d[\d.,/-]*\d%?|\d%?", text))


def printed(pages: tuple[int, ...]) -> Counter[str]:
    """The figures of the same pages in the text layer: paragraphs and notes that lie on them whole or in part."""
    import pypdfium2 as pdfium

    from knowledge.read.pdf_page import PdfPage
    from knowledge.read.placed import lines_of

    pdf = pdfium.PdfDocument((SAMPLES / "bao-cao-2023-10.pdf").read_bytes())
    lines = [line for number in pages for line in lines_of(PdfPage(pdf[number - 1]).letters(), number)]
    return figures("\n".join("".join(run.text for run in line.runs if not run.raised) for line in lines))


@pytest.mark.parametrize(("name", "least"), [(name, 0.98 if "scan" in name else 0.95) for name in PAGES])
def test_figures_are_read_exactly(name: str, least: float) -> None:
    wanted = printed(PAGES[name])
    assert sum((figures(document(name).text) & wanted).values()) >= least * sum(wanted.values())


def test_footnote_marks_are_numbered_and_leave_the_figures() -> None:
    scan = document("bao-cao-2023-10-scan.pdf")
    notes = [block.note for block in scan.blocks if block.kind == "note"]
    assert notes == sorted({ref.number for ref in scan.note_refs})
    assert "trường hợp. Hoàn" in scan.text


def test_a_photograph_alone_finds_the_number_its_notes_begin_with() -> None:
    photo = document("bao-cao-2023-10-trang3.jpg")
    assert [ref.number for ref in photo.note_refs] == [3, 4, 5]
    assert [block.note for block in photo.blocks if block.kind == "note"] == [3, 4, 5]


def test_few_right_figures_are_doubted() -> None:
    for name in PAGES:
        doubted = [
            doubt for doubt in document(name).doubts if any(c.isdigit() for c in doubt.span.of(document(name).text))
        ]
        assert len(doubted) <= 0.1 * sum(printed(PAGES[name]).values()) + 2
