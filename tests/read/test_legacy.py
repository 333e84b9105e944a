"""Old encodings: recognised by their words, converted letter for letter."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import InputError
from knowledge.read import legacy
from knowledge.read.legacy import _TCVN3, _VNI_LETTERS, _VNI_MARKS

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
SENTENCE = "Thu ngân sách nhà nước đạt 111.226 triệu đồng, bằng 20,1% cùng kỳ; kết nạp 36 quần chúng ưu tú vào Đảng"
SYLLABLES = "thu ngân sách nhà nước đạt triệu đồng bằng cùng kỳ kết nạp quần chúng ưu tú đảng phường xã huyện ủy"


def tcvn3(text: str) -> bytes:
    """Text in TCVN3, which has no capitals with a tone: those become small, as UniKey writes them."""
    back = {letter: code for code, letter in _TCVN3.items()}
    return bytes(back.get(c) or back.get(c.lower()) or ord(c) for c in text)


def vni(text: str) -> bytes:
    """Text in VNI-Windows."""
    marks = {mark: sign for sign, mark in _VNI_MARKS.items()}
    letters = {letter: sign for sign, letter in _VNI_LETTERS.items()}
    out = ""
    for letter in text:
        low = letter.lower()
        parts = unicodedata.normalize("NFD", low)
        horned = unicodedata.normalize("NFC", parts[:2]) if "\u031b" in parts else parts[0]
        rest = parts.replace("\u031b", "")[1:]
        rest = "".join(sorted(rest, key=lambda mark: mark not in "\u0302\u0306"))
        if low in letters:
            sign = letters[low]
        elif rest in marks:
            sign = letters.get(horned, horned) + marks[rest]
        else:
            sign = letters.get(horned, low)
        out += sign.upper() if letter.isupper() else sign
    return out.encode("cp1252")


@pytest.mark.parametrize("encode", [tcvn3, vni, lambda text: text.encode("utf-16")], ids=["tcvn3", "vni", "utf-16"])
def test_bytes_are_recognised(encode: object) -> None:
    assert callable(encode)
    assert legacy.decode(encode(SENTENCE)) == SENTENCE


@given(st.lists(st.sampled_from(SYLLABLES.split()), min_size=4, max_size=30))
@settings(deadline=None)
def test_round_trip(words: list[str]) -> None:
    text = " ".join(["nước", "đạt", "kỳ", *words])
    assert legacy.convert(tcvn3(text).decode("cp1252"), "tcvn3").lower() == text
    assert legacy.convert(vni(text).decode("cp1252"), "vni") == text


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("BáO CáO", "BÁO CÁO"),
        ("Tổ CHứC Bộ MáY", "TỔ CHỨC BỘ MÁY"),
        ("Tổ đảng số 5", "Tổ đảng số 5"),
        ("ủY BAN NHÂN DÂN", "ỦY BAN NHÂN DÂN"),
        ("đạt kết quả. ủy ban nhân dân huyện", "đạt kết quả. Ủy ban nhân dân huyện"),
        ("trình ủy ban nhân dân", "trình ủy ban nhân dân"),
    ],
)
def test_capitals_that_tcvn3_lacks_are_raised_where_sure(printed: str, meant: str) -> None:
    assert legacy.convert(tcvn3(printed).decode("cp1252"), "tcvn3") == meant


@pytest.mark.parametrize("name", ["bao-cao-2023-10.docx", "bao-cao-2023-10.pdf", "bao-cao-2023-10.doc"])
def test_other_bytes_are_no_text(name: str) -> None:
    with pytest.raises(InputError, match="encoding_unknown"):
        legacy.decode((SAMPLES / name).read_bytes())


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        ("ABCDEF+.VnArialH", "tcvn3"),
        ("VNI-Times", "vni"),
        ("Times New Roman", None),
        ("VNITimes", None),
    ],
)
def test_fonts_tell_the_encoding(font: str, encoding: str | None) -> None:
    assert legacy.of_font(font) == encoding


def test_unicode_text_is_left_alone() -> None:
    assert legacy.detect(SENTENCE) is None
    assert legacy.detect(tcvn3(SENTENCE).decode("cp1252")) == "tcvn3"
    assert legacy.detect(vni(SENTENCE).decode("cp1252")) == "vni"
