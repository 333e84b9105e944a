"""Counts of listed names: "7 xã (A, B, …)" names seven."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.checks.words import pattern, says
from knowledge.model import Check, Fact, Outline
from knowledge.read.letters import CAPITALS

_OPEN = re.compile(r"\.\.\.|…|v\.v|vân vân", re.IGNORECASE)
_FARTHEST = 2


def check(outline: Outline, facts: Sequence[Fact]) -> Iterator[Check]:
    """Every list of names with the count it belongs to."""
    by_id = {fact.id: fact for fact in facts}
    for listed in facts:
        if listed.measure != "list" or not listed.items or listed.parent is None or len(listed.items) < 2:
            continue
        count = by_id.get(listed.parent)
        if count is None or count.value is None or count.value % 1 or count.value_high is not None:
            continue
        found = _judge(outline, count, listed)
        if found:
            yield found


def _judge(outline: Outline, count: Fact, listed: Fact) -> Check | None:
    names = listed.items or ()
    stated, computed = int(count.value or 0), len(names)
    quote = count.quote if count.passage == listed.passage else listed.quote
    holds: bool | None = stated == computed
    if not holds:
        text = outline.passages[listed.passage].text
        before = text[max(0, listed.start - 40) : listed.start]
        whole = before + listed.text_value + text[listed.stop : listed.stop + 5]
        if abs(stated - computed) > _FARTHEST or _OPEN.search(whole) or says("named", before) or says("some", before):
            return None
        if not all(_is_name(name) for name in names):
            return None
        if not _plain(count, listed, text) or not _nameable(count.unit, names[0]):
            return None
    printed = count.text_value
    return Check(
        "listed",
        {"stated": printed, "computed": str(computed), "names": ", ".join(names), "indicator": count.indicator},
        printed,
        str(computed),
        holds,
        (count.id, listed.id),
        quote,
    )


def _is_name(name: str) -> bool:
    """Whether an item of a list is one proper name, so that counting items counts names."""
    words = name.split()
    return bool(words) and words[0][:1].isupper() and len(words) <= 8 and " và " not in name


def _nameable(unit: str, first: str) -> bool:
    """Whether things of this unit bear names, and the list is one of them: a list of streets counts no households."""
    noun = pattern("nameable").match(unit)
    other = pattern("nameable").match(first)
    return noun is not None and (
        other is None or other[0].lower() in unit.lower() or len(first.split()) == len(other[0].split())
    )


def _plain(count: Fact, listed: Fact, text: str) -> bool:
    """Whether the list follows its count directly, or stands in a footnote of its own."""
    if count.passage != listed.passage:
        return listed.note is not None
    between, after = text[count.stop : listed.start], text[listed.stop :].lstrip(' ”"')
    if len(between) > 70 or re.search(rf"[\d{CAPITALS}]|[.;]\s", between):
        return False
    return not after or after[0] in ").;:\n" or bool(re.match(rf",\s+[^{CAPITALS}]", after))
