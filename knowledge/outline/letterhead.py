"""The letterhead: superior and issuing body, number, place and date (Decree 30/2020/ND-CP, Appendix I)."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.fold import fold
from knowledge.outline import names
from knowledge.outline.words import forms
from knowledge.read.letters import CAPITALS

_NUMBER = re.compile(
    r"^\W*(?:công văn |báo cáo |văn bản )?(?:số|so)\s*[:.]?\s*((?:\d[\w./-]*|[-/.][\w./-]*)(?:\s?[-/]\s?[\w./-]+)*)",
    re.IGNORECASE,
)
_DATED = re.compile(rf"([{CAPITALS}][^,:;\d]*?)?,?\s*ngày\s+(\d{{1,2}})\s+tháng\s+(\d{{1,2}})\s+năm\s+(\d{{4}})")
_SHORT_DATE = re.compile(r"ngày\s+(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_UNDATED = re.compile(rf"([{CAPITALS}][^,:;\d]*?),\s*ngày\s*[\s.…_]*\d{{0,2}}[\s.…_]*tháng")


@dataclass(slots=True)
class Letterhead:
    """What the lines above the title say; empty where they don't."""

    org: str = ""
    superior: str = ""
    number: str = ""
    place: str = ""
    issued: date | None = None


def read(lines: Sequence[str]) -> Letterhead:
    """The letterhead in the lines above a title."""
    head = Letterhead()
    bodies: list[str] = []
    for line in (part for whole in lines for part in _sides().split(whole)):
        line = line.strip(" *_-")
        if not line or is_motto(line):
            continue
        number = _NUMBER.match(line)
        if number and not head.number:
            head.number = number[1].strip(" .,")
        rest = line[number.end() :] if number else line
        dated = _DATED.search(rest) or _DATED.search(line)
        if dated:
            head.place = head.place or (dated[1] or "").strip()
        elif not head.place and (undated := _UNDATED.search(line)):
            head.place = undated[1].strip()
        short = dated is None and (number or head.number) and _SHORT_DATE.search(line)
        head.issued = head.issued or (
            _day(*dated.group(2, 3, 4)) if dated else _day(*short.groups()) if short else None
        )
        if not number and not dated and is_body_line(line):
            _add(bodies, line)
    if bodies:
        above = [names.natural(body) for body in bodies[:-1]]
        head.superior = _whole(above[-1], above[-2] if len(above) > 1 else "") if above else ""
        head.org = _whole(names.natural(bodies[-1]), head.superior)
    return head


@functools.cache
def _sides() -> re.Pattern[str]:
    """Where a line of two columns parts: at a dash or stroke, before bold or italic print, before a motto."""
    mottos = "|".join(re.escape(row.form) for row in forms("motto"))
    return re.compile(rf"\s+[—–|]\s+|(?<=\S)\s+(?:\*+(?=\w)|(?={mottos}))", re.IGNORECASE)


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def is_motto(line: str) -> bool:
    """Whether a line is a national or Party motto."""
    folded = " ".join(re.findall(r"[a-z]+", fold(line)))
    return any(folded.startswith(" ".join(re.findall(r"[a-z]+", fold(row.form)))) for row in forms("motto"))


def is_body_line(line: str) -> bool:
    """Whether a line can be (part of) an organisation's name in a letterhead."""
    if line[0].isdigit() or line.endswith((".", ":", ";")) or len(line) > 120:
        return False
    return line.isupper() or names.begins_body(line) is not None


def is_head_line(line: str) -> bool:
    """Whether a line can stand in a letterhead at all."""
    line = line.strip(" *_-")
    return (
        not line
        or is_motto(line)
        or bool(_NUMBER.match(line) or _DATED.search(line) or _UNDATED.search(line))
        or is_body_line(line)
    )


def _add(bodies: list[str], line: str) -> None:
    """A line begins a body's name, or goes on with the one above ("ỦY BAN NHÂN DÂN" / "HUYỆN VĨNH BẢO")."""
    if bodies and names.begins_body(line) is None:
        bodies[-1] = f"{bodies[-1]} {line}"
    else:
        bodies.append(line)


def _whole(org: str, superior: str) -> str:
    """The name of a body that is part of another, completed by it ("Phòng Giáo dục và Đào tạo thị xã Kinh Bắc Sơn")."""
    begin = names.begins_body(org)
    if begin is None or begin.role != "unit" or not superior:
        return org
    if begin.form == "Chi nhánh":
        return f"{superior} {org}"
    if names.place_of(org):
        return org
    above = names.begins_body(superior)
    if above is not None and above.form == "Ủy ban nhân dân":
        return f"{org} {names.place_of(superior)}".strip()
    return f"{org} {superior}"
