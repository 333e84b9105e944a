"""Small files of each format, built in memory for one case each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COMPATIBILITY = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("draw", "drawing"),
    )
)
_WORD_ROOTS = {"word/document.xml": "document", "word/footnotes.xml": "footnotes", "word/numbering.xml": "numbering",
               "word/styles.xml": "styles", "word/comments.xml": "comments"}  # fmt: skip


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of the given members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word file; `body` and the parts are what stands inside their root elements."""
    every = {"word/document.xml": f"<w:body>{body}</w:body>", **(parts or {})}
    wrapped = {}
    for name, inside in every.items():
        root = _WORD_ROOTS.get(name) or ("hdr" if "header" in name else "ftr" if "footer" in name else "")
        wrapped[name] = f"<w:{root} {WORD} {COMPATIBILITY}>{inside}</w:{root}>" if root else inside
    return package(wrapped)


def odt(body: str, styles: str = "") -> bytes:
    """An OpenDocument text."""
    content = f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
    content += f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def pdf(streams: Sequence[bytes], box: str = "0 0 595 842", rotate: int = 0, extra: bytes = b"") -> bytes:
    """A PDF of one page for each content stream, with Helvetica as /F and Helvetica-Bold as /B.

    `extra` goes into each page's dictionary.
    """
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>")
    pages = []
    for stream in streams:
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        pages.append(b"%d 0 R" % (len(objects) + 1))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Rotate %d%s/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R/B 4 0 R>>>>>>" % (box.encode(), rotate, extra, len(objects))
        )
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), b" ".join(pages))
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def shows(lines: Sequence[tuple[float, float, float, str]], font: str = "F") -> bytes:
    """A content stream that shows (x, y from the bottom, size, text) in Western letters."""
    return b"\n".join(
        b"BT /%s %g Tf %g %g Td (%s) Tj ET" % (font.encode(), size, x, y, text.encode("latin-1"))
        for x, y, size, text in lines
    )
