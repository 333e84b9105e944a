"""An answer in words: the direct answer as a person would say it, and the whole message as Telegram HTML."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

from bot.messages import text
from bot.render.checks import check_text
from bot.render.figures import amount, capital, named, phrase, shorten, when
from knowledge import periods
from knowledge.ask.model import Answer, Extract
from knowledge.model import Fact, section_line

LONGEST = 1400  # characters of a message without its markup: two screens of a phone
MOST_COMPARISONS, MOST_PARTS, MOST_CHECKS = 5, 14, 2
BULLETS = "-–+*• "  # a list mark before a sentence says nothing
LISTED = 400  # characters of a direct answer that is a list or an extract


@dataclass(frozen=True, slots=True)
class Rendered:
    """`answer` is plain text, `text` Telegram HTML; `labels` name the choices of a clarify or what a refusal offers."""

    answer: str
    text: str
    labels: tuple[str, ...] = ()


def render(answer: Answer, language: str = "vi") -> Rendered:
    """Word an answer in one of the interface's languages; the report's own words stay as they are."""
    if answer.status == "help":
        key = f"answer.help_{answer.reason}" if answer.reason == "empty" else "answer.help"
        return Rendered(text(language, key), html.escape(text(language, key), quote=False))
    if answer.kind == "across":
        return _across(answer, language)
    if answer.kind == "refusal":
        return _refusal(answer, language)
    if answer.kind == "clarify":
        return _clarify(answer, language)
    return _answered(answer, language)


def _across(answer: Answer, language: str) -> Rendered:
    """Over several reports; what may be chosen or is near stands below."""
    from bot.render import across  # only here: a single report's answer need not load it

    direct, shown = across.wording(answer, language)
    offered = answer.main if answer.status == "clarify" else answer.near
    labels = tuple(_label(fact, offered, language) for fact in offered)
    lines = [f"{n}. {_escape(label)}" for n, label in enumerate(labels, 1)]
    if answer.status == "clarify":
        lines.append(_escape(text(language, "answer.choose")))
    elif labels:
        lines.insert(0, _escape(text(language, "across.near")))
    return Rendered(direct, "\n".join([shown, *lines]), labels)


def _answered(answer: Answer, language: str) -> Rendered:
    direct = _direct(answer, language)
    lines = [_headline(answer, language, direct)]
    period = answer.report.period if answer.report else ""
    lines += [f"• {_escape(_compared(f, answer.main, language))}" for f in answer.comparisons[:MOST_COMPARISONS]]
    lines += _parts(answer, language)
    if answer.near:
        lines.append(_escape(text(language, "answer.also")))
        lines += [f"• {_escape(_label(fact, (*answer.main, *answer.near), language))}" for fact in answer.near]
    for check in answer.checks[:MOST_CHECKS]:
        lines.append(f"⚠️ {_escape(check_text(check, language))}")
    if any(f.doubtful for f in answer.main):
        lines.append(f"⚠️ {_escape(text(language, 'answer.doubtful'))}")
    source = _source(answer, language, period)
    room = LONGEST - sum(len(line) + 1 for line in lines) - len(source)
    if answer.kind != "extract":
        lines += _quotes(answer.extracts, room)
    return Rendered(direct, "\n".join([*lines, source]))


def _direct(answer: Answer, language: str) -> str:
    """The direct answer alone: figure, unit, indicator, period."""
    if answer.kind == "extract":
        return shorten(answer.extracts[0].text.lstrip(BULLETS), LISTED)
    first = answer.main[0]
    period = answer.report.period if answer.report else ""
    if answer.kind == "dates" and len(answer.main) > 1:
        shown = text(language, "answer.between", first=first.text_value, last=answer.main[-1].text_value)
        return text(language, "answer.direct", figure=shown, name=shorten(first.indicator, 80), period="").rstrip(
            " ,()"
        )
    if answer.kind == "list":
        return f"{capital(shorten(first.indicator))}: {shorten(amount(first, language), LISTED - 100)}"
    if len(answer.main) > 1 and len({(f.parent, f.inherited) for f in answer.main}) == 1 and first.parent is not None:
        parts = "; ".join(f"{shorten(_part(f), 40)} {phrase(f, language)}".strip() for f in answer.main[:MOST_PARTS])
        return shorten(f"{capital(shorten(first.inherited, 60))}: {parts}", LISTED)
    if len({f.indicator for f in answer.main}) > 1:
        return "; ".join(named(f, language, 60) for f in answer.main[:4])
    figures = ", ".join(phrase(f, language) for f in answer.main[:3])
    return text(
        language,
        "answer.direct",
        figure=capital(figures),
        name=shorten(first.indicator, 80),
        period=when(first, period),
    )


def _part(fact: Fact) -> str:
    """What a part is called beside the others: its own words without the unit that they share."""
    return fact.own.removesuffix(fact.unit).strip() or fact.own


def _headline(answer: Answer, language: str, direct: str) -> str:
    """The figure first and bold, then what it is."""
    if answer.kind in ("extract", "list"):
        whole = answer.extracts[0].text if answer.kind == "extract" else direct
        return _escape(whole)
    for fact in answer.main:
        figure = _escape(capital(phrase(fact, language)))
        if direct.startswith(capital(phrase(fact, language))):
            return f"<b>{figure}</b>{_escape(direct)[len(figure) :]}"
    return f"<b>{_escape(direct)}</b>"


def _compared(fact: Fact, main: tuple[Fact, ...], language: str) -> str:
    if fact.indicator == main[0].indicator or fact.parent in {f.id for f in main}:
        return phrase(fact, language)
    return named(fact, language)


def _parts(answer: Answer, language: str) -> list[str]:
    if not answer.parts:
        return []
    shown = [f"• {_escape(named(f, language, 70))}" for f in answer.parts[:MOST_PARTS]]
    room = LONGEST - 500
    while shown and sum(map(len, shown)) > room:
        shown.pop()
    return [_escape(text(language, "answer.parts")), *shown]


def _quotes(extracts: Iterable[Extract], room: int) -> list[str]:
    lines = []
    for extract in extracts:
        if room < 60:
            break
        quote = shorten(extract.text.lstrip(BULLETS), min(room, 420))
        room -= len(quote)
        lines.append(f"<blockquote>{_escape(quote)}</blockquote>")
    return lines


def _source(answer: Answer, language: str, period: str) -> str:
    """Where it stands: section, footnote, page, and the report."""
    place = answer.extracts[0] if answer.extracts else None
    bits = []
    if place is not None:
        if section := section_line(place.path):
            bits.append(text(language, "answer.section", section=shorten(section, 110)))
        if place.note is not None:
            bits.append(text(language, "answer.note", note=place.note))
        if place.page is not None:
            bits.append(text(language, "answer.page", page=place.page))
    if answer.report is not None:
        bits.append(text(language, "answer.report", period=periods.vietnamese(period), org=answer.report.org))
    return f"<i>{_escape('. '.join(bits))}</i>"


def _clarify(answer: Answer, language: str) -> Rendered:
    labels = tuple(_label(f, answer.main, language) for f in answer.main)
    lines = [f"{n}. {_escape(label)}" for n, label in enumerate(labels, 1)]
    direct = text(language, "answer.clarify", count=len(labels))
    return Rendered(direct, "\n".join([_escape(direct), *lines, _escape(text(language, "answer.choose"))]), labels)


def _label(fact: Fact, among: tuple[Fact, ...], language: str) -> str:
    """A choice that can be told from the others: the lead-in before the indicator where indicators are alike."""
    alike = sum(other.indicator.casefold() == fact.indicator.casefold() for other in among) > 1
    lead = fact.path[-1].title if fact.path else ""
    name = shorten(fact.indicator, 80)
    if alike and lead and lead.casefold() not in name.casefold():
        name = f"{shorten(lead, 50)} - {name}"
    return f"{capital(name)}: {phrase(fact, language)}"


def _refusal(answer: Answer, language: str) -> Rendered:
    """Why nothing is asserted, what is near, and which reports are loaded; the direct answer itself holds no figure."""
    reason = answer.reason if answer.reason in _REASONS else "word_left_over"
    direct = text(language, f"answer.refusal.{reason}")
    lines = [_escape(direct)]
    if answer.missing and reason == "word_left_over":
        missing = ", ".join(f"“{word}”" for word in answer.missing[:4])
        lines.append(_escape(text(language, "answer.refusal.unmatched", missing=missing)))
    if answer.asked_period and reason == "period_not_held":
        lines.append(_escape(text(language, "answer.refusal.where", asked=periods.vietnamese(answer.asked_period))))
    labels = tuple(_label(f, answer.near, language) for f in answer.near)
    if labels:
        lines.append(_escape(text(language, "answer.near")))
        lines += [f"• {_escape(label)}" for label in labels]
    loaded = ", ".join(periods.vietnamese(p) for p in answer.periods[:6]) or text(language, "answer.none")
    lines.append(_escape(text(language, "answer.loaded", loaded=loaded)))
    return Rendered(direct, "\n".join(lines), labels)


_REASONS = frozenset(
    (
        "another_thing", "measure_not_held", "no_reports", "nothing_alike", "only_planned", "org_not_held",
        "period_not_held", "weak", "word_left_over",
    )
)  # fmt: skip


def _escape(value: str) -> str:
    return html.escape(value, quote=False)
