"""Averages: "1.532 trẻ/76 nhóm (bình quân 20,2 trẻ/nhóm)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.checks.figures import Figure, Prose, printed_as, shown, written
from knowledge.checks.result import named, result
from knowledge.fold import words as folded_words
from knowledge.model import Check


def check(proses: Sequence[Prose]) -> Iterator[Check]:
    """Every average of one unit per another whose two figures stand just before it."""
    for prose in written(proses):
        for average in prose.figures:
            if "/" in average.fact.unit and "bình quân" in prose.lead(average).lower() and not average.loose:
                found = _judge(prose, average)
                if found:
                    yield found


def _judge(prose: Prose, average: Figure) -> Check | None:
    over, _, under = average.fact.unit.partition("/")
    before = [
        f for f in prose.figures[: average.number] if f.sentence == average.sentence and f.depth < max(1, average.depth)
    ]
    part = next((f for f in reversed(before) if _counts(f, over)), None)
    whole = next((f for f in reversed(before) if _counts(f, under)), None)
    if part is None or whole is None or whole.value == 0 or abs(part.number - whole.number) != 1:
        return None
    value = part.value / whole.value
    fits = printed_as(value, value, average)
    return result(
        "average",
        fits,
        named(average),
        shown(value),
        [part, whole, average],
        prose.quote(min(part, whole, key=lambda f: f.start), average),
        part=named(part),
        whole=named(whole),
        indicator=part.fact.indicator,
    )


def _counts(figure: Figure, unit: str) -> bool:
    wanted = folded_words(unit)
    return bool(wanted) and folded_words(figure.fact.unit)[: len(wanted)] == wanted
