"""A report's sentences by their words, for narrative questions: an index like that of its facts, and kept like it."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge.index import kept
from knowledge.index.report_index import ReportIndex
from knowledge.model import Check, Fact, Passage, Span
from knowledge.store.reader import Store

if TYPE_CHECKING:
    from sqlite_utils.db import Database

_KIND = "sentences"
_SENTENCE = re.compile(r"(?<=[.;!?…])\s+(?=[^\Wa-zà-ỹđ_]|\d|“|-)")
_SPOKEN = ("text", "note", "row", "signature", "recipients")


def index(store: Store, version: int, passages: Sequence[Passage]) -> ReportIndex:
    """An index whose entries are the report's sentences instead of its figures: as it was kept, else built."""
    return kept.index(store, version, _KIND, _as_facts(passages))


def keep(
    db: Database, version: int, facts: Sequence[Fact], passages: Sequence[Passage], checks: Sequence[Check]
) -> None:
    """Build the index of a version's sentences and keep it, in the transaction that stores the version."""
    kept.put(db, version, _KIND, packed(tuple(passages)))


@functools.lru_cache(maxsize=1)
def packed(passages: tuple[Passage, ...]) -> bytes:
    """The index of a report's sentences as bytes; `load` has it made while the report's figures are being read."""
    return kept.pressed(ReportIndex(_as_facts(passages)))


def _as_facts(passages: Sequence[Passage]) -> list[Fact]:
    found: list[Fact] = []
    for passage in passages:
        if passage.kind not in _SPOKEN:
            continue
        at = 0
        for piece in _SENTENCE.split(passage.text):
            start = passage.text.index(piece, at)
            at = start + len(piece)
            if len(piece.strip()) < 8 and passage.kind != "signature":
                continue
            found.append(
                Fact(
                    id=len(found),
                    passage=passage.number,
                    start=start,
                    stop=at,
                    source=Span(start, at),
                    text_value=piece,
                    value=None,
                    unit="",
                    indicator="",
                    own=piece,
                    inherited="",
                    measure="other",
                    period="planned" if passage.planned else "",
                    path=passage.path,
                    quote=piece,
                    rule="sentence",
                    note=passage.note,
                    page=passage.page,
                )
            )
    return found
