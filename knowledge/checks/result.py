"""A relation that was looked at, as the `Check` that is stored and shown."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.checks.figures import Figure
from knowledge.model import Check


def result(
    relation: str, holds: bool | None, stated: str, computed: str, figures: Sequence[Figure], quote: str, **params: str
) -> Check:
    """A check of some figures; `params` fill the sentence `check.<relation>` beside stated and computed."""
    facts = tuple(dict.fromkeys(figure.fact.id for figure in figures))
    return Check(relation, {"stated": stated, "computed": computed, **params}, stated, computed, holds, facts, quote)


def named(figure: Figure) -> str:
    """A figure as printed, for the parameters of a sentence."""
    return figure.fact.text_value.strip()
