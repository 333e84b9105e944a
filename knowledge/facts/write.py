"""Drafts, mentions, lists and rows written as facts; numbers given in reading order at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge import periods
from knowledge.facts.draft import Draft, Text
from knowledge.facts.header import Stated
from knowledge.facts.listing import Listing
from knowledge.facts.mentions import Mention
from knowledge.facts.phrase import capital, join_words, short
from knowledge.facts.rows import RowFigure, spelled_out
from knowledge.model import Fact, Outline, Passage, Span
from knowledge.numbers import Ledger

_COMPARES = ("pct_of_plan", "pct_of_same_period", "growth_vs_same_period", "growth_vs_prev", "share", "rate")


class Writer:
    """Collects the facts of one report."""

    def __init__(self, outline: Outline, ledger: Ledger) -> None:
        self._outline = outline
        self._ledger = ledger
        self._facts: list[Fact] = []
        self._ids: dict[int, int] = {}
        self._drafts: list[tuple[int, Draft]] = []
        self._rows: dict[tuple[int, str], int] = {}
        self._results: dict[int, list[tuple[str, int]]] = {}

    def facts(self) -> tuple[Fact, ...]:
        """All facts in reading order, with their numbers and parents as positions in it."""
        for at, draft in self._drafts:  # a footnote read later may have made a result a total
            if self._facts[at].measure != draft.measure:
                self._facts[at] = replace(self._facts[at], measure=draft.measure)
        order = sorted(range(len(self._facts)), key=lambda n: (self._facts[n].passage, self._facts[n].start, n))
        new = {old: at for at, old in enumerate(order)}
        return tuple(
            replace(self._facts[old], id=at, parent=new[p] if (p := self._facts[old].parent) is not None else None)
            for at, old in enumerate(order)
        )

    def figure(self, draft: Draft) -> None:
        """A quantity with its clause."""
        passage, match = draft.text.passage, draft.match
        first, last = match.figure
        start, stop = draft.tokens[first].start, draft.tokens[last - 1].stop
        if not match.unit or (match.rule == "pair" and first == match.start and last - first == 1):
            stop = draft.tokens[match.stop - 1].stop
        base = self._fact(passage, start, stop, quote_of(draft.text, draft.sentence), match.rule)
        self._ids[id(draft)] = len(self._facts)
        self._drafts.append((len(self._facts), draft))
        self._facts.append(
            replace(
                base,
                value=match.value,
                value_high=match.high,
                unit=draft.unit,
                indicator=draft.indicator,
                own=draft.own,
                inherited=draft.inherited,
                measure=draft.measure,
                period=draft.period,
                qualifiers=draft.qualifiers,
                direction=draft.direction,
                parent=self._ids.get(id(draft.parent)) if draft.parent is not None else None,
            )
        )
        self._ledger.close(
            passage.number, draft.tokens[match.start].start, draft.tokens[match.stop - 1].stop, "fact", match.rule
        )

    def mention(self, whole: Text, mention: Mention, anchor_phrase: str = "") -> None:
        """A date, document number, anniversary, ordinal or stretch of time."""
        match = mention.match
        start, stop = whole.tokens[match.start].start, whole.tokens[match.stop - 1].stop
        sentence = next(s for s in whole.sentences if s[0] <= match.start < s[1])
        base = self._fact(whole.passage, start, stop, quote_of(whole, sentence), match.rule)
        label = match.label if match.rule == "ordinal" else ""
        own = join_words(mention.before, label, mention.after)
        near = mention.near
        name = join_words(anchor_phrase, own) if len(own.split()) < 16 else own
        self._facts.append(
            replace(
                base,
                value=match.value,
                unit=match.unit,
                text_value=label or base.text_value,
                own=own,
                inherited=anchor_phrase,
                indicator=capital(short(name)),
                measure=match.measure,
                period=mention.period,
                parent=self._ids.get(id(near)) if near is not None else None,
            )
        )
        self._ledger.close(whole.passage.number, start, stop, "fact", match.rule)

    def listing(self, whole: Text, found: Listing, anchor_phrase: str) -> None:
        """A list of names."""
        sentence = next(
            (s for s in whole.sentences if whole.tokens[s[0]].start <= found.start < whole.tokens[s[1] - 1].stop),
            whole.sentences[0],
        )
        base = self._fact(whole.passage, found.start, found.stop, quote_of(whole, sentence), found.rule)
        owner = found.after
        before = (
            whole.passage.text[max(whole.tokens[sentence[0]].start, found.start - 140) : found.start]
            if found.rule != "note_list"
            else ""
        )
        after = whole.passage.text[found.stop : found.stop + 70].split(".")[0] if found.rule == "codes" else ""
        outside = join_words(" ".join(before.split()[-20:]), " ".join(after.split()[:9]))
        own = join_words(owner.own, found.noun) if owner is not None else outside
        inherited = join_words(anchor_phrase, owner.inherited if owner is not None else "")
        told = any(character.isdigit() for item in found.items for character in item)
        if told and not (own or anchor_phrase or found.noun):
            return  # sentences side by side, which nothing introduces
        name = owner.indicator if owner is not None else join_words(anchor_phrase, own)
        self._facts.append(
            replace(
                base,
                own=own or anchor_phrase,
                inherited=inherited,
                indicator=capital(short(join_words(found.noun, name))),
                measure="list",
                items=found.items,
                parent=self._ids.get(id(owner)) if owner is not None else None,
                period=owner.period if owner is not None else self._period(whole.passage),
            )
        )
        self._ledger.close(whole.passage.number, found.start, found.stop, "fact", found.rule)

    def row(self, passage: Passage, figure: RowFigure, labels: Sequence[str]) -> None:
        """A cell of a table."""
        base = self._fact(passage, figure.start, figure.stop, passage.text, "row")
        name = labels[0] if labels else figure.header
        group = labels[1] if len(labels) > 1 else ""
        parent = self._rows.get((passage.row_parent, figure.header)) if passage.row_parent is not None else None
        compares = figure.measure in _COMPARES
        if parent is None and compares:
            parent = self._compared(passage.number, figure.period)
        text = base.text_value
        printed = text if text.endswith("%") else f"{text}%" if figure.unit == "%" else f"{text} {figure.unit}".strip()
        self._rows[(passage.number, figure.header)] = len(self._facts)
        if not compares:
            self._results.setdefault(passage.number, []).append((figure.period, len(self._facts)))
        self._facts.append(
            replace(
                base,
                value=figure.value,
                unit=figure.unit,
                text_value=printed,
                indicator=capital(short(row_name(group, name, figure))),
                own=join_words(name, figure.header),
                inherited=group,
                measure=figure.measure,
                period=figure.period,
                qualifiers=figure.qualifiers,
                direction=figure.direction,
                parent=parent,
            )
        )
        self._ledger.close(passage.number, figure.start, figure.stop, "fact", "row")

    def _compared(self, row: int, period: str) -> int | None:
        """The result of a row that a comparison is about: of its own period, else the one that ends last."""
        results = self._results.get(row, [])
        same = [at for code, at in results if code == period]
        if same:
            return same[0]
        ends = [(known.last, -at) for code, at in results if (known := periods.parse(code)) is not None]
        return -max(ends)[1] if ends else None

    def stated(self, stated: Stated) -> None:
        """A fact of the header."""
        base = self._fact(stated.passage, stated.start, stated.stop, stated.quote or stated.passage.text, stated.rule)
        self._facts.append(
            replace(
                base,
                indicator=stated.indicator,
                own=stated.indicator,
                measure=stated.measure,
                period=stated.period,
                items=stated.items,
                text_value=stated.text,
            )
        )

    def _period(self, passage: Passage) -> str:
        header = self._outline.header
        return header.next_period or header.period if passage.planned else header.period

    def _fact(self, passage: Passage, start: int, stop: int, quote: str, rule: str) -> Fact:
        source = Span(passage.source(start), passage.source(max(start, stop - 1)) + 1)
        doubt = next(
            (d for d in self._outline.document.doubts if d.span.start < source.stop and source.start < d.span.stop),
            None,
        )
        return Fact(
            id=-1,
            passage=passage.number,
            start=start,
            stop=stop,
            source=source,
            text_value=passage.text[start:stop],
            value=None,
            unit="",
            indicator="",
            own="",
            inherited="",
            measure="other",
            period=self._period(passage),
            path=passage.path,
            quote=quote,
            rule=rule,
            note=passage.note,
            page=passage.page,
            doubtful=doubt is not None,
            doubt=doubt.reason if doubt else "",
        )


def row_name(group: str, name: str, figure: RowFigure) -> str:
    """A cell's name: the rows it belongs to, its row, its column: "Bảo hiểm y tế - Học sinh: kế hoạch năm 2024"."""
    rows = f"{group} - {name}" if group else name
    spelled = spelled_out(figure.header)
    header = spelled if spelled[1:2].isupper() else spelled[:1].lower() + spelled[1:]
    return f"{rows}: {header}" if header else rows


def quote_of(whole: Text, sentence: tuple[int, int]) -> str:
    """A sentence of a passage, verbatim."""
    return whole.passage.text[whole.tokens[sentence[0]].start : whole.tokens[sentence[1] - 1].stop]
