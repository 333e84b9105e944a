"""What a question counts: the unit nouns after "bao nhiêu", "mấy" or "số"."""

from __future__ import annotations

from knowledge.ask.roles import Part
from knowledge.fold import fold
from knowledge.index.kinds import alike, kind_of, name_of, unit_words
from knowledge.index.lexicon import Found, lexicon
from knowledge.index.marks import Marked
from knowledge.index.report_index import ReportIndex


def units_asked(
    run: list[Marked], taken: list[Part], index: ReportIndex, concepts: list[Found]
) -> list[tuple[Marked, ...]]:
    """The unit nouns that follow "bao nhiêu", "mấy" or "số": the longest run that is a unit there or a person."""
    units = []
    people = {noun[0].folded for noun in lexicon().classes["person_generic"].runs() if len(noun) == 1}
    place_nouns = lexicon().classes["place_generic"].runs()
    for n in range(len(run) - 1):
        after_count = taken[n] is not None and taken[n][0] == "wanted" and run[n].folded in ("nhieu", "may", "nhiu")  # type: ignore[index]
        part = taken[n + 1]
        if not (after_count or run[n].folded in ("so", "luong")) or part == ("wanted", "count"):
            continue
        if any(f.start <= n and n + 1 < f.stop for f in concepts):
            continue
        phrases = [f.stop - f.start for f in concepts if f.start == n + 1 and f.stop - f.start > 1]
        asked = part is not None and part[0] == "wanted"
        generic = any(len(p) > 1 and tuple(run[n + 1 : n + 1 + len(p)]) == p for p in place_nouns)
        if after_count and phrases and not asked and run[n + 1].folded not in people and not generic:
            # "bao nhiêu bằng lái xe": the whole phrase is counted
            units.append(tuple(run[n + 1 : n + 1 + max(phrases)]))
            continue
        for length in (4, 3, 2, 1):
            piece = tuple(run[n + 1 : n + 1 + length])
            if (
                len(piece) == length
                and (part is None or part[0] in ("stop", "soft", "content"))
                and (index.is_unit(piece) or (after_count and (_measures(piece) or _called(piece, index))))
            ):
                units.append(piece)
                for k in range(n + 1, n + 1 + length):
                    if taken[k] is None or taken[k][0] in ("stop", "soft"):  # type: ignore[index]
                        taken[k] = ("unit", "unit")
                break
        else:
            near = index.near_unit(run[n + 1]) if after_count and part is None else None
            if near is not None:
                units.append((near,))
                taken[n + 1] = ("unit", "slip")
    return units


def _called(piece: tuple[Marked, ...], index: ReportIndex) -> bool:
    """Whether people call a unit of the report so: "mấy nhà" for so many "hộ"."""
    said = [word.folded for word in piece]
    return any(alike(said, unit_words(unit)) for unit in index.units)


def _measures(piece: tuple[Marked, ...]) -> bool:
    """Whether a word is a unit of measure though the report uses none such ("bao nhiêu ha" is not told in tạ/ha), or a
    noun of people in two words or more ("kiểm sát viên")."""
    if len(piece) > 1:
        noun = " ".join(word.folded for word in piece)
        return kind_of(noun) == "people" and fold(name_of(noun)) == noun and not kind_of(piece[0].folded)
    return kind_of(piece[0].folded) in _MEASURED


_MEASURED = ("area", "weight", "length")
