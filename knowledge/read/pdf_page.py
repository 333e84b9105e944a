"""One page of a PDF by PDFium's raw calls: its letters, the straight rules drawn on it, and how much of it is picture.

Coordinates are turned by the page's rotation and counted from the top left corner, in points. PDFium is not
thread-safe: one process, one thread. Its text calls glue footnote marks to figures, hence letter by letter.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.read.placed import Letter
from knowledge.read.ruled import Rule

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_LETTERS = 60_000
MAX_ANNOTATIONS = 500
MAX_OBJECTS = 40_000
_THIN = 2.5
_INVISIBLE = 3
_SAMPLED = 25


class PdfPage:
    """A page's content; `letters`, `rules`, `picture_share`, `hidden_text` each look at it once."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._rotation = page.get_rotation()
        left, bottom, right, top = page.get_bbox()
        self._box = (left, bottom, right, top)
        turned = self._rotation in (90, 270)
        self.width, self.height = (top - bottom, right - left) if turned else (right - left, top - bottom)
        self._fonts: dict[int, tuple[str, bool, bool]] = {}

    def _point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._box
        if self._rotation == 90:
            return y - bottom, x - left
        if self._rotation == 180:
            return right - x, y - bottom
        if self._rotation == 270:
            return top - y, right - x
        return x - left, top - y

    def letters(self) -> Iterator[Letter]:
        """Every character in the order of the content; spaces that PDFium infers are among them."""
        text = self._page.get_textpage()
        count = min(raw.FPDFText_CountChars(text), MAX_LETTERS)
        box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(count):
            code = raw.FPDFText_GetUnicode(text, index)
            if code in (0, 10, 13, 0xFFFE) or not raw.FPDFText_GetLooseCharBox(text, index, box):
                continue
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            ax, ay = self._point(box.left, box.bottom)
            bx, by = self._point(box.right, box.top)
            _, base = self._point(x.value, y.value)
            font, bold, italic = self._font(text, index)
            raw.FPDFText_GetMatrix(text, index, matrix)
            size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
            if all(map(math.isfinite, (ax, ay, bx, by, base, size))):
                size = max(size or abs(by - ay), 0.1)
                yield Letter(_character(code), min(ax, bx), max(ax, bx), base, size, bold, italic, font)

    def _font(self, text: pdfium.PdfTextPage, index: int) -> tuple[str, bool, bool]:
        """(name, bold, italic) of a letter's font."""
        thing = raw.FPDFText_GetTextObject(text, index)
        font = raw.FPDFTextObj_GetFont(thing) if thing else None
        if not font:
            return "", False, False
        address = ctypes.addressof(font.contents)
        if address not in self._fonts:
            buffer = ctypes.create_string_buffer(256)
            raw.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = buffer.value.decode("utf-8", errors="replace")
            low = name.lower()
            heavy = raw.FPDFFont_GetWeight(font) >= 600
            slant = ctypes.c_int()
            raw.FPDFFont_GetItalicAngle(font, slant)
            italic = "italic" in low or "oblique" in low or slant.value != 0
            self._fonts[address] = (name, "bold" in low or heavy, italic)
        return self._fonts[address]

    def rules(self) -> list[Rule]:
        """The horizontal and vertical lines of the page's drawing, thin filled boxes among them."""
        found: list[Rule] = []
        for index, thing in enumerate(_objects(self._page.raw)):
            if index >= MAX_OBJECTS:
                break
            if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_PATH:
                found.extend(self._path(thing))
        return found

    def _path(self, thing: raw.FPDF_PAGEOBJECT) -> Iterator[Rule]:
        matrix = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(thing, matrix)
        points: list[tuple[float, float]] = []
        start = (0.0, 0.0)
        drawn: list[Rule] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for number in range(min(raw.FPDFPath_CountSegments(thing), 400)):
            segment = raw.FPDFPath_GetPathSegment(thing, number)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = self._point(
                matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f
            )
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == raw.FPDF_SEGMENT_LINETO:
                drawn.append(_rule(points[-1], point))
            points.append(point)
            if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
                drawn.append(_rule(point, start))
        if not points:
            return
        across, down = [p[0] for p in points], [p[1] for p in points]
        whole = Rule(min(across), min(down), max(across), max(down))
        if min(whole.x1 - whole.x0, whole.y1 - whole.y0) <= _THIN:
            yield whole
        else:
            yield from (rule for rule in drawn if min(rule.x1 - rule.x0, rule.y1 - rule.y0) <= 1.0)

    def picture_share(self) -> float:
        """The share of the page's area that its largest picture covers."""
        largest = 0.0
        edges = [ctypes.c_float() for _ in range(4)]
        for index, thing in enumerate(_objects(self._page.raw)):
            if index >= MAX_OBJECTS:
                break
            if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_IMAGE:
                raw.FPDFPageObj_GetBounds(thing, *edges)
                left, bottom, right, top = (edge.value for edge in edges)
                largest = max(largest, abs(right - left) * abs(top - bottom))
        return float(min(1.0, largest / max(self.width * self.height, 1.0)))

    def picture_dpi(self) -> float:
        """The resolution of the page's widest picture, if it were spread over the page; 0 without one."""
        widest = 0
        width, height = ctypes.c_uint(), ctypes.c_uint()
        for index, thing in enumerate(_objects(self._page.raw)):
            if index >= MAX_OBJECTS:
                break
            if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_IMAGE:
                raw.FPDFImageObj_GetImagePixelSize(thing, width, height)
                widest = max(widest, width.value)
        return float(widest / (max(self.width, 1.0) / 72))

    def picture(self, scale: float) -> Image:
        """The page drawn in grey, `scale` pixels a point."""
        picture: Image = self._page.render(scale=scale, grayscale=True).to_pil()
        return picture

    def is_drawing(self) -> bool:
        """Whether the page is full of drawing: text that was turned into curves, perhaps."""
        return int(raw.FPDFPage_CountObjects(self._page.raw)) > 300

    def annotations(self) -> Iterator[str]:
        """The words of comments, stamps and text boxes laid over the page."""
        for index in range(min(raw.FPDFPage_GetAnnotCount(self._page.raw), MAX_ANNOTATIONS)):
            annotation = raw.FPDFPage_GetAnnot(self._page.raw, index)
            if annotation:
                for key in (b"Contents", b"Name", b"Subj"):
                    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
                    buffer = ctypes.create_string_buffer(size)
                    raw.FPDFAnnot_GetStringValue(
                        annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size
                    )
                    yield buffer.raw.decode("utf-16-le", errors="replace").rstrip("\0")
                raw.FPDFPage_CloseAnnot(annotation)

    def hidden_text(self) -> bool:
        """Whether the text is invisible: what a scanner's OCR laid over its picture."""
        text = self._page.get_textpage()
        count = raw.FPDFText_CountChars(text)
        modes = []
        for index in range(0, count, max(1, count // _SAMPLED)):
            thing = raw.FPDFText_GetTextObject(text, index)
            if thing:
                modes.append(raw.FPDFTextObj_GetTextRenderMode(thing))
        return bool(modes) and modes.count(_INVISIBLE) > len(modes) / 2


def _objects(page: raw.FPDF_PAGE) -> Iterator[raw.FPDF_PAGEOBJECT]:
    for index in range(raw.FPDFPage_CountObjects(page)):
        yield raw.FPDFPage_GetObject(page, index)


def _rule(one: tuple[float, float], other: tuple[float, float]) -> Rule:
    return Rule(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))


def _character(code: int) -> str:
    if code == 2:  # PDFium's mark for a hyphen at a line's end
        return "-"
    return " " if code < 32 else chr(code)
