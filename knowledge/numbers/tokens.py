"""Every run of digits of a passage, with its separators and its exact value.

A dot parts thousands and a comma decimals (Accounting Law 2003), but one report prints `111.226`, `1487`, `14.609,850`,
`99.38%` and `05` side by side, so each form is read by its own groups.
"""

from __future__ import annotations

import re
from decimal import Decimal

from knowledge.model import NumberToken

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?|[1-9]\d{0,2}(?:,\d{3})+\.\d+")


def parse(form: str) -> Decimal:
    """The value of a printed number: "111.226" -> 111226, "99.38" -> 99.38, "14.609,850" -> 14609.850, "05" -> 5.

    A form that follows no convention ("28.5.2021", "1.2.3") gives the number of its digits run together; such forms are
    dates or section numbers and their value is never asked for.
    """
    if form.isdigit():
        return Decimal(form)
    if _THOUSANDS.fullmatch(form):
        return Decimal(form.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(form):
        return Decimal(form.replace(",", ""))
    dots, commas = form.count("."), form.count(",")
    if commas == 1 and form.rfind(",") > form.rfind("."):
        return Decimal(form.replace(".", "").replace(",", "."))
    if dots == 1 and not commas:
        return Decimal(form)
    return Decimal(re.sub(r"\D", "", form))


def printed(value: Decimal) -> str:
    """A value in the Vietnamese way: dots between thousands, a comma before decimals; `parse` undoes it."""
    whole, _, decimals = f"{value:f}".partition(".")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ".", whole)
    return f"{grouped},{decimals}" if decimals else grouped


def scan(text: str, passage: int) -> tuple[NumberToken, ...]:
    """The numbers of a passage's text in order; together they cover every digit of it once."""
    return tuple(NumberToken(passage, m.start(), m.end(), m.group(), parse(m.group())) for m in NUMBER.finditer(text))
