"""Which sections are about a coming period: their figures are plans and targets, never results."""

from __future__ import annotations

import functools
import itertools
import re

from knowledge import periods
from knowledge.outline import when
from knowledge.outline.words import SectionRole, phrases

_OPENERS = re.compile(r"^(?:về|và|phần thứ \w+|phần [ivx\d]+)\s+|^[\s.:;,–-]+", re.IGNORECASE)
_CLAUSE = re.compile(r"[;.]\s+|\n")


def is_planned(title: str, report: str, *, main: bool) -> bool:
    """Whether a section of this title is about a period after the report's.

    `report` is the report's period code ("" where unknown); `main`: a section of the first rank, where "NHIỆM VỤ" alone
    says enough ("nhiệm vụ quốc phòng" below doesn't).
    """
    text = opening(title)
    if any(phrase in text for phrase in phrases("ahead")):
        return not starts(text, "done")
    known = periods.parse(report) if report else None
    mentions = when.mentions(title, int(report[:4]) if report else None)
    named = [periods.parse(mention.code) for mention in mentions]
    later = any(known is not None and p is not None and p.first > known.last for p in named)
    past = any(known is not None and p is not None and p.last <= known.last for p in named)
    if re.search(r"\bđã\b", text) or starts(text, "planned_dated"):
        return later and not past
    if starts(text, "planned"):
        return later or not past
    if starts(text, "planned_top"):
        return later or (main and not past)
    if not later or past or text.startswith(("kết quả", "tình hình", "đánh giá")):
        return False
    return main or not title[: mentions[0].start].strip(" .:,-–()")  # "Sơ tuyển nghĩa vụ quân sự năm 2026" is done now


def is_mixed(title: str) -> bool:
    """Whether a section tells results and plans in one: "HẠN CHẾ VÀ NHIỆM VỤ 6 THÁNG CUỐI NĂM"."""
    parts = [opening(title[start:stop]) for start, stop in clauses(title)]
    return len(parts) > 1 and starts(parts[0], "done") and any(is_ahead(part) for part in parts[1:])


def starts(text: str, role: SectionRole) -> bool:
    """Whether a title, opened by `opening`, begins with a phrase of the role."""
    return _begins(role).match(text) is not None


@functools.cache
def _begins(role: SectionRole) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, phrases(role)))})\b")


def is_ahead(text: str) -> bool:
    """Whether a part of a report's title, opened by `opening`, speaks of what comes."""
    return starts(text, "planned") or starts(text, "planned_top") or starts(text, "planned_dated")


def opening(title: str) -> str:
    """A title written small, without the words that carry no sense at its start."""
    text = " ".join(title.lower().split())
    while (shorter := _OPENERS.sub("", text, count=1)) != text:
        text = shorter
    return text


def clauses(title: str) -> list[tuple[int, int]]:
    """The parts of a report's title that may speak of different periods, as (start, stop)."""
    cuts = [match.end() for match in _CLAUSE.finditer(title)]
    for match in re.finditer(r",\s+|\s+(?:và|&)\s+|\s+-\s+", title, re.IGNORECASE):
        text = opening(title[match.end() :])
        if is_ahead(text):
            cuts.append(match.end())
    edges = [0, *sorted(set(cuts)), len(title)]
    return list(itertools.pairwise(edges))
