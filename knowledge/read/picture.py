"""Pictures of pages made ready for OCR: turned upright, photographs straightened to their sheet, slant removed.

A photographed sheet is found by colour saturation: paper is grey, what it lies on seldom is (by brightness a shadow
cuts the sheet in two). Slant is found by projection: at the right angle the rows of pixels differ most.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from knowledge.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_PIXELS = 60_000_000
_SMALL = 900  # pixels of the longer side in which sheets and slants are looked for
_STEEPEST = 3.0  # degrees
_COLOURLESS = 20.0  # of 255: a grey picture has no sheet to be found by colour
_A4 = 297 / 210


def opened(data: bytes, name: str) -> Image.Image:
    """A picture turned as its camera held it, in RGB. Raises InputError: file_broken, picture_too_large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data))
            if picture.width * picture.height > MAX_PIXELS:
                raise InputError("picture_too_large", name=name)
            return ImageOps.exif_transpose(picture).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InputError("picture_too_large", name=name) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError, IndexError) as error:
        raise InputError("file_broken", name=name) from error


def flattened(picture: Image.Image) -> Image.Image:
    """A grey picture with its background made evenly light: shadows and uneven light go, letters stay."""
    size = (max(1, picture.width // 8), max(1, picture.height // 8))
    light = picture.resize(size).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(5))
    background = np.asarray(light.resize(picture.size, Image.Resampling.BILINEAR), dtype=np.float32)
    even = np.asarray(picture, dtype=np.float32) / np.maximum(background, 1.0) * 245.0
    return Image.fromarray(np.clip(even, 0, 255).astype(np.uint8))


def deskewed(picture: Image.Image) -> Image.Image:
    """A grey picture with its slant removed, to within 0.05 degrees."""
    angle = slant(picture)
    if abs(angle) < 0.05:
        return picture
    return picture.rotate(angle, resample=Image.Resampling.BICUBIC, expand=False, fillcolor=255)


def slant(picture: Image.Image) -> float:
    """The angle, in degrees, by which a grey picture must be turned to make its lines level."""
    scale = min(1.0, _SMALL / max(picture.size))
    small = picture.resize((max(1, int(picture.width * scale)), max(1, int(picture.height * scale))))
    ink = Image.fromarray((np.asarray(small) < np.asarray(small).mean() * 0.75).astype(np.uint8) * 255)
    best, step = 0.0, 1.0
    for _ in range(3):
        angles = [best + step * n / 2 for n in range(-6 if step == 1.0 else -2, 7 if step == 1.0 else 3)]
        best = max(angles, key=lambda angle: _sharpness(ink, angle))
        step /= 4
    return best if abs(best) <= _STEEPEST else 0.0


def _sharpness(ink: Image.Image, angle: float) -> float:
    rows = np.asarray(ink.rotate(angle, resample=Image.Resampling.BILINEAR)).sum(axis=1, dtype=np.float64)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


def straightened(picture: Image.Image) -> Image.Image | None:
    """A photograph cut and bent to its sheet of paper; None where no sheet with four corners stands out."""
    scale = _SMALL / max(picture.size)
    size = (max(1, int(picture.width * scale)), max(1, int(picture.height * scale)))
    small = picture.resize(size, Image.Resampling.BILINEAR).filter(ImageFilter.GaussianBlur(3))
    saturation = np.asarray(small.convert("HSV"))[:, :, 1].astype(np.float64)
    if float(np.ptp(saturation)) < _COLOURLESS:
        return None
    paper = _largest(saturation < _threshold(saturation))
    corners = _corners(paper)
    if corners is None:
        return None
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = [(x / scale, y / scale) for x, y in corners]
    width = int(max(np.hypot(bx - ax, by - ay), np.hypot(cx - dx, cy - dy)))
    height = int(max(np.hypot(dx - ax, dy - ay), np.hypot(cx - bx, cy - by)))
    if abs(height / width - _A4) < 0.15:  # what the lens made of an A4 sheet
        height = int(width * _A4)
    target = [(0, 0), (width, 0), (width, height), (0, height)]
    coefficients = _perspective(target, [(ax, ay), (bx, by), (cx, cy), (dx, dy)])
    return picture.transform(
        (width, height), Image.Transform.PERSPECTIVE, tuple(coefficients), Image.Resampling.BICUBIC, fillcolor="white"
    )


def _threshold(values: NDArray[np.float64]) -> float:
    """Otsu's threshold: where the two halves of the values differ most."""
    counts, edges = np.histogram(values, bins=128)
    weight = np.cumsum(counts)
    total = weight[-1]
    middle = (edges[:-1] + edges[1:]) / 2
    sums = np.cumsum(counts * middle)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (sums[-1] * weight / total - sums) ** 2 / (weight * (total - weight))
    return float(middle[int(np.nanargmax(between[:-1]))])


def _largest(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The connected part of a mask around its centre of mass, filled outwards row by row."""
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return mask
    inside = np.zeros_like(mask)
    inside[int(np.median(rows)), int(np.median(columns))] = True
    while True:
        grown = inside.copy()
        for _ in range(8):
            grown[1:] |= grown[:-1]
            grown[:-1] |= grown[1:]
            grown[:, 1:] |= grown[:, :-1]
            grown[:, :-1] |= grown[:, 1:]
            grown &= mask | inside
        if (grown == inside).all():
            return inside
        inside = grown


def _corners(paper: NDArray[np.bool_]) -> list[tuple[float, float]] | None:
    """The four corners of the sheet, clockwise from the top left: where its edges, as fitted lines, cross."""
    height, width = paper.shape
    rows, columns = np.nonzero(paper)
    if len(rows) < 0.2 * paper.size or len(rows) > 0.97 * paper.size:
        return None
    y0, y1 = np.percentile(rows, [12, 88])
    x0, x1 = np.percentile(columns, [12, 88])
    ys = np.arange(int(y0), int(y1))
    xs = np.arange(int(x0), int(x1))
    left = _line(ys, paper[ys].argmax(axis=1))
    right = _line(ys, width - 1 - paper[ys][:, ::-1].argmax(axis=1))
    top = _line(xs, paper[:, xs].argmax(axis=0))
    bottom = _line(xs, height - 1 - paper[::-1][:, xs].argmax(axis=0))
    corners = [_cross(top, left), _cross(top, right), _cross(bottom, right), _cross(bottom, left)]
    inside = all(-0.1 * width < x < 1.1 * width and -0.1 * height < y < 1.1 * height for x, y in corners)
    return corners if inside else None


def _line(along: NDArray[np.int_], across: NDArray[np.int_]) -> tuple[float, float]:
    """(slope, offset) of the line through edge points, stray ones dropped twice."""
    keep = np.ones(len(along), dtype=bool)
    slope = offset = 0.0
    for _ in range(3):
        slope, offset = np.polyfit(along[keep], across[keep], 1)
        away = np.abs(across - (slope * along + offset))
        keep = away <= max(2.0, float(np.median(away[keep])) * 2.5)
    return float(slope), float(offset)


def _cross(level: tuple[float, float], upright: tuple[float, float]) -> tuple[float, float]:
    """Where y = a x + b meets x = c y + d."""
    (a, b), (c, d) = level, upright
    y = (a * d + b) / (1 - a * c)
    return c * y + d, y


def _perspective(target: list[tuple[int, int]], source: list[tuple[float, float]]) -> list[float]:
    """The eight coefficients of Pillow's perspective transform from target to source points."""
    matrix, values = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        matrix += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(value) for value in np.linalg.solve(np.array(matrix, float), np.array(values, float))]
