"""What must hold for any passage: the figure shown is a slice of the text, the ledger covers every
number once, nothing vanishes.
"""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.model import Extraction
from tests.facts.build import facts_of

PIECES = st.sampled_from(
    [
        "Thu ngân sách",
        "đạt",
        "ước",
        "khoảng",
        "trên",
        "tăng",
        "giảm",
        "so với cùng kỳ",
        "trong đó",
        "gồm",
        "với số tiền",
        "bị thương",
        "111.226 triệu đồng",
        "5,17%",
        "05 vụ",
        "12 vụ/16 bị cáo",
        "29/30 xã",
        "(+37,5%)",
        "(cùng kỳ 05 vụ)",
        "28/5/2021",
        "quý IV/2023",
        "tháng 10",
        "đợt 2",
        "06-NQ/HU",
        "= 25 đối tượng",
        ",",
        ";",
        ":",
        ".",
        "(",
        ")",
        "và",
        "xã Tân Hưng, Tân Liên",
        "lũy kế 9 tháng",
        "A2",
        "1/500",
        "gấp đôi",
        "từ 5 đến 7 phút",
        "99.38%",
        "2023",
        "trẻ dưới 5 tuổi",
        "Công tác tiêm phòng",
        "- ",
        "1.2.3",
    ]
)


def ledger_holds(found: Extraction) -> None:
    for passage in found.outline.passages:
        entries = [e for e in found.ledger if e.passage == passage.number]
        digits = [at for at, c in enumerate(passage.text) if c.isdecimal()]
        covered = [at for e in entries for at in range(e.start, e.stop) if passage.text[at].isdecimal()]
        assert covered == digits
        assert all(passage.text[e.start : e.stop] == e.form for e in entries)


@given(st.lists(PIECES, min_size=1, max_size=25))
@settings(deadline=None, max_examples=250)
def test_figures_are_slices_and_every_number_is_accounted_for(parts: list[str]) -> None:
    text = " ".join(parts)
    found = facts_of(text)
    ledger_holds(found)
    whole = found.outline.document.text
    for at, fact in enumerate(found.facts):
        assert fact.id == at
        assert fact.parent is None or (0 <= fact.parent < len(found.facts) and fact.parent != at)
        assert whole[fact.source.start : fact.source.stop] == text[fact.start : fact.stop]
        assert fact.quote in text
        assert fact.measure == "list" or fact.text_value in text


@given(st.lists(PIECES, min_size=1, max_size=20))
@settings(deadline=None, max_examples=100)
def test_no_number_is_left_unparsed(parts: list[str]) -> None:
    found = facts_of(" ".join(parts))
    assert [e for e in found.ledger if e.outcome == "unparsed"] == []


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_is_read(text: str) -> None:
    if text.strip():
        ledger_holds(facts_of(re.sub(r"\s", " ", text)))
