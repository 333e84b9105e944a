"""The unit of a figure that prints none: of the total it is a part of, of the figure beside it, or of the words that
count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.facts.draft import Draft
from knowledge.facts.phrase import trim_start
from knowledge.grammar import units
from knowledge.grammar.core import key, word


def of_whole(draft: Draft) -> None:
    """A part whose noun only names it is counted in what its total counts: "11 trường (04 | mầm non, 04 tiểu học)",
    "1.583 trẻ (827 | nam, 756 nữ)", "61 huy chương (17 vàng, 19 bạc, 25 | đồng)".
    """
    whole, match = draft.owner or draft.head, draft.match
    if whole is None or not whole.match.noun or whole.match.value is None or match.value is None or match.link:
        return
    medal = match.unit == "đồng" and match.value < _LEAST_MONEY
    names = (match.noun and match.kind == "count") or medal
    if names and match.value == int(match.value) and match.value <= whole.match.value and not whole.comparison:
        draft.match = replace(match, unit=whole.match.unit, kind=whole.match.kind, noun=True)


def level(drafts: Sequence[Draft]) -> None:
    """Bare figures side by side that several professions name count people: "bác sĩ 52, dược sĩ 17, hộ sinh 24"."""
    run: list[Draft] = []
    for draft in [*drafts, None]:
        if draft is not None and not draft.match.unit and (not run or draft.sentence == run[-1].sentence):
            run.append(draft)
            continue
        led = {d.unit for d in run if d.unit and d.unit == _leading(d)}
        names = {_leading(d) for d in run} - {""}
        if len(names) > 1:
            for other in run:
                other.unit = "người" if other.unit in led else other.unit
        run = [draft] if draft is not None and not draft.match.unit else []


_LEAST_MONEY = 1000


def unit_of(draft: Draft, anchor: Draft | None, earlier: Sequence[Draft] = (), recent: Sequence[Draft] = ()) -> str:
    """The unit as printed, or the one it takes over; "" where there is none."""
    if draft.match.unit:
        return draft.match.unit
    if ranged := _of_range(draft):
        return ranged
    counted = counted_in(draft)
    if counted:
        return counted
    whole = draft.match.value is not None and draft.match.value == int(draft.match.value)
    if not whole and draft.content and draft.tokens[draft.content[0]].key == key("điểm"):
        return "điểm"  # "điểm trung bình 3,42"
    for holder in (draft.head, draft.owner, draft.parent, draft.source, draft.before, anchor):
        if holder is None or holder.comparison or not holder.unit:
            continue
        if holder.match.noun and not whole:
            return ""
        if holder.sentence != draft.sentence and holder not in (draft.head, anchor, draft.parent):
            continue
        return holder.unit
    if not whole:
        return ""
    return _of_what_was_counted(draft, earlier) or _leading(draft) or _of_people(draft, recent)


def _of_range(draft: Draft) -> str:
    """The unit of the upper end of a range whose lower end prints none: "từ | 3 đến dưới 6 tháng"."""
    stop = draft.match.figure[1]
    if not (word(draft.tokens, draft.at - 1, "từ", "đủ") and word(draft.tokens, stop, "đến")):
        return ""
    upper = next((m for m in draft.text.matches if stop < m.start <= stop + 3), None)
    return upper.unit if upper is not None and upper.kind in ("time", "age") else ""


def _leading(draft: Draft) -> str:
    """The counted noun that the clause begins with: "Đảng viên: 06", "Biên chế được giao 281"."""
    window = [draft.tokens[i] for i in trim_start(draft.tokens, draft.content)]
    unit = units.simple(window, 0)
    return unit.name if unit is not None and unit.noun and unit.kind in ("people", "document", "household") else ""


def _of_what_was_counted(draft: Draft, earlier: Sequence[Draft]) -> str:
    """ "Khám tuyển: 612 thanh niên. Đủ sức khỏe | 251": the noun of the last result, where it can hold this one."""
    for other in reversed(earlier[-4:]):
        if other.comparison or not other.match.noun or other.match.value is None or draft.match.value is None:
            continue
        return other.unit if other.match.value >= draft.match.value else ""
    return ""


def _of_people(draft: Draft, recent: Sequence[Draft]) -> str:
    """The people counted last in the passages before, for a bare figure under them: "Trình độ: đại học
    31; THPT 109".
    """
    for other in reversed(recent):
        if draft.match.value is not None and other.match.value is not None and other.match.value >= draft.match.value:
            return other.unit
    return ""


def counted_in(draft: Draft) -> str:
    """The noun after "số", "tổng số" at the beginning of the clause: "Số vụ tai nạn: 05" -> "vụ"."""
    tokens = draft.tokens
    for indexes in (draft.content, draft.label):
        rest = trim_start(tokens, list(indexes))
        window = [tokens[i] for i in rest]
        for n in range(min(4, len(window))):
            if word(window, n, "số", "lượng"):
                unit = units.simple(window, n + 1)
                if unit is not None and unit.noun:
                    return unit.name
    return ""
