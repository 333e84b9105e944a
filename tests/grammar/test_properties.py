"""What must hold for any text: numbers print and parse back, every digit is in one token, every number in one match."""

from __future__ import annotations

import itertools
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.grammar.core import key, lex
from knowledge.grammar.registry import scan
from knowledge.numbers import parse
from knowledge.numbers import scan as numbers
from knowledge.numbers.tokens import printed

WORDS = st.sampled_from(
    [
        "tăng",
        "giảm",
        "đạt",
        "bằng",
        "vụ",
        "người",
        "triệu",
        "đồng",
        "%",
        "/",
        "-",
        "(",
        ")",
        ",",
        ";",
        ":",
        ".",
        "=",
        "tháng",
        "năm",
        "quý",
        "IV",
        "XV",
        "so",
        "với",
        "cùng",
        "kỳ",
        "trong",
        "đó",
        "xã",
        "từ",
        "đến",
        "ước",
        "05",
        "111.226",
        "5,17",
        "2023",
        "10/2023",
        "gấp",
        "đôi",
        "hai",
        "A2",
        "ngày",
    ]
)


@given(st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False, allow_infinity=False))
@settings(deadline=None)
def test_a_printed_number_parses_back(value: Decimal) -> None:
    assert parse(printed(value)) == value


@given(st.integers(min_value=0, max_value=10**15))
@settings(deadline=None)
def test_a_printed_whole_number_parses_back(value: int) -> None:
    assert parse(printed(Decimal(value))) == value


@given(st.text(max_size=200))
@settings(deadline=None)
def test_number_tokens_cover_every_digit_once(text: str) -> None:
    covered = [at for token in numbers(text, 0) for at in range(token.start, token.stop) if text[at].isdecimal()]
    assert covered == [at for at, c in enumerate(text) if c.isdecimal()]


@given(st.lists(WORDS, max_size=40))
@settings(deadline=None, max_examples=200)
def test_every_number_lies_in_one_match_and_matches_never_overlap(parts: list[str]) -> None:
    text = " ".join(parts)
    tokens = lex(text, numbers(text, 0))
    matches = scan(tokens)
    starts = [m.start for m in matches]
    assert starts == sorted(starts)
    for one, other in itertools.pairwise(matches):
        assert other.start in (one.start,) or other.start >= one.stop
    inside = {at for m in matches for at in range(m.start, m.stop)}
    assert all(at in inside for at, token in enumerate(tokens) if token.kind == "number")
    assert all(m.start <= m.figure[0] < m.figure[1] <= m.stop for m in matches)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹ", max_size=8))
@settings(deadline=None)
def test_a_key_ignores_only_case_and_tone_place(word: str) -> None:
    assert key(word) == key(word.upper())


def test_a_tone_may_stand_on_either_vowel() -> None:
    assert key("hoà") == key("hòa") and key("luỹ") == key("lũy") and key("kỳ") == key("kì")
    assert key("dung") != key("dùng") != key("đùng")
