"""Lists of names: "7 xã (A, B, C)", "05 trường: A, B", "các xã A, B và C", a footnote that is nothing but names, "tại
huyện X, tỉnh Y".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.facts.draft import Draft, Text
from knowledge.facts.names import are_names, items_of, proper
from knowledge.facts.phrase import text as phrase_text
from knowledge.grammar import units, words
from knowledge.grammar.core import Token, key, mark, word

_CODES = re.compile(r"\b[A-ZĐ]\d*(?:, ?[A-ZĐ]\d+)+\b")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of names at [start, stop) of the passage's text; `after` the figure it spells out, `noun`
    what is listed.
    """

    rule: str
    start: int
    stop: int
    items: tuple[str, ...]
    after: Draft | None = None
    noun: str = ""


def listings(whole: Text, drafts: Sequence[Draft]) -> list[Listing]:
    """Every list of names of a passage, none overlapping."""
    found: list[Listing] = []
    taken: set[int] = set()
    for listing in (
        *_names_with_brackets(whole, drafts),
        *_counted_names(whole, drafts),
        *_bracketed(whole, drafts),
        *_after_colon(whole, drafts),
        *_after_copula(whole, drafts),
        *_named_places(whole, drafts),
        *_codes(whole),
        *_places(whole),
    ):
        cells = set(range(listing.start, listing.stop))
        if not cells & taken:
            taken |= cells
            found.append(listing)
    return sorted(found, key=lambda listing: listing.start)


def _of_units(whole: Text, at: int) -> bool:
    """Whether a colon or bracket follows "Đơn vị tính"."""
    near = [whole.tokens[i].key for i in range(max(0, at - 4), min(len(whole.tokens), at + 3))]
    return (key("tính") in near and key("đơn") in near) or "đvt" in near


def _figure_free(whole: Text, start: int, stop: int) -> bool:
    return not any(m.role == "figure" and start <= m.start < stop for m in whole.matches)


def value(draft: Draft | None) -> int | None:
    """How many things a figure counts, where it counts few enough to be listed."""
    count = draft.match.value if draft is not None else None
    return int(count) if count is not None and count == int(count) and count < 200 else None


def _bracketed(whole: Text, drafts: Sequence[Draft]) -> Iterator[Listing]:
    tokens = whole.tokens
    for at, token in enumerate(tokens):
        if token.text != "(" or _of_units(whole, at + 1):
            continue
        stop = next((k for k in range(at + 1, len(tokens)) if tokens[k].text == ")"), None)
        if stop is None or stop - at < 4 or not _figure_free(whole, at, stop):
            continue
        owner = _before(drafts, at)
        if owner is not None and not any(owner.sentence[0] <= at < s for s in (owner.sentence[1],)):
            owner = None
        printed = units.text(tokens, at + 1, stop)
        parts = items_of(printed, value(owner))
        if are_names(parts, value(owner)) and ("," in printed or ";" in printed or (value(owner) == len(parts))):
            yield Listing("bracketed", tokens[at + 1].start, tokens[stop - 1].stop, parts, owner)


def _before(drafts: Sequence[Draft], at: int) -> Draft | None:
    found = None
    for draft in drafts:
        if draft.at < at:
            found = draft if draft.match.link != "over" else draft.before or draft
    return found


def _after_colon(whole: Text, drafts: Sequence[Draft]) -> Iterator[Listing]:
    tokens = whole.tokens
    for at, token in enumerate(tokens):
        listed = token.key == key("gồm") and not mark(tokens, at + 1, ":")
        if not listed and (token.text != ":" or _of_units(whole, at)):
            continue
        sentence = next((s for s in whole.sentences if s[0] <= at < s[1]), None)
        if sentence is None:
            continue
        stop = next((k for k in range(at + 1, sentence[1]) if tokens[k].text in ";("), sentence[1])
        if not _figure_free(whole, at, stop):
            stop = _names_end(tokens, at + 1, stop)
        if not _figure_free(whole, at, stop) or stop - at < 4:
            continue
        owner = _before(drafts, at)
        if owner is not None and owner.sentence != sentence:
            owner = None
        printed = units.text(tokens, at + 1, stop)
        parts = items_of(printed, value(owner))
        spelled = all(proper(p) for p in parts)
        counted = owner is not None and value(owner) == len(parts)
        gathered = spelled or counted or (not listed and (word(tokens, at - 1, "gồm") or owner is not None))
        if gathered and are_names(parts, value(owner)) and "," in printed:
            yield Listing("listed", tokens[at + 1].start, tokens[stop - 1].stop, parts, owner)


def _names_end(tokens: Sequence[Token], at: int, stop: int) -> int:
    """Where the proper names of a list end and its sentence goes on: "gồm Hòa Mục, Đồng Vàng, | thấp nhất là …"."""
    for k in range(at, stop):
        if tokens[k].text == "," and k + 1 < stop and not tokens[k + 1].capital:
            noun = units.counted().begins(tokens, k + 1)
            if noun is None or noun[1] >= stop or not tokens[noun[1]].capital:
                return k
    return stop


_FEW = ("hai", "ba", "bốn")


def _tells(whole: Text, at: int) -> bool:
    """Whether a bracket opens that holds more than where a place lies: "Ia Pơng (huyện Chư Nghê) và Đăk Sú Ra"."""
    tokens = whole.tokens
    place = units.counted().begins(tokens, at + 1) if tokens[at].text == "(" else None
    return tokens[at].text == "(" and (place is None or place[0] != "place")


def _after_copula(whole: Text, drafts: Sequence[Draft]) -> Iterator[Listing]:
    """ "Các xã thiệt hại nặng nhất là Sơn Hạ, Bảo Đức và Tân Nghĩa", "còn 03 tiêu chí chưa đạt là Giao thông, …"."""
    tokens = whole.tokens
    for first, stop_ in whole.sentences:
        for at in range(first, stop_):
            if not word(tokens, at, "là") or word(tokens, at - 1, "được", "chủ"):
                continue
            stop = next((k for k in range(at + 1, stop_) if tokens[k].text in ";." or _tells(whole, k)), stop_)
            if stop - at < 4 or not _figure_free(whole, at, stop):
                continue
            begin = max((k + 1 for k in range(first, at) if tokens[k].text in ";.:"), default=first)
            near = [d for d in drafts if begin <= d.at < at]
            printed = re.sub(r"\s*\([^()]*\)", "", units.text(tokens, at + 1, stop))
            owner = next((d for d in reversed(near) if value(d) == len(items_of(printed, value(d)))), None)
            parts = items_of(printed, value(owner))
            counted = owner is not None and value(owner) == len(parts)
            many = any(word(tokens, k, "các", "những", *_FEW) for k in range(begin, min(begin + 3, at)))
            if (
                len(parts) > 1
                and (counted or (many and all(proper(p) for p in parts)))
                and are_names(parts, len(parts))
            ):
                yield Listing("listed", tokens[at + 1].start, tokens[stop - 1].stop, parts, owner if counted else None)
            break


def _capital_run(tokens: Sequence[Token], at: int) -> int:
    """The end of a proper name that begins at a place: capital words, with hyphens between them."""
    stop = at
    while stop < len(tokens) and (
        (tokens[stop].kind == "word" and tokens[stop].capital)
        or (stop > at and mark(tokens, stop, "-–") and stop + 1 < len(tokens) and tokens[stop + 1].capital)
    ):
        stop += 1
    return stop


def _name_ends(tokens: Sequence[Token], end: int) -> bool:
    """Whether a proper name can end before a place: a mark, a number, a word that joins or a verb follows, no further
    syllable of a name in lower case.
    """
    if end >= len(tokens) or tokens[end].kind != "word":
        return True
    joins = words.connectors().begins(tokens, end) is not None
    return joins or words.function_word(tokens, end) or words.starts_clause(tokens, end)


def _named_places(whole: Text, drafts: Sequence[Draft]) -> Iterator[Listing]:
    """ "các xã A, B, C", "xã A và B": a noun of place followed by two proper names or more."""
    tokens, at, counted = whole.tokens, 0, units.counted()
    while at < len(tokens):
        unit = counted.begins(tokens, at)
        if unit is None or unit[0] not in ("place", "people") or unit[1] >= len(tokens) or not tokens[unit[1]].capital:
            at += 1
            continue
        if tokens[at].text.isupper() and len(tokens[at].text) > 1:
            at += 1  # in a heading of capitals everything looks like a name
            continue
        names, stop = [], unit[1]
        while True:
            end = _capital_run(tokens, stop)
            if end == stop:
                break
            if not _name_ends(tokens, end):
                break  # "Khu công nghiệp Hòa Lâm, Cụm | công nghiệp", "Hội Nông | dân"
            names.append(units.text(tokens, stop, end))
            stop = end
            follows = stop + 1
            if mark(tokens, stop, ",") or word(tokens, stop, "và"):
                again = units.counted().begins(tokens, follows)
                follows = (
                    again[1] if again is not None and again[0] == unit[0] and word(tokens, stop, "và") else follows
                )
                if _capital_run(tokens, follows) > follows:
                    stop = follows
                    continue
            break
        long_names = all(len(n.split()) >= 2 for n in names) and unit[1] < len(tokens)
        if len(names) >= 2 and (unit[0] == "place" or long_names):
            yield Listing(
                "named",
                tokens[unit[1]].start,
                tokens[stop - 1].stop,
                tuple(names),
                _same_sentence(whole, drafts, at),
                units.text(tokens, at, unit[1]),
            )
        at = max(stop, at + 1)


def _same_sentence(whole: Text, drafts: Sequence[Draft], at: int) -> Draft | None:
    owner = _before(drafts, at)
    return owner if owner is not None and owner.sentence[0] <= at < owner.sentence[1] else None


def _counted_names(whole: Text, drafts: Sequence[Draft]) -> Iterator[Listing]:
    """Proper names each with its figure: "thị trấn Yên Trạch 21, xã Cẩm Giang 17", "Trung đoàn 814: 70; Công an tỉnh:
    20".
    """
    run: list[tuple[Draft, str]] = []
    for draft in [*drafts, None]:
        name = phrase_text(draft.tokens, draft.content) if draft is not None else ""
        goes_on = draft is not None and run and draft.sentence == run[-1][0].sentence and bool(name) and proper(name)
        if draft is not None and draft.match.link:
            continue
        if draft is not None and draft.comparison and not draft.content:
            continue
        if not goes_on:
            if len(run) >= 2:
                yield _run(whole, run)
            run = []
        if (
            draft is not None
            and name
            and proper(name)
            and len(name.split()) <= 9
            and (run or _plain_start(draft, name))
        ):
            run.append((draft, name))


def _plain_start(draft: Draft, name: str) -> bool:
    """A sentence's first word is a capital anyway: a name there needs a second one, or a place noun before it."""
    if draft.left and draft.left[0] > draft.sentence[0]:
        return True
    return sum(w[:1].isupper() for w in name.split()) >= 2


def _run(whole: Text, run: Sequence[tuple[Draft, str]]) -> Listing:
    first, last = run[0][0], run[-1][0]
    start = whole.tokens[first.content[0]].start
    stop = whole.tokens[last.match.stop - 1].stop
    return Listing(
        "counted_names", start, stop, tuple(name for _, name in run), first.head or first.owner or first.parent, ""
    )


def _names_with_brackets(whole: Text, drafts: Sequence[Draft]) -> Iterator[Listing]:
    """Proper names each with a figure in brackets: "Phòng khám An Nhiên (03 tháng) và Cơ sở Thiên Kim (4,5 tháng)"."""
    tokens = whole.tokens
    run: list[tuple[int, int, Draft]] = []  # where a name begins, where its bracket ends, its figure
    for draft in [*drafts, None]:
        name = _name_before_bracket(tokens, draft) if draft is not None else None
        if draft is not None and name is None and mark(tokens, draft.match.stop, "("):
            continue  # "Lạc Thủy 2 (640 căn)"
        if run and (draft is None or name is None or name[0] - run[-1][1] > 1):
            if len(run) > 1:
                first = run[0][2]
                names = tuple(units.text(tokens, begin, d.at - 1) for begin, _, d in run)
                yield Listing(
                    "counted_names", tokens[run[0][0]].start, tokens[run[-1][1] - 1].stop, names,
                    first.head or first.parent,
                )  # fmt: skip
            run = []
        if draft is not None and name is not None:
            run.append((*name, draft))


def _name_before_bracket(tokens: Sequence[Token], draft: Draft) -> tuple[int, int] | None:
    """Where a proper name begins whose bracket holds nothing but this figure, and where that bracket ends."""
    start, stop = draft.at - 1, draft.match.stop
    if not (mark(tokens, start, "(") and mark(tokens, stop, ")")):
        return None
    first = draft.sentence[0]
    begin = max(
        (k + 1 for k in range(first, start) if tokens[k].text in ",;:)" or word(tokens, k, "và", "của", "tại", "là")),
        default=first,
    )
    named = begin < start and proper(units.text(tokens, begin, start)) and start - begin <= 12
    return (begin, stop + 1) if named else None


def _codes(whole: Text) -> Iterator[Listing]:
    for found in _CODES.finditer(whole.passage.text):
        yield Listing("codes", found.start(), found.end(), tuple(p.strip() for p in found.group().split(",")))


def _places(whole: Text) -> Iterator[Listing]:
    """ "tại huyện Ninh Giang, tỉnh Hải Dương": where something was or will be held."""
    tokens = whole.tokens
    for at in range(len(tokens)):
        if not word(tokens, at, "tại", "bàn") or (word(tokens, at, "bàn") and not word(tokens, at - 1, "địa")):
            continue
        unit = units.counted().begins(tokens, at + 1)
        if unit is None or unit[0] != "place":
            continue
        stop = _capital_run(tokens, unit[1])
        if stop == unit[1]:
            continue
        while mark(tokens, stop, ","):
            again = units.counted().begins(tokens, stop + 1)
            end = _capital_run(tokens, again[1]) if again is not None and again[0] == "place" else stop
            if again is None or end <= again[1]:
                break
            stop = end
        printed = units.text(tokens, at + 1, stop)
        yield Listing("place", tokens[at + 1].start, tokens[stop - 1].stop, (printed,))
