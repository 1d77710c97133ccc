"""Sentences and values in the reader's language. The only module that imports babel.

The English sentence is the key. Chinese comes from `bot/locale/zh_CN.po`, read once at the
start; a sentence without a translation is shown in English, and `python -m bot.messages check`
fails on it. `{part}` is replaced by a formatted value, `{part|one|many}` by a word that agrees
with the number in `part`.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import assert_never

from babel.core import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.locale import numbers
from commands.kit.message import Msg
from commands.kit.values import (
    Change,
    Count,
    Day,
    Days,
    Moment,
    Money,
    Name,
    Number,
    Percent,
    Points,
    Unknown,
    Value,
)

LOCALES = ("zh-CN", "en")
CATALOG = Path(__file__).parent / "locale" / "zh_CN.po"
PART = re.compile(r"\{(?P<name>\w+)(?:\|(?P<one>[^|{}]*)\|(?P<many>[^|{}]*))?\}")

_HEADER = r"""# Chinese (Simplified) sentences of Tidebell. `make messages` keeps the list current.
msgid ""
msgstr ""
"Language: zh_CN\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
_DATE_PATTERNS = {
    "en": {"full": "MMM d, y", "short": "MMM d", "month": "MMM", "year": "y"},
    "zh-CN": {"full": "y年M月d日", "short": "M月d日", "month": "M月", "year": "y年"},
}
# What a terminal, a log or a page would obey instead of show: controls, and the invisible
# marks that reverse the reading direction of what follows.
_OBEYED = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_WORD = re.compile(r"[A-Z][a-z]+")
_PROPER = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"} | {
    "English",
    "Chinese",
    "Markov",
}
_JOINERS = "\u200d\u200c\ufe0f"


@dataclass(frozen=True)
class Translator:
    """One language: sentences from its catalogue, values in its notation."""

    locale: str
    sentences: Mapping[str, str]

    def message(self, message: Msg, *, inside: bool = False) -> str:
        """The sentence in this language with its parts filled in; a part not given stays `{…}`.

        `inside`: it stands within another sentence, where English begins it in lower case.
        """

        def fill(found: re.Match[str]) -> str:
            part = message.parts.get(found["name"])
            if part is None:
                return found[0]
            if found["one"] is not None:
                return found["one"] if _is_one(part) else found["many"]
            if isinstance(part, Msg):
                return self.message(part, inside=inside or found.start() > 0)
            return self.value(part)

        text = self.plain(message.text)
        return PART.sub(fill, _uncapitalised(text) if inside and self.locale == "en" else text)

    def plain(self, text: str) -> str:
        """A fixed interface text in this language; itself where there is no translation."""
        return self.sentences.get(text) or text

    def value(self, value: Value | Msg | None, compact: bool = False) -> str:
        """A value as text. None is "–" (does not apply); unknown and NaN are "no data".

        `compact`: as few digits as still tell the size, for axes and narrow places.
        """
        match value:
            case None:
                return "–"
            case Msg():
                return self.message(value)
            case Name():
                return shown(value.text)
            case Unknown():
                return self.plain("no data")
            case Day() | Days() | Moment():
                return self._time(value, compact)
            case Money() | Percent() | Change() | Points() | Count() | Number():
                return self._quantity(value, compact)
        assert_never(value)

    def _time(self, value: Day | Days | Moment, compact: bool) -> str:
        if isinstance(value, Moment):
            return self._moment(value.at, compact)
        if isinstance(value, Days):
            return self.span(value.first, value.last, compact)
        return self.day(value.day, "short" if compact else "full")

    def _moment(self, at: datetime, compact: bool) -> str:
        comma = "," if self.locale == "en" else ""
        return f"{self.day(at.date(), 'short' if compact else 'full')}{comma} {at:%H:%M}"

    def day(self, day: date, form: str = "full") -> str:
        """A date; `form` is full (with the year), short (no year), month or year."""
        return format_date(day, _DATE_PATTERNS[self.locale][form], locale=_babel(self.locale))

    def span(self, first: date, last: date, compact: bool = False) -> str:
        """Two dates, both included, naming month and year once where they are shared."""
        if first == last:
            return self.day(first, "short" if compact else "full")
        if first.year != last.year:
            return f"{self.day(first)} – {self.day(last)}"
        same_month = first.month == last.month
        return self._span_of_year(first, last, same_month, compact)

    def _span_of_year(self, first: date, last: date, same_month: bool, compact: bool) -> str:
        if self.locale == "zh-CN":
            start = self.day(first, "short" if compact else "full")
            return f"{start}–{last.day}日" if same_month else f"{start}–{self.day(last, 'short')}"
        start, year = self.day(first, "short"), "" if compact else f", {last.year}"
        if same_month:
            return f"{start}–{last.day}{year}"
        return f"{start} – {self.day(last, 'short')}{year}"

    def _quantity(
        self, value: Money | Percent | Change | Points | Count | Number, compact: bool
    ) -> str:
        number = numbers.decimal(_raw(value))
        if number is None:
            return self.plain("no data")
        style = numbers.STYLES[self.locale]
        match value:
            case Money():
                return numbers.money(
                    number, value.currency, style, signed=value.signed, compact=compact
                )
            case Count():
                return numbers.count(number, style, signed=value.signed, compact=compact)
            case Number():
                return numbers.plain(
                    number, value.digits, style, signed=value.signed, compact=compact
                )
            case Percent():
                return numbers.percent(number)
            case Change():
                return numbers.change(number)
            case Points():
                return numbers.points(number, style)
        assert_never(value)


def translator(locale: str) -> Translator:
    """The translator of the nearest language: anything Chinese is zh-CN, the rest English."""
    return _translator(nearest(locale))


def nearest(locale: str) -> str:
    """The supported locale for a language tag such as `zh_TW`, `en-GB` or an empty one."""
    return "zh-CN" if locale.strip().lower().startswith("zh") else "en"


def shown(text: str) -> str:
    """Text of the shop's data on one line, without characters that are obeyed, not shown."""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """The text with a space for every character that would be obeyed instead of shown."""
    return "".join(
        letter if letter in _JOINERS or unicodedata.category(letter) not in _OBEYED else " "
        for letter in text
    )


def read_catalog(path: Path = CATALOG) -> Catalog:
    """The catalogue file; ValueError naming the place where it is malformed."""
    with path.open("rb") as file:
        return read_po(file, locale="zh_CN", abort_invalid=True)


def new_catalog() -> Catalog:
    """An empty Chinese catalogue."""
    return Catalog(locale="zh_CN", charset="utf-8", fuzzy=False)


def write_catalog(catalog: Catalog, path: Path = CATALOG) -> None:
    """Write a catalogue sorted by sentence, without places or times: quiet differences."""
    with path.open("wb") as file:
        file.write(_HEADER.encode())
        write_po(file, catalog, width=100, sort_output=True, no_location=True, omit_header=True)


@cache
def _translator(locale: str) -> Translator:
    return Translator(locale, {} if locale == "en" else _sentences(read_catalog()))


def _sentences(catalog: Catalog) -> dict[str, str]:
    return {
        entry.id: entry.string
        for entry in catalog
        # Under the empty text stands the catalogue's own header.
        if entry.id and isinstance(entry.id, str) and isinstance(entry.string, str)
        if not entry.fuzzy
    }


@cache
def _babel(locale: str) -> Locale:
    """Found once: babel takes a millisecond to find a language by its name."""
    return Locale.parse(locale, sep="-")


def _uncapitalised(text: str) -> str:
    """“Paid GMV” as “paid GMV”; abbreviations and names of days and languages stay."""
    first = _WORD.match(text)
    return text[0].lower() + text[1:] if first and first[0] not in _PROPER else text


def _is_one(part: Value | Msg) -> bool:
    return (isinstance(part, Count) and abs(part.number) == 1) or (
        isinstance(part, Number) and abs(part.number) == 1 and part.digits == 0
    )


def _raw(value: Money | Percent | Change | Points | Count | Number) -> Decimal | float:
    match value:
        case Money():
            return value.amount
        case Count() | Number():
            return value.number
        case Percent() | Change() | Points():
            return value.ratio
    assert_never(value)
