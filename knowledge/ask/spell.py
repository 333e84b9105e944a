"""The words of a question with its short forms spelled out, the meaning chosen that the report speaks of."""

from __future__ import annotations

import itertools
from collections import Counter

from knowledge.ask.repair import is_syllable
from knowledge.ask.roles import wanted
from knowledge.fold import Syllable, fold, syllables
from knowledge.index.lexicon import lexicon
from knowledge.index.marks import Marked, marked
from knowledge.index.report_index import ReportIndex

_BASES = frozenset(("plan", "same_period"))  # what a percentage is of


def spell(text: str, index: ReportIndex) -> list[tuple[Marked, int, int]]:
    """The syllables of a text; abbreviations spelled out, the meaning chosen that the report speaks of."""
    out: list[tuple[Marked, int, int]] = []
    known = lexicon().abbreviations
    pieces = list(syllables(text))
    several = any(len(known.get(p.text.lower(), ())) > 1 for p in pieces)
    beside = [index.held_by(fold(word)) for word in _sure(pieces)] if several else []
    for piece in pieces:
        lower = piece.text.lower()
        meanings = known.get(lower, ())
        plain = is_syllable(piece.text) and not (piece.text.isupper() and len(piece.text) > 1 and not text.isupper())
        if meanings and not plain:
            capital = piece.text.isupper() and not text.isupper()
            if text[: piece.start].rstrip().endswith("%"):
                meanings = tuple(m for m in meanings if wanted(m) & _BASES) or meanings  # "đạt bn % KH"
            best = (
                meanings[0]
                if len(meanings) == 1
                else max(
                    meanings,
                    key=lambda m: _fits(m, out, index) + _presence(m, index, capital) + 0.6 * _with(m, beside, index),
                )
            )
            out += [(word, piece.start, piece.stop) for word in best]
            continue
        if not plain and 2 <= len(lower) <= 8 and lower.isalpha() and not index.has(marked(lower).folded):
            full = index.initials(lower)
            if full:
                out += [(word, piece.start, piece.stop) for word in full]
                continue
        out.append((marked(piece.text), piece.start, piece.stop))
    return out


def _sure(pieces: list[Syllable]) -> set[str]:
    """The words of a question that mean one thing, short forms spelled out."""
    known = lexicon().abbreviations
    found: set[str] = set()
    for piece in pieces:
        meanings = known.get(piece.text.lower(), ())
        if len(meanings) == 1:
            found.update(word.folded for word in meanings[0])
        elif not meanings and len(piece.text) > 2:
            found.add(piece.text.lower())
    return found


def _with(meaning: tuple[Marked, ...], beside: list[frozenset[int]], index: ReportIndex) -> float:
    """The share of the question's other words that one figure holds together with a meaning."""
    holders = [index.holders((a.folded, b.folded)) for a, b in itertools.pairwise(meaning)]
    if not holders or not beside:
        return 0.0
    together = frozenset.intersection(*holders)
    held = Counter(itertools.chain.from_iterable(together & held for held in beside))
    return max(held.values(), default=0) / len(beside)


def _plain_words(meaning: tuple[Marked, ...]) -> bool:
    """Whether a meaning is one of the words that hardly name anything ("số lượng", "được", "trường hợp")."""
    return any(f.start == 0 and f.stop == len(meaning) for f in lexicon().fillers.find(meaning))


def _fits(meaning: tuple[Marked, ...], before: list[tuple[Marked, int, int]], index: ReportIndex) -> float:
    """How well a meaning goes on from the word before it: as its neighbour there, or as a unit that is counted."""
    if not before:
        return 0.0
    last = before[-1][0]
    counted = last.folded in ("nhieu", "may") and index.is_unit(meaning) and all(index.has(w.folded) for w in meaning)
    run = [*(word for word, _, _ in before[-4:]), *meaning]
    known = any(
        f.stop == len(run) and f.start < len(run) - len(meaning) and f.row in index.by_concept
        for f in lexicon().written.find(run, bare=True)
    )
    return 0.7 * index.has_phrase([last, *meaning]) + 1.0 * counted + 1.0 * known


def _presence(meaning: tuple[Marked, ...], index: ReportIndex, counted: bool) -> float:
    """How much of a meaning the report speaks of; "bao nhiêu" is meant where the question doesn't ask it yet."""
    if meaning[0].folded == "bao" and len(meaning) == 2:
        return 0.5 if counted else 2.5
    if _plain_words(meaning):
        return 1.5
    held = sum(index.has(word.folded) for word in meaning) / len(meaning)
    return held + index.has_phrase(meaning) * (0.5 + index.share(meaning))
