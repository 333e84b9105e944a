"""The one YAML loader: scalars stay text until a dataclass field converts them; errors name file, line and key.

Plain YAML loading turns 17:30 into 1050, `no` into False, 012 into 10, and lets a duplicate key win silently. Here a
file is composed into nodes, duplicates are refused, and `build` converts each field by its annotation.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Hashable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

import yaml

from knowledge.errors import ConfigError

Row = TypeVar("Row")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(path: Path) -> yaml.Node | None:
    """The file's root node, or None for an empty file. Raises ConfigError for what is no YAML."""
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ConfigError("config_syntax", file=path.name, line=mark.line + 1 if mark else 1, key="") from error


def read_rows(path: Path, row: type[Row]) -> tuple[Row, ...]:
    """A file that is a list of mappings, each built as one `row` dataclass."""
    node = compose(path)
    if node is None:
        return ()
    if not isinstance(node, yaml.SequenceNode):
        raise ConfigError("config_type", file=path.name, line=1, key="", expected="list")
    return tuple(build(child, row, path.name) for child in node.value)


def read_mapping(path: Path, shape: type[Row]) -> Row:
    """A file that is one mapping, built as the `shape` dataclass."""
    node = compose(path)
    return build(node, shape, path.name) if node is not None else shape()


def build(node: yaml.Node, shape: Any, file: str, key: str = "") -> Any:
    """Convert a node to `shape`: dataclass, tuple[X, ...], dict[str, X], Optional, Literal, str, int, Decimal, bool."""
    line = node.start_mark.line + 1

    def refuse(expected: str) -> ConfigError:
        return ConfigError("config_type", file=file, line=line, key=key, expected=expected)

    origin, arguments = typing.get_origin(shape), typing.get_args(shape)
    if origin in (typing.Union, types.UnionType):
        if isinstance(node, yaml.ScalarNode) and node.value in ("", "null", "~") and node.style not in ("'", '"'):
            return None
        return build(node, next(a for a in arguments if a is not type(None)), file, key)
    if origin is typing.Literal:
        if not isinstance(node, yaml.ScalarNode) or node.value not in arguments:
            raise refuse(" | ".join(map(str, arguments)))
        return node.value
    if origin is tuple:
        if isinstance(node, yaml.ScalarNode):  # one word may stand for a list of one
            return (build(node, arguments[0], file, key),)
        if not isinstance(node, yaml.SequenceNode):
            raise refuse("list")
        return tuple(build(child, arguments[0], file, key) for child in node.value)
    if origin is dict:
        return {
            name: build(child, arguments[1], file, f"{key}.{name}".lstrip("."))
            for name, child in _pairs(node, file, key)
        }
    if dataclasses.is_dataclass(shape):
        hints = _hints(typing.cast(Hashable, shape))
        values: dict[str, Any] = {}
        for name, child in _pairs(node, file, key):
            if name not in hints:
                raise ConfigError(
                    "config_unknown_key", file=file, line=child.start_mark.line + 1, key=f"{key}.{name}".lstrip(".")
                )
            values[name] = build(child, hints[name], file, f"{key}.{name}".lstrip("."))
        try:
            return shape(**values)  # type: ignore[operator]
        except TypeError as error:
            raise ConfigError("config_missing_key", file=file, line=line, key=key or str(error)) from error
    if not isinstance(node, yaml.ScalarNode):
        raise refuse(getattr(shape, "__name__", str(shape)))
    return _scalar(node.value, shape, refuse)


def _scalar(text: str, shape: Any, refuse: Any) -> Any:
    if shape is str:
        return text
    if shape is bool:
        if text.lower() not in ("true", "false"):
            raise refuse("true | false")
        return text.lower() == "true"
    try:
        return shape(text)
    except (ValueError, InvalidOperation, TypeError) as error:
        raise refuse("number" if shape in (int, float, Decimal) else shape.__name__) from error


def _pairs(node: yaml.Node, file: str, key: str) -> list[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise ConfigError("config_type", file=file, line=node.start_mark.line + 1, key=key, expected="mapping")
    seen: set[str] = set()
    pairs = []
    for name, child in node.value:
        if name.value in seen:
            raise ConfigError(
                "config_duplicate_key", file=file, line=name.start_mark.line + 1, key=f"{key}.{name.value}".lstrip(".")
            )
        seen.add(name.value)
        pairs.append((name.value, child))
    return pairs


@functools.cache
def _hints(shape: Hashable) -> dict[str, Any]:
    return typing.get_type_hints(shape)
