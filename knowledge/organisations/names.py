"""Bodies named in a question, and the kind of a body: "huyện Núi Voi" is "Ủy ban nhân dân huyện Núi Voi"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from knowledge.fold import flat, words

LEVELS = ("tinh", "thanh pho", "quan", "huyen", "thi xa", "xa", "phuong", "thi tran", "dac khu")
_HEADS = re.compile(
    r"^(?:uy ban nhan dan|hoi dong nhan dan|huyen uy|thi uy|thanh uy|tinh uy|quan uy|dang uy|ubnd|hdnd|"
    r"ban chap hanh|mat tran to quoc|"
    r"uy ban mat tran to quoc|cong an|phong|chi cuc thue|toa an nhan dan|vien kiem sat nhan dan|trung tam y te)\s+"
)


@functools.lru_cache(maxsize=4096)
def level(org: str) -> str:
    """The folded kind of place that a body belongs to ("huyen", "xa", …), or "" where its name doesn't say."""
    name = " ".join(words(org))
    direct = {"huyen uy": "huyen", "thi uy": "thi xa", "tinh uy": "tinh", "quan uy": "quan", "dang uy": ""}
    for head, place in direct.items():
        if name.startswith(head) and place:
            return place
    found = [(match.start(), place) for place in LEVELS if (match := re.search(rf"\b{place}\b", name))]
    return min(found)[1] if found else ""


@functools.lru_cache(maxsize=4096)
def names_of(org: str) -> tuple[str, ...]:
    """How a question may name a body, folded, the longest first: whole, without its head, without the kind of place."""
    whole = " ".join(words(org))
    names = [whole]
    short = whole
    while (shorter := _HEADS.sub("", short)) != short:
        short = shorter
        names.append(short)
    place = level(org)
    proper = short.removeprefix(f"{place} ").strip() if place else ""
    if proper and proper != whole:
        names += [f"{place} {proper}", proper]
    return tuple(dict.fromkeys(name for name in sorted(names, key=len, reverse=True) if len(name) > 3))


def named_bodies(folded: str, orgs: Iterable[str]) -> list[tuple[int, int, str]]:
    """(start, stop, body) of each loaded body that a folded question names; a name that two bodies share is none."""
    found: list[tuple[int, int, str]] = []
    text = flat(folded)
    spaced = " ".join(text.split())
    for name, org in _owners(tuple(orgs)):
        if name not in spaced:
            continue
        pattern = r"\b" + r"\s+".join(map(re.escape, name.split())) + r"\b"
        for match in re.finditer(pattern, text):
            if not any(a < match.end() and match.start() < b for a, b, _ in found):
                found.append((match.start(), match.end(), org))
    return sorted(found)


@functools.lru_cache(maxsize=16)
def _owners(orgs: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each name that means one body only, the longest first, with that body."""
    owners: dict[str, set[str]] = {}
    for org in orgs:
        for name in names_of(org):
            owners.setdefault(name, set()).add(org)
    single = [(name, next(iter(bodies))) for name, bodies in owners.items() if len(bodies) == 1]
    return tuple(sorted(single, key=lambda pair: -len(pair[0])))
