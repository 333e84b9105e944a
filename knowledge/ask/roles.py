"""The part each word of a question plays: what is wanted, fillers, and the content that a fact must account for."""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass
from typing import Literal

from knowledge import vocab
from knowledge.index.lexicon import FILLERS, Found, Phrases, lexicon
from knowledge.index.marks import Marked, agrees, marked
from knowledge.index.report_index import ReportIndex

Role = Literal["content", "number", "unit", "soft", "wanted", "slot", "stop", "context"]
Part = tuple[Role, str] | None  # the part of a word and what gave it; None for one still to be accounted for


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row of asked.yaml: what is wanted, and the phrases that say so."""

    name: str
    say: tuple[str, ...]


@functools.cache
def _asked() -> tuple[tuple[str, ...], Phrases]:
    rows = vocab.rows("asked", AskedRow)
    return tuple(row.name for row in rows), Phrases((n, row.say) for n, row in enumerate(rows))


def wanted(run: tuple[Marked, ...]) -> frozenset[str]:
    """What a run of words as a whole says is wanted: "kế hoạch" says "plan"."""
    names, asked = _asked()
    return frozenset(names[f.row] for f in asked.find(run) if f.stop - f.start == len(run))


@functools.cache
def _always() -> frozenset[tuple[Marked, ...]]:
    return frozenset(lexicon().classes["always"].runs())


_ALWAYS = frozenset(("percent", "plan", "same_period", "cumulative", "when"))  # even inside a longer known phrase


_TENSES = frozenset(marked(word) for word in ("đã", "đang", "được"))  # "đã thụ lý"
_KINDS = frozenset(marked(word) for word in ("án", "ngành"))  # "án bị hủy", "ngành công nghiệp": what it is one of


@functools.cache
def _filler_words() -> frozenset[Marked]:
    runs = [*lexicon().classes["stop"].runs(), (marked("đi"),), (marked("về"),), (marked("số"),)]
    return frozenset(run[0] for run in runs if len(run) == 1)


def classify(
    run: list[Marked],
    taken: list[Part],
    concepts: list[Found],
    compounds: list[Found],
    bare: bool,
    index: ReportIndex,
) -> tuple[set[str], int]:
    """Give words to what is wanted and to word classes, the longest phrase first; concepts keep theirs as content."""
    names, asked = _asked()
    fillers = _filler_words()
    compounded = {k for f in compounds for k in range(f.start, f.stop)}
    said, misspelt = _said(run, bare, index)
    strictly = said if bare else asked.find(run, lenient=True)
    wanted = {
        names[f.row]
        for f in (*strictly, *misspelt)
        if (names[f.row] in _ALWAYS and f.start not in compounded)
        or (names[f.row] == "money" and (f.stop - f.start > 1 or (f.start not in compounded and not bare)))
    }
    counts = 0
    phrases = {(f.start, f.stop): f.phrase for f in concepts}
    for start, stop, role, name in _spans(run, concepts, compounds, [*said, *misspelt], bare, index):
        if any(taken[k] is not None for k in range(start, stop)):
            continue
        taken[start:stop] = [(role, name)] * (stop - start)
        if role == "content":  # a filler inside a known phrase ("đi khám") need not stand in the fact
            for k in range(start, stop):
                word = phrases[start, stop][k - start] if bare and (start, stop) in phrases else run[k]
                filler = word in fillers  # "so do" is "sổ đỏ", no "số"
                short = word.folded in ("di", "bi") or word in _TENSES or (word.folded == "so" and k == start)
                if (filler and (stop - start > 2 or short)) or (
                    (word in _KINDS or word in _TENSES) and stop - start > 2
                ):
                    taken[k] = ("soft", "soft")
        if role == "wanted":
            wanted.add(name)
            counts += name in ("count", "money") and run[start].folded in ("bao", "may", "nhieu")
    for k, part in enumerate(taken):
        if part == ("content", ""):
            taken[k] = None
    return wanted, counts


def _said(run: list[Marked], bare: bool, index: ReportIndex) -> tuple[list[Found], list[Found]]:
    """Phrases that say what is wanted, with the marks that were typed; and those of two words or more with marks that
    no word has ("phân trâm")."""
    _, asked = _asked()
    if bare:
        return asked.find(run, bare), []
    found = asked.find([Marked(word.folded, word.folded, "") for word in run], bare=True)
    several = (f for f in found if f.stop - f.start > 1)
    misspelt = [f for f in several if not all(_real(word, index) for word in run[f.start : f.stop])]
    return [f for f in found if all(map(agrees, run[f.start : f.stop], f.phrase))], misspelt


def _spans(
    run: list[Marked],
    concepts: list[Found],
    compounds: list[Found],
    said: list[Found],
    bare: bool,
    index: ReportIndex,
) -> list[tuple[int, int, Role, str]]:
    """Every phrase that could take words, the longest first; of one length what is wanted first, then concepts."""
    names, _ = _asked()
    always = _always()
    found: list[tuple[int, int, int, int, Role, str]] = []

    def add(order: int, phrase: Found, role: Role, name: str) -> None:
        here, after = run[phrase.start : phrase.stop], run[phrase.stop : phrase.stop + 1]
        before = run[phrase.start - 1 : phrase.start] if phrase.start else []
        if role != "content" and phrase.phrase not in always:
            if bare and index.spelled_otherwise(here, phrase.phrase, before, after):
                return
            differing = 0 if bare else sum(map(operator.ne, here, phrase.phrase))
            if differing and not (name in _ALWAYS and len(here) > 1):
                known = len(here) > 1 and differing > 1 and index.has_phrase(here)
                if known or all(_real(word, index) for word in here):  # "số máy" is no "số mấy"
                    return
        found.append((phrase.start - phrase.stop, order, phrase.start, phrase.stop, role, name))

    for f in compounds:
        add(-1, f, "content", "")
    for f in said:
        if bare and names[f.row] == "compare" and index.is_unit(run[f.stop : f.stop + 1]):
            continue  # "so viec": số việc
        if bare and names[f.row] == "ordinal" and run[f.start].folded == "thu" and f.start > 0:
            continue  # "doanh thu may ty"
        if not (f.stop - f.start > 1 and index.is_unit(run[f.stop - 1 : f.stop + 1]) and f.stop < len(run)):
            add(0, f, "wanted", names[f.row])
    for f in concepts:
        if f.stop - f.start > 1:
            add(1, f, "content", "")
    for f in lexicon().fillers.find(run, bare=True):
        name = FILLERS[f.row]
        if name == "stop":
            add(2, f, "stop", name)
        else:
            add(3, f, "soft", name)
    return [(start, stop, role, name) for _, _, start, stop, role, name in sorted(found)]


def _real(word: Marked, index: ReportIndex) -> bool:
    """Whether a word as it was typed is one of the report or vocabulary ("vay"), no slip of a filler ("vậy")."""
    return index.spells(word) or (len(word.folded) > 2 and word in lexicon().known)
