"""The words the bot knows, as data: every `*.yaml` here is a list of rows; the row's dataclass stands beside its user.

Adding a unit, an abbreviation or a way of asking means editing one of these files and nothing else.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, TypeVar

from knowledge.compiled import compiled
from knowledge.errors import ConfigError
from knowledge.fold import clean

FOLDER = Path(__file__).parent
Row = TypeVar("Row")


@functools.cache
def rows(name: str, row: type[Row]) -> tuple[Row, ...]:
    """The validated rows of `<name>.yaml`, each one a `row` dataclass, in the file's order.

    Raises ConfigError (file, line, key) for an unknown key, a wrong type, a duplicate name or a duplicate form.
    """
    return compiled(FOLDER / f"{name}.yaml", row, lambda: _built(name, row))


def _built(name: str, row: type[Row]) -> tuple[Row, ...]:
    from knowledge import yamlfile  # PyYAML is only needed where no compiled rows are at hand

    built = yamlfile.read_rows(FOLDER / f"{name}.yaml", row)
    _refuse_duplicates(name, built)
    return built


def _refuse_duplicates(name: str, built: tuple[Any, ...]) -> None:
    """A name and a form stand in one row only, whatever the case, and a form not twice in a row."""
    for field in ("name", "forms"):
        seen: set[str] = set()
        for row in built:
            words = getattr(row, field, ())
            for word in (words,) if isinstance(words, str) else words:
                if clean(word).lower() in seen:
                    raise ConfigError("config_duplicate_key", file=f"{name}.yaml", line="-", key=f"{field}: {word}")
                seen.add(clean(word).lower())
