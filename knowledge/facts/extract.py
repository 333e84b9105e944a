"""An outline turned into facts and the ledger: every passage analysed, footnotes tied to their anchors, everything
numbered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.facts import header as header_facts
from knowledge.facts import listing, mentions, names, rows
from knowledge.facts.analyse import analyse, label_length, read
from knowledge.facts.draft import Draft, Text
from knowledge.facts.parent import root
from knowledge.facts.phrase import join_words
from knowledge.facts.phrase import text as phrase_text
from knowledge.facts.write import Writer
from knowledge.model import Extraction, NumberToken, Outline, Passage
from knowledge.numbers import Ledger
from knowledge.numbers import scan as numbers

_SILENT = ("letterhead", "title", "recipients", "signature")


@dataclass(slots=True)
class _Report:
    """What the passages have given so far."""

    outline: Outline
    ledger: Ledger = field(default_factory=Ledger)
    drafts: dict[int, list[Draft]] = field(default_factory=dict)
    texts: dict[int, Text] = field(default_factory=dict)
    by_number: dict[int, Passage] = field(default_factory=dict)


def extract(outline: Outline) -> Extraction:
    """All facts of a report in reading order, and where each of its numbers ended."""
    report = _Report(outline, by_number={p.number: p for p in outline.passages})
    writer = Writer(outline, report.ledger)
    for stated in header_facts.stated(outline):
        writer.stated(stated)
    order = sorted(outline.passages, key=lambda p: (p.kind == "note", p.number))
    for passage in order:
        tokens = numbers(passage.text, passage.number)
        report.ledger.open(tokens)
        if passage.kind == "row":
            _row(report, writer, passage, tokens)
        else:
            _prose(report, writer, passage, tokens)
    _close_note_marks(report)
    facts = writer.facts()
    return Extraction(outline, facts, report.ledger.entries())


def _prose(report: _Report, writer: Writer, passage: Passage, tokens: Sequence[NumberToken]) -> None:
    skip = label_length(passage)
    report.ledger.close(passage.number, 0, skip, "classified", "section_number")
    whole = read(passage, tokens, skip)
    report.texts[passage.number] = whole
    if passage.kind in _SILENT:
        if passage.kind in ("letterhead", "title"):
            _dates(report, writer, whole)
        for token in tokens:
            report.ledger.close(passage.number, token.start, token.stop, "classified", passage.kind)
        return
    anchor, phrase = _anchor(report, passage)
    drafts = analyse(whole, report.outline.header, anchor, phrase, _carried(report, passage), _recent(report, passage))
    report.drafts[passage.number] = drafts
    for draft in drafts:
        writer.figure(draft)
    for mention in mentions.mentions(whole, drafts, report.outline.header):
        writer.mention(whole, mention, phrase)
    _lists(report, writer, whole, drafts, anchor, phrase)
    for match in whole.matches:
        if match.role != "figure":
            start, stop = whole.tokens[match.start].start, whole.tokens[match.stop - 1].stop
            report.ledger.close(passage.number, start, stop, "classified", match.rule)


def _dates(report: _Report, writer: Writer, whole: Text) -> None:
    """The days named in a letterhead or title ("số liệu tính đến 31/7/2024"), besides the day of issue."""
    header = report.outline.header
    for mention in mentions.mentions(whole, [], header):
        issued = header.issued is not None and mention.period == f"{header.issued.year}-{header.issued.month:02d}"
        if mention.match.rule == "date" and not issued:
            writer.mention(whole, mention)


def _lists(
    report: _Report, writer: Writer, whole: Text, drafts: Sequence[Draft], anchor: Draft | None, phrase: str
) -> None:
    passage = whole.passage
    if passage.kind == "note" and not drafts:
        items = names.note_list(passage.text, listing.value(anchor))
        if items:
            spelled = listing.Listing("note_list", 0, len(passage.text), items, anchor)
            writer.listing(whole, spelled, phrase)
            return
    for found in listing.listings(whole, drafts):
        writer.listing(whole, found, phrase)


def _anchor(report: _Report, passage: Passage) -> tuple[Draft | None, str]:
    """The figure that a footnote refers to: the last result before its mark in the same sentence; and
    the words there.
    """
    if passage.anchor is None or passage.anchor.passage not in report.texts:
        return None, ""
    place = report.texts[passage.anchor.passage]
    at = passage.anchor.at
    sentence = next((s for s in place.sentences if place.tokens[s[0]].start <= at <= place.tokens[s[1] - 1].stop), None)
    if sentence is None:
        return None, ""
    drafts = [d for d in report.drafts.get(passage.anchor.passage, []) if d.sentence == sentence]
    before = [d for d in drafts if d.tokens[d.at].start < at]
    words = [i for i in range(*sentence) if place.tokens[i].stop <= at]
    after = [i for i in range(*sentence) if place.tokens[i].start >= at][:12]
    if before:
        nearest = before[-1]
        bearer = nearest.subject if nearest.comparison and nearest.subject is not None else nearest
        far = not words or words[-1] - nearest.at > 14
        up = root(bearer)
        outer = join_words(up.own, up.inherited) if up is not bearer else ""
        return bearer, phrase_text(place.tokens, words[-18:]) if far else outer
    return None, phrase_text(place.tokens, [*words[-22:], *after])


def _carried(report: _Report, passage: Passage) -> list[Draft]:
    """The figures of the passage before, where it ends in a colon and this one goes on with its parts."""
    at, rank = passage.number - 1, _rank(passage)
    while at in report.by_number:
        before = report.by_number[at]
        if before.kind in ("text", "heading") and _rank(before) < rank:
            ends = before.text.rstrip().endswith(":")
            if ends and not report.drafts.get(at):  # "- Theo khách hàng:" under "Dư nợ 11.148 tỷ đồng. Trong đó:"
                rank, at = _rank(before), at - 1
                continue
            return [d for d in report.drafts.get(at, []) if not d.comparison][-4:] if ends else []
        if before.kind == "heading":
            break
        at -= 1
    return []


def _recent(report: _Report, passage: Passage) -> list[Draft]:
    """The results of the passages just before in the same section, in order."""
    found: list[Draft] = []
    for at in range(max(0, passage.number - 9), passage.number):
        before = report.by_number.get(at)
        if before is not None and before.path[:1] == passage.path[:1] and before.kind == "text":
            drafts = report.drafts.get(at, [])
            found += [d for d in drafts if not d.comparison and d.match.link != "over"]
    return found


def _rank(passage: Passage) -> int:
    """How deep a passage's bullet stands: none, "-", "+", "*"."""
    return {"-": 1, "–": 1, "•": 2, "+": 2, "*": 3}.get(passage.text.lstrip()[:1], 0)


def _row(report: _Report, writer: Writer, passage: Passage, tokens: Sequence[NumberToken]) -> None:
    for figure in rows.figures(passage, report.outline.header):
        writer.row(passage, figure, rows.labels(passage, report.by_number))
    for token in tokens:
        report.ledger.close(passage.number, token.start, token.stop, "classified", "row_label")


def _close_note_marks(report: _Report) -> None:
    """Digits that the outline knows to be a footnote's own number."""
    for passage in report.outline.passages:
        if passage.kind == "note" and passage.note is not None:
            printed = str(passage.note)
            if passage.text.lstrip("[( ").startswith(printed):
                at = passage.text.index(printed)
                report.ledger.close(passage.number, at, at + len(printed), "classified", "note_number")
