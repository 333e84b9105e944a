"""Secrecy stamps: a document that bears one is refused before anything is stored.

State secrets are graded Mật, Tối mật, Tuyệt mật (Law 117/2025/QH15) and may not be sent over the internet. A stamp is a
line, header or bracketed word of its own, or such a word set apart in the file's name; prose ("bí mật nhà nước",
"bảo mật", "mật độ") and names ("bao-cao-mat-tran") are none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from knowledge.errors import SecrecyError
from knowledge.fold import fold
from knowledge.vocab import rows


@dataclass(frozen=True, slots=True)
class SecrecyWord:
    """A grade, or a word that makes another word of "mật" when it stands before or after it."""

    word: str
    role: Literal["grade", "before", "after"]


_LABELLED = re.compile(r"(?:độ|mức độ|cấp độ|dấu chỉ độ)\s*mật\s*[:.–-]?\s*(?=\S)", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[{<]\s*([^()\[\]{}<>]{2,14}?)\s*[)\]}>]")
_PIECES = re.compile(r"\s{2,}|\t|\s*[|•·–]\s*|\s+-\s+|(?<=\w)\s*-{2,}\s*")
_EDGE = " *_#>~=.:;,!-–—'\"“”()[]{}<>|"


@functools.cache
def _words(role: str) -> frozenset[str]:
    """The words of one role, as written and folded."""
    found = [row.word for row in rows("secrecy", SecrecyWord) if row.role == role]
    return frozenset(found) | frozenset(fold(word) for word in found)


def refuse_text(name: str, text: str) -> None:
    """Raises SecrecyError where a line, a header or a bracketed word of `text` is a stamp."""
    stamp = stamp_in(text.split("\n"))
    if stamp:
        raise SecrecyError("secrecy_marking", name=name, marking=stamp)


def refuse_name(name: str) -> None:
    """Raises SecrecyError where a word set apart in the file's name is a stamp."""
    stamp = stamp_in_name(name)
    if stamp:
        raise SecrecyError("secrecy_marking", name=name, marking=stamp)


def stamp_in(lines: Iterable[str]) -> str:
    """The first stamp of some lines, as printed, or ""."""
    before = ""
    for line in lines:
        if "ậ" in line.lower() or "MAT" in line or "M A T" in line or "a\u0302" in line or "ạ\u0302" in line:
            for piece in [line, *_PIECES.split(line)]:
                if _is_stamp(piece) and before not in _words("before"):
                    return piece.strip(_EDGE)
            for match in _BRACKETED.finditer(line):
                if _is_stamp(match[1]):
                    return match[1]
        words = line.lower().split()
        before = words[-1] if words else ""
    return ""


def _is_stamp(piece: str) -> bool:
    piece = piece.strip(_EDGE)
    if not 3 <= len(piece) <= 60:
        return False
    labelled = _LABELLED.match(piece)
    if labelled:
        piece = piece[labelled.end() :].strip(_EDGE)
    spaced = re.sub(r"\b(\w) (?=\w\b)", r"\1", piece)  # "M Ậ T"
    words = " ".join(spaced.split())
    if words.lower() in _words("grade") and not words.islower():  # "mật" alone on a wrapped line is prose
        return True
    return words.isupper() and words.isascii() and fold(words) in _words("grade")  # a stamp read without its marks


def stamp_in_name(name: str) -> str:
    """The stamp of a file's name, or "". One word "mat" without marks counts in brackets, in capitals amid small
    letters, after a separator used nowhere else, or at an end where it makes no common word with its neighbour."""
    stem = re.sub(r"(?:\.[A-Za-z0-9]{1,8}){1,2}$", "", name)
    for match in re.finditer(r"[(\[{]\s*([^()\[\]{}]*?)\s*[)\]}]", stem):
        if " ".join(re.split(r"[\W_]+", fold(match[1]).strip())) in _words("grade"):
            return match[1]
    words = [w for w in re.split(r"[\W_]+", stem) if w]
    folded = [fold(w) for w in words]
    for at, word in enumerate(folded):
        if word != "mat":
            continue
        before, after = folded[at - 1] if at else "", folded[at + 1] if at + 1 < len(folded) else ""
        if before in ("toi", "tuyet"):
            return f"{words[at - 1]} {words[at]}"
        marked = words[at].lower() == "mật"
        if words[at].lower() not in ("mật", "mat") or before in _words("before") or after in _words("after"):
            continue
        if marked or not (before and after) or (words[at].isupper() and not stem.isupper()) or _apart(stem, words[at]):
            return words[at]
    return ""


def _apart(stem: str, word: str) -> bool:
    """Whether a separator that the name uses once or twice only stands around the word: "bao-cao_mat_10"."""
    around = re.search(rf"([\W_]+){re.escape(word)}([\W_]+)", stem)
    if not around:
        return False
    separators = re.findall(r"[\W_]+", stem)
    return len(set(separators)) > 1 and separators.count(around[1]) <= 2 < len(separators) and around[1] == around[2]
