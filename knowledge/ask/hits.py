"""The figures that hold a word of a question: spelled so, spelled with other marks, or by one slip of typing."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from rapidfuzz.distance import OSA

from knowledge.ask.question import NUMBERED, Question
from knowledge.ask.repair import is_syllable
from knowledge.index.entries import number_key, value_key
from knowledge.index.lexicon import lexicon
from knowledge.index.marks import Marked, agrees
from knowledge.index.report_index import ReportIndex

ANOTHER, MISHEARD, DISAGREE, LEFT_BARE, SLIP, NEAR_SLIP = 0.2, 0.7, 0.3, 0.5, 0.8, 0.55


class Hits:
    """The entries that hold a word of the question with its weight there; `by`: the printed word, if it is another.

    `spellings`: what the word weighs where it is spelled in one way, each with a factor; most words are looked up in a
    few entries only, so these are put together where all of them are asked for. `disagreeing`: the report holds the
    word with other marks only.
    """

    __slots__ = ("by", "disagreeing", "spellings")

    def __init__(self) -> None:
        self.spellings: list[tuple[Mapping[int, float], float]] = []
        self.by: dict[int, str] = {}
        self.disagreeing = False

    @property
    def weights(self) -> Mapping[int, float]:
        """The greatest weight in each entry; the index's own mapping where it is one spelling's."""
        if not self.spellings:
            return {}
        (whole, factor), *others = self.spellings
        if not others and factor == 1.0:
            return whole
        if factor != 1.0:
            whole = {entry: weight * factor for entry, weight in whole.items()}
        for found, factor in others:
            whole = {**whole, **greater(found, factor, whole)}
        self.spellings = [(whole, 1.0)]
        return whole

    def keep_slip(self, found: Mapping[int, float], factor: float, by: str) -> None:
        """Take what another printed word weighs, times a factor, where it weighs more than what is there."""
        better = greater(found, factor, held := self.weights)
        self.spellings = [({**held, **better}, 1.0)]
        self.by.update(dict.fromkeys(better, by))


def greater(found: Mapping[int, float], factor: float, held: Mapping[int, float]) -> dict[int, float]:
    """What weighs more, times a factor, than what is held."""
    least = held.get
    return {entry: weight * factor for entry, weight in found.items() if weight * factor > least(entry, 0.0)}


def hits_of(question: Question, index: ReportIndex, n: int) -> Hits:
    """Entries that hold the word, with its weight there and the printed word that accounts for it."""
    word = question.words[n].marked
    hits = Hits()
    if word.folded[0].isdigit():
        key = number_key(word.folded)
        found = index.by_number.get(key, {})
        if n and question.words[n - 1].marked.folded in NUMBERED:  # "nợ nhóm 2" is no figure of 2
            found = {e: weight for e, weight in found.items() if value_key(index.facts[e].value) != key}
        hits.spellings.append((found, 1.0))
        return hits
    agreed = False
    exact = not question.unmarked and any(index.words[v] == word for v in index.variants.get(word.folded, ()))
    for variant in index.variants.get(word.folded, ()):
        printed = index.words[variant]
        fits = agrees(word, printed)
        agreed = agreed or fits
        bare = LEFT_BARE if exact else 0.92  # "chi" among marked words is no "chỉ" where the report has both
        factor = (1.0 if word == printed or question.unmarked else bare) if fits else _disagreeing(word, printed, exact)
        hits.spellings.append((index.by_word[variant], factor))
    hits.disagreeing = not agreed and any(held for held, _ in hits.spellings)
    if not agreed and question.words[n].role != "wanted":
        for folded in _slips(word.folded, index):
            for variant in index.variants[folded]:
                if _one_tone(word, index.words[variant]):
                    hits.keep_slip(index.by_word[variant], SLIP, folded)
    if question.words[n].role in ("content", "unit"):
        _beside(question, index, n, hits)
    return hits


def _disagreeing(typed: Marked, printed: Marked, held: bool) -> float:
    """What a word with other marks is worth: "giã" for "giả" is a common slip; nothing to speak of where the report
    holds the word as it was typed."""
    if held and (typed.shape != printed.shape or not printed.tone):
        return ANOTHER
    return MISHEARD if typed.shape == printed.shape and {typed.tone, printed.tone} == {"r", "x"} else DISAGREE


def _one_tone(typed: Marked, printed: Marked) -> bool:
    """Whether a slip in a letter leaves the tone as it was: "sầu" is no "sắn"."""
    return not typed.tone or not printed.tone or typed.tone == printed.tone


def _slips(folded: str, index: ReportIndex) -> list[str]:
    """Words of the report at one slip of typing from a word that it doesn't hold."""
    if len(folded) < 3 or is_syllable(folded):
        return []
    near = (
        known
        for known in index.variants
        if abs(len(known) - len(folded)) <= 1 and known[0].isalpha() and len(known) > 1
        and OSA.distance(folded, known, score_cutoff=1) <= 1
    )  # fmt: skip
    return sorted(near, key=len, reverse=True)  # a letter is left out more often than typed too much


def _beside(question: Question, index: ReportIndex, n: int, hits: Hits) -> None:
    """A slip that spells another real word ("tội phạp"): taken only beside its neighbour of the question."""
    typed = question.words[n].marked
    word = typed.folded
    if len(word) < 2:
        return
    known = typed in lexicon().known
    any_sound = not known and len(word) > 2  # a word that isn't known may be any other
    sound, nearly = sounded(word), (len(word) - 1, len(word), len(word) + 1)
    for other, before in ((n - 1, True), (n + 1, False)):
        if not 0 <= other < len(question.words):
            continue
        neighbour = question.words[other].marked.folded
        if known and index.holders((neighbour, word) if before else (word, neighbour)):
            continue
        for near in index.beside(neighbour, before):
            if len(near) not in nearly or near == word or OSA.distance(word, near, score_cutoff=1) > 1:
                continue
            if any_sound or sounded(near) == sound:
                holders = index.holders((neighbour, near) if before else (near, neighbour))
                for variant in index.variants.get(near, ()):
                    if not _one_tone(typed, index.words[variant]):
                        continue
                    found = index.by_word[variant]
                    hits.keep_slip({entry: found[entry] for entry in found if entry in holders}, NEAR_SLIP, near)


_SOUNDS = [(r"^tr", "ch"), (r"^x", "s"), (r"^(?:gi|r)", "d"), (r"^l", "n"), (r"(?:ng|nh|m)$", "n"), (r"(?:ch|c)$", "t")]


@functools.lru_cache(maxsize=4096)
def sounded(folded: str) -> str:
    """A folded syllable with sounds that are often mistaken for each other made one ("viêm", "viên")."""
    for pattern, one in _SOUNDS:
        folded = re.sub(pattern, one, folded)
    return folded
