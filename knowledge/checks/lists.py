"""Lists of parts with the total they stand under: in brackets, after a colon or "trong đó", in notes, in bullets."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.checks.figures import Figure, Prose, same_unit, scaled
from knowledge.checks.words import pattern, says

TOO_MUCH = Decimal("1.1")


@dataclass(slots=True)
class Listing:
    """A total and the figures of the list after it. `every`: the list says or implies that it names all parts."""

    total: Figure
    parts: list[Figure]
    every: bool
    prose: Prose
    clean: bool = True  # nothing but parts stands in it
    above: str = ""  # the passage of the total, where the parts stand in passages of their own


def of_passage(prose: Prose, proses: Sequence[Prose], by_number: Mapping[int, Prose]) -> list[Listing]:
    """Every list of a passage with its total."""
    listed = [*_bracketed(prose), *_after_marker(prose), *_noted(prose, by_number), *_items(prose, proses)]
    listed += _criterion_below(prose, proses)
    return [*listed, *_columns(prose), *_criteria(prose, listed)]


def parted(prose: Prose, one: Figure, other: Figure) -> bool:
    """Whether a semicolon stands between two parts: a list parted by commas ends where the first one stands."""
    return ";" in re.sub(r"\([^()]*\)", "", prose.text[one.stop : other.start])


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
        if joined or not figure.level or _labels(prose, figure) or _VALUED.search(prose.lead(figure)):
            continue
        if _RANGED.match(prose.text, figure.stop):
            continue
        if not same_unit(total, figure):
            clean = False
            continue
        parts.append(figure)
    return parts, clean


_RANGED = re.compile(r"\s*đến (?:dưới )?\d")  # "từ 3 đến dưới 6 tháng"
_VALUED = re.compile(r"\bmệnh giá\s*$", re.IGNORECASE)


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


def _columns(prose: Prose) -> Iterator[Listing]:
    """Lists whose items hold a figure for each of several totals ("53 vụ, 81 đối tượng, gồm: mua bán 24 vụ, 39 đối
    tượng; …"): where one column makes up its total, all are whole."""
    for marker in (m for role in ("every", "some") for m in pattern(role).finditer(prose.text)):
        end = next((end for end in prose.ends if end > marker.end()), len(prose.text))
        figures = [f for f in prose.figures if marker.end() <= f.start < end and f.depth == 0]
        before = [f for f in prose.figures if f.stop <= marker.start() and f.level and f.depth == 0]
        items = _alike_items(prose, [f for f in figures if f.level])
        if prose.depths[marker.start()] or len(items) < 2 or len(items[0]) < 2:
            continue
        near = [f for f in before if f.sentence >= figures[0].sentence - 1]
        found = []
        for column in zip(*items, strict=True):
            total = next((f for f in reversed(near) if same_unit(f, column[0])), None)
            if total is not None:
                found.append(Listing(total, list(column), True, prose))
        ratios = [sum(scaled(p, x.total.fact.unit) for p in x.parts) / (x.total.value or 1) for x in found]
        if 1 in ratios and len({id(x.total) for x in found}) == len(found):
            yield from (x for x, ratio in zip(found, ratios, strict=True) if 1 / TOO_MUCH <= ratio <= TOO_MUCH)


def _alike_items(prose: Prose, figures: Sequence[Figure]) -> list[list[Figure]]:
    """The first items between semicolons, as long as each holds the same kinds of figures."""
    items: list[list[Figure]] = []
    for number, figure in enumerate(figures):
        if number == 0 or parted(prose, figures[number - 1], figure):
            items.append([])
        items[-1].append(figure)
    alike = [len(one) == len(items[0]) and all(map(same_unit, one, items[0])) for one in items]
    return items[: alike.index(False)] if False in alike else items


_CRITERION = re.compile(r"\s*(?:phân |chia )?theo\b[^:;.\d]{2,40}:", re.IGNORECASE)


def _criteria(prose: Prose, listed: Sequence[Listing]) -> Iterator[Listing]:
    """The same total parted once more by something else: "Nợ xấu 103,7 tỷ đồng, … Theo đối tượng: …"."""
    if not listed:
        return
    for start, end in itertools.pairwise([*prose.ends, len(prose.text)]):
        opened = _CRITERION.match(prose.text, start)
        parts = [f for f in prose.figures if opened and opened.end() <= f.start < end and f.depth == 0]
        total = next((x.total for x in reversed(listed) if x.total.stop <= start), None)
        if total is not None and len(parts) > 1:
            chosen, clean = _parts(prose, parts, total)
            yield Listing(total, chosen, True, prose, clean)


_LED = re.compile(r"(?:phân |chia )?theo\b", re.IGNORECASE)


def _criterion_below(prose: Prose, proses: Sequence[Prose]) -> Iterator[Listing]:
    """A bullet "Theo thời hạn: ngắn hạn …, dài hạn …" and the first total of the section that it stands in."""
    path = prose.passage.path
    parts = [f for f in prose.figures if f.level and f.depth == 0]
    if not path or not _LED.match(path[-1].title) or len(parts) < 2 or len(prose.ends) > 0:
        return
    above = [p for p in proses if p.passage.path == path[:-1] and p.passage.number < prose.passage.number]
    firsts = [next((f for f in p.figures if f.level), None) for p in above[-2:]]
    total = next((f for f in firsts if f is not None and same_unit(f, parts[0])), None)
    if total is not None and total.value >= max(scaled(p, total.fact.unit) for p in parts):
        holder = next(p for p in above if p.figures and total in p.figures)
        chosen, clean = _parts(prose, parts, total)
        yield Listing(total, chosen, False, prose, clean, above=holder.text)


def _one_list(prose: Prose, figures: Sequence[Figure]) -> Sequence[Figure]:
    """The figures up to the first semicolon, where commas part the first two ("312, góp ý 68; nghiệm thu 194")."""
    levels = [f for f in figures if f.level]
    for index, figure in enumerate(levels[1:], 1):
        if parted(prose, levels[index - 1], figure):
            return figures if index == 1 else figures[: figures.index(figure)]
    return figures


def _opens_list(prose: Prose, total: Figure, colon: int) -> bool:
    """Whether only the total's own words stand between it and a colon ("68 tiết: …")."""
    words = prose.text[total.stop : colon]
    return (
        len(words) <= 60
        and not re.search(r"[.;]", words)
        and not any(total.stop <= f.start < colon for f in prose.figures if f.depth == 0 and not f.percent)
    )


def _noted(prose: Prose, by_number: Mapping[int, Prose]) -> Iterator[Listing]:
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
    parts, clean = _parts(prose, _one_list(prose, items), total)
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
        total = next((f for f in reversed(totals) if f.fact.unit.lower() == parts[0].fact.unit.lower()), totals[-1])
        yield Listing(total, parts, True, below[-1], above=prose.text)
