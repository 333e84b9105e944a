"""Anniversaries: "93 năm … (14/10/1930-14/10/2023)" spans 93 years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.model import Check, Fact, Outline

_SPAN = re.compile(r"\((?:\d{1,2}/\d{1,2}/)?(1[89]\d\d|20\d\d)\s*[-–]\s*(?:\d{1,2}/\d{1,2}/)?(20\d\d)\)")
_NEXT_NUMBER = re.compile(r"\d+\s+năm\b")


def check(outline: Outline, facts: Sequence[Fact]) -> Iterator[Check]:
    """Every anniversary with the years it is counted from."""
    for fact in facts:
        if fact.rule != "anniversary" or fact.value is None:
            continue
        text = outline.passages[fact.passage].text
        match = _SPAN.search(text, fact.stop)
        if match is None or _NEXT_NUMBER.search(text[fact.stop : match.start()]) or match.start() - fact.stop > 160:
            continue
        years = int(match[2]) - int(match[1])
        yield Check(
            "anniversary",
            {"stated": fact.text_value, "computed": f"{years} năm", "indicator": fact.indicator},
            fact.text_value,
            f"{years} năm",
            years == int(fact.value),
            (fact.id,),
            text[fact.start : match.end()],
        )
