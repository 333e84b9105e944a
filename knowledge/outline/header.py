"""The header: letterhead, title, first paragraphs and last page put together into what a report says of itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from knowledge import periods
from knowledge.model import Header
from knowledge.outline import names, when
from knowledge.outline import title as titles
from knowledge.outline.closing import Closing
from knowledge.outline.letterhead import Letterhead

_SAID_OF_DATA = re.compile(
    r"(?:số liệu|thống kê|kỳ báo cáo|thời gian báo cáo|tính từ|thời điểm)[^.;]{0,160}", re.IGNORECASE
)
_YEAR = re.compile(r"\b(20\d\d)\b")


def header(
    head: Letterhead,
    title: titles.Title,
    aside: Sequence[str],
    intro: str,
    text: str,
    closing: Closing,
) -> Header:
    """What a report says of itself; its planned sections may name the next period, see `following`.

    `aside`: lines beside the title (subject, window); `intro`: the first paragraphs; `text`: the whole.
    """
    year = _year(head, title.text, intro, text)
    dated = titles.dated(title.text, year)
    period, kind = dated.period, dated.kind
    if not period:
        found = titles.dated(intro, year)
        period, kind = found.period, titles.kind_of(title.text, found.period)
    stated = (part for part in (*aside, title.text, *_SAID_OF_DATA.findall(intro)))
    window = next((w for part in stated if (w := when.window(part, year))), None)
    if not period and window:
        period = periods.month(window[1].year, window[1].month)
    return Header(
        org=head.org or names.from_words(intro, text) or names.from_post(closing.signer_title, title.text, text),
        superior=head.superior,
        number=head.number,
        place=head.place,
        issued=head.issued,
        title=title.text,
        kind=kind,
        period=period,
        next_period=dated.next_period,
        window=window,
        signer=closing.signer,
        signer_title=closing.signer_title,
        recipients=closing.recipients,
    )


def _year(head: Letterhead, title: str, intro: str, text: str) -> int | None:
    """The year of a period that is named without one: from the title, the date, the first paragraphs, the text."""
    if head.issued:
        return head.issued.year
    for part in (title, intro):
        found = _YEAR.findall(part)
        if found:
            return int(found[-1])
    counted = Counter(re.findall(r"\bnăm (20\d\d)\b", text))
    return int(counted.most_common(1)[0][0]) if counted else None


def following(period: str, plans: Sequence[str]) -> str:
    """The period that the titles of planned sections name, else the one after the report's; "" without any title."""
    known = periods.parse(period)
    if not plans or known is None:
        return ""
    for plan in plans:
        for mention in when.mentions(plan, known.last.year):
            other = periods.parse(mention.code)
            if other and other.first > known.last:
                return mention.code
    if period.endswith("M"):
        return periods.month(known.last.year, known.last.month + 1)
    return periods.shift(period, known.months)
