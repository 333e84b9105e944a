"""Every way of writing a figure, a date or a name with a number, as sentences in tests/cases/grammar."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge.grammar.core import Match, Token, lex
from knowledge.grammar.registry import scan
from knowledge.numbers import scan as numbers
from knowledge.yamlfile import read_rows

CASES = Path(__file__).parents[1] / "cases" / "grammar"


@dataclass(frozen=True)
class Case:
    text: str
    see: tuple[str, ...] | None = None
    names: tuple[str, ...] | None = None
    loose: bool = False


def cases() -> list[Case]:
    return [case for path in sorted(CASES.glob("*.yaml")) for case in read_rows(path, Case)]


def printed(text: str, tokens: tuple[Token, ...], match: Match) -> str:
    return text[tokens[match.figure[0]].start : tokens[match.figure[1] - 1].stop]


def plain(value: object) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if value is not None and "." in f"{value:f}" else f"{value:f}"  # type: ignore[str-format]


def as_figure(text: str, tokens: tuple[Token, ...], match: Match) -> str:
    value = plain(match.value) if match.high is None else f"{plain(match.value)}..{plain(match.high)}"
    tail = match.link or {1: "+", -1: "-"}.get(match.sign, "")
    return " | ".join([printed(text, tokens, match), value, match.unit, *([tail] if tail else [])])


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.text[:60])
def test_sentence(case: Case) -> None:
    tokens = lex(case.text, numbers(case.text, 0))
    matches = scan(tokens)
    if case.see is not None:
        wanted = [" | ".join(normal(part) for part in row.split(" | ")) for row in case.see]
        seen = [as_figure(case.text, tokens, m) for m in matches if m.role == "figure"]
        assert set(wanted) <= set(seen) if case.loose else seen == wanted
    if case.names is not None:
        seen_names = [name(case.text, tokens, m) for m in matches if m.role != "figure"]
        wanted_names = [tuple(part.strip() for part in row.split("|")) for row in case.names]
        assert [s[: len(w)] for s, w in zip(seen_names, wanted_names, strict=True)] == wanted_names


def normal(part: str) -> str:
    try:
        from decimal import Decimal

        return plain(Decimal(part))
    except ArithmeticError:
        return part


def name(text: str, tokens: tuple[Token, ...], match: Match) -> tuple[str, ...]:
    value = plain(match.value) if match.value is not None else ""
    return (printed(text, tokens, match), match.rule, value, match.period)
