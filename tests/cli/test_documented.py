"""What exists is documented and what is documented exists: config keys, commands, error codes, messages."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import get_type_hints

import pytest
import yaml

from bot import messages
from bot.cli import COMMANDS
from bot.config import Config
from knowledge.store import schema
from knowledge.yamlfile import read_mapping

ROOT = Path(__file__).parent.parent.parent
CODE = [*(ROOT / "knowledge").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]
_RAISED = re.compile(r"\b(?:Input|Config|Conflict|Secrecy|NotAllowed|Unavailable)Error\(\s*\"(\w+)\"")
_WARNED = re.compile(r"\bWarn\(\s*\"(\w+)\"")


def keys(shape: type) -> dict[str, object]:
    """The keys of a settings dataclass with their defaults, nested."""
    hints = get_type_hints(shape)
    values = shape()
    return {
        name: keys(kind) if dataclasses.is_dataclass(kind) else getattr(values, name)
        for name, kind in hints.items()
        if isinstance(kind, type) or not dataclasses.is_dataclass(kind)
    }


def test_the_example_settings_name_every_key_with_its_default() -> None:
    example = ROOT / "config.yaml"
    assert read_mapping(example, Config) == Config()
    written = yaml.compose(example.read_text(encoding="utf-8"))
    documented = {
        top.value: {name.value for name, _ in value.value} if isinstance(value, yaml.MappingNode) else None
        for top, value in written.value
    }
    expected = {name: set(value) if isinstance(value, dict) else None for name, value in keys(Config).items()}
    assert documented == expected


def test_init_writes_the_same_settings() -> None:
    template = ROOT / "bot" / "templates" / "config.yaml"
    assert template.read_text(encoding="utf-8") == (ROOT / "config.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_there_and_says_what_it_does(name: str) -> None:
    from bot.cli import cli

    command = cli.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert command.get_short_help_str()


def test_every_error_and_warning_has_its_sentence() -> None:
    known = messages.table("vi")
    code = {path: path.read_text(encoding="utf-8") for path in CODE}
    missing = [f"{path.name}: error.{c}" for path, text in code.items() for c in _RAISED.findall(text)
               if f"error.{c}" not in known]  # fmt: skip
    missing += [f"{path.name}: warning.{c}" for path, text in code.items() for c in _WARNED.findall(text)
                if f"warning.{c}" not in known]  # fmt: skip
    assert missing == []


def test_both_languages_have_the_same_keys_and_parameters() -> None:
    vietnamese, english = messages.table("vi"), messages.table("en")
    names = re.compile(r"\{(\w+)")
    assert [key for key in english if key not in vietnamese] == []
    different = [key for key, text in english.items() if set(names.findall(text)) - set(names.findall(vietnamese[key]))]
    assert different == []


def test_no_sentence_is_left_over() -> None:
    """A key is used where it stands in the code whole, or where its group is put together by a formatted key."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    literal = set(re.findall(r"[\"']([a-z_]+(?:\.[a-z_0-9]+)+)[\"']", code))
    formatted = {match.split("{")[0] for match in re.findall(r"f[\"']([a-z_]+\.[^\"']*\{)", code)}
    unused = [
        key
        for key in messages.table("vi")
        if key not in literal and not any(key.startswith(start) for start in formatted)
    ]
    assert unused == []


def test_the_schema_page_is_that_of_the_migrations() -> None:
    assert (ROOT / "docs" / "schema.md").read_text(encoding="utf-8") == schema.page()


def test_every_table_says_what_it_holds() -> None:
    listed = re.findall(r"^## (\w+)$", schema.page(), flags=re.MULTILINE)
    assert set(listed) == set(schema.ABOUT)
