"""Shares of the parts of one whole: "221.400 tỷ đồng (72,0%); … 86.100 tỷ đồng (28,0%)"; shares that make up 100 %."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal

from knowledge.checks.figures import Figure, Prose, printed_as, same_unit, scaled, shown, written
from knowledge.checks.result import named, result
from knowledge.checks.words import says
from knowledge.model import Check

_HUNDRED = Decimal(100)
_NEAR = Decimal(5)


def check(proses: Sequence[Prose]) -> Iterator[Check]:
    """Every sentence that gives parts with their shares, or shares alone."""
    for prose in written(proses):
        for sentence in range(len(prose.ends) + 1):
            figures = [figure for figure in prose.figures if figure.sentence == sentence]
            yield from _shares(prose, _pairs(prose, figures), proses)
            yield from _structure(prose, figures)


def _pairs(prose: Prose, figures: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Levels of one unit, each with the share that stands just after it."""
    pairs: list[tuple[Figure, Figure]] = []
    for figure, after in itertools.pairwise(figures):
        words = prose.between(figure, after)
        bracketed = after.depth == figure.depth + 1 and words.strip() in ("(", "(chiếm", "(bằng", "(tỷ lệ")
        said = after.depth == figure.depth and words.strip(" ,") in ("chiếm", "chiếm tỷ lệ")
        plain = figure.level and figure.of is None and after.percent and not after.change
        if plain and (bracketed or said) and (not pairs or same_unit(pairs[-1][0], figure)):
            pairs.append((figure, after))
    return pairs


def _shares(prose: Prose, pairs: Sequence[tuple[Figure, Figure]], proses: Sequence[Prose]) -> Iterator[Check]:
    """The shares of parts that make up one whole: where all but one fit the sum of the parts, that one is wrong."""
    if len(pairs) < 2 or any(part.loose for part, _ in pairs):
        return
    unit = pairs[0][0].fact.unit
    whole = sum((scaled(part, unit) for part, _ in pairs), Decimal(0))
    exact = [_HUNDRED * scaled(part, unit) / whole for part, _ in pairs] if whole else []
    fits = [printed_as(value, value, share) for value, (_, share) in zip(exact, pairs, strict=False)]
    total = sum((share.value for _, share in pairs), Decimal(0))
    if not fits or sum(fits) < len(fits) - 1 or abs(total - _HUNDRED) > _NEAR:
        return
    if len(pairs) == 2 and not all(fits) and not _printed(proses, pairs[0][0], whole):
        return
    for value, fit, (part, share) in zip(exact, fits, pairs, strict=True):
        yield result(
            "share",
            fit,
            named(share),
            f"{shown(value)}%",
            [part, share],
            prose.quote(part, share),
            part=named(part),
            whole=shown(whole, 3),
            indicator=part.fact.indicator,
        )


def _printed(proses: Sequence[Prose], first: Figure, whole: Decimal) -> bool:
    """Whether the whole of two parts stands in the report as a figure: before them, or anywhere if no small one."""
    return any(
        figure.level and same_unit(figure, first) and scaled(figure, first.fact.unit) == whole
        for prose in proses
        for figure in prose.figures
        if whole >= _HUNDRED or (figure.fact.passage == first.fact.passage and figure.number < first.number)
    )


def _structure(prose: Prose, figures: Sequence[Figure]) -> Iterator[Check]:
    """ "cơ cấu …: nông nghiệp 21,3%, công nghiệp 38,9%, dịch vụ 35,2%, thuế 4,6%": shares that must make up 100 %."""
    starts = [i for i, figure in enumerate(figures) if figure.percent and says("structure", prose.lead(figure))]
    if not starts:
        start = next((i for i, f in enumerate(figures) if f.percent and says("structure", _ahead(prose, f))), None)
        starts = [] if start is None else [start]
    for start in starts[:1]:
        depth = figures[start].depth
        shares = []
        for figure in figures[start:]:
            if figure.depth == depth:
                if not figure.percent or figure.change:
                    break
                shares.append(figure)
        total = sum((share.value for share in shares), Decimal(0))
        if len(shares) < 3 or any(share.loose for share in shares) or abs(total - _HUNDRED) > _NEAR:
            return
        slack = max(share.ulp for share in shares) * len(shares) / 2
        yield result(
            "sum",
            abs(total - _HUNDRED) <= slack,
            "100%",
            f"{shown(total)}%",
            shares,
            prose.quote(shares[0], shares[-1]),
            terms=" + ".join(named(share) for share in shares),
            indicator=shares[0].fact.indicator,
        )


def _ahead(prose: Prose, figure: Figure) -> str:
    """The words of the sentence up to a figure, from the figure before it on."""
    start = prose.figures[figure.number - 1].stop if figure.number else 0
    return prose.text[min(start, figure.start) : figure.start]
