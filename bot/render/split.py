"""A long message in parts that Telegram takes: cut at paragraph borders, tags closed and opened again.

Telegram counts 4096 characters after reading the markup, and at most 32 768 bytes before (TELEGRAM limits, Bot API).
"""

from __future__ import annotations

import re

LIMIT = 4096
BYTES = 32_000
_ATOM = re.compile(r"<[^>]+>|&(?:#\d+|#x[0-9a-fA-F]+|[a-z]+);|[\s\S]")
_BORDERS = ("\n\n", "\n", ". ", " ")


def split(html: str, limit: int = LIMIT) -> list[str]:
    """The parts of a message in Telegram HTML, at least one, each within `limit` characters when shown."""
    if len(html) <= limit and len(html.encode()) <= BYTES:
        return [html]
    parts: list[str] = []
    atoms = _ATOM.findall(html)
    while atoms:
        stop = _fitting(atoms, limit)
        if stop < len(atoms):
            stop = _border(atoms, stop)
        head, atoms = atoms[:stop], atoms[stop:]
        opened = _open_tags(head)
        text = "".join(head).strip("\n ") + "".join(f"</{_name(tag)}>" for tag in reversed(opened))
        if _visible(text).strip():
            parts.append(text)
        while atoms and atoms[0] in "\n ":
            atoms.pop(0)
        atoms = [*opened, *atoms] if _visible("".join(atoms)).strip() else []
    return parts or [html]


def _fitting(atoms: list[str], limit: int) -> int:
    """How many atoms fit."""
    shown = size = 0
    for at, atom in enumerate(atoms):
        shown += 0 if _is_tag(atom) else 1
        size += len(atom.encode())
        if shown > limit or size > BYTES:
            return at
    return len(atoms)


def _border(atoms: list[str], stop: int) -> int:
    """The last good place to cut before `stop`: a blank line, a line, a sentence, a word; but not in the first half."""
    for border in _BORDERS:
        for at in range(stop, stop // 2, -1):
            if "".join(atoms[at - len(border) : at]) == border:
                return at
    return stop


def _open_tags(atoms: list[str]) -> list[str]:
    opened: list[str] = []
    for atom in atoms:
        if _is_tag(atom):
            if atom.startswith("</"):
                opened = opened[:-1]
            else:
                opened.append(atom)
    return opened


def _is_tag(atom: str) -> bool:
    return len(atom) > 1 and atom[0] == "<"


def _name(tag: str) -> str:
    return tag[1:-1].split()[0]


def _visible(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)
