"""The stored figures as sheets: one for each topic with periods across, every figure with its source, the checks.

Cells that begin like a formula are written as text: a report's words must not become one in a spreadsheet.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from bot.messages import text
from bot.render.checks import check_text
from knowledge.across import checks
from knowledge.across.checks import failing
from knowledge.across.signature import name_of
from knowledge.across.units import convert, convertible
from knowledge.errors import InputError, UnavailableError
from knowledge.fold import words
from knowledge.model import Fact
from knowledge.periods import parse, vietnamese
from knowledge.store import series
from knowledge.store.reader import ReportBody, ReportRow, Store
from knowledge.store.series import SeriesRow

Value = str | int | float | Decimal | None
MOST_TOPICS = 40
MOST_NOTES = 5000  # of one sheet; a workbook with more takes long to open
LONGEST_SHEET_NAME = 31  # Excel's limit


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table; the first row holds the column titles."""

    name: str
    titles: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[tuple[int, int, str], ...] = ()  # (row, column) of a figure, and where it comes from


@dataclass(slots=True)
class _Line:
    """An indicator of one body: its figure of each report's period with the report's version, the newest last."""

    org: str
    flavour: str
    facts: dict[str, tuple[Fact, int]] = field(default_factory=dict)
    newest: Fact | None = None


def book(store: Store, period: str = "", org: str = "") -> tuple[Sheet, ...]:
    """All sheets of the chosen reports, oldest period first. Raises InputError where none is chosen."""
    chosen = [row for row in reversed(store.reports()) if _fits(row, period, org)]
    if not chosen:
        raise InputError("nothing_to_export")
    bodies = [store.body(row.id) for row in chosen]
    return (*_topics(store, bodies), _figures(bodies), _checks(store, bodies), _reports(bodies))


def write_xlsx(sheets: Iterable[Sheet], path: Path) -> None:
    """One workbook. Raises UnavailableError where the file can't be written."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        page = workbook.create_sheet(sheet.name)
        page.append(list(sheet.titles))
        for row in sheet.rows:
            page.append([_cell(value) for value in row])
            for cell in page[page.max_row]:
                if cell.data_type == "f":
                    cell.data_type = "s"
        for row_at, column, note in sheet.notes[:MOST_NOTES]:
            page.cell(row_at + 2, column + 1).comment = Comment(note, "hoibaocao", width=420, height=160)
        for cell in page[1]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.freeze_panes = f"{get_column_letter(sheet.notes[0][1] + 1)}2" if sheet.notes else "A2"
        for number, title in enumerate(sheet.titles, 1):
            longest = max([len(title), *(len(str(row[number - 1] or "")) for row in sheet.rows[:200])])
            page.column_dimensions[get_column_letter(number)].width = min(max(longest + 2, 8), 60)
    try:
        workbook.save(path)
    except OSError as error:
        raise UnavailableError("file_unwritable", path=path, reason=error.strerror or error) from error


def write_csv(sheets: Iterable[Sheet], folder: Path) -> None:
    """A file for each sheet, UTF-8 with a mark so that Excel shows the letters. Raises UnavailableError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in sheets:
            with (folder / f"{_file_name(sheet.name)}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                rows = csv.writer(file)
                rows.writerow(sheet.titles)
                rows.writerows([_harmless(_cell(value)) for value in row] for row in sheet.rows)
    except OSError as error:
        raise UnavailableError("file_unwritable", path=folder, reason=error.strerror or error) from error


def _fits(row: ReportRow, period: str, org: str) -> bool:
    return (not period or row.period == period) and set(words(org)) <= set(words(row.org))


def _cell(value: Value) -> str | int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, str):
        return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value)
    return value


def _harmless(value: str | int | float | None) -> str | int | float | None:
    """Excel reads a CSV cell that begins so as a formula; in a workbook the cell's type says that it is text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") and len(value) > 1 else value


def _topics(store: Store, bodies: Sequence[ReportBody]) -> list[Sheet]:
    """One sheet for each topic: an indicator of a body a row, the periods across, all in the newest report's unit.

    Which figures are one indicator is what the store has linked, whatever their wording. Each figure bears a note with
    its wording, version and sentence.
    """
    codes = tuple(dict.fromkeys(body.row.period for body in bodies))
    lines: dict[tuple[str, int, str], _Line] = {}
    for body in bodies:
        facts = {fact.id: fact for fact in body.facts}
        for place in series.of_report(store, body.row.id):
            fact = facts.get(place.fact)
            if fact is None or fact.value is None or not _of_report(place, body.row.period):
                continue
            line = lines.setdefault((place.org, place.indicator, place.flavour), _Line(place.org, place.flavour))
            line.facts.setdefault(body.row.period, (fact, body.row.number))
            line.newest = fact
    topics = {indicator: _topic(line.newest) for (_, indicator, _), line in lines.items() if line.newest}
    by_topic: dict[str, list[_Line]] = defaultdict(list)
    for (_, indicator, _), line in sorted(lines.items(), key=lambda item: item[0][1:]):
        by_topic[topics[indicator]].append(line)  # bodies title their sections differently: one topic an indicator
    taken: set[str] = set()
    several = len({body.row.org for body in bodies}) > 1
    return [
        _topic_sheet(_sheet_name(topic or text("vi", "export.other"), taken), found, codes, several)
        for topic, found in list(by_topic.items())[:MOST_TOPICS]
    ]


def _of_report(place: SeriesRow, period: str) -> bool:
    """Whether a figure is of its report's own period, or counted up to its end."""
    mine, own = parse(place.period), parse(period)
    return place.period == period or bool(mine and own and mine.last == own.last)


def _topic_sheet(name: str, lines: Sequence[_Line], codes: Sequence[str], several: bool) -> Sheet:
    heads = ("org",) * several + ("indicator", "measure", "unit")
    titles = (*(text("vi", f"export.{head}") for head in heads), *map(vietnamese, codes))
    rows: list[tuple[Value, ...]] = []
    notes: list[tuple[int, int, str]] = []
    for line in lines:
        if line.newest is None:
            continue
        head = (line.org,) * several + (name_of(line.newest), text("vi", f"export.{line.flavour}"), line.newest.unit)
        cells: list[Value] = []
        for at, code in enumerate(codes):
            fact, version = line.facts.get(code, (None, 0))
            cells.append(_in_unit(fact, line.newest.unit))
            if fact is not None:
                notes.append((len(rows), len(head) + at, _note(fact, version)))
        rows.append((*head, *cells))
    return Sheet(name, titles, tuple(rows), tuple(notes))


def _in_unit(fact: Fact | None, unit: str) -> Value:
    if fact is None or fact.value is None:
        return None
    return convert(fact.value, fact.unit, unit) if convertible(fact.unit, unit) else fact.text_value


def _note(fact: Fact, version: int) -> str:
    return text("vi", "export.note", printed=fact.text_value, name=fact.indicator, version=version, quote=fact.quote)


def _topic(fact: Fact) -> str:
    titled = [step.title for step in fact.path if step.title]
    return titled[0] if titled else ""


def _figures(bodies: Sequence[ReportBody]) -> Sheet:
    names = ("id", "org", "report", "section", "indicator", "measure", "period", "value", "value_high", "unit",
             "text_value", "footnote", "doubtful", "quote", "version")  # fmt: skip
    titles = tuple(text("vi", f"export.{name}") for name in names)
    rows = tuple(
        (
            fact.id, body.row.org, body.row.period, fact.section, fact.indicator, fact.measure, fact.period, fact.value,
            fact.value_high, fact.unit, fact.text_value, fact.note, "x" if fact.doubtful else "", fact.quote,
            body.row.number,
        )
        for body in bodies
        for fact in body.facts
    )  # fmt: skip
    return Sheet(text("vi", "export.figures"), titles, rows)


def _checks(store: Store, bodies: Sequence[ReportBody]) -> Sheet:
    """Each report's own relations, then what doesn't agree with other reports or is worth a look beside them."""
    titles = tuple(text("vi", f"export.{name}") for name in ("org", "report", "relation", "holds", "quote"))
    shown = {True: "holds_yes", False: "holds_no", None: "holds_doubt"}
    rows = tuple(
        (body.row.org, body.row.period, check_text(check), text("vi", f"export.{shown[check.holds]}"), check.quote)
        for body in bodies
        for check in (*body.checks, *failing(checks.check(store, body.row.version)))
    )
    return Sheet(text("vi", "export.checks"), titles, rows)


def _reports(bodies: Sequence[ReportBody]) -> Sheet:
    names = ("report", "org", "title", "file", "version", "loaded_at")
    titles = tuple(text("vi", f"export.{name}") for name in names)
    rows = tuple((b.row.period, b.row.org, b.row.title, b.row.file, b.row.number, b.row.loaded_at) for b in bodies)
    return Sheet(text("vi", "export.reports"), titles, rows)


def _sheet_name(topic: str, taken: set[str]) -> str:
    """Excel takes at most 31 characters, none of []:*?/\\, and no name twice whatever its case."""
    name = re.sub(r"[\[\]:*?/\\]", " ", topic).strip(" '")[:LONGEST_SHEET_NAME].strip() or "-"
    number = 2
    while name.casefold() in taken:
        ending = f" ({number})"
        name = name[: LONGEST_SHEET_NAME - len(ending)].strip() + ending
        number += 1
    taken.add(name.casefold())
    return name


def _file_name(name: str) -> str:
    return "-".join(words(name)) or "sheet"
