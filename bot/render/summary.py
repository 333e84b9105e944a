"""The monthly summary as Telegram HTML, short enough to read on a phone; the terminal shows it without the tags."""

from __future__ import annotations

from html import escape

from bot.messages import text
from bot.render.checks import check_text
from knowledge.model import Fact
from knowledge.periods import vietnamese
from knowledge.summary import Line, Summary

LONGEST_NAME = 90
MOST_FAILED = 3


def summary_text(summary: Summary, language: str = "vi") -> str:
    """The whole message: title, key figures by section, what stands out, what does not add up, where it is from."""
    row = summary.row
    out = [
        text(language, "summary.title", period=escape(vietnamese(row.period))),
        escape(row.org),
    ]
    for title, lines in summary.sections:
        out += ["", f"<b>{escape(title or text(language, 'summary.untitled'))}</b>"]
        out += [f"• {_line(line, language)}" for line in lines]
    if summary.striking:
        out += ["", text(language, "summary.striking")]
        out += [f"• {_line(line, language)}" for line in summary.striking]
    if summary.failed:
        out += ["", text(language, "summary.failed", count=len(summary.failed))]
        out += [f"• {escape(check_text(check, language))}" for check in summary.failed[:MOST_FAILED]]
    if summary.previous is None:
        out += ["", text(language, "summary.no_previous")]
    return "\n".join(out)


def _line(line: Line, language: str) -> str:
    figure = f"{escape(_name(line.fact))}: <b>{escape(_figure(line.fact, language))}</b>"
    notes = [_comparison(fact, language) for fact in line.comparisons]
    if line.before is not None:
        notes.append(text(language, "summary.before", value=escape(line.before.text_value)))
    return f"{figure} ({'; '.join(notes)})" if notes else figure


def _name(fact: Fact) -> str:
    name = fact.indicator
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rsplit(" ", 1)[0] + "…"
    return name[:1].upper() + name[1:]


def _figure(fact: Fact, language: str) -> str:
    words = [text(language, f"summary.{q}") for q in fact.qualifiers if q != "planned"]
    doubt = [text(language, "summary.doubtful")] if fact.doubtful else []
    return " ".join([*words, fact.text_value, *doubt])


def _comparison(fact: Fact, language: str) -> str:
    direction = {1: "up", -1: "down"}.get(fact.direction, "as")
    return text(language, f"summary.{fact.measure}_{direction}", value=escape(fact.text_value))
