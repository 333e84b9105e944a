"""The month's summary as messages: text by topics and language, the chart drawn in another process."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace

from bot.config import Summary as Settings
from bot.messages import text as message
from bot.people.subscriptions import Subscription
from bot.render import chart
from bot.render.split import split
from bot.render.summary import summary_text
from knowledge import periods
from knowledge.errors import HoibaocaoError
from knowledge.fold import fold
from knowledge.read import worker
from knowledge.store.reader import ReportRow, Store
from knowledge.summary import Summary, summarise

_BY_TOPIC = 60  # figures to choose from where a person wants some topics only
_DRAW_SECONDS = 30.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A summary to send: the chart first where there is one, then the text in parts."""

    parts: tuple[str, ...]
    chart: bytes | None
    caption: str


def variant(subscription: Subscription) -> str:
    """Subscribers who get the same text."""
    return "|".join((subscription.language, *sorted(map(fold, subscription.topics))))


def topics(store: Store, row: ReportRow) -> list[str]:
    """The titles that a summary of this report is grouped by."""
    summary = summarise(store, row.period, row.org, _BY_TOPIC)
    return [title for title, _ in summary.sections if title]


async def render(
    store: Store, settings: Settings, row: ReportRow, language: str = "vi", wanted: tuple[str, ...] = ()
) -> Rendered:
    """The summary of a report, of all topics or of those wanted (titles)."""
    summary = _chosen(store, settings, row, wanted)
    shown = chart.bars(summary)
    picture = await _picture(summary, shown, language) if shown else None
    text = summary_text(summary, language)
    return Rendered(tuple(split(text)), picture, chart.caption(summary, shown, language) if picture else "")


def _chosen(store: Store, settings: Settings, row: ReportRow, wanted: tuple[str, ...]) -> Summary:
    if not wanted:
        return summarise(store, row.period, row.org, settings.figures, settings.indicators)
    summary = summarise(store, row.period, row.org, _BY_TOPIC)
    titles = {fold(title) for title in wanted}
    return replace(summary, sections=tuple(s for s in summary.sections if fold(s[0]) in titles), striking=())


async def _picture(summary: Summary, shown: tuple[chart.Bar, ...], language: str) -> bytes | None:
    """Drawing takes a second of processor time, so it happens elsewhere; without it the text still goes out."""
    title = message(language, "summary.chart", period=periods.vietnamese(summary.row.period))

    def work() -> bytes:
        drawn = worker.run("bot.render.chart:draw", title, shown, name="chart", stalled_seconds=_DRAW_SECONDS)
        assert isinstance(drawn, bytes)
        return drawn

    try:
        return await asyncio.to_thread(work)
    except (HoibaocaoError, RuntimeError) as error:
        _log.error("no chart: %s", error)
        return None
