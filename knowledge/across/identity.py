"""Whether two wordings name the same indicator, and why. Explained by a rule's name and the words left over.

Rare words count in both directions: what one names and the other does not is a difference. A word on one side only may
be missing between months ("rác thải sinh hoạt" / "rác sinh hoạt") where it stands inside what both say; before it or
behind it, it narrows ("hoàn thuế", "giá trị sản xuất công nghiệp huyện quản lý"). A different word on each side
("thu" / "chi" ngân sách) is always a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.across.signature import Signature

Rule = Literal["same_words", "same_names", "synonyms", "rare_words", "admin", "first"]
Rarity = Callable[[str], float]

INHERITED = 0.5  # what completes a figure's own words weighs half
OWN_COVERED, ALL_COVERED, ENOUGH = 0.6, 0.45, 0.58


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two signatures are, 0 to 1; the rule that says so; the telling words that only one of them has."""

    score: float
    rule: Rule
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()


def likeness(a: Signature, b: Signature, rarity: Rarity) -> Likeness | None:
    """How alike two signatures are, or None where they name different things."""
    if a.dimension != b.dimension or not a.own or not b.own:
        return None
    if a.actor and b.actor and a.actor != b.actor and not (a.actor <= b.all or b.actor <= a.all):
        return None
    only_a, only_b = leftover(a, b), leftover(b, a)
    if (only_a and only_b) or _narrows(a, only_a) or _narrows(b, only_b):
        return None
    own = min(_share(a.own, only_a, rarity), _share(b.own, only_b, rarity))
    whole = min(_whole(a, b, rarity), _whole(b, a, rarity))
    near = len(a.context & b.context) / max(len(a.context | b.context), 1)
    score = 0.6 * own + 0.3 * whole + 0.1 * near
    if own < OWN_COVERED or whole < ALL_COVERED or score < ENOUGH:
        return None
    return Likeness(score, _rule(a, b, only_a, only_b), tuple(sorted(only_a)), tuple(sorted(only_b)))


def _rule(a: Signature, b: Signature, only_a: set[str], only_b: set[str]) -> Rule:
    if only_a or only_b:
        return "rare_words"
    if a.own == b.own:
        return "same_words" if a.inherited == b.inherited else "same_names"
    return "synonyms" if not (a.own <= b.all and b.own <= a.all) else "same_names"


def _narrows(a: Signature, only: set[str]) -> bool:
    """Whether a word that only one side has stands outside what both say."""
    shared = [n for n, word in enumerate(a.order) if word not in only]
    return bool(only) and bool(shared) and (a.order[-1] in only or a.order[0] in only)


def leftover(a: Signature, b: Signature) -> set[str]:
    """The own words of `a` that nothing of `b` accounts for: not the word, not a synonym's phrase."""
    return set(a.own) - _accounted(a, b)


def _accounted(a: Signature, b: Signature) -> set[str]:
    shared = {row for row, _ in b.concepts}
    words = {word for row, phrase in a.concepts if row in shared for word in phrase}
    return words | set(b.all)


def _share(words: Iterable[str], missing: set[str], rarity: Rarity) -> float:
    total = sum(map(rarity, words))
    return 1 - sum(map(rarity, missing)) / total if total else 1.0


def _whole(a: Signature, b: Signature, rarity: Rarity) -> float:
    """The share of all that names `a` that `b` accounts for."""
    accounted = _accounted(a, b)
    total = covered = 0.0
    for words, weight in ((a.own, 1.0), (a.inherited, INHERITED)):
        for word in words:
            total += rarity(word) * weight
            covered += rarity(word) * weight * (word in accounted)
    return covered / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A fact (by its place among the report's) and an indicator that it may be."""

    fact: int
    indicator: int
    likeness: Likeness


def assign(pairs: Iterable[Pair], slot: Callable[[int], object], same: Callable[[int, int], bool]) -> dict[int, Pair]:
    """One indicator a fact and, in a report, one fact an indicator and slot (kind and period of figure), best first.

    `same(a, b)` says whether two facts state the same figure: a figure that a report mentions twice may share.
    """
    chosen: dict[int, Pair] = {}
    holders: dict[tuple[int, object], list[int]] = {}
    for pair in sorted(pairs, key=lambda p: (-p.likeness.score, p.fact, p.indicator)):
        if pair.fact in chosen:
            continue
        held: Sequence[int] = holders.setdefault((pair.indicator, slot(pair.fact)), [])
        if held and not any(same(pair.fact, other) for other in held):
            continue
        chosen[pair.fact] = pair
        holders[pair.indicator, slot(pair.fact)].append(pair.fact)
    return chosen
