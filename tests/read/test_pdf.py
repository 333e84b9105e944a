"""PDF by the place of its letters: marks, notes, paragraphs across pages, columns, page numbers."""

from __future__ import annotations

import pytest

from knowledge.errors import InputError, SecrecyError
from knowledge.read import read
from tests.read.build import pdf, shows
from tests.read.shape import emphasised, shape

LEFT, INDENT, PITCH, TOP = 85.0, 121.0, 17.0, 750.0
FULL = "moi dong day den le phai cua trang giay nay de cau van noi tiep sang dong ke 11"
SHORT = "va het o day."


def body(lines: list[str], top: float = TOP, size: float = 12) -> list[tuple[float, float, float, str]]:
    """Lines set under one another; "> " begins an indented one."""
    return [
        (INDENT if line.startswith("> ") else LEFT, top - PITCH * at, size, line.removeprefix("> "))
        for at, line in enumerate(lines)
    ]


def text_of(*pages: list[tuple[float, float, float, str]]) -> list[str]:
    return shape(read(pdf([shows(page) for page in pages]), "bao-cao.pdf"))


def test_lines_become_paragraphs_by_indent_and_by_what_would_have_fitted() -> None:
    lines = text_of(body([f"> A {FULL}", FULL, SHORT, f"> B {FULL}", SHORT, f"C {FULL}", FULL, FULL, SHORT] * 2))
    assert lines[:3] == [
        f"paragraph: A {FULL} {FULL} {SHORT}",
        f"paragraph: B {FULL} {SHORT}",
        f"paragraph: C {FULL} {FULL} {FULL} {SHORT}",
    ]


def test_a_raised_small_number_is_a_mark_and_small_lines_below_are_notes() -> None:
    page = body([f"> {FULL}", FULL, SHORT] * 5)
    page += [(LEFT, 400, 12, "bang 20,1% cung ky"), (190, 404, 7, "14"), (197, 400, 12, ". Chi 5 ty dong")]
    page += [
        (LEFT, 124, 6, "14"),
        (95, 120, 9, "Thu thuong xuyen 22.600 trieu dong, dat 7,37% du toan,"),
        (LEFT, 108, 9, "bang 73,66% cung ky."),
    ]
    lines = text_of(page)
    assert "paragraph: bang 20,1% cung ky[^14]. Chi 5 ty dong" in lines
    assert lines[-1] == "note 14: Thu thuong xuyen 22.600 trieu dong, dat 7,37% du toan, bang 73,66% cung ky."


def test_a_sentence_goes_on_over_the_page_past_notes_and_page_number() -> None:
    first = body([f"> {FULL}", FULL, SHORT] * 8 + [f"> gia tri xay dung {FULL}"])
    first += [(LEFT, 84, 6, "1"), (95, 80, 9, "Chu thich mot")]
    second = [(297, 810, 12, "2"), *body([f"co ban {FULL}", "uoc dat 126 ty dong.", *[f"> {FULL}", FULL, SHORT] * 5])]
    lines = text_of(first, second)
    assert f"paragraph: gia tri xay dung {FULL} co ban {FULL} uoc dat 126 ty dong." in lines
    assert "furniture: 2" in lines
    assert lines[-1] == "note 1: Chu thich mot"


def test_a_hyphen_at_a_line_end_joins_without_a_space() -> None:
    lines = text_of(
        body([f"> {FULL} 1930-", "14/10/2023 va ket qua -", f"> {FULL}", FULL, SHORT, *[f"> {FULL}", FULL, SHORT] * 4])
    )
    assert lines[0].endswith("1930-14/10/2023 va ket qua -")


def test_a_letterhead_in_two_columns_is_read_column_by_column() -> None:
    rows = [
        ("UBND HUYEN AN", "CONG HOA XA HOI CHU NGHIA"),
        ("Phong Y te", "Doc lap - Tu do"),
        ("So: 12/BC", "An, ngay 5/6/2024"),
    ]
    page = []
    for at, (left, right) in enumerate(rows):
        page += [(LEFT, 800 - 16 * at, 12, left), (330, 800 - 16 * at, 12, right)]
    lines = text_of([*page, *body([f"> {FULL}", FULL, SHORT] * 5, 700)])
    assert lines[:6] == [f"paragraph: {text}" for text in [*(left for left, _ in rows), *(right for _, right in rows)]]


def test_bold_comes_from_the_font() -> None:
    stream = shows([(LEFT, 700, 12, "Hoi Nong dan:")], "B") + b"\n" + shows([(180, 700, 12, "ket nap 146 hoi vien")])
    document = read(pdf([stream]), "a.pdf")
    assert shape(document) == ["paragraph: Hoi Nong dan: ket nap 146 hoi vien"]
    assert emphasised(document, "bold") == ["Hoi Nong dan:"]


def test_text_in_an_old_encoding_is_converted() -> None:
    lines = ["B¸o c¸o kÕt qu¶", "Thu ng©n s¸ch ®¹t 111.226 triÖu ®ång", "H¹n cuèi cïng cña th¸ng"]
    assert text_of(body(lines))[1].startswith("paragraph: Thu ngân sách đạt 111.226 triệu đồng")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pdf([b""] * 5000), "file_too_many_pages"),
        (pdf([shows(body([FULL]))])[:400], "file_broken"),
        (b"%PDF-1.7\n" + b"\x00" * 2000, "file_broken"),
    ],
    ids=["5000 pages", "truncated", "nothing in it"],
)
def test_bad_files(data: bytes, code: str) -> None:
    with pytest.raises(InputError, match=code):
        read(data, "a.pdf")


def test_a_table_without_lines_is_told_by_its_figures() -> None:
    page = body([f"> {FULL}", FULL, SHORT] * 3)
    rows = [
        ("Chi tieu", "Thang 5", "Luy ke"),
        ("Tong thu", "12.345", "61.020"),
        ("Thu tien su dung dat", "4.100", "19.877,5"),
    ]
    rows += [("Thu khac", "1.045", "5.206")]
    for at, row in enumerate(rows):
        page += [
            (x, 400 - (16 if at < 3 else 22) * at, 12, text) for x, text in zip((LEFT, 300, 420), row, strict=True)
        ]
    lines = text_of([*page, (LEFT, 400 - 16 * 2.8, 12, "va thue dat")])
    cells = [line for line in lines if line.startswith("cell")]
    assert cells[:3] == ["cell 0,0: Chi tieu", "cell 0,1: Thang 5", "cell 0,2: Luy ke"]
    assert "cell 2,0: Thu tien su dung dat va thue dat" in cells
    assert cells[-3:] == ["cell 3,0: Thu khac", "cell 3,1: 1.045", "cell 3,2: 5.206"]


@pytest.mark.parametrize(
    ("rotate", "turned"),
    [(90, b"0 1 -1 0 595 0 cm\n"), (180, b"-1 0 0 -1 595 842 cm\n"), (270, b"0 -1 1 0 0 842 cm\n")],
)
def test_pages_turned_for_display(rotate: int, turned: bytes) -> None:
    lines = [(60, 500, 12, "bang 20,1% cung ky"), (164, 504, 7, "14"), (60, 440, 12, "Dong sau.")]
    document = read(pdf([turned + shows(lines)], rotate=rotate), "a.pdf")
    assert shape(document) == ["paragraph: bang 20,1% cung ky[^14]", "paragraph: Dong sau."]


def test_a_stamp_laid_over_a_page_refuses_the_file() -> None:
    words = "TỐI MẬT".encode("utf-16-be").hex()
    stamp = b"/Annots[<</Type/Annot/Subtype/Stamp/Rect[0 0 90 40]/Contents<FEFF%s>>>]" % words.encode()
    with pytest.raises(SecrecyError):
        read(pdf([shows(body([FULL]))], extra=stamp), "a.pdf")
