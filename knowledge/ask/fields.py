"""Fields of public work that a question names, and the words by which a sentence speaks of one (fields.yaml)."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from knowledge import vocab
from knowledge.ask.question import Question
from knowledge.index.entries import syllable_run
from knowledge.index.lexicon import Phrases


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A row of fields.yaml: how a question names a field, and what a report says that belongs to it."""

    name: str
    asked: tuple[str, ...]
    say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a question names: the places of the words that name it, and the phrases that belong to it."""

    places: frozenset[int]
    phrases: Phrases

    def said(self, sentence: str) -> int:
        """How many different phrases of the field a sentence says."""
        return len({found.phrase for found in self.phrases.find(syllable_run(sentence))})


@functools.cache
def _fields() -> tuple[Phrases, tuple[Phrases, ...]]:
    rows = vocab.rows("fields", FieldRow)
    return Phrases((n, row.asked) for n, row in enumerate(rows)), tuple(Phrases([(0, row.say)]) for row in rows)


def named(question: Question) -> Field | None:
    """The field that a question names by its longest phrase, or None."""
    asked, phrases = _fields()
    found = max(
        asked.find([word.marked for word in question.words], question.unmarked),
        key=lambda f: f.stop - f.start,
        default=None,
    )
    return Field(frozenset(range(found.start, found.stop)), phrases[found.row]) if found else None
