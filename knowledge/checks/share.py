"""Percentages against their numerator and denominator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.checks.figures import Figure, Prose, growth_fits, same_unit, scaled, share_fits, shown, written
from knowledge.checks.result import named, result
from knowledge.checks.words import says
from knowledge.fold import words as folded_words
from knowledge.model import Check

_VERB = re.compile(r"(?:đạt|chiếm|bằng|tương ứng|tỷ lệ|=|\(|tức|được)[^,;.()]{0,30}$|[,(]\s*$", re.IGNORECASE)
_MOVES = re.compile(r"\b(?:tăng|giảm|so với|vượt|cùng kỳ)\b|[+−]\s*$|\(-\s*$", re.IGNORECASE)
_LAST = re.compile(r"\((?:cùng kỳ|năm trước|tháng trước)[^,;()]*$", re.IGNORECASE)
_BRACKET = re.compile(r"\s*([^().;:%\d]{0,60})\(\s*(?:là |khoảng )?$")
_BASE = re.compile(r"\s*(?:của|so với|trên|trong)?\s*((?:tổng |số |diện tích |toàn )?[^\W\d][^,.;:()\d]{2,60})")
_LEVEL = re.compile(r"\b(?:trên|dưới|vượt|hơn|bằng) mức\b|\bbình quân\b", re.IGNORECASE)  # what each of them reached
_NAMED = re.compile(r"\b(?:là|gồm|như)\s+\w")
_SLIP = 12  # points that a slip of the pen moves a percentage by, at most
_STOP = frozenset("tong so cua va cac cho tren trong dia ban da duoc voi toan".split())  # noqa: SIM905


def check(proses: Sequence[Prose]) -> Iterator[Check]:
    """Every percentage whose two figures are plain."""
    for prose in written(proses):
        for percent in prose.figures:
            if percent.percent and not percent.loose:
                found = (
                    _pair(prose, percent)
                    or _bracketed(prose, percent)
                    or _named(prose, percent, proses)
                    or _part(prose, percent, proses)
                )
                if found:
                    yield found


def _before(prose: Prose, percent: Figure) -> Figure | None:
    """The figure a percentage speaks of: the one before it, past brackets that are closed."""
    for figure in reversed(prose.figures[: percent.number]):
        if figure.sentence != percent.sentence:
            return None
        if figure.depth > percent.depth:
            continue
        return None if prose.unread(figure.stop, percent.start) else figure
    return None


def _reach(prose: Prose, figure: Figure, percent: Figure) -> str:
    """The words from a figure to its percentage, without closed brackets."""
    return re.sub(r"\([^()]*\)", "", prose.between(figure, percent))


def _pair(prose: Prose, percent: Figure) -> Check | None:
    """ "412/538 trường …, đạt 76,6%"."""
    pair = _before(prose, percent)
    if pair is None or pair.of is None or percent.change or pair.depth > percent.depth:
        return None
    reach, after = _reach(prose, pair, percent), prose.trail(percent)
    if _MOVES.search(reach) or says("same", after) or ";" in reach or not _VERB.search(reach):
        return None
    if _LEVEL.search(reach):
        return None  # "10/12 khoản thu đạt trên mức bình quân 66,7%"
    told = (f for f in prose.figures[pair.number + 1 : percent.number] if f.percent and not f.change)
    if any(f.depth > percent.depth for f in told):
        return None  # "83/84 đồng chí (98,8%), kết quả khá, giỏi đạt 79,5%"
    if percent.depth > pair.depth and not re.search(
        r"\(\s*(?:đạt|chiếm|bằng|tỷ lệ|=)?[^,;\d]{0,20}$", prose.text[: percent.start]
    ):
        return None
    fits = share_fits(pair, pair.of, percent)
    if not fits and percent.depth > pair.depth and _NAMED.search(reach):
        return None  # "02/07 xã thu cao hơn bình quân là Minh Khai (18,6%)"
    if not fits and percent.value == 100:
        return None  # "57/61 trường đạt 100%": what each of them did
    over = percent.value > 100 and pair.value <= pair.of.value and says("plan", after)  # of another plan
    if not fits and (over or pair.loose or pair.of.loose or re.search(r"\bvề\b", after)):
        return None
    return _share("share", prose, pair, pair.of, percent, fits)


def _share(relation: str, prose: Prose, part: Figure, whole: Figure, percent: Figure, fits: bool) -> Check:
    value = 100 * part.value / scaled(whole, part.fact.unit) if whole.value else part.value
    first, last = sorted(
        (part if part.fact.passage == prose.passage.number else percent, percent), key=lambda f: f.start
    )
    return result(
        relation,
        fits,
        named(percent),
        f"{shown(value)}%",
        [part, whole, percent],
        prose.quote(first, last),
        part=named(part),
        whole=named(whole),
        indicator=part.fact.indicator,
    )


def _bracketed(prose: Prose, percent: Figure) -> Check | None:
    """ "bằng 75,1% kế hoạch năm (1.500 triệu USD)", "(cùng kỳ 1.964 ca, giảm 38,7%)"."""
    part = _main(prose, percent)
    if part is None:
        return None
    following = prose.figures[percent.number + 1] if percent.number + 1 < len(prose.figures) else None
    if following is not None and following.depth == percent.depth + 1 and following.level:
        opened = _BRACKET.fullmatch(prose.between(percent, following))
        grows = opened is not None and re.search(r"\btăng (?:trưởng|thêm)\b", opened[1]) is not None
        grows = grows or _of_change(prose, part, percent, following)
        if opened and opened[1].strip() and not says("some", opened[1]) and not grows:
            return _against(prose, part, following, percent)
    before = prose.figures[percent.number - 1] if percent.number else None
    inside = before is not None and before.depth == percent.depth == part.depth + 1 and before.level
    if before is not None and inside and percent.change and _LAST.search(prose.text[: before.start]):
        return _against(prose, part, before, percent)
    return None


def _of_change(prose: Prose, part: Figure, percent: Figure, base: Figure) -> bool:
    """Whether the percentage is that of the change told before it ("tăng 37,5 tỷ đồng, đạt 50% kế hoạch (75 tỷ)")."""
    between = prose.figures[part.number + 1 : percent.number]
    return any(f.change and same_unit(f, base) and share_fits(f, base, percent) for f in between)


def _main(prose: Prose, percent: Figure) -> Figure | None:
    """The level that a percentage compares: the last one before it in its clause, outside its brackets."""
    for figure in reversed(prose.figures[: percent.number]):
        if figure.sentence != percent.sentence or ";" in re.sub(r"\([^()]*\)", "", prose.between(figure, percent)):
            return None
        if figure.level and figure.depth == 0:
            return figure
    return None


def _against(prose: Prose, part: Figure, base: Figure, percent: Figure) -> Check | None:
    if not same_unit(part, base) or part.loose or base.loose:
        return None
    if percent.change:
        fits = growth_fits(part, base, percent)
        value = 100 * (part.value / scaled(base, part.fact.unit) - 1) if base.value else part.value
        return result(
            "change",
            fits,
            named(percent),
            f"{shown(value)}%",
            [part, base, percent],
            prose.quote(part, max(base, percent, key=lambda f: f.start)),
            part=named(part),
            whole=named(base),
            indicator=part.fact.indicator,
        )
    return _share("share", prose, part, base, percent, share_fits(part, base, percent))


def _named(prose: Prose, percent: Figure, proses: Sequence[Prose]) -> Check | None:
    """ "chiếm 43,5% tổng dư nợ", "đạt 75,2% số đơn đã chuyển": the base is a figure that bears these words."""
    part = _before(prose, percent)
    if part is None or not part.level or percent.change or part.of is not None:
        return None
    reach = _reach(prose, part, percent)
    match = _BASE.match(prose.text[percent.stop :])
    if not match or not _VERB.search(reach) or _MOVES.search(reach) or says("same", match[1]) or says("plan", match[1]):
        return None
    wanted = [word for word in folded_words(match[1]) if word not in _STOP]
    if len(wanted) < 2:
        return None
    every = [
        (p, f) for p in proses for f in p.figures if f.level and f is not part and not f.depth and f.value > part.value
    ]
    every = [(p, f) for p, f in every if f.fact.passage != part.fact.passage or f.start < percent.start]
    bases = [(p, f) for p, f in every if _convertible(part, f, wanted) and _bears(p, f, wanted)]
    fitting = [f for _, f in bases if share_fits(part, f, percent)]
    if fitting:
        return _share("share", prose, part, fitting[0], percent, True)
    sure = [f for p, f in bases if not f.loose and (_close(f, part) or _called(p, f, match[1], wanted))]
    if part.loose or not sure:
        return None
    near = [f for f in sure if f.fact.passage == part.fact.passage]
    dated = [f for f in sure if f.fact.period == part.fact.period]  # not last month's column
    return _share("share", prose, part, (near or dated or sure)[-1], percent, False)


def _bears(prose: Prose, figure: Figure, wanted: Sequence[str]) -> bool:
    """Whether a figure's clause and own words hold all that a base is called by."""
    return set(wanted) <= set(folded_words(f"{prose.clause(figure)} {figure.fact.own} {figure.fact.unit}"))


def _close(base: Figure, part: Figure) -> bool:
    return base.fact.passage == part.fact.passage and base.sentence == part.sentence


def _called(prose: Prose, base: Figure, phrase: str, wanted: Sequence[str]) -> bool:
    """Whether a figure is called by just these words: "diện tích" alone may be any area."""
    name = prose.passage.row_label or base.fact.indicator
    if phrase.lower().startswith("tổng") and name.lower().startswith(phrase.lower().strip()):
        return True
    return {word for word in folded_words(name) if word not in _STOP} == set(wanted)


def _convertible(part: Figure, base: Figure, wanted: Sequence[str]) -> bool:
    """Whether part and base can be divided: one unit, or the base's unit is what the words name."""
    unit = folded_words(base.fact.unit)
    return same_unit(part, base) or bool(unit and set(unit) <= set(wanted))


def _part(prose: Prose, percent: Figure, proses: Sequence[Prose]) -> Check | None:
    """ "Riêng vi phạm nồng độ cồn 203 trường hợp, chiếm 27,4%": a share of a figure just before, unnamed."""
    part = _before(prose, percent)
    if part is None or not part.level or part.of is not None or percent.change:
        return None
    reach, after = _reach(prose, part, percent), prose.trail(percent)
    if _MOVES.search(reach) or not _VERB.search(reach) or says("same", after) or says("plan", after):
        return None
    earlier = _wholes(prose.figures[: part.number], part)
    fitting = [whole for whole in earlier if share_fits(part, whole, percent)]
    if fitting:
        return _share("share", prose, part, fitting[-1], percent, True)
    near = [f for f in earlier if f.sentence >= part.sentence - 1 and not (f.bare or f.loose)]
    near = [whole for whole in near if not _has_share(prose, whole)]
    if not near or part.loose or after.strip() or not _is_share(prose, near[-1], part, reach):
        return None
    computed = 100 * part.value / near[-1].value
    if abs(computed - percent.value) > _SLIP or max(computed, percent.value) > 2 * min(computed, percent.value):
        return None  # a share, or a part of a plan, that isn't printed
    before = [f for figure in prose.figures[: part.number] for f in (figure, figure.of) if f is not None and f.level]
    if any(share_fits(part, whole, percent) for whole in before if whole.value >= part.value):
        return None  # "38/38 chỉ tiêu …; có trình độ đại học 11 người (28,9%)"
    if any(share_fits(part, whole, percent) for other in proses for whole in _wholes(other.figures, part)):
        return None  # a share of something said elsewhere
    return _share("share", prose, part, near[-1], percent, False)


def _is_share(prose: Prose, whole: Figure, part: Figure, reach: str) -> bool:
    """Whether the words say that a percentage is the part's share of the figure before it: "chiếm", bare brackets, or
    "đạt" after what was done of a whole or after "trong đó"."""
    if re.fullmatch(r"[^,;.:()\d]{0,40}(?:,\s*chiếm(?: tỷ lệ)?|\((?:chiếm)?)\s*", reach):
        return True
    done = says("whole", prose.lead(whole)) and says("done", prose.lead(part))
    inside = says("some", prose.between(whole, part)) or whole.number == part.number - 1
    return bool(re.fullmatch(r"[^,;.:()\d]{0,40}(?:,\s*đạt(?: tỷ lệ)?|\(đạt)\s*", reach)) and (done or inside)


def _has_share(prose: Prose, figure: Figure) -> bool:
    """Whether a figure has a percentage of its own just after it, so that it is a part like the next one."""
    after = prose.figures[figure.number + 1] if figure.number + 1 < len(prose.figures) else None
    plain = after is not None and after.percent and not after.change
    return after is not None and plain and len(prose.between(figure, after)) <= 12


def _wholes(figures: Sequence[Figure], part: Figure) -> list[Figure]:
    """The figures that a part can be a share of: no smaller, in its unit, wholes of pairs included."""
    every = [whole for figure in figures for whole in (figure, figure.of) if whole is not None and whole is not part]
    return [whole for whole in every if whole.level and same_unit(whole, part) and whole.value >= part.value]
