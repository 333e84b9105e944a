"""The capital and small letters of Vietnamese, for character classes: their code points lie mixed."""

from __future__ import annotations

import unicodedata

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_MARKED = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES)

SMALL = "a-zđ" + "".join(c for c in _MARKED if not c.isascii())
CAPITALS = "A-ZĐ" + "".join(c.upper() for c in _MARKED if not c.isascii())
CAPITAL = f"[{CAPITALS}]"
WORD = f"[{CAPITALS}][{SMALL}]+"  # a word written with one capital
