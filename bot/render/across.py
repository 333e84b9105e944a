"""An answer over several reports in words: what leads, how it was computed, the stated figures with their sources.

A figure that no report states is always said to be computed by the bot, with what it was computed from.
"""

from __future__ import annotations

import html
import re

from bot.messages import text
from bot.render.figures import amount, capital, number, own_figure, phrase, printed, result, shorten
from knowledge import periods
from knowledge.across.model import Computed, Point
from knowledge.across.series import of_outcome
from knowledge.across.units import size
from knowledge.ask.model import Answer
from knowledge.model import section_line

LONGEST = 1400  # characters of a message without its markup
DIRECT = 400  # characters of a direct answer
IN_FORMULA = 4  # operands that a formula names; more are referred to as the figures below
WITH_SECTION = 6  # stated figures up to which each is given its section
NAME = 80
MOST_BREAKS = 2


class Across:
    """One outcome being worded."""

    def __init__(self, answer: Answer, language: str) -> None:
        assert answer.outcome is not None
        self.answer, self.outcome, self.language = answer, answer.outcome, language
        self.reports = {row.id: row.period for row in answer.reports}
        self.bodies = self.outcome.asked.bodies
        self.name = shorten(self.outcome.indicator, NAME)

    def say(self, key: str, **params: object) -> str:
        return text(self.language, f"across.{key}", **params)

    def direct(self) -> str:
        """The direct answer, plain."""
        outcome = self.outcome
        if outcome.status == "clarify":
            return self.say("clarify", count=len(outcome.readings))
        if outcome.status == "not_found":
            return self.say(f"reason.{outcome.reason or 'no_indicator'}")
        return capital(shorten(self._leading(), DIRECT))

    def lines(self) -> list[str]:
        """What follows the direct answer, plain, in order."""
        outcome = self.outcome
        if outcome.status == "clarify":
            return []
        lines = self._stated() + self._computed()
        tail = self._breaks()
        if missing := outcome.missing or self._gaps():
            tail.append(self.say("missing", missing=", ".join(map(self._code, missing[:12]))))
        if outcome.partial is not None:
            tail.append(self._partial(outcome.partial))
        if any(fact.doubtful for fact in outcome.facts):
            tail.append(f"⚠️ {text(self.language, 'answer.doubtful')}")
        room = LONGEST - len(self.direct()) - sum(len(line) + 1 for line in (*lines, *tail))
        return [*lines, *self._points(room), *tail]

    # --- the leading figure

    def _leading(self) -> str:
        outcome = self.outcome
        kind = outcome.asked.kind
        made = {computed.what: computed for computed in outcome.computed}
        if kind in ("extreme", "rank"):
            return self._best()
        if outcome.stated and kind in ("total", "plan"):
            first = outcome.stated[0]
            shown = phrase(first.fact, self.language)
            return self.say("stated", figure=shown, name=self.name, period=self._when(first))
        if kind in ("total", "average") and kind in made:
            return self._sum(made[kind])
        if kind in ("compare", "change", "same_period", "plan") and outcome.computed:
            pairs = self._pairs()
            if pairs:
                return "; ".join(pairs)
        return self._as_series()

    def _best(self) -> str:
        outcome = self.outcome
        way = outcome.asked.direction
        figure = self._figure(outcome.best[0])
        if outcome.asked.kind == "rank":
            orgs = ", ".join(point.org for point in outcome.best)
            period = periods.vietnamese(outcome.best[0].period)
            return self.say(f"rank.{way}", name=self.name, period=period, org=orgs, figure=figure)
        where = ", ".join(self._when(point) for point in outcome.best)
        return self.say(f"extreme.{way}", figure=figure, name=self.name, where=where, count=len(outcome.points))

    def _sum(self, made: Computed) -> str:
        if made.what == "total":
            name = re.sub(r"^tổng (?:số )?", "", self.name, flags=re.I)
            return self.say("total", figure=result(made), name=name, periods=self._named(made))
        if self.bodies:
            period = periods.vietnamese(made.operands[-1].period)
            return self.say(
                "average_bodies", figure=result(made), name=self.name, count=len(made.operands), period=period
            )
        return self.say("average", figure=result(made), name=self.name, count=len(made.operands))

    def _pairs(self) -> list[str]:
        """One phrase for each two that are compared: the change with its per cent, or the ratio."""
        found: dict[tuple[str, str], dict[str, Computed]] = {}
        for made in self.outcome.computed:
            if made.what in ("difference", "percent", "ratio") and len(made.operands) == 2:
                key = (self._label(made.operands[0]), self._label(made.operands[1]))
                found.setdefault(key, {})[made.what] = made
        return [
            self.say("compared", name=self.name, before=before, after=after, change=self._change(steps))
            for (before, after), steps in found.items()
        ]

    def _change(self, steps: dict[str, Computed]) -> str:
        first, share = steps.get("difference"), steps.get("ratio")
        said = []
        if share is not None and (self.outcome.asked.ratio or first is None):
            said.append(self.say("ratio", figure=result(share)))
        if first is not None:
            way = "none" if not first.value else "higher" if self.bodies else "up" if first.value > 0 else "down"
            change = self.say(f"change.{way}", figure=f"{number(abs(first.value))} {first.unit}".strip())
            percent = steps.get("percent")
            if percent is not None and first.value:
                change += f" ({number(abs(percent.value))}%)"
            said.append(change)
        return ", ".join(said)

    def _as_series(self) -> str:
        points = self.outcome.points or self.outcome.stated
        shown = [f"{self._label(p)} {self._figure(p)}" for p in points]
        whole = "; ".join(shown)
        if len(whole) > DIRECT - NAME - 20 and len(shown) > 2:
            whole = f"{shown[0]}; …; {shown[-1]}"
        pairs = [m for m in self.outcome.computed if m.what in ("difference", "percent")]
        if pairs and self.outcome.asked.kind == "series":
            steps: dict[str, Computed] = {made.what: made for made in pairs}
            before, after = pairs[0].operands
            change = self._change(steps)
            whole += "; " + self.say(
                "series_change", before=self._label(before), after=self._label(after), change=change
            )
        return self.say("series", name=self.name, figures=whole)

    # --- below it

    def _stated(self) -> list[str]:
        if self.outcome.asked.kind in ("total", "plan"):
            return [self._line(point, True) for point in self.outcome.stated]
        return [
            self.say("stated", figure=capital(phrase(p.fact, self.language)), name=self.name, period=self._when(p))
            for p in self.outcome.stated
        ]

    def _computed(self) -> list[str]:
        """That a figure is computed, from what, and how it was rounded and converted."""
        outcome = self.outcome
        if outcome.asked.kind in ("extreme", "rank"):
            return []
        apart = any(made.what == "difference" for made in outcome.computed)
        shown = [made for made in outcome.computed if not (apart and made.what in ("percent", "ratio"))]
        if not shown:
            return []
        formulas = [_formula(made) for made in shown if len(made.operands) <= IN_FORMULA]
        many = [len(made.operands) for made in shown if len(made.operands) > IN_FORMULA]
        lines = [self.say("computed.stated", figure=result(m)) for m in shown if m.what == "total" and outcome.stated]
        lines += [self.say("computed.by", formula="; ".join(formulas))] if formulas else []
        lines += [self.say("computed.by_many", count=max(many))] if many else []
        if any(_scaled(p.unit, m.unit) for m in shown if m.what in _IN_UNIT for p in m.operands):
            lines.append(self.say("computed.converted", unit=shown[-1].unit))
        if decimals := max(made.decimals or 0 for made in outcome.computed):
            lines.append(self.say("computed.rounded", decimals=decimals))
        return [" ".join(lines)]

    def _points(self, room: int) -> list[str]:
        """The stated figures, each with its report: as many as there is room for, the newest kept."""
        points = list(self.outcome.points)
        if not points and self.outcome.status == "answered":
            points = list(dict.fromkeys(p for made in self.outcome.computed for p in made.operands))
        ranks = {id(place.point): place.rank for place in self.outcome.ranking}
        limit = self.outcome.asked.limit or len(points)
        sections = len(points) <= WITH_SECTION
        lines = [self._line(point, sections, ranks.get(id(point))) for point in points[:limit]]
        while lines and sum(len(line) + 1 for line in lines) + 40 > room:
            if sections:
                sections = False
                lines = [self._line(point, False, ranks.get(id(point))) for point in points[:limit]]
            else:
                lines.pop(-1 if ranks else 0)
        cut = ["…"] if lines and len(lines) < min(limit, len(points)) else []
        return [self.say("points"), *lines, *cut] if ranks else [self.say("points"), *cut, *lines] if lines else []

    def _line(self, point: Point, section: bool, rank: int | None = None) -> str:
        head = f"{rank}." if rank is not None else "•"
        return f"{head} {capital(self._label(point))}: {self._figure(point)} [{self._source(point, section)}]"

    def _source(self, point: Point, section: bool) -> str:
        if not printed(point):
            parts = [m for m in self.outcome.computed if m.what == "total" and m.value == point.value]
            return self.say("source", period=self._named(parts[0])) if parts else self.say("made", figure="").strip()
        period = periods.vietnamese(self.reports.get(point.report, point.period))
        place = section_line(point.fact.path) if section else ""
        if place:
            return self.say("source_section", period=period, section=shorten(place, 60))
        return self.say("source", period=period)

    def _breaks(self) -> list[str]:
        """Where the unit's size or the wording changed."""
        if not all(map(printed, self.outcome.points)):
            return []
        marks = [
            mark
            for mark in self.outcome.breaks
            if (mark.reason == "unit" and _scaled(mark.before, mark.after))
            or (mark.reason == "wording" and _letters(mark.before) != _letters(mark.after))
        ]
        return [
            self.say(
                mark.reason, period=periods.vietnamese(mark.period), before=shorten(mark.before, 60),
                after=shorten(mark.after, 60),
            )
            for mark in sorted(marks, key=lambda mark: mark.reason != "unit")[:MOST_BREAKS]
        ]  # fmt: skip

    def _gaps(self) -> tuple[str, ...]:
        """The months without a figure between those of a series."""
        return of_outcome(self.outcome).missing if self.outcome.asked.kind in ("series", "extreme") else ()

    def _partial(self, made: Computed) -> str:
        word = self.say("average_word" if made.what == "average" else "total_word")
        return self.say("partial", periods=self._named(made), what=word, figure=result(made))

    # --- names

    def _named(self, made: Computed) -> str:
        labels = [self._label(point) for point in made.operands]
        return ", ".join(labels) if len(labels) <= IN_FORMULA else f"{labels[0]} – {labels[-1]}"

    def _label(self, point: Point) -> str:
        """What tells a figure from the others: its body where bodies are compared, else its period."""
        return point.org if self.bodies else self._when(point)

    def _when(self, point: Point) -> str:
        period = periods.vietnamese(point.period)
        counted = point.flow == "cumulative" and len(point.period) == len("2024-10")
        return self.say("cumulative", period=period) if counted else period

    def _code(self, code: str) -> str:
        return periods.vietnamese(code) if code[:4].isdecimal() else code

    def _figure(self, point: Point) -> str:
        return amount(point.fact, self.language) if printed(point) else self.say("made", figure=own_figure(point))


_IN_UNIT = ("difference", "total", "average")


def wording(answer: Answer, language: str) -> tuple[str, str]:
    """The direct answer (plain) and the message (Telegram HTML) of an answer over several reports."""
    across = Across(answer, language)
    direct = across.direct()
    shown = html.escape(direct, quote=False)
    lines = [html.escape(line, quote=False) for line in across.lines()]
    if answer.outcome is not None and answer.outcome.status == "answered":
        shown = f"<b>{shown}</b>"
        lines.append(f"<i>{html.escape(answer.outcome.org, quote=False)}</i>" if not across.bodies else "")
    return direct, "\n".join([shown, *filter(None, lines)])


def _formula(made: Computed) -> str:
    """Operands and result as a sum: "132,335 tỷ đồng − 142.905 triệu đồng = -10,57 tỷ đồng"."""
    shown = [point.fact.text_value if printed(point) else own_figure(point) for point in made.operands]
    if made.what == "difference":
        left = f"{shown[1]} − {shown[0]}"
    elif made.what in ("ratio", "percent"):
        left = f"{shown[1]} : {shown[0]}"
    else:
        left = " + ".join(shown)
        left = f"({left}) : {len(shown)}" if made.what == "average" else left
    return f"{left} = {result(made)}"


def _scaled(before: str, after: str) -> bool:
    """Whether one unit is a multiple of the other, not only another word for it."""
    return size(before)[1] != size(after)[1]


def _letters(name: str) -> str:
    return re.sub(r"[\W\d_]+", " ", name.casefold()).strip()
