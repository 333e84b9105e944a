"""Word files by case: tests/cases/read/docx.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.errors import SecrecyError
from knowledge.read import read
from tests.read.build import WORD, docx, package
from tests.read.shape import emphasised, shape

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "read" / "docx.yaml").read_text(encoding="utf-8"))
STAMP = "<w:p><w:r><w:t>MẬT</w:t></w:r></w:p>"
TEXT = "<w:p><w:r><w:t>Thu ngân sách 5 tỷ đồng</w:t></w:r></w:p>"
BOX = f"<w:p><w:r><w:drawing><w:txbxContent>{STAMP}</w:txbxContent></w:drawing></w:r></w:p>"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_blocks(case: dict[str, Any]) -> None:
    document = read(docx(case["body"], case.get("parts")), "bao-cao.docx")
    assert shape(document) == case["expect"]
    if "bold" in case:
        assert emphasised(document, "bold") == case["bold"]


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (STAMP + TEXT, {}),
        (TEXT + BOX, {}),
        (TEXT, {"word/header2.xml": STAMP}),
        (TEXT, {"word/footer1.xml": BOX}),
        (TEXT, {"word/comments.xml": f'<w:comment w:id="1">{STAMP}</w:comment>'}),
        (TEXT, {"docProps/core.xml": "<p><title>MẬT</title></p>"}),
    ],
    ids=["text", "text box", "header", "box in a footer", "comment", "property"],
)
def test_a_stamp_anywhere_refuses_the_file(body: str, parts: dict[str, str]) -> None:
    with pytest.raises(SecrecyError):
        read(docx(body, parts), "bao-cao.docx")


def test_the_strict_form_of_the_format() -> None:
    strict = package(
        {
            "word/document.xml": f"<w:document {WORD}><w:body>{TEXT}</w:body></w:document>".replace(
                "schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main"
            )
        }
    )
    assert shape(read(strict, "a.docx")) == ["paragraph: Thu ngân sách 5 tỷ đồng"]
