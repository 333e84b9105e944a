"""A printed list parted into its names, and whether what it holds are names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.facts.phrase import tidy
from knowledge.grammar import units, words
from knowledge.grammar.core import lex, word

_LEAD = re.compile(r"^(?:Tại|Gồm|Bao gồm|Cụ thể|Trong đó|Đó là|Tên)?\s*(?:các|những)?[^:,;()]{0,40}:\s*", re.IGNORECASE)


def items_of(text: str, wanted: int | None = None) -> tuple[str, ...]:
    """The names of a list: parted at commas and "và", or otherwise where that gives the wanted number."""
    text = text.strip().rstrip(".;, ")
    ways = (r",|;|\bvà\b", r",|;", r";", r";|\bvà\b")
    splits = [tuple(tidy(p) for p in re.split(way, text) if p and tidy(p)) for way in ways]
    if wanted is not None:
        fitting = [parts for parts in splits if len(parts) == wanted]
        if fitting:
            return max(fitting, key=_likeness)
    return splits[2] if len(splits[2]) > 1 else splits[0]


def _likeness(parts: Sequence[str]) -> int:
    """How alike the items of one way to part a list are: proper names, and all of one first word."""
    firsts = {p.split()[0].lower() for p in parts if p.split()}
    return sum(proper(p) for p in parts) + (2 * len(parts) if len(firsts) == 1 else 0)


def note_list(text: str, wanted: int | None = None) -> tuple[str, ...] | None:
    """The items of a footnote without figures that lists names, `wanted` of them where that many are counted; None
    where it is a sentence.
    """
    body = _LEAD.sub("", text, count=1) if ":" in text[:50] else text
    parts = items_of(body, wanted)
    if len(parts) < 2 or len(body) > 1200:
        return None
    capitals = sum(p[:1].isupper() for p in parts)
    if ";" in body or capitals >= max(2, len(parts) - 1) or all(len(p.split()) <= 6 for p in parts) or _project(parts):
        return parts
    return None


def _project(parts: Sequence[str]) -> bool:
    return parts[0].lower().startswith(("dự án", "công trình")) and len(parts) >= 3


def proper(name: str) -> bool:
    """Whether a list's item is a proper name: a capital first, or a place noun and then a capital ("xã Cẩm Giang")."""
    if name[:1].isupper():
        return True
    tokens = lex(name)
    noun = units.counted().begins(tokens, 0)
    return noun is not None and noun[1] < len(tokens) and tokens[noun[1]].capital


def are_names(parts: Sequence[str], wanted: int | None) -> bool:
    if any(
        sum(c.isdigit() for c in p) * 2 > len(p.replace(" ", "")) or p.lower().startswith(("ngày", "tháng"))
        for p in parts
    ):
        return False
    if any(_says_nothing(p) for p in parts):
        return False
    capitals = sum(proper(p) for p in parts)
    if wanted is not None and len(parts) == wanted >= 2:
        return True
    return len(parts) >= 2 and capitals * 2 >= len(parts) and all(len(p.split()) <= 16 for p in parts)


def _says_nothing(part: str) -> bool:
    """Whether a part is a comparison or a negation, no name: "không tăng", "giảm"."""
    tokens = lex(part)
    return words.comparators().begins(tokens, 0) is not None or word(tokens, 0, "không", "chưa")
