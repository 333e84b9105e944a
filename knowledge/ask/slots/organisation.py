"""Which body a question names, among those that are loaded: by its whole name or by its place ("huyện Vĩnh Bảo")."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from knowledge.fold import flat

_LEVELS = "xa|phuong|thi tran|dac khu|quan|huyen|thi xa|thanh pho|tinh|khu vuc"
_KINDS = (
    r"^(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|cong an|chi cuc thue|cuc thue|thue|"
    r"chi cuc thong ke|cuc thong ke|thong ke|"
    r"toa an nhan dan|toa an|vien kiem sat nhan dan|bao hiem xa hoi|ban chi huy quan su|bo chi huy quan su|"
    r"ngan hang nha nuoc(?: viet nam)?(?: chi nhanh)?|trung tam y te|so [a-z ]+?|phong [a-z ]+?|"
    r"chi cuc [a-z ]+?|dang uy)\s+(?=(?:" + _LEVELS + r")\b)"
)
_PARTY = re.compile(r"^(huyen|thi|thanh|tinh|quan|dang) uy(?= )")
_PARTY_LEVEL = {"huyen": "huyen", "thi": "thi xa", "thanh": "thanh pho", "tinh": "tinh", "quan": "quan", "dang": "xa"}


@dataclass(frozen=True, slots=True)
class Named:
    """A body as a question names it, and the characters that name it."""

    org: str
    start: int
    stop: int


@functools.lru_cache(maxsize=4096)
def names(org: str) -> tuple[str, ...]:
    """Folded ways to name a body, the longest first: whole, by level and place, by place of two syllables or more."""
    whole = re.sub(r"\s+", " ", flat(org).replace("-", " ")).strip()
    found = [whole]
    party = _PARTY.match(whole)
    place = f"{_PARTY_LEVEL[party[1]]}{whole[party.end() :]}" if party else re.sub(_KINDS, "", whole)
    if place != whole:
        found.append(place)
    bare = re.sub(rf"^(?:{_LEVELS}) ", "", place)
    if bare != place and len(bare.split()) >= 2:
        found.append(bare)
    return tuple(dict.fromkeys(found))


def named(text: str, orgs: tuple[str, ...]) -> list[Named]:
    """The bodies that a question names, the longest name first; each is one of `orgs`."""
    folded = flat(text).replace("-", " ")
    found: list[Named] = []
    for org in orgs:
        for name in names(org):
            if name in folded and (match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded)):
                found.append(Named(org, match.start(), match.end()))
                break
    return sorted(found, key=lambda n: n.start - n.stop)
