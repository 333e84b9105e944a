"""Units over time: which figures can stand beside one another, and one amount in another unit, exactly."""

from __future__ import annotations

import functools
from decimal import ROUND_HALF_UP, Context, Decimal

from knowledge.fold import fold
from knowledge.grammar.core import keys
from knowledge.grammar.units import counted, factor

_SCALES = {"nghin": Decimal(1000), "ngan": Decimal(1000), "trieu": Decimal(10**6), "ty": Decimal(10**9)}
_EXACT = Context(prec=60)


@functools.lru_cache(maxsize=4096)
def size(unit: str) -> tuple[str, Decimal]:
    """What a unit measures and how many base units it is: "tỷ đồng" -> ("money", 10^9), "vụ tai nạn" -> ("case", 1).

    Composed units ("tạ/ha") are a dimension of their own.
    """
    if "/" in unit:
        return fold(unit), Decimal(1)
    dimension, base = factor(unit)
    if dimension:
        return dimension, base
    head, _, rest = unit.partition(" ")
    scale = _SCALES.get(fold(head))
    if scale is not None and rest:
        return size(rest)[0], scale
    return _kind(unit) or fold(head), Decimal(1)


def _kind(unit: str) -> str:
    """The kind of a counted noun by its longest beginning that the vocabulary knows."""
    words = unit.split(",")[0].split()
    for stop in range(len(words), 0, -1):
        kind = counted().get(keys(" ".join(words[:stop])))
        if kind:
            return kind
    return ""


def convertible(one: str, other: str) -> bool:
    """Whether figures of the two units may be compared and added."""
    return size(one)[0] == size(other)[0]


def convert(value: Decimal, unit: str, wanted: str) -> Decimal:
    """The same amount in another unit of its dimension, exact. Raises ValueError across dimensions."""
    (dimension, base), (target, wanted_base) = size(unit), size(wanted)
    if dimension != target:
        raise ValueError(f"{unit} is no {wanted}")
    return plain(value) if base == wanted_base else plain(_EXACT.divide(_EXACT.multiply(value, base), wanted_base))


def plain(value: Decimal) -> Decimal:
    """Without trailing zeros after the point and without an exponent."""
    value = _EXACT.normalize(value) if value else Decimal(0)
    return value if value.as_tuple().exponent <= 0 else value.quantize(Decimal(1), context=_EXACT)  # type: ignore[operator]


def rounded(value: Decimal, decimals: int = 2) -> Decimal:
    """Half up, trailing zeros dropped."""
    return plain(value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, context=_EXACT))
