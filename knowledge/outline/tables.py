"""Tables into row passages: label, figures with their headers and units, total rows, rows that are parts of rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.model import Document, RowCell, Span
from knowledge.outline import grid as grids
from knowledge.outline.grid import Grid
from knowledge.outline.units import Unit
from knowledge.outline.words import phrases
from knowledge.read import labels
from knowledge.read.letters import CAPITALS

_UNIT_LINE = re.compile(
    r"\(?\s*(?:đơn vị(?: tính)?|đvt|đv tính|đơn vị báo cáo tính)\s*[:=]\s*([^()\n]+?)\s*\)?\s*[.:]?\s*$", re.IGNORECASE
)
_EXCEPT = re.compile(r"\s*[(;,]\s*riêng\s+(?:cột\s+)?([^:()]+?)\s*:\s*([^:();,]+?)\s*(?:\)|$)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(\s*([^()\d]{1,30}|[^()]*m[23²³])\s*\)")
_TOTAL = re.compile(
    r"(?:(?:tổng(?: cộng| số| chung)?|cộng)(?=$|\s*[(:;])"
    r"|cộng toàn\b"
    r"|toàn (?:tỉnh|huyện|xã|thành phố|thị xã|quận|phường|địa bàn|ngành|vùng|quốc)\b|cả (?:nước|tỉnh|huyện)\b)"
)
_TOTAL_OF = re.compile(r"tổng\b")
_PART = re.compile(r"(?:trong đó|bao gồm|gồm|chia ra|riêng)\b\s*:?\s*", re.IGNORECASE)
_NO_UNIT = re.compile(r"\b(?:theo|từng|khác|như)\b", re.IGNORECASE)
_SCALE = re.compile(r"\b(?:nghìn|ngàn|triệu|tỷ)\b", re.IGNORECASE)
_PERCENT = re.compile(r"%|\bt[yỷiỉ] lệ\b|\btỉ lệ\b|\btỷ trọng\b|\btốc độ\b|\bcơ cấu\b", re.IGNORECASE)
_RATIO = re.compile(r"\btăng trưởng\b|\bso (?:với|sánh|cùng kỳ|kế hoạch|dự toán)\b|\bso ck\b|\bso kh\b", re.IGNORECASE)
_CAPTION = re.compile(r"(?:bảng|biểu|phụ lục|phụ biểu)\b", re.IGNORECASE)


@dataclass(slots=True)
class RowDraft:
    """A table row before its passage has a number; `parent` is the index of another row of the same table, or None."""

    spans: list[Span]
    label: str = ""
    cells: list[RowCell] = field(default_factory=list)
    total: bool = False
    parent: int | None = None
    lead: int = 0
    group: str = ""


def unit_line(text: str) -> str:
    """The unit that a line above a table states for its figures ("Đơn vị tính: triệu đồng, %"), or "".

    A column's own unit follows as "column: unit": "tỷ đồng (riêng nợ quá hạn: triệu đồng)" is "tỷ đồng | nợ quá hạn:
    triệu đồng".
    """
    text = text.strip(" *_")
    others = [f" | {column}: {unit}" for column, unit in _EXCEPT.findall(text)]
    if others:
        return unit_line(_EXCEPT.sub("", text)) + "".join(others)
    match = _UNIT_LINE.search(text)
    if not match or _NO_UNIT.search(match[1]):
        return ""
    units = [unit.strip(" .;_*") for unit in re.split(r"[,;]", match[1])]
    named = [unit for unit in units if unit and unit != "%"]
    if len(named) > 1:  # "vụ, việc" counts one thing, "người, triệu đồng" two
        return (" | " if any("đồng" in unit for unit in named) else ", ").join(named)
    return named[0] if named else units[0]


def caption(text: str) -> str:
    """The title that a paragraph just before a table gives it, without its unit; "" where it gives none."""
    title = re.sub(r"\(\s*(?:đơn vị|đvt)[^()]*\)", "", text, flags=re.IGNORECASE).strip(" :*_")
    if _UNIT_LINE.fullmatch(title) or len(title) > 200:
        return ""
    if _CAPTION.match(title):
        return re.sub(
            r"^(?:bảng|biểu|phụ lục|phụ biểu)(?:\s+số)?\s*[\dIVX]*(?:\.\d+)*\s*[.:-]*\s*",
            "",
            title,
            flags=re.IGNORECASE,
        )
    return title if text.rstrip(" *_").endswith(":") and len(title) <= 150 and not re.search(r"[.;]\s", title) else ""


def rows(document: Document, unit: Unit, ahead: str) -> list[RowDraft]:
    """The rows of a table, header rows first (without label and cells). `ahead`: the unit stated above the table."""
    grid = grids.build(document, unit.cells)
    done: list[RowDraft] = []
    stated = ahead
    group = ""
    marks: list[tuple[int, int, int]] = []  # open rows: (row draft, depth of its mark, kind)
    for row in range(len(grid.rows)):
        spans = [span for _, span in grids.row_spans(grid, row)]
        if not spans:
            continue
        draft = RowDraft(spans)
        done.append(draft)
        whole = " ".join(span.of(document.text) for span in spans)
        if len(spans) == 1 and unit_line(whole):
            stated = unit_line(whole)
        elif row >= grid.header:
            _fill(grid, row, draft, stated)
            if not draft.cells and draft.label and len(spans) <= 2 and not _PART.match(draft.label):
                group, marks = draft.label, _open_above(grid, row, marks)
            else:
                draft.group = group
                _relate(grid, row, len(done) - 1, done, marks)
    return done


def _fill(grid: Grid, row: int, draft: RowDraft, stated: str) -> None:
    """The label, the figure cells and the total mark of a body row."""
    printed = grid.of(row, grid.label)
    label = _label(printed)
    printed = re.sub(r"\s*\(\d{1,2}\)$", "", printed)  # a note's mark
    draft.label = _PART.sub("", printed[label.stop if label else 0 :], count=1).strip(" :;.") or printed
    draft.total = bool(_TOTAL.match(draft.label.lower()))
    if _TOTAL_OF.match(draft.label.lower()) and row == len(grid.rows) - 1:
        draft.total = True
    own = _bracket_unit(draft.label)
    column_unit = grid.of(row, grid.unit) if grid.unit is not None else ""
    if column_unit and not _SCALE.search(own):
        own = ""
    at = 0
    for column, span in grids.row_spans(grid, row):
        text = span.of(grid.text)
        if column == grid.ordinal:
            draft.lead = len(text) + 3
        elif column in grid.figures and any(c.isdigit() for c in text):
            headers = grid.headers(column)
            unit = _unit(grid, column, headers, text, own or column_unit, stated)
            draft.cells.append(RowCell(at, at + len(text), headers, unit))
        at += len(text) + 3


def _label(printed: str) -> labels.Label | None:
    """The mark at the start of a row's label; "H. Yên Trạch" is a district, not item H."""
    label = labels.parse(printed)
    return None if label is not None and label.kind == "capital" else label


def _unit(grid: Grid, column: int, headers: Sequence[str], text: str, row_unit: str, stated: str) -> str:
    """The nearest unit: the cell's own "%", the column's header, the row, the line above the table."""
    header = " ".join(headers)
    if text.strip().endswith("%") or (_PERCENT.search(header) and not _bracket_unit(header)):
        return "%"
    if _RATIO.search(header) and not _bracket_unit(header) and _looks_like_ratio(grid, column):
        return "%"
    return _bracket_unit(header) or row_unit or _counted(headers) or _stated(stated, header)


def _counted(headers: Sequence[str]) -> str:
    """What a column headed "Số người", "Số vụ, việc" counts; "" for "Số tiền", "Số lượng"."""
    match = re.fullmatch(r"số\s+([^\W\d][^\d()]{1,24})", headers[-1].strip(), re.IGNORECASE) if headers else None
    words = match[1].lower().strip() if match else ""
    return "" if any(re.match(rf"{re.escape(phrase)}\b", words) for phrase in phrases("no_count")) else words


def _stated(stated: str, header: str) -> str:
    """Of several units above a table the one that the header speaks of, else the first."""
    for column, _, unit in (part.partition(": ") for part in stated.split(" | ")):
        if unit and column.lower() in header.lower():
            return unit
    units = [part for part in stated.split(" | ") if ": " not in part]
    money = next((unit for unit in units if "đồng" in unit), "")
    if money and re.search(r"\b(?:tiền|kinh phí|giá trị|vốn|thu|chi|nộp)\b", header, re.IGNORECASE):
        return money
    return next((unit for unit in units if unit.lower() in header.lower()), units[0])


def _looks_like_ratio(grid: Grid, column: int) -> bool:
    """Whether a column's figures are percentages by their looks: decimals, none above a few hundred."""
    texts = [grid.of(row, column) for row in range(grid.header, len(grid.rows))]
    figures = [text for text in texts if grids.is_figure(text)]
    small = [text for text in figures if re.fullmatch(r"[(+−-]?\s*\d{1,3}(?:[.,]\d{1,2})?\)?", text)]
    return len(small) == len(figures) and any("," in text or "." in text for text in figures)


def _bracket_unit(text: str) -> str:
    """The unit in a header's or label's last brackets ("Số người (người)", "Sản lượng (tấn)"), or ""."""
    found = [m[1].strip() for m in _IN_BRACKETS.finditer(text)]
    units = [unit for unit in found if len(unit.split()) <= 3 and _can_be_unit(unit)]
    return units[-1] if units else ""


def _can_be_unit(words: str) -> bool:
    """Whether words in brackets can be a unit: no single letter, no abbreviation, no words that qualify a row."""
    if re.match(rf"(?:[+-]|[{CAPITALS}]{{1,}}\b|\w$)", words) and words not in ("USD", "GCN"):
        return False
    return not any(re.search(rf"\b{re.escape(phrase)}\b", words.lower()) for phrase in phrases("no_unit"))


def _relate(grid: Grid, row: int, index: int, done: list[RowDraft], marks: list[tuple[int, int, int]]) -> None:
    """Which row a row is a part of: by "1.1" under "1", "-" and "Trong đó" under the row above, parts after a total."""
    draft = done[index]
    ordinal = grid.of(row, grid.ordinal).strip(".) ") if grid.ordinal is not None else ""
    printed = grid.of(row, grid.label)
    label = _label(printed)
    part = _PART.match(printed[label.stop if label else 0 :])
    if part and not printed[part.end() :].strip() and not draft.cells:
        marks.append((index, 90, 0))
        draft.parent = next((i for i, depth, _ in reversed(marks[:-1]) if depth < 90), None)
        return
    depth = _depth(ordinal, label, bool(part), marks)
    while marks and marks[-1][1] >= depth and not (marks[-1][1] == 90 and depth > 90):
        marks.pop()
    above = [i for i, d, _ in marks if d < depth and done[i].cells]
    draft.parent = above[-1] if above and not draft.total else None
    marks.append((index, depth, 0))


def _open_above(grid: Grid, row: int, marks: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The rows that a numbered heading within a table stands under: "II Theo ngành" under "B Dư nợ"."""
    ordinal = grid.of(row, grid.ordinal).strip(".) ") if grid.ordinal is not None else ""
    depth = _depth(ordinal, None, False, ()) if ordinal else 0
    return [mark for mark in marks if mark[1] < depth]


def _depth(ordinal: str, label: labels.Label | None, part: bool, marks: Sequence[tuple[int, int, int]]) -> int:
    """How deep a row stands by its mark: I, 1, 1.1, a, -; a row without one stands below an open "Trong đó:"."""
    under = any(depth == 90 for _, depth, _ in marks)
    if ordinal:
        if re.fullmatch(r"[A-H]", ordinal):
            return 5
        if re.fullmatch(r"[IVX]+", ordinal):
            return 10
        if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})*", ordinal):
            return 20 + ordinal.count(".")
        return 40 if ordinal not in "-+*" else 60
    if label is not None:
        order = {
            "roman": 10,
            "capital": 5,
            "decimal": 20 + label.depth - 1,
            "letter": 40,
            "bracket": 45,
            "dash": 60,
            "star": 60,
            "dot": 60,
            "plus": 70,
            "part": 3,
        }
        return 95 if under and label.kind == "dash" else order[label.kind]
    if part:
        return 80
    return 95 if under else 20
