"""So many, so much each, so much in all: "178 suất, mỗi suất 3 triệu đồng, tổng 534 triệu đồng"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from knowledge.checks.figures import Figure, Prose, shown, written
from knowledge.checks.result import named, result
from knowledge.checks.words import says
from knowledge.fold import words as folded_words
from knowledge.grammar import units
from knowledge.model import Check

_EACH = re.compile(r"\b(?:mỗi|một)\s+(\w+)[^,;.]{0,25}$", re.IGNORECASE)
_FARTHEST = Decimal("0.5")


def check(proses: Sequence[Prose]) -> Iterator[Check]:
    """Every price or rate of one with its count before it and its sum after it."""
    for prose in written(proses):
        for each in prose.figures:
            thing = _thing(prose, each)
            count = next((f for f in reversed(prose.figures[: each.number]) if f.level), None)
            total = prose.figures[each.number + 1] if each.number + 1 < len(prose.figures) else None
            if thing and count is not None and total is not None:
                found = _judge(prose, thing, count, each, total)
                if found:
                    yield found


def _thing(prose: Prose, each: Figure) -> str:
    """What one amount is for: "triệu đồng/nhà", "mỗi suất 3 triệu đồng"; "" where it isn't for one."""
    amount, stroke, thing = each.fact.unit.partition("/")
    if stroke:
        return thing if _money(amount) else ""
    match = _EACH.search(prose.lead(each))
    return match[1] if match and _money(each.fact.unit) else ""


def _money(unit: str) -> bool:
    return units.factor(unit)[0] == "money"


def _judge(prose: Prose, thing: str, count: Figure, each: Figure, total: Figure) -> Check | None:
    counted = folded_words(count.fact.unit)[:1] == folded_words(thing)[:1] and count.ulp == 1
    near = total.sentence - count.sentence <= 2 and says("all", prose.lead(total))
    if not counted or not near or not _money(total.fact.unit) or any(f.loose for f in (count, each, total)):
        return None
    amount = each.fact.unit.partition("/")[0]
    price = each.value * units.factor(amount)[1] / units.factor(total.fact.unit)[1]
    computed = count.value * price
    fits = abs(computed - total.value) <= total.ulp
    if not fits and abs(computed - total.value) > _FARTHEST * total.value:
        return None
    return result(
        "product",
        fits,
        named(total),
        shown(computed, 3),
        [count, each, total],
        prose.quote(count, total),
        part=named(count),
        whole=named(each),
        indicator=total.fact.indicator,
    )
