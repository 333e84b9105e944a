"""The values that flow through the two pipelines, and nothing else.

LOAD: Document -> Passage -> NumberToken -> Match -> Fact -> Check -> Extraction
ASK:  Question -> Candidate -> Evidence -> Decision -> Answer   (defined beside their steps in `knowledge.ask`)

Every offset is half-open. Offsets named `Span` in a Document count code points of `Document.text`; offsets inside a
passage count code points of `Passage.text` and are mapped back with `Passage.source`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    stop: int

    def of(self, text: str) -> str:
        return text[self.start : self.stop]

    def __len__(self) -> int:
        return self.stop - self.start


# --- read: what every format is turned into ---------------------------------------------------------------------

BlockKind = Literal["heading", "paragraph", "note", "table", "furniture"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; merged cells carry their extent. `span` is empty for an empty cell."""

    span: Span
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, footnote, table or piece of page furniture (page number, running header), in reading order.

    `level` is the heading's depth where the format marks one (Markdown #, Word heading style), else 0. `note` is the
    printed number of a footnote. `cells` are a table's cells in row order.
    """

    kind: BlockKind
    span: Span
    page: int | None = None
    level: int = 0
    note: int | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A run of bold or italic text (lead-ins are often marked by nothing else)."""

    span: Span
    style: Literal["bold", "italic"]


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A footnote mark that stood just before `Document.text[at]`; the mark itself is not part of the text."""

    at: int
    number: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A piece of text that was read with doubt (OCR): `reason` is a code, `confidence` 0-100 if known."""

    span: Span
    reason: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A report as text: NFC, never edited, without markup, footnote marks or soft hyphens; blocks joined by newlines.

    `sha256` is of the bytes as they came; `format` is the reader's name ("markdown", "docx", "pdf", "ocr", ...).
    """

    name: str
    format: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    emphasis: tuple[Emphasis, ...] = ()
    note_refs: tuple[NoteRef, ...] = ()
    doubts: tuple[Doubt, ...] = ()


# --- outline: passages in their place ----------------------------------------------------------------------------

PassageKind = Literal["letterhead", "title", "heading", "text", "note", "row", "recipients", "signature"]


@dataclass(frozen=True, slots=True)
class Section:
    """One step of a passage's path: a printed label ("II", "1.2", "a") and a title. A lead-in has no label."""

    label: str
    title: str


def section_line(path: tuple[Section, ...]) -> str:
    """A path as one line: printed labels joined, the titles of the last two steps."""
    labels = [s.label.rstrip(".)") for s in path if s.label]
    whole = ""
    for label in labels:  # "1.2" under "1" replaces it; "1" under "II" is appended
        head = whole.rsplit(".", label.count("."))[0] if whole and "." in label else ""
        last = whole.split(".", 1)
        if "." in label and len(last) == 2 and label.startswith(last[1].split(".")[0] + "."):
            whole = f"{last[0]}.{label}"
        elif "." in label and head == "" and whole and label.startswith(whole + "."):
            whole = label
        else:
            whole = f"{whole}.{label}" if whole else label
    titles = " › ".join(s.title for s in path[-2:] if s.title)
    return f"{whole} {titles}".strip()


@dataclass(frozen=True, slots=True)
class RowCell:
    """A figure cell of a table row: its place in the passage's text, its header from top to bottom, its unit."""

    start: int
    stop: int
    header: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a footnote is referred to: the passage's number and the offset in its text just after the marked word."""

    passage: int
    at: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph put back together, a footnote, or a table row, with its place in the report.

    `pieces` are spans of Document.text, more than one where a page or a block of notes cut it; `text` is the pieces
    joined by one space (a row's cells by " | "). `path` runs from the outermost section to the passage's own lead-in.
    `lead` is the length of that lead-in at the start of `text` (0 where there is none). `planned`: stands under tasks
    for a coming period. `note_refs` are (offset in `text`, printed number). `row_label` and `cells` are for rows;
    `total` marks a total row; `row_parent` is the passage number of the row it is a part of.
    """

    number: int
    kind: PassageKind
    text: str
    pieces: tuple[Span, ...]
    path: tuple[Section, ...] = ()
    lead: int = 0
    planned: bool = False
    page: int | None = None
    note: int | None = None
    anchor: Anchor | None = None
    note_refs: tuple[tuple[int, int], ...] = ()
    row_label: str = ""
    cells: tuple[RowCell, ...] = ()
    total: bool = False
    row_parent: int | None = None

    def source(self, at: int) -> int:
        """The offset in Document.text of an offset in this passage's text."""
        gap = 3 if self.kind == "row" else 1
        for piece in self.pieces[:-1]:
            if at <= len(piece):
                return piece.start + at
            at -= len(piece) + gap
        return self.pieces[-1].start + max(at, 0)


ReportKind = Literal["monthly", "quarterly", "half_year", "nine_months", "yearly", "annex", "special"]


@dataclass(frozen=True, slots=True)
class Header:
    """What the letterhead, the title and the last page say of the report itself. Empty strings where not stated.

    `period` is a code of `knowledge.periods` ("2023-10"); `next_period` what the tasks section plans for.
    `window` is the data window where stated. `place_names` are organisations and places that the report is about.
    """

    org: str = ""
    superior: str = ""
    number: str = ""
    place: str = ""
    issued: date | None = None
    title: str = ""
    kind: ReportKind = "monthly"
    period: str = ""
    next_period: str = ""
    window: tuple[date, date] | None = None
    signer: str = ""
    signer_title: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A document as passages in reading order, each note directly findable by its number, and its header."""

    document: Document
    header: Header
    passages: tuple[Passage, ...]


# --- numbers and grammar -----------------------------------------------------------------------------------------

Outcome = Literal["fact", "classified", "unparsed"]


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A run of digits with its separators as printed ("05", "111.226", "99.38"), placed in its passage's text."""

    passage: int
    start: int
    stop: int
    form: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """Where one number of the report ended: part of a fact, classified as something else, or not understood.

    `rule` names what decided ("amount", "law", "page_number", ...).
    """

    passage: int
    start: int
    stop: int
    form: str
    outcome: Outcome
    rule: str


# --- facts -------------------------------------------------------------------------------------------------------

Measure = Literal[
    "actual", "total", "part", "share", "rate", "target", "pct_of_plan", "pct_of_same_period", "growth_vs_same_period",
    "growth_vs_prev", "cumulative", "list", "date", "other",
]  # fmt: skip
Qualifier = Literal["estimate", "about", "at_least", "at_most", "planned"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the report states and a person may ask for. Its figure is a span of the report, never computed.

    id          number in the report, from 0 in reading order (the store gives it a database id)
    passage     number of the passage it stands in; `start`, `stop` its figure there; `text_value` that slice with its
                unit as printed ("111.226 triệu đồng"); `source` the same place in Document.text
    value       exact decimal in the printed unit; `value_high` for a range; None for lists, dates, document numbers
    indicator   the full noun phrase for people, completed from sentence, lead-in and parent
    own         words of the figure's own clause that name it (verb, noun, unit noun, place), as printed
    inherited   words that complete it from the sentence's subject, the parent fact or the note's anchor, as printed
    direction   +1 for an increase, -1 for a decrease, 0 where the measure is no change
    parent      id of the fact that this one is part of, compares or refines
    note        printed number of the footnote it stands in
    quote       the sentence it stands in, verbatim; `rule` the grammar rule that saw it
    """

    id: int
    passage: int
    start: int
    stop: int
    source: Span
    text_value: str
    value: Decimal | None
    unit: str
    indicator: str
    own: str
    inherited: str
    measure: Measure
    period: str
    path: tuple[Section, ...]
    quote: str
    rule: str
    value_high: Decimal | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    direction: int = 0
    parent: int | None = None
    note: int | None = None
    items: tuple[str, ...] | None = None
    page: int | None = None
    doubtful: bool = False
    doubt: str = ""

    @property
    def section(self) -> str:
        """The path as one line: "II.2.1 Về phát triển kinh tế › Kế hoạch - tài chính"."""
        return section_line(self.path)


@dataclass(frozen=True, slots=True)
class Check:
    """One relation between figures of the report. `holds` None: worth a warning. It reports, it never corrects.

    `relation` is a code with `params` for the sentence that people read; `facts` are ids of the facts it touches.
    """

    relation: str
    params: Mapping[str, str]
    stated: str
    computed: str
    holds: bool | None
    facts: tuple[int, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Warn:
    """Something the admin should see: a code of `bot/messages` and its parameters."""

    code: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was understood of one document; what `store.writer` keeps in one transaction."""

    outline: Outline
    facts: tuple[Fact, ...]
    ledger: tuple[LedgerEntry, ...]
    checks: tuple[Check, ...] = ()
    warnings: tuple[Warn, ...] = ()
