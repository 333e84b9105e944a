"""Recognises a question over several months or bodies and takes it apart. Pure; knows no report.

The words that say what to do and which months leave the question; the rest is what one report can be asked. A question
whose words may as well mean one report's own statement ("so với cùng kỳ") is marked not `explicit`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge import periods
from knowledge.across import phrases, spans
from knowledge.across.model import Asked, Direction, Kind, Span
from knowledge.across.phrases import Said
from knowledge.across.spans import Months
from knowledge.fold import flat

_LIMIT = re.compile(r"\b(?:top )?(\d{1,2}|ba|nam|hai|muoi) (?:huyen|xa|phuong|don vi|dia phuong|tinh|quan)\b(?! nao)")
_ALL_BODIES = re.compile(
    r"\b(?:(?:ca|tat ca|toan bo|cua) )+(?:cac )?(?:\d{1,3} )?(huyen|xa|phuong|don vi|dia phuong|tinh|quan)\b(?! [A-Z])"
)
_PER_HEAD = re.compile(r"\b(?:binh quan|trung binh) (?:dau nguoi|tren nguoi|moi nguoi|nguoi|moi ho|ho|moi ngay)")
_SAME_OF = re.compile(r"\bcung k[yi] (?:nam )?(20\d{2})\b")
_EDGES = re.compile(
    r"^(?:[\s,;:.?!-]|\b(?:giữa|của|và|với|là|có|thì|cho biết|hãy|cho tôi biết|trong|theo|về)\b)+|[\s,;:?!.-]+$", re.I
)
_LOOSE = re.compile(r"\b(?:giữa|giua)\s|\s+(?:và|va|với|voi|của|cua|trong|từ|tu|là|la|theo|qua)\s*(?=[?.!,]|$)", re.I)


def parse(question: str, newest: str, bodies: Sequence[tuple[int, int]] = ()) -> Asked | None:
    """The question taken apart, or None where it is about one report.

    `newest` is the period of the newest report; `bodies` the places of organisations named in the question.
    """
    return _Parser(question, newest, bodies).parse()


class _Parser:
    def __init__(self, question: str, newest: str, bodies: Sequence[tuple[int, int]]) -> None:
        self.text, self.newest, self.bodies = question, newest, bodies
        self.flat = flat(question)
        self.months: Months = spans.read(self.flat, newest)
        self.said: list[Said] = phrases.find(question, self.months.taken)
        self.names = {said.name for said in self.said}

    def parse(self) -> Asked | None:
        if _PER_HEAD.search(self.flat):
            self.names.discard("average")
        for reading in (self._bodies, self._year_plan, self._over_months, self._change):
            asked = reading()
            if asked is not None:
                return asked
        return None

    # --- bodies

    def _bodies(self) -> Asked | None:
        extreme = self.names & {"highest", "lowest"}
        everyone = _ALL_BODIES.search(self.flat)
        if ("which_body" in self.names and extreme) or "rank" in self.names:
            return self._asked("rank", bodies=True, level=self._level(), limit=self._limit())
        if len(self.bodies) > 1 and self.names & {"compare", "change", "against", "which_body"}:
            return self._asked("compare", bodies=True)
        if _LIMIT.search(self.flat) and extreme and not self.months.several:
            return self._asked("rank", bodies=True, level=self._level(), limit=self._limit())
        if "bodies" in self.names and self.names & {"asks_how_much", "filler"} and not self.months.several:
            return self._asked("rank", bodies=True, level=self._level(), explicit=False)
        if "bodies" in self.names and self.names & {"compare", "series"}:
            return self._asked("rank", bodies=True, level=self._level())
        if (everyone or len(self.bodies) > 1) and self.names & {"total", "total_word", "average"}:
            kind: Kind = "average" if "average" in self.names else "total"
            extra = [everyone.span()] if everyone else []
            return self._asked(kind, bodies=True, level=self._level(), extra=extra)
        return None

    def _level(self) -> str:
        match = re.search(
            r"\b(huyen|quan|xa|phuong|tinh|thanh pho|thi xa|thi tran|truong)\b(?= nao| theo|\b)", self._bodies_said()
        )
        return match[1] if match else ""

    def _bodies_said(self) -> str:
        said = [self.flat[s.start : s.stop] for s in self.said if s.name in ("which_body", "bodies")]
        everyone = _ALL_BODIES.search(self.flat)
        limit = _LIMIT.search(self.flat)
        return " ".join([*said, everyone.group() if everyone else "", limit.group() if limit else ""])

    def _limit(self) -> int:
        match = _LIMIT.search(self.flat)
        if not match:
            return 0
        words = {"hai": 2, "ba": 3, "nam": 5, "muoi": 10}
        return words.get(match[1]) or int(match[1])

    # --- months

    def _over_months(self) -> Asked | None:
        several, names = self.months.several, self.names
        extreme = bool(names & {"highest", "lowest"})
        if "which_month" in names and len(self.months.terms) == 2 and names & {"change", "compare"}:
            return self._asked("compare", span=self._ordered())
        if ("which_month" in names and extreme) or (extreme and several and not self.bodies):
            return self._asked("extreme", span=self._span_or("all"))
        if "average" in names and (several or "per_month" in names):
            return self._asked("average", span=self._span_or("year"), dropped=("per_month",))
        if "same_period" in names and (len(self.months.terms) <= 1 or self.months.span.whole):
            return None if several and not self.months.span.whole else self._same_period()
        if (
            len(self.months.terms) >= 2
            and names & {"compare", "change", "against", "ratio", "percent"}
            and not self._range()
        ):
            return self._asked("compare", span=self._ordered())
        if names & {"total"} and several:
            return self._asked("total")
        if "series" in names or ("per_month" in names and several):
            return self._asked("series", span=self._span_or("all"), dropped=("per_month",))
        if several and "total_word" in names:
            return self._asked("total")
        if self.months.span.whole or self.months.span.since:
            return self._asked("total", explicit=False)
        if several:
            counted = "asks_how_much" in names and (self.months.span.last or self._range())
            return self._asked("total" if counted else "series")
        return None

    def _range(self) -> bool:
        starts = [start for _, start in self.months.terms]
        return len(starts) > 2 and len(set(starts)) == 1

    def _span_or(self, since: str) -> Span:
        span = self.months.span
        empty = not (span.periods or span.last or span.since)
        return replace(span, since=since) if empty else span  # type: ignore[arg-type]

    def _ordered(self) -> Span:
        """The things compared, the earlier first, in whichever order they were named."""
        codes = tuple(dict.fromkeys(code for code, _ in self.months.terms))
        return Span(tuple(sorted(codes, key=_end)))

    def _same_period(self) -> Asked | None:
        if not self.names & {"change", "compare", "against", "percent", "ratio"}:
            return None
        now = self.months.span.whole or (self.months.span.periods[0] if self.months.span.periods else self.newest)
        year = _SAME_OF.search(self.flat)
        then = re.sub(r"^\d{4}", year[1], now) if year else periods.year_before(now)
        return self._asked("same_period", span=Span((then, now)), explicit=False, extra=[year.span()] if year else [])

    def _change(self) -> Asked | None:
        against = self.names & {"change", "compare", "against", "ratio", "percent"}
        terms = self.months.terms
        if not against:
            return None
        if "previous" in self.names or "previous_quarter" in self.names:
            now = terms[0][0] if len(terms) == 1 else self.newest
            quarter = "previous_quarter" in self.names
            if quarter and "Q" not in now:
                now = _quarter(now)
            return self._asked("change", span=Span((periods.previous(now), now)), explicit=False)
        if not terms and "compare" in self.names:  # "so sánh thu ngân sách": with the month before
            return self._asked("change", span=Span((periods.previous(self.newest), self.newest)), explicit=False)
        if len(terms) == 1 and self._measured_against(terms[0][1]) and terms[0][0] != self.newest:
            return self._asked("compare", span=Span(tuple(sorted((terms[0][0], self.newest), key=_end))))
        return None

    def _measured_against(self, start: int) -> bool:
        """Whether the only month named stands right behind "so với": the newest month is what is compared with it."""
        return any(said.name in ("against", "compare") and 0 <= start - said.stop <= 2 for said in self.said)

    def _year_plan(self) -> Asked | None:
        if "year_plan" not in self.names or len(self.months.terms) > 1:
            return None
        return self._asked("plan", explicit=False)

    # --- what is left

    def _asked(
        self,
        kind: Kind,
        *,
        span: Span | None = None,
        bodies: bool = False,
        level: str = "",
        limit: int = 0,
        explicit: bool = True,
        dropped: Sequence[str] = (),
        extra: Sequence[tuple[int, int]] = (),
    ) -> Asked:
        direction: Direction = "lowest" if "lowest" in self.names else "highest"
        return Asked(
            kind,
            self._rest(kind, bodies, extra),
            span if span is not None else self.months.span,
            direction,
            percent=bool(self.names & {"percent", "ratio"}),
            ratio="ratio" in self.names,
            bodies=bodies,
            level=level,
            limit=limit,
            explicit=explicit,
        )

    def _rest(self, kind: Kind, bodies: bool, extra: Sequence[tuple[int, int]]) -> str:
        """The question without the words of months and of what to do (and of bodies, where they are compared)."""
        cut = [*self.months.taken, *extra]
        for said in self.said:
            keep_percent = said.name == "percent" and kind not in ("compare", "change", "same_period", "plan")
            if (
                said.drop
                and not keep_percent
                and not (said.name in ("change", "against") and kind in ("extreme", "total", "series"))
            ):
                cut.append((said.start, said.stop))
        cut += self.bodies
        if bodies:
            limit = _LIMIT.search(self.flat)
            if limit:
                cut.append(limit.span())
        letters = list(self.text)
        for start, stop in cut:
            letters[start:stop] = " " * (stop - start)
        rest = re.sub(r"\s+", " ", "".join(letters))
        for _ in range(3):
            rest = _EDGES.sub("", _LOOSE.sub(" ", rest)).strip()
        return re.sub(r"\s+([,?.!])", r"\1", rest)


def _end(code: str) -> tuple[str, str]:
    period = periods.parse(code)
    return (period.last.isoformat(), period.first.isoformat()) if period else (code, code)


def _quarter(code: str) -> str:
    period = periods.parse(code)
    return f"{period.last.year}-Q{(period.last.month + 2) // 3}" if period else code
