"""What the letterhead, the title and the last page say of the report itself, as facts: period, window, number, signer, recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge import periods
from knowledge.model import Measure, Outline, Passage


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact of the header: where it stands and what it says."""

    passage: Passage
    start: int
    stop: int
    indicator: str
    measure: Measure
    period: str
    items: tuple[str, ...] | None
    rule: str
    text: str = ""
    quote: str = ""


def stated(outline: Outline) -> Iterator[Stated]:
    """The header's facts; each is placed in the passage whose words it repeats."""
    header = outline.header
    titles = [p for p in outline.passages if p.kind == "title"]
    heads = [p for p in outline.passages if p.kind == "letterhead"]
    signed = [p for p in outline.passages if p.kind == "signature"]
    to = [p for p in outline.passages if p.kind == "recipients"]
    if header.period and titles:
        place = next((p for p in titles if any(c.isdigit() for c in p.text)), titles[0])
        text = periods.vietnamese(header.period)
        yield Stated(
            place,
            0,
            len(place.text),
            "Kỳ báo cáo kết quả thực hiện nhiệm vụ",
            "date",
            header.period,
            None,
            "report_period",
            text,
        )
    if header.window is not None:
        first, last = header.window
        text = f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"
        place = next(
            (
                p
                for p in [*titles, *heads, *outline.passages]
                if f"{last.day}/{last.month}" in p.text.replace("/0", "/")
            ),
            None,
        )
        if place is not None:
            yield Stated(
                place,
                0,
                len(place.text),
                "Thời gian chốt số liệu báo cáo",
                "date",
                header.period,
                None,
                "data_window",
                text,
            )
    if header.issued is not None:
        yield from _issued(heads, outline)
    if header.number:
        yield from _found(
            heads, header.number, f"Số báo cáo của {header.org}", "other", header.period, None, "report_number"
        )
    if header.signer:
        signer = (
            f"Người ký báo cáo, {_sentence_case(header.signer_title)}" if header.signer_title else "Người ký báo cáo"
        )
        yield from _found(signed, header.signer, signer, "list", header.period, (header.signer,), "signer")
    if header.signer_title:
        titles_of = tuple(_sentence_case(part.strip()) for part in header.signer_title.split(","))
        yield from _found(
            signed, header.signer_title, "Chức vụ người ký báo cáo", "list", header.period, titles_of, "signer_title"
        )
    if header.recipients and to:
        text = to[0].text
        yield Stated(
            to[0], 0, len(text), "Nơi nhận báo cáo", "list", header.period, header.recipients, "recipients", text
        )


def _issued(heads: list[Passage], outline: Outline) -> Iterator[Stated]:
    """The day the report was issued, as its letterhead prints it."""
    day = outline.header.issued
    assert day is not None
    for passage in heads:
        found = re.search(rf"ngày\s+0?{day.day}\D+0?{day.month}\D+{day.year}", passage.text)
        if found:
            code = f"{day.year}-{day.month:02d}"
            yield Stated(
                passage,
                found.start(),
                found.end(),
                "Ngày ban hành báo cáo",
                "date",
                code,
                None,
                "issued",
                found.group(),
            )
            return


def _found(
    passages: list[Passage],
    text: str,
    indicator: str,
    measure: Measure,
    period: str,
    items: tuple[str, ...] | None,
    rule: str,
) -> Iterator[Stated]:
    for passage in passages:
        at = passage.text.lower().find(text.lower())
        if at >= 0:
            yield Stated(passage, at, at + len(text), indicator, measure, period, items, rule, text)
            return
    if passages:
        yield Stated(passages[0], 0, len(passages[0].text), indicator, measure, period, items, rule, text)


def _subject(title: str) -> str:
    """What a title says is reported: without "Báo cáo" and without the plan for the next period."""
    words = title.replace("\n", " ").split(";")[0].split()
    while words and words[0].lower() in ("báo", "cáo"):
        words = words[1:]
    return " ".join(words)


def _sentence_case(title: str) -> str:
    """ "PHÓ BÍ THƯ" as people write it: "Phó bí thư"."""
    return title.capitalize() if title.isupper() else title
