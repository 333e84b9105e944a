"""Names of organisations: natural capitals for what a letterhead prints in capitals, and what the report calls itself.

"CHI CỤC THUẾ KHU VỰC KIẾN AN - AN DƯƠNG" is shown as "Chi cục Thuế khu vực Kiến An - An Dương". A report without a
letterhead names its body in its own words ("Ban Thường vụ Huyện ủy báo cáo"), and its place now and then.
"""

from __future__ import annotations

import re
from collections import Counter

from knowledge.fold import fold
from knowledge.outline.words import LetterheadWord, forms
from knowledge.read.letters import CAPITALS, WORD

_NAME = rf"(?:{WORD}(?:\s+{WORD}){{0,3}})"
_LEVELS = {"huyện": "Huyện ủy", "tỉnh": "Tỉnh ủy", "thành phố": "Thành ủy", "quận": "Quận ủy", "thị xã": "Thị ủy"}
_VOWEL = re.compile(r"[aeiouy]")
_SAYS = r"(?:\s+(?:xin\s+|trân trọng\s+)?(?:báo cáo|kính trình|thông báo)\b)"


def natural(name: str) -> str:
    """A name with natural capitals: known forms as the vocabulary writes them, all else as a proper name."""
    name = " ".join(name.split())
    words = name.split(" ")
    if not name.isupper():
        return _expanded(name)
    out: list[str] = []
    at = 0
    while at < len(words):
        form, length = _known(words, at)
        if form is None:
            out.append(words[at] if not _VOWEL.search(fold(words[at])) else words[at].capitalize())
            at += 1
            continue
        out.append(form.form)
        at += length
    text = " ".join(out)
    return text[:1].upper() + text[1:]


def _known(words: list[str], at: int) -> tuple[LetterheadWord | None, int]:
    for row in forms("field", "body", "unit", "place"):
        for form in (row.form, row.short):
            length = len(form.split()) if form else 0
            if length and _same(" ".join(words[at : at + length]), form):
                return row, length
    return None, 0


def _same(printed: str, form: str) -> bool:
    return printed.lower().strip(".,;:") == form.lower()


def _expanded(name: str) -> str:
    """A name whose abbreviated beginning is written out ("UBND xã Hòa Bình")."""
    for row in forms("body"):
        if row.short and re.match(rf"{re.escape(row.short)}\b", name):
            return row.form + name[len(row.short) :]
    return name


def begins_body(line: str) -> LetterheadWord | None:
    """The form by which a line begins an organisation's name, or None."""
    words = line.split()
    for row in forms("body", "unit"):
        for form in (row.form, row.short):
            length = len(form.split()) if form else 0
            if length and fold(" ".join(words[:length])) == fold(form):
                return row
    return None


def place_of(name: str) -> str:
    """The place in an organisation's natural name, with its level: "huyện An Lão"; "" where none is named."""
    levels = "|".join(re.escape(row.form) for row in forms("place") if row.form not in ("khu vực", "liên huyện"))
    match = re.search(
        rf"\b(?!xã Hội\b(?! [{CAPITALS}]))(?i:{levels})\s+(?=[{CAPITALS}\d])", name
    )  # no "kinh tế - xã hội"
    return name[match.start() :] if match else ""


def from_words(intro: str, text: str) -> str:
    """What a report without letterhead calls its body: "Huyện ủy Vĩnh Bảo"; "" where it doesn't say."""
    body = _speaker(intro)
    if not body:
        return ""
    if place_of(body):
        return body
    level = next(
        (level for level, party in _LEVELS.items() if fold(party) in fold(body) or re.search(rf"\b{level}$", body)), ""
    )
    if re.search(r"(?:xã|phường|thị trấn)$", body):
        level = re.search(r"(xã|phường|thị trấn)$", body)[1]  # type: ignore[index]
    place = own_place(text, level) if level else ""
    return f"{body} {place}".strip()


def from_post(post: str, title: str, text: str) -> str:
    """The body that the signatory's post belongs to, with its place from the text or the title: "CHI CỤC TRƯỞNG" and
    "Chi cục Thống kê huyện Đông Cẩm"; "" where the post names none."""
    words = natural(re.sub(r"^(?:TM|T/M|KT|TL|TUQ)\b\.?\s*", "", post.split(",")[-1].strip()))
    bare = re.sub(r"^(?:phó\s+)?trưởng\s+|\s+trưởng$", "", words, flags=re.IGNORECASE)
    begin = begins_body(bare)
    if begin is None:
        return ""
    levels = "|".join(re.escape(row.form) for row in forms("place"))
    named = re.findall(rf"\b{begin.form}(?: [^\W\d]+){{0,6}}? (?:{levels}) {_NAME}", text)
    if named:
        return str(Counter(named).most_common(1)[0][0])
    subject = re.split(r"\b(?:tháng|quý|năm)\b|\d", title, maxsplit=1, flags=re.IGNORECASE)[0]
    place = place_of(natural(subject))
    found = re.match(rf"(?:{levels}) {_NAME}", place)
    return f"{bare} {found[0]}" if found and not place_of(bare) else bare


def _speaker(intro: str) -> str:
    """Who reports, by the sentence that opens the report; of a committee the body it belongs to."""
    starts = "|".join(
        sorted(
            {re.escape(f) for row in forms("body", "unit") for f in (row.form, row.short) if f}, key=len, reverse=True
        )
    )
    pattern = rf"((?:{starts})(?:\s+(?!báo cáo|xin|trân|kính|thông báo)[^\s,.;:()]+){{0,9}}?){_SAYS}"
    matches = list(re.finditer(pattern, intro))
    if not matches:
        return ""
    body = matches[-1][1].strip()
    inner = re.match(r"(?:Ban Thường vụ|Ban Chấp hành|Thường trực|BTV|BCH)\s+(.+)", body)
    if inner:
        body = inner[1]
    again = re.search(rf".*\s((?:{starts})\b.*)", body)
    if (
        again
        and not re.match(r"(?:Ban|Bộ|Hội|Đoàn|Sở|Phòng)$", again[1])
        and begins_body(again[1])
        and re.match(r"BTV|Thường trực", body)
    ):
        body = again[1]
    return _expanded(body)


def own_place(text: str, level: str) -> str:
    """The name of the place whose body reports. Such a report writes "huyện" alone and names other districts; its own
    name stands in "thị trấn X", "Huyện ủy X", "địa bàn huyện X"."""
    party = _LEVELS.get(level, "")
    scores: Counter[str] = Counter()
    alone = len(re.findall(rf"\b{level}\b(?!\s+[{CAPITALS}])", text, re.IGNORECASE))
    named = Counter(m[1] for m in re.finditer(rf"\b{level}\s+({_NAME})", text))
    for name, count in named.items():
        foreign = re.search(rf"\b{level}\s+{name},?\s+(?:tỉnh|thành phố)\s", text)
        if not foreign and (alone < 5 or count > alone):
            scores[name] += count
    strong = rf"(?i:địa bàn|toàn|nhân dân|đảng bộ|ubnd|công an)\s+{level}\s+({_NAME})"
    for match in re.finditer(strong, text):
        scores[match[1]] += 3
    if party:
        for match in re.finditer(rf"\b{party}\s+({_NAME})", text):
            scores[match[1]] += 3
    if level in ("huyện", "quận", "thị xã"):
        for match in re.finditer(rf"\b[Tt]hị trấn\s+({_NAME})", text):
            scores[match[1]] += 2
    return scores.most_common(1)[0][0] if scores else ""
