"""Every sentence a person reads, by language and key: `text("vi", "error.not_report", file="a.md")`.

The sentences stand in `vi.yaml` and `en.yaml` beside this file, in nested groups; a key is the path through the groups
joined by dots. Parameters are named in braces and are put in as given: whoever sends HTML escapes them first.
A key that English lacks is answered in Vietnamese; a key that Vietnamese lacks is a bug (KeyError).
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.compiled import compiled
from knowledge.errors import ConfigError, HoibaocaoError

if TYPE_CHECKING:
    import yaml

LANGUAGES = ("vi", "en")
_FOLDER = Path(__file__).parent


def text(language: str, key: str, /, **params: object) -> str:
    """The sentence of `key`, its parameters filled in. Raises KeyError for an unknown key or a missing parameter."""
    sentences = table(language)
    sentence = sentences[key] if key in sentences else table("vi")[key]
    return sentence.format(**params) if params or "{" in sentence else sentence


def error_text(language: str, error: HoibaocaoError) -> str:
    """The sentence of an error a person can act on."""
    return text(language, f"error.{error.code}", **error.params)


@functools.cache
def table(language: str) -> dict[str, str]:
    """All sentences of one language by key. Raises ConfigError for a file that is no nest of mappings and strings."""
    path = _FOLDER / f"{language if language in LANGUAGES else 'vi'}.yaml"
    return compiled(path, None, lambda: _built(path))


def _built(path: Path) -> dict[str, str]:
    from knowledge.yamlfile import compose  # PyYAML is only needed where no compiled sentences are at hand

    sentences: dict[str, str] = {}
    node = compose(path)
    if node is not None:
        _flatten(node, "", path.name, sentences)
    return sentences


def _flatten(node: yaml.Node, prefix: str, file: str, into: dict[str, str]) -> None:
    from yaml import MappingNode, ScalarNode

    line = node.start_mark.line + 1
    if isinstance(node, ScalarNode):
        into[prefix] = node.value
        return
    if not isinstance(node, MappingNode):
        raise ConfigError("config_type", file=file, line=line, key=prefix, expected="mapping")
    seen: set[str] = set()
    for name, child in node.value:
        if name.value in seen:
            raise ConfigError("config_duplicate_key", file=file, line=name.start_mark.line + 1, key=name.value)
        seen.add(name.value)
        _flatten(child, f"{prefix}.{name.value}" if prefix else name.value, file, into)
