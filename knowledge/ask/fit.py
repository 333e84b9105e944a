"""How well a fact's measure fits what is wanted: 1 fits, 0 does not."""

from __future__ import annotations

import functools
import re

from knowledge.ask.question import Question
from knowledge.fold import flat, words
from knowledge.index.entries import syllable_run
from knowledge.model import Fact

MAIN = frozenset(("actual", "total", "part", "cumulative", "rate", "share", "other"))
GROWTH = frozenset(("growth_vs_same_period", "growth_vs_prev"))
COMPARISON = frozenset(("pct_of_plan", "pct_of_same_period", *GROWTH))
_PLAN = re.compile(r"(?:tong (?:so )?)?(?:ke hoach|kh|du toan|dt|chi tieu)\b")
_UNDONE = frozenset(("chưa", "còn", "không", "thiếu", "tồn", "nợ", "chậm", "đang", "quá"))
_AVERAGE = frozenset(("quan", "trung", "moi"))  # bình quân, trung bình, mỗi
WRONG = 0.15  # the fact can't be what is wanted


def wanted_measures(question: Question) -> frozenset[str]:
    """The measures that a question asks for, empty where it asks for the figure itself."""
    return _measures(question.wanted)


@functools.lru_cache(maxsize=1024)
def _measures(wanted: frozenset[str]) -> frozenset[str]:
    if "prev_period" in wanted:
        return frozenset(("growth_vs_prev",))
    if "year_start" in wanted:
        return frozenset((*GROWTH, "pct_of_same_period"))
    if "same_period" in wanted:
        return frozenset(("pct_of_same_period", "growth_vs_same_period"))
    if "plan" in wanted and wanted & {"percent", "compare", "more"}:
        return frozenset(("pct_of_plan",))
    if "times" in wanted:
        return frozenset(("pct_of_same_period", "growth_vs_same_period", "growth_vs_prev"))
    if "growth" in wanted:
        return GROWTH
    return frozenset()


def measure_fit(question: Question, fact: Fact) -> float:
    """Whether the fact's measure is the one wanted."""
    wanted = question.wanted
    measures = wanted_measures(question)
    percent = is_percent(fact)
    if measures and "percent" in wanted and percent and _is_base(fact) and _names_base(question):
        return 1.0  # "cùng kỳ năm ngoái được bao nhiêu %"
    if measures and "list" in wanted and not question.counts and fact.measure == "list":
        return 1.0  # "xã nào thu thấp hơn cùng kỳ": which, not by how much
    if "prev_period" in wanted and _YEAR_START.search(flat(fact.own)):
        return 0.6
    if "year_start" in wanted and percent and fact.measure == "other" and _YEAR_START.search(flat(fact.own)):
        return 1.0  # "bằng 111,25% so với đầu năm"
    if measures and wanted >= {"list", "growth"} and not question.counts:
        return 0.45  # "những ngành nào giảm": which, not by how much
    if measures:
        if _asks_base(question):
            return 1.0 if _is_base(fact) else 0.8 if fact.measure in measures else WRONG
        if "year_start" in wanted and fact.measure in measures and not _YEAR_START.search(flat(fact.own)):
            return 0.7
        if fact.measure in measures:
            return 1.0 if not ("percent" in wanted and not percent) else 0.9
        if percent and "prev_period" in wanted and _of_earlier(fact):
            return 0.95
        if percent and "same_period" in wanted and fact.measure == "rate" and "sanh" in words(fact.own):
            return 0.8
        if "plan" in wanted and _beyond_plan(fact):
            return 1.0 if "beyond" in wanted else 0.8 if "compare" in wanted or "what" in wanted else 0.5
        if "each" in wanted and "growth" in wanted and percent and fact.rule == "row" and "binh" in words(fact.own):
            return 0.8  # of a table of price indices
        held = "plan" in wanted and "beyond" not in wanted and percent and fact.measure in ("rate", "share")
        of_plan = (
            held and fact.rule != "row" and {"hoach", "toan"} & set(words(f"{fact.own} {fact.inherited}"))
        )  # "Kế hoạch vốn …, đạt 5,4%"
        return 0.85 if of_plan else 0.6 if held else WRONG
    if "percent" in wanted and "beyond" in wanted:
        return 1.0 if fact.unit.startswith("điểm") else 0.4 if percent else WRONG
    if "percent" in wanted:
        return _percent_fit(question, fact) if percent else WRONG
    if "ordinal" in wanted:
        return 0.3 if fact.measure != "other" else 1.0 if fact.value is not None else 0.6
    if fact.measure == "list":
        if "when" in wanted or (fact.rule == "signer_title" and "who" in wanted and "what" not in wanted):
            return 0.4
        return 1.0 if wanted & {"list", "who", "breakdown", "where", "what"} and "count" not in wanted else 0.4
    if wanted & {"list", "where", "who"} and not wanted & {"count", "more", "growth"}:
        return 0.45
    if fact.measure == "date":
        return 1.0 if "when" in wanted else 0.45
    if "when" in wanted:
        return 0.8 if fact.value is None else WRONG
    if fact.measure in COMPARISON or (fact.rule == "row" and {"tang", "giam"} <= set(words(fact.own))):
        return 0.35 if wanted or question.units else 0.55  # "CPI tháng 6" may be known by its changes alone
    if "breakdown" in wanted and fact.measure == "share":
        return 1.0
    if "plan" in wanted:
        if percent and not wanted & {"what", "result"} - ({"result"} if "count" in wanted else set()):
            return 0.45  # "kế hoạch vốn là bao nhiêu" asks for no share of it
        if fact.measure != "target" and _PLAN.match(flat(fact.own)):
            return 1.0  # "Tổng kế hoạch vốn năm 2026"
        planned = bool({"toan", "hoach", "tieu", "giao", "muc"} & set(words(f"{fact.own} {fact.indicator}")))
        planned = planned or (fact.measure == "target" and question.period == fact.period)
        return (
            (1.0 if planned else 0.45) if fact.measure == "target" else 0.55 if planned or "result" in wanted else 0.45
        )
    if fact.measure == "target" and "planned" in wanted:
        return 1.0
    if fact.measure == "target":
        return 0.55 if fact.parent is not None or "result" in wanted else 0.7
    if "each" in wanted and not ("/" in fact.unit or _AVERAGE & set(words(f"{fact.own} {fact.inherited}"))):
        return 0.6
    undone = "result" in wanted and "phai" in words(fact.own)  # what has to be done is not done
    if "cumulative" in wanted:
        return 1.0 if fact.measure == "cumulative" else 0.7
    if fact.measure == "cumulative" and not undone:
        return 1.0 if question.period == fact.period else 0.85
    if "how_long" in wanted and fact.rule != "date":
        return 0.6 if fact.measure == "other" else 1.0
    if fact.measure == "other" or undone:
        return 0.6
    if question.done and "chua" in words(fact.own):
        return 0.45
    if (
        ("result" in wanted or question.says("da"))
        and "đang" in fact.own.casefold().split()
        and not question.says("dang")
    ):
        return 0.6  # what is being done is not done
    if question.undone and not _UNDONE & set(f"{fact.own} {fact.indicator}".casefold().split()):
        return 0.6
    if percent and "/" not in fact.unit and fact.measure in ("rate", "share", "part", "other"):
        said = _RATE.search(flat(question.text)) and not question.says("tong")  # rates are not summed
        if said and _RATE.search(flat(f"{fact.own} {fact.inherited}")):
            return 1.0  # "công suất giường bệnh bao nhiêu"
        return 0.6 if question.counts else 0.75
    return 1.0


_RATE = re.compile(r"\b(?:cong suat|hieu suat|do che phu|ty suat)\b")


def _of_earlier(fact: Fact) -> bool:
    """Whether a percentage is of an earlier month or quarter: "bằng 93,4% tháng 8"."""
    return fact.measure in ("other", "rate") and _EARLIER.match(flat(fact.own)) is not None


_EARLIER = re.compile(r"(?:so voi |cua |so thu |so chi |thuc hien )*(?:thang|quy|ky) (?:truoc|\d|i+v?\b)")


def _asks_base(question: Question) -> bool:
    """Whether the earlier figure itself is asked for ("cùng kỳ bao nhiêu?"), not how the two compare."""
    if not {"same_period", "count"} <= question.wanted or question.wanted & {"percent", "growth", "more", "times"}:
        return False
    return not {"so", "bang", "hon"} & {word.marked.folded for word in question.words}


_YEAR_START = re.compile(r"\b(?:(?:dau|cuoi) nam|31/12)\b")


def _names_base(question: Question) -> bool:
    """Whether the earlier period is asked about without a comparison with it."""
    said = {word.marked.folded for word in question.words}
    return "same_period" in question.wanted and not {"so", "bang", "hon", "voi", "tang", "giam"} & said


def _is_base(fact: Fact) -> bool:
    return fact.measure == "other" and "ky" in words(f"{fact.own} {fact.indicator}")


def _beyond_plan(fact: Fact) -> bool:
    """Whether the figure says by how many points something is above or below its target."""
    points = fact.unit.startswith("điểm") and fact.measure in ("other", *GROWTH)
    return points and any(word.folded in ("tieu", "hoach", "toan", "giao") for word in syllable_run(fact.own))


def _percent_fit(question: Question, fact: Fact) -> float:
    if "plan" in question.wanted:
        return 1.0 if fact.measure == "pct_of_plan" else 0.6
    if "planned" in question.wanted:
        return 1.0 if fact.measure == "target" else 0.8
    reached = question.says("dat") or question.says("hoan")  # "đạt mấy %": of the plan
    if fact.measure in ("rate", "share"):
        return 0.96 if reached else 1.0
    return (1.0 if reached else 0.92) if fact.measure == "pct_of_plan" else 0.7


def is_percent(fact: Fact) -> bool:
    """Whether the figure is a percentage or percentage points."""
    if fact.items:
        return False
    return "%" in fact.unit or "%" in fact.text_value or fact.unit.startswith("điểm phần trăm")
