"""A question as words with their parts: slots taken out, what is wanted, and what is left to be accounted for."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from knowledge import vocab
from knowledge.index.kinds import kind_of, unit_words
from knowledge.ask.repair import is_syllable, repair
from knowledge.ask.slots.period import Mention
from rapidfuzz.distance import OSA

from knowledge.fold import clean, fold, syllables, words
from knowledge.index.lexicon import Found, Phrases, lexicon, whole_forms
from knowledge.index.marks import Marked, agrees, marked
from knowledge.index.report_index import ReportIndex, number_key

LONGEST = 60  # syllables that are looked at; more cost time and say nothing new
Role = Literal["content", "number", "unit", "soft", "wanted", "slot", "stop", "context"]


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row of asked.yaml: what is wanted, and the phrases that say so."""

    name: str
    say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One syllable or number of the question, its part, and the place it came from in `Question.text`."""

    marked: Marked
    start: int
    stop: int
    role: Role
    by: str = ""  # the wanted name, word class or slot that took it


@dataclass(frozen=True, slots=True)
class Question:
    """A question ready for matching.

    text      repaired text (Telex and VNI undone), `words` its syllables with abbreviations spelled out
    periods   what periods it names; `wanted` the names of asked.yaml that it says; `counts` how many "bao nhiêu"
    units     the unit asked for after each "bao nhiêu", as runs of syllables
    concepts  (first word, stop, concept) found in it; `like` the unit of the figure that the conversation is at,
              `near` the ids of the facts that stand around it
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

    def names_value(self, value: Decimal | None) -> bool:
        """Whether the question itself holds the figure ("147 tờ tiền giả gồm …")."""
        return value is not None and any(
            number_key(self.words[n].marked.folded) == number_key(str(value).replace(".", ","))
            for n in self.of("number")
        )

    def of(self, *roles: Role) -> list[int]:
        """The places of the words that have one of the parts."""
        return [n for n, word in enumerate(self.words) if word.role in roles]


def repaired(text: str) -> str:
    """The question cleaned, cut to a sensible length, and with Telex and VNI typing undone."""
    text = clean(text).replace("\n", " ")
    text = whole_forms("".join(c if c.isprintable() else " " for c in text))
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
    whole = re.sub(r"(?<=\d)T\b", " tháng", re.sub(r"(?<=\d)t\b", " tuổi", whole))
    return _HOW_MANY.sub(_how_many, whole)


_HOW_MANY = re.compile(r"\b(bao|bap|boa) (n\w{2,6}|hn\w{2,5})\b", re.IGNORECASE)


def _how_many(match: re.Match[str]) -> str:
    """ "bao nhêu", "bao nhieeu", "bao hniêu" are "bao nhiêu"."""
    if OSA.distance(fold(match[2]), "nhieu", score_cutoff=2) > 2:
        return match[0]
    return "bao nhieu" if match.string.isascii() else "bao nhiêu"


def flat(text: str) -> str:
    """Folded letter by letter, so that offsets stay those of the text."""
    out = []
    for letter in text.lower() if len(text.lower()) == len(text) else text:
        base = unicodedata.normalize("NFD", letter)[0]
        out.append("d" if base == "đ" else base)
    return "".join(out)


@functools.cache
def _asked() -> tuple[tuple[str, ...], Phrases]:
    rows = vocab.rows("asked", AskedRow)
    return tuple(row.name for row in rows), Phrases((n, row.say) for n, row in enumerate(rows))


def read(
    text: str, index: ReportIndex, slots: list[tuple[int, int, str]], periods: tuple[Mention, ...] = (), org: str = ""
) -> Question:
    """Give every word of a repaired question its part. `slots` are (start, stop, name) of characters already taken."""
    spelled = _spell(text, index)
    run = [word for word, _, _ in spelled]
    taken: list[tuple[Role, str] | None] = [None] * len(run)
    for start, stop, name in slots:
        for n, (_, a, b) in enumerate(spelled):
            if a < stop and start < b:
                taken[n] = ("slot", name)
    bare = text.isascii()
    concepts = [f for f in lexicon().asked.find(run, bare) if all(taken[k] is None for k in range(f.start, f.stop))]
    wanted, counts = _classify(run, taken, concepts, bare, index)
    _number_words(run, taken)
    _proper_names(text, spelled, taken)
    _own_name(run, taken, org, bare, index)
    if "%" in text:
        wanted.add("percent")
    kept = [*concepts, *lexicon().classes["compound"].find(run, bare)]
    units = _units(run, taken, index, kept)
    _other_level(run, taken, org)
    generic = lexicon().classes["person_generic"].runs()
    _slipped_fillers(run, taken, index)
    _particle(run, taken)
    if not any(part is None for part in taken) and all(
        unit in generic for unit in units
    ):  # then the fillers must name it
        taken = [None if part and part[1] in ("own_name", "light") else part for part in taken]
    parts = tuple(
        Word(word, start, stop, *(taken[n] or (("number" if word.folded[0].isdigit() else "content"), "")))
        for n, (word, start, stop) in enumerate(spelled)
    )
    return Question(
        text, parts, periods, frozenset(wanted), counts, tuple(units), tuple(concepts), unmarked=text.isascii()
    )


def _spell(text: str, index: ReportIndex) -> list[tuple[Marked, int, int]]:
    """The syllables of a text; abbreviations spelled out, the meaning chosen that the report speaks of."""
    out: list[tuple[Marked, int, int]] = []
    known = lexicon().abbreviations
    for piece in syllables(text):
        lower = piece.text.lower()
        meanings = known.get(lower, ())
        plain = is_syllable(piece.text) and not (piece.text.isupper() and len(piece.text) > 1 and not text.isupper())
        if meanings and not plain:
            capital = piece.text.isupper() and not text.isupper()
            best = max(meanings, key=lambda m: _fits(m, out, index) + _presence(m, index, capital))
            out += [(word, piece.start, piece.stop) for word in best]
            continue
        if not plain and 2 <= len(lower) <= 8 and lower.isalpha() and not index.has(marked(lower).folded):
            full = index.initials(lower)
            if full:
                out += [(word, piece.start, piece.stop) for word in full]
                continue
        out.append((marked(piece.text), piece.start, piece.stop))
    return out


def _plain_words(meaning: tuple[Marked, ...]) -> bool:
    """Whether a meaning is one of the words that hardly name anything ("số lượng", "được", "trường hợp")."""
    classes = lexicon().classes
    return any(
        f.start == 0 and f.stop == len(meaning)
        for name in ("stop", "light", "soft")
        for f in classes[name].find(meaning)
    )


def _fits(meaning: tuple[Marked, ...], before: list[tuple[Marked, int, int]], index: ReportIndex) -> float:
    """How well a meaning goes on from the word before it: as its neighbour in the report, or as a unit after "bao nhiêu"."""
    if not before:
        return 0.0
    last = before[-1][0]
    counted = last.folded in ("nhieu", "may") and index.is_unit(meaning) and all(index.has(w.folded) for w in meaning)
    run = [*(word for word, _, _ in before[-4:]), *meaning]
    known = any(
        f.stop == len(run) and f.start < len(run) - len(meaning) and f.row in index.by_concept
        for f in lexicon().written.find(run, bare=True)
    )
    return 0.7 * index.has_phrase([last, *meaning]) + 1.0 * counted + 1.0 * known


def _presence(meaning: tuple[Marked, ...], index: ReportIndex, counted: bool) -> float:
    """How much of a meaning the report speaks of; "bao nhiêu" is meant where the question doesn't ask it yet."""
    if meaning[0].folded == "bao" and len(meaning) == 2:
        return 0.5 if counted else 2.5
    if _plain_words(meaning):
        return 1.5
    held = sum(index.has(word.folded) for word in meaning) / len(meaning)
    return held + index.has_phrase(meaning) * (0.5 + index.share(meaning))


def _classify(
    run: list[Marked],
    taken: list[tuple[Role, str] | None],
    concepts: list[Found],
    bare: bool,
    index: ReportIndex,
) -> tuple[set[str], int]:
    """Give words to what is wanted and to word classes, the longest phrase first; concepts keep theirs as content."""
    names, asked = _asked()
    fillers = _filler_words()
    compounds = {k for f in lexicon().classes["compound"].find(run, bare) for k in range(f.start, f.stop)}
    wanted = {
        names[f.row]
        for f in asked.find(run, bare, lenient=True)
        if names[f.row] in _ALWAYS
        or (names[f.row] == "money" and (f.stop - f.start > 1 or (f.start not in compounds and not bare)))
    }
    counts = 0
    for start, stop, role, name in _spans(run, concepts, bare, index):
        if any(taken[k] is not None for k in range(start, stop)):
            continue
        taken[start:stop] = [(role, name)] * (stop - start)
        if role == "content":  # a filler inside a known phrase ("đi khám") need not stand in the fact
            for k in range(start, stop):
                if (run[k] in fillers or (bare and run[k].folded == "so")) and (stop - start > 2 or run[k].folded in ("di", "bi", "so")):
                    taken[k] = ("soft", "soft")
        if role == "wanted":
            wanted.add(name)
            counts += name in ("count", "money") and run[start].folded in ("bao", "may", "nhieu")
    for k, part in enumerate(taken):
        if part == ("content", ""):
            taken[k] = None
    return wanted, counts


@functools.cache
def _filler_words() -> frozenset[Marked]:
    runs = [*lexicon().classes["stop"].runs(), (marked("đi"),), (marked("về"),), (marked("số"),)]
    return frozenset(run[0] for run in runs if len(run) == 1)


_ALWAYS = frozenset(("percent", "plan", "same_period", "cumulative"))  # wanted even inside a longer known phrase


def _spans(
    run: list[Marked], concepts: list[Found], bare: bool, index: ReportIndex
) -> list[tuple[int, int, Role, str]]:
    """Every phrase that could take words, the longest first; of equal length what is wanted before concepts and fillers."""
    names, asked = _asked()
    classes = lexicon().classes
    always = frozenset(classes["always"].runs())
    found: list[tuple[int, int, int, int, Role, str]] = []

    def add(order: int, phrase: Found, role: Role, name: str) -> None:
        here, after = run[phrase.start : phrase.stop], run[phrase.stop : phrase.stop + 1]
        before = run[phrase.start - 1 : phrase.start] if phrase.start else []
        if role != "content" and phrase.phrase not in always:
            if bare and index.spelled_otherwise(here, phrase.phrase, before, after):
                return
            differing = sum(a != b for a, b in zip(here, phrase.phrase, strict=True))
            known = index.spells(here[0]) if len(here) == 1 else differing > 1 and index.has_phrase(here)
            if not bare and differing and known:
                return
        found.append((phrase.start - phrase.stop, order, phrase.start, phrase.stop, role, name))

    for f in classes["compound"].find(run, bare):
        add(-1, f, "content", "")
    for f in asked.find(run, bare=True):
        if bare and names[f.row] == "compare" and index.is_unit(run[f.stop : f.stop + 1]):
            continue  # "so viec": số việc
        if bare and names[f.row] == "ordinal" and run[f.start].folded == "thu" and f.start > 0:
            continue  # "doanh thu may ty"
        if not (f.stop - f.start > 1 and index.is_unit(run[f.stop - 1 : f.stop + 1]) and f.stop < len(run)):
            add(0, f, "wanted", names[f.row])
    for f in concepts:
        if f.stop - f.start > 1:
            add(1, f, "content", "")
    for f in classes["stop"].find(run, bare=True):
        add(2, f, "stop", "stop")
    for name in ("light", "soft"):
        for f in classes[name].find(run, bare=True):
            add(3, f, "soft", name)
    return [(start, stop, role, name) for _, _, start, stop, role, name in sorted(found)]


_NUMBER_WORDS = frozenset("hai ba bốn năm sáu bảy tám chín mười".split())


def _number_words(run: list[Marked], taken: list[tuple[Role, str] | None]) -> None:
    """A number written out before a noun ("hai trụ sở") helps to choose, but need not stand in the fact."""
    for n in range(len(run) - 1):
        alone = taken[n] is None or taken[n] == ("soft", "soft")
        if (
            alone
            and run[n] in _number_marks()
            and (n == 0 or run[n - 1].folded not in ("thang", "thu", "lop", "loai", "con", "quy"))
        ):
            if taken[n + 1] is None or taken[n + 1][0] in ("unit", "content"):  # type: ignore[index]
                taken[n] = ("soft", "number_word")


@functools.cache
def _number_marks() -> frozenset[Marked]:
    return frozenset(marked(word) for word in _NUMBER_WORDS)


def _proper_names(text: str, spelled: list[tuple[Marked, int, int]], taken: list[tuple[Role, str] | None]) -> None:
    """A filler written with a capital beside another capital is part of a name ("Kỳ Lâm"): content."""
    if text.isupper():
        return
    capital = [text[start : start + 1].isupper() and start > 0 for _, start, _ in spelled]
    for n, part in enumerate(taken):
        if part is not None and part[1] in ("light", "soft", "stop") and capital[n]:
            if any(0 <= k < len(capital) and capital[k] and taken[k] is None for k in (n - 1, n + 1)):
                taken[n] = None


@functools.cache
def _soft_words() -> tuple[str, ...]:
    runs = [run for name in ("soft", "light", "stop") for run in lexicon().classes[name].runs()]
    return tuple({run[0].folded for run in runs if len(run) == 1 and len(run[0].folded) > 3} | {"tong"})


def _particle(run: list[Marked], taken: list[tuple[Role, str] | None]) -> None:
    """ "Có … không" asks whether: that "không" denies nothing."""
    for n, word in enumerate(run):
        ends = n + 1 == len(run) or (taken[n + 1] or ("",))[0] == "wanted"
        if word.folded == "khong" and ends and any(run[k].folded == "co" for k in range(n)) and taken[n] is None:
            taken[n] = ("stop", "stop")


def _slipped_fillers(run: list[Marked], taken: list[tuple[Role, str] | None], index: ReportIndex) -> None:
    """A filler with wrong marks ("dược" for "được") where the report has no such word."""
    fillers = lexicon().classes["stop"]
    for n, part in enumerate(taken):
        if part is None and not is_syllable(run[n].folded) and len(run[n].folded) > 2:
            if any(OSA.distance(run[n].folded, word, score_cutoff=1) <= 1 for word in _soft_words()):
                taken[n] = ("soft", "slip")
        elif part is None and len(run[n].folded) > 2 and fillers.first_words(run[n].folded):
            if not any(agrees(run[n], index.words[v]) for v in index.variants.get(run[n].folded, ())):
                taken[n] = ("stop", "stop")


_LEVELS = {"huyen": "huyen", "tinh": "tinh", "quan": "quan", "pho": "thanh pho"}


def _other_level(run: list[Marked], taken: list[tuple[Role, str] | None], org: str) -> None:
    """ "Bệnh viện đa khoa tỉnh" in a district's report names another level than the body's own: then it must stand there."""
    own = flat(org)
    for n in range(1, len(run)):
        level = _LEVELS.get(run[n].folded)
        if level and level not in own and taken[n] == ("soft", "soft") and taken[n - 1] is None:
            taken[n] = None


def _own_name(
    run: list[Marked], taken: list[tuple[Role, str] | None], org: str, bare: bool, index: ReportIndex
) -> None:
    """Two or more words of the body's own name say nothing new ("tòa án tỉnh" in a court's report): soft."""
    name = unit_words(org)
    own = {f.row for f in lexicon().written.find([marked(s.text) for s in syllables(org)])} if org else set()
    for f in lexicon().asked.find(run, bare):
        if f.row in own and f.stop - f.start == 1 and taken[f.start] is None:
            taken[f.start] = ("soft", "own_name")
    pairs = {pair for pair in zip(name, name[1:], strict=False) if not index.owns(pair)}
    for n in range(len(run) - 1):
        if (run[n].folded, run[n + 1].folded) in pairs:
            for k in (n, n + 1):
                if taken[k] is None:
                    taken[k] = ("soft", "own_name")


_COUNTED = frozenset(("", "people", "case", "household", "place", "document", "thing", "living", "money", "percent"))


def _is_unit(piece: tuple[Marked, ...], index: ReportIndex) -> bool:
    return index.is_unit(piece) or (
        kind_of(" ".join(w.text for w in piece)) not in _COUNTED and len("".join(w.folded for w in piece)) > 2
    )


def _units(
    run: list[Marked], taken: list[tuple[Role, str] | None], index: ReportIndex, concepts: list[Found]
) -> list[tuple[Marked, ...]]:
    """The unit nouns that follow "bao nhiêu", "mấy" or "số": the longest run that is a unit of the report or a person."""
    units = []
    people = {noun[0] for noun in lexicon().classes["person_generic"].runs() if len(noun) == 1}
    for n in range(len(run) - 1):
        if any(f.start <= n and n + 1 < f.stop for f in concepts):
            continue
        after_count = taken[n] is not None and taken[n][0] == "wanted" and run[n].folded in ("nhieu", "may", "nhiu")  # type: ignore[index]
        if not (after_count or run[n].folded in ("so", "luong")) or (
            n + 1 < len(run) and taken[n + 1] == ("wanted", "count")
        ):
            continue
        phrases = [f.stop - f.start for f in concepts if f.start == n + 1 and f.stop - f.start > 1]
        if after_count and phrases and run[n + 1] not in people:  # "bao nhiêu bằng lái xe": the whole phrase is counted
            units.append(tuple(run[n + 1 : n + 1 + max(phrases)]))
            continue
        for length in (4, 3, 2, 1):
            piece = tuple(run[n + 1 : n + 1 + length])
            part = taken[n + 1] if n + 1 < len(run) else None
            if (
                len(piece) == length
                and (part is None or part[0] in ("stop", "soft", "content"))
                and index.is_unit(piece)
            ):
                units.append(piece)
                for k in range(n + 1, n + 1 + length):
                    if taken[k] is None or taken[k][0] in ("stop", "soft"):  # type: ignore[index]
                        taken[k] = ("unit", "unit")
                break
        else:
            near = index.near_unit(run[n + 1]) if after_count and taken[n + 1] is None else None
            if near is not None:
                units.append((near,))
                taken[n + 1] = ("unit", "slip")
    return units
