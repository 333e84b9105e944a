"""What the checks compute with: the figures of a passage in order, their printed exactness, and comparison of units.

A printed figure stands for an interval: "17,6%" for 17.5 to 17.7, because reports both round and cut off. Counts of
things are exact.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from knowledge.checks.words import pattern
from knowledge.fold import words as folded_words
from knowledge.grammar import units
from knowledge.model import Fact, Outline, Passage

_SENTENCE_END = re.compile(r"(?<!\b[A-ZĐ])(?<!TP)(?<!TX)[.!?…]+[)”\"]?\s+(?=[^\Wa-z\d]|\d|“|\()")
_RULES = ("amount", "pair", "row", "doubled")
_TIMES = ("lần",)
_COUNTED = ("", "count")  # dimensions of things, whose figures are exact
_DURATIONS = frozenset("năm tháng ngày tuần giờ phút tuổi quý".split())  # noqa: SIM905
_PERSONS = frozenset(("người", "đồng chí", "viên chức", "cán bộ", "nhân viên", "lao động"))
_LABELLED = re.compile(
    r"(?:mệnh giá|lớp|loại|nhóm|mức|mức độ|đợt|khối|khóa|khoá|cấp|quý|tháng|năm|ngày|điều|số|tuổi|độ|tuyến"
    r"|[/.,\d-])\s*$",
    re.IGNORECASE,
)
_GRADED = re.compile(r"\s*(?:sao|tuổi|tháng|năm|giờ)\b", re.IGNORECASE)
_BARE = re.compile(r"[(+−-]?\s*\d[\d.,]*\s*\)?")


@dataclass(slots=True, eq=False)
class Figure:
    """A figure of a passage. `of` is the whole that is printed after it with a stroke ("29/30 xã")."""

    fact: Fact
    number: int  # its place among the passage's figures
    sentence: int
    depth: int  # of brackets around it
    of: Figure | None = None

    @property
    def start(self) -> int:
        return self.fact.start

    @property
    def stop(self) -> int:
        return self.fact.stop

    @property
    def value(self) -> Decimal:
        assert self.fact.value is not None
        return self.fact.value

    @property
    def ulp(self) -> Decimal:
        """One unit of the last printed place."""
        exponent = self.value.as_tuple().exponent
        return Decimal(1).scaleb(int(exponent)) if int(exponent) < 0 else Decimal(1)

    @property
    def percent(self) -> bool:
        return self.fact.unit == "%"

    @property
    def bare(self) -> bool:
        """Printed without a unit."""
        return bool(_BARE.fullmatch(self.fact.text_value.strip()))

    @property
    def change(self) -> bool:
        """An increase or decrease, not a level."""
        return self.fact.direction != 0 or self.fact.measure.startswith("growth")

    @property
    def level(self) -> bool:
        """A count or an amount: no change, no percentage, no ratio, no duration."""
        unit = self.fact.unit.lower()
        timed = unit.split(" ")[0] in _DURATIONS and not self.bare
        return not (self.change or self.percent or unit in _TIMES or "điểm" in unit or "/" in unit or timed)

    @property
    def loose(self) -> bool:
        """Printed as no exact figure ("khoảng", "trên", "dưới")."""
        return any(q in self.fact.qualifiers for q in ("about", "at_least", "at_most")) or self.fact.doubtful

    def interval(self, factor: Decimal = Decimal(1)) -> tuple[Decimal, Decimal]:
        """What the printed figure may stand for, in the base unit: counts are exact, amounts rounded or cut off."""
        dimension, size = units.factor(self.fact.unit)
        if dimension in _COUNTED and self.ulp == 1:
            return self.value * factor, self.value * factor
        return (self.value - self.ulp / 2) * size * factor, (self.value + self.ulp) * size * factor


@dataclass(slots=True)
class Prose:
    """A passage with its figures in order."""

    passage: Passage
    figures: list[Figure]
    ends: list[int] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)  # of brackets, at each place of the text

    @property
    def text(self) -> str:
        return self.passage.text

    def between(self, one: Figure, other: Figure) -> str:
        return self.text[one.stop : other.start]

    def lead(self, figure: Figure) -> str:
        """The words that lead to a figure: from the last separator or figure before it, without brackets in between."""
        start = self.figures[figure.number - 1].stop if figure.number else 0
        before = re.sub(r"\([^()]*\)", lambda m: " " * len(m.group()), self.text[: figure.start])
        start = max(min(start, figure.start), max((before.rfind(mark) for mark in ",;.("), default=-1) + 1)
        head, colon, tail = before[start:].rpartition(":")
        return tail if colon and tail.strip() else head + tail

    def clause(self, figure: Figure) -> str:
        """The words around a figure, from the last semicolon or sentence end to its unit."""
        before = self.text[: figure.start]
        start = max(before.rfind(";") + 1, max((end for end in self.ends if end <= figure.start), default=0))
        return self.text[start : figure.stop]

    def unread(self, start: int, stop: int) -> bool:
        """Whether digits stand in a stretch of the text that are no figure and no label ("lớp 1", "loại 2")."""
        taken = [(figure.start, figure.stop) for figure in self.figures]
        for match in re.finditer(r"\d+", self.text[start:stop]):
            at = start + match.start()
            named = _LABELLED.search(self.text[:at]) or _GRADED.match(self.text, start + match.end())
            if not named and not any(a <= at < b for a, b in taken):
                return True
        return False

    def trail(self, figure: Figure) -> str:
        """The words after a figure, up to the next separator or figure."""
        after = re.split(r"[,;.():]", self.text[figure.stop :], maxsplit=1)[0]
        following = [f.start for f in self.figures if f.start >= figure.stop]
        return after[: min(following) - figure.stop] if following else after

    def quote(self, first: Figure, last: Figure) -> str:
        """The sentences from one figure to another, verbatim."""
        starts = [0, *self.ends]
        begin = starts[bisect_right(starts, first.start) - 1]
        stop = next((end for end in self.ends if end >= last.stop), len(self.text))
        return self.text[begin:stop].strip()


def prose(outline: Outline, facts: Sequence[Fact]) -> list[Prose]:
    """Every passage that holds figures, in reading order."""
    by_passage: dict[int, list[Fact]] = {}
    for fact in facts:
        if fact.value is not None and fact.value_high is None and fact.rule in _RULES and fact.measure != "date":
            by_passage.setdefault(fact.passage, []).append(fact)
    found = []
    for passage in outline.passages:
        if passage.number in by_passage:
            found.append(_prose(passage, by_passage[passage.number]))
    return found


def _prose(passage: Passage, facts: list[Fact]) -> Prose:
    ends = [match.end() for match in _SENTENCE_END.finditer(passage.text)]
    depths = _depths(passage.text)
    figures: list[Figure] = []
    for fact in sorted(facts, key=lambda f: (f.start, -f.stop)):
        sentence = bisect_right(ends, fact.start)
        figure = Figure(fact, len(figures), sentence, depths[fact.start])
        last = figures[-1] if figures else None
        stroke = last is not None and last.bare and passage.text[last.stop : fact.start].strip() == "/"
        if last is not None and (fact.start < last.stop or stroke):  # the whole of a pair: "29/30 xã", "19/22"
            last.of = figure
            continue
        figures.append(figure)
    return Prose(passage, figures, ends, depths)


def _depths(text: str) -> list[int]:
    """The depth of brackets at each place of a text; a closing one without its opening ("a) …") counts for nothing."""
    depth, depths = 0, []
    for character in text:
        depth += character == "("
        depths.append(depth)
        depth -= character == ")" and depth > 0
    return depths


def written(proses: Sequence[Prose]) -> list[Prose]:
    """The passages that are prose: no table rows, nothing that is only planned."""
    return [prose for prose in proses if prose.passage.kind != "row" and not prose.passage.planned]


def same_unit(one: Figure, other: Figure) -> bool:
    """Whether two figures count or measure the same kind of thing; one without a unit fits any count."""
    if one.bare or other.bare:
        return one.level and other.level
    a, b = folded_words(one.fact.unit), folded_words(other.fact.unit)
    dimension, _ = units.factor(one.fact.unit)
    if dimension not in _COUNTED:
        return dimension == units.factor(other.fact.unit)[0]
    length = min(len(a), len(b))
    if length and a[:length] == b[:length]:
        return True
    if pattern("child").match(one.fact.unit) and pattern("child").match(other.fact.unit):
        return True
    if a and b and (folded_words(one.fact.own)[-len(b) :] == b or folded_words(other.fact.own)[-len(a) :] == a):
        return True  # "702 thí sinh đoạt giải, gồm 38 giải Nhất"
    if {one.fact.unit, other.fact.unit} & _PERSONS and all(units.kind(f.fact.unit) == "people" for f in (one, other)):
        return True
    counter = pattern("counter").match(one.fact.unit)
    other_counter = pattern("counter").match(other.fact.unit)
    return counter is not None and other_counter is not None and counter[0].lower() == other_counter[0].lower()


def scaled(figure: Figure, unit: str) -> Decimal:
    """A figure's value in another unit of its dimension."""
    dimension, size = units.factor(figure.fact.unit)
    other, base = units.factor(unit)
    return figure.value * size / base if dimension and dimension == other else figure.value


def share_fits(part: Figure, whole: Figure, percent: Figure) -> bool:
    """Whether a percentage is that of part and whole, as printed."""
    low, high = part.interval()
    whole_low, whole_high = whole.interval()
    if whole_low <= 0:
        return True
    least, most = 100 * low / whole_high, 100 * high / whole_low
    return printed_as(least, most, percent)


def growth_fits(now: Figure, before: Figure, percent: Figure) -> bool:
    """Whether a percentage is the growth (or fall) from `before` to `now`, as printed."""
    low, high = now.interval()
    base_low, base_high = before.interval()
    if base_low <= 0:
        return True
    least, most = 100 * (low / base_high - 1), 100 * (high / base_low - 1)
    if percent.fact.direction < 0:
        least, most = -most, -least
    return printed_as(least, most, percent)


def printed_as(least: Decimal, most: Decimal, figure: Figure) -> bool:
    """Whether a value between two bounds is printed as this figure: rounded, or cut off after its last place."""
    return most >= figure.value - figure.ulp / 2 and least <= figure.value + figure.ulp


def shown(value: Decimal, places: int = 2) -> str:
    """A computed value in the Vietnamese way, with at most so many decimals: "1.234,56"."""
    text = f"{value:,.{places}f}".rstrip("0").rstrip(".") if places and value % 1 else f"{value:,.0f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
