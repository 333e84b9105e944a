"""Figures of a table row: named by the row's label, measured and dated by the words of the column's header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge import periods
from knowledge.facts.measure import base_in
from knowledge.facts.period import complete, cumulative, to_date
from knowledge.fold import fold
from knowledge.grammar import units, words
from knowledge.grammar.core import Token, lex, word
from knowledge.grammar.registry import scan as grammar
from knowledge.model import Header, Measure, Passage, Qualifier, RowCell
from knowledge.numbers import parse
from knowledge.numbers import scan as numbers
from knowledge.vocab import rows

_COUNTERS = {"ghi chu", "stt", "tt", "so tt", "so thu tu", "no", "#", "muc"}
_CELL = re.compile(r"([-–−+(]?)\s*(\d+(?:[.,]\d+)*)\s*(%?)\s*\)?")
_PERCENT = re.compile(r"%|\bty le\b|\bcong suat\b|\bti le\b|\bty trong\b|\btoc do\b|\bso sanh\b|\bso voi\b")

_ESTIMATE = re.compile(r"\buoc\b|\bdu kien\b")
_RATES = ("pct_of_plan", "pct_of_same_period", "growth_vs_same_period", "rate", "share")
_DIFFERENCE = re.compile(r"\bchenh lech\b")
_WHEN = re.compile(
    r"(?:(?:luy ke|den|tu|het|ngay|thang|quy|nam|dau|cuoi|ca|tinh|trong|nay|thu)\b|[\d/.,() ]|\bi[iv]*\b)+"
)
_UNIT_NOTE = re.compile(r"\s*\([^()]*\)\s*$")
_DONE = re.compile(r"(?:uoc|thuc hien|ket qua|so lieu|th|uth|[\s.()])+")  # names no quantity
_BARE = re.compile(r"[\s().,%]*(?:(?:ty|ti) le|dat|so sanh|tl|hoan thanh)?[\s().,%]*")


@dataclass(frozen=True, slots=True)
class RowFigure:
    """A figure of a row before it becomes a fact."""

    start: int
    stop: int
    value: Decimal
    unit: str
    measure: Measure
    period: str
    header: str
    qualifiers: tuple[Qualifier, ...]
    direction: int = 0
    based: bool = False
    bare: bool = False


def figures(passage: Passage, header: Header) -> list[RowFigure]:
    """The figures of a row's cells; counters ("STT") and cells of words give none."""
    found: list[RowFigure] = []
    own, header = header.period, _titled(passage, header)
    for cell in passage.cells:
        figure = _figure(passage, cell, header)
        if figure is None:
            continue
        if figure.measure == "actual" and figure.period == header.period != own and periods.to_date(figure.period):
            figure = replace(figure, measure="cumulative")
        compared = figure.unit == "%" and figure.measure in _RATES
        levels = [f for f in found if f.unit != "%"]
        results = [f for f in levels if f.measure != "target"]
        base = next(reversed(results if figure.measure != "pct_of_plan" and results else levels), None)
        bare = bool(_BARE.fullmatch(fold(figure.header)))
        goes_on = base is not None and base.measure == "cumulative" and figure.period == header.period
        of_it = bare and base is not None and base.measure != "other" and base.period == figure.period
        if compared and base is not None and (of_it or goes_on):  # "Đã giải quyết | Tỷ lệ (%)"
            header_ = f"{base.header}, {figure.header}"
            figure = replace(figure, period=base.period, header=header_)
        quantity = _quantity(base.header) if base is not None and base.unit == figure.unit and not compared else ""
        if quantity and _WHEN.fullmatch(fold(figure.header)):  # "Giải ngân tháng 7 | Lũy kế đến 25/7"
            figure = replace(figure, header=f"{quantity}, {figure.header}")
        figure = replace(figure, bare=bare)
        earlier = figure.measure == "other" and figure.unit != "%"
        if base is not None and (earlier or (not figure.unit and figure.measure == "target")):
            figure = replace(figure, unit=base.unit)  # "Cùng kỳ năm 2023" counts what the column before it counts
        found.append(_against(figure, found))
    return found


def _quantity(header: str) -> str:
    """What a column counts in a stretch of time that ends its header: "Giải ngân tháng 7"."""
    parts = header.split()
    while parts and _WHEN.fullmatch(fold(parts[-1])):
        parts.pop()
    quantity = " ".join(parts)
    timed = len(parts) < len(header.split()) and not _DONE.fullmatch(fold(quantity))
    return quantity if timed and not base_in(lex(header, ()), range(len(parts))) else ""


def _titled(passage: Passage, header: Header) -> Header:
    """The header with the one stretch of time that the table's title names, for columns that name none of their own."""
    title = _UNIT_NOTE.sub("", passage.path[-1].title if passage.path else "")
    tokens = (*lex(title, numbers(title, 0)), *lex(":"))
    spans = [m for m in grammar(tokens) if m.rule in ("months", "month", "quarter")]
    codes = {c for m in spans if periods.parse(c := complete(m.period, header.period)) is not None}
    return replace(header, period=codes.pop()) if len(codes) == 1 else header


def _against(figure: RowFigure, before: Sequence[RowFigure]) -> RowFigure:
    """A bare "Tỷ lệ (%)" is of the plan where a column of the plan stands before it, else of last year's column; a bare
    "Tăng, giảm" is against the column of another period before it.
    """
    earlier = {f.period for f in before if f.unit != "%"} - {figure.period}
    if figure.measure == "growth_vs_same_period" and not figure.based and earlier:
        last_year = periods.year_before(figure.period) in earlier or any(f.measure == "other" for f in before)
        return (
            figure
            if last_year or periods.previous(figure.period) not in earlier
            else replace(figure, measure="growth_vs_prev")
        )
    if figure.unit != "%" or figure.measure != "rate" or not figure.bare:
        return figure
    if any(f.measure == "target" for f in before):
        return replace(figure, measure="pct_of_plan")
    if any(f.measure == "other" and f.period == periods.year_before(figure.period) for f in before):
        return replace(figure, measure="pct_of_same_period")
    return figure


def _figure(passage: Passage, cell: RowCell, header: Header) -> RowFigure | None:
    head = " ".join(cell.header).strip()
    if fold(head).strip(" .") in _COUNTERS:
        return None
    text = passage.text[cell.start : cell.stop]
    found = _CELL.fullmatch(text.strip())
    if found is None:
        return None
    start = cell.start + text.index(found.group(2))
    value = parse(found.group(2))
    negative = found.group(1) in ("-", "–", "−") or (found.group(1) == "(" and text.strip().endswith(")"))
    tokens = lex(head, numbers(head, 0))
    every = list(range(len(tokens)))
    base = base_in(tokens, every) or _dated_base(tokens, header)
    unit = "%" if found.group(3) else _unit(cell.unit, head, passage.row_label)
    grows = words.comparators().find(tokens)
    growing = (grows is not None and grows[0] in ("increase", "decrease")) or _DIFFERENCE.search(fold(head)) is not None
    growing = growing or (base in ("same_period", "previous") and found.group(1) in ("+", "-", "–", "−"))
    measure = _measure(unit, base, head, growing)
    if base and measure in ("pct_of_same_period", "pct_of_plan") and unit != "%":
        unit = unit or "%"
    period = _period(head, header, base, unit == "%" or measure.startswith("growth"))
    longer = periods.to_date(period) and (period.endswith("M") or period != header.period)
    if measure == "actual" and (cumulative(tokens, every) or longer):
        measure = "cumulative"
    if measure == "actual" and passage.total:
        measure = "total"
    elif measure == "actual" and passage.row_parent is not None:
        measure = "part"
    estimate: tuple[Qualifier, ...] = ("estimate",) if _ESTIMATE.search(fold(f"{head} {passage.row_label}")) else ()
    changes = measure.startswith("growth") or (growing and measure in ("other", "actual"))
    direction = (-1 if negative else 1) if changes else 0
    stop = start + len(found.group(2)) + len(found.group(3))
    return RowFigure(start, stop, value, unit, measure, period, head, estimate, direction, bool(base))


def _dated_base(tokens: Sequence[Token], header: Header) -> str:
    """What a date is that a column compares with: "So với 30/6/2023" is with the same period for June 2024."""
    against = next((n for n in range(len(tokens)) if word(tokens, n, "so")), len(tokens))
    days = [m for m in grammar(tokens) if m.rule == "date" and m.start > against]
    known, own = periods.parse(days[0].period) if days else None, periods.parse(header.period)
    if known is None or own is None or known.last >= own.last:
        return ""
    alike = known.last.month == own.last.month and known.last.year == own.last.year - 1
    return "same_period" if alike else "previous"


def _unit(stated: str, head: str, label: str) -> str:
    """A cell's unit: the header's own, else the table's; of several that the table states the one the
    header speaks of.
    """
    tokens = lex(stated, numbers(stated, 0))
    whole = units.read(tokens, 0) if tokens else None
    several = "," in stated and (whole is None or whole.stop < len(tokens))
    if _PERCENT.search(fold(head)) and (not stated or several):
        return "%"
    counted = _counted(head)
    if counted or (stated and not several):
        return counted or stated
    spoken = next((u.strip() for u in stated.split(",") if u.strip() and fold(u.strip()) in fold(head)), "")
    return spoken or _leading(head) or _bracketed(label)


def _counted(head: str) -> str:
    """The unit that a header names: "(ha)" in brackets, or the noun it counts ("Lượt khám", "Số khách hàng")."""
    bracketed = _bracketed(head)
    if bracketed:
        return bracketed
    tokens = lex(head, numbers(head, 0))
    total = 1 if word(tokens, 0, "tổng") else 0
    if word(tokens, total, "số") and not word(tokens, total + 1, "lượng", "tiền", "liệu"):
        unit = units.simple(tokens, total + 1) or units.unknown(tokens, total + 1)
        return unit.name if unit is not None and unit.noun else ""
    return ""


def _leading(head: str) -> str:
    """The counted noun that a header begins with: "Lượt khám", "Giường kế hoạch"."""
    tokens = lex(head, numbers(head, 0))
    unit, verb = units.simple(tokens, 0), words.lexicon("facts", "verb").begins(tokens, 0)
    if unit is None or not unit.noun or unit.kind == "document" or (verb is not None and verb[1] > unit.stop):
        return ""  # "Giải quyết" counts no "giải"
    return unit.name


def _bracketed(words_of: str) -> str:
    """A unit in brackets: "Sản lượng (tấn)"."""
    tokens = lex(words_of, numbers(words_of, 0))
    for at in range(len(tokens)):
        unit = units.simple(tokens, at + 1) if tokens[at].text == "(" else None
        if unit is not None and unit.stop < len(tokens) and tokens[unit.stop].text in "),":
            return unit.name
    return ""


def _measure(unit: str, base: str, head: str, growing: bool) -> Measure:
    folded = fold(head)
    if unit == "%":
        if base == "plan":
            return "pct_of_plan"
        if growing:
            return "growth_vs_prev" if base == "previous" else "growth_vs_same_period"
        if base == "same_period":
            return "pct_of_same_period"
        if base == "previous":
            return "other"
        return "share" if re.search(r"ty trong|co cau|chiem", folded) else "rate"
    if base == "plan" and not re.search(r"\bso\b", folded):
        return "target"
    if growing and not base:
        return "growth_vs_same_period"
    if base == "same_period":
        return "growth_vs_same_period" if growing else "other"
    if base == "previous" and growing:
        return "growth_vs_prev"
    return "actual"


def _period(head: str, header: Header, base: str, compared: bool) -> str:
    """A column's period by its header; in that of a comparison ("Quý I so với cùng kỳ") only what stands before its
    base.
    """
    tokens = lex(head, numbers(head, 0))
    spans = [m for m in grammar(tokens) if m.rule in ("months", "month", "quarter", "year", "years", "date")]
    codes = [complete(m.period, header.period) for m in spans if m.rule != "year"] or [m.period for m in spans]
    codes = [c for c in codes if periods.parse(c) is not None]
    only_years = all(m.rule == "year" for m in spans)
    if base == "same_period" and not compared and only_years:
        return periods.year_before(header.period)
    if base in ("same_period", "previous") and compared:
        against = next((n for n in range(len(tokens)) if word(tokens, n, "so", "cùng", "bằng")), len(tokens))
        own = [m for m in spans if m.rule == "months" or m.start < against]
        codes = [c for m in own if periods.parse(c := complete(m.period, header.period)) is not None]
    if codes:
        return codes[0]
    if cumulative(tokens, list(range(len(tokens)))):
        return to_date(header)
    if base == "plan" and not compared:
        known = periods.parse(header.period)
        return str(known.last.year) if known else header.period
    return header.period


def spelled_out(header: str) -> str:
    """A header with its short forms spelled out: "% KH" -> "% kế hoạch"."""
    short = {form: row.name for row in rows("facts_headers", words.WordClass) for form in row.words}
    parts = []
    for part in header.split():
        core = part.strip("()%,.")
        parts.append(part.replace(core, short[core]) if core in short else part)
    return " ".join(parts)


def labels(passage: Passage, by_number: Mapping[int, Passage]) -> Sequence[str]:
    """A row's label and those of the rows it is a part of, nearest first."""
    found, at = [passage.row_label.strip()], passage.row_parent
    while at is not None and at in by_number and len(found) < 5:
        found.append(by_number[at].row_label.strip())
        at = by_number[at].row_parent
    return [label for label in found if label]
