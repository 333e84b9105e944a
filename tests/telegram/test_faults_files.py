"""Hostile files: each is refused with a sentence, nothing is stored, and others are answered meanwhile."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from tests.telegram.conftest import ADMIN, VIEWER, Bot
from tests.telegram.fake_methods import Upload

QUESTION = "tổng đàn lợn?"


def bomb() -> bytes:
    """A Word file whose text unpacks to 400 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(400):
                part.write(b" " * 2**20)
    return packed.getvalue()


def escaping() -> bytes:
    """An archive with a path that leads out of its folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bom.docx", bomb()),
        ("ra-ngoai.zip", escaping()),
        ("hong.pdf", b"%PDF-1.7\n" + b"\xff\x00" * 5000),
        ("sai-duoi.docx", b"%PDF-1.4 broken"),
        ("utf8-hong.txt", b"B\xc3\x28o c\xff\xfeo " * 200),
        ("anh-hong.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 100),
    ],
)
async def test_24_a_hostile_file_is_refused_while_others_are_answered(bot: Bot, name: str, data: bytes) -> None:
    warned = await bot.new(ADMIN, lambda: bot.api.send(ADMIN, Upload(name, data)))
    begun = time.monotonic()
    bot.api.press(ADMIN, warned, "đọc tệp")
    answers = 0
    while not warned.text.startswith("❌"):
        asked = time.monotonic()
        assert "32.450" in (await bot.ask(VIEWER, QUESTION)).text
        assert time.monotonic() - asked < 2
        assert time.monotonic() - begun < 30, warned.text
        answers += 1
    assert len(bot.serving.service.store.reports()) == 1
    assert bot.serving.books.rows("SELECT count(*) FROM sources") == [(1,)]
