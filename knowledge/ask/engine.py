"""One question in its conversation: scope, words, decision, the answer's structure. Reads the store, nothing else."""

from __future__ import annotations

import functools
import re
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.ask import compose, follow
from knowledge.ask.decide import Decision, decide
from knowledge.ask.evidence import Matcher
from knowledge.ask.extract import extract
from knowledge.ask.family import children
from knowledge.ask.model import Answer, State, Trace
from knowledge.ask.question import Question, read, repaired
from knowledge.ask.reading import ancestors, same_figure
from knowledge.ask.scope import Scope, choose, closing_day, window_asked
from knowledge.fold import flat
from knowledge.index import kept, sentences
from knowledge.index.report_index import ReportIndex
from knowledge.model import Fact
from knowledge.store.reader import ReportRow, Shelf, Store

if TYPE_CHECKING:  # questions over several reports are loaded only where several are
    from knowledge.across.model import Resolved
    from knowledge.ask.several import Talk

KEPT = 64  # report indexes kept in memory
_HOW_MANY = re.compile(r"\b(?:bao nhieu|may|bn|bnh)\b")
_STRETCH = re.compile(r"\d thang|\bnam\b")
_SHOWN = ("reason", "kind", "main", "comparisons", "parts", "extracts", "checks")
_NARRATIVE = frozenset(("why", "what", "planned", "where", "list", "who", "when", "breakdown"))


class Engine:
    """Answers questions about what is stored. One per thread; keeps the indexes of the reports asked about last."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._indexes: OrderedDict[int, ReportIndex] = OrderedDict()
        self._sentences: OrderedDict[int, ReportIndex] = OrderedDict()
        self._token = -1
        self._reports = Shelf()

    def reports(self) -> Shelf:
        """The current reports, newest first, read again only where something was committed."""
        token = self.store.data_version()
        if token != self._token:
            self._token, self._reports = token, Shelf(self.store.reports())
            self._indexes.clear()
            self._sentences.clear()
        return self._reports

    def index(self, row: ReportRow) -> ReportIndex:
        """The index of a report's current version."""
        found = self._indexes.get(row.version)
        if found is None:
            said = self.store.contents(row.version)
            found = kept.index(self.store, row.version, kept.FACTS, said.facts, said.passages, said.checks)
            self._indexes[row.version] = found
            if len(self._indexes) > KEPT:
                self._indexes.popitem(last=False)
        return found

    def sentences(self, row: ReportRow) -> ReportIndex:
        """The index of a report's sentences, for narrative questions."""
        found = self._sentences.get(row.version)
        if found is None:
            found = self._sentences[row.version] = sentences.index(self.store, row.version, self.index(row).passages)
            if len(self._sentences) > KEPT // 4:
                self._sentences.popitem(last=False)
        return found

    def ask(self, text: str, state: State | None = None, org: str = "", follows: bool = False) -> tuple[Answer, State]:
        """Answer a message. `org` is the person's own body, used where the question names none; `follows`: it is a
        clause of a question, whose period holds on."""
        state = state or State()
        reports = self.reports()
        question_text = repaired(text)
        if picked := self._picked(question_text, state, reports):
            return picked
        if not re.search(r"[^\W_]", question_text):
            return Answer("help", "empty", "help"), state
        if not reports:
            return Answer("not_found", "no_reports", "refusal"), state
        if len(reports) > 1:
            from knowledge.ask import several

            if over := several.ask(question_text, state, self._talk(org)):
                return over
        scope = choose(question_text, reports, org or "", state, inherit=follows)
        if scope.report is None:
            return self._refused_scope(scope, reports), state
        row = scope.report
        index = self.index(row)
        if index.stretches and (scope.foreign or not scope.period) and _STRETCH.search(flat(question_text)):
            scope = choose(question_text, reports, org or "", state, held=index.stretches)
            row, index = scope.report or row, self.index(scope.report or row)
        clauses = follow.clauses(question_text)
        if clauses and (together := self._one_by_one(clauses, state, org, index)):
            return together
        alone = self._read(question_text, index, scope)
        decided = functools.cache(functools.partial(self._decide, alone, index, scope))
        used, decision = alone, None
        if state.topic and (again := follow.in_context(alone, decided, state)) is not None:
            topic = read(repaired(state.topic), index, [], ())
            topic = replace(topic, units=follow.units_of(state))
            used = follow.merge(alone, topic, again, state)
            used = replace(used, near=self._around(state.facts, index), last=frozenset(state.facts))
            if not alone.period and state.period:
                scope = choose(question_text, reports, org or state.org, state, inherit=True)
                if scope.report is None:
                    return self._refused_scope(scope, reports), state
                row, index = scope.report, self.index(scope.report)
                used = replace(used, period=scope.period)
            going_on = self._decide(used, index, scope)
            if again == "try" and not self._within(going_on, used.near):
                used = alone
            else:
                decision = going_on
        answer = self._answer(used, decision or decided(), index, scope, reports)
        return answer, follow.remember(used, alone, answer, scope, state)

    def _one_by_one(
        self, clauses: list[str], state: State, org: str, index: ReportIndex
    ) -> tuple[Answer, State] | None:
        """The figures that the clauses of a question ask for one after the other, where one passage holds them all."""
        facts: list[Fact] = []
        last = Answer("help", "empty", "help")
        for clause in clauses:
            last, state = self.ask(clause, state, org, follows=bool(facts))
            if last.status != "answered" or len(last.main) != 1 or last.main[0] in facts:
                return None
            facts += last.main
        here = [f for f in index.facts if f.passage == facts[-1].passage]  # a report may state a figure twice
        facts = [f if f in here else next((g for g in here if same_figure(f, g)), f) for f in facts]
        if len({fact.passage for fact in facts}) != 1:
            return None
        found = compose.figure(tuple(facts), index, reason="several")
        return replace(last, **{name: getattr(found, name) for name in _SHOWN}, near=()), state

    def resolve(self, rest: str, report: int) -> Resolved:
        """What one report answers to the words that name a figure, for questions over several reports."""
        from knowledge.across.model import Resolved

        row = self.reports().by_id[report]
        index = self.index(row)
        decision = decide(Matcher(read(repaired(rest), index, [], (), row.org), index), row.period)
        facts = tuple(reading.fact for reading in decision.readings)
        return Resolved("not_found" if decision.status == "help" else decision.status, facts)

    def _talk(self, org: str) -> Talk:
        from knowledge.ask.several import Talk

        def says(words: str) -> bool:
            row = self.reports()[0]
            return bool(read(words, self.index(row), [], (), row.org).of("content", "number"))

        return Talk(self.store, self.reports(), self.resolve, says, org)

    @staticmethod
    def _within(decision: Decision, near: frozenset[int]) -> bool:
        """Whether a decision asserts only what stands around the figures last shown."""
        return decision.status == "answered" and all(reading.fact.id in near for reading in decision.readings)

    @staticmethod
    def _around(facts: tuple[int, ...], index: ReportIndex) -> frozenset[int]:
        """The ids of the facts that stand around those last shown: in their sentences, superiors, parts, siblings."""
        found: set[int] = set()
        for fact_id in facts:
            if fact_id not in index.by_id:
                continue
            fact = index.facts[index.by_id[fact_id]]
            circle = [fact, *ancestors(fact, index)[:1]]
            found.update(f.id for f in circle)
            if fact.rule == "row":
                found.update(f.id for f in index.facts if f.passage == fact.passage)
            found.update(f.id for f in index.facts if (f.passage, f.quote) == (fact.passage, fact.quote))
            alike = (fact.passage, fact.unit, fact.measure)
            listed = (f for f in index.facts if (f.passage, f.unit, f.measure) == alike)
            found.update(f.id for f in listed if f.inherited in (fact.inherited, fact.own))
            found.update(child.id for f in circle for child in children(f, index))
        return frozenset(found)

    def _read(self, text: str, index: ReportIndex, scope: Scope) -> Question:
        assert scope.report is not None
        days = closing_day(text, scope.report, index)
        compared = scope.wanted | window_asked(days, scope)
        return read(text, index, [*scope.taken, *days], scope.mentions, scope.report.org, scope.period, compared)

    def _decide(self, question: Question, index: ReportIndex, scope: Scope) -> Decision:
        assert scope.report is not None
        decision = decide(Matcher(question, index), scope.report.period)
        if decision.status == "not_found" and scope.foreign and decision.reason == "measure_not_held":
            return replace(decision, reason="period_not_held")
        return decision

    def _answer(
        self, question: Question, decision: Decision, index: ReportIndex, scope: Scope, reports: Shelf
    ) -> Answer:
        assert scope.report is not None
        answer = compose.answer(question, decision, index, scope.report)
        if self._wants_narrative(question, decision):
            ahead = "planned" in question.wanted or (scope.foreign and scope.next_period)
            found, _ = extract(question, self.sentences(scope.report), bool(ahead))
            if found is not None and not (scope.foreign and not scope.next_period):
                answer = replace(
                    answer,
                    status="answered",
                    reason="narrative",
                    kind="extract",
                    main=(),
                    comparisons=(),
                    parts=(),
                    near=(),
                    extracts=(found,),
                    missing=(),
                    checks=(),
                )
        loaded = reports.periods_of(scope.report.org)
        return replace(
            answer, report=scope.report, periods=loaded, asked_period=question.period, wanted=question.wanted,
            trace=Trace(question, decision),
        )  # fmt: skip

    def _wants_narrative(self, question: Question, decision: Decision) -> bool:
        if "why" in question.wanted and not question.wanted & {"count", "breakdown", "each"}:
            return True
        if question.units and not question.wanted & {"list", *_NARRATIVE}:
            return False
        if question.wanted & {"count", "percent", "money"} or _HOW_MANY.search(flat(question.text)):
            return False
        settled = decision.reason in ("another_thing", "only_planned", "its_parts", "signed")
        if settled or question.wanted & {"breakdown", "who"}:
            return False
        told = {"planned", "what"} if "plan" in question.wanted else {"planned"}  # "kế hoạch tháng 11 thế nào"
        if question.wanted & {"same_period", "prev_period", "growth", "plan"} and not question.wanted & told:
            return False
        if decision.status == "not_found":
            return bool(question.wanted & _NARRATIVE) or decision.reason in ("measure_not_held", "weak")
        best = decision.readings[0] if decision.readings else None
        if best is None or decision.status == "help":
            return False
        wants_prose = question.wanted & {"what", "where"} and not question.wanted & {
            "same_period",
            "prev_period",
            "plan",
            "growth",
        }
        return bool(wants_prose) and best.fact.measure != "list" and best.scored.backward < 0.6

    def _refused_scope(self, scope: Scope, reports: Shelf) -> Answer:
        loaded = reports.periods_of(scope.org) if scope.org else reports.periods
        return Answer("not_found", scope.reason, "refusal", periods=loaded, asked_period=scope.period)

    def _picked(self, text: str, state: State, reports: Shelf) -> tuple[Answer, State] | None:
        """A bare number after a choice was offered: that choice."""
        match = re.fullmatch(r"\s*(?:so |cau )?(\d{1,2})[.)]?\s*", flat(text))
        if not match:
            return None
        if not 1 <= int(match[1]) <= len(state.choices):
            return Answer("help", "no_words", "help"), state
        return self.show(state.choices[int(match[1]) - 1], state)

    def show(self, fact_id: int, state: State) -> tuple[Answer, State] | None:
        """The answer that one stored fact is, as if it had been asked for."""
        report_id, _ = self.store.report_of(fact_id)
        row = self.reports().by_id.get(report_id)
        if row is None:
            return None
        index = self.index(row)
        if fact_id not in index.by_id:
            return None
        fact = index.facts[index.by_id[fact_id]]
        if fact_id in state.choices and state.across:
            from knowledge.ask import several

            if over := several.choose(fact, row.id, state, self._talk("")):
                return over
        answer = compose.figure((fact,), index, reason="picked")
        answer = replace(answer, report=row, periods=self.reports().periods_of(row.org))
        topic = " ".join((fact.own or fact.indicator).split()[:14])
        return answer, State(topic=topic, period=row.period, org=row.org, report=row.id, facts=(fact_id,))
