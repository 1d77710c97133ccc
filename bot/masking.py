"""Personal data made unreadable, in what is shown in chat and in what is kept of questions.

Found by their form: mobile numbers of China, international phone numbers, e-mail addresses,
China's identity numbers (by their check digit), bank cards (by issuer and Luhn's check digit).
Ids of customers have no form of their own and are masked by the column they stand in. Enough is
left to recognise one's own; amounts, dates, order numbers and campaign names stay as they are.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import BaseModel

from commands.kit.reply import Reply, Table
from commands.kit.values import Name

ID_COLUMNS = frozenset({"customer_id", "person_id", "visitor_id", "session_id", "unit_id"})
"""Table columns whose words are ids of people."""

# No part of a longer word or number, and no amount of money.
_FREE = r"(?<![A-Za-z0-9])(?<!\d\.)(?<![¥￥$€£])"
_ENDS = r"(?![A-Za-z0-9])(?!\.\d)(?!,\d{3}(?!\d))(?!\s?[元万亿%])"

# What stands between the digits of one number: hyphens, spaces of any width and of none. The
# last come along unseen when a number is copied, at any place within it.
_NOTHING = r"[\u200b-\u200f\u2060\ufeff]?"
_GAPS = r" \u00a0\u2002-\u2015\u202f\u2060\u3000\ufeff\-"

# Addresses run together are hidden as one: what is left of the first must not begin another.
_LOCAL = "A-Za-z0-9._%+-"
_DOMAIN = r"@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
_EMAIL = re.compile(
    rf"(?<![{_LOCAL}])[{_LOCAL}]+{_DOMAIN}(?:[{_LOCAL}]*{_DOMAIN})*(?![A-Za-z0-9-])"
)
_MOBILE = re.compile(
    rf"{_FREE}(?:(?:\+|00)?86[{_GAPS}]?)?1{_NOTHING}[3-9]{_NOTHING}\d"
    rf"(?:[{_GAPS}.·]{{0,2}}\d(?:{_NOTHING}\d){{3}}){{2}}{_ENDS}"
)
_INTERNATIONAL = re.compile(rf"(?<![\w+])\+[1-9](?:[{_GAPS}()]{{0,2}}\d){{9,14}}" + _ENDS)
_IDENTITY = re.compile(rf"{_FREE}[1-9]\d{{16}}[\dXx]{_ENDS}")
_CARD = re.compile(rf"{_FREE}[2-6]\d(?:[{_GAPS}]?\d){{13,17}}{_ENDS}")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}")

# Issuers and the lengths of their cards: American Express, JCB, Visa, Mastercard, UnionPay …
_ISSUERS = re.compile(
    r"3[47]\d{13}|(?:35|4\d|5[1-5]|2[2-7])\d{14}|6(?:0|2|5)\d{14}|62\d{15,17}|4\d{18}"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_WIDE = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), 0xFF0B, 0xFF20, 0xFF0D)}


def masked(text: str) -> str:
    """The text with personal data made unreadable; the very same text where it holds none.

    Masking twice is masking once. An e-mail address may grow by two characters, everything else
    keeps its length. Full-width digits are read, and become plain ones where something is masked.
    """
    plain = text.translate(_WIDE)
    hidden = plain
    for pattern, hide in _FORMS:
        hidden = pattern.sub(hide, hidden)
    return text if hidden == plain else hidden


def masked_reply(reply: Reply) -> Reply:
    """The reply with personal data unreadable in every word of data and in the line it echoes.

    What a button asks stays as it is: it is not shown, and would not work otherwise.
    """
    shown: Reply = _walked(reply)
    return shown.model_copy(update={"command": masked(shown.command)})


def masked_id(word: str) -> str:
    """An opaque id with its ends left: `oUpF8uMuAJO_M2pxb1Q9` becomes `oU***Q9`."""
    if "***" in word:
        return word
    return f"{word[:2]}***{word[-2:]}" if len(word) >= 8 else f"{word[:1]}***"


def _walked(node: Any) -> Any:
    """The node with its words masked; the very same node where nothing changed."""
    if isinstance(node, Name):
        hidden = masked(node.text)
        return node if hidden == node.text else Name(text=hidden)
    if isinstance(node, Table):
        node = _ids_hidden(node)
    if isinstance(node, BaseModel):
        changed = {name: new for name, old in node if (new := _walked(old)) is not old}
        return node.model_copy(update=changed) if changed else node
    if isinstance(node, tuple):
        parts = tuple(_walked(one) for one in node)
        return node if all(new is old for new, old in zip(parts, node, strict=True)) else parts
    if isinstance(node, dict):
        changed = {name: new for name, old in node.items() if (new := _walked(old)) is not old}
        return node | changed if changed else node
    return node


def _ids_hidden(table: Table) -> Table:
    places = [n for n, column in enumerate(table.columns) if column.name in ID_COLUMNS]
    if not places:
        return table
    rows = [list(row) for row in table.rows]
    for row in rows:
        for place in places:
            if isinstance(cell := row[place], Name):
                row[place] = Name(text=masked_id(cell.text))
    return table.model_copy(update={"rows": tuple(tuple(row) for row in rows)})


def _hide_email(found: re.Match[str]) -> str:
    return f"{found[0][0]}***@{found[0].rpartition('@')[2]}"


def _hide_mobile(found: re.Match[str]) -> str:
    return _digits_hidden(found[0], len(_digits(found[0])) - 8, 4)


def _hide_international(found: re.Match[str]) -> str:
    return found[0] if _DATED.search(found[0]) else _digits_hidden(found[0], 2, 2)


def _hide_identity(found: re.Match[str]) -> str:
    return found[0][:3] + "*" * 13 + found[0][-2:] if _is_identity(found[0]) else found[0]


def _hide_card(found: re.Match[str]) -> str:
    digits = _digits(found[0])
    return _digits_hidden(found[0], 4, 4) if _is_card(digits) else found[0]


def _is_identity(number: str) -> bool:
    """Whether it holds a date of birth and ends in its check digit (GB 11643, ISO 7064 11-2)."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[-1].upper()


def _is_card(digits: str) -> bool:
    """Whether an issuer has such cards and the last digit checks (ISO/IEC 7812-1, Luhn)."""
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    total = sum(int(digit) for digit in digits[-1::-2]) + sum(
        n - 9 if n > 9 else n for n in doubled
    )
    return total % 10 == 0 and _ISSUERS.fullmatch(digits) is not None


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _digits_hidden(text: str, first: int, last: int) -> str:
    """The text with its digits starred, all but the first and last few; the rest as it was."""
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    starred = set(places[first : len(places) - last])
    return "".join("*" if place in starred else letter for place, letter in enumerate(text))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_EMAIL, _hide_email),
    (_IDENTITY, _hide_identity),
    (_CARD, _hide_card),
    (_MOBILE, _hide_mobile),
    (_INTERNATIONAL, _hide_international),
)
