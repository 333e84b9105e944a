"""What a figure is called: `own` (its clause's words), `inherited` (what completes them), `indicator` (for people)."""

from __future__ import annotations

from knowledge.facts.draft import Draft
from knowledge.facts.parent import attribute_only, main_before, named, referring, root
from knowledge.facts.phrase import begins_clause, has_content, join, text, tidy, trim_start, trim_stop
from knowledge.grammar import words

_LONGEST = 34
_GENERIC = ("trường hợp", "lượt", "việc", "người")


def name(draft: Draft, anchor_phrase: str = "") -> None:
    """Set `own`, `inherited` and `indicator`; the drafts it hangs on are named already."""
    noun = noun_of(draft)
    right = right_words(draft)
    if draft.comparison and not named(draft):
        _comparison(draft, right)
        return
    left = text(draft.tokens, trim_start(draft.tokens, draft.content))
    draft.own = join_words(left, noun, right)
    before = _context(draft)
    if anchor_phrase:
        before = join_words(anchor_phrase, *[b for b in before if b])
        context = [before]
    else:
        context = before
    draft.inherited = join_words(*context)
    draft.indicator = capital(short(_readable(draft, noun, right, context)))


def noun_of(draft: Draft) -> str:
    """The unit where it is a counted noun as printed, else ""."""
    match = draft.match
    if not match.noun:
        return ""
    start, stop = match.figure
    printed = text(draft.tokens, [i for i in range(start, stop) if draft.tokens[i].kind != "number"])
    return match.unit if match.link or not printed else printed


def right_words(draft: Draft) -> str:
    """The noun phrase after the unit, up to a comparison, an opener or the end of the clause."""
    tokens, chosen = draft.tokens, []
    for n, i in enumerate(draft.right):
        window = [tokens[k] for k in draft.right[n : n + 5]]
        if window[0].text in ":;.":
            break
        if words.comparators().begins(window, 0) and not _inside_noun(window):
            break
        if words.openers().begins(window, 0) and n and tokens[draft.right[n - 1]].text == ",":
            break
        chosen.append(i)
        if len(chosen) >= 26:
            break
    return text(tokens, trim_stop(tokens, chosen))


def _inside_noun(window: list[object]) -> bool:
    return False


def _comparison(draft: Draft, right: str) -> None:
    bearer = draft.subject
    base = text(draft.tokens, [i for i in draft.right[:12]])
    draft.own = tidy(base.split(";")[0]) if draft.right else right
    own_left = text(draft.tokens, trim_start(draft.tokens, draft.content))
    draft.own = join_words(own_left, draft.own)
    if bearer is None:
        context = _context(draft)
        draft.inherited = join_words(*context)
        draft.indicator = capital(short(join_words(draft.inherited, draft.own)))
        return
    draft.inherited = join_words(bearer.own, bearer.inherited)
    draft.indicator = bearer.indicator if not own_left else capital(short(join_words(own_left, bearer.indicator)))


def _context(draft: Draft) -> list[str]:
    """What completes the clause's words, the most telling first."""
    label, topic = (
        text(draft.tokens, trim_start(draft.tokens, draft.label)),
        text(draft.tokens, trim_start(draft.tokens, draft.topic)),
    )
    parts = [label, draft.phrase]
    holder = draft.parent or draft.head or draft.owner
    if holder is not None:
        parts += [holder.own, holder.inherited]
    if not has_content(draft.tokens, draft.content) and draft.source is not None and draft.source is not holder:
        parts += [_left(draft.source), draft.source.inherited]
    elif holder is None and (attribute_only(draft) or referring(draft)) and draft.before is not None:
        bearer = main_before(draft.before)
        if bearer is not None:
            up = root(bearer)
            parts += [up.own, up.inherited]
    parts.append(topic)
    return [p for p in parts if p]


def _left(draft: Draft) -> str:
    return text(draft.tokens, trim_stop(draft.tokens, trim_start(draft.tokens, draft.content)))


def _readable(draft: Draft, noun: str, right: str, context: list[str]) -> str:
    tokens = draft.tokens
    start = trim_start(tokens, draft.content)
    left, bare = text(tokens, start), text(tokens, trim_stop(tokens, start))
    if not bare:
        lead = context[0] if context else ""
        if draft.source is not None and draft.source.left and not draft.chained:
            lead = _left(draft.source)
            rest = [c for c in context if c != lead]
            return join_words(_prefix(rest), lead, noun, right)
        return _with_prefix(context, join_words(noun, right)) if lead else join_words(noun, right)
    verbal = begins_clause(tokens, start) and not attribute_only(draft)
    if attribute_only(draft):
        return join_words(bare, noun, right, context[0] if context else "")
    if not verbal and not right:
        core = bare
    elif noun.lower() in _GENERIC and not right:
        core = bare
    else:
        core = join_words(left, noun, right)
    return _with_prefix(context, core)


def _with_prefix(context: list[str], core: str) -> str:
    prefix = _prefix(context)
    if not prefix or prefix.lower() in core.lower():
        return core
    return f"{prefix}: {core}" if core else prefix


def _prefix(context: list[str]) -> str:
    kept: list[str] = []
    for part in context[:3]:
        if len(" ".join([*kept, part]).split()) <= 20 and not any(part in k for k in kept):
            kept.append(part)
    return ", ".join(kept)


def join_words(*parts: str) -> str:
    """Parts as one phrase, each said once."""
    return tidy(join(*[p for p in parts if p]))


def short(phrase: str) -> str:
    """At most a line or two: the beginning of a long phrase is dropped at a word, its end names the figure."""
    parts = phrase.split()
    return phrase if len(parts) <= _LONGEST else " ".join(parts[-_LONGEST:])


def capital(phrase: str) -> str:
    """With a capital first letter."""
    return phrase[:1].upper() + phrase[1:]
