"""Where sentences begin and end in a passage's tokens."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.grammar.core import Token, mark

_ABBREVIATIONS = (
    "TP",
    "Tp",
    "Đ",
    "TT",
    "TX",
    "Th",
    "Ths",
    "TS",
    "PGS",
    "GS",
    "BS",
    "KT",
    "TM",
    "tr",
    "Tr",
    "P",
    "Q",
    "H",
    "ĐT",
    "St",
    "v",
    "vv",
)


def sentences(tokens: Sequence[Token]) -> tuple[tuple[int, int], ...]:
    """Token ranges of the sentences: up to a full stop that a capital, a quote or a bullet follows."""
    found, start, depth = [], 0, 0
    for at, token in enumerate(tokens):
        depth += 1 if token.text in "([" else -1 if token.text in ")]" else 0
        if not mark(tokens, at, ".!?…") or at + 1 >= len(tokens):
            continue
        after = tokens[at + 1]
        if after.start == token.stop or (at and tokens[at - 1].text in _ABBREVIATIONS):
            continue
        if (
            depth > 0
            and ")" in "".join(t.text for t in tokens[at : at + 60] if t.kind == "mark")
            and depth == 1
            and not after.capital
        ):
            continue
        if after.capital or after.kind == "number" or after.text in "“\"'-+*(•–":
            found.append((start, at + 1))
            start, depth = at + 1, 0
    if start < len(tokens):
        found.append((start, len(tokens)))
    return tuple(found)
