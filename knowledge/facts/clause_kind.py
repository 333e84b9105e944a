"""What a clause is by its words: a comparison, an outcome, a consequence, a quantity of something,
a result of its own.
"""

from __future__ import annotations

from itertools import pairwise

from knowledge.facts.draft import Draft
from knowledge.facts.phrase import has_content, trim_start, without_time
from knowledge.grammar import words
from knowledge.grammar.core import key


def is_comparison(draft: Draft) -> bool:
    """Whether a figure tells how another one stands to a plan, a total or an earlier period."""
    kind = draft.match.kind
    if draft.comparator in ("increase", "decrease", "fold") or draft.match.sign:
        return True
    if kind == "percent" and not draft.left and draft.before is None and draft.owner is None and _names_itself(draft):
        return False  # "100% học sinh học 2 buổi/ngày" at the beginning of a sentence
    beside = draft.before is not None and draft.before.match.kind == "percent" and not draft.before.comparison
    if kind == "percent" and not draft.left and draft.owner is None and beside and _names_itself(draft):
        return False  # "…, 41,2% cho rằng ổn định" beside another share told in this way
    return kind in ("percent", "points") and (
        not has_content(draft.tokens, draft.content) or draft.comparator in ("equal", "share")
    )


def _names_itself(draft: Draft) -> bool:
    """Whether what a percentage is of stands after it: a noun, no base of comparison."""
    window = [draft.tokens[i] for i in draft.right[:6]]
    if not window or window[0].kind != "word" or words.function_word(window, 0):
        return False
    return words.bases().begins(window, 0) is None


def named(draft: Draft) -> bool:
    """Whether the figure's own clause names it: more than links, and more than an attribute that needs a bearer."""
    if not has_content(draft.tokens, draft.content):
        return False
    if (
        attribute_only(draft)
        and draft.comparator in ("increase", "decrease")
        and draft.match.kind in ("money", "area", "weight")
    ):
        return True  # "thiệt hại tài sản giảm 12,56 tỷ đồng" says what fell
    return not attribute_only(draft) and not bare_time(draft)


def says_rate(draft: Draft) -> bool:
    """Whether the words name a rate of their own: "tỷ lệ nợ xấu"."""
    words_ = [draft.tokens[i].key for i in draft.content]
    return any(pair in _RATES for pair in pairwise(words_))


_RATES = ((key("tỷ"), key("lệ")), (key("tỉ"), key("lệ")), (key("tỷ"), key("suất")))


def bare_time(draft: Draft) -> bool:
    """Whether the left words only say when: "lũy kế 8 tháng", "trong đó, tháng 9", "tháng 02 thu"."""
    rest = trim_start(draft.tokens, draft.content)
    if any(m.rule == "attribute" and m.start in rest for m in draft.text.matches):
        return False  # "75 năm: 01" names a badge
    told = without_time(draft.tokens, rest)
    alone = words.lexicon("facts", "bare_verb").begins([draft.tokens[i] for i in told], 0) if len(told) == 1 else None
    return bool(rest) and (not told or (alone is not None and len(rest) > 1))


def attribute_only(draft: Draft) -> bool:
    """Whether the left words are only "(với) số tiền", "diện tích", "tiến độ": a quantity of what stands before."""
    rest = trim_start(draft.tokens, draft.content)
    seen = False
    while rest:
        window = [draft.tokens[i] for i in rest[:7]]
        hit = words.attributes().begins(window, 0)
        if hit is None:
            after = without_time(draft.tokens, rest)
            if len(after) == len(rest):
                return False
            rest = after
            continue
        rest, seen = rest[hit[1] :], True
    return seen


def referring(draft: Draft) -> bool:
    """Whether the left words begin with a preposition, or are a consequence ("làm chết", "thu giữ") of what stands
    before. "cho vay" is a verb for all that.
    """
    window = [draft.tokens[i] for i in trim_start(draft.tokens, draft.left)[:6]]
    hit = words.lexicon("facts", "preposition", "consequence").begins(window, 0)
    verb = words.lexicon("facts", "verb").begins(window, 0)
    return hit is not None and not (verb is not None and verb[1] > hit[1])


def consequence(draft: Draft) -> bool:
    """Whether the clause tells what came of the figure before: "làm chết", "bị thương", "thu giữ"."""
    window = [draft.tokens[i] for i in trim_start(draft.tokens, draft.left)[:6]]
    return words.lexicon("facts", "consequence").begins(window, 0) is not None


def outcome(draft: Draft) -> bool:
    """Whether the clause tells what became of things counted before: "đã giải quyết 14 tin báo, còn 37 tin báo"."""
    window = [draft.tokens[i] for i in trim_start(draft.tokens, draft.left)[:6]]
    return words.lexicon("facts", "outcome").begins(window, 0) is not None


def soft_opener(draft: Draft) -> bool:
    """Whether the clause begins with "riêng", "trong số": one of what was counted just before."""
    window = [draft.tokens[i] for i in draft.left[:4]]
    return words.lexicon("facts", "soft_opener").begins(window, 0) is not None


def same_kind(one: Draft, other: Draft) -> bool:
    """Whether two figures are counted in the same unit, or in money both."""
    a, b = one.match, other.match
    x, y = (f"{m.unit.replace(',', '')} " for m in (a, b))
    nested = x.startswith(y) or y.startswith(x)
    return bool(a.unit and b.unit) and (
        nested or (a.kind == b.kind and a.kind in ("money", "weight", "area", "people"))
    )


def repeated(draft: Draft) -> bool:
    """A result beside its earlier value in the brackets of a comparison: "giảm 12 vụ (-15,6%, 65/77 vụ)"."""
    pair = draft.match.rule == "pair" and not draft.content
    return pair and draft.owner is not None and draft.owner.comparison


def there_is(draft: Draft, before: Draft | None) -> bool:
    """Whether a clause says what there is after one that said what is missing: "còn thiếu 17 giáo viên, hiện có | 68
    bác sĩ"."""
    missing = before is not None and any(before.tokens[i].key in _MISSING for i in before.left[:3])
    return missing and bool(draft.left) and draft.tokens[draft.left[-1]].key == key("có")


_MISSING = tuple(key(name) for name in ("thiếu", "thừa", "hụt"))
