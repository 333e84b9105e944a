"""Zip archives of reports: `members` gives the files inside; one alone, or pictures that are one report, are read.

Only names and bytes are taken out, in memory: a path inside an archive never becomes a path on disk.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from knowledge.errors import InputError
from knowledge.model import Document
from knowledge.read import base
from knowledge.read.package import Package

MAX_FILES = 100
_OFFICE = {"[Content_Types].xml", "META-INF/manifest.xml"}  # a document that lacks its main part
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_PICTURE = re.compile(r"\.(?:jpe?g|png|tiff?|bmp|webp)$", re.IGNORECASE)
_UNWANTED = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^./]|thumbs\.db|desktop\.ini)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name without folders, and its bytes."""

    name: str
    data: bytes


class ZipReader:
    """Reads a .zip that holds one report; for one with several, `members` gives them one by one."""

    formats = ("zip",)

    def sniff(self, data: bytes, name: str) -> bool:
        return data[:2] == b"PK"

    def read(self, data: bytes, name: str) -> Document:
        """Raises InputError: file_broken, file_bomb, file_encrypted, archive_empty, archive_too_many, archive_several,
        archive_in_archive, and what the reader of the one file inside raises."""
        if _OFFICE.intersection(Package(data, name).names):
            raise InputError("file_broken", name=name)
        found = members(data, name)
        if len(found) == 1:
            return base.read(found[0].data, found[0].name)
        if all(_PICTURE.search(member.name) for member in found):
            from knowledge.read import ocr

            return ocr.read_pictures([member.data for member in found], data, name)
        raise InputError("archive_several", name=name, files=len(found))


READER = ZipReader()


def is_archive(data: bytes, name: str) -> bool:
    """Whether the bytes are a zip of files, and no docx, odt or xlsx."""
    return data[:4] in _MAGIC and isinstance(base.find(data, name), ZipReader)


def documents(data: bytes, name: str) -> tuple[Member, ...]:
    """The reports in a file: those of an archive of several, else the file itself (pictures are pages of one report).

    Raises InputError as `ZipReader.read` does.
    """
    if not is_archive(data, name):
        return (Member(name, data),)
    found = members(data, name)
    together = all(_PICTURE.search(member.name) for member in found)
    return (Member(name, data),) if together else found


def members(data: bytes, name: str) -> tuple[Member, ...]:
    """The files of an archive in the order of their names. Raises InputError as `ZipReader.read` does."""
    package = Package(data, name)
    paths = sorted(
        (i.filename for i in package.infos if not i.is_dir() and not _UNWANTED.search(i.filename)), key=_natural
    )
    if not paths:
        raise InputError("archive_empty", name=name)
    if len(paths) > MAX_FILES:
        raise InputError("archive_too_many", name=name, files=len(paths), most=MAX_FILES)
    found = []
    for path in paths:
        inside = re.split(r"[/\\\\]", path)[-1]
        content = package.part(path) or b""
        if is_archive(content, inside):
            raise InputError("archive_in_archive", name=name)
        found.append(Member(unicodedata.normalize("NFC", inside), content))
    return tuple(found)


def _natural(path: str) -> list[tuple[int, str]]:
    """Names in the order of the numbers in them: trang2 before trang10."""
    return [(int(piece), "") if piece.isdigit() else (0, piece) for piece in re.split(r"(\d+)", path.lower())]
