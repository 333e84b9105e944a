"""How well a fact's unit fits the one asked for: 1 fits, 0 does not."""

from __future__ import annotations

import functools
import itertools

from knowledge.ask.fit import WRONG, is_percent
from knowledge.ask.question import Question
from knowledge.fold import syllables, words
from knowledge.index.entries import syllable_run
from knowledge.index.kinds import alike, kind_of, name_of, same_kind, unit_words
from knowledge.index.lexicon import lexicon
from knowledge.index.marks import Marked, agrees, marked
from knowledge.model import Fact

_CASES = frozenset(("truong", "ca", "luot", "doi"))  # trường hợp, ca, lượt, đối tượng: people, counted by the case
_SCALED = frozenset(("nghin", "ngan", "trieu", "ty", "tram", "van"))


def is_money(fact: Fact) -> bool:
    """Whether the figure is an amount of money."""
    return _of_money(fact.unit)


def _of_money(unit: str) -> bool:
    return kind_of(unit) in ("money", "usd", "euro") and "/" not in unit


def unit_fit(question: Question, fact: Fact) -> float:
    """Whether the fact's unit is one of those asked for; "một tháng bao nhiêu" is told in đồng/tháng."""
    return _unit_fit(question, fact) * (0.6 if question.per and "/" not in fact.unit else 1.0)


def _unit_fit(question: Question, fact: Fact) -> float:
    if "how_long" in question.wanted:
        return 1.0 if kind_of(fact.unit) == "time" else WRONG
    dated = question.wanted & {"when", "ordinal"}
    if fact.value is None and not fact.items and (question.counts or question.units) and not dated:
        return WRONG
    if question.names_value(fact.value) and not question.wanted & {"breakdown", "each", "list", "what", "where"}:
        return 0.4
    if "money" in question.wanted and not question.units and not (is_percent(fact) and "percent" in question.wanted):
        bare = 0.85 if not fact.unit and fact.rule == "row" else WRONG  # a table that prints no unit
        return 1.0 if is_money(fact) or "dong" in words(fact.unit) else bare
    if question.units and "%" in fact.unit:
        named = question.of("content") or question.wanted & {"percent", "plan"}
        return 0.8 if named else 0.3  # "giảm bao nhiêu xã" names nothing that grew
    if not question.units:
        if fact.unit and asks_amount(question) and not (is_money(fact) or is_percent(fact)):
            return 0.6  # "dư nợ ủy thác qua 04 hội" for "dư nợ ủy thác bao nhiêu"
        other = question.like and not same_kind(question.like, fact.unit) and not question.wanted - {"result", "count"}
        if other and question.goes_on and not (fact.id in question.near and unit_named(question, fact)):
            return 0.6  # "thế còn trạm y tế?" asks for the same of another
        return 0.8 if other and not unit_named(question, fact) else 1.0
    per = question.per or bool(question.wanted & {"each"})
    best = max(_one_unit(unit, fact, per) for unit in question.units)
    return max(best, 0.6) if question.counts > len(question.units) else best


def asks_amount(question: Question) -> bool:
    """Whether a question without a unit begins with what is told in money: "vốn đăng ký … là bao nhiêu"."""
    if not question.wanted <= {"count", "result", "cumulative", "money"} or not question.counts:
        return False
    named = [word.marked for word in question.words if word.role in ("content", "soft", "unit")][:4]
    return any(f.start == 0 for f in lexicon().classes["amount"].find(named, question.unmarked))


def _one_unit(unit: tuple[Marked, ...], fact: Fact, per: bool) -> float:
    known = _by_unit(unit, fact.unit, fact.value is not None, per)
    return _by_own_words(unit, fact) if known is None else known


def _counted(printed: str) -> tuple[str, ...]:
    """The words of a unit without what scales it: "52,3 nghìn con"."""
    run = unit_words(printed)
    return run[1:] if len(run) > 1 and run[0] in _SCALED and not _of_money(printed) else run


@functools.lru_cache(maxsize=4096)
def _by_unit(unit: tuple[Marked, ...], whole: str, valued: bool, per: bool) -> float | None:
    """How well a printed unit alone fits the one asked for; None where the figure's own words may still say it."""
    asked, printed = tuple(w.folded for w in unit), _counted(whole)
    spelled = all(map(agrees, unit, syllable_run(whole)[-len(printed) :]))  # "hộ" is no beginning of "hồ sơ"
    if spelled and printed[: len(asked)] == asked:
        if "/" in whole and not per:
            return 0.6 if kind_of(whole.split("/")[0]) == "people" else 0.85
        return 1.0
    if not printed:
        return 0.85
    if spelled and asked[: len(printed)] == printed:
        people = kind_of(" ".join(word.text for word in unit)) == "people"
        return 0.5 if people and kind_of(whole) not in ("people", "") else 0.95  # "tổ viên" are no "tổ"
    generic = lexicon().classes
    kind = kind_of(whole.split("/")[0])
    if kind and name_of(" ".join(asked)) == name_of(whole):
        return 1.0
    if is_one_of(unit, generic["person_generic"].runs()):
        if kind == "people":
            return 0.95
        return 0.85 if printed[0] in _CASES else 0.8 if not kind and valued else 0.3
    if is_one_of(unit, generic["place_generic"].runs()):
        return 0.9 if valued and not _of_money(whole) else 0.3
    if _same_meaning(unit, whole):
        return 0.9
    if alike(asked, printed):
        return 0.85
    if len(asked) > 1 and asked[0] == printed[0] and kind == "case":
        return 0.85
    return None


def _by_own_words(unit: tuple[Marked, ...], fact: Fact) -> float:
    """How well a figure that is counted in another unit fits the one asked for by its own words."""
    asked, printed, kind = tuple(w.folded for w in unit), _counted(fact.unit), kind_of(fact.unit.split("/")[0])
    own = _naming_words(fact.own, fact.inherited)
    if kind == "people" and own[: len(asked)] == asked and own[len(asked) :][: len(printed)] == printed:
        return 1.0  # "bác sĩ 178 người"
    if kind == "people" and len(unit) > 1 and _same_meaning(unit, fact.own):
        return 0.9  # "bà bầu": "Phụ nữ có thai tiêm vắc xin uốn ván 806 người"
    if asked[0] in own and any(own[n : n + len(asked)] == asked for n in range(len(own)) if own[n] == asked[0]):
        thing = kind_of(unit[0].text)
        if len(asked) == 1 or not thing or thing == kind:
            return 0.85
        return 0.7 if _heads(tuple(words(fact.own)), asked) else 0.45
    return 0.3


_LINKS = frozenset(("co", "cho", "cua", "ve", "tai", "trong", "voi", "doi", "theo", "tu", "den", "do", "la", "de"))


def _heads(own: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    """Whether a noun stands before anything that links another to it: "bản án bị hủy", not "nhà cho hộ nghèo"."""
    head = list(itertools.takewhile(lambda word: word not in _LINKS, own))
    return any(tuple(head[n : n + len(asked)]) == asked for n in range(len(head)))


@functools.lru_cache(maxsize=4096)
def _naming_words(own: str, inherited: str) -> tuple[str, ...]:
    return tuple(words(f"{own} {inherited}"))


@functools.lru_cache(maxsize=4096)
def _same_meaning(unit: tuple[Marked, ...], printed: str) -> bool:
    """Whether the unit asked for and the printed one stand in one row of synonyms ("lượt", "lần")."""
    bare = len(unit) > 1 and all(word.shape == word.folded and not word.tone for word in unit)  # "so do"
    said = lexicon().asked.find(unit, bare)  # "công ty mới" counts doanh nghiệp
    asked = {f.row for f in said if not f.start and (f.stop == len(unit) or f.stop > 1)}
    run = tuple(marked(s.text) for s in syllables(printed))
    return bool(asked) and any(found.start == 0 and found.row in asked for found in lexicon().written.find(run))


def unit_named(question: Question, fact: Fact) -> bool:
    """Whether the question names the thing that the figure counts: "khách hàng được giãn nợ có bao nhiêu"."""
    unit = unit_words(fact.unit)
    return len(unit) > 1 and all(map(question.says, unit))


def is_one_of(run: tuple[Marked, ...], phrases: list[tuple[Marked, ...]]) -> bool:
    """Whether a run of syllables is one of the phrases."""
    return any(len(run) == len(phrase) and all(map(agrees, run, phrase)) for phrase in phrases)
