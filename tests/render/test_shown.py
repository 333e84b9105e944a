"""Messages as they are sent: markup that parses, within Telegram's limits, figures as the report prints them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.answer import render
from bot.render.split import LIMIT, split
from tests.ask.asking import SAMPLE, Desk, cases
from tests.ask.test_properties import balanced

PIECES = st.lists(
    st.tuples(st.sampled_from(["b", "i", ""]), st.text("ab <&>\n.ă", min_size=1, max_size=60)), max_size=30
)


@dataclass(frozen=True, slots=True)
class Shown:
    question: str
    report: str = SAMPLE


@pytest.mark.parametrize("case", cases("shown", Shown, "render"))
def test_a_message_parses_and_fits(case: Shown, desk: Desk) -> None:
    for language in ("vi", "en"):
        reply = desk.conversation(case.report).ask(case.question, language=language)
        balanced(reply)
        assert len(reply.text) <= LIMIT
        assert unicodedata.is_normalized("NFC", reply.text)
        assert "<script" not in reply.text
        assert not re.search(r"&(?!amp;|lt;|gt;|quot;|#\d+;)", reply.text)
        assert not re.search(r"</?(?:b|i|blockquote)>|&amp;", reply.answer)


@pytest.mark.parametrize("case", cases("shown", Shown, "render"))
def test_figures_are_shown_as_printed(case: Shown, desk: Desk) -> None:
    reply = desk.ask(case.question, case.report)
    passages = desk.conversation(case.report).engine.store.body(1).passages
    held = " ".join(" ".join(passage.text.split()) for passage in passages)
    for fact in reply.structure.main:
        figure = re.search(r"\d[\d.,/]*", fact.text_value)
        if fact.value is not None and figure:
            assert figure.group().rstrip(".,") in held
            assert figure.group().rstrip(".,") in reply.text


def test_a_reply_in_english_keeps_the_reports_own_words(desk: Desk) -> None:
    reply = desk.ask("Thu ngân sách Nhà nước đạt bao nhiêu?")
    english = render(reply.structure, "en")
    assert "111.226 triệu đồng" in english.answer
    assert "Thu ngân sách Nhà nước" in english.answer


@settings(deadline=None, max_examples=40)
@given(PIECES, st.integers(20, 80))
def test_a_long_message_is_cut_into_parts_that_parse(pieces: list[tuple[str, str]], limit: int) -> None:
    shown = [(tag, escape(text, quote=False)) for tag, text in pieces]
    whole = "".join(f"<{tag}>{text}</{tag}>" if tag else text for tag, text in shown)
    for part in split(whole, limit):
        opened: list[str] = []
        for closing, tag in re.findall(r"<(/?)([a-z]+)>", part):
            if closing:
                assert opened.pop() == tag
            else:
                opened.append(tag)
        assert not opened
