"""Answered, asked back or refused: the figure that was asked for, and none where the report holds none."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from bench.grading import contains
from bot.conversation import Conversation
from knowledge.ask.extract import LONGEST
from knowledge.ask.model import State
from knowledge.store.reader import Store
from knowledge.store.writer import Writer
from tests.ask.asking import SAMPLE, Desk, cases


@dataclass(frozen=True, slots=True)
class Asked:
    question: str
    report: str = SAMPLE
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """`reason`: the rule, or the rules that may decide as well."""

    question: str
    status: str
    reason: tuple[str, ...]
    report: str = SAMPLE
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trap:
    question: str
    report: str = SAMPLE
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    turns: tuple[str, ...]
    report: str = SAMPLE
    status: str = "answered"
    says: tuple[str, ...] = ()


@pytest.mark.parametrize("case", cases("answers", Asked))
def test_the_direct_answer_holds_the_figure(case: Asked, desk: Desk) -> None:
    reply = desk.ask(case.question, case.report)
    assert reply.status == "answered", reply.text
    assert all(contains(reply.answer, said) for said in case.says), reply.answer


@pytest.mark.parametrize("case", cases("decisions", Decided))
def test_the_rule_that_decides(case: Decided, desk: Desk) -> None:
    reply = desk.ask(case.question, case.report)
    assert reply.status == case.status, reply.text
    assert reply.structure.reason in case.reason
    assert all(contains(reply.text, said) for said in case.says), reply.text


@pytest.mark.parametrize("case", cases("traps", Trap))
def test_what_is_not_held_is_refused_and_named(case: Trap, desk: Desk) -> None:
    reply = desk.ask(case.question, case.report)
    assert reply.status == "not_found", reply.answer
    assert not re.search(r"\d", reply.answer)
    assert set(case.missing) <= set(reply.structure.missing)
    assert all(f"“{word}”" in reply.text for word in reply.structure.missing[:4])


@pytest.mark.parametrize("case", cases("follows", Talk))
def test_follow_ups_keep_what_they_leave_out(case: Talk, desk: Desk) -> None:
    reply = desk.talk(case.turns, case.report)
    assert reply.status == case.status, reply.text
    assert all(contains(reply.answer, said) for said in case.says), reply.answer


def test_a_choice_shows_every_figure_and_is_kept_in_order(desk: Desk) -> None:
    reply = desk.ask("Kết nạp bao nhiêu hội viên mới?")
    assert reply.state.choices == tuple(option.fact_id for option in reply.options)
    for n, fact in enumerate(reply.structure.main):
        assert fact.text_value in reply.options[n].label
        picked = desk.ask(str(n + 1), state=reply.state)
        assert picked.facts[0].id == fact.id


def test_a_refusal_offers_what_is_near_and_names_the_months_loaded(desk: Desk) -> None:
    reply = desk.ask("Thu ngân sách tháng 8 năm 2021 là bao nhiêu?")
    assert "111.226" not in reply.answer
    assert "111.226" in reply.text
    assert "tháng 10/2023" in reply.text


def test_a_state_stays_what_it_is_when_kept(desk: Desk) -> None:
    for question in ("Kết nạp bao nhiêu hội viên mới?", "Thu ngân sách đạt bao nhiêu phần trăm dự toán?"):
        state = desk.ask(question).state
        assert State.from_json(state.to_json()) == state
    assert State.from_json(State().to_json()) == State()


def test_an_extract_is_the_reports_own_words_and_short(desk: Desk) -> None:
    reply = desk.ask("Báo cáo nói gì về chuyển đổi số?")
    assert reply.structure.kind == "extract"
    (extract,) = reply.structure.extracts
    passages = desk.conversation(SAMPLE).engine.store.body(1).passages
    held = " ".join(" ".join(passage.text.split()) for passage in passages)
    for sentence in re.split(r"(?<=[.;])\s+", extract.text.removesuffix(" …")):
        assert " ".join(sentence.split()) in held
    assert len(extract.text) <= LONGEST + 2


def test_nothing_loaded_is_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("none") / "none.db"
    Writer(path).close()
    reply = Conversation(Store(path)).ask("Thu ngân sách bao nhiêu?")
    assert (reply.status, reply.structure.reason) == ("not_found", "no_reports")
