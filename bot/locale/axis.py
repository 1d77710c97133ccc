"""Texts of an axis: one scale and one number of decimals for all of its ticks."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from math import floor, log10

from bot.locale.numbers import MINUS, STYLES, SYMBOLS, rounded
from bot.locale.plotted import Unit


def axis_texts(ticks: Sequence[float], unit: Unit, currency: str, locale: str) -> list[str]:
    """A text per tick, short and alike: 0, 50万, 100万 · ¥0, ¥0.5M, ¥1M · 3.2%, 3.4%.

    As many decimals as it takes to tell neighbours apart.
    """
    size, suffix = _scale(max((abs(tick) for tick in ticks), default=0.0), unit, locale)
    digits = _digits([tick / size for tick in ticks])
    prefix = SYMBOLS.get(currency, f"{currency}\N{NO-BREAK SPACE}") if unit == "money" else ""
    return [_text(tick / size, digits, prefix, suffix) for tick in ticks]


def _scale(largest: float, unit: Unit, locale: str) -> tuple[float, str]:
    if unit == "percent":
        return 0.01, "%"
    fitting = [scale for scale in STYLES[locale].scales if scale[0] <= largest]
    return fitting[-1] if fitting else (1, "")


def _digits(numbers: list[float]) -> int:
    step = min((abs(b - a) for a, b in pairwise(numbers)), default=1.0)
    return max(0, -floor(log10(step) + 1e-9)) if step > 0 else 0


def _text(number: float, digits: int, prefix: str, suffix: str) -> str:
    value = rounded(Decimal(repr(number)), digits)
    if not value:
        return "0%" if suffix == "%" else f"{prefix}0"
    return f"{MINUS if value < 0 else ''}{prefix}{abs(value):,f}{suffix}"
