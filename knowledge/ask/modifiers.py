"""What makes another thing of a fact than the question names: a modifier before a word of it ("phó bí thư"), what is
left out, two opposites together where one was asked for.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from knowledge.ask.opposed import left_out, paired
from knowledge.ask.question import Question
from knowledge.index.entries import syllable_run
from knowledge.index.lexicon import lexicon
from knowledge.index.marks import Marked
from knowledge.index.report_index import ReportIndex

Held = tuple[tuple[Marked, ...], frozenset[int]]  # a modifier, and the facts that hold it before a word asked for


class Modifiers:
    """What of one question a fact may modify; `required` are the places of the words that it must account for."""

    def __init__(self, question: Question, index: ReportIndex, required: Sequence[int]) -> None:
        self.question, self.index, self._required = question, index, required

    def unasked(self, entry: int) -> bool:
        """Whether the fact's naming puts a modifier before a word that the question names without it, or two opposites
        together where the question names one."""
        fact = self.index.facts[entry]
        if not left_out(fact.own, fact.inherited) <= self.question.folded:
            return True
        before = [run for run, holders in self._held if entry in holders]
        if not before or fact.items:
            return bool(before)
        naming = self.index.namings[entry]
        bare = set(syllable_run(fact.unit)).issuperset(self.index.words[n] for n in naming.own)
        above = naming.inherited[: 1 if naming.own else 8] if bare else ()  # what a comparison alone compares
        own = {self.index.words[n] for n in (*naming.own, *above)}
        alone = {self.index.words[n] for n in naming.own}
        return any((alone if run in paired() else own).issuperset(run) for run in before)

    @functools.cached_property
    def _held(self) -> list[Held]:
        words, index = self.question.words, self.index
        asked = {words[n].marked.folded for n in self._required}
        alone = [
            (run, index.holders((run[-1].folded, word)))
            for run in lexicon().classes["modifier"].runs()  # "phó", "thiếu", "tạm", "đề nghị"
            if run[-1].folded not in self.question.folded
            for word in index.after.get(run[-1].folded, {}).keys() & asked
        ]
        return [*alone, *self._together()]

    def _together(self) -> list[Held]:
        """Opposites that stand together before the noun that the question asks for with one ("xuất nhập khẩu")."""
        words, index = self.question.words, self.index
        said = [(words[n].marked.folded, words[n + 1].marked.folded) for n in self._required if n + 1 < len(words)]
        return [
            (pair, index.holders((first, second)) & index.holders((second, noun)))
            for pair in paired()
            for first, second in [(pair[0].folded, pair[1].folded)]
            if len(self.question.folded & {first, second}) == 1
            for word, noun in said
            if word in (first, second)
        ]
