"""Damaged files of every format: a document or a refusal, never another exception."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from knowledge.errors import HoibaocaoError
from knowledge.read import read

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
NAMES = (
    "bao-cao-2023-10.docx",
    "bao-cao-2023-10.odt",
    "phu-luc-2023-10.xlsx",
    "bao-cao-2023-10.pdf",
    "bao-cao-2023-10-vni.txt",
)
ODD = ("-1", "999999999999", "abc", "", "1.5", "A1:XFD1048576", "0", "²", "٣")


def damaged(data: bytes, dice: random.Random) -> bytes:
    """Bytes changed, cut out and doubled."""
    out = bytearray(data)
    for _ in range(dice.choice((1, 3, 20, 200))):
        at = dice.randrange(len(out))
        chance = dice.random()
        if chance < 0.5:
            out[at] = dice.randrange(256)
        elif chance < 0.8:
            del out[at : at + dice.choice((1, 10, 500))]
        else:
            out[at:at] = out[at : at + dice.choice((10, 300))]
        if not out:
            return b"x"
    return bytes(out)


def rearranged(data: bytes, dice: random.Random) -> bytes:
    """An XML part whose elements were removed, moved, renamed and given odd attributes; still well formed."""
    root = etree.fromstring(data)
    elements = [e for e in root.iter() if isinstance(e.tag, str)]
    for _ in range(dice.choice((1, 5, 40, 200))):
        element, other = dice.choice(elements), dice.choice(elements)
        parent = element.getparent()
        chance = dice.random()
        if chance < 0.25 and parent is not None:
            parent.remove(element)
        elif chance < 0.45 and element is not other and element not in other.iterancestors():
            other.append(element)
        elif chance < 0.75 and element.attrib:
            element.set(dice.choice(list(element.attrib)), dice.choice(ODD))
        elif chance < 0.9:
            element.tag = other.tag
        else:
            element.text = dice.choice(ODD)
    return etree.tostring(root)


def repacked(data: bytes, dice: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        parts = [name for name in source.namelist() if name.endswith(".xml")]
        chosen = dice.sample(parts, 2)
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, rearranged(content, dice) if name in chosen else content)
    return out.getvalue()


@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_files(name: str, seed: int) -> None:
    dice = random.Random(seed)
    data = (SAMPLES / name).read_bytes()
    packed = name.endswith((".docx", ".odt", ".xlsx")) and dice.random() < 0.75
    with contextlib.suppress(HoibaocaoError):
        read(repacked(data, dice) if packed else damaged(data, dice), name)


@given(st.binary(max_size=3000), st.sampled_from(("", "PK\x03\x04", "%PDF-1.4\n", "\xff\xd8\xff")))
@settings(max_examples=60, deadline=None)
def test_noise(data: bytes, head: str) -> None:
    with contextlib.suppress(HoibaocaoError):
        read(head.encode("latin-1") + data, "a.bin")
