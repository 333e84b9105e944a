"""Reading: a file in any supported format becomes one Document. Knows nothing of sections, facts or people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.model import Document


def read(data: bytes, name: str) -> Document:
    """The document in `data`, read by the first reader that recognises it; `name` is the file's name, without folders.

    Raises InputError (file_empty, file_too_large, format_unknown, encoding_unknown, file_without_text, ...) and
    SecrecyError for a document or a name that bears a secrecy marking.
    """
    from knowledge.read import base  # the worker's parent, which is in a hurry to start it, needs no reader

    return base.read(data, name)
