"""What of a fact's words tells which indicator it is: the same over months although wording, order and unit drift.

A signature keeps three tiers apart: the figure's own words, those its sentence and parent complete it with, and the
titles above it. Words that come and go without meaning (series.yaml, `filler`), periods and the body's own name are
dropped; abbreviations are spelled out.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from knowledge import vocab
from knowledge.across.units import size
from knowledge.fold import written
from knowledge.index.lexicon import Phrases, lexicon
from knowledge.index.marks import Marked, marked
from knowledge.model import Fact

_PERIOD = re.compile(
    r"\b(?:(?:lũy kế|luỹ kế|ước)\s+)?\b(?:\d{1,2} tháng(?: đầu năm| cuối năm)?|tháng \d{1,2}|quý (?:IV|I{1,3}|\d)|"
    r"năm \d{4}|6 tháng (?:đầu|cuối) năm)"
    r"(?:\s*(?:/|-|năm)\s*\d{4})?|\b\d{1,2}/\d{4}\b|\bngày \d{1,2}/\d{1,2}(?:/\d{4})?|\(.*?\)",
    re.IGNORECASE,
)
_MAY_NAME_PERIOD = re.compile(r"[\d(]|quý", re.IGNORECASE)  # what every way of _PERIOD holds; most texts don't


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A row of series.yaml: a class of words and its phrases."""

    name: str
    say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """How one report names a figure: the printed words of each tier. Equal wordings are the same indicator."""

    dimension: str
    own: str
    inherited: str
    context: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A wording's telling words by tier, the synonym rows met with their words, who acts where a lead-in says so.

    `order` are the own words as they stand.
    """

    dimension: str
    own: frozenset[str]
    inherited: frozenset[str]
    context: frozenset[str]
    concepts: tuple[tuple[int, frozenset[str]], ...]
    actor: frozenset[str]
    order: tuple[str, ...] = ()

    @property
    def all(self) -> frozenset[str]:
        return self.own | self.inherited | self.context


@functools.cache
def classes() -> dict[str, Phrases]:
    """The word classes of series.yaml."""
    return {row.name: Phrases([(0, row.say)]) for row in vocab.rows("series", SeriesRow)}


def wording(fact: Fact, org: str = "") -> Wording:
    """The wording of a fact, without periods and without the body's own name."""
    leads = [section.title for section in fact.path[-2:]]
    own = fact.own if fact.unit in fact.own or size(fact.unit)[0] != fold_kind(fact.unit) else f"{fact.own} {fact.unit}"
    name = short_name(org) if org else ""
    return Wording(size(fact.unit)[0], *(_clean(text, name) for text in (own, fact.inherited, " | ".join(leads))))


def name_of(fact: Fact) -> str:
    """A fact's indicator without the period it names: "Thu ngân sách Nhà nước tháng 9" -> "Thu ngân sách Nhà nước"."""
    name = re.sub(r"\s+", " ", _PERIOD.sub(" ", fact.indicator))
    name = re.sub(r"\s+(?:trong tháng|trong kỳ|trong quý|trong năm)\b", "", name)
    name = re.sub(r"\s+([,:;])", r"\1", name).strip(" ,;:-")
    name = re.sub(r":\s*(?:ước |đã )?thực hiện$", "", name, flags=re.IGNORECASE)  # a table's column title
    return name or fact.indicator


def fold_kind(unit: str) -> str:
    """The unit itself where it is a counted noun, else nothing: only counted nouns name what they count."""
    from knowledge.grammar.units import factor

    dimension, _ = factor(unit)
    return "" if dimension else size(unit)[0]


@functools.lru_cache(maxsize=20000)
def _clean(text: str, name: str) -> str:
    """A text without periods and without the proper name of its body."""
    if _MAY_NAME_PERIOD.search(text):
        text = _PERIOD.sub(" ", text)
    if name:
        text = re.sub(re.escape(name), " ", text, flags=re.IGNORECASE)
    words = text.lower().split() if text.isupper() else [w if w[1:].isupper() else w.lower() for w in text.split()]
    return " ".join(words).strip(" ,;:-")


@functools.lru_cache(maxsize=1024)
def short_name(org: str) -> str:
    """A body's proper name: the capitalised words at its end ("Ủy ban nhân dân huyện Sông Lam" -> "Sông Lam")."""
    words = org.split()
    start = len(words)
    while start > 0 and words[start - 1][:1].isupper():
        start -= 1
    return " ".join(words[start:]) or org


@functools.lru_cache(maxsize=20000)
def sign(worded: Wording) -> Signature:
    """The telling words of a wording. Where the figure's own clause has none, what completes it takes its place."""
    own, inherited = run(worded.own), run(worded.inherited)
    context = run(worded.context)
    concepts = [
        (found.row, frozenset(key(word) for word in words[found.start : found.stop]))
        for words in (own, inherited)
        for found in lexicon().written.find(words)
        if found.row >= 0  # below nought: words that belong together, no meaning
    ]
    named, rest, title = _telling(own), _telling(inherited), _telling(context)
    if not named:
        named, rest = rest or title, ()
    return Signature(
        worded.dimension, frozenset(named), frozenset(rest) - set(named), frozenset(title), tuple(concepts),
        _actor(worded.context), named,
    )  # fmt: skip


@functools.lru_cache(maxsize=20000)
def telling(text: str) -> frozenset[str]:
    """The words of a text that tell one indicator from another."""
    return frozenset(_telling(run(text)))


@functools.lru_cache(maxsize=4096)
def run(text: str) -> tuple[Marked, ...]:
    """The syllables of a text, abbreviations in capitals spelled out."""
    out: list[Marked] = []
    known = lexicon().abbreviations
    for syllable in written(text):
        full = known.get(syllable.lower()) if len(syllable) > 1 and syllable[-1].isupper() else None
        out.extend(full[0] if full else (marked(syllable),))
    return tuple(out)


def key(word: Marked) -> str:
    """A syllable for comparison, marks counting: "hoà" and "hòa" are one."""
    return f"{word.shape}{word.tone}"


def _telling(words: tuple[Marked, ...]) -> tuple[str, ...]:
    """The words of a run in order, but for filler."""
    dropped = {k for found in classes()["filler"].find(words) for k in range(found.start, found.stop)}
    return tuple(key(word) for k, word in enumerate(words) if k not in dropped)


@functools.lru_cache(maxsize=4096)
def _actor(context: str) -> frozenset[str]:
    """Who acts, where the innermost title begins with a kind of body: its telling words."""
    title = context.rsplit("|", 1)[-1].strip()
    words = run(title)
    if any(found.start == 0 for found in classes()["actor"].find(words)):
        return frozenset(key(word) for word in words)
    return frozenset()
