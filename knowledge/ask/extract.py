"""Narrative questions: the sentences of the report that say most of what is asked, verbatim and trimmed."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.ask import fields
from knowledge.ask.evidence import Matcher, Scored
from knowledge.ask.model import Extract
from knowledge.ask.question import Question
from knowledge.fold import words
from knowledge.index.report_index import ReportIndex
from knowledge.model import Fact

LONGEST = 620  # characters of an extract
_NAME = r"[A-ZĐÀ-Ỹ]\w*(?: [A-ZĐÀ-Ỹ]\w*)*"
_LISTED = re.compile(
    rf"[:(][^:()]+[,;][^:()]+|[A-ZĐ]\w+[,;] [^,;]*[A-ZĐ]\w+|(?<=[\w,] ){_NAME} và (?:[^\W\d_]+ ){{0,3}}{_NAME}"
)  # names set apart by commas, or two joined
_CAUSES = ("Nguyên nhân", "Lý do")
_CAUSE = re.compile(r"\b(?:nguyên nhân|lý do|do|vì|bởi)\b", re.IGNORECASE)


def extract(question: Question, index: ReportIndex, planned: bool) -> tuple[Extract | None, tuple[int, ...]]:
    """The best extract, or None with the words that no sentence accounts for. `planned`: about a period to come."""
    matcher = Matcher(question, index)
    if not matcher.required and "why" in question.wanted:  # "vì sao tăng trưởng chưa đạt?"
        told = tuple(w._replace(role="content") if w.by == "growth" else w for w in question.words)
        matcher = Matcher(replace(question, words=told), index)
    if not matcher.required:
        return None, ()
    field = fields.named(question) if planned else None
    entries = matcher.candidates(60)
    if field:
        entries = list(dict.fromkeys([*entries, *(n for n, f in enumerate(index.facts) if field.said(f.own))]))
    if planned:
        entries = [entry for entry in entries if index.facts[entry].period == "planned"]
    ranked = [(_in_field(matcher, matcher.score(entry), field), index.facts[entry]) for entry in entries]
    if not ranked:
        return None, tuple(matcher.required)
    why = 0.15 if "why" in question.wanted else 0.0
    ranked.sort(key=lambda pair: -_rank(pair[0], pair[1], planned) - why * (_CAUSE.search(pair[1].quote) is not None))
    best, sentence = ranked[0]
    least = (
        0.85 if "list" in question.wanted and not question.wanted & {"what", "where", "when", "who", "why"} else 0.62
    )
    listed = (
        "list" not in question.wanted
        or question.wanted & {"what", "where", "when", "who"}
        or _LISTED.search(sentence.quote)
    )
    leftover = () if all(matcher.excused(n, best) for n in best.leftover) else best.leftover
    if leftover or best.forward < least or not listed:
        return None, leftover or tuple(matcher.required)
    beside = [pair for pair in ranked if pair[1].passage == sentence.passage]
    if why:
        known = {id(fact) for _, fact in beside}
        rest = (n for n, f in enumerate(index.facts) if f.passage == sentence.passage and id(f) not in known)
        beside += [(matcher.score(n), index.facts[n]) for n in rest]
    return _section(sentence, matcher) or _around(sentence, beside, best, bool(why)), ()


def _section(sentence: Fact, matcher: Matcher) -> Extract | None:
    """A short section whole where the question says nothing but its title: "nêu những tồn tại, hạn chế gì?"."""
    title = set(words(sentence.path[-1].title)) if sentence.path else set()
    if not {matcher.question.words[n].marked.folded for n in matcher.required} <= title:
        return None
    said = sorted((f for f in matcher.index.facts if f.path == sentence.path), key=lambda f: (f.passage, f.start))
    text = " ".join(fact.quote.strip(" -+•*\n") for fact in said)
    whole = len(said) > 1 and len(text) <= LONGEST
    return Extract(text, sentence.path, sentence.page, sentence.note) if whole else None


def _in_field(matcher: Matcher, scored: Scored, field: fields.Field | None) -> Scored:
    """A sentence that speaks of the field asked for accounts for the field's name; the more so, the more it says."""
    said = field.said(matcher.index.facts[scored.entry].own) if field else 0
    if not field or not said:
        return scored
    named = [n for n in matcher.required if n in field.places]
    forward = scored.forward + matcher.share(named) - matcher.accounted(named, scored.weights)
    leftover = tuple(n for n in scored.leftover if n not in field.places)
    return scored._replace(forward=forward, leftover=leftover, support=scored.support + min(said, 3))


def _rank(scored: Scored, sentence: Fact, planned: bool) -> float:
    return (
        scored.forward
        + 0.1 * scored.support
        - 0.08 * len(scored.leftover)
        - 0.15 * (not planned and sentence.period == "planned")
    )


def _around(sentence: Fact, passage: list[tuple[Scored, Fact]], best: Scored, why: bool) -> Extract:
    """The best sentence and those of its passage that say nearly as much, or give a cause, in the report's order."""
    kept = [sentence]
    for scored, other in passage:
        cause = why and other.quote.startswith(_CAUSES)
        if (
            other is not sentence
            and (cause or scored.forward >= best.forward - 0.15)
            and sum(len(f.quote) + 1 for f in kept) + len(other.quote) <= LONGEST
        ):
            kept.append(other)
    kept.sort(key=lambda fact: fact.start)
    text = " ".join(fact.quote.strip(" -+•*\n") for fact in kept)
    if len(text) > LONGEST:
        cut = text.rfind(" ", 0, LONGEST)
        text = text[:cut].rstrip(",;") + " …"
    return Extract(text, sentence.path, sentence.page, sentence.note)


def restricted(question: Question, roles: tuple[str, ...]) -> Question:
    """The question with only words of the given parts required."""
    return replace(question, words=tuple(w if w.role in roles else w._replace(role="stop") for w in question.words))
