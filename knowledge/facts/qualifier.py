"""What stands between the words of a clause and its figure: qualifiers ("ước", "khoảng"), comparison words, copulas."""

from __future__ import annotations

from typing import cast

from knowledge.facts.draft import Draft
from knowledge.facts.phrase import within_verb
from knowledge.grammar import words
from knowledge.grammar.core import Token, key, word
from knowledge.model import Qualifier

_STRONG = ("increase", "decrease", "fold")
_ESTIMATES = (key("ước"),)
_ORDER: tuple[Qualifier, ...] = ("estimate", "about", "at_least", "at_most", "planned")


def read(draft: Draft) -> None:
    """Set `qualifiers`, `comparator` and `content` of a draft from the words on its left and just after it."""
    tokens = draft.tokens
    rest, comparator, found = _strip(draft)
    found |= _around(draft)
    siblings = draft.before is not None and not draft.before.match.unit and not draft.match.unit
    if siblings and comparator == "reach" and not rest:  # "giỏi 18, khá 41, đạt 17": a grade
        comparator, rest, draft.source = "", list(draft.left), None
    if comparator == "reach" and not rest and _completes(draft):
        comparator, rest, draft.source = "", list(draft.left), None
    if not comparator and not rest and _also(draft):
        comparator = draft.before.comparator if draft.before is not None else ""
    draft.comparator, draft.content = comparator, _without_base(draft, rest, comparator)
    if not draft.comparator and len(draft.content) < len(rest):
        draft.comparator = _comparator_at_end(draft)
    if any(tokens[i].key in _ESTIMATES for i in (*draft.left, *draft.topic[:1])):
        found.add("estimate")
    draft.qualifiers = tuple(q for q in _ORDER if q in found)


def _also(draft: Draft) -> bool:
    """Whether a change goes on with another thing: "tăng 12 vụ (6,90%), | 21 bị cáo (7,22%) so với cùng kỳ"."""
    before = draft.before
    if before is None or draft.owner is not before.owner or before.comparator not in ("increase", "decrease"):
        return False
    beside = draft.match.noun and before.match.noun and draft.match.unit != before.match.unit and not before.right
    window = [draft.tokens[i] for i in draft.right[:4]]
    return beside and not draft.left and word(window, 0, "so") and words.bases().find(window) is not None


def _completes(draft: Draft) -> bool:
    """Whether "hoàn thành" tells what was done with things counted: "khởi công 12 nhà, hoàn thành | 9 nhà"."""
    last = draft.before is not None and draft.tokens[draft.left[-1]].key == key("thành")
    return last and draft.match.noun and not draft.match.link


def _strip(draft: Draft) -> tuple[list[int], str, set[Qualifier]]:
    """The words on the left without what stands between them and the figure, the comparison word and the qualifiers."""
    tokens, rest = draft.tokens, list(draft.left)
    found: set[Qualifier] = set()
    comparator = {1: "increase", -1: "decrease"}.get(draft.match.sign, "fold" if draft.match.rule == "doubled" else "")
    while rest:
        window = [tokens[i] for i in rest[-6:]]
        if window[-1].kind == "mark" and window[-1].text not in ")”":
            rest.pop()
            continue
        seen = _endings(window)
        if not seen:
            break
        start, name, value = min(seen, key=lambda ending: ending[0])
        if within_verb(window, start):
            break
        if name == "q" and value == "planned" and (comparator or start > 0 or len(rest) > len(window)):
            break  # "công suất giường kế hoạch đạt 140%" names; "(kế hoạch 5.000 ha)" plans
        if name == "q":
            found.add(cast(Qualifier, "planned" if value == "hope" else value))
        elif name == "c" and (not comparator or (value in _STRONG and comparator not in _STRONG)):
            comparator = value
        rest = rest[: len(rest) - (len(window) - start)]
    return rest, comparator, found


def _endings(window: list[Token]) -> list[tuple[int, str, str]]:
    """Qualifiers, comparison words and copulas that end some words: where each begins, its kind and its class."""
    lexicons = (("q", words.qualifiers()), ("c", words.comparators()), ("l", words.lexicon("facts", "copula")))
    hits = [(lexicon.ends(window, len(window)), name) for name, lexicon in lexicons]
    return [(hit[1], name, hit[0]) for hit, name in hits if hit is not None]


def _around(draft: Draft) -> set[Qualifier]:
    """What is hoped for anywhere on the left ("phấn đấu"), and the bound after the figure ("trở lên")."""
    found: set[Qualifier] = set()
    if words.lexicon("qualifiers", "hope").find([draft.tokens[i] for i in draft.left]) is not None:
        found.add("planned")
    after = draft.match.figure[1]
    if word(draft.tokens, after, "trở") and word(draft.tokens, after + 1, "lên", "xuống"):
        found.add("at_least" if word(draft.tokens, after + 1, "lên") else "at_most")
    return found


def _without_base(draft: Draft, rest: list[int], comparator: str) -> list[int]:
    """Without the base of the comparison where it stands before the figure: "so với cùng kỳ | giảm", "cao hơn cùng kỳ
    |".
    """
    tokens = draft.tokens
    window = [tokens[i] for i in rest]
    for n in range(len(window)):
        if not (word(window, n, "so") and word(window, n + 1, "với")):
            continue
        hit = words.bases().begins(window, n + 2) or words.bases().begins(window, n + 3)
        stop = hit[1] if hit is not None else n + 2
        while stop < len(window) and (
            window[stop].kind != "word" or words.lexicon("facts", "temporal").begins(window, stop)
        ):
            stop += 1
        if hit is not None or stop > n + 2:
            return rest[:n] + rest[stop:]
    hit = words.bases().ends(window, len(window))
    if hit is not None and hit[0] != "plan" and words.comparators().ends(window, hit[1]) is not None:
        return rest[: hit[1]]
    return rest


def _comparator_at_end(draft: Draft) -> str:
    """The comparison word left at the end once its base is taken away; it is taken from the content too."""
    window = [draft.tokens[i] for i in draft.content]
    hit = words.comparators().ends(window, len(window))
    if hit is None:
        return ""
    draft.content = draft.content[: hit[1]]
    return hit[0]


def inherit(draft: Draft) -> None:
    """An estimate carries to the comparisons that hang on it."""
    parent = draft.subject
    if (
        draft.comparison
        and parent is not None
        and "estimate" in parent.qualifiers
        and "estimate" not in draft.qualifiers
    ):
        draft.qualifiers = ("estimate", *draft.qualifiers)
