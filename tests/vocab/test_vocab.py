"""Vocabulary files: validated when read, kept compiled, and read anew whenever the kept copy can't be used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge import vocab, yamlfile
from knowledge.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Word:
    """A row as the files have them."""

    name: str
    forms: tuple[str, ...]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(vocab, "FOLDER", tmp_path)
    return tmp_path


def read(folder: Path, text: str) -> tuple[Word, ...]:
    (folder / "words.yaml").write_text(text, encoding="utf-8")
    vocab.rows.cache_clear()
    return vocab.rows("words", Word)


def test_rows_are_built_and_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "- {name: ty, forms: [tỷ, tỉ]}"
    expected = (Word("ty", ("tỷ", "tỉ")),)
    assert read(folder, text) == expected
    monkeypatch.setattr(yamlfile, "read_rows", None)
    assert read(folder, text) == expected


def test_a_changed_file_is_read_anew(folder: Path) -> None:
    read(folder, "- {name: ty, forms: [tỷ]}")
    assert read(folder, "- {name: ty, forms: [tỉ]}") == (Word("ty", ("tỉ",)),)
    assert len(list((folder / "cache" / "hoibaocao").iterdir())) == 1


def test_a_damaged_copy_and_a_folder_that_others_may_write_are_not_used(folder: Path) -> None:
    text = "- {name: ty, forms: [tỷ]}"
    expected = read(folder, text)
    kept = next((folder / "cache" / "hoibaocao").iterdir())
    kept.write_bytes(b"nonsense")
    assert read(folder, text) == expected
    kept.parent.chmod(0o777)
    kept.write_bytes(b"nonsense")
    assert read(folder, text) == expected
    assert kept.read_bytes() == b"nonsense"


@pytest.mark.parametrize(
    "text",
    [
        "- {name: ty, forms: [tỷ]}\n- {name: ty, forms: [tỉ]}",
        "- {name: ty, forms: [tỷ]}\n- {name: tram, forms: [trăm, Tỷ]}",
        "- {name: ty, forms: [tỷ], factor: 9}",
        "- {name: ty}",
        "name: ty",
    ],
)
def test_what_is_wrong_is_refused(folder: Path, text: str) -> None:
    with pytest.raises(ConfigError):
        read(folder, text)
