"""Sums, differences, averages and percentages of points: exact decimals, in the newest unit, rounding stated."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal

from knowledge.across.model import Computed, Point
from knowledge.across.units import convert, convertible, plain, rounded

_EXACT = Context(prec=60)
DECIMALS = 2
POINTS = "điểm %"


def same_dimension(points: Sequence[Point]) -> bool:
    """Whether all figures can be brought to one unit."""
    return all(convertible(p.unit, points[0].unit) for p in points)


def in_unit(point: Point, unit: str) -> Decimal:
    """A point's figure in another unit of its dimension, exact."""
    return convert(point.value, point.unit, unit)


def total(points: Sequence[Point]) -> Computed:
    """The exact sum, in the unit of the last point."""
    return Computed("total", plain(_sum(points)), points[-1].unit, tuple(points))


def average(points: Sequence[Point]) -> Computed:
    """The mean, to two decimals, half up, in the unit of the last point."""
    mean = _EXACT.divide(_sum(points), Decimal(len(points)))
    return Computed("average", rounded(mean, DECIMALS), points[-1].unit, tuple(points), DECIMALS)


def _sum(points: Sequence[Point]) -> Decimal:
    unit, whole = points[-1].unit, Decimal(0)
    for point in points:
        whole = _EXACT.add(whole, in_unit(point, unit))
    return whole


def difference(before: Point, after: Point) -> Computed:
    """How much more the later figure is, exact, in its unit; percentages differ in percentage points."""
    change = _EXACT.subtract(after.value, in_unit(before, after.unit))
    unit = POINTS if after.unit == "%" else after.unit
    return Computed("difference", plain(change), unit, (before, after))


def percent(before: Point, after: Point) -> Computed | None:
    """The change in per cent of the earlier figure, to two decimals; None where that is nought or a percentage."""
    base = in_unit(before, after.unit)
    if not base or after.unit == "%":
        return None
    change = _EXACT.divide(_EXACT.multiply(_EXACT.subtract(after.value, base), Decimal(100)), base)
    return Computed("percent", rounded(change, DECIMALS), "%", (before, after), DECIMALS)


def ratio(before: Point, after: Point) -> Computed | None:
    """The later figure as per cent of the earlier one, to two decimals; None where that is nought."""
    base = in_unit(before, after.unit)
    if not base:
        return None
    share = _EXACT.divide(_EXACT.multiply(after.value, Decimal(100)), base)
    return Computed("ratio", rounded(share, DECIMALS), "%", (before, after), DECIMALS)


def extremes(points: Sequence[Point], highest: bool) -> tuple[Point, ...]:
    """The points of the highest (lowest) figure; several where they are equal."""
    unit = points[-1].unit
    values = [in_unit(p, unit) for p in points]
    best = max(values) if highest else min(values)
    return tuple(p for p, value in zip(points, values, strict=True) if value == best)


def sorted_by_figure(points: Sequence[Point], highest: bool) -> list[Point]:
    """By their figures, best first; equal ones in the order they came."""
    unit = points[-1].unit
    return sorted(points, key=lambda p: in_unit(p, unit), reverse=highest)
