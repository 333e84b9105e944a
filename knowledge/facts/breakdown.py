"""Breakdowns that no word announces: figures side by side whose sum is a total stated before.

"- Loại hình: nhà dân 27 vụ; cơ sở 16 vụ; phương tiện 14 vụ; rừng 05 vụ; khác 03 vụ" under "xảy ra 65 vụ cháy". Only
what adds up is
tied; what nearly adds up is left to the checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.facts.clause_kind import same_kind
from knowledge.facts.draft import Draft
from knowledge.grammar.core import mark

_FEWEST, _FEWEST_APART, _LEAST_APART = 2, 3, 20


def tie(drafts: Sequence[Draft], earlier: Sequence[Draft]) -> None:
    """Make the figures of every such run parts of their total; `earlier` are results of the passages
    before, in order.
    """
    for run in _runs(drafts):
        for start in range(len(run) - _FEWEST + 1):
            parts = run[start:]
            before = [*earlier, *drafts[: drafts.index(parts[0])]]
            whole = _total(parts, before)
            if whole is not None:
                for part in parts:
                    part.parent, part.measure = whole, "part"
                if whole.measure == "actual":
                    whole.measure = "total"
                break


def gather(drafts: Sequence[Draft]) -> None:
    """Make names with a figure each in brackets go on with what the first of them is of: "143 ca, tập trung ở xã Hòa
    Mục (31 ca), | Phú Hòa (27 ca)".
    """
    for run in _bracketed_names(drafts):
        first, lead = run[0], run[0].phrase.split()
        while lead and lead[-1][:1].isupper():
            lead.pop()
        whole = first.parent or _greater(run, drafts[: drafts.index(first)])
        for draft in run:
            draft.parent = draft.parent or whole
            if whole is not None and draft.parent is whole and same_kind(whole, draft) and draft.measure == "actual":
                draft.measure = "part"
        for draft in run[1:]:
            draft.phrase = draft.phrase or " ".join(lead)


def _bracketed_names(drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    run: list[Draft] = []
    for draft in drafts:
        tokens, match = draft.tokens, draft.match
        alone = mark(tokens, match.start - 1, "(") and mark(tokens, match.stop, ")") and not draft.comparison
        beside = run and (draft.sentence, draft.unit) == (run[-1].sentence, run[-1].unit)
        if not (alone and beside and draft.content and tokens[draft.content[0]].capital):
            if len(run) > 1:
                yield run
            run = []
        if alone:
            run.append(draft)
    if len(run) > 1:
        yield run


def _greater(parts: Sequence[Draft], before: Sequence[Draft]) -> Draft | None:
    """The last result of the sentence in the same unit that none of the parts exceeds."""
    most = max((part.match.value or 0 for part in parts), default=0)
    for other in reversed(before):
        if other.sentence != parts[0].sentence:
            return None
        if not other.comparison and same_kind(other, parts[0]) and (other.match.value or 0) >= most:
            return other
    return None


def rehead(drafts: Sequence[Draft]) -> None:
    """Give an announced breakdown the total that its parts add up to, where that is another one than the nearest.

    "… tháng 10 đạt 6,84 tỷ đồng; lũy kế 71,35 tỷ đồng. Trong đó: thuế, phí 31,27; tiền sử dụng đất 28,50; thu khác
    11,58".
    """
    groups: dict[tuple[int, int, str], list[Draft]] = {}
    for draft in drafts:
        if (
            (draft.opened or draft.head is not None)
            and not draft.comparison
            and not draft.match.link
            and draft.owner is None
        ):
            groups.setdefault((draft.sentence[0], draft.group, draft.unit), []).append(draft)
    for parts in groups.values():
        whole = _total(parts, drafts[: drafts.index(parts[0])]) if len(parts) >= _FEWEST else None
        if whole is None:
            continue
        for part in parts:
            head = part.parent
            if head is not None and part.period == head.period:
                part.period = whole.period
            part.parent = part.head = whole
            part.measure = "part" if part.measure == "actual" else part.measure


def _runs(drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Results without a parent that stand side by side in one unit, comparisons between them left out."""
    run: list[Draft] = []
    for draft in drafts:
        if draft.comparison or draft.match.link:
            continue
        fits = (
            draft.parent is None and draft.owner is None and draft.measure in ("actual", "target") and draft.unit != ""
        )
        if run and not (fits and draft.sentence == run[-1].sentence and draft.unit == run[-1].unit):
            yield run
            run = []
        if fits:
            run.append(draft)
    yield run


def _total(parts: Sequence[Draft], before: Sequence[Draft]) -> Draft | None:
    """The nearest result before them that they add up to."""
    values = [p.match.value for p in parts if p.match.value is not None]
    if len(values) < len(parts) or any(p.match.high is not None for p in parts):
        return None
    for other in reversed(before):
        bare = not other.match.unit and not parts[0].match.unit and other.unit == parts[0].unit
        alike = same_kind(other, parts[0]) or (bare and other.text is parts[0].text)
        if other.comparison or other in parts or other.match.link == "over" or not alike:
            continue
        far = other.text is not parts[0].text
        if far and (len(parts) < _FEWEST_APART or sum(values) < _LEAST_APART):
            continue  # small numbers of other paragraphs add up by chance
        if other.match.value == sum(values):
            return other
    return None
