"""A database of any size: the bundled report with other figures, for other months and other bodies.

Every report is written through the store's writer, as a load is; only the disk flushes are left out.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from knowledge import periods, samples
from knowledge.load import extract
from knowledge.model import Extraction, Fact, Passage
from knowledge.store.writer import Writer

BASE_PERIOD = "2023-10"
MOST_MONTHS = 120
_FIRST = ("An", "Bình", "Châu", "Đông", "Giang", "Hải", "Hưng", "Kim", "Lâm", "Minh", "Nam", "Phú", "Quảng", "Sơn")
_LAST = ("Dương", "Hòa", "Khánh", "Lộc", "Mỹ", "Ninh", "Phong", "Tân", "Thành", "Trạch", "Vân", "Xuyên")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*\D*")  # one figure with its unit


@dataclass(frozen=True, slots=True)
class Place:
    """One report of the corpus: its body and its month."""

    org: str
    period: str


def places(reports: int) -> list[Place]:
    """The bodies and months of a corpus: up to 120 months of each body."""
    names = [f"Huyện ủy {first} {last}" for last in _LAST for first in _FIRST]
    months = min(MOST_MONTHS, max(1, round(reports**0.6)))
    return [Place(names[n // months % len(names)], periods.shift(BASE_PERIOD, -(n % months))) for n in range(reports)]


def base() -> Extraction:
    """The bundled report as it is extracted."""
    return extract(samples.OCTOBER.read_bytes(), samples.OCTOBER.name)


def build(path: Path, facts: int) -> list[Place]:
    """Write a corpus of about this many facts, or go on where an earlier run stopped; its places."""
    made = base()
    chosen = places(max(1, facts // len(made.facts)))
    writer = Writer(path)
    writer.db.execute("PRAGMA synchronous = OFF")
    (kept,) = writer.db.execute("SELECT count(*) FROM versions").fetchone()
    for number, place in enumerate(chosen[kept:], kept):
        writer.keep(varied(made, place, number), json.dumps([place.org, place.period]).encode(), "bench")
    writer.close()
    return chosen


def varied(made: Extraction, place: Place, number: int) -> Extraction:
    """The report with other figures of the same shape, for another body and month."""
    dice = random.Random(number)
    distance = _months(place.period)
    texts = [list(passage.text) for passage in made.outline.passages]
    facts = []
    for fact in made.facts:
        printed = made.outline.passages[fact.passage].text[fact.start : fact.stop]
        changed = _changed(fact, printed, dice)
        if changed is not None:
            texts[fact.passage][fact.start : fact.stop] = changed[0]
        facts.append(_moved(fact, changed, printed, distance))
    passages = tuple(
        replace(passage, text="".join(text)) for passage, text in zip(made.outline.passages, texts, strict=True)
    )
    document = replace(made.outline.document, sha256=f"{number:064x}", name=f"{number}.md")
    header = replace(made.outline.header, org=place.org, period=place.period)
    outline = replace(made.outline, document=document, header=header, passages=passages)
    return replace(made, outline=outline, facts=tuple(_quoted(facts, made, passages)))


def _months(period: str) -> int:
    year, month = map(int, period.split("-"))
    base_year, base_month = map(int, BASE_PERIOD.split("-"))
    return (year - base_year) * 12 + month - base_month


def _changed(fact: Fact, printed: str, dice: random.Random) -> tuple[str, Decimal] | None:
    """Other digits in the same places and the value they make; None for what is no plain figure."""
    if fact.value is None or fact.value_high is not None or not _FIGURE.fullmatch(printed):
        return None
    digits = re.sub(r"\D", "", printed)
    exponent = int(fact.value.as_tuple().exponent)
    if Decimal(int(digits)).scaleb(exponent) != fact.value or fact.measure in ("date", "other"):
        return None
    fresh = iter([str(dice.randint(1, 9)) if d != "0" or n else "0" for n, d in enumerate(digits)])
    text = "".join(next(fresh) if c.isdigit() else c for c in printed)
    return text, Decimal(int(re.sub(r"\D", "", text))).scaleb(exponent)


def _moved(fact: Fact, changed: tuple[str, Decimal] | None, printed: str, distance: int) -> Fact:
    period = fact.period
    if re.fullmatch(r"\d{4}-\d{2}", period):
        period = periods.shift(period, distance)
    if changed is None:
        return replace(fact, period=period)
    text_value = fact.text_value.replace(printed, changed[0], 1)
    return replace(fact, period=period, value=changed[1], text_value=text_value)


def _quoted(facts: list[Fact], made: Extraction, passages: tuple[Passage, ...]) -> Iterator[Fact]:
    """Each fact with the sentence as it now stands (figures keep their length, so places stay)."""
    for fact, old in zip(facts, made.facts, strict=True):
        start = made.outline.passages[old.passage].text.find(old.quote)
        stop = start + len(old.quote)
        yield fact if start < 0 else replace(fact, quote=passages[fact.passage].text[start:stop])
