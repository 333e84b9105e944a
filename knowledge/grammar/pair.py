"""Two figures with a stroke between: done out of a total ("29/30 xã", "3.200 con/ 3.200 con") or two counts ("12 vụ/16
bị cáo").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.grammar import units
from knowledge.grammar.core import Match, Matches, Token, mark, number, word


def pair(tokens: Sequence[Token], at: int) -> Matches | None:
    """The two figures of a pair, or more of them ("5 vụ/8 bị can/3 bị cáo"); the later ones hang on the first."""
    if not number(tokens, at):
        return None
    found: list[Match] = []
    place = at
    while True:
        unit = units.simple(tokens, place + 1)
        last = not (unit and mark(tokens, unit.stop, "/") and number(tokens, unit.stop + 1)) and not (
            mark(tokens, place + 1, "/") and number(tokens, place + 2)
        )
        if last:
            unit = units.read(tokens, place + 1)
        stop = unit.stop if unit else place + 1
        name, kind, noun = (unit.name, unit.kind, unit.noun) if unit else ("", "", False)
        found.append(Match("pair", at, stop, "figure", (place, stop), tokens[place].value, None, name, kind, noun))
        if last:
            break
        place = stop + 1
    if len(found) < 2 or (found[-1].unit == "" and not _reached(tokens, at)):
        return None
    first, second = found[0], found[1]
    if first.unit and second.value is not None and units.is_per(second.value) and second.unit != first.unit:
        return None  # "12 ca/100.000 dân" is a rate
    if not first.unit:  # "29/30 xã": the unit of both stands after the second
        first = replace(first, unit=second.unit, kind=second.kind, noun=second.noun)
    over = first.unit == second.unit or second.unit == "chỉ tiêu" or not second.unit
    if not second.unit:
        second = replace(second, unit=first.unit, kind=first.kind, noun=first.noun)
    out = [first, replace(second, link="over" if over else "paired")]
    return tuple(replace(m, stop=found[-1].stop) for m in (*out, *(replace(m, link="paired") for m in found[2:])))


def _reached(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words before a bare "8/10" say that it is a count: "đạt 8/10", "hoàn thành 19/112"."""
    return word(tokens, at - 1, "đạt", "thành", "được", "có", "đã") or mark(tokens, at - 1, ":")
