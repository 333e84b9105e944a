"""The words of `vocab/checks.yaml`, by role."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from knowledge.vocab import rows

Role = Literal[
    "whole",
    "done",
    "left",
    "old",
    "new",
    "every",
    "some",
    "named",
    "same",
    "plan",
    "surplus",
    "nameable",
    "structure",
    "all",
    "counter",
    "child",
    "rest",
    "failed",
    "inspected",
]


@dataclass(frozen=True, slots=True)
class CheckWord:
    """A phrase, written small with its marks, and how it relates figures; `of`: what a surplus is the difference of."""

    phrase: str
    role: Role
    of: tuple[str, ...] = ()


@functools.cache
def words(role: Role) -> tuple[CheckWord, ...]:
    """The rows of one role, longest phrase first."""
    return tuple(
        sorted(
            (row for row in rows("checks", CheckWord) if row.role == role),
            key=lambda row: len(row.phrase),
            reverse=True,
        )
    )


@functools.cache
def pattern(role: Role) -> re.Pattern[str]:
    """Any phrase of a role, as whole words."""
    return re.compile(rf"\b(?:{'|'.join(re.escape(row.phrase) for row in words(role))})\b", re.IGNORECASE)


def says(role: Role, text: str) -> bool:
    """Whether a text holds a phrase of the role."""
    return pattern(role).search(text) is not None
