"""The month's one picture: key figures against the same period last year, as bars, with the same content as words."""

from __future__ import annotations

import io
import textwrap
from decimal import Decimal

from bot.messages import text
from knowledge.model import Fact
from knowledge.periods import vietnamese
from knowledge.summary import Line, Summary

Bar = tuple[str, str, float]  # name, what to write at the bar, percent of change
MOST_BARS = 8
LEAST_BARS = 2
CAPTION = 1000


def bars(summary: Summary) -> tuple[Bar, ...]:
    """The key figures whose report says how they moved against the same period, largest movement first."""
    found = []
    for _, lines in summary.sections:
        for line in lines:
            if (change := _change(line)) is not None:
                found.append((_short(line.fact), f"{line.fact.text_value} ({_percent(change)})", change))
    found.sort(key=lambda bar: -abs(bar[2]))
    return tuple(found[:MOST_BARS]) if len(found) >= LEAST_BARS else ()


def caption(summary: Summary, shown: tuple[Bar, ...], language: str = "vi") -> str:
    """The picture's content in words, within Telegram's 1024 characters."""
    lines = [text(language, "summary.chart", period=vietnamese(summary.row.period))]
    for name, written, _ in shown:
        if sum(map(len, lines)) + len(name) + len(written) + 4 * len(lines) < CAPTION:
            lines.append(f"• {name}: {written}")
    return "\n".join(lines)


def draw(title: str, shown: tuple[Bar, ...]) -> bytes:
    """The picture as PNG; matplotlib is imported here because it takes a second."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    names = ["\n".join(textwrap.wrap(name, 34)) for name, _, _ in reversed(shown)]
    changes = [change for _, _, change in reversed(shown)]
    figure, axes = pyplot.subplots(figsize=(8, 1.2 + 0.75 * len(shown)), dpi=120)
    colours = ["#2a7f62" if change >= 0 else "#b8442f" for change in changes]
    drawn = axes.barh(names, changes, color=colours, height=0.6)
    axes.bar_label(drawn, [written for _, written, _ in reversed(shown)], padding=4, fontsize=9)
    axes.axvline(0, color="#444444", linewidth=0.8)
    axes.margins(x=0.45)
    axes.set_title(title, fontsize=11, loc="left")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0, labelsize=9)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", bbox_inches="tight")
    pyplot.close(figure)
    return picture.getvalue()


def _change(line: Line) -> float | None:
    for fact in line.comparisons:
        if fact.value is None or fact.unit != "%":
            continue
        if fact.measure == "growth_vs_same_period":
            return float(fact.value * (fact.direction or 1)) if fact.value >= 0 else float(fact.value)
        if fact.measure == "pct_of_same_period":
            return float(fact.value - Decimal(100))
    return None


def _short(fact: Fact) -> str:
    name = fact.indicator[:1].upper() + fact.indicator[1:]
    return name if len(name) <= 70 else f"{name[:69].rsplit(' ', 1)[0]}…"


def _percent(change: float) -> str:
    return f"{change:+.1f}%".replace(".", ",")
