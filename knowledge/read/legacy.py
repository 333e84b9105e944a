"""Vietnamese text of before Unicode: TCVN3 (the .VnTime fonts) and VNI-Windows (the VNI- fonts), known and converted.

Both put Vietnamese letters on the codes of Western ones, so bytes are read as Windows-1252 first and then mapped. Which
it was is told by how many marked words come out as possible Vietnamese syllables. Tables: TCVN 5712:1993 (VN3) and
VNI-Windows as UniKey converts them. TCVN3 has no capitals with a tone: "BÁO CÁO" is stored, and shown by the font, as
"BáO CáO"; `_raise_capitals` puts such words right where their neighbours leave no doubt.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from knowledge.errors import InputError

Encoding = Literal["tcvn3", "vni"]

_TONED = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = dict(zip(range(0xA1, 0xAF), "ĂÂÊÔƠƯĐăâêôơưđ", strict=True)) | dict(
    zip(
        bytes.fromhex(
            "B5B6B7B8B9 BBBCBDBEC6 C7C8C9CACB CCCECFD0D1 D2D3D4D5D6 D7D8DCDDDE"
            "DFE1E2E3E4 E5E6E7E8E9 EAEBECEDEE EFF1F2F3F4 F5F6F7F8F9 FAFBFCFDFE"
        ),
        _TONED,
        strict=True,
    )
)

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + _ACUTE, "à": _CIRCUMFLEX + _GRAVE, "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}
_VNI = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])|([{''.join(_VNI_LETTERS)}])", re.IGNORECASE)

_ONSET = "ngh?|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]|"
_RIMES = """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et
 ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh
 oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
 u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôp uôt uơ up ut uy uya uych uyên uyêt
 uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêt yêu ênh êt"""
_SYLLABLE = re.compile(f"(?:{_ONSET})(?:{'|'.join(sorted(set(_RIMES.split()), key=len, reverse=True))})")
_TONES = str.maketrans("", "", _ACUTE + _GRAVE + _HOOK + _TILDE + _DOT)
_SENTENCE_START = re.compile(r"(?:^|\n|[.!?]\s)[\s*“\"(]*(?:[-+•]\s*)?$")
_WORD = re.compile(r"[^\W\d_]+")
_SEEMS_VIETNAMESE = 0.8


def decode(data: bytes) -> str:
    """The text of bytes that are no UTF-8: UTF-16 by its mark, TCVN3, VNI-Windows or Windows-1258 by their words.

    Raises InputError("encoding_unknown") where none of them gives Vietnamese.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise InputError("encoding_unknown") from error
    western = data.decode("cp1252", errors="replace") if _is_cp1252(data) else data.decode("latin-1")
    candidates = [convert(western, "tcvn3"), convert(western, "vni"), data.decode("cp1258", errors="replace")]
    best = max(candidates, key=vietnamese_share)
    if vietnamese_share(best) < _SEEMS_VIETNAMESE:
        raise InputError("encoding_unknown")
    return best


def detect(text: str) -> Encoding | None:
    """The old encoding of text that reached us as Western letters (a PDF or Word file set in an old font), if any."""
    share = vietnamese_share(text)
    if share >= _SEEMS_VIETNAMESE:
        return None
    by_encoding: dict[Encoding, float] = {
        "tcvn3": vietnamese_share(convert(text, "tcvn3")),
        "vni": vietnamese_share(convert(text, "vni")),
    }
    best = max(by_encoding, key=lambda name: by_encoding[name])
    return best if by_encoding[best] >= _SEEMS_VIETNAMESE else None


def of_font(name: str) -> Encoding | None:
    """The encoding that a font's name stands for: ".VnTime", ".VnArialH" are TCVN3, "VNI-Times" is VNI."""
    plain = name.split("+")[-1].lower()
    if plain.startswith((".vn", "vntime", "vnarial")):
        return "tcvn3"
    return "vni" if plain.startswith("vni-") else None


def convert(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """Text that was read as Windows-1252, as what it says. `capitals`: set in a capitals font (.VnTimeH)."""
    if encoding == "tcvn3":
        text = _raise_capitals(text.translate(_TCVN3))
    else:
        text = unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))
    return text.upper() if capitals else text


def vietnamese_share(text: str) -> float:
    """How many of the words with a letter beyond ASCII are possible Vietnamese syllables: 0 to 1; 0 without any."""
    words = [w for w in _WORD.findall(unicodedata.normalize("NFC", text)) if not w.isascii()]
    if not words:
        return 0.0
    strange = sum(1 for c in text if c == "\ufffd" or (0x80 <= ord(c) <= 0xBF and c not in "\xa0«»°²³·"))
    return sum(map(is_syllable, words)) / (len(words) + strange)


def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable."""
    letters = unicodedata.normalize("NFD", word.lower())
    toneless = letters.translate(_TONES)
    return len(letters) - len(toneless) <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)))


def _is_cp1252(data: bytes) -> bool:
    return not any(byte in data for byte in b"\x81\x8d\x8f\x90\x9d")


def _vni_letter(match: re.Match[str]) -> str:
    base, mark, alone = match.groups()
    if alone:
        letter = _VNI_LETTERS[alone.lower()]
        return letter.upper() if alone.isupper() else letter
    letter = _VNI_LETTERS.get(base.lower(), base.lower())
    if mark.lower() not in "ùøûõï" and letter not in "aeo":
        return match.group()
    return (letter.upper() if base.isupper() else letter) + _VNI_MARKS[mark.lower()]


def _raise_capitals(text: str) -> str:
    """Put marked letters into capitals where their word, or the words beside it, are; and where a sentence begins."""
    words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
    kinds = [_case(word) for _, _, word in words]
    out, at = [], 0
    for number, (start, stop, word) in enumerate(words):
        beside = [kinds[i] for i in (number - 1, number + 1) if 0 <= i < len(words)]
        if kinds[number] == "capitals" or (kinds[number] == "open" and "capitals" in beside and "small" not in beside):
            out += [text[at:start], word.upper()]
        elif word[0] in _TONED and _SENTENCE_START.search(text, max(0, start - 12), start):
            out += [text[at:start], word[0].upper() + word[1:]]
        else:
            continue
        at = stop
    return "".join(out) + text[at:]


def _case(word: str) -> Literal["capitals", "small", "open"]:
    plain = [c for c in word if c.isascii() or c in "ĂÂÊÔƠƯĐăâêôơưđ"]
    if any(c.islower() for c in plain):
        return "small"
    return "capitals" if len(plain) >= 2 else "open"
