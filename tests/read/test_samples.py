"""One real report in the forms an office sends: the same facts must come out of each."""

from __future__ import annotations

import functools
import shutil
from collections import Counter
from pathlib import Path

import pytest

from knowledge import load
from knowledge.model import Extraction, Fact
from knowledge.read import read
from tests.read.shape import shape

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
MARKDOWN = Path(load.__file__).parent / "samples" / "bao-cao-2023-10.md"
MADE_FROM_WORD = ("bao-cao-2023-10.odt", "bao-cao-2023-10.pdf", "bao-cao-2023-10.doc")


@functools.cache
def extraction(path: Path) -> Extraction:
    if path.suffix == ".doc" and shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice: apt install libreoffice-writer-nogui")
    return load.extract(path.read_bytes(), path.name)


def whole(fact: Fact) -> tuple[object, ...]:
    return (fact.value, fact.unit, fact.indicator, fact.section, fact.note, fact.measure, fact.period)


def plain(fact: Fact) -> tuple[object, ...]:
    return (fact.value, fact.unit)


def share(facts: tuple[Fact, ...], wanted: tuple[Fact, ...], key: object) -> float:
    assert callable(key)
    return sum((Counter(map(key, facts)) & Counter(map(key, wanted))).values()) / len(wanted)


@pytest.mark.parametrize("name", ["bao-cao-2023-10.docx", *MADE_FROM_WORD])
def test_laid_out_forms_hold_the_facts_of_the_markdown_form(name: str) -> None:
    facts, wanted = extraction(SAMPLES / name).facts, extraction(MARKDOWN).facts
    assert share(facts, wanted, whole) >= 0.99
    assert len(facts) <= len(wanted) + 4  # number and date of the letterhead, which the Markdown form lacks


@pytest.mark.parametrize("name", ["bao-cao-2023-10-tcvn3.txt", "bao-cao-2023-10-vni.txt"])
def test_old_encodings_hold_the_figures(name: str) -> None:
    assert share(extraction(SAMPLES / name).facts, extraction(MARKDOWN).facts, plain) >= 0.99


@pytest.mark.parametrize("name", MADE_FROM_WORD)
def test_every_block_equals_the_word_file(name: str) -> None:
    def blocks(path: Path) -> list[str]:
        lines = [line for line in shape(extraction(path).outline.document) if not line.startswith("furniture")]
        return [line.replace("heading 0", "paragraph") for line in lines]

    assert blocks(SAMPLES / name) == blocks(SAMPLES / "bao-cao-2023-10.docx")


def test_pdf_blocks_know_their_pages() -> None:
    document = extraction(SAMPLES / "bao-cao-2023-10.pdf").outline.document
    assert document.blocks[0].page == 1
    assert {block.page for block in document.blocks} == set(range(1, 12))


@pytest.mark.parametrize("name", ["bao-cao-2023-10.docx", "bao-cao-2023-10.odt", "bao-cao-2023-10.pdf"])
def test_emphasis_and_marks_survive(name: str) -> None:
    document = extraction(SAMPLES / name).outline.document
    assert [ref.number for ref in document.note_refs] == list(range(1, 21))
    bold = {e.span.of(document.text) for e in document.emphasis if e.style == "bold"}
    assert {"Hội Nông dân:", "Mặt trận Tổ quốc:", "II. KẾT QUẢ THỰC HIỆN"} <= bold


def test_a_ruled_table_over_two_pages_equals_the_word_table() -> None:
    def table(name: str) -> list[str]:
        return [line for line in shape(read((SAMPLES / name).read_bytes(), name)) if line.startswith("cell")]

    assert table("bang.pdf") == table("bang.docx")
