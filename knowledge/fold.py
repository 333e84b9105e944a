"""Vietnamese text without its marks: normal form, folding, syllables. Pure; repair of typing slips is in `ask.repair`.

Folding is NFD, combining marks dropped, đ -> d, lower case. It changes length ("İ", "ß"), so an offset is never taken
from folded text: split first, fold syllable by syllable, and keep each syllable's span.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

_UNSEEN = str.maketrans(dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")))
_SYLLABLE = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+", re.UNICODE)


def clean(text: str) -> str:
    """NFC, no soft hyphens or zero-width characters, every kind of space a space (never NFKC: kỳ¹⁴, 5²)."""
    text = unicodedata.normalize("NFC", text).translate(_UNSEEN)
    return re.sub(r"[^\S\n]", " ", text)


@functools.lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without marks: "Đạt" -> "dat". Idempotent."""
    return text.lower().translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Syllable:
    """A run of letters or a printed number, with its place; `folded` for matching, `text` as written."""

    text: str
    folded: str
    start: int
    stop: int


def syllables(text: str) -> list[Syllable]:
    """Every run of letters and every number of a text, in order."""
    return [Syllable(m.group(), fold(m.group()), m.start(), m.end()) for m in _SYLLABLE.finditer(text)]


def written(text: str) -> list[str]:
    """Every run of letters and every number of a text as written, in order."""
    return _SYLLABLE.findall(text)


def words(text: str) -> list[str]:
    """The folded syllables of a text."""
    return [fold(m.group()) for m in _SYLLABLE.finditer(text)]


@functools.lru_cache(maxsize=1024)
def flat(text: str) -> str:
    """Folded letter by letter, so that every offset stays that of the text (a letter that folds to two keeps one)."""
    lower = text.lower()
    return (lower if len(lower) == len(text) else text).translate(_BASES)


class _Plain(dict[int, str]):
    """What is left of each code point without its marks, found when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
        self[code] = {"đ": "d", "ı": "i"}.get(plain, plain)
        return self[code]


_PLAIN = _Plain()


class _Bases(dict[int, str]):
    """The letter without marks of each code point, found when it is first met."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", chr(code))[0]
        self[code] = "d" if base == "đ" else base
        return self[code]


_BASES = _Bases()
