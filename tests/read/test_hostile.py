"""Broken and hostile files: each one clear code, no other exception, nothing that grows without bound."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from knowledge.errors import HoibaocaoError, SecrecyError
from knowledge.read import read
from knowledge.read.base import MAX_BYTES
from knowledge.read.package import MAX_MEMBER_BYTES
from tests.read.build import WORD, docx, package

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
LAUGHS = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
ENTITIES = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{LAUGHS}]><w:document {WORD}><w:body>&j;</w:body></w:document>'
PARAGRAPH = "<w:p><w:r><w:t>Báo cáo tháng 10: thu 5 tỷ</w:t></w:r></w:p>"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def ole(*entries: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(e.encode("utf-16-le") + bytes(64) for e in entries)
    )


def png(width: int, height: int) -> bytes:
    """A small file that claims to be a huge picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(50))) + chunk(b"IEND", b"")


def locked_zip() -> bytes:
    """An archive whose member is marked as encrypted."""
    data = bytearray(package({"bao-cao.docx": b"x" * 50}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying_zip() -> bytes:
    """An archive that claims a size far below what comes out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:p/>" * (MAX_MEMBER_BYTES // 5))
    data = bytearray(out.getvalue())
    data[data.find(b"PK\x01\x02") + 24 : data.find(b"PK\x01\x02") + 28] = struct.pack("<I", 900)
    return bytes(data)


def sheet(inside: str) -> bytes:
    return package({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": f"<worksheet>{inside}</worksheet>"})


CASES: dict[str, tuple[bytes, str, str]] = {
    "nothing": (b"", "a.docx", "file_empty"),
    "spaces": (b" \r\n ", "a.txt", "file_empty"),
    "too large": (b"a" * (MAX_BYTES + 1), "a.txt", "file_too_large"),
    "a program": (b"\x7fELF" + bytes(range(256)) * 20, "a.docx", "format_unknown"),
    "a web page": (b"\n<!DOCTYPE html><html><p>Thu 5</p></html>", "a.doc", "format_unknown"),
    "an old workbook": (ole("Workbook"), "a.xls", "format_unknown"),
    "zip bomb": (docx("<w:p/>" * (MAX_MEMBER_BYTES // 5)), "a.docx", "file_bomb"),
    "a zip that lies": (lying_zip(), "a.docx", "file_b"),
    "entities": (package({"word/document.xml": ENTITIES}), "a.docx", "file_broken"),
    "entities in utf-16": (package({"word/document.xml": ENTITIES.encode("utf-16")}), "a.docx", "file_broken"),
    "nested too deep": (docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000), "a.docx", "file_broken"),
    "no text": (docx("<w:p/>"), "a.docx", "file_without_text"),
    "macros": (docx(PARAGRAPH, {"word/vbaProject.bin": "x"}), "a.docm", "file_macros"),
    "macros in .doc": (ole("WordDocument", "_VBA_PROJECT"), "a.doc", "file_macros"),
    "encrypted docx": (ole("EncryptedPackage"), "a.docx", "file_encrypted"),
    "encrypted pdf": (sample("bang-mat-khau.pdf"), "a.pdf", "file_encrypted"),
    "encrypted zip": (locked_zip(), "a.zip", "file_encrypted"),
    "encrypted odt": (
        package(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": "?",
                "META-INF/manifest.xml": "<m:encryption-data/>",
            }
        ),
        "a.odt",
        "file_encrypted",
    ),
    "truncated docx": (sample("bao-cao-2023-10.docx")[:9000], "a.docx", "file_broken"),
    "truncated pdf": (sample("bao-cao-2023-10.pdf")[:500], "a.pdf", "file_broken"),
    "truncated photo": (sample("bao-cao-2023-10-trang6.jpg")[:3000], "a.jpg", "file_broken"),
    "a document without its main part": (package({"[Content_Types].xml": "<Types/>"}), "a.docx", "file_broken"),
    "picture of 3.6 thousand million pixels": (png(60000, 60000), "a.png", "picture_too_large"),
    "a cell far away": (sheet('<sheetData><row><c r="XFD1048576"/></row></sheetData>'), "a.xlsx", "workbook_too_large"),
    "too many cells": (sheet("<c/>" * 200_001), "a.xlsx", "workbook_too_large"),
    "too many merged": (sheet('<mergeCell ref="A1:B1"/>' * 5_001), "a.xlsx", "workbook_too_large"),
    "empty archive": (package({}), "a.zip", "archive_empty"),
    "archive in an archive": (package({"b.zip": package({"c.txt": "thu 5 tỷ"})}), "a.zip", "archive_in_archive"),
    "too many files": (package({f"{n}.txt": "5" for n in range(101)}), "a.zip", "archive_too_many"),
    "several reports": (package({"a.txt": "thu 5 tỷ đồng", "b.txt": "chi 4 tỷ đồng"}), "a.zip", "archive_several"),
}


@pytest.mark.parametrize("case", CASES)
def test_refused(case: str) -> None:
    data, name, code = CASES[case]
    with pytest.raises(HoibaocaoError) as caught:
        read(data, name)
    assert caught.value.code.startswith(code)


@pytest.mark.parametrize("name", ["bao-cao.pdf", "bao-cao.txt", "bao-cao", "bao-cao.xlsx"])
def test_a_wrong_ending_does_not_matter(name: str) -> None:
    assert read(sample("bao-cao-2023-10.docx"), name).format == "docx"


def test_a_path_inside_an_archive_is_only_a_name() -> None:
    document = read(package({"../../etc/thu.txt": "Thu ngân sách đạt 5 tỷ đồng"}), "a.zip")
    assert document.name == "thu.txt"


@pytest.mark.parametrize("name", ["bao-cao (MẬT).docx", "TUYET MAT.docx"])
def test_a_stamp_in_the_name_refuses_before_reading(name: str) -> None:
    with pytest.raises(SecrecyError):
        read(b"PK\x03\x04 broken", name)


def test_a_stamp_in_the_name_of_an_archived_file() -> None:
    with pytest.raises(SecrecyError):
        read(package({"bao-cao (TỐI MẬT).txt": "Thu ngân sách đạt 5 tỷ đồng"}), "a.zip")
