"""Amounts, shares and changes as a reader of one language expects to see them.

Rounding is half-up on decimals, so that 999,950 is never "1000K" and 0.125 never "0.12".
The minus sign is U+2212 everywhere: it is as wide as the plus sign and never breaks a line.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

MINUS = "\N{MINUS SIGN}"
SYMBOLS = {"CNY": "¥", "JPY": "¥", "USD": "$", "GBP": "£", "EUR": "€"}


@dataclass(frozen=True)
class Style:
    """How one language shortens numbers.

    `scales`: sizes with their suffix, smallest first. `exact_below`: a number under it is
    written out in full unless it is asked for compact.
    """

    scales: tuple[tuple[int, str], ...]
    exact_below: int
    points: str


STYLES = {
    "zh-CN": Style(((10**4, "万"), (10**8, "亿"), (10**12, "万亿")), 10**5, "个百分点"),
    "en": Style(((10**3, "K"), (10**6, "M"), (10**9, "B"), (10**12, "T")), 10**6, "pp"),
}


def decimal(number: Decimal | float) -> Decimal | None:
    """The number as a decimal without binary noise; None for NaN and infinities."""
    if isinstance(number, Decimal):
        return number if number.is_finite() else None
    return Decimal(repr(number)) if isfinite(number) else None


def rounded(number: Decimal, digits: int) -> Decimal:
    """Half-up rounding to `digits` decimals."""
    if not number:
        return Decimal(0)
    return number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def money(
    amount: Decimal, currency: str, style: Style, *, signed: bool = False, compact: bool = False
) -> str:
    """¥1,234 · ¥12.50 · ¥1,234.5万 · $123.46M. An unknown currency is shown by its code."""
    cents = _cents(abs(amount), compact)
    if rounded(amount, 2) == rounded(amount, 0):
        cents = 0
    prefix = SYMBOLS.get(currency, f"{currency}\N{NO-BREAK SPACE}")
    return _with_sign(amount, _magnitude(abs(amount), cents, style, compact), signed, prefix)


def count(number: Decimal, style: Style, *, signed: bool = False, compact: bool = False) -> str:
    """12,345 · 1.23M · 123.45万."""
    return _with_sign(number, _magnitude(abs(number), 0, style, compact), signed)


def plain(
    number: Decimal, digits: int, style: Style, *, signed: bool = False, compact: bool = False
) -> str:
    """A number without a unit to `digits` decimals: 3.25."""
    return _with_sign(number, _magnitude(abs(number), digits, style, compact), signed)


def percent(ratio: Decimal) -> str:
    """A share: 34.2%, 3.42%, 80%, <0.01%. Small shares keep two decimals: rates live there."""
    share = abs(ratio) * 100
    if 0 < share < Decimal("0.005"):
        return f"<{MINUS if ratio < 0 else ''}0.01%"
    digits = 2 if share < 10 else 1 if share < 1000 else 0
    if share == rounded(share, 0):
        digits = 0
    return _with_sign(ratio, f"{rounded(share, digits):,}%", signed=False)


def change(ratio: Decimal) -> str:
    """A relative change, always signed: −12.3%, +4.0%; no sign where it rounds to nothing."""
    share = abs(ratio) * 100
    return _with_sign(ratio, f"{rounded(share, 1 if share < 1000 else 0):,}%", signed=True)


def points(ratio: Decimal, style: Style) -> str:
    """A change of a rate: +0.4 pp, −0.03 个百分点."""
    share = abs(ratio) * 100
    digits = 2 if share < Decimal("0.1") else 1
    body = f"{rounded(share, digits):,}"
    return _with_sign(ratio, body, signed=True) + f"\N{NO-BREAK SPACE}{style.points}"


def shortened(magnitude: Decimal, style: Style, *, compact: bool) -> str:
    """A magnitude of at least one scale with its suffix: 1.2K, 1,234.5万, 1.23亿.

    A number that rounds up to the next scale is written in that one (9,999.96万 is 1亿).
    """
    body = ""
    for position, (size, suffix) in enumerate(style.scales):
        scaled = magnitude / size
        body = trimmed(rounded(scaled, _digits(scaled, compact))) + suffix
        larger = style.scales[position + 1][0] if position + 1 < len(style.scales) else None
        if larger is None or rounded(scaled, _digits(scaled, compact)) * size < larger:
            break
    return body


def trimmed(number: Decimal) -> str:
    """Grouped digits without trailing zeros after the point."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(scaled: Decimal, compact: bool) -> int:
    if compact:
        return 2 if scaled < 10 else 1 if scaled < 100 else 0
    return 2 if scaled < 1000 else 1


def _cents(magnitude: Decimal, compact: bool) -> int:
    if compact:
        return 2 if magnitude < 10 else 1 if magnitude < 100 else 0
    return 2 if magnitude < 1000 else 0


def _magnitude(magnitude: Decimal, digits: int, style: Style, compact: bool) -> str:
    limit = style.scales[0][0] if compact else style.exact_below
    if rounded(magnitude, digits) >= limit:
        return shortened(magnitude, style, compact=compact)
    if compact and digits:
        return trimmed(rounded(magnitude, digits))
    return f"{rounded(magnitude, digits):,f}"


def _with_sign(number: Decimal, body: str, signed: bool, prefix: str = "") -> str:
    nothing = not any(digit in body for digit in "123456789")
    sign = "" if nothing else MINUS if number < 0 else "+" if signed else ""
    return f"{sign}{prefix}{body}"
