"""The title: where it stands, what kind of report it names, for which period, and which period comes next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import periods
from knowledge.fold import fold
from knowledge.model import ReportKind
from knowledge.outline import planned, when
from knowledge.outline.words import forms
from knowledge.read import labels

_TITLE = re.compile(r"(?:DỰ THẢO\s+)?BÁO CÁO\b")
_SUBJECT = re.compile(r"(?:V/v|Về việc)\b.*\bbáo cáo\b", re.IGNORECASE)
_BODY_STARTS = re.compile(r"(?:kính gửi|thực hiện|căn cứ|trong tháng|ngày|phần)\b", re.IGNORECASE)
_SEARCHED = 30
_ANY_YEAR = 2000
_LONGEST = 260


@dataclass(frozen=True, slots=True)
class Line:
    """A unit near the head of a document as the title needs it; `strong`: a heading, bold or in capitals."""

    text: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Title:
    """`start` and `stop` are the numbers of the units that make it (equal where there is none)."""

    start: int
    stop: int
    text: str


def find(lines: Sequence[Line]) -> Title:
    """The title among the first lines of a document."""
    for start, line in enumerate(lines[:_SEARCHED]):
        if _TITLE.match(line.text) and len(line.text) <= _LONGEST:
            stop = start + 1
            alone = len(line.text) <= 25
            while stop < len(lines) and stop - start <= 6 and _belongs(lines, start, stop, alone):
                stop += 1
            return Title(start, stop, _joined(lines[start:stop]))
    for start, line in enumerate(lines[:_SEARCHED]):
        if is_annex(line.text) and len(line.text) <= _LONGEST:
            stop = start + 1
            while stop < len(lines) and stop - start <= 3 and _belongs(lines, start, stop, len(line.text) < 40):
                stop += 1
            return Title(start, stop, _joined(lines[start:stop]))
    for start, line in enumerate(lines[:_SEARCHED]):
        if _SUBJECT.match(line.text) and len(line.text) <= _LONGEST:
            return Title(start, start + 1, line.text)
    for start, line in enumerate(lines[:12]):
        if line.strong and labels.parse(line.text) is None and when.mentions(line.text):
            return Title(start, start + 1, line.text)
    return Title(0, 0, "")


def _belongs(lines: Sequence[Line], start: int, at: int, alone: bool) -> bool:
    """Whether a line after "BÁO CÁO" still belongs to the title: short, no sentence, no section."""
    text = lines[at].text
    if labels.parse(text) is not None or _BODY_STARTS.match(text) or len(text) > _LONGEST:
        return False
    if text.startswith("("):
        return True
    if text.endswith((".", ":", "/.")) or lines[at - 1].text.startswith("("):
        return False
    ahead = " ".join(line.text for line in lines[start:at])
    if (alone and at == start + 1) or text[0].islower() or (ahead.endswith((";", ",")) and len(text) < 160):
        return True
    dated = bool(when.mentions(ahead, _ANY_YEAR)) and not when.mentions(text, _ANY_YEAR)
    return lines[at].strong and lines[at - 1].strong and not dated  # a title that has its period is complete


def _joined(lines: Sequence[Line]) -> str:
    """The lines of a title in one, without the data window in brackets."""
    return " ".join(line.text for line in lines if not line.text.startswith("("))


def is_annex(text: str) -> bool:
    """Whether a title is that of an annex or a bare table."""
    words = fold(text)
    return any(words.startswith(fold(row.form)) for row in forms("annex"))


def is_other(text: str) -> bool:
    """Whether a line is the title of a document that is no report ("THÔNG BÁO", "QUYẾT ĐỊNH")."""
    return text.isupper() and any(text.lower().startswith(row.form) for row in forms("other"))


@dataclass(frozen=True, slots=True)
class Dated:
    """The period a title names, the one it plans for, and the kind of report that follows; "" where not named."""

    period: str
    next_period: str
    kind: ReportKind


def dated(title: str, year: int | None) -> Dated:
    """What a title says of its periods. `year` serves where the title gives none."""
    mentions = when.mentions(title, year)
    parts = planned.clauses(title)
    ahead = [part for part in parts if _is_ahead(title[part[0] : part[1]])]
    results = [m for m in mentions if not any(a <= m.start < b for a, b in ahead)]
    plans = [m for m in mentions if any(a <= m.start < b for a, b in ahead)]
    if not results and plans:
        results, plans = plans, []
    period = results[0].code if results else ""
    following = next((m.code for m in plans if period and _later(m.code, period)), "")
    return Dated(period, following, kind_of(title, period))


def _is_ahead(clause: str) -> bool:
    text = re.sub(r"^báo cáo\s+", "", planned.opening(clause))
    return planned.is_ahead(text)


def _later(code: str, than: str) -> bool:
    one, other = periods.parse(code), periods.parse(than)
    return bool(one and other and one.first > other.last)


def kind_of(title: str, period: str) -> ReportKind:
    """The kind of report by its title and the length of its period."""
    words = fold(title)
    if is_annex(title):
        return "annex"
    if any(fold(row.form) in words for row in forms("special")):
        return "special"
    if re.fullmatch(r"\d{4}-\d{2}", period) or not period:
        return "monthly"
    if "Q" in period:
        return "quarterly"
    if "H" in period:
        return "half_year"
    if period.endswith("-9M"):
        return "nine_months"
    return "yearly" if re.fullmatch(r"\d{4}", period) else "monthly"
