"""The words between two figures: which of them belong to the figure before, which to the figure after, which to the
sentence.

"bắt 02 đối tượng | truy nã; | bắt 05 vụ": a comma, a verb, a preposition or a colon is where they part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.facts.phrase import begins_clause, has_content, within_verb, without_time
from knowledge.grammar import units, words
from knowledge.grammar.core import Token, key, word

_SHORT, _LONGER = 4, 7
_PREDICATES = ("được", "đã", "là", "đang", "bị", "sẽ", "tiếp")


@dataclass(slots=True)
class Split:
    """`right` for the figure before, `left` for the figure after; `label` stays for the sentence, `topic` is its
    beginning.

    `lasting`: its breakdown goes on past a semicolon ("Trong đó: …; …"). `opened`: a word like "trong đó" stands
    between them; `colon`: the figure before is what the colon lists.
    """

    right: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    label: list[int] = field(default_factory=list)
    topic: list[int] = field(default_factory=list)
    opened: bool = False
    lasting: bool = False
    colon: bool = False


def split(tokens: Sequence[Token], gap: list[int], after_figure: bool, bare: bool = False) -> Split:
    """Part the words of a gap; `after_figure` tells whether a figure stands before it in the same clause, `bare` that
    its unit is no noun, so that a verb after it begins a clause: "đầu tư 64,8 tỷ đồng | xây mới 36 phòng học".
    """
    opener = _opener(tokens, gap)
    if opener is not None:
        start, stop = opener
        rest = split(tokens, gap[stop:], False)
        before, rest.opened = gap[:start], True
        rest.lasting = not after_figure or any(tokens[i].text == ":" for i in gap[start:stop])
        if after_figure:
            rest.right = _first_part(tokens, before)
        elif has_content(tokens, before):
            rest.topic = before + rest.topic
        return rest
    colon = max((n for n, i in enumerate(gap) if tokens[i].text == ":"), default=None)
    if colon is not None:
        return _at_colon(tokens, gap[:colon], gap[colon + 1 :], after_figure)
    if not after_figure:
        topic, left = cut_topic(tokens, gap)
        return Split(left=left, topic=topic)
    right, left = ([], gap) if bare and gap and _verb_first(tokens, gap) else _between(tokens, gap)
    topic, left = cut_topic(tokens, left)
    return Split(right=right, left=left, topic=topic)


def _verb_first(tokens: Sequence[Token], gap: list[int]) -> bool:
    return words.lexicon("facts", "verb").begins([tokens[i] for i in gap[:6]], 0) is not None


def _opener(tokens: Sequence[Token], gap: list[int]) -> tuple[int, int] | None:
    """The first "trong đó", "gồm", "cụ thể" of a gap that begins a piece of it, as a range of the gap."""
    for n, i in enumerate(gap):
        window = [tokens[k] for k in gap[n : n + 5]]
        hit = words.openers().begins(window, 0)
        if hit is None:
            continue
        first = n == 0 or tokens[gap[n - 1]].kind == "mark"
        strong = hit[1] > 1 or tokens[i].key == "gom1"
        if (first or strong) and not (hit[1] == 1 and n == 0 and not first):
            stop = n + hit[1]
            while stop < len(gap) and tokens[gap[stop]].text in ":,":
                stop += 1
            return n, stop
    return None


def _at_colon(tokens: Sequence[Token], before: list[int], after: list[int], after_figure: bool) -> Split:
    content = has_content(tokens, after)
    if not after_figure:
        if content:
            topic, left = cut_topic(tokens, after)
            return Split(left=left, label=before, topic=topic)
        outer = max((n for n, i in enumerate(before) if tokens[i].text == ":"), default=None)
        label = [] if outer is None else before[:outer]
        topic, left = cut_topic(tokens, before if outer is None else before[outer + 1 :])
        return Split(left=[*left, *after], topic=topic, label=label)
    comma = next((n for n, i in enumerate(before) if tokens[i].text == "," or tokens[i].key == "va1"), None)
    if comma is None:
        return Split(right=before, left=after, colon=True)
    right, own = _between(tokens, before)
    goes_on = not begins_clause(tokens, own) and len(own) <= 2 and not any(tokens[i].capital for i in own[:1])
    if not own or (content and goes_on):  # "52 vụ sự cố, tai nạn: đuối nước 23 vụ"
        return Split(right=before, left=after, colon=True)
    return Split(right=right, left=after, label=own) if content else Split(right=right, left=[*own, *after])


def pieces(tokens: Sequence[Token], gap: list[int]) -> list[list[int]]:
    """A gap parted at its commas (the marks left out)."""
    parts: list[list[int]] = [[]]
    for i in gap:
        if tokens[i].text in ",;":
            parts.append([])
        else:
            parts[-1].append(i)
    return parts


def _joined(tokens: Sequence[Token], gap: list[int], parts: list[list[int]], first: int, last: int) -> list[int]:
    """The gap's indexes from piece `first` up to piece `last`, commas between them included."""
    chosen = [p for p in parts[first:last] if p]
    if not chosen:
        return []
    return [i for i in gap if chosen[0][0] <= i <= chosen[-1][-1]]


def _between(tokens: Sequence[Token], gap: list[int]) -> tuple[list[int], list[int]]:
    parts = pieces(tokens, gap)
    if len(parts) == 1:
        return _at_link(tokens, gap)
    last = len(parts) - 1
    begin = next((n for n in range(1, len(parts)) if _new_clause(tokens, parts, n)), None)
    if not parts[0] and parts[last]:
        begin = 1  # "(62,5%), trung, dài hạn | 30.824 tỷ đồng": nothing but a comma after the figure
    if begin is None:
        place = _place_link(tokens, parts[last])
        if place is not None:  # "12 hộ nghèo, cận nghèo | tại 5 xã"
            return [i for i in gap if i < place], [i for i in gap if i >= place]
        begin = last
    return _joined(tokens, gap, parts, 0, begin), _joined(tokens, gap, parts, begin, last + 1)


def _new_clause(tokens: Sequence[Token], parts: list[list[int]], n: int) -> bool:
    """Whether a piece begins a clause: with a verb, unless it goes on with "việc lãnh đạo, chỉ đạo và tổ chức"."""
    if not parts[n] or not begins_clause(tokens, parts[n]) or _coordinated(tokens, parts[n - 1], parts[n]):
        return False
    before = [tokens[i] for i in parts[n - 1]]
    nominal = any(
        words.lexicon("facts", "nominalizer").begins(before, k) for k in range(max(0, len(before) - 6), len(before))
    )
    return not (nominal and words.lexicon("facts", "verb").ends(before, len(before)) is not None)


def _coordinated(tokens: Sequence[Token], before: list[int], piece: list[int]) -> bool:
    """Whether two pieces name things of one kind: "Các xã, thị trấn tuyên truyền"."""
    one, other = [tokens[i] for i in before], [tokens[i] for i in piece]
    if other[0].key in [t.key for t in one[-3:-1]] and other[0].kind == "word":
        return True  # "lớp 5, lớp 9"
    bare = one[1:] if word(one, 0, "được", "đã", "bị") else one
    verb = words.lexicon("facts", "verb").begins(bare, 0)
    if len(bare) < len(one) and verb is not None and verb[1] == len(bare) and begins_clause(tokens, piece):
        return True  # "được miễn, giảm học phí"
    acts = words.lexicon("facts", "verb").begins(other, 0)
    if acts is not None and acts[1] == len(other) and words.lexicon("facts", "verb").ends(one, len(one)) is not None:
        return True  # "các khoản huy động, đóng góp"
    left, right = units.counted().ends(one, len(one)), units.counted().begins(other, 0)
    return left is not None and right is not None and left[0] == right[0] and left[1] >= len(one) - 3


def _place_link(tokens: Sequence[Token], piece: list[int]) -> int | None:
    """Where the prepositions at the end of a piece begin, if it names something before them."""
    cut = len(piece)
    while cut > 1:
        window = [tokens[i] for i in piece[max(0, cut - 4) : cut]]
        hit = words.lexicon("facts", "place_preposition", "cause").ends(window, len(window))
        if hit is None:
            break
        cut -= len(window) - hit[1]
    return piece[cut] if 0 < cut < len(piece) else None


def _first_part(tokens: Sequence[Token], gap: list[int]) -> list[int]:
    """The words before an opener that belong to the figure before."""
    return gap


def _at_link(tokens: Sequence[Token], gap: list[int]) -> tuple[list[int], list[int]]:
    """Without a comma: part before the run of links at the end, at "và", before an attribute, or before a verb."""
    cut = len(gap)
    while cut > 0:
        window = [tokens[i] for i in gap[max(0, cut - 6) : cut]]
        hit = (
            words.links().ends(window, len(window))
            or words.qualifiers().ends(window, len(window))
            or words.attributes().ends(window, len(window))
            or words.lexicon("facts", "cause").ends(window, len(window))
        )
        if hit is None or (cut > 1 and window[-1].capital) or within_verb(window, hit[1]):
            break
        cut -= len(window) - hit[1]
    if cut < len(gap):
        again = _attribute_or_verb(tokens, gap[:cut])
        if (
            again
            and tokens[gap[again]].key in _PASSIVE
            and words.attributes().begins([tokens[i] for i in gap[cut:]], 0)
        ):
            again = None  # "09 dự án FDI được cấp phép mới | với số vốn"
        return (gap[:again], gap[again:]) if again else (gap[:cut], gap[cut:])
    joint = max((n for n, i in enumerate(gap) if tokens[i].key == "va1"), default=None)
    if joint is not None:
        return gap[:joint], gap[joint:]
    place = _attribute_or_verb(tokens, gap)
    return (gap[:place], gap[place:]) if place else (gap, [])


_PASSIVE = (key("được"), key("bị"))


def _attribute_or_verb(tokens: Sequence[Token], gap: list[int]) -> int | None:
    """Where, after at least one word, an attribute ("số tiền") or a verb of two syllables or a comparison begins."""
    for n in range(1, len(gap)):
        window = [tokens[i] for i in gap[n : n + 6]]
        before = [tokens[i] for i in gap[:n]]
        if words.lexicon("facts", "place_preposition").ends(before, n) is not None and before[-1].key != key("với"):
            continue  # "so với tổng số", "trong tổng số"
        if (word(before, n - 1, "với") and word(before, n - 2, "so", "đối")) or word(before, n - 1, "bị", "về"):
            continue
        attribute, verb = words.attributes().begins(window, 0), words.verbs().begins(window, 0)
        if (
            (attribute and attribute[1] > 1)
            or (verb and verb[1] > 1 and _free(tokens, gap, n))
            or words.lexicon("facts", "increase", "decrease").begins(window, 0)
        ):
            while n > 1 and not tokens[gap[n - 1]].capital and words.links().ends(before[:n], n) is not None:
                n -= 1  # no "Thành" of a name
            return n
    return None


def _free(tokens: Sequence[Token], gap: list[int], at: int) -> bool:
    """Whether a verb stands for itself: not after a noun it tells of ("hồ sơ cấp thẻ") but at "đã",
    "được" or a stop.
    """
    return tokens[gap[at - 1]].key in ("đa4", "đươc5", "đang", "va1")


def cut_topic(tokens: Sequence[Token], gap: list[int]) -> tuple[list[int], list[int]]:
    """The sentence's words before the clause, and the clause: "Công tác … được tăng cường, | tuần tra, xử lý"."""
    parts = pieces(tokens, gap)
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    if len(parts) == 1:
        return [], [i for i in gap if tokens[i].text != ","] if len(parts[0]) < len(gap) else gap
    first = len(parts) - 1
    verb = begins_clause(tokens, parts[first])
    while first > 0:
        previous = parts[first - 1]
        if previous and _coordinated(tokens, previous, parts[first]):
            first -= 1
            verb = begins_clause(tokens, previous)
            continue
        if verb and previous and not _new_clause(tokens, parts, first):
            first -= 1
            verb = begins_clause(tokens, previous)
            continue
        if verb:
            core = without_time(tokens, previous)
            if not (core and len(core) <= 4 and begins_clause(tokens, core)):
                break
        elif (
            len(parts[first]) > (_LONGER if 0 < len(previous) <= _SHORT else _SHORT)
            or not previous
            or _predicate(tokens, previous)
            or _circumstance(tokens, previous)
        ):
            break
        first -= 1
        verb = verb or begins_clause(tokens, parts[first])
        if not verb and len(previous) > _SHORT:
            break
    return _joined(tokens, gap, parts, 0, first), _joined(tokens, gap, parts, first, len(parts))


def _predicate(tokens: Sequence[Token], piece: list[int]) -> bool:
    """Whether a piece is a clause of its own: "Công tác tiêm phòng được tăng cường"."""
    return any(tokens[i].text.lower() in _PREDICATES for i in piece)


def _circumstance(tokens: Sequence[Token], piece: list[int]) -> bool:
    """Whether a piece only tells when or in what course: "Trong tháng", "Tính đến ngày 31/7", "đến nay"."""
    window = [tokens[i] for i in piece]
    hit = words.connectors().begins(window, 0)
    if not without_time(tokens, piece):
        return True
    return bool(hit and hit[1] == len(window)) or tokens[piece[0]].text.lower() in (
        "về",
        "trong",
        "tính",
        "đến",
        "sau",
        "qua",
        "từ",
        "tại",
    )
