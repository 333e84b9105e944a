"""What stands inside a line of text: emphasis of Markdown and footnote marks, both taken out of the text.

A superscript or bracketed number is a footnote mark where a footnote of that number stands in the document; "m²", "5²"
and "km²" are none. The compatibility form (NFKC) is never used: it would make "kỳ14" of "kỳ¹⁴".
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Literal

from knowledge.read.base import DocumentBuilder

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_SUPERSCRIPTS, "0123456789")
_NUMBERED = (
    rf"([{_SUPERSCRIPTS}]+)|\[\^(\d{{1,3}})\]:?|\(?\[(\d{{1,3}})\]\)?|<sup>\s*\[?(\d{{1,3}})\]?\s*</sup>"
    r"|\^\(?(\d{1,3})\)?\^"
)
_MARK = re.compile(rf"\s?(?:{_NUMBERED.replace(':?', '')})")
_NOTE = re.compile(rf"\s*[*_]{{0,3}}(?:{_NUMBERED})\s*(?=\S)")
_ROUND = re.compile(r"(?<=[^\W_])\((\d{1,2})\)(?!\w)")  # "236 con(1)"
_ROUND_NOTE = re.compile(r"\s*[*_]{0,3}\((\d{1,2})\)\s+(?=\S)")
_SQUARE_UNIT = re.compile(r"(?:^|[\s\d(/])(?:m|km|dm|cm|mm|hm|dam)$")
_DELIMITER = re.compile(
    r"\\([\\`*_{}\[\]()#+.!|<>~$^-])|(\*{1,3}|_{1,3})|!?\[([^\]\[]*)\]\([^)\s]*\)|`([^`\n]+)`"
    r"|</?(?:u|b|i|em|strong|span|br|p|center|div)\b[^>]*>"
)


@dataclass(slots=True)
class Rich:
    """A text with its emphasis (start, stop, style) and footnote marks (offset, number)."""

    text: str
    styles: list[tuple[int, int, Literal["bold", "italic"]]] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)

    def slice(self, start: int, stop: int) -> Rich:
        styles = [(max(a, start) - start, min(b, stop) - start, s) for a, b, s in self.styles if a < stop and b > start]
        return Rich(self.text[start:stop], styles, [(at - start, n) for at, n in self.marks if start <= at <= stop])

    def lines(self) -> list[Rich]:
        pieces, at = [], 0
        for line in self.text.split("\n"):
            pieces.append(self.slice(at, at + len(line)))
            at += len(line) + 1
        return pieces

    def write(self, builder: DocumentBuilder) -> None:
        """Append to the builder's open block, run by run."""
        cuts = {0, len(self.text), *(at for at, _ in self.marks)}
        cuts.update(cut for a, b, _ in self.styles for cut in (a, b))
        ordered, marks = sorted(cuts), sorted(self.marks)
        for start, stop in zip(ordered, [*ordered[1:], len(self.text)], strict=True):
            while marks and marks[0][0] <= start:
                builder.mark(marks.pop(0)[1])
            styles = {style for a, b, style in self.styles if a <= start and stop <= b}
            builder.write(self.text[start:stop], bold="bold" in styles, italic="italic" in styles)


@dataclass(frozen=True, slots=True)
class Notes:
    """The numbers of the footnotes that stand in a document as blocks of their own; `round`: those set as "(1)"."""

    known: frozenset[int]
    round: frozenset[int]


def notes(text: str) -> Notes:
    """The footnotes of a document, found by how their blocks begin."""
    lines = text.split("\n")
    found = (_NOTE.match(line) for line in lines)
    known = frozenset(_number(match) for match in found if match)
    marked = {int(number) for number in _ROUND.findall(text)}
    begun = {int(match[1]) for match in map(_ROUND_NOTE.match, lines) if match}
    return Notes(known, frozenset(marked & begun) if not known and begun <= marked else frozenset())


def note_at_start(text: str, stated: Notes) -> tuple[int, int] | None:
    """(number, offset of its text) of a footnote that begins here, or None."""
    match = _NOTE.match(text)
    if match and _number(match) in stated.known:
        return _number(match), match.end()
    match = _ROUND_NOTE.match(text)
    if match and int(match[1]) in stated.round:
        return int(match[1]), match.end()
    return None


def _number(match: re.Match[str]) -> int:
    return int(next(group for group in match.groups() if group).translate(_DIGITS))


class Marks:
    """Takes footnote marks out of one text after another, in reading order."""

    def __init__(self, stated: Notes) -> None:
        self._known, self._round = stated.known, stated.round
        self._seen: set[int] = set()

    def take(self, rich: Rich) -> Rich:
        """The text without its marks, which stand in `marks` instead."""
        text, marks = "", list(rich.marks)
        cuts: list[tuple[int, int]] = []
        at = 0
        for match in (_ROUND if self._round else _MARK).finditer(rich.text):
            number, start = self._rounded(match) if self._round else self._mark(rich.text, match)
            if number is None:
                continue
            text += rich.text[at:start]
            marks.append((len(text), number))
            cuts.append((start, match.end() - start))
            at = match.end()
        text += rich.text[at:]
        styles = [(_moved(a, cuts), _moved(b, cuts), s) for a, b, s in rich.styles]
        return Rich(text, [(a, b, s) for a, b, s in styles if a < b], marks)

    def _rounded(self, match: re.Match[str]) -> tuple[int | None, int]:
        number = int(match[1])
        return (number if number in self._round else None), match.start()

    def _mark(self, text: str, match: re.Match[str]) -> tuple[int | None, int]:
        """The number of a mark and where it starts; None where it is a power ("m²", "5²") or a bracketed number."""
        start = match.start()
        raised = match[1]
        before = text[:start]
        if raised and raised[0] in "²³" and _SQUARE_UNIT.search(before):
            if len(raised) == 1:
                return None, start
            raised, start = raised[1:], match.start(1) + 1
        number = int(raised.translate(_DIGITS)) if raised else _number(match)
        if self._known and number not in self._known:
            return None, start
        if raised and before[-1:].isdigit() and (not self._known or number in self._seen):
            return None, start
        if match[3] and not self._known:
            return None, start
        self._seen.add(number)
        return number, start


def _moved(at: int, cuts: list[tuple[int, int]]) -> int:
    return at - sum(min(length, max(0, at - start)) for start, length in cuts)


def plain(text: str) -> Rich:
    """A text without markup."""
    return Rich(text)


def markdown(text: str) -> Rich:
    """A text whose Markdown emphasis, links and escapes are taken out; marks of footnotes stay in it."""
    text = html.unescape(text) if "&" in text else text
    pieces: list[tuple[str, str]] = []  # ("text" | delimiter, text)
    at = 0
    for match in _DELIMITER.finditer(text):
        pieces.append(("text", text[at : match.start()]))
        at = match.end()
        if match[2]:
            left, right = text[match.start() - 1 : match.start()], text[at : at + 1]
            opens = bool(right.strip()) and not (match[2][0] == "_" and left.isalnum())
            closes = bool(left.strip()) and not (match[2][0] == "_" and right.isalnum())
            pieces.append((("o" if opens else "") + ("c" if closes else "") or "text", match[2]))
        else:
            pieces.append(
                ("text", match[1] or match[3] or match[4] or (" " if match.group().startswith("<br") else ""))
            )
    pieces.append(("text", text[at:]))
    return _emphasized(_matched(pieces))


def _matched(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Delimiters in pairs become ("open", d) and ("close", d); those without a partner are text again."""
    stack: list[int] = []
    done: list[tuple[str, str]] = []
    for kind, value in pieces:
        if "c" in kind and kind != "text" and any(done[i][1] == value for i in stack):
            while done[stack[-1]][1] != value:
                index = stack.pop()
                done[index] = ("text", done[index][1])
            done[stack.pop()] = ("open", value)
            done.append(("close", value))
        elif "o" in kind and kind != "text":
            stack.append(len(done))
            done.append((kind, value))
        else:
            done.append(("text", value))
    for index in stack:
        done[index] = ("text", done[index][1])
    return done


def _emphasized(pieces: list[tuple[str, str]]) -> Rich:
    rich = Rich("")
    begun: list[int] = []
    for kind, value in pieces:
        if kind == "text":
            rich.text += value
        elif kind == "open":
            begun.append(len(rich.text))
        else:
            start = begun.pop()
            if len(value) >= 2:
                rich.styles.append((start, len(rich.text), "bold"))
            if len(value) != 2:
                rich.styles.append((start, len(rich.text), "italic"))
    return rich
