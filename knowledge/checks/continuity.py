"""What was to be done, what was done and what remains; old and new; exports and imports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from knowledge.checks.figures import Figure, Prose, same_unit, shown, written
from knowledge.checks.result import named, result
from knowledge.checks.words import says, words
from knowledge.model import Check

_PASSED = re.compile(r"\s*(?:[^\W\d_]+\s+){0,3}đạt\b(?!\s+(?:chuẩn|danh hiệu|giải))", re.IGNORECASE)
_FARTHEST = Decimal("0.25")


def check(proses: Sequence[Prose]) -> Iterator[Check]:
    """Every chain of a whole, a part done and a rest."""
    for prose in written(proses):
        yield from _rests(prose)
        yield from _balances(prose)
        yield from _inspected(prose)


def _says_left(prose: Prose, figure: Figure) -> bool:
    return says("left", prose.lead(figure)) and not says("old", prose.lead(figure))


def _rests(prose: Prose) -> Iterator[Check]:
    for index, rest in enumerate(prose.figures):
        if not rest.level or rest.loose or rest.of is not None or not _says_left(prose, rest):
            continue
        earlier = [f for f in prose.figures[:index] if f.level and not f.loose and f.depth <= rest.depth]
        near = [f for f in earlier if f.sentence == rest.sentence and same_unit(f, rest)]
        if near and near[-1].of is not None and near[-1] is [f for f in earlier if f.sentence == rest.sentence][-1]:
            pair = near[-1]
            assert pair.of is not None
            found = _judged(prose, pair.of, pair, rest, always=True)
            if found.holds or ";" not in prose.between(pair, rest):
                yield found
            continue
        done = [f for f in near if f.of is None and says("done", prose.lead(f)) and not says("whole", prose.lead(f))]
        if not done:
            continue
        wholes = [f for f in near if f.number < done[-1].number and says("whole", prose.lead(f)) and f.of is None]
        if wholes:
            yield _best(prose, wholes, done[-1], rest)


def _inspected(prose: Prose) -> Iterator[Check]:
    """ "Kiểm tra 118 cơ sở …. Kết quả: 101 cơ sở đạt (85,6%), 19 cơ sở vi phạm"."""
    for index, passed in enumerate(prose.figures):
        if not passed.level or passed.of is not None or not _PASSED.match(prose.trail(passed)):
            continue
        later = (f for f in prose.figures[index + 1 :] if f.level and f.sentence == passed.sentence)
        failed = next(later, None)
        if failed is None or not same_unit(passed, failed) or not says("failed", prose.trail(failed)):
            continue
        wholes = (
            f
            for f in reversed(prose.figures[:index])
            if f.level and f.depth == 0 and f.sentence >= passed.sentence - 1 and says("inspected", prose.lead(f))
        )
        whole = next(wholes, None)
        if whole is not None and same_unit(whole, passed) and whole.of is None and not whole.loose:
            yield _judged(prose, whole, passed, failed, always=False)


def _best(prose: Prose, wholes: Sequence[Figure], done: Figure, rest: Figure) -> Check:
    """Of several figures that can be the whole, the one that fits, else the one that comes nearest."""
    whole = min(wholes, key=lambda f: (abs(f.value - done.value - rest.value), -f.number))
    return _judged(prose, whole, done, rest, always=False)


def _judged(prose: Prose, whole: Figure, done: Figure, rest: Figure, *, always: bool) -> Check:
    computed = done.value + rest.value
    slack = Decimal(0) if whole.ulp == done.ulp == rest.ulp == 1 else whole.ulp + done.ulp + rest.ulp
    gap = abs(computed - whole.value)
    holds: bool | None = gap <= slack
    if not holds and not always and gap > _FARTHEST * whole.value:
        holds = None
    return result(
        "rest",
        holds,
        named(whole),
        shown(computed, 3),
        [whole, done, rest],
        prose.quote(done, rest),
        done=named(done),
        rest=named(rest),
        indicator=whole.fact.indicator,
    )


def _balances(prose: Prose) -> Iterator[Check]:
    """ "xuất khẩu 1.126 triệu USD, …; nhập khẩu 894 triệu USD; xuất siêu 232 triệu USD"."""
    for row in words("surplus"):
        for surplus in prose.figures:
            if not surplus.level or not re.search(rf"\b{re.escape(row.phrase)}\b", prose.lead(surplus), re.IGNORECASE):
                continue
            terms = [_named(prose, word, surplus) for word in row.of]
            if any(term is None or not same_unit(term, surplus) for term in terms):
                continue
            more, less = terms
            assert more is not None and less is not None
            computed = more.value - less.value
            slack = Decimal(0) if surplus.ulp == more.ulp == less.ulp == 1 else surplus.ulp + more.ulp + less.ulp
            near = abs(computed - surplus.value) <= _FARTHEST * surplus.value
            fits = abs(computed - surplus.value) <= slack
            if fits or near:
                yield result(
                    "balance",
                    fits,
                    named(surplus),
                    shown(computed, 3),
                    [more, less, surplus],
                    prose.quote(more, surplus),
                    done=named(more),
                    rest=named(less),
                    indicator=surplus.fact.indicator,
                )


def _named(prose: Prose, word: str, before: Figure) -> Figure | None:
    """The last level before a figure whose own clause holds a word."""
    for figure in reversed(prose.figures[: before.number]):
        if (
            figure.level
            and figure.depth == before.depth
            and re.search(rf"\b{re.escape(word)}\b", prose.lead(figure), re.IGNORECASE)
        ):
            return figure
    return None
