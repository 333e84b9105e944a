"""Questions over several reports, from the words a person types to the message that is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.grading import judge
from bot.commands.asking import answer_object
from bot.conversation import Conversation, Reply, State
from knowledge.store.reader import Store
from tests.across.conftest import BODY, SERIES, load

LONGEST = 1500


@pytest.fixture(scope="module")
def talk(series_db: Path) -> Iterator[Conversation]:
    store = Store(series_db)
    yield Conversation(store)
    store.close()


def last(talk: Conversation, *turns: str) -> Reply:
    """The reply to the last turn of a conversation."""
    state: State | None = None
    for turn in turns:
        reply = talk.ask(turn, state, BODY)
        state = reply.state
    return reply


def test_the_messages_hold_the_right_figures_and_none_is_wrong(talk: Conversation) -> None:
    verdicts = {}
    for line in (SERIES / "questions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        reply = talk.ask(row["q"], None, BODY)
        assert len(re.sub(r"<[^>]+>", "", reply.text)) <= LONGEST
        verdicts[row["q"]] = judge(row, {"status": reply.status, "answer": reply.answer, "text": reply.text})
    assert [q for q, v in verdicts.items() if v == "wrong"] == []
    assert sum(v == "right" for v in verdicts.values()) >= 0.95 * len(verdicts)


@pytest.mark.parametrize(
    ("question", "direct", "below"),
    [
        (
            "so tháng 10 với tháng 9 thu ngân sách",
            "giảm 10,57 tỷ đồng (7,4%) (bot tính)",
            "132,335 tỷ đồng − 142.905 triệu đồng",
        ),
        ("tháng nào thu ngân sách cao nhất", "145.753 triệu đồng", "• Tháng 9/2024: ước 142.905 triệu đồng"),
        ("cộng thu ngân sách tháng 7, 8, 9", "429.221 triệu đồng", "Đã quy đổi về triệu đồng"),
        ("Trung bình mỗi tháng quý III thu ngân sách bao nhiêu?", "143.073,67 triệu đồng", "Làm tròn 2 chữ số"),
        ("Quý III xảy ra bao nhiêu vụ tai nạn giao thông?", "báo cáo nêu", "Bot cộng các tháng: 14 vụ"),
        ("thu ngân sách từ đầu năm qua từng tháng", "tháng 10/2024 ước 132,335 tỷ đồng", "tháng 5/2024"),
        ("Xếp hạng các huyện theo thu ngân sách", "Núi Voi", "4. Ủy ban nhân dân huyện Cát Vàng"),
    ],
)
def test_what_leads_and_what_stands_below(talk: Conversation, question: str, direct: str, below: str) -> None:
    reply = last(talk, question)
    assert reply.status == "answered"
    assert direct in reply.answer
    assert below in reply.text
    assert reply.facts


def test_a_partial_sum_is_no_answer(talk: Conversation) -> None:
    reply = last(talk, "Tổng thu ngân sách tháng 4, 5, 6 là bao nhiêu?")
    assert reply.status == "not_found"
    assert "277.565" not in reply.answer
    assert "chưa đủ các kỳ được hỏi" in reply.text
    assert "tháng 5/2024" in reply.text


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("thu ngân sách tháng này", "tháng nào cao nhất?"), "145.753 triệu đồng"),
        (("Thu ngân sách tháng 9 là bao nhiêu?", "so với tháng trước?"), "tháng 9/2024 so với tháng 8/2024"),
        (("So sánh thu ngân sách tháng 9 và tháng 10", "còn chi ngân sách thì sao?"), "tăng 22.400 triệu đồng"),
        (("So sánh chi ngân sách tháng 9 và tháng 10", "còn tháng 8?"), "116.400 triệu đồng"),
        (("Tháng nào thu ngân sách cao nhất?", "Huyện nào nhiều nhất?"), "Núi Voi"),
        (("Tháng nào thu ngân sách cao nhất?", "số hộ nghèo bao nhiêu?"), "502 hộ"),
    ],
)
def test_follow_ups_keep_the_topic(talk: Conversation, turns: tuple[str, ...], said: str) -> None:
    assert said in last(talk, *turns).answer


def test_a_choice_is_answered_by_the_question_it_was_offered_for(tmp_path: Path) -> None:
    path = tmp_path / "reports.db"
    load(path, sorted((SERIES.parent / "series_health").glob("*.md")))
    talk = Conversation(Store(path))
    asked = talk.ask("điều trị nội trú tháng 4 nhiều hơn hay ít hơn tháng 3")
    assert asked.status == "clarify"
    assert len(asked.options) == 2
    assert "giảm 46 lượt" in talk.ask("1", State.from_json(asked.state.to_json())).answer
    shown = talk.show(asked.options[1].fact_id, asked.state)
    assert shown is not None
    assert "giảm 230 ngày" in shown.answer


@pytest.mark.parametrize("name", ["series_health", "series_communes"])
def test_so_do_those_on_bodies_whose_authors_wrote_freely(tmp_path: Path, name: str) -> None:
    folder = SERIES.parent / name
    path = tmp_path / "reports.db"
    load(path, sorted(folder.glob("*.md")))
    talk = Conversation(Store(path))
    verdicts = {}
    for line in (folder / "questions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        reply = talk.ask(row["q"])
        verdicts[row["q"]] = judge(row, {"status": reply.status, "answer": reply.answer, "text": reply.text})
    assert [q for q, v in verdicts.items() if v == "wrong"] == []
    assert sum(v == "right" for v in verdicts.values()) >= 0.9 * len(verdicts)


def test_questions_about_one_report_are_answered_by_it(talk: Conversation) -> None:
    reply = last(talk, "Thu ngân sách tháng 9 là bao nhiêu?")
    assert reply.structure.outcome is None
    assert "142.905 triệu đồng" in reply.answer


def test_programs_are_told_what_is_computed(talk: Conversation) -> None:
    shown = answer_object(talk.engine.store, last(talk, "Tổng thu ngân sách 3 tháng 7, 8, 9 là bao nhiêu?"))
    (computed,) = shown["computed"]
    assert (computed["what"], computed["value"], computed["unit"]) == ("total", 429221, "triệu đồng")
    assert [operand["period"] for operand in computed["from"]] == ["2024-07", "2024-08", "2024-09"]
    assert "computed" not in answer_object(talk.engine.store, last(talk, "Thu ngân sách tháng 9 là bao nhiêu?"))


def test_english_sentences_have_the_same_figures(talk: Conversation) -> None:
    reply = talk.ask("So sánh thu ngân sách tháng 9 và tháng 10", None, BODY, "en")
    assert "down 10,57 tỷ đồng (7,4%) (computed by the bot)" in reply.answer


def test_months_are_those_of_the_body_that_is_named_whoever_reported_last(tmp_path: Path) -> None:
    database = tmp_path / "two.db"
    later = SERIES.parent / "reports" / "xa-2026-03.md"
    load(database, [SERIES / "song-lam-2024-09.md", SERIES / "song-lam-2024-10.md", later])
    store = Store(database)
    reply = Conversation(store).ask("thu ngân sách Sông Lam tháng 10 so với tháng 9")
    store.close()
    assert reply.status == "answered"
    assert "132,335 tỷ đồng" in reply.text and "142.905 triệu đồng" in reply.text
