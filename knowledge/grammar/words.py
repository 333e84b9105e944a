"""The word classes of the grammar (vocab/facts.yaml, qualifiers.yaml, measures.yaml) as lexicons."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.grammar.core import Lexicon, Token
from knowledge.vocab import rows


@dataclass(frozen=True, slots=True)
class WordClass:
    """A class of words or phrases."""

    name: str
    words: tuple[str, ...]


@functools.cache
def lexicon(file: str, *names: str) -> Lexicon[str]:
    """The words of some classes of a vocabulary file (all where none is named), each with the name of its class."""
    chosen = [row for row in rows(file, WordClass) if not names or row.name in names]
    return Lexicon((form, row.name) for row in chosen for form in row.words)


def comparators() -> Lexicon[str]:
    """Words between a subject and a figure that make it a comparison: tăng, giảm, bằng, đạt, chiếm, gấp."""
    return lexicon("facts", "increase", "decrease", "equal", "reach", "share", "fold")


def qualifiers() -> Lexicon[str]:
    """Words that weaken or bound a figure."""
    return lexicon("qualifiers")


def bases() -> Lexicon[str]:
    """What a comparison stands against."""
    return lexicon("measures")


def openers() -> Lexicon[str]:
    """Words that open a breakdown: trong đó, gồm, cụ thể."""
    return lexicon("facts", "opener")


def links() -> Lexicon[str]:
    """Words that only tie a figure to what stands before it."""
    return lexicon(
        "facts", "increase", "decrease", "equal", "reach", "share", "fold", "copula", "preposition", "conjunction"
    )


def attributes() -> Lexicon[str]:
    """Names of a quantity that need what they are a quantity of: số tiền, diện tích, kinh phí."""
    return lexicon("facts", "attribute")


def verbs() -> Lexicon[str]:
    """Verbs that may begin a clause."""
    return lexicon("facts", "verb", "consequence", "increase", "decrease")


def connectors() -> Lexicon[str]:
    """Words at a clause's beginning that name nothing."""
    return lexicon("facts", "connector")


@functools.cache
def _function() -> Lexicon[str]:
    return lexicon("facts", "stop", "preposition", "conjunction", "copula", "opener")


def function_word(tokens: Sequence[Token], at: int) -> bool:
    """Whether a preposition, conjunction, copula or the like begins at a place."""
    return _function().begins(tokens, at) is not None


def conjunction(tokens: Sequence[Token], at: int) -> bool:
    """Whether "và" stands at a place."""
    return at < len(tokens) and tokens[at].key == "va1"


def starts_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb, a comparison or an opener begins at a place."""
    return verbs().begins(tokens, at) is not None or comparators().begins(tokens, at) is not None
