"""Numbers of documents and laws: "235-QĐ/TU", "123/2024/NĐ-CP", "06-NQ/HU", "Nghị quyết số 18", "Đề án 06"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.grammar.core import Match, Matches, Token, mark, number

_CODE = re.compile(
    r"\d{1,5}(?:/(?:19|20)\d\d)?\s?[-–/]\s?[A-ZĐ][A-ZĐa-z]{0,9}\d{0,3}"
    r"(?:(?:\s?[-–/&]\s?|\.)[A-ZĐ][A-ZĐƯÔa-zđ]{0,11}\d{0,3}){0,4}"
)


def document(tokens: Sequence[Token], at: int) -> Matches | None:
    """A document's number with its code of letters. The code must be capitals joined by "-" or "/": never "12 vụ/16 bị
    cáo".
    """
    if not number(tokens, at) or not tokens[at].text.isdigit() or at + 2 >= len(tokens):
        return None
    if not (mark(tokens, at + 1, "-–/")):
        return None
    printed = _tail(tokens, at)
    found = _CODE.match(printed)
    if not found or not re.search(r"[A-ZĐ]{2}|[-–/][A-ZĐ]", found.group()):
        return None
    end = tokens[at].start + found.end()
    stop = at
    while stop < len(tokens) and tokens[stop].stop <= end:
        stop += 1
    return (Match("document", at, stop, "mention", (at, stop), measure="other", label="Số văn bản"),)


def _tail(tokens: Sequence[Token], at: int) -> str:
    """The text from a token on, short, with the spaces of the report."""
    out = ""
    for i in range(at, min(at + 14, len(tokens))):
        if i > at and tokens[i].start > tokens[i - 1].stop:
            out += " " * (tokens[i].start - tokens[i - 1].stop)
        out += tokens[i].text
    return out
