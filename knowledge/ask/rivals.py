"""The readings that are as good as the best and state another figure: where some are left, the bot asks."""

from __future__ import annotations

import functools
import itertools
import re

from knowledge import periods
from knowledge.ask.evidence import Matcher, telling_words
from knowledge.ask.family import head
from knowledge.ask.fit import COMPARISON
from knowledge.ask.opposed import opposites
from knowledge.ask.planned import planned
from knowledge.ask.reading import Reading, ancestors, another_thing, of_pair, same_figure
from knowledge.fold import flat, words
from knowledge.index.entries import syllable_run
from knowledge.index.kinds import same_kind
from knowledge.index.lexicon import lexicon
from knowledge.index.marks import Marked, marked
from knowledge.index.report_index import ReportIndex
from knowledge.model import Fact

BOUNDS = frozenset(("at_least", "at_most"))
CLOSE = 0.07  # readings within this of the best are as good
FURTHER = 0.15  # a reading that accounts for so much less is no choice
CLEARER = 0.08  # so much more of what names a fact was asked for, beside another of its sentence
PLAINER = 0.3  # so much more of its naming asked for, with nothing else to tell it from another: the plainer is meant
_ALL = re.compile(r"\b(?:tinh chung|ca thay|cac loai)\b")
_WHOLE = frozenset(("tong", "tat"))  # words that ask for a total
_LINKS = frozenset(("voi", "cua", "cho", "tai", "la"))
_BARE = marked("toan")
_TOAN = marked("toàn")  # "toàn tỉnh", not "thanh toán"
_AREAS = frozenset(("tinh", "huyen", "xa", "phuong", "nganh", "thanh", "dia", "quoc", "don", "vien", "khu", "bo"))


def rivals_of(matcher: Matcher, best: Reading, whole: list[Reading], report_period: str) -> list[Reading]:
    """The readings that are as good as the best and state another figure, the best first."""
    rivals, totals = [best], list[Reading]()
    index = matcher.index
    another = another_thing(matcher, best)
    named = [n for n in matcher.required if matcher.question.words[n].role != "unit"]
    naming = [*named, *telling(matcher)] if named else []
    for reading in whole:
        total = reading.fact.measure == "total" and reading.fact.unit == best.fact.unit
        total = total and reading.fact.period == best.fact.period
        close = 0.2 if total and reading.scored.forward >= best.scored.forward - 0.02 else CLOSE
        if reading is best or reading.total < best.total - close or reading.fit < best.fit - 0.25:
            continue
        if reading.scored.forward < best.scored.forward - FURTHER or (another_thing(matcher, reading) and not another):
            continue
        if _total_of(matcher, reading, best) and reading.scored.forward >= best.scored.forward - 0.02:
            totals.append(reading)
            continue
        if any(_dominates(other, reading, naming) for other in rivals) or _part_beside(matcher, reading, best):
            continue
        if any(_one_answer(reading.fact, other.fact, index) for other in rivals):
            continue
        if planned(reading, report_period) and not planned(best, report_period):
            continue
        if BOUNDS & set(reading.fact.qualifiers) and not BOUNDS & set(best.fact.qualifiers):
            continue  # "dưới 95%" is no figure of its own
        above = [o for o in rivals if below(reading.fact, o.fact, index) or _further_down(matcher, reading, o)]
        if above:
            continue
        under = [o for o in rivals if below(o.fact, reading.fact, index) or _further_down(matcher, o, reading)]
        if any(smaller(reading.fact, o.fact) and not of_pair(o.fact, index) for o in under):
            continue
        if under:
            if reading.total < best.total - CLOSE / 2 or any(asked_for(matcher, o.fact, reading.fact) for o in under):
                continue
            rivals = [other for other in rivals if other not in under]
        rivals.append(reading)
    if totals:
        return [max(totals, key=lambda r: r.fact.value or 0)]
    rivals = [r for r in rivals if not any(_outdone(r, other, naming) for other in rivals)] or rivals
    plainer = [r for r in rivals if r.scored.backward > max(o.scored.backward for o in rivals) - PLAINER]
    rivals = plainer if all(_as_whole(plainer, o) for o in rivals) else rivals
    rivals = _of_total_row(_said_in_full(matcher, rivals))
    rivals = [best] if best in rivals and _unqualified(matcher, best, rivals) else rivals
    done = [r for r in whole if planned(best, report_period) or not planned(r, report_period)]
    return _with_alike(rivals, done, index) if len(rivals) > 1 else rivals


_OF_TOTAL = re.compile(r"\btrong (?:tong|toan)\b")  # "du lịch đạt bao nhiêu trong tổng mức bán lẻ"
_TOTAL_ROW = re.compile(r"(?:tong cong|tong so|cong|toan \w+)\b")


def _of_total_row(rivals: list[Reading]) -> list[Reading]:
    """The readings without other rows of a table whose total row is one of them."""
    total = next((r for r in rivals if r.fact.rule == "row" and _TOTAL_ROW.match(flat(r.fact.own))), None)
    if total is None:
        return rivals
    return [r for r in rivals if r is total or r.fact.rule != "row" or r.fact.path != total.fact.path]


def _said_in_full(matcher: Matcher, rivals: list[Reading]) -> list[Reading]:
    """Of the columns of a row those that are named by nothing but the question's words: "Còn lại", not "Cũ còn lại"."""
    exact = [r for r in rivals if set(words(r.fact.own)) <= matcher.folded]
    row = len({r.fact.passage for r in rivals}) == 1 and all(r.fact.rule == "row" for r in rivals)
    return exact if exact and row else rivals


def _as_whole(plainer: list[Reading], other: Reading) -> bool:
    """Whether one of the plainer readings accounts for as much as another."""
    a, b = other.scored, other.fit
    return any(
        r.scored.forward >= a.forward - (0.1 if r.scored.backward > a.backward + 0.5 else 0.02)
        and r.scored.support >= a.support - 0.1
        and r.fit >= b - 0.05
        for r in plainer
    )


def _unqualified(matcher: Matcher, best: Reading, rivals: list[Reading]) -> bool:
    """Whether the best reading says nothing that the question doesn't, where each of the others does ("hộ nghèo"); or
    the whole was asked for, and it is the largest of its kind."""
    others = [r for r in rivals if r is not best]
    if not _added(matcher, best) and all(_added(matcher, r) for r in others):
        return True
    value = best.fact.value
    return asks_total(matcher) and all(
        value is not None and r.fact.value is not None and r.fact.value < value
        for r in others
        if same_kind(r.fact.unit, best.fact.unit)
    )


def plainest(matcher: Matcher, best: Reading, whole: list[Reading]) -> Reading:
    """Where only a thing that is counted was named ("bao nhiêu bác sĩ") and the best figure says what befell some of
    them, the one that says nothing else."""
    named = [n for n in matcher.required if not matcher.question.words[n].by]
    counted = {w for unit in matcher.question.units for w in (m.folded for m in unit)}
    if not named or any(matcher.question.words[n].marked.folded not in counted for n in named):
        return best
    if not _added(matcher, best):
        return best
    plain = (r for r in whole if not _added(matcher, r) and r.fact.value is not None and r.fit >= 0.6)
    plain = (r for r in plain if r.fact.id not in matcher.question.last)
    return next((r for r in plain if r.scored.forward >= best.scored.forward - 0.02), best)


def _added(matcher: Matcher, reading: Reading) -> set[str]:
    """What a fact's own clause adds to the question: no fillers, nothing of its unit or of what states a total."""
    unit = words(reading.fact.unit)  # "hộ cận nghèo" says more than "hộ", "học sinh" no more than "em"
    return _unasked(matcher, reading.fact.own) - set(unit if len(unit) < 3 else unit[:1])


def _unasked(matcher: Matcher, text: str) -> set[str]:
    """The words of a text that the question doesn't say, without fillers and the body's own name."""
    return set(_telling(text) - matcher.folded - matcher.question.body)


@functools.lru_cache(maxsize=8192)
def _telling(text: str) -> frozenset[str]:
    """The folded words of a text without fillers."""
    run = syllable_run(text)
    compounds = {k for f in lexicon().classes["compound"].find(run) for k in range(f.start, f.stop)}  # "thôi việc"
    said = (w.folded for n, w in enumerate(run) if n in compounds or w not in _plain())
    return frozenset(word for word in said if word.isalpha())


def the_whole(matcher: Matcher, best: Reading, readings: list[Reading]) -> Reading:
    """Where the whole was asked for and the best reading stands under a heading that the question doesn't name ("án
    hôn nhân"): a larger figure of the same that stands under none."""
    value, aside = best.fact.value, bool(_heading(matcher, best))
    if not aside or value is None or not asks_total(matcher):
        return best
    larger = [
        r
        for r in readings
        if r.fact.value is not None and r.fact.value > value
        and (r.fact.period == best.fact.period or periods.to_date(r.fact.period))
        and same_kind(r.fact.unit, best.fact.unit) and r.fit >= best.fit - 0.16
        and r.scored.forward >= best.scored.forward - 0.02
        and (not _heading(matcher, r) or _ALL.search(flat(r.fact.own)))
    ]  # fmt: skip
    return max(larger, key=lambda r: r.total, default=best)


def to_date(matcher: Matcher, best: Reading, readings: list[Reading]) -> Reading:
    """Where the figure since the year's beginning was asked for: that one of the same section, counted alike."""
    if "cumulative" not in matcher.question.wanted or best.fact.measure in ("cumulative", "part"):
        return best
    path, unit = best.fact.path, best.fact.unit
    same = (
        r
        for r in readings
        if r.fact.measure == "cumulative" and r.fact.path == path and r.fact.unit == unit
        and r.scored.forward >= best.scored.forward - 0.2
    )  # fmt: skip
    return next((r for r in same if r.fit > best.fit and r.total >= best.total - 0.15), best)


def _heading(matcher: Matcher, reading: Reading) -> set[str]:
    path = reading.fact.path
    return _unasked(matcher, path[-1].title) - set(words(reading.fact.own)) if path else set()


_QUANTITY = frozenset(marked(word) for word in ("tổng", "cộng", "doanh", "số"))


@functools.cache
def _plain() -> frozenset[Marked]:
    return frozenset(word for run in lexicon().fillers.runs() for word in run) | _QUANTITY


def _outdone(reading: Reading, other: Reading, naming: list[int]) -> bool:
    """Whether another reading that ranks as high accounts for the words better."""
    near = other.total >= reading.total - CLOSE / 2 and other.fit >= reading.fit - 0.05
    a, b = reading.scored, other.scored
    named = b.backward >= a.backward - 0.4 or b.support > a.support + 0.1
    return other is not reading and near and named and _dominates(other, reading, naming)


def _further_down(matcher: Matcher, a: Reading, b: Reading) -> bool:
    """Whether `a` counts the same as `b` of a part of what `b` is counted of, a part that the question doesn't name."""
    mine, other = ancestors(a.fact, matcher.index), ancestors(b.fact, matcher.index)
    if not mine or not other or mine[0] is other[0] or other[0] not in mine or a.fact.unit != b.fact.unit:
        return False
    return not matcher.folded & (set(words(mine[0].own)) - set(words(f"{other[0].own} {mine[0].unit}")))


def _part_beside(matcher: Matcher, reading: Reading, whole: Reading) -> bool:
    """Whether a reading is an unnamed part of the whole that stands beside it, whatever it was taken to refine."""
    a, b = reading.fact, whole.fact
    if a.measure != "part" or b.measure not in ("total", "cumulative") or a.value is None or b.value is None:
        return False
    own = set(words(a.own)) - set(words(f"{b.own} {b.inherited} {b.indicator} {a.unit}"))
    alike = (a.passage, a.unit, a.period) == (b.passage, b.unit, b.period)
    return alike and a.value < b.value and bool(own) and not own & matcher.folded


def _total_of(matcher: Matcher, reading: Reading, other: Reading) -> bool:
    """Whether the whole was asked for ("tổng số việc") and the reading is the total that stands beside the other."""
    a, b = reading.fact, other.fact
    larger = a.value is not None and b.value is not None and a.value > b.value and a.unit == b.unit
    whole = a.measure == "total" or (a.measure == "cumulative" and b.measure == "part" and a.period == b.period)
    if not (larger and whole and a.passage == b.passage and asks_total(matcher)):
        return False
    if of_pair(a, matcher.index) and not matcher.folded & _WHOLE:
        return False  # the 196 of "128/196"
    return not (_OF_TOTAL.search(flat(matcher.question.text)) and asked_for(matcher, b, a))


def smaller(a: Fact, b: Fact) -> bool:
    """Whether one of two figures counted alike is the smaller, so that it is no total of the other."""
    return a.unit == b.unit != "%" and a.value is not None and b.value is not None and a.value < b.value


def in_full(matcher: Matcher, best: Reading, whole: list[Reading]) -> Reading:
    """The reading whose naming the question says nearly all of, where the best one is named by other words ("gỗ khai
    thác") and accounts for no word better."""
    aside = asks_total(matcher) or "cumulative" in matcher.question.wanted
    if best.scored.backward >= 0.4 or aside or not _added(matcher, best):
        return best
    fuller = (
        r
        for r in whole
        if r.scored.backward >= best.scored.backward + 0.5 and r.total >= best.total - 0.1 and r.fit >= 0.6
        and all(r.scored.weights.get(n, 0.0) >= best.scored.weights.get(n, 0.0) for n in matcher.required)
    )  # fmt: skip
    return next(fuller, best)


def asks_total(matcher: Matcher) -> bool:
    """Whether a question says that it means the whole: "tổng", "tất cả", "toàn", "cả thảy"."""
    if _ALL.search(flat(matcher.question.text)) or matcher.folded & _WHOLE:
        return True
    said = [word.marked for word in matcher.question.words]
    return any(word == _TOAN or (word == _BARE and after.folded in _AREAS) for word, after in itertools.pairwise(said))


def asked_for(matcher: Matcher, part: Fact, above: Fact) -> bool:
    """Whether the question says all that the part itself says, where the fact above says something else."""
    if joined(part, above):
        return not set(words(above.own)) <= matcher.folded  # of "Kho bạc Nhà nước và Bảo hiểm xã hội" one alone
    own = set(words(part.own)) - set(words(part.unit)) - matcher.slipped - _LINKS
    said = set(words(above.own))
    both = said - matcher.folded & {other for word in own for other in opposites().get(word, ())}  # "xuất nhập cảnh"
    return bool(own) and own <= matcher.folded and (not own <= said or bool(both))


def joined(part: Fact, above: Fact) -> bool:
    """Whether a part is one of those that what it is a part of names side by side: "do cấp huyện, cấp xã quản lý"."""
    one = re.escape(flat(part.own))
    return bool(one) and re.search(rf"(?:\bva|,) {one}\b|\b{one}(?: va\b|,)", flat(above.own)) is not None


def beside(a: Fact, b: Fact) -> bool:
    """Whether two figures stand in one table or one passage, so that one can be the other's total."""
    return a.passage == b.passage or (a.rule == b.rule == "row" and a.path == b.path)


def _with_alike(rivals: list[Reading], whole: list[Reading], index: ReportIndex) -> list[Reading]:
    """The choices of a question that is not clear, with every other figure that accounts for it as fully."""
    least = min(r.scored.forward for r in rivals) - 0.02
    for reading in whole:
        alike = reading.scored.forward >= least and reading.fit >= rivals[0].fit - 0.05
        alike = alike and reading.total >= rivals[0].total - 3 * CLOSE
        if alike and not any(
            _one_answer(reading.fact, o.fact, index) or below(reading.fact, o.fact, index) for o in rivals
        ):
            rivals.append(reading)
    return sorted(rivals, key=lambda r: -r.total)


def telling(matcher: Matcher) -> list[int]:
    """Soft words that tell a total from its parts and a state from another: they count where the total is preferred."""
    return [n for n in matcher.soft if matcher.question.words[n].marked.folded in telling_words()]


def below(a: Fact, b: Fact, index: ReportIndex) -> bool:
    """Whether `a` is a part of what `b` states, or compares one: 7,37% of a part beside 5,17% of the total."""
    return head(b, index) in ancestors(head(a, index), index) or b in ancestors(a, index)


def _dominates(a: Reading, b: Reading, words: list[int]) -> bool:
    """Whether `a` accounts for some word clearly better than `b` and for none worse."""
    named = a.scored.backward > b.scored.backward + 0.2
    better = False
    for n in words:
        weight = a.scored.weights.get(n, 0.0)
        other = b.scored.weights.get(n, 0.0)
        if weight < other - 0.02:
            return False
        better = better or weight > other + (0.08 if named else 0.095)
    apart = sum(a.scored.weights.get(n, 0.0) - b.scored.weights.get(n, 0.0) for n in words) / (len(words) or 1)
    one = a.fact.quote == b.fact.quote and a.fact.passage == b.fact.passage
    return better or apart > 0.06 or (one and a.scored.backward > b.scored.backward + CLEARER)


def _one_answer(a: Fact, b: Fact, index: ReportIndex) -> bool:
    """The same figure again, two dates of one stretch, or one comparison in two ways ("giảm 02 vụ (-15,4%)")."""
    twins = a.measure == b.measure and a.measure in COMPARISON and head(a, index) is head(b, index)
    return same_figure(a, b) or twins or one_span(a, b)


def one_span(a: Fact, b: Fact) -> bool:
    """Two dates of one stretch: "từ ngày 16/11 đến ngày 19/11"."""
    return a.measure == b.measure == "date" and a.passage == b.passage and abs(a.start - b.start) < 40
