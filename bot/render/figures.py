"""One fact in words: its figure as printed, with its qualifier and what it is compared with."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.messages import text
from knowledge import periods
from knowledge.fold import words
from knowledge.model import Fact

if TYPE_CHECKING:
    from knowledge.across.model import Computed, Point

NAME = 90  # characters of an indicator in a line
_QUALIFIERS = ("estimate", "about", "at_least", "at_most")


def shorten(name: str, most: int = NAME) -> str:
    """A name cut at a word, with an ellipsis where something was left out: rather of what completes it than of the
    figure's own words after the last colon.
    """
    name = " ".join(name.split())
    if len(name) <= most:
        return name
    context, _, core = name.rpartition(": ")
    room = most - len(core) - 3
    if room < most // 4:
        return _cut(name, most)
    return f"{_cut(context, room)}: {core}"


def _cut(words_: str, most: int) -> str:
    return words_[: words_.rfind(" ", 0, most)].rstrip(" ,;:-–") + "…"


def number(value: Decimal) -> str:
    """A number the Vietnamese way, exact: 1.234,567."""
    whole, _, decimals = f"{abs(value):f}".partition(".")
    return ("-" if value < 0 else "") + f"{int(whole):,}".replace(",", ".") + (f",{decimals}" if decimals else "")


def capital(name: str) -> str:
    """A name with its first letter as at the start of a line."""
    return name[:1].upper() + name[1:]


def amount(fact: Fact, language: str) -> str:
    """The figure as the report prints it, with its qualifier: "ước 597 tỷ đồng"."""
    if fact.items:
        return "; ".join(fact.items)
    shown = fact.text_value
    for qualifier in _QUALIFIERS:
        if qualifier in fact.qualifiers:
            shown = text(language, f"answer.qualifier.{qualifier}", figure=shown)
    return shown


_BASE = re.compile(r"so với ((?:đầu|cuối) [^:;,()]{2,30}?|(?:tháng|quý|năm|ngày) \d[^:;,()]{0,20}?)(?=$| \()")


def phrase(fact: Fact, language: str) -> str:
    """The figure with the comparison it is: "đạt 5,17% dự toán", "tăng 10,5% so với cùng kỳ"."""
    shown = amount(fact, language)
    if fact.measure == "pct_of_plan":
        plan = words(f"{fact.own} {fact.inherited}")
        kind = "budget" if "toan" in plan else "target" if "chi" in plan and "tieu" in plan else "plan"
        return text(language, f"answer.measure.pct_of_{kind}", figure=shown)
    if fact.measure in ("growth_vs_same_period", "growth_vs_prev"):
        way = {1: "up", -1: "down"}.get(fact.direction, "change")
        base = _BASE.search(fact.indicator) if fact.measure == "growth_vs_prev" else None
        if base:  # "so với đầu năm": in the report's own words
            return text(language, f"answer.measure.growth_vs_base_{way}", figure=shown, base=base[1])
        return text(language, f"answer.measure.{fact.measure}_{way}", figure=shown)
    if fact.measure in ("pct_of_same_period", "target"):
        return text(language, f"answer.measure.{fact.measure}", figure=shown)
    return shown


def named(fact: Fact, language: str, most: int = NAME) -> str:
    """An indicator and its figure in one line."""
    return f"{capital(shorten(fact.indicator, most))}: {phrase(fact, language)}"


def when(fact: Fact, report_period: str) -> str:
    """The period a figure is about, in words; the report's own where the fact has none."""
    return periods.vietnamese(fact.period or report_period)


def printed(point: Point) -> bool:
    """Whether the report itself prints this figure (not a sum that stands in for it)."""
    return point.value == point.fact.value and point.unit == point.fact.unit


def own_figure(point: Point) -> str:
    """A figure that stands in for several months, in its unit."""
    return f"{number(point.value)} {point.unit}".strip()


def result(made: Computed) -> str:
    """A computed figure in its unit."""
    shown = number(made.value)
    return f"{shown}%" if made.unit == "%" else f"{shown} {made.unit}".strip()
