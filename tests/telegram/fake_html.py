"""Telegram's reading of `parse_mode=HTML`, as strict as its server: tags it knows, nesting, four named entities.

Error sentences are worded as in Telegram's open-source Bot API server (td/telegram/MessageEntity.cpp).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "a": "text_link", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "tg-spoiler": "spoiler", "span": "spoiler", "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TAG = re.compile(r"<(/?)([a-zA-Z-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));")


class EntityError(ValueError):
    """What Telegram answers with status 400: "can't parse entities: ..."."""


@dataclass(frozen=True)
class Parsed:
    """The visible text and its entities as (kind, start, stop) in code points."""

    text: str
    entities: tuple[tuple[str, int, int], ...]


def _offset(text: str, at: int) -> int:
    return len(text[:at].encode())


def parse(text: str) -> Parsed:
    """Raises EntityError where Telegram would refuse the text."""
    shown: list[str] = []
    open_tags: list[tuple[str, int]] = []
    entities: list[tuple[str, int, int]] = []
    length, at = 0, 0
    while at < len(text):
        char = text[at]
        if char == "&" and (entity := _ENTITY.match(text, at)) and (entity[1] or entity[2] or entity[3] in _NAMED):
            code = int(entity[1], 16) if entity[1] else int(entity[2]) if entity[2] else 0
            shown.append(chr(code) if code else _NAMED[entity[3]])
            length, at = length + 1, entity.end()
            continue
        if char != "<":
            shown.append(char)
            length, at = length + 1, at + 1
            continue
        tag = _TAG.match(text, at)
        if not tag:
            raise EntityError(f"can't parse entities: Unclosed start tag at byte offset {_offset(text, at)}")
        name = tag[2].lower()
        if tag[1]:
            if not open_tags:
                raise EntityError(f"can't parse entities: Unexpected end tag at byte offset {_offset(text, at)}")
            expected, start = open_tags.pop()
            if name and name != expected:
                raise EntityError(
                    f"can't parse entities: Unmatched end tag at byte offset {_offset(text, at)},"
                    f' expected "</{expected}>", found "</{name}>"'
                )
            if length > start:
                entities.append((TAGS[expected], start, length))
        else:
            if name not in TAGS or (name == "span" and "tg-spoiler" not in tag[3]):
                raise EntityError(
                    f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {_offset(text, at)}'
                )
            open_tags.append((name, length))
        at = tag.end()
    if open_tags:
        raise EntityError(f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    return Parsed("".join(shown), tuple(sorted(entities, key=lambda e: e[1])))
