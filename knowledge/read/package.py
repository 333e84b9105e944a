"""Zip packages and the XML in them, opened without trusting them: the ground of docx, odt, xlsx and zip.

An archive's sizes are its own claim, so they are summed first and then counted again while the bytes come out. XML with
a DOCTYPE is refused whole: neither Office nor LibreOffice writes one, and entity expansion needs one.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from knowledge.errors import InputError

MAX_MEMBERS = 2000
MAX_MEMBER_BYTES = 24 * 2**20
MAX_TOTAL_BYTES = 60 * 2**20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError)
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # "Strict Open XML", the same otherwise
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MACROS = ("vbaproject.bin", "vbadata.xml")


class Package:
    """A zip archive held in memory. Raises InputError: file_broken, file_encrypted, file_bomb."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except _BROKEN as error:
            raise InputError("file_broken", name=name) from error
        if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_TOTAL_BYTES:
            raise InputError("file_bomb", name=name)
        if any(info.flag_bits & 0x1 for info in infos):
            raise InputError("file_encrypted", name=name)
        self.infos = infos
        self.names = tuple(info.filename for info in infos)

    def part(self, path: str) -> bytes | None:
        """The bytes of a member, counted as they come; None where there is no such member."""
        if path not in self.names:
            return None
        pieces = []
        size = 0
        try:
            with self._zip.open(path) as stream:
                while piece := stream.read(2**20):
                    size += len(piece)
                    self._read += len(piece)
                    if size > MAX_MEMBER_BYTES or self._read > MAX_TOTAL_BYTES:
                        raise InputError("file_bomb", name=self.name)
                    pieces.append(piece)
        except _BROKEN as error:
            raise InputError("file_broken", name=self.name) from error
        except RuntimeError as error:  # zipfile's word for a missing password
            raise InputError("file_encrypted", name=self.name) from error
        return b"".join(pieces)

    def xml(self, path: str) -> etree._Element | None:
        """The root element of an XML member; None where there is no such member."""
        data = self.part(path)
        return None if data is None else parse_xml(data, self.name)

    def refuse_macros(self) -> None:
        """Raises InputError(file_macros) for a package that carries a macro project."""
        if any(member.lower().rsplit("/", 1)[-1] in _MACROS for member in self.names):
            raise InputError("file_macros", name=self.name)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """XML without a DOCTYPE, without network, without huge trees. Raises InputError(file_broken)."""
    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data or "<!DOCTYPE".encode("utf-16-be") in data:
        raise InputError("file_broken", name=name)
    data = data.replace(_STRICT, _TRANSITIONAL)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, MemoryError) as error:
        raise InputError("file_broken", name=name) from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise InputError("file_broken", name=name)
    return root


def sniff_member(data: bytes, *paths: str) -> bool:
    """Whether a zip archive lists one of these members; False for what is no readable zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except _BROKEN:
        return False
    return any(path in names for path in paths)
