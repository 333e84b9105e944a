"""A question as words with their parts: slots taken out, what is wanted, and what is left to be accounted for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from rapidfuzz.distance import OSA

from knowledge.ask import exceptions
from knowledge.ask.repair import is_syllable, repair
from knowledge.ask.roles import Part, Role, classify
from knowledge.ask.slots.period import Mention
from knowledge.ask.spell import spell
from knowledge.ask.units import units_asked
from knowledge.fold import clean, flat, fold, words
from knowledge.index.entries import number_key, value_key
from knowledge.index.lexicon import Found, lexicon, whole_forms
from knowledge.index.marks import Marked
from knowledge.index.report_index import ReportIndex

LONGEST = 60  # syllables that are looked at; more cost time and say nothing new


class Word(NamedTuple):
    """One syllable or number of the question, its part, and the place it came from in `Question.text`."""

    marked: Marked
    start: int
    stop: int
    role: Role
    by: str = ""  # the wanted name, word class or slot that took it


REQUIRED: tuple[Role, ...] = ("content", "number", "unit")  # the parts of words that a fact must account for
NUMBERED = frozenset(
    ("thu", "so", "loai", "cap", "lop", "nhom", "muc", "quy", "thang", "do", "khoa", "dot", "ky", "hang", "vuc")
)


_GRADED = frozenset(("sao", "tuoi", "thang", "nam", "gio", "ngay"))  # "4 sao": a number that counts nothing off


@dataclass(frozen=True, slots=True)
class Question:
    """A question ready for matching.

    text      repaired text (Telex and VNI undone), `words` its syllables with abbreviations spelled out
    periods   what periods it names; `wanted` the names of asked.yaml that it says; `counts` how many "bao nhiêu"
    units     the unit asked for after each "bao nhiêu", as runs of syllables
    concepts  (first word, stop, concept) found in it; `like` the unit of the figure that the conversation is at,
              `near` the ids of the facts that stand around it, `last` of those that were last shown
    body      the folded words of the reporting body's own name
    """

    text: str
    words: tuple[Word, ...]
    periods: tuple[Mention, ...] = ()
    wanted: frozenset[str] = frozenset()
    counts: int = 0
    units: tuple[tuple[Marked, ...], ...] = ()
    concepts: tuple[Found, ...] = ()
    period: str = ""
    unmarked: bool = field(default=False)
    like: str = ""
    near: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    body: frozenset[str] = frozenset()
    alone: bool = False  # "riêng tháng 8": no longer stretch will do
    places: frozenset[int] = frozenset()  # words that name a place
    done: bool = False  # "xong mấy đơn vị rồi": what is not done is no answer
    undone: bool = False  # "còn mấy hộ chưa nhận": what is done is none
    per: bool = False  # so much for one of something: "một tháng bao nhiêu"
    goes_on: bool = False  # a follow-up that only puts another thing in the place of the last one
    stock: bool = False  # "hiện có bao nhiêu": what there is, not what came or went
    figures: frozenset[str] = field(init=False)  # the numbers it holds, but for those that only count something off
    folded: frozenset[str] = field(init=False)  # its words

    def __post_init__(self) -> None:
        folded = ["", *[word.marked.folded for word in self.words], ""]
        object.__setattr__(self, "folded", frozenset(folded[1:-1]))
        numbers = self.of("number")
        counted = (n for n in numbers if folded[n] not in NUMBERED and folded[n + 2] not in _GRADED)
        object.__setattr__(self, "figures", frozenset(number_key(self.words[n].marked.folded) for n in counted))

    def names_value(self, value: Decimal | None) -> bool:
        """Whether the question itself holds the figure ("147 tờ tiền giả gồm …")."""
        return bool(self.figures) and value_key(value) in self.figures

    def says(self, folded: str) -> bool:
        """Whether a folded word stands in it."""
        return folded in self.folded

    def of(self, *roles: Role) -> list[int]:
        """The places of the words that have one of the parts."""
        return [n for n, word in enumerate(self.words) if word.role in roles]


def repaired(text: str) -> str:
    """The question cleaned, cut to a sensible length, and with Telex and VNI typing undone."""
    text = clean(text).replace("\n", " ")
    text = whole_forms(text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text))
    parts = []
    last = 0
    for n, match in enumerate(re.finditer(r"[^\W_]+", text)):
        if n >= LONGEST:
            text = text[: match.start()]
            break
        shouted = match.group().isupper() and not text.isupper()
        parts += [text[last : match.start()], match.group() if shouted else repair(match.group())]
        last = match.end()
    whole = unicodedata.normalize("NFC", "".join([*parts, text[last:]])).strip()
    if "%" in whole:
        whole = re.sub(r"(?<=điểm)\s?%|(?<=diem)\s?%", " phần trăm", whole)
    numbers = any(map(str.isdigit, whole))
    if numbers:
        whole = _TO_DATE.sub(r"\1 tháng", whole)
        whole = re.sub(r"(?<=\d)T\b", " tháng", re.sub(r"(?<=\d)t\b", " tuổi", whole))
        whole = _IN_MONTH.sub(r"\1 tháng", _MONTH.sub(_month, whole))
    whole = _WHETHER.sub(r"\1", _HALF.sub("50%", whole))
    if numbers:
        whole = _THOUSANDS.sub(lambda m: f"{m[1] or m[2]}.000", whole)
    return _HOW_MANY.sub(_how_many, whole)


_TO_DATE = re.compile(r"((?:l[uũ]y k[eế]|lk|cộng dồn|cong don) (?:1[0-2]|\d))t\b", re.IGNORECASE)
_IN_MONTH = re.compile(r"\b(trong) th\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(1[0-2]|[1-9]) ([th]\w{2,5})\b", re.IGNORECASE)
_WHETHER = re.compile(r"(\b(?:có|co)\b[^,;?]{3,60}?) (?:không|khong|ko)(?=\s*[,;])", re.IGNORECASE)
_HALF = re.compile(r"\b(?:một|phân|quá) nửa\b(?! (?:năm|đầu|cuối|tháng))", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\btờ )(\d{1,3}) ?(?:nghìn|ngàn|k)\b|(?<=\bto )(\d{1,3}) ?(?:nghin|ngan|k)\b")
_HOW_MANY = re.compile(r"\b(bao|bap|boa) (n\w{2,6}|hn\w{2,5})\b", re.IGNORECASE)


def _month(match: re.Match[str]) -> str:
    """ "11 thág" and "11 tahng" are "11 tháng"."""
    if is_syllable(match[2]) or OSA.distance(fold(match[2]), "thang", score_cutoff=1) > 1:
        return match[0]
    return f"{match[1]} {'thang' if match.string.isascii() else 'tháng'}"


def _how_many(match: re.Match[str]) -> str:
    """ "bao nhêu", "bao nhieeu", "bao hniêu" are "bao nhiêu"."""
    if OSA.distance(fold(match[2]), "nhieu", score_cutoff=2) > 2:
        return match[0]
    return "bao nhieu" if match.string.isascii() else "bao nhiêu"


def read(
    text: str,
    index: ReportIndex,
    slots: list[tuple[int, int, str]],
    periods: tuple[Mention, ...] = (),
    org: str = "",
    period: str = "",
    compared: frozenset[str] = frozenset(),
) -> Question:
    """Give every word of a repaired question its part. `slots` are (start, stop, name) of characters already taken,
    which name the `period` and ask besides for what is `compared`."""
    spelled = spell(text, index)
    run = [word for word, _, _ in spelled]
    taken: list[Part] = [None] * len(run)
    for start, stop, name in slots:
        for n, (_, a, b) in enumerate(spelled):
            if a < stop and start < b:
                taken[n] = ("soft" if name == "held_day" else "slot", name)
    bare = text.isascii()
    compounds = lexicon().classes["compound"].find(run, bare)
    meant = lexicon().asked.find(run, bare)
    concepts = [f for f in meant if all(taken[k] is None for k in range(f.start, f.stop))]
    wanted, counts = classify(run, taken, concepts, compounds, bare, index)
    exceptions.number_words(run, taken)
    capital = exceptions.capitals(text, spelled)
    counts -= exceptions.proper_names(capital, taken)
    exceptions.own_name(run, taken, org, meant, index)
    if re.search(r"(?<!\d)(?<!\d )%", text):  # "lãi suất 2%" asks for no share
        wanted.add("percent")
    units = units_asked(run, taken, index, [*concepts, *compounds])
    if units and not _PERCENT.search(flat(text)):
        wanted.discard("percent")  # "sầu riêng chiếm bao nhiêu ha"
    exceptions.other_level(run, taken, org)
    generic = lexicon().classes["person_generic"].runs()
    exceptions.slipped_fillers(run, taken, index)
    exceptions.particle(run, taken)
    exceptions.category(run, taken)
    if bare:
        exceptions.place_names(run, taken, index)
    if not any(part is None for part in taken) and all(
        unit in generic for unit in units
    ):  # then the fillers must name it
        taken = [None if part and part[1] in ("own_name", "light") else part for part in taken]
    exceptions.excusable(run, taken, org, bare, capital)
    places = exceptions.named_places(run, taken, bare, capital)
    parts = tuple(
        Word(word, start, stop, *(taken[n] or (("number" if word.folded[0].isdigit() else "content"), "")))
        for n, (word, start, stop) in enumerate(spelled)
    )
    plain = flat(text)
    return Question(
        text,
        parts,
        periods,
        compared.union(wanted),
        counts,
        tuple(units),
        tuple(concepts),
        period,
        unmarked=bare,
        body=frozenset(words(org)),
        alone=_ALONE.search(plain) is not None,
        places=places,
        done=" chua" not in plain and _DONE.search(plain) is not None,
        undone=_UNDONE.search(plain) is not None,
        per=_PER.search(plain) is not None,
        stock=_STOCK.search(plain) is not None,
    )


_ALONE = re.compile(r"\b(?:rieng|chi tinh|rieng trong|tinh rieng) (?:trong )?(?:thang|quy)\b")
_DONE = re.compile(r"\b(?:xong|hoan tat|hoan thanh|dat|roi)\b")
_PERCENT = re.compile(r"%|\b(?:phan tram|ty le|ti le|ty trong)\b")
_STOCK = re.compile(r"\b(?:hien(?: nay| tai| dang)?|dang) co\b")
_UNDONE = re.compile(
    r"\b(?:con|co|nhung) (?:\w+ ){1,3}chua\b(?! (?:toi|den|day))|\bcon (?:thieu|hut)\b"
    r"|\bchua (?!toi\b|den\b|day\b|chay\b|benh\b|tri\b|nhi\b|a\b|vay\b)(?:\w+ )"
)
_PER = re.compile(
    r"\b(?:mot|moi|tren mot) (?:thang|nam|ngay|nguoi|dau nguoi|ho|nha|can|em|chau|suat|khach hang|kg|ha|lao dong)\b"
)
