"""The last page: recipients, the signatory's position and name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.fold import fold
from knowledge.outline.words import forms
from knowledge.read import labels
from knowledge.read.letters import CAPITALS, SMALL

_RECIPIENTS = re.compile(r"(?:nơi nhận|nơi gửi)\s*[:.]?\s*", re.IGNORECASE)
_ORDER = re.compile(r"(?:T/M|TM|KT|K/T|TL|T/L|TUQ|Q)\b\.?|\bTHAY MẶT\b")
_SIGNED = re.compile(
    r"\(?\s*(?:đã ký|ký tên|ký, ghi rõ họ tên|ký và ghi rõ họ tên|ký tên, đóng dấu|chữ ký)\b.*", re.IGNORECASE
)
_BESIDE = re.compile(r"\s+[—–]\s+|:\s+|\s*\(\s*đã ký\s*\)\s*(?=\S)", re.IGNORECASE)
_WORD = f"[{CAPITALS}][{SMALL}]*"
_NAME = re.compile(rf"{_WORD}(?:\s+{_WORD}){{1,4}}|[{CAPITALS}]+(?:\s+[{CAPITALS}]+){{1,4}}")

_ANNEX = re.compile(r"(?:phụ lục|phụ biểu|biểu|bảng)\b", re.IGNORECASE)


@dataclass(slots=True)
class Closing:
    """Numbers of the lines that are recipients and signature, counted from 0, and what they say."""

    recipient_lines: list[int]
    signature_lines: list[int]
    recipients: tuple[str, ...] = ()
    signer: str = ""
    signer_title: str = ""


def read(lines: Sequence[str]) -> Closing:
    """The closing part in the lines of a document's body; annexes may follow it."""
    closing = Closing([], [])
    at = next((i for i in range(len(lines) - 1, -1, -1) if _RECIPIENTS.match(lines[i])), None)
    if at is not None:
        closing.recipient_lines, closing.recipients = _recipients(lines, at)
    closing.signature_lines = _signature(lines, closing.recipient_lines)
    sides = [side for i in closing.signature_lines for side in _sides(lines[i])]
    posts = [side for side in sides if is_post(side)]
    named = [person(side) for side in sides if person(side) and not is_post(side)]
    closing.signer = named[-1] if named else ""
    closing.signer_title = _position(posts) if posts else ""
    return closing


def _signature(lines: Sequence[str], recipients: Sequence[int]) -> list[int]:
    """The numbers of the signature's lines: the last run of them, recipients passed over, with a position and, if there
    is any, a name. Positions alone count only beside the recipients or at the end."""
    runs: list[list[int]] = [[]]
    for index, line in enumerate(lines):
        if index in recipients:
            continue
        if _is_signature(line):
            runs[-1].append(index)
        elif runs[-1]:
            runs.append([])
    for run in reversed([run for run in runs if run]):
        sides = [side for index in run for side in _sides(lines[index])]
        if not any(is_post(side) for side in sides):
            continue
        beside = any(abs(index - other) == 1 for index in run for other in recipients)
        named = any(person(side) and not is_post(side) for side in sides)
        if named or beside or run[-1] == len(lines) - 1:
            first = next(i for i, index in enumerate(run) if any(is_post(side) for side in _sides(lines[index])))
            return run[first:] if not beside else run
    return []


def _is_signature(line: str) -> bool:
    return len(line) <= 90 and all(
        is_post(side) or bool(_SIGNED.fullmatch(side.strip())) or bool(person(side)) for side in _sides(line)
    )


def _sides(line: str) -> list[str]:
    """The parts of a signature set in one line ("GIÁM ĐỐC — Hoàng Văn Tuyến")."""
    return [side for side in _BESIDE.split(line) if side.strip()] or [line]


def is_post(line: str) -> bool:
    """Whether a line names a signatory's position: capitals, with a word for a post."""
    text = line.strip(" *.,")
    if not text or not text.isupper() or len(text) > 90 or labels.parse(text) is not None:
        return bool(_ORDER.match(text)) and len(text) < 60
    words = f" {fold(text)} "
    return bool(_ORDER.match(text)) or any(f" {fold(row.form)} " in words for row in forms("post"))


def person(line: str) -> str:
    """The person's name in a line of its own, without rank or degree; "" where it is none."""
    text = line.strip(" *.,()")
    changed = True
    while changed:
        changed = False
        for row in forms("rank"):
            rest = re.sub(rf"^{re.escape(row.form)}(?:\s*[.,:]\s*|\s+)", "", text, flags=re.IGNORECASE)
            if rest != text and rest:
                text, changed = rest, True
    return text if _NAME.fullmatch(text) and len(text) <= 40 and not _ANNEX.match(text) else ""


def _position(posts: Sequence[str]) -> str:
    """The position: the line nearest the name; on whose behalf, where it is a committee's."""
    behalf = next((p.strip() for p in posts if re.match(r"T/?M\b", p.strip())), "")
    own = [p.strip() for p in posts if not _ORDER.match(p.strip())]
    if not own:
        return posts[-1].strip()
    return f"{own[-1]}, {behalf}" if behalf else own[-1]


def _recipients(lines: Sequence[str], at: int) -> tuple[list[int], tuple[str, ...]]:
    rest = _RECIPIENTS.sub("", lines[at], count=1).strip()
    taken, items = [at], [one for one in re.split(r";\s*", rest) if one.strip(" .")]
    for index in range(at + 1, len(lines)):
        text = lines[index].strip()
        label = labels.parse(text)
        if label is not None and label.kind in ("dash", "plus", "star", "dot"):
            items.append(text[label.stop :])
        elif items and not is_post(text) and not _SIGNED.fullmatch(text) and not person(text) and len(text) < 80:
            items[-1] = f"{items[-1]} {text}"
        else:
            break
        taken.append(index)
    return taken, tuple(item.strip(" ;,.") for item in items)
