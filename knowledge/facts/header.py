"""What the letterhead, the title and the last page say of the report itself, as facts: period, window, number, signer,
recipients.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge import periods
from knowledge.model import Header, Measure, Outline, Passage


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact of the header: where it stands, what it is called and what it says; `quote` where it is more than the
    passage.
    """

    rule: str
    passage: Passage
    start: int
    stop: int
    indicator: str
    measure: Measure
    period: str
    text: str
    items: tuple[str, ...] | None = None
    quote: str = ""


def stated(outline: Outline) -> Iterator[Stated]:
    """The header's facts; each is placed in the passage whose words it repeats."""
    header = outline.header
    by_kind: dict[str, list[Passage]] = {}
    for passage in outline.passages:
        by_kind.setdefault(passage.kind, []).append(passage)
    yield from _period(header, by_kind.get("title", []))
    yield from _window(header, outline)
    heads = by_kind.get("letterhead", [])
    yield from _issued(header, heads)
    if header.number:
        yield from _found("report_number", heads, header.number, f"Số báo cáo của {header.org}", "other", header.period)
    yield from _signature(header, by_kind.get("signature", []))
    yield from _addressed(header, outline)
    for passage in by_kind.get("recipients", [])[:1]:
        if header.recipients:
            name, text = "Nơi nhận báo cáo", passage.text
            yield Stated("recipients", passage, 0, len(text), name, "list", header.period, text, header.recipients)


def _period(header: Header, titles: list[Passage]) -> Iterator[Stated]:
    if not header.period or not titles:
        return
    place = next((p for p in titles if any(c.isdigit() for c in p.text)), titles[0])
    text = periods.vietnamese(header.period).replace("/", " năm ")
    name = f"Kỳ báo cáo {_subject(header.title)}".strip()
    quote = " ".join(p.text for p in titles)
    yield Stated("report_period", place, 0, len(place.text), name, "date", header.period, text, None, quote)


def _window(header: Header, outline: Outline) -> Iterator[Stated]:
    if header.window is None:
        return
    first, last = header.window
    text, name = f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}", "Thời gian chốt số liệu báo cáo"
    for passage in outline.passages:
        if f"{last.day}/{last.month}" in passage.text.replace("/0", "/"):
            yield Stated("data_window", passage, 0, len(passage.text), name, "date", header.period, text)
            return


def _addressed(header: Header, outline: Outline) -> Iterator[Stated]:
    """Whom the report is addressed to: "Kính gửi: …"."""
    for passage in outline.passages[:25]:
        found = re.match(r"\s*Kính gửi\s*:?\s*", passage.text, re.IGNORECASE)
        if found and len(passage.text) > found.end():
            rest = passage.text[found.end() :]
            names = tuple(part.strip(" -.,") for part in re.split(r"[;\n]|\s-\s", rest) if part.strip(" -.,"))
            name, start = "Nơi gửi báo cáo (kính gửi)", found.end()
            yield Stated("addressed", passage, start, len(passage.text), name, "list", header.period, rest, names)
            return


def _issued(header: Header, heads: list[Passage]) -> Iterator[Stated]:
    """The day the report was issued, as its letterhead prints it."""
    day = header.issued
    if day is None:
        return
    for passage in heads:
        found = re.search(rf"ngày\s+0?{day.day}\D+0?{day.month}\D+{day.year}", passage.text)
        if found:
            code, name = f"{day.year}-{day.month:02d}", "Ngày ban hành báo cáo"
            yield Stated("issued", passage, found.start(), found.end(), name, "date", code, found.group())
            return


def _signature(header: Header, signed: list[Passage]) -> Iterator[Stated]:
    title = header.signer_title
    if header.signer:
        name = f"Người ký báo cáo, {_sentence_case(title)}" if title else "Người ký báo cáo"
        yield from _found("signer", signed, header.signer, name, "list", header.period, (header.signer,))
    if title:
        parts = tuple(_sentence_case(part.strip()) for part in title.split(","))
        yield from _found("signer_title", signed, title, "Chức vụ người ký báo cáo", "list", header.period, parts)


def _found(
    rule: str,
    passages: list[Passage],
    text: str,
    name: str,
    measure: Measure,
    period: str,
    items: tuple[str, ...] | None = None,
) -> Iterator[Stated]:
    for passage in passages:
        at = passage.text.lower().find(text.lower())
        if at >= 0:
            yield Stated(rule, passage, at, at + len(text), name, measure, period, text, items)
            return
    for passage in passages[:1]:
        yield Stated(rule, passage, 0, len(passage.text), name, measure, period, text, items)


def _subject(title: str) -> str:
    """What a title says is reported: without "Báo cáo" and without the plan for the next period."""
    words = title.replace("\n", " ").split(";")[0].split()
    while words and words[0].lower() in ("báo", "cáo"):
        words = words[1:]
    return " ".join(words)


def _sentence_case(title: str) -> str:
    """ "PHÓ BÍ THƯ" as people write it: "Phó bí thư"."""
    return title.capitalize() if title.isupper() else title
