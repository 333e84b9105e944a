"""The monthly summary as Telegram HTML, short enough to read on a phone; the terminal shows it without the tags."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.messages import text
from bot.render.checks import check_text
from bot.render.figures import amount, capital, phrase, shorten
from knowledge.periods import vietnamese
from knowledge.summary import Line, Summary

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
    doubt = f" {text(language, 'summary.doubtful')}" if line.fact.doubtful else ""
    name = escape(capital(shorten(line.fact.indicator)))
    figure = f"{name}: <b>{escape(amount(line.fact, language))}</b>{doubt}"
    said = line.fact.qualifiers  # "ước" once for a figure and its comparisons
    notes = [
        escape(phrase(replace(fact, qualifiers=tuple(q for q in fact.qualifiers if q not in said)), language))
        for fact in line.comparisons
    ]
    if line.before is not None:
        notes.append(text(language, "summary.before", value=escape(line.before.text_value)))
    if line.year_before is not None:
        notes.append(text(language, "summary.year_before", value=escape(line.year_before.text_value)))
    if line.record:
        notes.append(text(language, f"summary.{line.record}", months=line.months))
    return f"{figure} ({'; '.join(notes)})" if notes else figure
