"""Changes against the figures they lie between: "tăng 35 ca (+67,3%)", "tăng 10 so với năm 2023 (148)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from knowledge.checks.figures import Figure, Prose, printed_as, same_unit, scaled, shown, written
from knowledge.checks.result import named, result
from knowledge.checks.words import says
from knowledge.fold import words as folded_words
from knowledge.model import Check

_BRACKET = re.compile(r"[^().;,\d]{0,30}\([+−-]?\s*")
_TO_BASE = re.compile(r"[^().;]{0,70}\(\s*(?:là )?$")


def check(proses: Sequence[Prose]) -> Iterator[Check]:
    """Every change with the level it belongs to."""
    for prose in written(proses):
        for change in prose.figures:
            if change.change and not change.percent and not change.loose:
                yield from _delta(prose, change)
            elif change.fact.unit == "lần" and not change.loose:
                yield from _multiple(prose, change)


def _level(prose: Prose, change: Figure) -> tuple[Figure | None, bool]:
    """The level that changed, and whether it stands just before the change with nothing else between."""
    for figure in reversed(prose.figures[: change.number]):
        if figure.sentence != change.sentence:
            return None, False
        if figure.level and figure.depth <= change.depth and same_unit(figure, change):
            close = all(
                f.change or f.percent or f.depth > figure.depth
                for f in prose.figures[figure.number + 1 : change.number]
            )
            return figure, close and ";" not in prose.between(figure, change)
        if figure.level and figure.depth <= change.depth:
            return None, False
    return None, False


def _named_level(prose: Prose, change: Figure) -> tuple[Figure, bool] | None:
    """The level that a change names by its own noun, of several told before: "giảm 18 người chết" of "142 người chết,
    178 người bị thương"."""
    said = set(folded_words(prose.trail(change)))
    beside = [f for f in prose.figures[: change.number] if f.sentence == change.sentence and f.level]
    alike = [f for f in beside if same_unit(f, change) and f.depth <= change.depth]
    named_ = [f for f in alike if said and said <= set(folded_words(prose.trail(f)))]
    return (named_[0], True) if len(named_) == 1 < len(alike) and named_[0].fact.id == change.fact.parent else None


def _delta(prose: Prose, change: Figure) -> Iterator[Check]:
    level, close = _named_level(prose, change) or _level(prose, change)
    after = prose.figures[change.number + 1] if change.number + 1 < len(prose.figures) else None
    if level is None or after is None or level.loose or level.of is not None:
        return
    step = scaled(change, level.fact.unit) * (1 if change.fact.direction >= 0 else -1)
    base = level.value - step
    words = prose.between(change, after)
    if after.percent and after.depth == change.depth + 1 and _BRACKET.fullmatch(words) and base > 0:
        fits = _growth_fits(level, change, base, after)
        if fits or (close and not _own_pair(prose, after)):
            computed = f"{shown(100 * abs(step) / base)}%"
            yield _checked(prose, [level, change, after], fits, computed, after, named(change), shown(base, 3))
    elif (
        after.level
        and after.depth == change.depth + 1
        and _TO_BASE.fullmatch(words)
        and same_unit(level, after)
        and close
    ):
        gap = abs(scaled(after, level.fact.unit) - base)
        exact = level.ulp == 1 and after.ulp == 1 and change.ulp == 1
        slack = (
            Decimal(0) if exact and level.interval()[0] == level.interval()[1] else level.ulp + change.ulp + after.ulp
        )
        difference = shown(abs(level.value - scaled(after, level.fact.unit)), 3)
        yield _checked(prose, [level, change, after], gap <= slack, difference, change, named(level), named(after))


def _own_pair(prose: Prose, percent: Figure) -> bool:
    """Whether the brackets give their own two figures ("(-15,6%, 65/77 vụ)")."""
    after = prose.figures[percent.number + 1] if percent.number + 1 < len(prose.figures) else None
    return after is not None and after.of is not None and after.depth == percent.depth


def _growth_fits(level: Figure, change: Figure, base: Decimal, percent: Figure) -> bool:
    """Whether a change is the stated percentage of what there was before."""
    low, high = level.interval()
    exact = low == high and change.ulp == 1
    step = abs(scaled(change, level.fact.unit))
    step_ulp = Decimal(0) if exact else change.ulp * step / change.value if change.value else Decimal(0)
    base_ulp = Decimal(0) if exact else level.ulp + step_ulp
    least = 100 * (step - step_ulp) / (base + base_ulp)
    most = 100 * (step + step_ulp) / max(base - base_ulp, Decimal("0.001"))
    return printed_as(least, most, percent)


def _multiple(prose: Prose, times: Figure) -> Iterator[Check]:
    """ "1.145 ha, gấp 2,3 lần cùng kỳ (498 ha)"."""
    after = prose.figures[times.number + 1] if times.number + 1 < len(prose.figures) else None
    before = [
        f for f in prose.figures[: times.number] if f.level and f.depth <= times.depth and f.sentence == times.sentence
    ]
    if after is None or not before or not after.level or after.depth != times.depth + 1:
        return
    if not _TO_BASE.fullmatch(prose.between(times, after)) or not same_unit(before[-1], after) or before[-1].loose:
        return
    if not says("same", prose.between(times, after)) or re.search(r"\btăng\b", prose.lead(times)) or after.value <= 0:
        return
    ratio = before[-1].value / scaled(after, before[-1].fact.unit)
    fits = printed_as(ratio, ratio, times)
    yield _checked(prose, [before[-1], times, after], fits, shown(ratio), times, named(before[-1]), named(after))


def _checked(
    prose: Prose, figures: Sequence[Figure], fits: bool, computed: str, stated: Figure, part: str, whole: str
) -> Check:
    """The check of a level (first of the figures), its change, and what the change is compared with."""
    last = max(figures, key=lambda figure: figure.start)
    indicator = figures[0].fact.indicator
    return result(
        "change",
        fits,
        named(stated),
        computed,
        figures,
        prose.quote(figures[0], last),
        part=part,
        whole=whole,
        indicator=indicator,
    )
