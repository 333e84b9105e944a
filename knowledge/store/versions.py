"""What a new version of a report changes: facts paired by what they are about, then compared by their figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.fold import fold
from knowledge.model import Fact


@dataclass(frozen=True, slots=True)
class Changes:
    """Facts that came, facts whose figure or wording of it changed (old, new), facts that went."""

    new: tuple[Fact, ...]
    changed: tuple[tuple[Fact, Fact], ...]
    gone: tuple[Fact, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def compare(old: Iterable[Fact], new: Iterable[Fact]) -> Changes:
    """Pair the facts of two versions: same name, measure, section and figure first, then the same name and measure."""
    before, after = list(old), list(new)
    changed: list[tuple[Fact, Fact]] = []
    for key in (_same, _name_and_place, _name):
        pairs, before, after = _paired(before, after, key)
        changed += [(a, b) for a, b in pairs if _figure(a) != _figure(b)]
    changed.sort(key=lambda pair: pair[1].id)
    return Changes(tuple(after), tuple(changed), tuple(before))


def reworded(old: Sequence[Fact], new: Sequence[Fact]) -> int:
    """How many facts of the same figure are understood in another way: period, section, parent, words, rule."""

    def understood(facts: Sequence[Fact]) -> Counter[Hashable]:
        figures = {fact.id: _same(fact) for fact in facts}
        return Counter(
            (_same(fact), fact.period, fact.path, fact.own, fact.inherited, fact.direction, fact.rule,
             figures.get(fact.parent) if fact.parent is not None else None)
            for fact in facts
        )  # fmt: skip

    return sum((understood(new) - understood(old)).values())


def _figure(fact: Fact) -> Hashable:
    return fact.value, fact.value_high, fact.unit, fact.items, fact.text_value, fact.qualifiers


def _name(fact: Fact) -> Hashable:
    return fold(fact.indicator), fact.measure


def _name_and_place(fact: Fact) -> Hashable:
    return _name(fact), fold(fact.path[-1].title) if fact.path else ""


def _same(fact: Fact) -> Hashable:
    return _name_and_place(fact), _figure(fact)


def _paired(
    before: list[Fact], after: list[Fact], key: Callable[[Fact], Hashable]
) -> tuple[list[tuple[Fact, Fact]], list[Fact], list[Fact]]:
    """Pairs of equal key, in the order of the reports, and what is left on both sides."""
    waiting: dict[Hashable, list[Fact]] = defaultdict(list)
    for fact in before:
        waiting[key(fact)].append(fact)
    pairs, unpaired = [], []
    for fact in after:
        partners = waiting.get(key(fact))
        if partners:
            pairs.append((partners.pop(0), fact))
        else:
            unpaired.append(fact)
    taken = {id(partner) for partner, _ in pairs}
    return pairs, [fact for fact in before if id(fact) not in taken], unpaired
