"""Text and Markdown into blocks, and the secrecy stamps that no reader lets pass."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import samples, yamlfile
from knowledge.errors import InputError, SecrecyError
from knowledge.model import Block, Document
from knowledge.outline import outline
from knowledge.read import read, secrecy

CASES = Path(__file__).parent.parent / "cases" / "read"
SAMPLE = samples.OCTOBER.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Case:
    """A text and its blocks."""

    name: str
    text: str
    file: str
    blocks: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """A line or a file name, and the stamp it bears."""

    stamp: str
    line: str = ""
    file: str = ""


def cases(name: str, row: type[Any]) -> list[Any]:
    return [
        pytest.param(c, id=getattr(c, "name", "") or c.line or c.file) for c in yamlfile.read_rows(CASES / name, row)
    ]


def shown(document: Document, block: Block) -> str:
    label = f"{block.kind} {block.note or block.level or ''}".strip()
    return f"{label} | {block.span.of(document.text)}"


@pytest.mark.parametrize("case", cases("text.yaml", Case))
def test_blocks(case: Case) -> None:
    document = read(case.text.encode(), case.file)
    assert tuple(shown(document, block) for block in document.blocks) == case.blocks
    assert tuple(str(ref.number) for ref in document.note_refs) == case.marks
    assert tuple(run.span.of(document.text) for run in document.emphasis) == case.strong


@pytest.mark.parametrize("case", cases("secrecy.yaml", Stamp))
def test_stamps(case: Stamp) -> None:
    found = secrecy.stamp_in([case.line]) if case.line else secrecy.stamp_in_name(case.file)
    assert found == case.stamp


def test_a_stamp_refuses_the_file() -> None:
    for data, name in ((f"MẬT\n\n{SAMPLE}", "a.md"), (SAMPLE, "bao cao (MAT).md"), (f"{SAMPLE}\n\n(TỐI MẬT)", "a.txt")):
        with pytest.raises(SecrecyError):
            read(data.encode(), name)


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "file_empty"), (b" \n\t", "file_empty"), (bytes(range(256)) * 8, "format_unknown")]
)
def test_what_is_no_document(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as error:
        read(data, "a.txt")
    assert error.value.code == code


@settings(deadline=None, max_examples=60)
@given(st.text(min_size=1, max_size=400))
def test_any_text_gives_spans_of_itself_or_a_clear_refusal(text: str) -> None:
    try:
        document = read(text.encode("utf-8", "ignore"), "a.md")
    except (InputError, SecrecyError):
        return
    for passage in outline(document).passages:
        gap = " | " if passage.kind == "row" else " "
        assert passage.text == gap.join(piece.of(document.text) for piece in passage.pieces)
        assert 0 <= passage.lead <= len(passage.text)
        assert all(passage.text[at] == document.text[passage.source(at)] for at in (0, len(passage.text) - 1))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, len(SAMPLE) - 1), st.integers(1, 3000), st.text(max_size=20))
def test_a_damaged_report_is_still_outlined(at: int, length: int, put: str) -> None:
    damaged = SAMPLE[:at] + put + SAMPLE[at + length :]
    try:
        document = read(damaged.encode("utf-8", "ignore"), "a.md")
    except (InputError, SecrecyError):
        return
    covered = {n for p in outline(document).passages for piece in p.pieces for n in range(piece.start, piece.stop)}
    lost = [c for n, c in enumerate(document.text) if n not in covered and c.isdigit()]
    furniture = "".join(b.span.of(document.text) for b in document.blocks if b.kind == "furniture")
    assert len(lost) <= sum(c.isdigit() for c in furniture)
