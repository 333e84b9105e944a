"""Every sentence exists in both languages, with the same parameters, and is used; every key that code names exists."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from bot.messages import LANGUAGES, table, text
from bot.telegram import app
from bot.telegram.registry import COMMANDS, menu
from tests.telegram import fake_html

ROOT = Path(__file__).parents[2]
CODE = {path: path.read_text() for path in (ROOT / "bot" / "telegram").glob("*.py")}


def parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", sorted(key for key in table("vi") if key.startswith("telegram.")))
def test_a_sentence_is_the_same_in_both_languages(key: str) -> None:
    assert key in table("en")
    assert parameters(table("vi")[key]) == parameters(table("en")[key])
    for language in LANGUAGES:
        filled = text(language, key, **dict.fromkeys(parameters(table(language)[key]), "x"))
        fake_html.parse(filled)


def test_every_sentence_is_used_and_every_key_exists() -> None:
    named = set()
    for source in CODE.values():
        named |= set(re.findall(r'"([a-z]+(?:[._][a-z_]+)*)"', source))
        named |= {start.removeprefix("telegram.") for start in re.findall(r"""f["']([a-z_.]+)\{""", source)}
    prefixes = {name for name in named if name.endswith((".", "_"))}
    for key in table("vi"):
        if key.startswith("telegram."):
            name = key.removeprefix("telegram.")
            assert name in named or key in named or any(name.startswith(prefix) for prefix in prefixes), name
    called = {name for source in CODE.values() for name in re.findall(r'say\(\s*\w+,\s*"([a-z_.]+)"', source)}
    assert {name for name in called if f"telegram.{name}" not in table("vi")} == set()


def test_every_command_of_the_contract_is_there_and_described() -> None:
    assert app.HANDLERS
    names = """start help tomtat baocao chude xuhuong sosanh dangky huydangky xuat dulieu donvi ngonngu nap goxuong
    hoantac nguoidung moi chuatraloi day nhatky saoluu"""
    assert set(names.split()) <= COMMANDS.keys()
    for command in menu():
        for language in LANGUAGES:
            assert 1 <= len(text(language, f"telegram.command.{command.names[0]}")) <= 256
        assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in command.names)
    assert len(table("vi")["telegram.about"]) <= 120 and len(table("en")["telegram.description"]) <= 512
