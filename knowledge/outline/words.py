"""The words of `vocab/sections.yaml` and `vocab/letterhead.yaml`, by role."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal

from knowledge.vocab import rows

SectionRole = Literal["planned", "planned_top", "planned_dated", "done", "ahead", "no_lead", "no_unit", "no_count"]


@dataclass(frozen=True, slots=True)
class SectionWord:
    """A phrase, written small with its marks, and what it says of a title that holds it."""

    phrase: str
    role: SectionRole


@functools.cache
def phrases(role: SectionRole) -> tuple[str, ...]:
    """The phrases of one role, longest first."""
    return tuple(
        sorted((row.phrase for row in rows("sections", SectionWord) if row.role == role), key=len, reverse=True)
    )


LetterheadRole = Literal["body", "unit", "place", "field", "motto", "annex", "special", "other", "post", "rank"]


@dataclass(frozen=True, slots=True)
class LetterheadWord:
    """A form with its natural capitals, what it is in a letterhead, and the abbreviation it is printed by."""

    form: str
    role: LetterheadRole
    short: str = ""


@functools.cache
def forms(*roles: LetterheadRole) -> tuple[LetterheadWord, ...]:
    """The rows of some roles, longest form first."""
    found = [row for row in rows("letterhead", LetterheadWord) if row.role in roles]
    return tuple(sorted(found, key=lambda row: len(row.form), reverse=True))
