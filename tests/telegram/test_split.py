"""Long messages leave in parts that Telegram takes and that together say the same."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.split import LIMIT, split
from tests.telegram import fake_html

_words = st.lists(st.sampled_from(["thu", "ngân sách", "&", "<5%", "111.226", "\n", "\n\n", ". "]), max_size=60)
_pieces = st.lists(st.tuples(st.sampled_from(["", "b", "i", "blockquote", "code"]), _words), max_size=8)


def _marked(pieces: list[tuple[str, list[str]]]) -> str:
    out = []
    for tag, words in pieces:
        inner = html.escape(" ".join(words), quote=False)
        out.append(f"<{tag}>{inner}</{tag}>" if tag else inner)
    return "".join(out)


@settings(deadline=None, max_examples=60)
@given(_pieces, st.integers(20, 120))
def test_parts_parse_fit_and_rejoin(pieces: list[tuple[str, list[str]]], limit: int) -> None:
    whole = _marked(pieces)
    parsed = [fake_html.parse(part).text for part in split(whole, limit)]
    assert all(len(text) <= limit for text in parsed)
    squeezed = re.sub(r"\s+", "", "".join(parsed))
    assert squeezed == re.sub(r"\s+", "", fake_html.parse(whole).text)


def test_cuts_at_paragraphs() -> None:
    paragraph = "Thu ngân sách đạt khá. " * 40
    whole = "\n\n".join([f"<b>{n}</b> {paragraph}" for n in range(10)])
    parts = split(whole)
    assert len(parts) == 3
    assert all(part.startswith("<b>") for part in parts)


@pytest.mark.parametrize("text", ["a" * LIMIT, "ngắn"])
def test_what_fits_stays_whole(text: str) -> None:
    assert split(text) == [text]
