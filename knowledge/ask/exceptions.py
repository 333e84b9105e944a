"""Words of a question that mean less or more than their class says: names, the body's own name, slips, particles."""

from __future__ import annotations

import functools
import itertools

from rapidfuzz.distance import OSA

from knowledge.ask.repair import is_syllable
from knowledge.ask.roles import Part
from knowledge.fold import flat, syllables
from knowledge.index.kinds import unit_words
from knowledge.index.lexicon import FILLERS, Found, lexicon
from knowledge.index.marks import Marked, agrees, marked
from knowledge.index.report_index import ReportIndex

_NUMBER_WORDS = frozenset(marked(word) for word in ["hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"])


def number_words(run: list[Marked], taken: list[Part]) -> None:
    """A number written out before a noun ("hai trụ sở") helps to choose, but need not stand in the fact."""
    for n in range(len(run) - 1):
        if run[n] not in _NUMBER_WORDS:
            continue
        alone = taken[n] is None or taken[n] == ("soft", "soft")
        numbered = n > 0 and run[n - 1].folded in ("thang", "thu", "lop", "loai", "con", "quy")
        counts = (taken[n + 1] or ("content",))[0] in ("unit", "content")
        if alone and counts and not numbered:
            taken[n] = ("soft", "number_word")


def proper_names(capital: list[bool], taken: list[Part]) -> int:
    """A filler or a "mấy" written with a capital beside another capital is part of a name ("Kỳ Lâm", "Pác Mây"):
    content. How many of them had been taken for "how many"."""
    counts = 0
    for n, part in enumerate(taken):
        if part is None or not capital[n] or not (part[1] in FILLERS or part[0] == "wanted"):
            continue
        if any(0 <= k < len(capital) and capital[k] and taken[k] is None for k in (n - 1, n + 1)):
            counts += part == ("wanted", "count")
            taken[n] = None
    return counts


@functools.cache
def _soft_words() -> tuple[str, ...]:
    return tuple(
        {run[0].folded for run in lexicon().fillers.runs() if len(run) == 1 and len(run[0].folded) > 3} | {"tong"}
    )


_PLACES = frozenset(("huyen", "xa", "phuong", "tran", "tinh", "quan", "thon", "khau"))


def place_names(run: list[Marked], taken: list[Part], index: ReportIndex) -> None:
    """Two words after "huyen" or "xa" that stand side by side in the report are a place, no fillers."""
    for n in range(len(run) - 2):
        name = run[n + 1 : n + 3]
        if run[n].folded not in _PLACES or not index.has_phrase(name):
            continue
        for k in (n + 1, n + 2):
            if (taken[k] or ("",))[0] in ("stop", "soft"):
                taken[k] = None


def named_places(run: list[Marked], taken: list[Part], bare: bool, capital: list[bool]) -> frozenset[int]:
    """The words that name a place after "xã", "huyện": written with capitals, or without marks at all."""
    found: set[int] = set()
    for n in range(len(run) - 1):
        if run[n].folded not in _PLACES or run[n].shape == "khâu":
            continue
        k = n + 1
        while k < len(run) and k <= n + 3 and (capital[k] or (bare and k <= n + 2 and taken[k] is None)):
            found.add(k)
            k += 1
    return frozenset(found)


def particle(run: list[Marked], taken: list[Part]) -> None:
    """ "Có … không" asks whether: that "không" denies nothing."""
    for n, word in enumerate(run):
        if taken[n] is not None:
            continue
        last = n + 1 == len(run)
        addressed = last and n > 2 and word.folded in _ADDRESSED and (taken[n - 1] or ("",))[0] in ("wanted", "stop")
        whether = word.folded == "khong" and any(before.folded == "co" for before in run[:n])
        if addressed or (whether and (last or (taken[n + 1] or ("",))[0] == "wanted")):
            taken[n] = ("stop", "stop")  # "được mấy cái rồi em"


_OF_KIND = frozenset(("cac", "nhung", "moi", "tung", "theo", "may"))


def category(run: list[Marked], taken: list[Part]) -> None:
    """What parts are called in a question for them ("gồm những nguồn nào") need not stand in one."""
    for f in lexicon().classes["category"].find(run, bare=True):
        before = run[f.start - 1].folded if f.start else ""
        after = run[f.stop].folded if f.stop < len(run) else ""
        if before in _OF_KIND or after == "nao":
            for k in range(f.start, f.stop):
                taken[k] = ("soft", "category") if taken[k] is None or taken[k] == ("content", "") else taken[k]


_ADDRESSED = frozenset(("em", "anh", "chi", "co", "chu", "bac", "sep", "ban"))


def slipped_fillers(run: list[Marked], taken: list[Part], index: ReportIndex) -> None:
    """A filler with wrong marks ("dược" for "được") where the report has no such word."""
    fillers = lexicon().classes["stop"]
    for n, part in enumerate(taken):
        folded = run[n].folded
        if part is not None or len(folded) < 3:
            continue
        if not is_syllable(folded):
            if any(OSA.distance(folded, w, score_cutoff=1) <= 1 for w in _soft_words()):
                taken[n] = ("soft", "slip")
            continue
        if not fillers.first_words(folded):
            continue
        held = any(agrees(run[n], index.words[v]) for v in index.variants.get(folded, ()))
        if _before_count(n, run, taken, index) if held else run[n] not in lexicon().known:
            taken[n] = ("stop", "stop")  # "phát hiện dược bao nhiêu"


def _before_count(n: int, run: list[Marked], taken: list[Part], index: ReportIndex) -> bool:
    """Whether a word stands right before what is counted and is no neighbour there of the word before it."""
    if n == 0 or n + 1 == len(run) or taken[n + 1] not in (("wanted", "count"), ("wanted", "money")):
        return False
    return index.held_by(run[n].folded).isdisjoint(index.held_by(run[n - 1].folded))


_LEVELS = {"huyen": "huyen", "tinh": "tinh", "quan": "quan", "pho": "thanh pho"}


def other_level(run: list[Marked], taken: list[Part], org: str) -> None:
    """ "Bệnh viện đa khoa tỉnh" in a district's report names another level than the body's own."""
    own = flat(org)
    for n in range(1, len(run)):
        level = _LEVELS.get(run[n].folded)
        if not level or level in own or taken[n] != ("soft", "soft"):
            continue
        if any(taken[k] in (None, ("soft", "own_name")) for k in range(max(0, n - 2), n)):
            taken[n] = None


@functools.lru_cache(maxsize=1024)
def _meant_by(org: str) -> frozenset[int]:
    """The concepts that a body's name holds."""
    return frozenset(f.row for f in lexicon().written.find([marked(s.text) for s in syllables(org)]))


def own_name(run: list[Marked], taken: list[Part], org: str, meant: list[Found], index: ReportIndex) -> None:
    """Two or more words of the body's own name say nothing new ("tòa án tỉnh" in a court's report): soft."""
    name = unit_words(org)
    own = _meant_by(org)
    for f in meant:
        if f.row in own and f.stop - f.start == 1 and taken[f.start] is None:
            taken[f.start] = ("soft", "own_name")
    pairs = {pair for pair in itertools.pairwise(name) if not index.owns(pair)}
    lower = {
        pair
        for pair, text in zip(itertools.pairwise(name), itertools.pairwise(org.split()), strict=False)
        if text[0].islower()
    }
    goes_on = dict(zip(itertools.pairwise(name), ("", *name), strict=False))  # "xã hội" alone is no "bảo hiểm xã hội"
    for n in range(len(run) - 1):
        pair = run[n].folded, run[n + 1].folded
        if pair in lower and (n == 0 or run[n - 1].folded != goes_on[pair]):
            continue
        if pair in pairs:
            for k in (n, n + 1):
                if taken[k] is None:
                    taken[k] = ("soft", "own_name")


def capitals(text: str, spelled: list[tuple[Marked, int, int]]) -> list[bool]:
    """Which words were written with a capital, besides the first one and short forms ("LK")."""
    if text.isupper():
        return [False] * len(spelled)
    return [
        start > 0 and text[start : start + 1].isupper() and not (stop - start > 1 and text[start:stop].isupper())
        for _, start, stop in spelled
    ]


def excusable(run: list[Marked], taken: list[Part], org: str, bare: bool, capital: list[bool]) -> None:
    """Words that a fact may leave unaccounted for where it holds the rest: everyday verbs ("act"), the body's own
    name ("body": "chi nhánh", "ngành y tế"). They stay content, so that a fact that holds them comes first."""
    own = " ".join(unit_words(org))
    for f in lexicon().classes["institution"].find(run, bare):
        if f" {' '.join(w.folded for w in run[f.start : f.stop])} " in f" {own} ":
            taken[f.start : f.stop] = [part or ("content", "body") for part in taken[f.start : f.stop]]
    for f in lexicon().classes["act"].find(run, bare):
        name = f.start > 0 and capital[f.start] and capital[f.start - 1]  # "Tân Lập"
        if (not bare or f.stop - f.start > 1) and not name:
            for k in range(f.start, f.stop):
                taken[k] = taken[k] or ("content", "act")
    pairs = set(itertools.pairwise(unit_words(org)))
    for n in range(1, len(run) - 1):  # "ngành y tế"
        if run[n - 1].folded == "nganh" and (run[n].folded, run[n + 1].folded) in pairs:
            taken[n : n + 2] = [part or ("content", "body") for part in taken[n : n + 2]]
