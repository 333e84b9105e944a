"""The words of across.yaml found in a question, with their places; and extremes whose two words stand apart."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.fold import flat
from knowledge.vocab import rows


@dataclass(frozen=True, slots=True)
class AcrossRow:
    """A row of across.yaml: what is to be done, the words that say so, whether they leave the question with it."""

    name: str
    say: tuple[str, ...]
    drop: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase of the vocabulary at its place in the question."""

    name: str
    start: int
    stop: int
    drop: bool


_APART = re.compile(
    r"\b(nhieu|cao|lon|dong|manh|it|thap|nho|kem)\b((?: [^\s,.;?]+){1,8}?) (nhat)\b(?! (?:la|tri|quan))"
)
_LOW = ("it", "thap", "nho", "kem")


@functools.cache
def _pattern() -> tuple[re.Pattern[str], dict[str, list[tuple[str, AcrossRow]]]]:
    by_flat: dict[str, list[tuple[str, AcrossRow]]] = {}
    for row in rows("across", AcrossRow):
        for phrase in row.say:
            by_flat.setdefault(flat(phrase), []).append((phrase, row))
    longest_first = sorted(by_flat, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), by_flat


def find(text: str, taken: Iterable[tuple[int, int]]) -> list[Said]:
    """Every phrase in a question, longest first, but for what is already taken. Marks that were typed must agree."""
    folded = flat(text)
    for start, stop in taken:
        folded = folded[:start] + "#" * (stop - start) + folded[stop:]
    pattern, by_flat = _pattern()
    found = []
    for match in pattern.finditer(folded):
        typed = text[match.start() : match.end()].lower()
        row = next((row for phrase, row in by_flat[match.group()] if _agrees(typed, phrase, text.isascii())), None)
        if row is not None:
            found.append(Said(row.name, match.start(), match.end(), row.drop))
    if not any(said.name in ("highest", "lowest") for said in found):
        found += _apart(folded)
    return sorted(found, key=lambda said: said.start)


def _agrees(typed: str, phrase: str, unmarked: bool) -> bool:
    """As printed; or without marks, for one word only where the question has none at all ("cộng" is not "công")."""
    return typed == phrase or (
        typed.isascii() and (" " in phrase or (unmarked and len(phrase) > 2 and phrase != "cộng"))
    )


def _apart(text: str) -> list[Said]:
    """ "nhiều vụ tai nạn nhất": both words of the extreme, not what stands between them."""
    match = _APART.search(text)
    if match is None:
        return []
    name = "lowest" if match[1] in _LOW else "highest"
    return [Said(name, match.start(1), match.end(1), True), Said(name, match.start(3), match.end(3), True)]
