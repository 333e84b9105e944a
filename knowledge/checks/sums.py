"""Parts against their total in prose: lists in brackets, after a colon, after "gồm", "trong đó", and in notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.checks.figures import Figure, Prose, same_unit, scaled, shown, written
from knowledge.checks.result import named, result
from knowledge.checks.words import pattern, says
from knowledge.fold import words as folded_words
from knowledge.model import Check
from knowledge.read.lines import ends_sentence

_FARTHEST = Decimal("0.25")  # a list farther from its total than this names only some of the parts
_TOO_MUCH = Decimal("1.1")
_NEAR = Decimal("0.03")
_NEAR_SOME = Decimal("0.003")  # "trong đó" may leave parts out: only a list as good as whole is one that was meant so
_LIKELY = Decimal("0.8")  # of the worst that rounding can do: not all terms are rounded the same way
_CLOSER = {"(": ")", ":": "", "gồm": ""}


@dataclass(slots=True)
class Listing:
    """A total and the figures of the list after it. `every`: the list says or implies that it names all parts."""

    total: Figure
    parts: list[Figure]
    every: bool
    prose: Prose
    clean: bool = True  # nothing but parts stands in it
    above: str = ""  # the passage of the total, where the parts stand in passages of their own


def check(proses: Sequence[Prose]) -> Iterator[Check]:
    """Every list with its total: holds, doesn't, or isn't meant to."""
    proses = written(proses)
    by_number = {prose.passage.number: prose for prose in proses}
    for prose in proses:
        listings = [*_bracketed(prose), *_after_marker(prose), *_noted(prose, by_number), *_items(prose, proses)]
        for listing in listings:
            found = _judge(listing)
            if found:
                yield found


def _judge(listing: Listing) -> Check | None:
    """What a list says of its total: the shortest run of first parts that makes it up, else the whole list."""
    total, parts = listing.total, listing.parts
    if len(parts) < 2 or any(not same_unit(total, part) for part in parts):
        return None
    stated = total.value
    values = [scaled(part, total.fact.unit) for part in parts]
    slack = _slack(total, parts)
    if abs(sum(values) - stated) <= slack:
        return _check(listing, parts, sum(values, Decimal(0)), True)
    for count in range(2, len(parts)):
        if abs(sum(values[:count]) - stated) <= slack:
            apart = _parted(listing.prose, parts[count - 1], parts[count]) != _parted(listing.prose, parts[0], parts[1])
            return _check(listing, parts[:count], sum(values[:count], Decimal(0)), True) if apart else None
    whole = sum(values, Decimal(0))
    gap = abs(whole - stated)
    if parts[-1] is listing.prose.figures[-1] and not ends_sentence(listing.prose.text):
        return None  # the passage breaks off
    start = parts[0].start - len(listing.prose.lead(parts[0]))
    if (
        listing.prose.unread(start, parts[-1].stop)
        or not listing.clean
        or total.loose
        or any(part.loose for part in parts)
        or stated <= 0
    ):
        return None
    if whole < stated and says("rest", listing.prose.trail(parts[-1])):
        return None  # "chi thường xuyên 13.865 tỷ đồng và chi khác"
    short = whole < stated and not listing.every and not says("rest", listing.prose.lead(parts[-1]))
    near = gap <= (_NEAR_SOME if short else _NEAR) * stated or (gap <= _FARTHEST * stated and _slipped(stated, whole))
    near = near or ((len(parts) >= 3 or _parallel(listing.prose, parts)) and stated < whole <= stated * _TOO_MUCH)
    if (listing.every and gap <= _FARTHEST * stated) or near:
        return _check(listing, parts, whole, False)
    return None


def _parted(prose: Prose, one: Figure, other: Figure) -> bool:
    """Whether a semicolon stands between two parts: a list parted by commas ends where the first one stands."""
    return ";" in re.sub(r"\([^()]*\)", "", prose.text[one.stop : other.start])


def _parallel(prose: Prose, parts: Sequence[Figure]) -> bool:
    """Whether parts are named alike ("Tòa án tỉnh 06 phiên, Tòa án cấp huyện 16 phiên"): they don't overlap."""
    named = [set(folded_words(prose.lead(part))) for part in parts]
    return len(set.intersection(*named)) >= 2


def _slipped(stated: Decimal, computed: Decimal) -> bool:
    """Whether two large figures differ by one digit only: a slip of the pen, not a list left short."""
    one, other = f"{stated}", f"{computed}"
    return len(one) == len(other) >= 4 and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _slack(total: Figure, parts: Sequence[Figure]) -> Decimal:
    """How far a sum may be off because its terms are rounded; nothing for counts."""
    low, high = total.interval()
    if low == high and all(part.ulp == 1 for part in parts):
        return Decimal(0)
    return _LIKELY * (total.ulp / 2 + sum((scaled_ulp(part, total) / 2 for part in parts), Decimal(0)))


def scaled_ulp(part: Figure, total: Figure) -> Decimal:
    """The last printed place of a part, in the total's unit."""
    return part.ulp * scaled(part, total.fact.unit) / part.value if part.value else part.ulp


def _check(listing: Listing, parts: Sequence[Figure], computed: Decimal, holds: bool) -> Check:
    places = max(0, -int(listing.total.value.as_tuple().exponent), *(-int(p.value.as_tuple().exponent) for p in parts))
    prose, here = listing.prose, listing.total.fact.passage == listing.prose.passage.number
    quote = prose.quote(listing.total, parts[-1]) if here else listing.above or prose.quote(parts[0], parts[-1])
    terms = " + ".join(shown(scaled(part, listing.total.fact.unit), places) for part in parts)
    return result(
        "sum",
        holds,
        named(listing.total),
        shown(computed, places),
        [listing.total, *parts],
        quote,
        terms=terms,
        indicator=listing.total.fact.indicator,
    )


def _bracketed(prose: Prose) -> Iterator[Listing]:
    """ "54 trường hợp (chuyển đi 29, chuyển đến 23)"."""
    for match in re.finditer(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)", prose.text):
        before = [f for f in prose.figures if f.stop <= match.start() and f.depth == 0]
        inside = [f for f in prose.figures if match.start() < f.start < match.end() and f.depth == 1]
        if not before or len(inside) < 2:
            continue
        total = before[-1]
        if total.percent and len(before) > 1 and "=" in prose.between(before[-2], total):
            total = before[-2]  # "38 vụ = 0,71% (do chủ quan 21 vụ = 0,39%; …)"
        if not total.level:  # "5.870 lao động, đạt 34,5% kế hoạch (trong tỉnh 3.925 người; …)"
            total = next((f for f in reversed(before) if f.level and same_unit(f, inside[0])), total)
        words = prose.text[total.stop : match.start()]
        if not total.level or re.search(r"[.;:]", words) or total.sentence != inside[0].sentence:
            continue
        every = not says("some", match[1]) and not says("named", match[1]) and not says("same", match[1])
        parts, clean = _parts(prose, inside, total)
        plain = [f for f in inside if not f.percent and not _labels(prose, f)]
        if parts[:1] != plain[:1]:
            every = False
        yield Listing(total, parts, every, prose, clean)


def _parts(prose: Prose, figures: Sequence[Figure], total: Figure) -> tuple[list[Figure], bool]:
    """The figures of a list that are parts, and whether nothing else stands between them.

    Percentages and changes of the parts, and what a stroke or "=" joins to a part, don't count.
    """
    parts: list[Figure] = []
    clean = True
    for index, figure in enumerate(figures):
        joined = index > 0 and prose.between(figures[index - 1], figure).strip() in ("/", "=")
        if joined or not figure.level or _labels(prose, figure):
            continue
        if not same_unit(total, figure):
            clean = False
            continue
        parts.append(figure)
    return parts, clean


def _after_marker(prose: Prose) -> Iterator[Listing]:
    """ "19.350 ha: vải 5.260 ha, …", "14.642 ha, gồm: ngô …", "11 vụ, …. Trong đó: …"."""
    text = prose.text
    markers = [(m.start(), m.end(), "every") for m in pattern("every").finditer(text)]
    some = (m for m in pattern("some").finditer(text) if not _ALONE.match(text, m.start()))
    markers += [(m.start(), m.end(), "some") for m in some]
    taken = [(start, stop) for start, stop, _ in markers]
    for match in re.finditer(r":\s", text):
        if not any(start <= match.start() <= stop + 2 for start, stop in taken):
            markers.append((match.start(), match.end(), "colon"))
    for start, stop, kind in sorted(markers):
        if prose.depths[start]:
            continue
        listing = _listing_at(prose, start, stop, kind)
        if listing:
            yield listing


_ALONE = re.compile(r"riêng (?:trong )?(?:tháng|quý)\b", re.IGNORECASE)  # a stretch by itself, no part of a longer one


def _listing_at(prose: Prose, start: int, stop: int, kind: str) -> Listing | None:
    end = next((end for end in prose.ends if end > stop), len(prose.text))
    following = [f for f in prose.figures if stop <= f.start < end and f.depth == 0]
    before = [f for f in prose.figures if f.stop <= start and f.depth == 0 and f.level]
    if not following or not before:
        return None
    first = next((f for f in following if f.level), None)
    if first is None:
        return None
    opens = bool(re.search(r"[.;]\s*$", prose.text[:start]))  # "…. Trong đó: …" looks back into the sentence before
    near = [f for f in before if f.sentence >= first.sentence - (1 if opens else 0)]
    same = [f for f in near if same_unit(f, first)]
    if not same:
        return None
    total = same[-1]
    if kind == "colon" and (total is not near[-1] or not _opens_list(prose, total, start)):
        return None
    if kind == "every" and re.search(r"[.;]\s", prose.text[total.stop : start]) and not opens:
        return None
    parts, clean = _parts(prose, _one_list(prose, following), total)
    listed = prose.text[start : parts[-1].stop if parts else end]
    every = kind != "some" and not says("named", prose.text[total.start : stop]) and not says("some", listed[1:])
    return Listing(total, parts, every and parts[:1] == [first], prose, clean)


def _one_list(prose: Prose, figures: Sequence[Figure]) -> Sequence[Figure]:
    """The figures up to the first semicolon, where commas part the first two ("312, góp ý 68; nghiệm thu 194")."""
    for index, figure in enumerate(figures[1:], 1):
        if _parted(prose, figures[index - 1], figure):
            return figures if index == 1 else figures[:index]
    return figures


def _opens_list(prose: Prose, total: Figure, colon: int) -> bool:
    """Whether only the total's own words stand between it and a colon ("68 tiết: …")."""
    words = prose.text[total.stop : colon]
    return (
        len(words) <= 60
        and not re.search(r"[.;]", words)
        and not any(total.stop <= f.start < colon for f in prose.figures if f.depth == 0 and not f.percent)
    )


def _noted(prose: Prose, by_number: dict[int, Prose]) -> Iterator[Listing]:
    """A footnote that lists the parts of the figure it is anchored at."""
    anchor = prose.passage.anchor
    if anchor is None or anchor.passage not in by_number:
        return
    holder = by_number[anchor.passage]
    before = [f for f in holder.figures if f.stop <= anchor.at and f.level]
    items = [f for f in prose.figures if f.depth == 0]
    if not before or not items:
        return
    total = _holder(before, items)
    if anchor.at - before[-1].stop > (90 if total is before[-1] and total.fact.measure == "total" else 40):
        return
    parts, clean = _parts(prose, items, total)
    if says("named", prose.text[:20]):
        return
    some = says("some", prose.text[:20]) and not _old_and_new(prose, parts)
    yield Listing(total, parts, not some, prose, clean and prose.figures[-1].sentence == 0)


def _holder(before: Sequence[Figure], items: Sequence[Figure]) -> Figure:
    """The figure whose parts a note lists: the one that they were taken to be parts of, else the last before it."""
    parents = {f.fact.parent for f in items if f.fact.measure == "part"}
    return next((f for f in before if parents == {f.fact.id}), before[-1])


def _old_and_new(prose: Prose, parts: Sequence[Figure]) -> bool:
    """Whether a list has just an old part and a new one: the two make the whole whatever words open the list."""
    return len(parts) == 2 and says("old", prose.lead(parts[0])) and says("new", prose.lead(parts[1]))


def _labels(prose: Prose, figure: Figure) -> bool:
    """Whether a figure only names the next one ("Huy hiệu 70 năm: 02")."""
    return not figure.bare and prose.text[figure.stop :].lstrip().startswith(":")


def _items(prose: Prose, proses: Sequence[Prose]) -> Iterator[Listing]:
    """A paragraph that ends in a colon, and the items under it ("Tổng số …: 218.460 lượt, trong đó:" + items)."""
    if not prose.text.rstrip().endswith(":") or not prose.figures:
        return
    path = prose.passage.path
    at = proses.index(prose)
    below: list[Prose] = []
    for other in proses[at + 1 :]:
        if (
            other.passage.kind != "text"
            or len(other.passage.path) <= len(path)
            or other.passage.path[: len(path)] != path
        ):
            break
        below.append(other)
    firsts = [next((f for f in other.figures if f.level), None) for other in below]
    totals = [f for f in prose.figures if f.level and f.depth == 0]
    parts = [f for f in firsts if f is not None]
    if totals and len(parts) >= 2 and len(parts) == len(firsts):
        yield Listing(totals[-1], parts, True, below[-1], above=prose.text)
