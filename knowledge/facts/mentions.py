"""Dates, document numbers, anniversaries, ordinals and stretches of time as facts of their own, where a person may ask
for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import periods
from knowledge.facts.draft import Draft, Text
from knowledge.facts.period import complete
from knowledge.facts.phrase import text, trim_start
from knowledge.grammar.core import Match, key
from knowledge.grammar.ordinal import naming
from knowledge.model import Header

_BEFORE, _AFTER = 34, 14


@dataclass(frozen=True, slots=True)
class Mention:
    """A match that is a fact of its own, with its period and the words around it."""

    match: Match
    period: str
    before: str
    after: str
    near: Draft | None


def mentions(whole: Text, drafts: Sequence[Draft], header: Header) -> list[Mention]:
    """The mentions of a passage that are facts; the others are only classified."""
    return [
        _mention(whole, drafts, m, header)
        for m in whole.matches
        if m.role == "mention" and _wanted(whole, drafts, m, header)
    ]


def _wanted(whole: Text, drafts: Sequence[Draft], match: Match, header: Header) -> bool:
    """Which mentions a person may ask for: not the report's own month and year, not the base of a comparison."""
    if match.rule in ("date", "document", "anniversary", "scale", "years", "ordinal", "rank"):
        return True
    if match.rule == "attribute":
        return match.kind in ("age", "times")
    sentence = next(s for s in whole.sentences if s[0] <= match.start < s[1])
    used = any(d.sentence == sentence and match.start < d.at for d in drafts)
    code = complete(match.period, header.period)
    before = [t.key for t in whole.tokens[max(0, match.start - 4) : match.start]]
    if key("kỳ") in before or key("với") in before:
        return False
    if match.rule in ("months", "quarter"):
        return not used
    report = periods.parse(header.period)
    if match.rule == "year":
        return report is None or code not in (str(report.last.year), "")
    return match.rule == "month" and not used and code not in ("", header.period, header.next_period)


def _mention(whole: Text, drafts: Sequence[Draft], match: Match, header: Header) -> Mention:
    sentence = next(s for s in whole.sentences if s[0] <= match.start < s[1])
    tokens = whole.tokens
    stop = match.stop
    wide = match.rule in ("anniversary", "ordinal", "document")
    if stop < sentence[1] and tokens[stop].text == "(" and match.rule == "ordinal":  # "tiêu chí 11 (nghèo đa chiều)"
        stop = next((k + 1 for k in range(stop, sentence[1]) if tokens[k].text == ")"), stop)
    while stop < sentence[1] and stop - match.stop < _AFTER and tokens[stop].text not in (";(.:" if wide else ",;(.:"):
        stop += 1
    if (
        match.start - sentence[0] < 5 and match.rule == "date"
    ):  # "Đến 31/8/2024, toàn huyện có": what follows tells of what
        while stop < sentence[1] and stop - match.stop < _AFTER and tokens[stop].text not in ";.:":
            stop += 1
    near = [d for d in drafts if d.sentence == sentence]
    closest = min(near, key=lambda d: abs(d.at - match.start)) if near else None
    before = trim_start(tokens, list(range(_clause_start(whole, sentence, match), match.start)))
    noun = naming(tokens, match.start) if match.rule == "ordinal" else None
    if noun is not None:
        before = [i for i in before if i < noun]
    default = header.next_period if whole.passage.planned and header.next_period else header.period
    period = complete(match.period, header.period) if match.period else default
    after = text(tokens, list(range(match.stop, stop)))
    return Mention(match, period or default, text(tokens, before), after, closest)


def _clause_start(whole: Text, sentence: tuple[int, int], match: Match) -> int:
    """Where the words that name a mention begin: the sentence's beginning, or within reach of it a mark."""
    tokens, reach = whole.tokens, max(sentence[0], match.start - _BEFORE)
    if reach - sentence[0] < 10:
        reach = sentence[0]  # rather a few words more than the middle of a word's syllables
    parted = max((k + 1 for k in range(reach, match.start) if tokens[k].text == ";"), default=reach)
    if match.start - parted >= 8 or (reach == sentence[0] and parted == reach):
        return parted
    if reach == sentence[0]:
        return reach
    return next((k + 1 for k in range(reach, match.start - 3) if tokens[k].text in ",:(-–"), reach)
