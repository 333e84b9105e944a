"""The `tesseract` program: a picture of a page into letters with their places and confidences (hOCR with letter boxes).

Run as a program so that it can be killed and bounded, one thread each (OMP_THREAD_LIMIT), one process per core.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree
from PIL import Image

from knowledge.errors import InputError, UnavailableError
from knowledge.read import limits

SECONDS = 40.0
_BOX = re.compile(r"\bbbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_LETTER = re.compile(r"x_bboxes (-?\d+) (-?\d+) (-?\d+) (-?\d+); x_conf (-?[\d.]+)")
_BASELINE = re.compile(r"\bbaseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"\bx_size ([\d.]+)")
_SURE = re.compile(r"\bx_wconf (\d+)")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter as recognised: its box in pixels and its confidence (0-100)."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word of glyphs and its confidence."""

    glyphs: tuple[Glyph, ...]
    confidence: float

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of words; its baseline is y = slope * (x - x0) + offset, `size` the height of its type, in pixels."""

    words: tuple[Word, ...]
    x0: int
    slope: float
    offset: float
    size: float

    def baseline(self, x: float) -> float:
        return self.slope * (x - self.x0) + self.offset

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@cache
def check() -> None:
    """Raises UnavailableError: tesseract_missing, tesseract_vietnamese_missing."""
    if shutil.which("tesseract") is None:
        raise UnavailableError("tesseract_missing")
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=20, check=False)
    if b"\nvie" not in listed.stdout + listed.stderr:
        raise UnavailableError("tesseract_vietnamese_missing")


def read(picture: Image.Image, dpi: int, name: str, *, language: str = "vie", sauvola: bool = False) -> list[TextLine]:
    """The lines of a picture in reading order. Raises InputError: file_too_slow, file_broken."""
    with tempfile.TemporaryDirectory(prefix="hoibaocao-") as place:
        folder = Path(place)
        picture.save(folder / "page.png", compress_level=1)
        arguments = ["tesseract", "page.png", "stdout", "-l", language, "--psm", "3", "--dpi", str(dpi)]
        if sauvola:
            arguments += ["-c", "thresholding_method=2"]
        arguments += ["-c", "tessedit_create_hocr=1", "-c", "hocr_char_boxes=1"]
        try:
            status, output = limits.run_program(arguments, seconds=SECONDS, folder=folder)
        except subprocess.TimeoutExpired as error:
            raise InputError("file_too_slow", name=name) from error
    if status != 0 or not output.strip():
        raise InputError("file_broken", name=name)
    return list(_lines(output))


def _lines(hocr: bytes) -> Iterator[TextLine]:
    root = etree.fromstring(hocr, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    for element in root.iter("{*}span"):
        title = element.get("title", "")
        baseline, size, box = _BASELINE.search(title), _SIZE.search(title), _BOX.search(title)
        if baseline and size and box:
            words = tuple(_words(element))
            if words:
                yield TextLine(
                    words, int(box[1]), float(baseline[1]), int(box[4]) + float(baseline[2]), max(float(size[1]), 1.0)
                )


def _words(line: etree._Element) -> Iterator[Word]:
    for element in line.iter("{*}span"):
        if element.get("class") != "ocrx_word":
            continue
        glyphs = []
        for letter in element.iter("{*}span"):
            found = _LETTER.search(letter.get("title", ""))
            text = "".join(map(str, letter.itertext())).strip()
            if found and text:
                x0, y0, x1, y1 = (int(found[i]) for i in range(1, 5))
                glyphs.append(Glyph(text, x0, y0, x1, y1, float(found[5])))
        sure = _SURE.search(element.get("title", ""))
        if glyphs:
            yield Word(tuple(glyphs), float(sure[1]) if sure else 0.0)
