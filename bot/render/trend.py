"""An indicator over months as a picture for a phone, and the same in words.

Drawn with Pillow alone: a plotting library takes a second to import. Months no report gives are gaps, never joined.
"""

from __future__ import annotations

import importlib.util
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from bot.messages import text
from bot.render.figures import capital, number, shorten
from knowledge import periods
from knowledge.across.compute import in_unit
from knowledge.across.model import Point, Series
from knowledge.across.outliers import outliers
from knowledge.across.units import rounded

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

CAPTION = 1000  # characters; Telegram takes 1024
MOST_PANELS = 4
MOST_MARKS = 8  # changes of unit that are drawn; where there are more they would hide the line
WIDTH, PANEL, HEAD, FOOT = 1080, 560, 130, 46
LEFT, RIGHT = 60, 60
INK, FAINT, LINE, MARK = "#1d2733", "#c9d0d8", "#1f6fb2", "#c0392b"


@dataclass(frozen=True, slots=True)
class Dot:
    """One month of a panel: its label, its figure in the panel's unit (None: no report gives it), how that reads."""

    label: str
    value: Decimal | None
    written: str = ""
    outlier: bool = False
    unit_break: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One indicator: a title, the unit all its dots are in, a dot for every month from the first to the last."""

    title: str
    unit: str
    dots: tuple[Dot, ...]


def panel(series: Series) -> Panel | None:
    """The panel of a series, every figure in the newest month's unit; None for fewer than two figures."""
    points = {point.period: point for point in series.points}
    if len(points) < 2:
        return None
    unit = series.points[-1].unit
    strange = {point.period for point in outliers(series.points)}
    broken = {mark.period for mark in series.breaks if mark.reason == "unit"}
    codes = _months(series.points[0].period, series.points[-1].period)
    dots = []
    for code in codes:
        point = points.get(code)
        value = in_unit(point, unit) if point else None
        written = figure(value) if value is not None else ""
        dots.append(Dot(_short(code), value, written, code in strange, code in broken))
    return Panel(capital(shorten(series.name, 70)), unit, tuple(dots))


def figure(value: Decimal) -> str:
    """A number the Vietnamese way, to two decimals at most: 1.234,5."""
    return number(rounded(value))


def _months(first: str, last: str) -> list[str]:
    codes = [first]
    while codes[-1] < last and len(codes) < 600:
        codes.append(periods.shift(codes[-1], 1))
    return codes


def _short(code: str) -> str:
    return f"T{int(code[5:])}/{code[2:4]}"


def caption(series: Series, language: str = "vi") -> str:
    """What the picture shows, in words: the months' own figures, the change, what stands out, what is missing."""
    points = list(series.points)
    head = [text(language, "trend.title", name=capital(shorten(series.name)), org=series.org)]
    tail = [text(language, "trend.change", **_change(points))] if len(points) > 1 else []
    tail += [
        text(language, "trend.outlier", period=periods.vietnamese(p.period), figure=p.fact.text_value)
        for p in outliers(points)
    ]
    tail += [
        text(language, "trend.unit", period=periods.vietnamese(b.period), before=b.before, after=b.after)
        for b in series.breaks
        if b.reason == "unit"
    ][:2]
    if series.missing:
        tail.append(text(language, "trend.missing", periods=", ".join(map(periods.vietnamese, series.missing[:6]))))
    room = CAPTION - sum(len(line) + 1 for line in (*head, *tail))
    lines: list[str] = []
    for point in reversed(points):
        line = f"• {capital(periods.vietnamese(point.period))}: {point.fact.text_value}"
        room -= len(line) + 1
        if room < 0:
            break
        lines.insert(0, line)
    return "\n".join([*head, *lines, *tail])


def _change(points: Sequence[Point]) -> dict[str, str]:
    unit = points[-1].unit
    change = in_unit(points[-1], unit) - in_unit(points[0], unit)
    sign = "+" if change > 0 else ""
    return {
        "first": periods.vietnamese(points[0].period),
        "last": periods.vietnamese(points[-1].period),
        "change": f"{sign}{figure(change)} {unit}",
    }


def draw(panels: Sequence[Panel]) -> bytes:
    """The picture as PNG, a panel below the other (four at most)."""
    from PIL import Image, ImageDraw

    shown = panels[:MOST_PANELS]
    image = Image.new("RGB", (WIDTH, PANEL * len(shown)), "white")
    pen = ImageDraw.Draw(image)
    for at, one in enumerate(shown):
        _draw_panel(pen, one, at * PANEL)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def _draw_panel(pen: ImageDraw, one: Panel, top: int) -> None:
    bold, plain, small = _font(34, True), _font(28), _font(24)
    pen.text((LEFT, top + 18), _fitted(pen, one.title, bold), font=bold, fill=INK)
    pen.text((LEFT, top + 66), one.unit, font=plain, fill="#5b6773")
    bottom = top + PANEL - FOOT - 30
    pen.line((LEFT, bottom, WIDTH - RIGHT, bottom), fill=FAINT, width=2)
    places = _places(one, top + HEAD + 44, bottom - 20)
    marked = sum(dot.unit_break for dot in one.dots) <= MOST_MARKS
    for (x, _), dot in zip(places, one.dots, strict=True):
        if dot.unit_break and marked:
            for y in range(top + HEAD, bottom, 14):
                pen.line((x, y, x, y + 7), fill=FAINT, width=2)
    _draw_line(pen, places, one.dots)
    _draw_values(pen, places, one.dots, small)
    _draw_months(pen, places, one.dots, bottom + 12, small)


def _places(one: Panel, top: int, bottom: int) -> list[tuple[float, float]]:
    """Where each dot stands; months without a figure stand on the base line and are not drawn."""
    values = [float(dot.value) for dot in one.dots if dot.value is not None]
    low, high = min(values), max(values)
    low = 0.0 if 0 <= low < (high - low) else low - (high - low) * 0.15
    height = (high - low) or 1.0
    step = (WIDTH - LEFT - RIGHT - 80) / max(len(one.dots) - 1, 1)
    return [
        (
            LEFT + 40 + at * step,
            bottom - (float(dot.value) - low) / height * (bottom - top) if dot.value is not None else bottom,
        )
        for at, dot in enumerate(one.dots)
    ]


def _draw_line(pen: ImageDraw, places: Sequence[tuple[float, float]], dots: Sequence[Dot]) -> None:
    for at in range(1, len(dots)):
        if dots[at - 1].value is not None and dots[at].value is not None:
            pen.line((*places[at - 1], *places[at]), fill=LINE, width=5)
    size = 9 if len(dots) <= 24 else 5
    for (x, y), dot in zip(places, dots, strict=True):
        if dot.value is None:
            continue
        colour = MARK if dot.outlier else LINE
        pen.ellipse((x - size, y - size, x + size, y + size), fill=colour)
        if dot.outlier:
            pen.ellipse((x - 2 * size, y - 2 * size, x + 2 * size, y + 2 * size), outline=MARK, width=3)


def _draw_values(
    pen: ImageDraw, places: Sequence[tuple[float, float]], dots: Sequence[Dot], font: FreeTypeFont
) -> None:
    """The figure at each dot where there is room; else at the ends, the highest and the lowest only."""
    known = [at for at, dot in enumerate(dots) if dot.value is not None]
    widest = max(pen.textlength(dots[at].written, font=font) for at in known)
    if widest + 14 > (WIDTH - LEFT - RIGHT - 80) / max(len(dots) - 1, 1):
        value = lambda at: dots[at].value  # noqa: E731
        known = sorted({known[0], known[-1], max(known, key=value), min(known, key=value)})  # type: ignore[arg-type]
    before = -math.inf
    for at in known:
        x, y = places[at]
        width = pen.textlength(dots[at].written, font=font)
        left = min(max(x - width / 2, 8), WIDTH - width - 8)
        if left < before and at != known[-1]:
            continue
        beside = [places[k][1] for k in (at - 1, at + 1) if 0 <= k < len(dots) and dots[k].value is not None]
        above = not beside or sum(beside) / len(beside) >= y
        pen.text(
            (left, y - 42 if above else y + 16), dots[at].written, font=font, fill=MARK if dots[at].outlier else INK
        )
        before = left + width


def _draw_months(
    pen: ImageDraw, places: Sequence[tuple[float, float]], dots: Sequence[Dot], y: float, font: FreeTypeFont
) -> None:
    widest = max(pen.textlength(dot.label, font=font) for dot in dots) + 16
    step = (WIDTH - LEFT - RIGHT - 80) / max(len(dots) - 1, 1)
    every = max(1, math.ceil(widest / step)) if step else 1
    for at in range(len(dots) - 1, -1, -every):
        label = dots[at].label
        faint = dots[at].value is None
        width = pen.textlength(label, font=font)
        pen.text((places[at][0] - width / 2, y), label, font=font, fill=FAINT if faint else "#5b6773")


def _fitted(pen: ImageDraw, title: str, font: FreeTypeFont) -> str:
    while pen.textlength(title, font=font) > WIDTH - LEFT - RIGHT and " " in title:
        title = title.rstrip("…").rsplit(" ", 1)[0] + "…"
    return title


def _font(size: int, bold: bool = False) -> FreeTypeFont:
    """A font with all Vietnamese letters: the one that matplotlib brings along, found without importing it."""
    from PIL import ImageFont

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    found = importlib.util.find_spec("matplotlib")
    folders = list(found.submodule_search_locations or []) if found else []
    for folder in folders:
        path = Path(folder) / "mpl-data" / "fonts" / "ttf" / name
        if path.is_file():
            return ImageFont.truetype(str(path), size)
    return ImageFont.truetype(name, size)
