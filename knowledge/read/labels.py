"""The printed labels that begin a section or an item: "II.", "1.2.", "3)", "a)", "-", "+", "*".

Decree 30/2020/ND-CP names the order phần, chương, mục, điều, khoản, điểm; reports use I. / 1. / 1.1. / a) / - / + and
mix them freely, so a label only tells its kind; its depth follows from the order in which a report uses the kinds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.read.letters import CAPITAL

LabelKind = Literal["part", "roman", "capital", "decimal", "letter", "bracket", "dash", "plus", "star", "dot"]


@dataclass(frozen=True, slots=True)
class Label:
    """`printed` is the label without punctuation ("1.2"; "" for a bullet), `stop` where the text after it begins."""

    kind: LabelKind
    printed: str
    stop: int

    @property
    def depth(self) -> int:
        """How many numbers a decimal label has; 1 for all others."""
        return self.printed.count(".") + 1 if self.kind == "decimal" else 1


_ORDINALS = "nhất|hai|ba|tư|bốn|năm|sáu"
_PATTERNS: tuple[tuple[LabelKind, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"(?:phần|chương|mục)\s+((?:thứ\s+)?(?:{_ORDINALS})|[IVX]+|\d{{1,2}})\b\s*[.:)–-]?\s*", re.I)),
    ("roman", re.compile(r"((?=[IVX])X{0,2}(?:IX|IV|V?I{0,3}))(?:\s*[.)/:]\s*|\s*[-–—]\s+)(?=\S)")),
    ("roman", re.compile(rf"((?=[IVX])X{{0,2}}(?:IX|IV|V?I{{0,3}}))\s+(?={CAPITAL}{{2,}})")),
    ("decimal", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})\s*[.):]\s*(?=[^\W\d]|[“\"(])")),
    ("decimal", re.compile(rf"(\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})\s+(?={CAPITAL})")),
    ("decimal", re.compile(r"(\d{1,2})(?:\.(?=\D)|\s*[)/](?=\D)|\s?[-–](?=\s+[^\W\d]))\s*(?=\S)")),
    ("capital", re.compile(r"([A-HĐ])(?:\s*[.)/]\s*|\s+[-–]\s+)(?=\S)")),
    ("letter", re.compile(r"([a-eghiklđ]\d?)(?:\s?\)|\.(?=\s))\s*(?=\S)")),
    ("bracket", re.compile(r"\((\d{1,2}|[a-eghikđ]|[ivx]{1,4})\)\s*(?=[^\W\d])")),
    ("dash", re.compile(r"[-–—−]()(?:\s+(?=\S)|(?=[^\W\d]))")),
    ("plus", re.compile(r"\+()(?:\s+(?=\S)|(?=[^\W\d]))")),
    ("star", re.compile(r"\*{1,3}()(?:\s+(?=\S)|(?=[^\W\d]))")),
    ("dot", re.compile(r"[•●▪◦‣∙·○■□➢►✓❖\uf0b7\uf02d\uf0a7]()\s*(?=\S)")),
)


def parse(text: str) -> Label | None:
    """The label at the start of a line or paragraph, or None ("1.234 người", "-5%", "12,5 tỷ" have none)."""
    for kind, pattern in _PATTERNS:
        match = pattern.match(text)
        if match:
            return Label(kind, match[1], match.end())
    return None
