"""Units into passages with their path: headings of any house style, items, lead-ins, planned sections.

A label tells only its kind ("1.", "a)", "-"); how deep it stands follows from the labels that are open when it comes. A
kind that is open is closed down to its own depth and opened anew; one that is not open goes below the present one,
unless the order of Decree 30/2020/ND-CP (phần, I, 1, 1.1, a, -, +) puts it above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.model import Document, PassageKind, Section, Span
from knowledge.outline import leadins, planned
from knowledge.outline import title as titles
from knowledge.outline.units import Styles, Unit
from knowledge.read import labels
from knowledge.read.labels import Label
from knowledge.read.lines import ends_sentence

_BULLETS = ("dash", "plus", "star", "dot")
_RANK = {
    "part": 0, "roman": 1, "capital": 1, "capitals": 1, "decimal": 3, "letter": 10, "bracket": 11,
    "dash": 20, "plus": 21, "star": 20, "dot": 20,
}  # fmt: skip
_LONGEST_HEADING = 160
_FIRST_WORDS = 60
_ASIDE = re.compile(r"[(“\"]|(?:bảng|biểu|đơn vị|đvt|phụ lục|nguồn|ghi chú)\b", re.IGNORECASE)
_COUNTED = re.compile(r"(?<=[.;:] )\((\d{1,2})\) (?=[^\W\d])")


@dataclass(slots=True)
class Draft:
    """A passage before it has its number, its notes and its row's parents."""

    kind: PassageKind
    pieces: list[Span]
    path: tuple[Section, ...]
    lead: int = 0
    planned: bool = False
    unit: Unit | None = None


@dataclass(slots=True)
class Frame:
    """An open section: what kind of label opened it, how deep, and what it says. `section` is None for a bare item."""

    kind: str
    depth: int
    level: int
    section: Section | None
    planned: bool
    mixed: bool = False  # tells results and plans: each of its passages says which


@dataclass(slots=True)
class Sections:
    """The open sections while the units of a report are read one after another."""

    document: Document
    styles: Styles
    report: str
    frames: list[Frame] = field(default_factory=list)
    order: list[str] = field(default_factory=list)  # of "roman" and "capital", by first use
    untitled_part: bool = False

    @property
    def path(self) -> tuple[Section, ...]:
        return tuple(frame.section for frame in self.frames if frame.section)

    @property
    def planned(self) -> bool:
        return any(frame.planned for frame in self.frames)

    def passages(self, unit: Unit) -> Iterable[Draft]:
        """The passages of one heading or paragraph: one, or more where lead-ins stand within it."""
        text = unit.text(self.document)
        runs = leadins.emphasised_runs(self.document, self.styles, unit.pieces)
        label = labels.parse(text)
        if self._is_heading(unit, text, label):
            yield self._heading(unit, text, label)
            return
        cuts = leadins.inside(text, runs, label.stop if label else 1) + _counted(text, label)
        rest, shift = list(unit.pieces), 0
        for index, cut in enumerate([*sorted(set(cuts)), None]):
            mine, rest = (rest, []) if cut is None else split(rest, cut - shift)
            inner = " ".join(piece.of(self.document.text) for piece in mine)
            spans = [(a - shift, b - shift) for a, b in runs]
            yield self._item(unit, mine, inner, spans, first=index == 0)
            shift = shift if cut is None else cut

    def _heading(self, unit: Unit, text: str, label: Label | None) -> Draft:
        if titles.is_annex(text):
            self.frames.clear()
        kind, depth = self._kind(text, label)
        title = text[label.stop if label else 0 :].strip(" :.")
        if self.untitled_part and label is None and self.frames and self.frames[-1].kind == "part":
            self.untitled_part = False  # "Phần thứ nhất" stood on a line of its own
            self.frames[-1].section = Section("", title)
            self.frames[-1].planned = planned.is_planned(title, self.report, main=True)
        else:
            self._open(kind, depth, unit.level, label.printed if label and kind != "part" else "", title)
            self.untitled_part = kind == "part" and not title
        return Draft("heading", unit.pieces, self.path, len(text), self.planned, unit)

    def _item(self, unit: Unit, pieces: list[Span], text: str, runs: list[tuple[int, int]], *, first: bool) -> Draft:
        label = labels.parse(text)
        lead = leadins.at_start(text, runs)
        title = lead.title if lead else ""
        if label is not None and (first or label.kind == "bracket"):
            kind, depth = self._kind(text, label)
            self._open(kind, depth, 0, label.printed, title)
        else:
            while self.frames and (self.frames[-1].kind in _BULLETS or self.frames[-1].kind == "run"):
                self.frames.pop()
            if title:
                self._open("run", 1, 0, "", title)
        stop = lead.stop if lead else label.stop if label else 0
        return Draft("text", pieces, self.path, stop, self.planned or self._says_planned(text, label), unit)

    def _says_planned(self, text: str, label: Label | None) -> bool:
        """Whether a passage of a mixed section says in its first words that it is about what comes."""
        if not any(frame.mixed for frame in self.frames):
            return False
        return planned.is_planned(text[label.stop if label else 0 :][:_FIRST_WORDS], self.report, main=True)

    def _open(self, kind: str, depth: int, level: int, printed: str, title: str) -> None:
        """Close what a section of this kind closes, and open it."""
        self._close(kind, depth, level)
        main = not self.frames or all(frame.kind == "part" for frame in self.frames)
        ahead = bool(title) and planned.is_planned(title, self.report, main=main)
        mixed = bool(title) and planned.is_mixed(title)
        section = Section(printed, title) if title or printed else None
        self.frames.append(Frame(kind, depth, level, section, ahead and not mixed, mixed))

    def _close(self, kind: str, depth: int, level: int) -> None:
        if kind in ("roman", "capital") and kind not in self.order:
            self.order.append(kind)
        if level:
            while self.frames and (not self.frames[-1].level or self.frames[-1].level >= level):
                self.frames.pop()
            return
        for index, frame in enumerate(self.frames):
            if (frame.kind, frame.depth) == (kind, depth):
                del self.frames[index:]
                return
        while self.frames and not self._below(kind, depth, self.frames[-1]):
            self.frames.pop()

    def _below(self, kind: str, depth: int, top: Frame) -> bool:
        """Whether a label of a kind that isn't open yet opens below the present innermost section."""
        if top.level:
            return True
        if kind == "run":
            return top.kind not in (*_BULLETS, "run")
        if kind == "line":
            return top.kind not in (*_BULLETS, "run", "letter", "bracket")
        mine, other = self._rank(kind, depth), self._rank(top.kind, top.depth)
        if top.kind in ("run", "line"):
            return mine >= (_RANK["letter"] if top.kind == "run" else 3)
        if kind in _BULLETS and top.kind in _BULLETS and {kind, top.kind} != {"dash", "plus"}:
            return True
        return other < mine

    def _rank(self, kind: str, depth: int) -> float:
        """The place of a kind in the order of labels."""
        if kind in ("roman", "capital") and kind in self.order:
            return 1 + self.order.index(kind) / 2
        return _RANK.get(kind, 0) + (depth - 1 if kind == "decimal" else 0)

    def _kind(self, text: str, label: Label | None) -> tuple[str, int]:
        if label is not None:
            return label.kind, label.depth
        return ("capitals", 1) if text.isupper() else ("line", 1)

    def _is_heading(self, unit: Unit, text: str, label: Label | None) -> bool:
        """Whether a unit only names what follows."""
        rest = text[label.stop :] if label else text
        if unit.kind == "heading":
            return True
        if len(text) > _LONGEST_HEADING or leadins.has_figure(rest) or re.search(r"[.;!?]\s", rest):
            return False
        if text.isupper() and len(text.split()) >= 2:
            return True
        bold = all(self.styles.covers(piece) for piece in unit.pieces)
        if bold and label is None and rest.endswith(".") and 2 <= len(rest.split()) <= 10 and not _ASIDE.match(rest):
            return True
        if rest.endswith((".", ";", ",", "!", "?", "./.")) or _ASIDE.match(rest):
            return False
        if label is None:
            return bold and (not ends_sentence(rest) or rest.endswith(":")) and len(rest.split()) >= 2
        if label.kind in _BULLETS or label.kind == "bracket":
            return rest.endswith(":") and leadins.is_topic(rest)
        return label.kind == "part" or bold or rest.endswith(":") or ":" not in rest


def _counted(text: str, label: Label | None) -> list[int]:
    """Where "(2)", "(3)", … open further items inside a paragraph that begins with "(1)"."""
    if label is None or label.kind != "bracket" or not label.printed.isdigit():
        return []
    cuts, expected = [], int(label.printed) + 1
    for match in _COUNTED.finditer(text):
        if int(match[1]) == expected:
            cuts.append(match.start())
            expected += 1
    return cuts


def split(pieces: Sequence[Span], at: int) -> tuple[list[Span], list[Span]]:
    """Pieces cut at an offset of their text (joined by one space); the blank at the cut goes."""
    before: list[Span] = []
    for index, piece in enumerate(pieces):
        if at > len(piece):
            before.append(piece)
            at -= len(piece) + 1
            continue
        left = Span(piece.start, piece.start + at - 1) if at > 1 else None
        after = [Span(piece.start + at, piece.stop), *pieces[index + 1 :]]
        return [*before, *([left] if left else [])], [p for p in after if len(p)]
    return before, []
