"""The LOAD pipeline from bytes to everything that was understood of them: read, outline, facts, checks."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge import checks, facts, outline, periods, read
from knowledge.errors import InputError
from knowledge.fold import fold
from knowledge.model import Document, Extraction, Outline, Warn
from knowledge.outline import title
from knowledge.read import doubts, limits

_FEWEST_FIGURES = 3
_HEAD = 15  # passages among which a document names its kind


def extract(data: bytes, name: str, *, period: str = "", org: str = "") -> Extraction:
    """What the report in `data` says. `period` (a code of `knowledge.periods`) and `org` overrule its own words.

    Raises InputError for what can't be read, is no report (not_a_report) or names no period (period_missing), and
    SecrecyError for what may not be kept. Warnings: org_unknown, window_unknown, period_assumed, unparsed.
    """
    return understand(read.read(data, name), period=period, org=org)


def understand(document: Document, *, period: str = "", org: str = "") -> Extraction:
    """What a document that was read says; see `extract`."""
    if period and periods.parse(period) is None:
        raise InputError("period_unknown", period=period)
    outlined, warnings = _identified(outline.outline(document), period, org)
    limits.hand_over(outlined)
    extraction = facts.extract(outlined)
    checked = checks.check(outlined, extraction.facts)
    unread = doubts.gaps(document)
    return replace(extraction, checks=checked, warnings=(*warnings, *unread, *extraction.warnings))


def _identified(outlined: Outline, period: str, org: str) -> tuple[Outline, tuple[Warn, ...]]:
    """The outline with the period and body it is kept under, and what the admin should know about them."""
    header, warnings = outlined.header, []
    if not _is_report(outlined):
        raise InputError("not_a_report", name=outlined.document.name)
    if not header.period and not period:
        named = _period_of_name(outlined.document.name)
        if not named:
            raise InputError("period_missing", name=outlined.document.name)
        header = replace(header, period=named)
        warnings.append(Warn("period_from_name", {"period": named}))
    if period and period != header.period:
        if header.period:
            warnings.append(Warn("period_overruled", {"period": period, "printed": header.period}))
        header = replace(header, period=period)
    if org:
        header = replace(header, org=org)
    if not header.org:
        warnings.append(Warn("org_unknown", {}))
    if header.kind not in ("annex", "special") and header.window is None:
        warnings.append(Warn("window_unknown", {"period": header.period}))
    if header is not outlined.header:
        outlined = outline.outline(outlined.document, period=header.period)
        outlined = replace(outlined, header=replace(outlined.header, period=header.period, org=header.org))
    return outlined, tuple(warnings)


def _is_report(outlined: Outline) -> bool:
    """Whether a document is a report at all: it calls itself one, or names a body and a period, and holds figures."""
    text = outlined.document.text
    header = outlined.header
    figures = len(re.findall(r"(?<![\w.,])\d[\d.,]*", text))
    if not header.title and any(title.is_other(passage.text) for passage in outlined.passages[:_HEAD]):
        return False
    calls_itself = bool(header.title) or re.search(r"\bbao cao\b", fold(text[:3000])) is not None
    return figures >= _FEWEST_FIGURES and (calls_itself or bool(header.org and header.period) or header.kind == "annex")


def _period_of_name(name: str) -> str:
    """The period that a file's name gives ("bao-cao-2023-10.docx", "BC T10-2023.pdf"), or ""."""
    match = re.search(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])(?!\d)", name)
    if match:
        return f"{match[1]}-{match[2]}"
    match = re.search(
        r"(?i)(?<![a-z])(?:t|th|thang)[-_. ]?(0?[1-9]|1[0-2])[-_. ]+(?:nam[-_. ]?)?(20\d\d)(?!\d)", fold(name)
    )
    return f"{match[2]}-{int(match[1]):02d}" if match else ""
