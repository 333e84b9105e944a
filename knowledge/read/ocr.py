"""Scans and photographs: pictures of pages, read by Tesseract with its Vietnamese model.

Each page is read twice, prepared in two ways, on as many cores as there are; figures that differ, and those that break
a rule of `doubts`, are marked for a person to confirm. Needs the extra `ocr` and the programs tesseract-ocr and
tesseract-ocr-vie.
"""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.errors import InputError, UnavailableError
from knowledge.model import Document
from knowledge.read import doubts, flow, limits, ruled, tesseract
from knowledge.read.base import DocumentBuilder
from knowledge.read.placed import Page, lines_of
from knowledge.read.recognised import Reading, letters, number_marks
from knowledge.read.ruled import Rule

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PAGES = 120
_NARROWEST = 1300  # pixels across a page; less is enlarged
_A4_INCHES = 8.27
_POOR = 45.0  # quality of a reading below which the page is held another way
_FEW_WORDS = 5  # a page of no more is empty, whichever way it is held
_SECOND = 0.8  # size of the picture of the second reading


class OcrReader:
    """Reads photographs and scans of one page (.jpg, .png, .webp, .bmp) or several (.tif)."""

    formats = ("jpg", "jpeg", "png", "tif", "tiff", "webp", "bmp", "gif")

    def sniff(self, data: bytes, name: str) -> bool:
        return data[:4] != b"RIFF" or data[8:12] == b"WEBP"

    def read(self, data: bytes, name: str) -> Document:
        """Raises InputError: file_broken, picture_too_large, file_too_many_pages, and what `check` raises."""
        return read_pictures([data], data, name)


READER = OcrReader()


def check() -> None:
    """Raises UnavailableError where OCR can't work: ocr_missing, tesseract_missing, tesseract_vietnamese_missing."""
    try:
        import numpy  # noqa: F401
        import PIL  # noqa: F401
    except ImportError as error:
        raise UnavailableError("ocr_missing") from error
    tesseract.check()


def read_pictures(pictures: Sequence[bytes], data: bytes, name: str) -> Document:
    """One document of one or more pictures, its pages in their order; `data` are the bytes of the file they came in."""
    check()
    frames = [frame for picture in pictures for frame in _frames(picture, name)]
    builder = DocumentBuilder(data, name, "ocr")
    pages = recognise(iter([(n, frame, True) for n, frame in enumerate(frames, 1)]), len(frames), name)
    return finish(builder, pages, frozenset(page.number for page in pages))


def finish(builder: DocumentBuilder, pages: Sequence[Page], recognised: frozenset[int]) -> Document:
    """The document of pages of which some were recognised; marks numbered, doubtful figures marked."""
    flow.write(builder, number_marks(pages, recognised))
    return doubts.by_rule(builder.finish())


def recognise(pictures: Iterator[tuple[int, Image, bool]], total: int, name: str) -> list[Page]:
    """The pages of (page number, picture, whether it is a photograph), read on all cores, few held at a time."""
    cores = len(os.sched_getaffinity(0))
    waiting: deque[Future[Page]] = deque()
    pages: list[Page] = []
    limits.step(0, total)
    with ThreadPoolExecutor(cores) as readings, ThreadPoolExecutor(max(1, cores // 2)) as whole:
        for number, picture, photograph in pictures:
            waiting.append(whole.submit(_page, number, picture, photograph, name, readings))
            if len(waiting) > cores:
                pages.append(waiting.popleft().result())
                limits.step(len(pages), total)
        while waiting:
            pages.append(waiting.popleft().result())
            limits.step(len(pages), total)
    return pages


def _frames(data: bytes, name: str) -> list[Image]:
    from PIL import Image, ImageSequence

    from knowledge.read import picture

    first = picture.opened(data, name)
    frames = [first]
    with Image.open(io.BytesIO(data)) as source:
        count = getattr(source, "n_frames", 1)
        if source.format == "TIFF" and count > 1:
            if count > MAX_PAGES:
                raise InputError("file_too_many_pages", name=name, pages=count, most=MAX_PAGES)
            frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(source)]
    return frames


def _page(number: int, source: Image, photograph: bool, name: str, readings: ThreadPoolExecutor) -> Page:
    """One page: prepared, read twice side by side, and turned where hardly a word was read."""
    from knowledge.read import picture

    sheet = picture.straightened(source) if photograph else None
    best: _Attempt | None = None
    for way in [sheet, source, *(source.rotate(angle, expand=True) for angle in (90, 270, 180))]:
        if way is None:
            continue
        attempt = _attempt(way, name, readings)
        if best is None or attempt.first.quality > best.first.quality:
            best = attempt
        if attempt.first.quality > _POOR or attempt.first.words <= _FEW_WORDS:
            break
    assert best is not None
    scale = best.first.scale
    tables, rest = ruled.tables(letters(best.first, best.second, best.looks), best.rules, number)
    short = tuple(rule.y0 for rule in best.rules if rule.horizontal and 30 <= rule.length <= 260)
    width, height = best.width / scale, best.height / scale
    return Page(number, width, height, tuple(lines_of(rest, number)), tuple(tables), short)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A page held one way: its two readings, (bold, italic) of the first one's words, its rules, its size in pixels."""

    first: Reading
    second: Reading
    looks: dict[int, tuple[bool, bool]]
    rules: tuple[Rule, ...]
    width: int
    height: int


def _attempt(source: Image, name: str, readings: ThreadPoolExecutor) -> _Attempt:
    """Make a picture even and level, take its rules out, and read it in two sizes and ways side by side."""
    from PIL.Image import Resampling

    from knowledge.read import drawn, picture, strokes

    grey = picture.flattened(picture.deskewed(source.convert("L")))
    if grey.width < _NARROWEST:
        grey = grey.resize((grey.width * 2, grey.height * 2), Resampling.LANCZOS)
    dpi = max(70, round(min(grey.size) / _A4_INCHES))
    rules = drawn.rules(grey, dpi)
    bare = drawn.erased(grey, rules, dpi)
    small = bare.resize((int(bare.width * _SECOND), int(bare.height * _SECOND)), Resampling.LANCZOS)
    second = readings.submit(tesseract.read, small, int(dpi * _SECOND), name, sauvola=True)
    first = readings.submit(tesseract.read, bare, dpi, name).result()
    return _Attempt(
        Reading(tuple(first), dpi / 72),
        Reading(tuple(second.result()), dpi * _SECOND / 72),
        strokes.looks(bare, first),
        tuple(rules),
        grey.width,
        grey.height,
    )
