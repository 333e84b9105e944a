"""What the grammar is made of: tokens, keys that ignore spelling variants, phrase lexicons, matches.

A key keeps every mark but not where the tone stands nor i/y after a single consonant: "hoà" = "hòa", "kỳ" = "kì",
"luỹ" = "lũy". Offsets are always those of the passage's own text.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, Literal, NamedTuple, TypeVar

from knowledge.model import Measure, NumberToken

_TONES = {"\u0300": "1", "\u0301": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_LEX = re.compile(r"(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_]+)|(?P<mark>\S)")
_IY = re.compile(r"^(qu|[hklmstv])y(\d?)$")
Value = TypeVar("Value")


@functools.lru_cache(maxsize=65536)
def key(word: str) -> str:
    """A syllable's key: "Kỳ" -> "ki1", "hoà" and "hòa" -> "hoa1"."""
    letters, tone = [], ""
    for c in unicodedata.normalize("NFD", word.lower()):
        if c in _TONES:
            tone = _TONES[c]
        else:
            letters.append(c)
    return _IY.sub(r"\1i\2", unicodedata.normalize("NFC", "".join(letters)) + tone)


class Token(NamedTuple):
    """A word, a number or a single mark of a passage's text; a report has many thousands, so it is a light tuple."""

    kind: Literal["word", "number", "mark"]
    text: str
    key: str
    start: int
    stop: int
    number: NumberToken | None = None

    @property
    def value(self) -> Decimal:
        assert self.number is not None
        return self.number.value

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


def lex(text: str, numbers: Sequence[NumberToken] = ()) -> tuple[Token, ...]:
    """The tokens of a passage's text; `numbers` are its number tokens, as `knowledge.numbers.scan` gives them."""
    by_start = {n.start: n for n in numbers}
    tokens: list[Token] = []
    for m in _LEX.finditer(text):
        kind, printed, (start, stop) = m.lastgroup, m[0], m.span()
        read = by_start.get(start) if kind == "number" else None
        tokens.append(_token(Token, (kind, printed, key(printed) if kind == "word" else printed, start, stop, read)))
    return tuple(tokens)


_token = tuple.__new__  # half the time of Token(...)


@functools.lru_cache(maxsize=16384)
def keys(phrase: str) -> tuple[str, ...]:
    """The keys of a phrase's tokens."""
    return tuple(key(m.group()) if m.lastgroup == "word" else m.group() for m in _LEX.finditer(phrase))


class Lexicon(Generic[Value]):
    """Phrases by their keys; finds the longest one that begins, or ends, at a place."""

    def __init__(self, pairs: Iterable[tuple[str, Value]]) -> None:
        self._phrases: dict[tuple[str, ...], Value] = {}
        self._first: dict[str, list[int]] = {}
        self._last: dict[str, list[int]] = {}
        for phrase, value in pairs:
            parts = keys(phrase)
            self._phrases.setdefault(parts, value)
        for parts in self._phrases:
            for index, end in ((self._first, parts[0]), (self._last, parts[-1])):
                if len(parts) not in index.setdefault(end, []):
                    index[end].append(len(parts))
        for index in (self._first, self._last):
            for lengths in index.values():
                lengths.sort(reverse=True)

    def begins(self, tokens: Sequence[Token], at: int) -> tuple[Value, int] | None:
        """The longest phrase that begins at `at`, with the index just after it."""
        lengths = self._first.get(tokens[at].key) if at < len(tokens) else None
        for length in lengths or ():
            value = self._phrases.get(tuple([t.key for t in tokens[at : at + length]]))
            if value is not None and at + length <= len(tokens):
                return value, at + length
        return None

    def ends(self, tokens: Sequence[Token], stop: int) -> tuple[Value, int] | None:
        """The longest phrase that ends just before `stop`, with the index of its first token."""
        if stop <= 0:
            return None
        for length in self._last.get(tokens[stop - 1].key, ()):
            if length <= stop:
                value = self._phrases.get(tuple([t.key for t in tokens[stop - length : stop]]))
                if value is not None:
                    return value, stop - length
        return None

    def get(self, parts: Sequence[str]) -> Value | None:
        """The value of exactly these keys."""
        return self._phrases.get(tuple(parts))

    def find(self, tokens: Sequence[Token]) -> tuple[Value, int, int] | None:
        """The first phrase anywhere in the tokens, with its range."""
        for at in range(len(tokens)):
            hit = self.begins(tokens, at)
            if hit is not None:
                return hit[0], at, hit[1]
        return None


Role = Literal["figure", "mention", "skip"]
Link = Literal["", "over", "paired"]


@dataclass(frozen=True, slots=True)
class Match:
    """What one grammar function saw at tokens [start, stop).

    role     figure: a quantity that clauses are built around; mention: a date, document, ordinal or span that
             may be a fact of
             its own and stays part of the words around it; skip: digits that are no fact (a section or page number)
    figure   token range of the printed figure with its unit; `unit` its name, "" where none is printed;
             `kind` the unit's
             dimension ("money", "percent", "count", ...); `noun` whether the unit is a counted noun that also names
    sign     +1 / -1 where a sign is printed before the figure; `link` how a second figure hangs on the first of a pair
    """

    rule: str
    start: int
    stop: int
    role: Role
    figure: tuple[int, int]
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    kind: str = ""
    noun: bool = False
    sign: int = 0
    link: Link = ""
    measure: Measure = "actual"
    period: str = ""
    label: str = ""
    items: tuple[str, ...] = field(default=())


Matches = tuple[Match, ...]


def word(tokens: Sequence[Token], at: int, *names: str) -> bool:
    """Whether the token at `at` is one of these words."""
    return 0 <= at < len(tokens) and tokens[at].key in _any_of(names)


@functools.lru_cache(maxsize=4096)
def _any_of(names: tuple[str, ...]) -> frozenset[str]:
    """The keys of some words; the grammar asks for the same few sets thousands of times a report."""
    return frozenset(map(key, names))


def mark(tokens: Sequence[Token], at: int, marks: str) -> bool:
    """Whether the token at `at` is one of these marks."""
    return 0 <= at < len(tokens) and tokens[at].kind == "mark" and tokens[at].text in marks


def number(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token at `at` is a number."""
    return 0 <= at < len(tokens) and tokens[at].kind == "number"


def touching(tokens: Sequence[Token], at: int) -> bool:
    """Whether no space stands between the token before `at` and the token at `at`."""
    return 0 < at < len(tokens) and tokens[at - 1].stop == tokens[at].start
