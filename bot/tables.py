"""The stored figures as sheets: one for each topic with periods across, every figure with its source, the checks.

Cells that begin like a formula are written as text: a report's words must not become one in a spreadsheet.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bot.messages import text
from bot.render.checks import check_text
from knowledge.errors import InputError, UnavailableError
from knowledge.fold import fold, words
from knowledge.model import Fact
from knowledge.periods import vietnamese
from knowledge.store.reader import ReportBody, ReportRow, Store

Value = str | int | float | Decimal | None
MOST_TOPICS = 40
LONGEST_SHEET_NAME = 31  # Excel's limit


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table; the first row holds the column titles."""

    name: str
    titles: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def book(store: Store, period: str = "", org: str = "") -> tuple[Sheet, ...]:
    """All sheets of the chosen reports, oldest period first. Raises InputError where none is chosen."""
    chosen = [row for row in reversed(store.reports()) if _fits(row, period, org)]
    if not chosen:
        raise InputError("nothing_to_export")
    bodies = [store.body(row.id) for row in chosen]
    return (*_topics(bodies), _figures(bodies), _checks(bodies), _reports(bodies))


def write_xlsx(sheets: Iterable[Sheet], path: Path) -> None:
    """One workbook. Raises UnavailableError where the file can't be written."""
    from openpyxl import Workbook
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
        for cell in page[1]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.freeze_panes = "C2" if len(sheet.titles) > 3 else "A2"
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


def _topics(bodies: Sequence[ReportBody]) -> list[Sheet]:
    """One sheet for each top section: an indicator a row, the reports across, in each cell the figure as printed."""
    columns = [_column(body.row, len({b.row.org for b in bodies}) > 1) for body in bodies]
    topics: dict[str, dict[tuple[str, str, str], list[Value]]] = defaultdict(dict)
    labels: dict[tuple[str, str, str], tuple[str, str]] = {}
    for at, body in enumerate(bodies):
        for fact in body.facts:
            if fact.value is None:
                continue
            key = (fold(fact.indicator), fact.measure, fold(fact.unit))
            labels.setdefault(key, (fact.indicator, fact.unit))
            row = topics[_topic(fact)].setdefault(key, [None] * len(bodies))
            if row[at] is None:
                row[at] = fact.value
    sheets: list[Sheet] = []
    taken: set[str] = set()
    titles = (text("vi", "export.indicator"), text("vi", "export.unit"), *columns)
    for topic, rows in list(topics.items())[:MOST_TOPICS]:
        table = tuple((*labels[key], *values) for key, values in rows.items())
        sheets.append(Sheet(_sheet_name(topic or text("vi", "export.other"), taken), titles, table))
    return sheets


def _column(row: ReportRow, with_org: bool) -> str:
    return f"{vietnamese(row.period)} - {row.org}" if with_org else vietnamese(row.period)


def _topic(fact: Fact) -> str:
    titled = [step.title for step in fact.path if step.title and step.label]
    return titled[:2][-1] if titled else ""


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


def _checks(bodies: Sequence[ReportBody]) -> Sheet:
    titles = tuple(text("vi", f"export.{name}") for name in ("org", "report", "relation", "holds", "quote"))
    shown = {True: "holds_yes", False: "holds_no", None: "holds_doubt"}
    rows = tuple(
        (body.row.org, body.row.period, check_text(check), text("vi", f"export.{shown[check.holds]}"), check.quote)
        for body in bodies
        for check in body.checks
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
