"""Words around a figure as text: printed spacing kept, edges without marks, connectors and links trimmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from knowledge.grammar import units, words
from knowledge.grammar.core import Lexicon, Token, key, word
from knowledge.grammar.ordinal import roman
from knowledge.grammar.span import spelled_month

LONGEST = 34  # words of a name that people read
_EDGE = " ,;:.-–—+*/=“”\"'…•)("


def text(tokens: Sequence[Token], indexes: Sequence[int]) -> str:
    """The tokens at these indexes as printed, one space where some between them were left out."""
    out = ""
    for n, i in enumerate(indexes):
        if n:
            previous = indexes[n - 1]
            out += "" if i == previous + 1 and tokens[i].start == tokens[previous].stop else " "
        out += tokens[i].text
    return tidy(out)


def tidy(phrase: str) -> str:
    """A phrase without marks at its edges, brackets only in pairs."""
    phrase = phrase.strip(_EDGE)
    for opening, closing in (("“", "”"), ("(", ")")):
        unclosed = phrase.count(opening) - phrase.count(closing)
        if unclosed > 0:
            phrase += closing
        elif unclosed < 0:
            phrase = opening + phrase if opening == "“" else phrase.replace(closing, "", 1)
    return " ".join(phrase.replace(" ,", ",").split())


def join(*parts: str) -> str:
    """Parts in order, empty ones left out, a part already said left out."""
    out: list[str] = []
    for part in parts:
        folded = f" {part.lower()} "
        if part and not any(folded in f" {said.lower()} " for said in out):
            out.append(part)
    return " ".join(out)


def trim_start(tokens: Sequence[Token], indexes: list[int]) -> list[int]:
    """Without marks, openers and connectors at the beginning ("trong đó", "đồng thời", "đã")."""
    while indexes:
        window = [tokens[i] for i in indexes[:6]]
        if window[0].kind == "mark" and window[0].text not in "“(":
            indexes = indexes[1:]
            continue
        hit = (
            words.openers().begins(window, 0) or words.connectors().begins(window, 0) or _forecasts().begins(window, 0)
        )
        if hit is None or _going_on(window, hit[1]):
            break
        dated = _dated(window, hit[1])
        indexes = indexes[hit[1] - dated :]
        if dated:
            break  # "trong | quý I", "trong | tháng 6"
    return indexes


def _going_on(window: Sequence[Token], stop: int) -> bool:
    """Whether the words tell a state that is not over yet: "đang giải quyết" is not "giải quyết"."""
    return stop == 1 and window[0].key == key("đang") and words.verbs().begins(window, 1) is not None


def _dated(window: Sequence[Token], stop: int) -> bool:
    """Whether a connector's last word and the number after it are a stretch of time: "trong quý I", "trong tháng 6"."""
    numbered = stop < len(window) and (window[stop].kind == "number" or roman(window[stop].text) is not None)
    return numbered and window[stop - 1].key in _STRETCHES


_STRETCHES = tuple(key(name) for name in ("tháng", "quý", "năm", "tuần"))


def _forecasts() -> Lexicon[str]:
    return words.lexicon("qualifiers", "estimate", "hope")


def trim_stop(tokens: Sequence[Token], indexes: list[int]) -> list[int]:
    """Without marks, links and prepositions at the end ("cho", "đạt", "là", "với")."""
    while indexes:
        window = [tokens[i] for i in indexes[-6:]]
        if window[-1].kind == "mark" and window[-1].text not in "”)":
            indexes = indexes[:-1]
            continue
        hit = words.links().ends(window, len(window)) or words.qualifiers().ends(window, len(window))
        denied = hit is not None and hit[1] > 0 and word(window, hit[1] - 1, "chưa", "không")  # "chưa hoàn thành"
        name = len(window) > 1 and window[-1].capital and window[-2].capital  # "Hợp | Thành"
        if hit is None or denied or name or within_verb(window, hit[1]):
            break
        indexes = indexes[: len(indexes) - (len(window) - hit[1])]
    return indexes


def up_to_mark(tokens: Sequence[Token], indexes: Sequence[int]) -> list[int]:
    """The words before the first comma, semicolon, colon or full stop."""
    return list(takewhile(lambda i: tokens[i].text not in ",;:.", indexes))


def within_verb(window: Sequence[Token], start: int) -> bool:
    """Whether a link that ends a phrase is the end of a longer verb or noun: "xảy ra", "phát hiện", "nhà ở"."""
    verb = words.lexicon("facts", "verb").ends(window, len(window))
    noun = units.counted().ends(window, len(window))
    return any(hit is not None and hit[1] < start for hit in (verb, noun))


def has_content(tokens: Sequence[Token], indexes: list[int]) -> bool:
    """Whether anything is named by these words besides links, connectors and qualifiers."""
    rest = trim_stop(tokens, trim_start(tokens, indexes))
    return any(tokens[i].kind != "mark" for i in rest)


def without_time(tokens: Sequence[Token], indexes: Iterable[int]) -> list[int]:
    """Without the stretches of time at the beginning: "8 tháng đã thanh tra" -> "đã thanh tra", "Lũy kế 9 tháng" ->
    nothing.
    """
    rest = list(indexes)
    said = False  # "tháng", "quý" stand before
    while rest:
        window = [tokens[i] for i in rest[:6]]
        hit = words.lexicon("facts", "temporal").begins(window, 0)
        spelled = spelled_month(window, 0)
        if spelled is not None and (word(window, spelled[1], "tháng") or (said and window[0].capital)):
            rest = rest[spelled[1] :]  # "mười | tháng", "tháng | Mười"
        elif window[0].kind == "number" and (
            said
            or len(window) == 1
            or window[1].kind == "mark"
            or words.lexicon("facts", "temporal").begins(window, 1) is not None
        ):
            rest, said = rest[1:], False
        elif hit is not None:
            rest = rest[hit[1] :]
            if window[hit[1] - 1].key == key("quý") and rest and roman(tokens[rest[0]].text) is not None:
                rest = rest[1:]
            said = window[hit[1] - 1].key == key("tháng")
        elif window[0].kind == "mark":
            rest, said = rest[1:], window[0].text in "/.-"  # "20/9"
        else:
            break
    return rest


def begins_clause(tokens: Sequence[Token], indexes: Sequence[int]) -> bool:
    """Whether the words begin with a verb, a comparison, an attribute, or a connector that starts something new."""
    window = [tokens[i] for i in (without_time(tokens, indexes) or indexes)[:6]]
    while window and words.lexicon("facts", "connector", "stop").begins(window, 0) is not None:
        hit = words.lexicon("facts", "connector", "stop").begins(window, 0)
        assert hit is not None
        window = window[hit[1] :]
    if not window:
        return True
    return (
        words.lexicon("facts", "focus").begins(window, 0) is not None
        or words.starts_clause(window, 0)
        or words.attributes().begins(window, 0) is not None
        or words.openers().begins(window, 0) is not None
    )


def join_words(*parts: str) -> str:
    """Parts as one phrase, each said once."""
    return tidy(join(*[p for p in parts if p]))


def short(phrase: str) -> str:
    """At most a line or two: the beginning of a long phrase is dropped at a word, its end names the figure."""
    parts = phrase.split()
    return phrase if len(parts) <= LONGEST + 8 else " ".join(parts[-LONGEST - 8 :])


def capital(phrase: str) -> str:
    """With a capital first letter."""
    return phrase[:1].upper() + phrase[1:]
