"""Comparing Vietnamese syllables by their marks: what was typed and disagrees counts, what is missing does not.

A syllable is split into its folded letters, the marks of its letters (ă â ê ô ơ ư đ) and its tone, so that "hoà" and
"hòa" are one syllable, "dưng" agrees with "dựng" (a tone left out) and "dụng" does not.
"""

from __future__ import annotations

import functools
import unicodedata
from typing import NamedTuple

_BEFORE_I = frozenset(["h", "k", "l", "m", "s", "t", "v"])
_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}


class Marked(NamedTuple):
    """A syllable's folded letters, its letters without the tone ("dưng"), and its tone ("j" in Telex, "" for none)."""

    folded: str
    shape: str
    tone: str

    @property
    def text(self) -> str:
        """The syllable with its marks, spelled anew."""
        mark = next((m for m, key in _TONES.items() if key == self.tone), "")
        vowels = [n for n, letter in enumerate(self.shape) if letter in "aăâeêioôơuưy"]
        marked_ones = [n for n in vowels if self.shape[n] in "ăâêôơư"]
        plain = vowels[-2] if len(vowels) > 2 else vowels[0] if vowels else 0
        at = marked_ones[-1] if marked_ones else plain
        return unicodedata.normalize("NFC", f"{self.shape[: at + 1]}{mark}{self.shape[at + 1 :]}")


@functools.lru_cache(maxsize=65536)
def marked(text: str) -> Marked:
    """Split one syllable or number; case is dropped."""
    text = text.lower()
    if text.isascii():
        text = _final_i(text)
        return Marked(text, text, "")
    tone = ""
    shape, folded = [], []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        kept = parts[0]
        for mark in parts[1:]:
            if mark in _TONES:
                tone = _TONES[mark]
            else:
                kept += mark
        shape.append(unicodedata.normalize("NFC", kept))
        folded.append("d" if parts[0] == "đ" else parts[0])
    if "uơ" in (written := "".join(shape)) and not written.endswith("uơ"):  # "đuợc": the horn set on one letter only
        shape = list(written.replace("uơ", "ươ"))
    return Marked(_final_i("".join(folded)), _final_i("".join(shape)), tone)


def _final_i(letters: str) -> str:
    """ "ký" and "kí", "mỹ" and "mĩ" are one word: a lone y after a consonant is i; "quý", "thủy" keep theirs."""
    return f"{letters[:-1]}i" if letters[-1:] == "y" and letters[:-1] in _BEFORE_I else letters


@functools.lru_cache(maxsize=65536)
def agrees(typed: Marked, printed: Marked) -> bool:
    """Whether every mark that was typed stands in what is printed. The folded letters must be the same."""
    if typed.folded != printed.folded:
        return False
    if typed.tone and typed.tone != printed.tone:
        return False
    return all(a in (b, c) for a, b, c in zip(typed.shape, printed.shape, printed.folded, strict=True))
