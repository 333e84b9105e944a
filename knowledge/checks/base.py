"""The base that a comparison implies: "65 tỷ đồng, bằng 18,18% so với cùng kỳ" would make last year's 357,5.

A base has as many decimals as the figure itself. Where "bằng p%" gives a base that no printed figure can be, and
"tăng p%" gives a plain one (55,0), the report has most likely written one word for the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING

from knowledge.checks.figures import Figure, Prose, shown, written
from knowledge.checks.result import named, result
from knowledge.model import Check

_EQUALS = re.compile(r"\bbằng\s*$", re.IGNORECASE)
_LOW, _HIGH = 50, 200


def check(proses: Sequence[Prose]) -> Iterator[Check]:
    """Comparisons with last year that fall to less than half or rise to more than double."""
    for prose in written(proses):
        for percent in prose.figures:
            if percent.percent and percent.fact.measure == "pct_of_same_period" and not percent.loose:
                level = _level(prose, percent)
                if level is not None and _EQUALS.search(prose.lead(percent)) and not _LOW <= percent.value <= _HIGH:
                    yield _judge(prose, level, percent)


def _level(prose: Prose, percent: Figure) -> Figure | None:
    for figure in reversed(prose.figures[: percent.number]):
        if figure.sentence != percent.sentence:
            return None
        if figure.level and figure.depth == 0:
            return figure
    return None


def _judge(prose: Prose, level: Figure, percent: Figure) -> Check:
    literal = 100 * level.value / percent.value
    absurd = (
        percent.value < _LOW
        and not _has_printed(level, percent, grown=False)
        and _has_printed(level, percent, grown=True)
    )
    other = level.value / (1 + percent.value / 100)
    return result(
        "base",
        False if absurd else None,
        named(percent),
        shown(literal),
        [level, percent],
        prose.quote(level, percent),
        part=named(level),
        other=shown(other),
        indicator=level.fact.indicator,
    )


def _has_printed(level: Figure, percent: Figure, *, grown: bool) -> bool:
    """Whether some base with the figure's own decimals gives the percentage, rounded or cut off."""
    shares = [percent.value - percent.ulp / 2, percent.value + percent.ulp]
    bounds = [level.value / (1 + share / 100) if grown else 100 * level.value / share for share in shares]
    first = (min(bounds) / level.ulp).to_integral_value(ROUND_CEILING) * level.ulp
    return min(bounds) <= first <= max(bounds)
