"""Typed text made comparable: one width, one case, one dash, digits for Chinese numerals."""

import re
import unicodedata

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十廿百]+")
_ENGLISH = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_ENGLISH_NUMERAL = re.compile(rf"\b(?:{'|'.join(_ENGLISH)})\b")
_WIDE = r"\u3400-\u9fff"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"〜": "~", "∼": "~", "的": "", "’": "'"})
_NUMERAL_SPACES = re.compile(rf"(?<=[{_WIDE}]) +| +(?=[{_WIDE}])")


def normalise(text: str) -> str:
    """`text` in half width and lower case, numerals as digits, no idle spaces.

    A space stays only between two words that are not Chinese: `近 七 天` → `近7天`,
    `双１１  Preheat` → `双11 preheat`.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_DASHES)
    plain = _NUMERAL_SPACES.sub("", re.sub(r"\s+", " ", plain.strip()))
    plain = _ENGLISH_NUMERAL.sub(lambda found: str(_ENGLISH.index(found[0]) + 1), plain)
    return _NUMERAL.sub(lambda found: _as_digits(found[0]), plain)


def squeeze(text: str) -> str:
    """Normalised text as a table key: no spaces, underscores or hyphens."""
    return re.sub(r"[ _-]", "", text)


def _as_digits(numeral: str) -> str:
    """十一 → 11, 三十 → 30, 一百二十 → 120, 二〇二六 → 2026; anything else as it is."""
    counted = re.fullmatch(r"(?:(.)百零?)?(?:(.)?十|(廿))?(.)?", numeral)
    if not set(numeral) & set("十廿百"):
        return "".join(str(_DIGITS[sign]) for sign in numeral)
    if counted is None or any(
        sign in "十廿百" for sign in "".join(filter(None, counted.group(1, 2, 4)))
    ):
        return numeral
    hundreds, tens, twenty, ones = counted.groups()
    value = 100 * _DIGITS[hundreds] if hundreds else 0
    value += 20 if twenty else 10 * _DIGITS.get(tens or "一", 1) if "十" in numeral else 0
    return str(value + (_DIGITS[ones] if ones else 0))
