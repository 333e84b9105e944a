"""Follow-up questions: they keep only the slots they leave out, and what they add must be accounted for by itself."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from knowledge.ask.decide import Decision
from knowledge.ask.model import Answer, State
from knowledge.ask.opposed import opposites
from knowledge.ask.question import Question, Word
from knowledge.ask.scope import Scope
from knowledge.fold import flat
from knowledge.index.lexicon import lexicon
from knowledge.index.marks import Marked, marked
from knowledge.model import Fact

_MARKER = re.compile(
    r"^\s*(?:con|the|vay|trong do|rieng|va|ma|so voi|so cung|cu the|chi tiet|tai sao|gom)\b"
    r"|\bthi (?:may|bao nhieu)\b|\b(?:thi sao|the nao|thi the nao|a)\s*\??\s*$"
)
How = Literal["substitute", "add", "try"]


def in_context(question: Question, decided: Callable[[], Decision], state: State) -> How | None:
    """Whether a question goes on with the last one: "substitute" its topic, "add" the topic's words as context, or
    "try" that: a few words that say enough alone, but may go on all the same ("Chết mấy người?")."""
    own = question.of("content", "number")
    marker = _MARKER.search(flat(question.text)) is not None
    if not own:
        return "substitute"
    if marker and len(own) <= 6:
        return "add"
    if len(own) <= 4 and decided().status != "answered":
        return "add"
    return "try" if len(own) <= 2 and state.facts and not question.period else None


_COUNTED = re.compile(r"\b(?:bao nhieu|may)\b")
_SHORT = re.compile(r"(?<!\w)bn(?!\w)")  # "BN" are patients
_NUMBER = re.compile(r"\s*(?:tổng )?số (?!tiền)[^,;?]+(?=[,;])", re.IGNORECASE)  # "số hộ vay, dư nợ bao nhiêu"
_CLAUSES = re.compile(r"[,;?]|(?<!\w)(?:và|va)(?!\w)|(?<=\w) (?=(?:bao nhiêu|bao nhieu|mấy|bn)(?!\w))")


def clauses(text: str) -> list[str]:
    """The clauses of a question that asks how many more than once, each with its own count; else none."""
    first = _NUMBER.match(text)
    found = [first[0]] if first and not _asks(first[0]) else []
    rest = ""
    if len(_COUNTED.findall(flat(text))) + len(_SHORT.findall(text)) + len(found) < 2:
        return []
    for piece in _CLAUSES.split(text[first.end() :] if first and found else text):
        rest = f"{rest} {piece}".strip()
        if _asks(piece):
            found.append(rest)
            rest = ""
    return found if len(found) > 1 and not re.search(r"\w", rest) else []


def _asks(piece: str) -> bool:
    """Whether a piece of a question asks how many."""
    return bool(_COUNTED.search(flat(piece)) or _SHORT.search(piece))


def units_of(state: State) -> tuple[tuple[Marked, ...], ...]:
    """The unit that the last question asked for."""
    run = tuple(marked(word) for word in state.units.split())
    return (run,) if run else ()


def merge(question: Question, topic: Question, how: How, state: State) -> Question:
    """The question with the last one's words: as required ones, or as context that only helps to choose."""
    has_unit = bool(question.units) or "money" in question.wanted or "percent" in question.wanted
    held = {word.marked.folded for word in question.words if word.role in ("content", "number", "unit")}
    held |= {other for word in held for other in opposites().get(word, ())}  # "nhập cảnh" after "xuất cảnh"
    if _measured(question):
        held |= _measured(topic)  # "năng suất thì sao?" after "diện tích lúa"
    added: list[Word] = []
    for word in topic.words:
        if word.role in ("content", "number") and word.marked.folded not in held:
            added.append(word._replace(role=word.role if how == "substitute" else "context", start=-1, stop=-1))
        elif word.role == "unit" and not has_unit and how == "substitute":
            added.append(word._replace(start=-1, stop=-1))
        elif word.marked.folded not in held and (word.role == "unit" or _tells(word)):
            added.append(word._replace(role="context", start=-1, stop=-1))
    offset = len(question.words)
    concepts = question.concepts
    if how == "substitute":
        places = {
            n: offset + k
            for k, n in enumerate(
                n for n, w in enumerate(topic.words) if w.role in ("content", "number") and w.marked.folded not in held
            )
        }
        concepts += tuple(
            c._replace(start=places[c.start], stop=places[c.stop - 1] + 1)
            for c in topic.concepts
            if c.start in places
            and c.stop - 1 in places
            and places[c.stop - 1] - places[c.start] == c.stop - 1 - c.start
        )
    wanted = question.wanted
    goes_on = how == "substitute" or _MARKER.search(flat(question.text)) is not None
    if goes_on and not wanted - {"count", "what", "list", "compare"} and not question.units:
        wanted |= frozenset(state.wanted)
    units = question.units or (() if has_unit or how == "add" else topic.units)
    another = goes_on and how == "add" and not question.counts
    return replace(
        question, words=(*question.words, *added), concepts=concepts, wanted=wanted, units=units, like=state.shown,
        goes_on=another,
    )  # fmt: skip


@functools.cache
def _telling() -> frozenset[Marked]:
    return frozenset(run[0] for run in lexicon().classes["telling"].runs())


def _tells(word: Word) -> bool:
    """Whether a soft word tells one state from another: "án dân sự cũ"."""
    return word.role == "soft" and word.marked in _telling()


def _measured(question: Question) -> set[str]:
    """The folded words of a question that say what a figure measures ("diện tích", "năng suất")."""
    run = [word.marked for word in question.words]
    found = lexicon().quantities.find(run, question.unmarked)
    return {word.folded for f in found if f.stop - f.start > 1 for word in run[f.start : f.stop]}


def remember(used: Question, alone: Question, answer: Answer, scope: Scope, before: State) -> State:
    """What the next question may leave out."""
    if answer.status == "help":
        return before
    telling = [n for n in used.of("soft") if _tells(used.words[n]) and used.words[n].start >= 0]
    own = [used.words[n] for n in sorted([*used.of("content", "number", "context", "unit"), *telling])]
    topic = " ".join(_texts(used, own, before))
    kept = frozenset(("plan", "percent", "same_period", "prev_period", "growth", "cumulative"))
    return State(
        topic=topic or before.topic,
        units=" ".join(w.shape for unit in used.units[:1] for w in unit),
        wanted=tuple(sorted(used.wanted & kept)),
        period=scope.period,
        org=scope.org,
        report=answer.report.id if answer.report else None,
        facts=tuple(f.id for f in answer.main) if answer.status == "answered" else (),
        shown=_unit_of(answer),
        choices=tuple(f.id for f in _offered(answer)),
    )


def _unit_of(answer: Answer) -> str:
    """The unit of what was shown: of the first figure, or the one that all choices have."""
    units = [fact.unit for fact in answer.main] if answer.status in ("answered", "clarify") else []
    return units[0] if units and (answer.status == "answered" or len(set(units)) == 1) else ""


def _offered(answer: Answer) -> tuple[Fact, ...]:
    """What a number typed next can pick."""
    return answer.main if answer.status == "clarify" else answer.near if answer.status == "not_found" else ()


def _texts(used: Question, words: list[Word], before: State) -> list[str]:
    found: list[str] = []
    for word in words:
        text = used.text[word.start : word.stop] if word.start >= 0 else _from(before.topic, word)
        if text and (not found or found[-1] != text):
            found.append(text)
    return found


def _from(topic: str, word: Word) -> str:
    """The topic's own spelling of a word that was carried over."""
    return next((t for t in topic.split() if flat(t) == word.marked.folded), word.marked.shape)
