"""Lead-ins: the words that open a passage and name its topic, by bold or italic type or by a colon alone.

"**Hội Nông dân:** tập trung …", "- *Thương mại - dịch vụ*: …", "- Ma túy: phát hiện …", "Tiểu học: 19 trường"; after a
label a full stop is enough: "1.2. Chăn nuôi, thú y. Tổng đàn …".
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from knowledge.model import Document, Span
from knowledge.outline import names
from knowledge.outline.units import Styles
from knowledge.outline.words import phrases
from knowledge.read import labels
from knowledge.read.letters import CAPITAL
from knowledge.read.lines import ends_sentence

_LONGEST = 100
_LONGEST_BODY = 50
_SENTENCE = re.compile(r"(?<=[.!?…]) +")
_STOPPED = re.compile(r"[.,;!?()]")
_LONGEST_LABELLED = 160
_LONGEST_RUN_IN = 8
_RUN_IN = re.compile(rf"({CAPITAL}[^.:;!?()\d%/]{{2,90}})\.\s+(?={CAPITAL}|[\d“\"])")
_PREDICATES = re.compile(r"\b(?:được|đã|đang|tiếp tục|tăng|giảm|đạt)\b", re.IGNORECASE)
_EDGE = " :.;,-–*"
_FIGURE = re.compile(r"(?<![^\W\d_])\d")  # "UV2", "A4" hold none
_NAMED = re.compile(  # numbers that belong to a title: periods, grades, ages
    r"(?:tháng|năm|quý|ngày|lớp|loại|đợt|khóa|khoá|giai đoạn|kỳ|mức|mức độ|nhóm|bậc|tuổi|đối tượng)"
    r"\s+[\dIVX][\dIVX/.-]*(?:\s*[-–]\s*\d+)?"
    r"|\d+ tháng|\(\d+\)|\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}/\d{4}"
    r"|\d+(?:\s*-\s*\d+)? (?:tháng |năm )?tuổi|\d+ (?:giờ|sao|buổi)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead-in of a text: its title, and how far it reaches (label, colon and the space after it included)."""

    title: str
    stop: int


def at_start(text: str, spans: list[tuple[int, int]]) -> Lead | None:
    """The lead-in at a text's start, after its label. `spans` are the emphasised runs in the text."""
    label = labels.parse(text)
    start = label.stop if label else 0
    for first, last in spans:
        if first <= start < last:  # the label may be bold too
            lead = _emphasised(text, start, last)
            if lead:
                return lead
    stopped = _stopped(text, start) if label and label.kind not in ("star", "dot") else None
    longest = _LONGEST_LABELLED if label and label.kind in ("decimal", "roman", "capital") else _LONGEST
    colon = text.find(":", start, start + longest)
    if stopped or colon < 0:
        return stopped
    title = text[start:colon]
    if title.count("(") != title.count(")") or title.count("“") != title.count("”"):
        return None
    if re.search(r"[.;!?]\s", title) or has_figure(title) or not is_topic(title):
        return None
    return Lead(title.strip(_EDGE), _after(text, colon))


def _stopped(text: str, start: int) -> Lead | None:
    """A lead-in closed by a full stop: a few words without a predicate, and a sentence after them."""
    match = _RUN_IN.match(text, start)
    if match is None or len(match[1].split()) > _LONGEST_RUN_IN or not is_topic(match[1]):
        return None
    return None if _PREDICATES.search(match[1]) else Lead(match[1].strip(_EDGE), match.end())


def inside(text: str, spans: list[tuple[int, int]], start: int) -> list[int]:
    """Where, after `start`, further lead-ins begin: emphasised runs just after a sentence's end, and without emphasis
    the names of bodies before a colon ("… hội viên mới. Hội Nông dân: tập trung …")."""
    found = []
    for first, last in spans:
        if first <= start or not ends_sentence(text[:first]):
            continue
        label = labels.parse(text[first:])
        if _emphasised(text, first + (label.stop if label else 0), last):
            found.append(first)
    for match in _SENTENCE.finditer(text, start):
        title = text[match.end() : text.find(":", match.end())]
        if 0 < len(title) <= _LONGEST_BODY and not _STOPPED.search(title) and not has_figure(title):
            body = names.begins_body(title)
            if body is not None and body.role == "body" and title.startswith(body.form.split()[0]):
                found.append(match.end())
    return found


def _emphasised(text: str, start: int, stop: int) -> Lead | None:
    """A lead-in that an emphasised run makes: closed by a colon in or after it, or a name that opens the sentence."""
    title = text[start:stop].strip()
    colon = title.endswith(":") or text[stop : stop + 2].lstrip().startswith(":")
    if not title.strip(_EDGE) or len(title) > _LONGEST_LABELLED:
        return None
    if not is_topic(title.strip(_EDGE)) or (has_figure(title) and not colon):
        return None
    inner = re.search(r"[.;!?]\s|:\s", title[:-1])
    if inner:
        return None
    rest = text[stop:].strip()
    if not colon and not (rest and title[0].isupper() and len(title.split()) >= 2):
        return None
    return Lead(title.strip(_EDGE), _after(text, text.index(":", stop - 1)) if colon else _blank(text, stop))


def _after(text: str, colon: int) -> int:
    return _blank(text, colon + 1)


def _blank(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def has_figure(title: str) -> bool:
    """Whether a title holds a figure, beyond the numbers of periods, grades and classes."""
    return bool(_FIGURE.search(_NAMED.sub("", title)))


def is_topic(title: str) -> bool:
    """Whether the words before a colon can be a topic ("Trong đó", "Cụ thể" can't)."""
    words = title.strip(_EDGE).lower()
    return bool(words) and words not in no_leads() and not words.startswith(("trong đó", "gồm ", "bao gồm "))


@functools.cache
def no_leads() -> frozenset[str]:
    return frozenset(phrases("no_lead"))


def emphasised_runs(document: Document, styles: Styles, pieces: list[Span]) -> list[tuple[int, int]]:
    """The emphasised runs of a passage, as offsets in its text (the pieces joined by one space)."""
    found, shift = [], 0
    for piece in pieces:
        for run in styles.within(piece):
            stop = min(run.span.stop, piece.stop)
            found.append((run.span.start - piece.start + shift, stop - piece.start + shift))
        shift += len(piece) + 1
    return found
