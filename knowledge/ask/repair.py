"""Undoing unconverted Telex and VNI typing: "ngaan sachs" and "nga6n sa1ch" are "ngân sách".

Every Telex or VNI form breaks the spelling of a Vietnamese syllable (a final s, f, r, x, j; a doubled letter; w; a
digit), so only a token that can't be a syllable is touched, and only where undoing it gives one.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from knowledge.fold import fold

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep "
    "iet ieu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo oet oi om "
    "on ong op ot u ua uan uang uanh uat uay uao uac uach uai uap uau ue uech uen uenh uet ueu uoi uom uon uong "
    "uop uot uoc uou uo uc ui um un ung up ut uu uy uya uych uyen uyet uynh uyt uyu uyn uoc y yem yen yet yeu ym"
)


def _either(spellings: str) -> str:
    return "|".join(sorted(map(fold, spellings.split()), key=len, reverse=True))


_SYLLABLE = re.compile(f"(?:{_either(_ONSETS)})?(?:{_either(_RIMES)})")
_TONE_TELEX = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TONE_VNI = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_SHAPE_VNI = {
    ("a", "6"): "â",
    ("e", "6"): "ê",
    ("o", "6"): "ô",
    ("o", "7"): "ơ",
    ("u", "7"): "ư",
    ("a", "8"): "ă",
    ("d", "9"): "đ",
}
_VOWELS = "aăâeêioôơuưy"


@functools.lru_cache(maxsize=16384)
def is_syllable(text: str) -> bool:
    """Whether the folded letters could spell a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(fold(text)) is not None


@functools.lru_cache(maxsize=4096)
def repair(token: str) -> str:
    """The token with Telex or VNI keys undone, or unchanged where it is a syllable already or doesn't become one."""
    lower = token.lower()
    if len(lower) < 2 or len(lower) > 12 or is_syllable(lower):
        return token
    decoded = _vni(lower) if any(c.isdigit() for c in lower) else _telex(lower)
    if decoded and not is_syllable(decoded):
        decoded = _telex(decoded)  # both habits in one word: "tru7ngs"
    return decoded if decoded and decoded != lower and is_syllable(decoded) else token


def _telex(token: str) -> str | None:
    letters: list[str] = []
    tone = ""
    for key in token:
        if key in _TONE_TELEX and letters and any(fold(c) in _VOWELS for c in letters):
            tone = _TONE_TELEX[key]
        elif key == "w":
            if not _hook(letters):
                letters.append("ư")
        elif key in "aeo" and key in letters:
            letters[letters.index(key)] = {"a": "â", "e": "ê", "o": "ô"}[key]
        elif key == "d" and letters[:1] == ["d"]:
            letters[0] = "đ"
        else:
            letters.append(key)
    return _toned(letters, tone)


def _hook(letters: list[str]) -> bool:
    """The key w: "uo" becomes "ươ", else the last a, o or u takes its breve or horn."""
    for i in range(len(letters) - 1):
        if letters[i] in "uư" and letters[i + 1] in "oơ":
            letters[i], letters[i + 1] = "ư", "ơ"
            return True
    for i in range(len(letters) - 1, -1, -1):
        if letters[i] in "aou":
            letters[i] = {"a": "ă", "o": "ơ", "u": "ư"}[letters[i]]
            return True
        if letters[i] in "ăơư":
            return True
    return False


def _vni(token: str) -> str | None:
    letters: list[str] = []
    tone = ""
    for key in token:
        if not key.isdigit():
            letters.append(key)
            continue
        if key in _TONE_VNI:
            tone = _TONE_VNI[key]
            continue
        place = next((i for i in range(len(letters) - 1, -1, -1) if (letters[i], key) in _SHAPE_VNI), None)
        if place is None:
            return None
        letters[place] = _SHAPE_VNI[letters[place], key]
    return _toned(letters, tone)


def _toned(letters: list[str], tone: str) -> str | None:
    vowels = [i for i, c in enumerate(letters) if c in _VOWELS]
    if not vowels:
        return None
    if tone:
        main = next((i for i in vowels if letters[i] in "ăâêôơư"), vowels[0] if len(vowels) < 3 else vowels[1])
        last_marked = [i for i in vowels if letters[i] in "ăâêôơư"]
        main = last_marked[-1] if last_marked else main
        letters = [*letters[:main], letters[main] + tone, *letters[main + 1 :]]
    return unicodedata.normalize("NFC", "".join(letters))
