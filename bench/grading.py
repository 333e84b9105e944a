"""The judge of answers and facts: the expected strings must stand in what was answered, numbers as whole tokens.

An answer is right, wrong (something else was asserted: the worst outcome) or missed (refused, or asked back).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

Row = dict[str, Any]
WHOLE_TEXT_KINDS = {"breakdown", "list", "narrative", "ambiguous", "table", "crossmonth"}
LONGEST_ANSWER = 420
LONGEST_TEXT = 1500
LONGEST_NAME_WORDS = 60
SCALES = ("nghin", "ngan", "trieu", "ty")
LEVELS = ("value", "value+unit", "value+unit+indicator", "…+measure")
_RESULTS = {"actual", "total", "part", "rate", "other"}


def judge(question: Row, reply: Row) -> str:
    """'right', 'wrong' or 'missed'."""
    status, answer, text = reply.get("status"), reply.get("answer") or "", reply.get("text") or ""
    if not question.get("answerable", True):
        asserted = any(contains(answer, trap) for trap in question.get("trap") or ())
        return "right" if status in ("not_found", "clarify", "help") and not asserted else "wrong"
    kind = question.get("kind")
    if kind == "ambiguous" and status == "clarify":
        text, status = " ".join([text, *map(str, reply.get("options") or ())]), "answered"
    if status != "answered":
        return "missed"
    where, longest = (text, LONGEST_TEXT) if kind in WHOLE_TEXT_KINDS else (answer, LONGEST_ANSWER)
    if len(normal(where)) > longest:
        return "wrong"
    every, some = question.get("expect_all") or (), question.get("expect_any") or ()
    good = all(contains(where, e) for e in every) and (not some or any(contains(where, e) for e in some))
    return "right" if good else "wrong"


def fact_level(gold: Row, found: Sequence[Row]) -> int:
    """How far a gold fact was found: 0 not at all, 1 value, 2 with unit, 3 with indicator, 4 with measure."""
    here = _with_value(gold, found)
    if not here:
        return 0
    here = [f for f in here if gold.get("value") is None or same_unit(gold.get("unit") or "", f.get("unit") or "")]
    if not here:
        return 1
    here = [f for f in here if _overlap(gold["indicator"], _name(f)) >= 0.6]
    if not here:
        return 2
    agreed = any(f["measure"] == gold["measure"] or {f["measure"], gold["measure"]} <= _RESULTS for f in here)
    return 4 if agreed else 3


def contains(text: str, expected: str) -> bool:
    """Whether `expected` stands in `text`: words with or without marks, numbers whole and whatever their grouping."""
    text, expected = normal(text), normal(expected)
    if "/" not in expected:  # the day of a date is no figure
        text = re.sub(r"(?<!\d)\d{1,2}/\d{1,2}/\d{4}", " ", text)
    pieces = re.split(r"(\d[\d.]*(?:,\d+)?)", expected)
    if len(pieces) == 1:
        return expected in text or folded(expected) in folded(text)
    return re.search("".join(_pattern(n, piece) for n, piece in enumerate(pieces)), text) is not None


def same_unit(one: str, other: str) -> bool:
    """'xã' agrees with 'xã, thị trấn'; nothing agrees with '', nor đồng with triệu đồng."""
    a, b = (re.findall(r"[^\W_]+|%", folded(unit)) for unit in (one, other))
    if [w for w in a if w in SCALES] != [w for w in b if w in SCALES]:
        return False
    short, long = sorted((a, b), key=len)
    return a == b or (bool(short) and short in (long[: len(short)], long[-len(short) :]))


def normal(text: str) -> str:
    """One case, one kind of space, no markup."""
    text = re.sub(r"<[^>]+>", "", unicodedata.normalize("NFC", text)).replace("\u00a0", " ")
    for code, letter in (("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")):
        text = text.replace(code, letter)
    return re.sub(r"\s+", " ", text).casefold().strip()


def folded(text: str) -> str:
    """The same without marks."""
    decomposed = unicodedata.normalize("NFD", normal(text)).replace("đ", "d")
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _pattern(place: int, piece: str) -> str:
    if place % 2:
        return r"(?<![\d])(?<!\d[.,])" + _number(piece.rstrip(".")) + r"(?!\d)(?![.,]\d)"
    return r"\s*" + r"\s*".join(re.escape(word) for word in piece.split()) + r"\s*"


def _number(token: str) -> str:
    """'111.226' also as '111226', '05' as '5', '1234' as '1.234', '99,38' as '99.38'."""
    if re.fullmatch(r"\d{1,3}\.(?:\d{1,2}|\d{4,})", token):
        token = token.replace(".", ",")
    whole, _, decimals = token.partition(",")
    digits = whole.replace(".", "").lstrip("0") or "0"
    first = len(digits) % 3 or 3
    grouped = digits[:first] + "".join(r"\.?" + digits[at : at + 3] for at in range(first, len(digits), 3))
    tail = "[.,]" + re.escape(decimals.rstrip("0")) + "0*" if decimals.strip("0") else "(?:,0+)?"
    return "0*" + grouped + tail


def _with_value(gold: Row, found: Iterable[Row]) -> list[Row]:
    quote = _squeezed(gold["quote"])
    if gold.get("value") is None and gold.get("items"):
        names = " ".join(gold["items"])
        return [f for f in found if f.get("items") and _overlap(names, " ".join(map(str, f["items"]))) >= 0.8]
    if gold.get("value") is None:
        text = gold.get("text") or gold["quote"]
        return [f for f in found if contains(f.get("text_value") or "", text) or contains(f["quote"], gold["quote"])]
    same = [f for f in found if any(_equal(v, gold["value"]) for v in (f.get("value"), f.get("value_high")))]
    return [f for f in same if _quotes_agree(quote, gold["quote"], f.get("quote") or "")]


def _equal(value: float | None, gold: float) -> bool:
    return value is not None and abs(value - gold) <= 1e-9 * max(1, abs(gold))


def _quotes_agree(squeezed: str, gold: str, found: str) -> bool:
    other = _squeezed(found)
    return bool(other) and (squeezed in other or other in squeezed or _overlap(gold, found) >= 0.6)


def _name(fact: Row) -> str:
    return " ".join(f"{fact.get('indicator')} {fact.get('section')}".split()[:LONGEST_NAME_WORDS])


def _overlap(gold: str, found: str) -> float:
    wanted, got = set(folded(gold).split()), set(folded(found).split())
    return len(wanted & got) / len(wanted) if wanted else 1.0


def _squeezed(text: str) -> str:
    return re.sub(r"[\s*_¹²³⁴⁵⁶⁷⁸⁹⁰]+", "", normal(text))
