"""One figure printed twice: a table's total row and a sentence beside it that says the same, but for one digit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.checks.figures import Figure, Prose, same_unit, written
from knowledge.checks.result import named, result
from knowledge.model import Check

_FEWEST_DIGITS = 4


def check(proses: Sequence[Prose]) -> Iterator[Check]:
    """Figures of the text that differ by one digit from a total in a table of the same section."""
    for table in proses:
        if not table.passage.total:
            continue
        for cell in table.figures:
            beside = [prose for prose in written(proses) if _one_section(prose, table)]
            printed = [f for prose in beside for f in prose.figures if f.level and same_unit(f, cell)]
            if len(_digits(cell)) < _FEWEST_DIGITS or any(f.value == cell.value for f in printed):
                continue
            others = {other.value for row in proses if row.passage.kind == "row" for other in row.figures}
            for prose in beside:
                for figure in prose.figures:
                    if figure in printed and figure.value not in others and _one_slip(_digits(figure), _digits(cell)):
                        yield _slip(prose, figure, cell)


def _one_section(prose: Prose, table: Prose) -> bool:
    """Whether a passage stands in the section of a table, itself or a part of it."""
    path = prose.passage.path
    return bool(path) and table.passage.path[: len(path)] == path


def _digits(figure: Figure) -> str:
    return f"{figure.value}".replace(".", "")


def _one_slip(one: str, other: str) -> bool:
    """Whether two figures differ by one digit, or by two neighbours changed over."""
    if len(one) != len(other) or one == other:
        return False
    wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    swapped = (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and one[wrong[0]] == other[wrong[1]]
        and one[wrong[1]] == other[wrong[0]]
    )
    return len(wrong) == 1 or swapped


def _slip(prose: Prose, figure: Figure, cell: Figure) -> Check:
    return result(
        "repeated",
        False,
        named(figure),
        named(cell),
        [figure, cell],
        prose.quote(figure, figure),
        indicator=figure.fact.indicator,
    )
