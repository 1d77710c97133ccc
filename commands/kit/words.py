"""A chat line as words: full-width forms made plain, smart quotes taken as quotes."""

import re
import unicodedata
from collections.abc import Iterable

from commands.kit.errors import UserError
from commands.kit.message import msg

LONGEST_LINE = 500
"""A line longer than this is not read at all."""

_QUOTES = str.maketrans(dict.fromkeys("“”„「」", '"') | dict.fromkeys("‘’", "'"))
_AROUND_EQUALS = re.compile(r"(?<=\w) *= *(?=[\w\"])")
_WORD = re.compile(r'[^\s"=]+="[^"]*"|"[^"]*"|\S+')


def split_words(line: str) -> list[str]:
    """The words of a line; what stands in double quotes is one word, `a = b` is `a=b`."""
    if len(line) > LONGEST_LINE:
        raise UserError(msg("That is too long for a command."))
    words = _WORD.findall(_AROUND_EQUALS.sub("=", plain(line)))
    return [re.sub(r'^"(.*)"$', r"\1", word) for word in words]


def plain(line: str) -> str:
    """The line in plain forms: half-width letters, straight quotes, no space around."""
    return unicodedata.normalize("NFKC", line).translate(_QUOTES).strip()


def cut_out(words: list[str], keywords: Iterable[str]) -> list[str]:
    """Words with Chinese keywords cut free of their neighbours (昨天按渠道 → 昨天 按 渠道)."""
    inside = sorted((word for word in keywords if not word.isascii()), key=len, reverse=True)
    if not inside:
        return words
    pattern = re.compile(f"({'|'.join(map(re.escape, inside))})")
    cut = ([word] if "=" in word else pattern.split(word) for word in words)
    return [part for parts in cut for part in parts if part]


SHORTEST = 2
MOST_CUTS = 3


def cut_at(word: str, known: Iterable[str]) -> list[str]:
    """`word` cut where a known word, the longest first, begins or ends it: 抖音昨天 → 抖音, 昨天.

    The parts put together are the word again. A known word in Latin letters is cut off only next
    to another script: `app` is no part of `apple`.
    """
    longest = sorted((one for one in known if len(one) >= SHORTEST), key=len, reverse=True)
    first: list[str] = []
    last: list[str] = []
    for _ in range(MOST_CUTS):
        if begun := next((one for one in longest if _is_end(word, one, len(one))), ""):
            first.append(word[: len(begun)])
            word = word[len(begun) :]
        elif ended := next((one for one in longest if _is_end(word, one, -len(one))), ""):
            last.insert(0, word[-len(ended) :])
            word = word[: -len(ended)]
    return [*first, word, *last]


def _is_end(word: str, known: str, place: int) -> bool:
    """Whether `known` is all that stands before `place` (behind it, counted from the end)."""
    if len(word) <= len(known):
        return False
    part = word[:place] if place > 0 else word[place:]
    inner = word[place - 1 : place + 1]
    return part.casefold() == known.casefold() and not (inner.isascii() and inner.isalnum())
