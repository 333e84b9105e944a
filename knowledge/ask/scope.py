"""Which report a question is asked of: by the body and the period it names, else the newest of the own body."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge import periods
from knowledge.ask.model import State
from knowledge.ask.slots import organisation
from knowledge.ask.slots.period import Mention, mentions
from knowledge.fold import flat
from knowledge.index.report_index import ReportIndex
from knowledge.store.reader import ReportRow, Shelf

_COMPARED = re.compile(
    r"(?:so(?: sanh)?(?: voi| cung)?|cung ky|cung ki|cung thoi diem|hon|bang|%|phan tram)(?: cua)?"
    r"(?: (?:thoi diem )?(?:cuoi|dau))?\s*$"
    r"|\b(?:so voi|hon|bang) (?:vu|mua)(?: \w+){1,2}\s*$"
)

_SINCE = re.compile(r"\btu(?: dau)?\s*$")
_GROWS = re.compile(r"\b(?:tang|giam|gap|bang)\b")


@dataclass(frozen=True, slots=True)
class Scope:
    """The report to ask, or None with a reason.

    `period` is the one asked for ("" for none); `foreign`: the report is of another period (it may still state
    figures of the one asked for); `next_period`: the one asked for follows the report's. `taken` are the characters
    that named body and period; `wanted` what a compared period adds ("so với tháng 9" -> prev_period).
    """

    report: ReportRow | None
    reason: str = ""
    period: str = ""
    org: str = ""
    foreign: bool = False
    next_period: bool = False
    taken: tuple[tuple[int, int, str], ...] = ()
    mentions: tuple[Mention, ...] = ()
    wanted: frozenset[str] = frozenset()


def choose(
    text: str, reports: Shelf, own: str, state: State, inherit: bool = False, held: frozenset[str] = frozenset()
) -> Scope:
    """Choose the report. `own` is the person's body; `inherit`: the conversation's period holds where none is named;
    `held`: stretches of several months that the body's newest report holds figures of."""
    named = organisation.named(text, reports.orgs)
    org = named[0].org if named else own or state.org
    taken: list[tuple[int, int, str]] = [(n.start, n.stop, "organisation") for n in named[:1]]
    mine = reports.of_body(org) or reports
    newest = mine[0]
    asked, wanted = "", set()
    kept = []
    folded = flat(text)
    for mention in mentions(folded, newest.period, held):
        before = folded[: mention.start]
        if _COMPARED.search(before) or (mention.relative and len(mention.code) == 4 and _GROWS.search(before)):
            if kind := _compared(mention.code, newest.period, before):
                wanted.add(kind)
                taken.append((mention.start, mention.stop, "compared"))
            continue
        if _SINCE.search(before) and re.search(r"luy ke|den nay", folded):
            taken.append((mention.start, mention.stop, "since"))
            continue
        if mention.code not in held and _of_window(mention.code, newest):
            taken.append((mention.start, mention.stop, "window"))
            continue  # "3 tháng đầu năm công tác" of the report of December
        kept.append(mention)
        taken.append((mention.start, mention.stop, "period"))
        asked = asked if asked and len(asked) > len(mention.code) else mention.code
    if not asked and inherit:
        asked = state.period
    report = newest if asked in held else _report_of(asked, mine)
    found = Scope(report, "", asked, newest.org, False, False, tuple(taken), tuple(kept), frozenset(wanted))
    if report is not None:
        return found
    return replace(found, report=newest, foreign=True, next_period=_follows(newest.period, asked))


def _of_window(code: str, report: ReportRow) -> bool:
    """Whether so many months are those that the report's data run over, of a year that does not begin in January."""
    first, last = report.window
    months = periods.months_from(first, last)
    return code == f"{last.year}-{months}M" and months != last.month


_BETWEEN = re.compile(
    r"\btu (?:ngay )?(\d{1,2})/(\d{1,2})/(\d{4}) (?:den|toi)(?: het)? (?:ngay )?(\d{1,2})/(\d{1,2})/(\d{4})\b"
)
_UP_TO = re.compile(r"\b(?:den|het|toi)(?: het)?(?: ngay)? (\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b")


def closing_day(text: str, report: ReportRow, index: ReportIndex) -> list[tuple[int, int, str]]:
    """The characters of "đến 15/4" where the report's data run up to that day and none of its figures names it."""
    first, last = report.window
    found = []
    for match in _BETWEEN.finditer(flat(text)):
        days = [tuple(int(n) for n in match.groups()[k : k + 3]) for k in (0, 3)]
        if days == [(first.day, first.month, first.year), (last.day, last.month, last.year)]:
            found.append((match.start(), match.end(), "window"))
    for match in _UP_TO.finditer(flat(text)):
        day, month, year = match[1].lstrip("0"), match[2].lstrip("0"), match[3]
        same = (int(day or 0), int(month or 0), int(year or last.year)) == (last.day, last.month, last.year)
        if same:
            dates = all(index.facts[n].measure == "date" for n in index.holders((day, month)))
            found.append((match.start(), match.end(), "day" if dates else "held_day"))
    return found


def window_asked(days: list[tuple[int, int, str]], scope: Scope) -> frozenset[str]:
    """What the whole stretch of the report's data asks for where it is longer than the report's period."""
    assert scope.report is not None
    first, _ = scope.report.window
    period = periods.parse(scope.report.period)
    whole = any(name == "window" for *_, name in days)
    return frozenset(("cumulative",) if whole and period and (period.first - first).days > 20 else ())


def _compared(code: str, newest: str, before: str) -> str:
    """What a period named after "so với" or "cùng kỳ" asks for."""
    if re.search(r"cung k[yi]\s*$", before) or code in (
        periods.year_before(newest),
        newest[:4],
        str(int(newest[:4]) - 1),
    ):
        return "same_period"
    return "prev_period" if code in (periods.previous(newest), periods.month_before(newest)) else ""


def _report_of(asked: str, mine: tuple[ReportRow, ...]) -> ReportRow | None:
    """The report of the period asked for; a cumulative or yearly question goes to the newest report inside it."""
    if not asked:
        return mine[0]
    for row in mine:
        if row.period == asked:
            return row
    wide = periods.parse(asked)
    if wide is None or wide.months == 1:
        return None
    for row in mine:
        about = periods.parse(row.period)
        if (
            about
            and wide.first <= about.first
            and about.last <= wide.last
            and (about.last == wide.last or len(asked) == 4)
        ):
            return row
    return None


def _follows(newest: str, asked: str) -> bool:
    about, wide = periods.parse(newest), periods.parse(asked)
    return bool(about and wide and wide.first > about.last)
