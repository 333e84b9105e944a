"""Word 97-2003 (.doc) and RTF, converted to .docx by LibreOffice where that is installed.

LibreOffice reads whatever it is given, hangs at times, and fails silently when two runs share a profile: so the first
bytes are checked before, each run has a profile of its own and a time limit, and no file means failure.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from knowledge.errors import InputError, UnavailableError
from knowledge.model import Document
from knowledge.read import limits
from knowledge.read.docx import READER as DOCX

_OLE, _RTF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
_SECONDS = 13


class DocReader:
    """Reads .doc and .rtf through LibreOffice; tells encrypted and macro-bearing OLE files apart."""

    formats = ("doc", "rtf")

    def sniff(self, data: bytes, name: str) -> bool:
        return data.startswith((_OLE, _RTF))

    def read(self, data: bytes, name: str) -> Document:
        """Raises InputError: file_encrypted, file_macros, file_broken, file_too_slow, format_unknown;
        UnavailableError where LibreOffice is missing."""
        if data.startswith(_OLE):
            _check_ole(data, name)
        document = DOCX.read(_converted(data, name), name)
        return replace(document, format="doc", sha256=sha256(data).hexdigest())


READER = DocReader()


def _check_ole(data: bytes, name: str) -> None:
    """Look at the directory entries of a compound file (MS-CFB 2.6), whose names are UTF-16."""

    def has(entry: str) -> bool:
        return entry.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise InputError("file_encrypted", name=name)
    if not has("WordDocument"):
        raise InputError("format_unknown", name=name)
    if has("_VBA_PROJECT") or has("Macros"):
        raise InputError("file_macros", name=name)
    at = data.find(b"\xec\xa5")  # the File Information Block; its flag fEncrypted (MS-DOC 2.5.1)
    if at >= 0 and at + 12 <= len(data) and int.from_bytes(data[at + 10 : at + 12], "little") & 0x0100:
        raise InputError("file_encrypted", name=name)


def _converted(data: bytes, name: str) -> bytes:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnavailableError("libreoffice_missing", name=name)
    with tempfile.TemporaryDirectory(prefix="hoibaocao-") as place:
        folder = Path(place)
        source = folder / ("source.rtf" if data.startswith(_RTF) else "source.doc")
        source.write_bytes(data)
        arguments = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(folder / "out"),
            str(source),
        ]
        try:
            limits.run_program(arguments, seconds=_SECONDS, folder=folder)
        except subprocess.TimeoutExpired as error:
            raise InputError("file_too_slow", name=name) from error
        result = folder / "out" / "source.docx"
        if not result.is_file():
            raise InputError("file_broken", name=name)
        return result.read_bytes()
