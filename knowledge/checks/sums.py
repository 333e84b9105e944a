"""Parts against their total in prose: whether a list makes up what it stands under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from knowledge.checks.figures import Figure, Prose, same_unit, scaled, shown, written
from knowledge.checks.lists import TOO_MUCH, Listing, of_passage, parted
from knowledge.checks.result import named, result
from knowledge.checks.words import says
from knowledge.fold import words as folded_words
from knowledge.model import Check
from knowledge.read.lines import ends_sentence

_FARTHEST = Decimal("0.25")  # a list farther from its total than this names only some of the parts
_NEAR = Decimal("0.03")
_NEAR_SOME = Decimal("0.003")  # "trong đó" may leave parts out: only a list as good as whole is one that was meant so
_LIKELY = Decimal("0.8")  # of the worst that rounding can do: not all terms are rounded the same way


def check(proses: Sequence[Prose]) -> Iterator[Check]:
    """Every list with its total: holds, doesn't, or isn't meant to."""
    proses = written(proses)
    by_number = {prose.passage.number: prose for prose in proses}
    for prose in proses:
        for listing in of_passage(prose, proses, by_number):
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
            apart = parted(listing.prose, parts[count - 1], parts[count]) != parted(listing.prose, parts[0], parts[1])
            return _check(listing, parts[:count], sum(values[:count], Decimal(0)), True) if apart else None
    whole = sum(values, Decimal(0))
    if any(_meant(listing, figure, whole) for figure in listing.prose.figures):
        return None
    if total.of is not None and total.of.value == whole:
        return None  # "chấp nhận 14/16 vụ (…)": the parts of the 16
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
    near = near or ((len(parts) >= 3 or _parallel(listing.prose, parts)) and stated < whole <= stated * TOO_MUCH)
    if ((listing.every or _whole_beside(listing)) and gap <= _FARTHEST * stated) or near:
        return _check(listing, parts, whole, False)
    return None


def _meant(listing: Listing, figure: Figure, whole: Decimal) -> bool:
    """Whether a list makes up another figure before it: "đã giải quyết 36 vụ; còn lại 33. Trong đó: …" parts the 36."""
    before = (
        figure.level and figure.depth == 0 and figure.stop <= listing.parts[0].start and figure is not listing.total
    )
    return before and same_unit(figure, listing.total) and scaled(figure, listing.total.fact.unit) == whole


def _parallel(prose: Prose, parts: Sequence[Figure]) -> bool:
    """Whether parts are named alike ("Tòa án tỉnh 06 phiên, Tòa án cấp huyện 16 phiên"): they don't overlap."""
    named = [set(folded_words(prose.lead(part))) for part in parts]
    return len(set.intersection(*named)) >= 2


def _whole_beside(listing: Listing) -> bool:
    """Whether what stands in brackets after each part makes up what stands beside the total, so that no part was left
    out: "98.214 suất, trị giá 51,7 tỷ đồng; trong đó quà của tỉnh 46.872 suất (23,44 tỷ đồng), …".
    """
    figures, total, parts = listing.prose.figures, listing.total, listing.parts
    if total.fact.passage != listing.prose.passage.number:
        return False
    beside = [figures[p.number + 1] for p in parts if p.number + 1 < len(figures)]
    if len(beside) < len(parts) or any(b.depth <= p.depth for b, p in zip(beside, parts, strict=True)):
        return False
    wholes = figures[total.number + 1 : parts[0].number]
    return any(
        all(same_unit(whole, part) for part in beside)
        and sum(scaled(part, whole.fact.unit) for part in beside) == whole.value
        for whole in wholes
    )


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
