"""What a figure is called: `own` (its clause's words), `inherited` (what completes them), `indicator` (for people)."""

from __future__ import annotations

from knowledge.facts import comparison
from knowledge.facts.clause_kind import attribute_only, bare_time, named, repeated
from knowledge.facts.context import GENERIC, context_of, holder_of, left_of, of_item, own_of, undated
from knowledge.facts.draft import Draft
from knowledge.facts.measure import base_at, bracketed_base
from knowledge.facts.parent import root
from knowledge.facts.phrase import (
    LONGEST,
    begins_clause,
    capital,
    has_content,
    join_words,
    short,
    text,
    trim_start,
    trim_stop,
    up_to_mark,
    without_time,
)
from knowledge.grammar import units, words
from knowledge.grammar.core import key, word
from knowledge.grammar.units import SCALES


def name(draft: Draft, anchor_phrase: str = "") -> None:
    """Set `own`, `inherited` and `indicator`; the drafts it hangs on are named already.

    `anchor_phrase` are the words that a footnote's mark stands after, where the figure hangs on them.
    """
    noun, right = noun_of(draft), right_words(draft)
    if draft.comparison and not named(draft):
        comparison.name(draft)
        return
    content = trim_start(draft.tokens, draft.content)
    if draft.match.high is not None or _and_more(draft):
        content = trim_stop(draft.tokens, content)  # "nghỉ học từ 02 - 04 ngày"
    if not has_content(draft.tokens, content) and not noun and not right and draft.source is not None:
        content = []
    left = text(draft.tokens, content)
    draft.own = join_words(left, noun, right)
    if draft.comparison and draft.base:
        right = text(draft.tokens, _before_base(draft))
    draft.stem = join_words(left, noun, right)
    anchor = [anchor_phrase] if anchor_phrase and (draft.parent is None or draft.parent.text is not draft.text) else []
    draft.inherited = join_words(*context_of(draft), *anchor)
    context = [*context_of(draft, shown=True), *anchor]
    name_ = _readable(draft, noun, right, context)
    lead = draft.text.passage.path[-1].title if draft.text.passage.path else ""
    if (
        len(name_.split()) <= 4
        and not context
        and lead
        and draft.text.passage.lead
        and lead.lower() not in name_.lower()
    ):
        name_ = f"{lead}: {name_}"  # "Giá trị sản xuất" under "Sản xuất công nghiệp, thủ công nghiệp"
    draft.plain = capital(short(name_))
    if draft.comparison:
        name_ = comparison.compared(draft, name_, comparison.base_words(draft))
    draft.indicator = capital(short(name_))


def _and_more(draft: Draft) -> bool:
    """Whether "trở lên" or "trở xuống" follows."""
    return word(draft.tokens, draft.match.figure[1], "trở")


def noun_of(draft: Draft) -> str:
    """The unit where it is a counted noun, as printed (abbreviations spelled out), else nothing."""
    match = draft.match
    if not match.noun:
        return ""
    start, stop = match.figure
    words_ = [i for i in range(start, stop) if draft.tokens[i].kind != "number"]
    while len(words_) > 1 and draft.tokens[words_[0]].key in _SCALES:
        words_ = words_[1:]  # "11,3 nghìn con"
    printed = text(draft.tokens, words_)
    if match.link and match.unit.split()[0] in SCALES:
        return " ".join(match.unit.split()[1:])
    abbreviated = printed[1:2].isupper() and units.simple(draft.tokens, words_[0]) is not None
    return match.unit if match.link or not printed or abbreviated else printed


_SCALES = tuple(key(name) for name in SCALES)


def _before_base(draft: Draft) -> list[int]:
    """The words after a compared figure that tell of it, not of its base: "tăng 5% sản lượng | so với cùng kỳ"."""
    chosen = draft.right[: base_at(draft, draft.right[:14])]
    return trim_stop(draft.tokens, up_to_mark(draft.tokens, chosen))


def right_words(draft: Draft) -> str:
    """The noun phrase after the unit, up to a comparison, an opener or the end of the clause."""
    tokens = draft.tokens
    right = draft.right[2:] if _and_more(draft) else draft.right
    chosen: list[int] = []
    for n, i in enumerate(right):
        window = [tokens[k] for k in right[n : n + 5]]
        if window[0].text in ":;." or (n == 0 and window[0].text == ","):
            break
        if words.comparators().begins(window, 0) and n and tokens[right[n - 1]].text == ",":
            break
        if words.openers().begins(window, 0) and n and tokens[right[n - 1]].text == ",":
            break
        chosen.append(i)
        if len(chosen) >= 26:
            break
    kept = trim_stop(tokens, chosen)
    passed = not kept and any(tokens[i].key == key("đạt") for i in chosen)
    return "đạt" if passed else text(tokens, kept)  # "141 cơ sở đạt (86%)"


def _readable(draft: Draft, noun: str, right: str, context: list[str]) -> str:
    tokens = draft.tokens
    start = trim_start(tokens, draft.content)
    start = trim_stop(tokens, start) if _and_more(draft) else start
    left, bare = text(tokens, start), text(tokens, trim_stop(tokens, start))
    if repeated(draft) and draft.parent is not None:
        return draft.parent.indicator if draft.match.link != "over" else f"{draft.parent.indicator} cùng kỳ"
    if draft.match.link == "over":
        first = draft.before
        word_ = "Kế hoạch" if draft.measure == "target" else "Tổng số"
        return join_words(word_, noun, f"({first.indicator})" if first is not None else "")
    if bracketed_base(draft) and draft.owner is not None and draft.owner.subject is not None:
        return join_words(comparison.base_words(draft.owner), draft.owner.subject.plain)
    if not bare:
        lead = left_of(draft.source) if draft.source is not None and not draft.chained else ""
        if (
            lead and draft.source is not None and _counts_another(draft, draft.source)
        ):  # "xảy ra 01 vụ ngộ độc, 38 người mắc"
            return _with_prefix([draft.source.own, *context], join_words(noun, right))
        paid = draft.match.kind == "money" and draft.source is not None and _pays(draft.source)
        core = join_words("số tiền" if paid else "", lead, noun, right) or draft.own
        if noun and core == noun:  # "Toàn phường có 11.430 hộ"
            said = [i for i in draft.left if tokens[i].kind == "word"]
            area = [tokens[i] for i in said]
            whole = words.connectors().begins(area, 0) if word(area, 0, "toàn", "cả", "trên") else None
            core = join_words("Số", noun, text(tokens, said[: whole[1]]) if whole is not None else "")
        elif not core and draft.match.kind == "money" and context:  # "phạt tiền 23 cơ sở với 118,5 triệu đồng"
            core = "số tiền"
        return _with_prefix([c for c in context if c != lead], core)
    if bare_time(draft) and (draft.before is not None or draft.source is not None):
        return _with_prefix(
            context[:1] if draft.label else [], join_words(undated(root(draft), root(draft).plain), noun, right, bare)
        )
    if attribute_only(draft):
        holder = holder_of(draft)
        name_ = join_words(*of_item(draft, holder)) or (own_of(holder) if holder is not None else "")
        quantity = bare.split(" ", 1)[1] if bare.lower().startswith(("với ", "trên ", "có ")) else bare
        core = join_words(quantity, noun, right, name_)
        short_ = len(core.split()) <= 8
        return _with_prefix([c for c in context if c != name_] if short_ else context[:1] if draft.label else [], core)
    told = len(without_time(tokens, start)) + len(f"{noun} {right}".split())
    return _with_prefix(
        context, _core(draft, start, noun, right, left, bare), text(tokens, draft.area) if told > 4 else ""
    )


def _pays(source: Draft) -> bool:
    """Whether the words taken over are a verb, so that an amount of money beside them is what was paid or fined."""
    start = trim_start(source.tokens, source.content)
    return begins_clause(source.tokens, start) and not _says_quantity(source, start, "số tiền")


def _counts_another(draft: Draft, source: Draft) -> bool:
    """Whether a figure counts people or things where its source counts cases: the source's own noun names it too."""
    return draft.match.noun and source.match.noun and draft.match.kind != source.match.kind and bool(source.right)


def _core(draft: Draft, start: list[int], noun: str, right: str, left: str, bare: str) -> str:
    """The clause's own words in a readable order: "Vụ trộm cắp tài sản", "Số tiền xử phạt", "Diện tích gieo cấy"."""
    verbal = begins_clause(draft.tokens, start)
    quantity = {"money": "số tiền", "area": "diện tích"}.get(draft.match.kind, "") if not noun else ""
    if quantity and not _says_quantity(draft, start, quantity) and (verbal or quantity == "diện tích"):
        return join_words(quantity, bare, right)
    if noun.lower() in GENERIC and not right and (not verbal or _wants_for(draft, start)):
        return bare
    if not noun or right or _open_ended(draft, start):
        return join_words(left, noun, right)
    lowered = bare.lower()
    if noun.lower() in lowered:
        return bare
    if verbal or any(word_ in ("số", "tổng", "tỷ", "mức") for word_ in lowered.split()[:3]):
        return join_words(left, noun) if verbal else bare
    return f"{noun} {bare}"


def _wants_for(draft: Draft, start: list[int]) -> bool:
    """Whether a preposition ends the words: "cấp mới căn cước công dân cho | 355 trường hợp" needs no
    noun in its name.
    """
    window = [draft.tokens[i] for i in start[-3:]]
    prepositions = words.lexicon("facts", "place_preposition")
    return prepositions.ends(window, len(window)) is not None or draft.match.unit in ("trường hợp", "việc")


def _open_ended(draft: Draft, start: list[int]) -> bool:
    """Whether the words end in a verb or a preposition that wants the counted noun: "Toàn tỉnh xảy ra | vụ cháy"."""
    window = [draft.tokens[i] for i in start[-5:]]
    return words.verbs().ends(window, len(window)) is not None or words.links().ends(window, len(window)) is not None


def _says_quantity(draft: Draft, start: list[int], quantity: str) -> bool:
    """Whether the words name a quantity already: "thu ngân sách", "tổng diện tích", "giá trị sản xuất"."""
    printed = [draft.tokens[i].text.lower() for i in start]
    own = {
        "số tiền": ("thu", "chi", "tiền", "giá", "vốn", "kinh", "nợ", "doanh", "giải", "tổng"),
        "diện tích": ("diện", "rừng", "đất"),
    }
    return any(word_ in own[quantity] for word_ in printed[:6])


def _with_prefix(context: list[str], core: str, area: str = "") -> str:
    """The core after the first of its context that says something new; a short core takes more of it."""
    kept: list[str] = []
    for n, part in enumerate(context):
        if n == len(context) - 1 and part == area:
            continue
        known = any(part.lower() in other.lower() for other in [core, *kept])
        enough = len(" ".join([*kept, core]).split()) >= (14 if kept else LONGEST)
        if known or enough or len(" ".join([*kept, core, part]).split()) > LONGEST + 4:
            continue
        kept.append(part)
    if not kept:
        return core
    return f"{', '.join(kept)}: {core}" if core else ", ".join(kept)
