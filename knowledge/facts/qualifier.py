"""What stands between the words of a clause and its figure: qualifiers ("ước", "khoảng"), comparison words, copulas."""

from __future__ import annotations

from typing import cast

from knowledge.facts.draft import Draft
from knowledge.facts.phrase import within_verb
from knowledge.grammar import words
from knowledge.grammar.core import key, word
from knowledge.model import Qualifier

_STRONG = ("increase", "decrease", "fold")
_ESTIMATES = (key("ước"),)


def read(draft: Draft) -> None:
    """Set `qualifiers`, `comparator` and `content` of a draft from the words on its left and just after it."""
    tokens, rest = draft.tokens, list(draft.left)
    found: list[Qualifier] = []
    comparator = {1: "increase", -1: "decrease"}.get(draft.match.sign, "")
    while rest:
        window = [tokens[i] for i in rest[-6:]]
        hits = [
            (lexicon.ends(window, len(window)), name)
            for name, lexicon in (
                ("q", words.qualifiers()),
                ("c", words.comparators()),
                ("l", words.lexicon("facts", "copula")),
            )
        ]
        seen = [(hit[1], name, hit[0]) for hit, name in hits if hit is not None]
        if tokens[rest[-1]].kind == "mark" and tokens[rest[-1]].text not in ")”":
            rest.pop()
            continue
        if not seen:
            break
        start, name, value = min(seen, key=lambda s: s[0])
        if within_verb(window, start):
            break
        if name == "q":
            found.append(cast(Qualifier, value))
        elif name == "c" and (not comparator or (value in _STRONG and comparator not in _STRONG)):
            comparator = value
        rest = rest[: len(rest) - (len(window) - start)]
    if any(tokens[i].key in _ESTIMATES for i in draft.left):
        found.append("estimate")
    after = draft.match.figure[1]
    if word(tokens, after, "trở") and word(tokens, after + 1, "lên", "xuống"):
        found.append("at_least" if word(tokens, after + 1, "lên") else "at_most")
    draft.comparator, draft.content = comparator, rest
    order: tuple[Qualifier, ...] = ("estimate", "about", "at_least", "at_most", "planned")
    draft.qualifiers = tuple(q for q in order if q in found)


def inherit(draft: Draft) -> None:
    """An estimate carries to the comparisons that hang on it."""
    parent = draft.subject
    if (
        draft.comparison
        and parent is not None
        and "estimate" in parent.qualifiers
        and "estimate" not in draft.qualifiers
    ):
        draft.qualifiers = ("estimate", *draft.qualifiers)
