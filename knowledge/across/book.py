"""Writes which indicator each figure of a version is, inside the transaction that stores the version.

A wording that is known keeps its indicator (so an admin's decision on it lasts); a new one is compared with the known
wordings that share its rarest words; what matches none begins an indicator of its own.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlite_utils.db import Database

from knowledge.across.flavour import COMPARISONS, Flavour, fills, flavour
from knowledge.across.identity import Likeness, Pair, assign, likeness
from knowledge.across.signature import Signature, Wording, sign, telling, wording
from knowledge.across.units import convert, convertible
from knowledge.model import Fact
from knowledge.store import tables

RAREST, MOST = 4, 300  # own words that candidates are looked up by; candidates looked at for each
SAME_BODY = 0.05  # a wording that this body used before wins over another body's


@dataclass(frozen=True, slots=True)
class _Figure:
    """A fact that can stand in a series by its own words."""

    fact: Fact
    flavour: Flavour
    period: str
    wording: Wording


@dataclass(frozen=True, slots=True)
class _Known:
    """A stored wording and its indicator."""

    id: int
    indicator: int
    wording: Wording


def link(db: Database, version: int) -> None:
    """Link every figure of a stored version."""
    organisation, org, period, first, count = db.execute(
        """SELECT o.id, o.name, r.period, v.first_fact, v.facts FROM versions v JOIN reports r ON r.id = v.report
           JOIN organisations o ON o.id = r.organisation WHERE v.id = ?""",
        [version],
    ).fetchone()
    facts = tables.facts(db.conn, first, count)
    figures = _figures(facts, org, period)
    placed = _Linker(db, organisation, figures).link()
    rows = [
        (indicator, organisation, figures[n].period, figures[n].flavour, figures[n].fact.id, version, worded)
        for n, (indicator, worded) in placed.items()
    ]
    of_fact = {figures[n].fact.id: row for n, row in placed.items()}
    for fact in facts:
        kind = flavour(fact, period)
        if kind in COMPARISONS and fact.parent in of_fact:
            indicator, worded = of_fact[fact.parent]
            rows.append((indicator, organisation, fills(fact, kind, period), kind, fact.id, version, worded))
    db.conn.executemany("INSERT OR REPLACE INTO series VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _figures(facts: Sequence[Fact], org: str, period: str) -> list[_Figure]:
    figures: list[_Figure] = []
    for fact in facts:
        kind = flavour(fact, period)
        if kind is None or kind in COMPARISONS:
            continue
        worded = wording(fact, org)
        if kind == "cumulative" and not telling(worded.own):
            worded = _named_before(figures, fact, worded)
        figures.append(_Figure(fact, kind, fills(fact, kind, period), worded))
    return figures


def _named_before(figures: list[_Figure], fact: Fact, worded: Wording) -> Wording:
    """ "… ước đạt 142 tỷ đồng; lũy kế 9 tháng đạt 1.142 tỷ đồng": the second has the name of the first."""
    for before in reversed(figures):
        if before.fact.passage != fact.passage:
            break
        if before.wording.dimension == worded.dimension and before.fact.parent is None:
            return replace(before.wording, context=worded.context)
    return worded


class _Linker:
    """One version's figures against the wordings that are known."""

    def __init__(self, db: Database, organisation: int, figures: list[_Figure]) -> None:
        self.db, self.figures = db, figures
        self.total: int = db.execute("SELECT count(*) FROM wordings").fetchone()[0]
        self.own_indicators = {
            row[0]
            for row in db.execute(
                "SELECT DISTINCT indicator FROM series WHERE organisation = ?", [organisation]
            ).fetchall()
        }
        self.here = Counter(word for figure in figures for word in sign(figure.wording).all)
        self.counts: dict[str, int] = {}
        self.exact: dict[int, _Known] = {}

    def link(self) -> dict[int, tuple[int, int | None]]:
        """Indicator and wording of each figure, by its place among them."""
        placed: dict[int, tuple[int, int | None]] = {}
        plain = [n for n, figure in enumerate(self.figures) if figure.flavour == "value"]
        others = [n for n, figure in enumerate(self.figures) if figure.flavour != "value"]
        for part in (plain, others):  # a cumulative figure finds its month's indicator in the same report
            chosen = assign([pair for n in part for pair in self._pairs(n)], self._slot, self._same)
            placed |= {n: self._placed(n, chosen.get(n)) for n in part if self._worth(n, chosen.get(n))}
            self.counts.clear()  # what was begun just now counts as well
        return placed

    def _slot(self, n: int) -> object:
        return self.figures[n].flavour, self.figures[n].period

    def _same(self, a: int, b: int) -> bool:
        one, other = self.figures[a].fact, self.figures[b].fact
        return (
            convertible(one.unit, other.unit)
            and convert(one.value or Decimal(0), one.unit, other.unit) == other.value
        )  # fmt: skip

    def _pairs(self, n: int) -> list[Pair]:
        figure = self.figures[n]
        known = self._exact(figure.wording)
        if known is not None:
            self.exact[n] = known
            return [Pair(n, known.indicator, Likeness(2.0, "same_words"))]
        signature = sign(figure.wording)
        best: dict[int, Likeness] = {}
        for other in self._candidates(signature):
            like = likeness(signature, sign(other.wording), self._rarity)
            if like is None:
                continue
            like = replace(like, score=like.score + SAME_BODY * (other.indicator in self.own_indicators))
            if other.indicator not in best or like.score > best[other.indicator].score:
                best[other.indicator] = like
        return [Pair(n, indicator, like) for indicator, like in best.items()]

    def _exact(self, worded: Wording) -> _Known | None:
        row = self.db.execute(
            "SELECT id, indicator FROM wordings WHERE dimension = ? AND own = ? AND inherited = ? AND context = ?",
            [worded.dimension, worded.own, worded.inherited, worded.context],
        ).fetchone()
        return _Known(row[0], row[1], worded) if row else None

    def _candidates(self, signature: Signature) -> list[_Known]:
        rarest = sorted((w for w in signature.own if self._count(w)), key=self._count)[:RAREST]
        if not rarest:
            return []
        rows = self.db.execute(
            f"""SELECT DISTINCT w.id, w.indicator, w.dimension, w.own, w.inherited, w.context FROM wording_words x
                JOIN wordings w ON w.id = x.wording WHERE x.word IN ({", ".join("?" * len(rarest))}) AND w.dimension = ?
                LIMIT {MOST * RAREST}""",
            [*rarest, signature.dimension],
        ).fetchall()
        return [_Known(row[0], row[1], Wording(*row[2:])) for row in rows]

    def _count(self, word: str) -> int:
        if word not in self.counts:
            found = self.db.execute("SELECT count(*) FROM wording_words WHERE word = ?", [word]).fetchone()
            self.counts[word] = int(found[0])
        return self.counts[word]

    def _rarity(self, word: str) -> float:
        """0.15 for a word of most wordings, 1 for one of none."""
        size = self.total + len(self.figures) + 2.0
        return max(0.15, math.log(size / (self._count(word) + self.here[word] + 1.0)) / math.log(size))

    def _worth(self, n: int, pair: Pair | None) -> bool:
        """Whether a figure can be told from others at all: a second figure of the very same words can't."""
        return pair is not None or (n not in self.exact and bool(sign(self.figures[n].wording).own))

    def _placed(self, n: int, pair: Pair | None) -> tuple[int, int | None]:
        figure = self.figures[n]
        if n in self.exact and pair is not None:
            return pair.indicator, self.exact[n].id
        known = self._exact(figure.wording)  # an earlier figure of this report may have brought it
        if known is not None:
            return (pair.indicator if pair else known.indicator), known.id
        indicator = pair.indicator if pair else self._begin(figure)
        like = pair.likeness if pair else Likeness(1.0, "first")
        return indicator, self._keep(figure.wording, indicator, figure.fact.indicator, like)

    def _begin(self, figure: _Figure) -> int:
        section = figure.fact.path[0].title if figure.fact.path else ""
        cursor = self.db.execute(
            "INSERT INTO indicators (name, unit, dimension, section) VALUES (?, ?, ?, ?)",
            [figure.fact.indicator, figure.fact.unit, figure.wording.dimension, section],
        )
        return int(cursor.lastrowid or 0)

    def _keep(self, worded: Wording, indicator: int, name: str, like: Likeness) -> int:
        cursor = self.db.execute(
            """INSERT INTO wordings (indicator, dimension, own, inherited, context, name, rule, left_over)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            [indicator, worded.dimension, worded.own, worded.inherited, worded.context, name, like.rule,
             " ".join((*like.only_first, *like.only_second))],
        )  # fmt: skip
        number = int(cursor.lastrowid or 0)
        words = [(word, number) for word in sign(worded).own]
        self.db.conn.executemany("INSERT INTO wording_words VALUES (?, ?)", words)
        return number
