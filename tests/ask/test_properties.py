"""What holds of every question, whatever is typed."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation import Reply
from knowledge.ask.model import State
from knowledge.fold import flat
from tests.ask.asking import SAMPLE, Desk, cases
from tests.ask.test_answers import Asked, Trap

KEPT = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
ASKED = [case.values[0] for case in cases("answers", Asked)]
TRAPS = [case.values[0] for case in cases("traps", Trap)]
NONSENSE = st.sampled_from(["xyzq", "krông", "bitcoin", "zzz", "phlogiston", "qwfp", "klingon"])
SYNTAX = st.sampled_from(["thu", "ngân sách", "<b>", "&", ">", "bao nhiêu?", "%", "NEAR", "OR", '"', "'", "*"])
TURNS = st.sampled_from([*(a.question for a in ASKED if a.report == SAMPLE), "còn năm ngoái?", "1", "vì sao?"])
SHOWN = {"b", "i", "u", "s", "blockquote", "code", "pre", "a"}


class Balance(HTMLParser):
    """Tags opened and closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SHOWN, tag
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def balanced(reply: Reply) -> None:
    parser = Balance()
    parser.feed(reply.text)
    parser.close()
    assert not parser.open, reply.text


def figures(reply: Reply) -> set[str]:
    return {fact.text_value for fact in (*reply.structure.main, *reply.structure.comparisons, *reply.structure.parts)}


@KEPT
@given(case=st.sampled_from(ASKED))
def test_a_question_without_marks_never_has_another_answer(case: Asked, desk: Desk) -> None:
    marked, bare = desk.ask(case.question, case.report), desk.ask(flat(case.question), case.report)
    if bare.status == "answered":
        assert figures(marked) & figures(bare) or marked.answer == bare.answer, bare.answer


@KEPT
@given(case=st.sampled_from(TRAPS), word=NONSENSE)
def test_a_word_of_no_account_never_makes_an_answer_of_a_refusal(case: Trap, word: str, desk: Desk) -> None:
    assert desk.ask(f"{case.question.rstrip('?')} {word}?", case.report).status != "answered"


@KEPT
@given(case=st.sampled_from(ASKED), word=NONSENSE)
def test_a_word_of_no_account_never_changes_a_figure(case: Asked, word: str, desk: Desk) -> None:
    reply = desk.ask(f"{word} {case.question}", case.report)
    if reply.status == "answered":
        assert figures(reply) & figures(desk.ask(case.question, case.report)), reply.answer


@KEPT
@given(text=st.text(max_size=200))
def test_any_text_has_a_reply(text: str, desk: Desk) -> None:
    reply = desk.ask(text)
    assert reply.status in ("answered", "clarify", "not_found", "help")
    balanced(reply)


@KEPT
@given(words=st.lists(SYNTAX, max_size=12))
def test_markup_and_search_syntax_are_words_like_others(words: list[str], desk: Desk) -> None:
    balanced(desk.ask(" ".join(words)))


@KEPT
@given(turns=st.lists(TURNS, max_size=4))
def test_a_conversation_keeps_a_state_that_can_be_kept(turns: list[str], desk: Desk) -> None:
    state = State()
    for turn in turns:
        state = desk.ask(turn, state=state).state
        assert State.from_json(json.dumps(json.loads(state.to_json()))) == state


def test_a_very_long_question_has_a_reply(desk: Desk) -> None:
    balanced(desk.ask("thu ngân sách " * 800))
