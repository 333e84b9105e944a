"""All rules of the grammar, and the one place that settles overlaps: at each place the longest match wins, then the
earlier rule.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.grammar import amount, date, document, ordinal, pair, span
from knowledge.grammar.core import Match, Matches, Token, key, mark, word
from knowledge.grammar.units import text

Rule = Callable[[Sequence[Token], int], Matches | None]

FIRM: tuple[Rule, ...] = (
    document.document, date.date, date.days, span.years, ordinal.scale_of_map, ordinal.rank, span.quarter, span.months,
    ordinal.named, span.month,
    ordinal.anniversary, ordinal.attached, date.clock, date.day_alone, span.year,
)  # fmt: skip
"""Rules that beat a longer amount or pair: what they see is never a quantity."""

QUANTITIES: tuple[Rule, ...] = (amount.compound, pair.pair, amount.span_of_values, amount.amount)
"""Rules for quantities; `amount` takes any number that nothing else explains."""

WORD_RULES: dict[str, tuple[Rule, ...]] = {
    key("gấp"): (amount.doubled,),
    **dict.fromkeys(span.spelled_months(), (span.named_month, span.named_months, amount.spelled)),
    **{key(letters): (span.quarter, ordinal.roman_name) for letters in ordinal.ROMANS},
}
"""Rules that begin at a word, by its key."""


def scan(tokens: Sequence[Token]) -> Matches:
    """Every match of a passage in order, none overlapping; every number token lies in one."""
    found: list[Matches] = []
    at = 0
    while at < len(tokens):
        begins = tokens[at].kind == "number" or tokens[at].key in WORD_RULES
        best = _best(tokens, at) if begins else None
        if best is None:
            at += 1
            continue
        found.append(best)
        at = max(m.stop for m in best)
    return tuple(m for n, group in enumerate(found) for m in _as_label(tokens, group, found[n + 1 : n + 2]))


def _as_label(tokens: Sequence[Token], group: Matches, after: Sequence[Matches]) -> Matches:
    """A figure that only names what the next one counts is a name: "Huy hiệu 70 năm: 02", "Nhóm 5 tuổi: 320 trẻ"; so is
    any age.
    """
    first = group[0]
    if len(group) > 1 or first.role != "figure":
        return group
    labelled = bool(after) and mark(tokens, first.stop, ":") and after[0][0].start == first.stop + 1
    adjoining = bool(after) and after[0][0].start == first.stop and after[0][0].role == "figure"
    stretch = first.kind in ("time", "times", "length")
    reaches = bool(after) and first.kind == "time" == after[0][0].kind and _between(tokens, first, after[0][0])
    banknote = first.kind == "money" and (
        word(tokens, first.start - 1, "loại") or word(tokens, first.start - 2, "mệnh")
    )
    if (
        first.kind in ("age", "grade")
        or banknote
        or (stretch and (labelled or adjoining or word(tokens, first.stop, "trở")))
        or reaches
        or (labelled and first.kind == "points")
    ):
        label = text(tokens, first.start, first.stop)
        return (replace(first, rule="attribute", role="mention", measure="other", label=label),)
    return group


def _between(tokens: Sequence[Token], first: Match, second: Match) -> bool:
    """Whether two lengths of time bound one another: "từ 01 tháng | đến dưới | 06 tháng"."""
    gap = [tokens[i].key for i in range(first.stop, second.start)]
    return 0 < len(gap) <= 2 and gap[0] in (key("đến"), key("tới")) and word(tokens, first.start - 1, "từ")


def _best(tokens: Sequence[Token], at: int) -> Matches | None:
    token = tokens[at]
    if token.kind != "number":
        rules = WORD_RULES.get(token.key, ())
        return next((m for m in (rule(tokens, at) for rule in rules) if m), None)
    for rules in (FIRM, QUANTITIES):
        seen = [match for match in (rule(tokens, at) for rule in rules) if match]
        if seen:
            return max(seen, key=lambda match: match[0].stop)  # the first of equally long ones
    return None
