"""Tables: total rows against their rows, parts against the row above, columns computed from other columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from knowledge.checks.figures import shown
from knowledge.model import Check, Fact, Outline, Passage

_FARTHEST = Decimal("0.25")
_FEWEST = 3
_NAMED = re.compile(r"\(\s*([\dIVX.]+(?:\s*\+\s*[\dIVX.]+)+)\s*\)")  # "Cộng (1+2)"


@dataclass(slots=True)
class Table:
    """The body rows of one table; `columns` are the headers in order, `cells` the fact of a row in a column."""

    rows: list[Passage] = field(default_factory=list)
    columns: list[tuple[str, ...]] = field(default_factory=list)
    cells: dict[tuple[int, int], Fact] = field(default_factory=dict)

    def value(self, row: int, column: int) -> Decimal | None:
        fact = self.cells.get((row, column))
        return _signed(fact) if fact is not None else None


def _signed(fact: Fact) -> Decimal | None:
    """A cell's value with the sign that its column of changes gives it."""
    if fact.value is None:
        return None
    return -fact.value if fact.direction < 0 and fact.value > 0 else fact.value


def check(outline: Outline, facts: Sequence[Fact]) -> Iterator[Check]:
    """Every table of the report."""
    for table in _tables(outline, facts):
        yield from _totals(table)
        yield from _parts(table)
        yield from _formulas(table)


def _tables(outline: Outline, facts: Sequence[Fact]) -> Iterator[Table]:
    at = {(fact.passage, fact.start): fact for fact in facts if fact.value is not None and fact.value_high is None}
    table = Table()
    for passage in outline.passages:
        if passage.kind != "row" or not (passage.cells or table.rows):
            if table.rows:
                yield table
            table = Table()
            continue
        if not passage.cells:
            continue
        row = len(table.rows)
        table.rows.append(passage)
        for cell in passage.cells:
            if cell.header not in table.columns:
                table.columns.append(cell.header)
            fact = at.get((passage.number, cell.start))
            if fact is not None:
                table.cells[row, table.columns.index(cell.header)] = fact
    if table.rows:
        yield table


def _additive(table: Table, column: int) -> bool:
    """Whether the figures of a column can be added: no percentages, averages or ratios."""
    units = {table.cells[key].unit for key in table.cells if key[1] == column}
    header = " ".join(table.columns[column]).lower()
    return not any("%" in u or "/" in u or u == "lần" for u in units) and not any(
        word in header
        for word in ("%", "tỷ lệ", "bình quân", "tốc độ", "so với", "so sánh", "chỉ số", "năng suất", "công suất")
    )


def _totals(table: Table) -> Iterator[Check]:
    """Each total row against the rows of its group; two totals in one group are not understood."""
    for total in [row for row, passage in enumerate(table.rows) if passage.total]:
        named = _NAMED.search(table.rows[total].row_label)
        if named:
            numbers = [number.strip() for number in named[1].split("+")]
            body = [row for row, passage in enumerate(table.rows) if row != total and _ordinal(passage) in numbers]
            if len(body) == len(numbers):
                yield from _judged(table, total, body, "sum")
            continue
        group = [row for row, passage in enumerate(table.rows) if passage.path == table.rows[total].path]
        body = [row for row in group if not table.rows[row].total and _top(table, row)]
        if len(body) >= 2 and sum(table.rows[row].total for row in group) == 1:
            yield from _judged(table, total, body, "sum")


def _ordinal(passage: Passage) -> str:
    """The number that a row bears in its first column, without its dot."""
    return passage.text[: max(0, passage.lead - 3)].strip(" .)")


def _top(table: Table, row: int) -> bool:
    """Whether a row is no part of another row but of the total."""
    parent = table.rows[row].row_parent
    return parent is None or any(p.number == parent and p.total for p in table.rows)


def _parts(table: Table) -> Iterator[Check]:
    for row, passage in enumerate(table.rows):
        below = [index for index, other in enumerate(table.rows) if other.row_parent == passage.number]
        if len(below) >= 2 and not passage.total:
            yield from _judged(table, row, below, "sum")


def _judged(table: Table, total: int, body: Sequence[int], relation: str) -> Iterator[Check]:
    """The columns of a total row: one fails only where other columns, or a near sum, show the rows to be its parts."""
    results: list[tuple[int, Decimal, Decimal, bool]] = []
    for column in range(len(table.columns)):
        stated = table.value(total, column)
        values = [table.value(row, column) for row in body]
        if stated is None or not _additive(table, column) or sum(v is not None for v in values) < 2:
            continue
        whole = sum((v for v in values if v is not None), Decimal(0))
        places = max((-int(v.as_tuple().exponent) for v in [*values, stated] if v is not None), default=0)
        slack = Decimal(1).scaleb(-places) * len(body) / 2 if places > 0 else Decimal(0)
        results.append((column, stated, whole, abs(whole - stated) <= slack))
    holding = sum(fits for *_, fits in results)
    for column, stated, whole, fits in results:
        near = abs(whole - stated) <= _FARTHEST * abs(stated)
        complete = all(table.value(row, column) is not None for row in body)
        if fits or (near and complete and (holding * 2 >= len(results) - 1)):
            fact = table.cells[total, column]
            facts = (fact.id, *(table.cells[row, column].id for row in body if (row, column) in table.cells))
            terms = " + ".join(table.cells[row, column].text_value for row in body if (row, column) in table.cells)
            yield _row_check(table, relation, fits, fact.text_value, shown(whole, 3), facts, total, terms)


def _row_check(
    table: Table, relation: str, fits: bool, stated: str, computed: str, facts: tuple[int, ...], row: int, terms: str
) -> Check:
    passage = table.rows[row]
    params = {"stated": stated, "computed": computed, "terms": terms, "indicator": passage.row_label}
    return Check(relation, params, stated, computed, fits, facts, passage.text)


Formula = tuple[str, Callable[[Decimal, Decimal], Decimal]]
_FORMULAS: tuple[Formula, ...] = (
    ("share", lambda a, b: 100 * a / b),
    ("change", lambda a, b: 100 * (a - b) / b),
    ("difference", lambda a, b: a - b),
)


def _formulas(table: Table) -> Iterator[Check]:
    """Columns that all rows but one compute from two other columns in the same way."""
    for column in range(len(table.columns)):
        rows = [row for row in range(len(table.rows)) if table.value(row, column) is not None]
        bases = [b for b in range(len(table.columns)) if b != column and not _rated(table, rows, b)]
        best: tuple[int, str, int, int, list[tuple[int, Decimal, bool]]] | None = None
        for name, formula in _FORMULAS:
            if (name == "difference") == any(table.cells[row, column].unit == "%" for row in rows):
                continue
            for a in range(len(table.columns)):
                for b in bases:
                    if a in (b, column):
                        continue
                    tried = _tried(table, rows, column, a, b, formula, name)
                    fitting = sum(fits for *_, fits in tried)
                    if fitting >= _FEWEST and (best is None or fitting > best[0]):
                        best = (fitting, name, a, b, tried)
        if best is not None and len(best[4]) - best[0] <= max(1, len(best[4]) // 5):
            _, name, a, b, tried = best
            for row, computed, fits in tried:
                yield _formula_check(table, row, column, a, b, computed, fits)


def _rated(table: Table, rows: Sequence[int], column: int) -> bool:
    """Whether a column holds percentages: no figure is computed back from a rounded one."""
    cells = (table.cells.get((row, column)) for row in rows)
    return any(figure is not None and figure.unit == "%" for figure in cells)


def _tried(
    table: Table,
    rows: Sequence[int],
    column: int,
    a: int,
    b: int,
    formula: Callable[[Decimal, Decimal], Decimal],
    name: str,
) -> list[tuple[int, Decimal, bool]]:
    done = []
    for row in rows:
        one, other, stated = table.value(row, a), table.value(row, b), table.value(row, column)
        if one is None or other is None or stated is None or (other == 0 and name != "difference"):
            continue
        computed = formula(one, other)
        exponent = int(stated.as_tuple().exponent)
        ulp = Decimal(1).scaleb(min(0, exponent))
        low, high = (Decimal(0), Decimal(0)) if name == "difference" and exponent >= 0 else (-ulp / 2, ulp)
        fits = any(low <= value - size <= high for value, size in _readings(computed, stated, name))
        done.append((row, computed, fits))
    return done


def _readings(computed: Decimal, stated: Decimal, name: str) -> list[tuple[Decimal, Decimal]]:
    """A change may be printed with its sign or as a size."""
    return [(computed, stated)] if name == "share" else [(computed, stated), (abs(computed), abs(stated))]


def _formula_check(table: Table, row: int, column: int, a: int, b: int, computed: Decimal, fits: bool) -> Check:
    cells = [table.cells[row, index] for index in (column, a, b)]
    percent = cells[0].unit == "%"
    shown_value = f"{shown(computed)}%" if percent else shown(computed, 3)
    params = {
        "stated": cells[0].text_value,
        "computed": shown_value,
        "part": cells[1].text_value,
        "whole": cells[2].text_value,
        "indicator": table.rows[row].row_label,
    }
    return Check(
        "column", params, cells[0].text_value, shown_value, fits, tuple(cell.id for cell in cells), table.rows[row].text
    )
