"""Workbooks (.xlsx): each sheet's table with its merged headers, its title and unit lines as paragraphs.

A number is written as the sheet shows it to Vietnamese eyes ("14.609,850" for 14609.85 formatted "#,##0.000"); text
stays as typed. A number without a format of its own and with exactly three decimals is doubtful: "4.437" typed into an
English Excel is 4.437, and means four thousand.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lxml import etree

from knowledge.errors import InputError
from knowledge.model import Document
from knowledge.read.base import DocumentBuilder, TextCell
from knowledge.read.package import Package, sniff_member

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MAX_CELLS = 200_000
MAX_MERGED = 5_000
MAX_AREA = 500_000  # cells between the first and the last one: openpyxl makes them all
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell[ />]")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DECIMALS = re.compile(r"0\.(0+)")


class XlsxReader:
    """Reads .xlsx; macro-bearing workbooks are refused."""

    formats = ("xlsx",)

    def sniff(self, data: bytes, name: str) -> bool:
        return sniff_member(data, "xl/workbook.xml")

    def read(self, data: bytes, name: str) -> Document:
        """Raises InputError: file_broken, file_bomb, file_encrypted, file_macros, workbook_too_large."""
        import openpyxl

        package = Package(data, name)
        package.refuse_macros()
        _check_sheets(package)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        except Exception as error:  # openpyxl raises whatever its parts raise on a damaged workbook
            raise InputError("file_broken", name=name) from error
        builder = DocumentBuilder(data, name, "xlsx")
        for path in package.names:
            if re.fullmatch(
                r"docProps/[^/]+\.xml|xl/(?:comments|drawings/[^/]+|threadedComments/[^/]+)[^/]*\.xml", path
            ):
                builder.outside("\n".join(map(str, _texts(package.xml(path)))))
        for sheet in book.worksheets:
            builder.outside(sheet.title)
            for header in (sheet.oddHeader, sheet.oddFooter, sheet.firstHeader, sheet.evenHeader):
                parts = () if header is None else (header.left, header.center, header.right)
                builder.outside("\n".join(str(part.text or "") for part in parts if part is not None))
            try:
                if sheet.sheet_state == "visible":
                    _write_sheet(builder, sheet)
            except (LookupError, TypeError, AttributeError, ArithmeticError) as error:  # styles are looked up only now
                raise InputError("file_broken", name=name) from error
        return builder.finish()


READER = XlsxReader()


def _texts(root: etree._Element | None) -> Iterator[str]:
    for text in root.itertext() if root is not None else ():
        yield str(text)


def _check_sheets(package: Package) -> None:
    """Count cells, merged ranges and far-off references in the XML before a library builds them all."""
    cells = merged = 0
    for path in package.names:
        if not _SHEET.fullmatch(path):
            continue
        data = package.part(path) or b""
        cells += len(_CELL.findall(data))
        merged += len(_MERGED.findall(data))
        if cells > MAX_CELLS or merged > MAX_MERGED:
            raise InputError("workbook_too_large", name=package.name)
        root = package.xml(path)
        lowest = rightmost = 1
        for element in root.iter("{*}c", "{*}mergeCell") if root is not None else ():
            for letters, row in _REFERENCE.findall(element.get("r") or element.get("ref") or ""):
                lowest, rightmost = max(lowest, int(row)), max(rightmost, _column(letters))
        if lowest * rightmost > MAX_AREA:
            raise InputError("workbook_too_large", name=package.name)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _write_sheet(builder: DocumentBuilder, sheet: Worksheet) -> None:
    """Lines of one cell above and below become paragraphs, what lies between a table."""
    rows = [row for row in _rows(sheet) if row]
    first = next((i for i, row in enumerate(rows) if len(row) > 1), len(rows))
    last = next((i for i in range(len(rows) - 1, -1, -1) if len(rows[i]) > 1), -1) + 1
    for row in rows[:first]:
        builder.write(row[0].text, bold=row[0].bold)
        builder.end("paragraph")
    if first < last:
        builder.table(_moved_up([cell for row in rows[first:last] for cell in row]))
    for row in rows[max(first, last) :]:
        builder.block("paragraph", row[0].text)


def _rows(sheet: Worksheet) -> Iterator[list[TextCell]]:
    """The cells of each row that show something; hidden rows and columns are left out."""
    merged = sheet.merged_cells.ranges
    sizes = {(r.min_row, r.min_col): (r.max_row - r.min_row + 1, r.max_col - r.min_col + 1) for r in merged}
    hidden = {letters for letters, column in sheet.column_dimensions.items() if column.hidden}
    for number, row in enumerate(sheet.iter_rows(), sheet.min_row):
        found = []
        for column, cell in enumerate(row if not sheet.row_dimensions[number].hidden else (), sheet.min_column):
            text = shown(cell.value, cell.number_format)
            if text and cell.coordinate.rstrip("0123456789") not in hidden:
                high, wide = sizes.get((number, column), (1, 1))
                bold = bool(cell.font and cell.font.b)
                doubt = "decimals_or_thousands" if _is_ambiguous(cell.value, cell.number_format) else ""
                found.append(TextCell(number - 1, column - 1, text, high, wide, bold, doubt=doubt))
        yield found


def _is_ambiguous(value: object, form: str) -> bool:
    return isinstance(value, float) and form == "General" and bool(re.fullmatch(r"\d{1,3}\.\d{3}", repr(value)))


def _moved_up(cells: list[TextCell]) -> list[TextCell]:
    """The same cells with rows and columns counted from 0, empty rows left out."""
    rows = {row: number for number, row in enumerate(sorted({cell.row for cell in cells}))}
    left = min(cell.column for cell in cells)
    return [
        replace(
            cell, row=rows[cell.row], column=cell.column - left, row_span=min(cell.row_span, len(rows) - rows[cell.row])
        )
        for cell in cells
    ]


def shown(value: Any, form: str) -> str:
    """A cell's value as a Vietnamese reader sees it: shown(14609.85, "#,##0.000") == "14.609,850"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime | date):
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    if not isinstance(value, int | float | Decimal):
        return str(value).strip()
    number = Decimal(repr(value))
    percent = form.rstrip("_ )").endswith("%")
    if percent:
        number *= 100
    decimals = _DECIMALS.search(form)
    if decimals:
        text = f"{number:,.{len(decimals[1])}f}"
    elif form in ("General", "@") or percent:
        text = f"{number.normalize():,f}" if form != "General" or abs(number) >= 10000 else f"{number.normalize():f}"
    else:
        text = f"{number:,.0f}"
    if "#,##" not in form and decimals:
        text = text.replace(",", "") if abs(number) < 10000 else text
    return text.translate(str.maketrans(",.", ".,")) + ("%" if percent else "")
