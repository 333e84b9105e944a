"""Straight lines drawn in a picture of a page (table borders), as the rules that `ruled` makes tables of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from knowledge.read.ruled import Rule

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SHORTEST = 0.35  # inches: longer than any stroke of a letter
_DARK = 140
_MOST = 3000


def rules(picture: Image.Image, dpi: int) -> list[Rule]:
    """The horizontal and vertical lines of a grey, level picture, in points."""
    dark = np.asarray(picture) < _DARK
    length = max(20, int(_SHORTEST * dpi))
    across = [Rule(x0, y, x1, y) for y, x0, x1 in _runs(dark, length)]
    down = [Rule(x, y0, x, y1) for x, y0, y1 in _runs(dark.T, length)]
    scale = 72 / dpi
    return [Rule(r.x0 * scale, r.y0 * scale, r.x1 * scale, r.y1 * scale) for r in [*across, *down][:_MOST]]


def erased(picture: Image.Image, found: Sequence[Rule], dpi: int) -> Image.Image:
    """The picture with its rules painted over: Tesseract reads a border beside a figure as a digit or a bracket."""
    pixels = np.array(picture)
    scale, thick = dpi / 72, max(2, round(dpi / 80))
    for rule in found:
        x0, x1, y0, y1 = (round(value * scale) for value in (rule.x0, rule.x1, rule.y0, rule.y1))
        across = rule.horizontal
        left, right = (x0, x1) if across else (x0 - thick, x1 + thick)
        top, bottom = (y0 - thick, y1 + thick) if across else (y0, y1)
        pixels[max(0, top) : bottom + 1, max(0, left) : right + 1] = 255
    return Image.fromarray(pixels)


def _runs(dark: NDArray[np.bool_], length: int) -> list[tuple[int, int, int]]:
    """(row, start, stop) of the dark runs along the rows that are long enough, those of one thick line as one."""
    if dark.shape[1] <= length:
        return []
    thick = dark.copy()  # a line that is not quite level steps from row to row
    thick[1:] |= dark[:-1]
    counts = np.cumsum(np.pad(thick, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    full = counts[:, length:] - counts[:, :-length] >= length * 0.97
    found: list[tuple[int, int, int]] = []
    for row in np.nonzero(full.any(axis=1))[0]:
        starts = np.nonzero(full[row])[0]
        for part in np.split(starts, np.nonzero(np.diff(starts) > length)[0] + 1):
            start, stop = int(part[0]), int(part[-1]) + length
            if found and row - found[-1][0] <= 3 and start < found[-1][2] and stop > found[-1][1]:
                found[-1] = (int(row), min(start, found[-1][1]), max(stop, found[-1][2]))
            else:
                found.append((int(row), start, stop))
    return found
