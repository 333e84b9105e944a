"""Figures that stand out of their series: far from the median, measured by the median distance from it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from knowledge.across.compute import in_unit
from knowledge.across.model import Point

LEAST = 6  # below that many points nothing stands out
FAR = Decimal("5.2")  # 3.5 standard deviations of a normal series, in median distances (1.4826 each)


def outliers(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points that stand out, in their order."""
    if len(points) < LEAST:
        return ()
    values = [in_unit(p, points[-1].unit) for p in points]
    middle = _median(values)
    distance = _median([abs(v - middle) for v in values])
    if not distance:
        return ()
    return tuple(p for p, v in zip(points, values, strict=True) if abs(v - middle) > FAR * distance)


def _median(values: Sequence[Decimal]) -> Decimal:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
