"""Tables drawn with lines, as PDF and scans have them: rules make a grid, the grid's cells take the letters inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from knowledge.read import layout
from knowledge.read.base import TextCell
from knowledge.read.paragraphs import joined
from knowledge.read.placed import Letter, PlacedTable, lines_of

_NEAR = 3.0  # points
_MOST_RULES = 1500


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight horizontal or vertical line, in points: (x0, y0) to (x1, y1), x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 > self.y1 - self.y0

    @property
    def length(self) -> float:
        return max(self.x1 - self.x0, self.y1 - self.y0)


def tables(letters: Sequence[Letter], rules: Sequence[Rule], page: int) -> tuple[list[PlacedTable], list[Letter]]:
    """The ruled tables of a page, and the letters that stand outside them."""
    found: list[PlacedTable] = []
    rest = list(letters)
    for group in _groups([rule for rule in rules if rule.length > 8][:_MOST_RULES]):
        grid = _Grid(group)
        if grid.rows < 1 or grid.columns < 2 or grid.rows * grid.columns < 4:
            continue
        inside = [letter for letter in rest if grid.holds(letter)]
        cells = grid.cells(inside, page)
        if sum(1 for cell in cells if cell.text) < 3:
            continue
        taken = {id(letter) for letter in inside}
        rest = [letter for letter in rest if id(letter) not in taken]
        found.append(PlacedTable(grid.ys[0], grid.ys[-1], tuple(cells), tuple(grid.xs)))
    return found, rest


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch one another, directly or through others."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touching = [group for group in groups if any(_touch(rule, other) for other in group)]
        merged = [rule, *(other for group in touching for other in group)]
        groups = [group for group in groups if not any(group is other for other in touching)]
        groups.append(merged)
    return groups


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.x0 - _NEAR <= other.x1
        and other.x0 - _NEAR <= one.x1
        and one.y0 - _NEAR <= other.y1
        and other.y0 - _NEAR <= one.y1
    )


class _Grid:
    """The grid of a group of rules; `xs` and `ys` are its lines."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._across = [rule for rule in rules if rule.horizontal]
        self._down = [rule for rule in rules if not rule.horizontal]
        self.xs = _clustered([rule.x0 for rule in self._down])
        self.ys = _clustered([rule.y0 for rule in self._across])
        self.columns, self.rows = len(self.xs) - 1, len(self.ys) - 1

    def holds(self, letter: Letter) -> bool:
        x, y = (letter.x0 + letter.x1) / 2, letter.y - 0.3 * letter.size
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def cells(self, letters: Sequence[Letter], page: int) -> list[TextCell]:
        """The cells, merged where no rule parts two neighbours, with the text of the letters inside."""
        by_place: dict[tuple[int, int], list[tuple[int, Letter]]] = {}
        for index, letter in enumerate(letters):
            x, y = (letter.x0 + letter.x1) / 2, letter.y - 0.3 * letter.size
            by_place.setdefault((_between(self.ys, y), _between(self.xs, x)), []).append((index, letter))
        cells = []
        used: set[tuple[int, int]] = set()
        for row in range(self.rows):
            for column in range(self.columns):
                if (row, column) in used:
                    continue
                wide = 1
                while column + wide < self.columns and not self._parted_down(self.xs[column + wide], row):
                    wide += 1
                high = 1
                while row + high < self.rows and not any(
                    self._parted_across(self.ys[row + high], column + step) for step in range(wide)
                ):
                    high += 1
                places = [(row + down, column + step) for down in range(high) for step in range(wide)]
                used.update(places)
                inside = sorted((found for place in places for found in by_place.get(place, [])), key=itemgetter(0))
                paragraphs = [joined(lines_of([letter for _, letter in inside], page))] if inside else []
                cells.append(layout.fill(TextCell(row, column, "", high, wide), paragraphs))
        return cells

    def _parted_down(self, x: float, row: int) -> bool:
        middle = (self.ys[row] + self.ys[row + 1]) / 2
        return any(abs(rule.x0 - x) < _NEAR and rule.y0 - _NEAR <= middle <= rule.y1 + _NEAR for rule in self._down)

    def _parted_across(self, y: float, column: int) -> bool:
        middle = (self.xs[column] + self.xs[column + 1]) / 2
        return any(abs(rule.y0 - y) < _NEAR and rule.x0 - _NEAR <= middle <= rule.x1 + _NEAR for rule in self._across)


def _clustered(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _between(edges: Sequence[float], value: float) -> int:
    return next((i for i, (a, b) in enumerate(pairwise(edges)) if a <= value <= b), len(edges) - 2)
