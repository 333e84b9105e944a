"""What a Word file says of its text elsewhere than in the text: styles, and the numbers of automatic lists.

Source: ECMA-376 part 1, 17.7 (styles) and 17.9 (numbering). Only what a report's reader needs: bold, italic, capitals,
hidden text, outline levels, list labels.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off", "none")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks, as far as a report's meaning hangs on it; `font` tells old encodings."""

    bold: bool = False
    italic: bool = False
    caps: bool = False
    hidden: bool = False
    raised: bool = False
    font: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style with what it inherits; `level` is an outline level from 1, 0 for body text."""

    look: Look = Look()
    level: int = 0
    list_id: str = ""
    list_level: int = 0
    contents: bool = False


def value(element: etree._Element | None, default: str = "") -> str:
    """The w:val of an element, or the default."""
    return default if element is None else element.get(f"{W}val", default)


def look_of(properties: etree._Element | None, base: Look) -> Look:
    """The look that a w:rPr gives, over `base`."""
    if properties is None:
        return base

    def switched(tag: str, before: bool) -> bool:
        found = properties.find(W + tag)
        return before if found is None else value(found, "1") not in _OFF

    look = replace(
        base,
        bold=switched("b", base.bold),
        italic=switched("i", base.italic),
        caps=switched("caps", base.caps),
        hidden=switched("vanish", base.hidden),
    )
    raised = properties.find(W + "vertAlign")
    if raised is not None:
        look = replace(look, raised=value(raised) == "superscript")
    fonts = properties.find(W + "rFonts")
    if fonts is not None:
        look = replace(look, font=fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or look.font)
    return look


class Styles:
    """The styles of word/styles.xml, each resolved with its ancestors on first use."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, ParagraphStyle] = {}
        self._default = ParagraphStyle()
        self._default_id = ""
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._default = ParagraphStyle(look_of(defaults, Look()))
        for style in root.iterfind(W + "style"):
            identity = style.get(W + "styleId", "")
            self._elements[identity] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
                self._default_id = identity

    def paragraph(self, identity: str) -> ParagraphStyle:
        """The paragraph style of that id; the document's default for an unknown one."""
        return self._resolve(identity if identity in self._elements else self._default_id, ())

    def run(self, identity: str, base: Look) -> Look:
        """The look of a run with a character style over its paragraph's look."""
        style = self._elements.get(identity)
        if style is None:
            return base
        parent = value(style.find(W + "basedOn"))
        if parent and parent != identity and parent in self._elements:
            grandparent = value(self._elements[parent].find(W + "basedOn"))
            base = self.run(parent, base) if grandparent != identity else base
        return look_of(style.find(W + "rPr"), base)

    def _resolve(self, identity: str, seen: tuple[str, ...]) -> ParagraphStyle:
        if identity in self._resolved:
            return self._resolved[identity]
        element = self._elements.get(identity)
        if element is None or identity in seen or len(seen) > 20:
            return self._default
        parent = value(element.find(W + "basedOn"))
        style = self._resolve(parent, (*seen, identity)) if parent else self._default
        name = value(element.find(W + "name")).lower()
        style = replace(style, look=look_of(element.find(W + "rPr"), style.look), contents=name.startswith("toc "))
        style = with_properties(style, element.find(W + "pPr"))
        if name.startswith("heading ") and name[8:].isdigit():
            style = replace(style, level=int(name[8:]))
        self._resolved[identity] = style
        return style


def with_properties(style: ParagraphStyle, properties: etree._Element | None) -> ParagraphStyle:
    """A paragraph style with the outline level and the list that a w:pPr adds."""
    if properties is None:
        return style
    outline = value(properties.find(W + "outlineLvl"))
    if outline.isdigit():
        style = replace(style, level=int(outline) + 1 if int(outline) < 9 else 0)
    numbering = properties.find(W + "numPr")
    if numbering is not None:
        level = value(numbering.find(W + "ilvl"), "0")
        list_id = value(numbering.find(W + "numId"), style.list_id)
        style = replace(style, list_id=list_id, list_level=int(level) if level.isdigit() else 0)
    return style


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the automatic lists of word/numbering.xml while the document is read from top to bottom."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """From the part's root; without one, no paragraph is numbered."""
        numbering = cls()
        if root is None:
            return numbering
        for abstract in root.iterfind(W + "abstractNum"):
            levels = {
                whole(level.get(W + "ilvl", ""), 0): _Level(
                    value(level.find(W + "numFmt"), "decimal"),
                    value(level.find(W + "lvlText")),
                    whole(value(level.find(W + "start")), 1),
                )
                for level in abstract.iterfind(W + "lvl")
            }
            numbering._levels[abstract.get(W + "abstractNumId", "")] = levels
        for num in root.iterfind(W + "num"):
            overrides = {
                whole(o.get(W + "ilvl", ""), 0): whole(value(o.find(W + "startOverride")), 1)
                for o in num.iterfind(W + "lvlOverride")
                if o.find(W + "startOverride") is not None
            }
            numbering._lists[num.get(W + "numId", "")] = (value(num.find(W + "abstractNumId")), overrides)
        return numbering

    def label(self, list_id: str, level: int) -> str:
        """The printed label of the next paragraph of a list ("I.", "1.2.", "a)", "-"); "" for no list."""
        abstract, overrides = self._lists.get(list_id, ("", {}))
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for at, start in overrides.items():
                counts[at] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        if levels[level].format == "bullet":
            return levels[level].text if levels[level].text in ("-", "+", "*", "•", "–") else "-"
        label = levels[level].text
        for at in range(level + 1):
            if f"%{at + 1}" in label and at in levels:
                label = label.replace(f"%{at + 1}", printed(counts.get(at, levels[at].start), levels[at].format))
        return label.strip()


def printed(number: int, form: str) -> str:
    """A list number as its format prints it: printed(4, "upperRoman") == "IV"."""
    if form in ("upperRoman", "lowerRoman"):
        roman, rest = "", max(0, min(number, 3999))
        for worth, letters in _ROMAN:
            roman += letters * (rest // worth)
            rest %= worth
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter.upper() if form == "upperLetter" else letter
    if form == "none":
        return ""
    return f"{number:02d}" if form == "decimalZero" else str(number)


def whole(text: str, default: int) -> int:
    """A number of the file, or the default where it is none or absurd."""
    return int(text) if text.isdigit() and len(text) < 9 else default
