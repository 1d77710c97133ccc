"""A chat line as words: full-width forms made plain, smart quotes taken as quotes."""

import re
import unicodedata
from collections.abc import Iterable

from commands.kit.errors import UserError
from commands.kit.message import msg

LONGEST_LINE = 500
"""A line longer than this is not read at all."""

_QUOTES = str.maketrans(dict.fromkeys("“”„「」", '"') | dict.fromkeys("‘’", "'"))
_WORD = re.compile(r'[^\s"=]+="[^"]*"|"[^"]*"|\S+')


def split_words(line: str) -> list[str]:
    """The words of a line; what stands in double quotes is one word."""
    if len(line) > LONGEST_LINE:
        raise UserError(msg("That is too long for a command."))
    plain = unicodedata.normalize("NFKC", line).translate(_QUOTES)
    return [re.sub(r'^"(.*)"$', r"\1", word) for word in _WORD.findall(plain)]


def cut_out(words: list[str], keywords: Iterable[str]) -> list[str]:
    """Words with Chinese keywords cut free of their neighbours (昨天按渠道 → 昨天 按 渠道)."""
    inside = sorted((word for word in keywords if not word.isascii()), key=len, reverse=True)
    if not inside:
        return words
    pattern = re.compile(f"({'|'.join(map(re.escape, inside))})")
    cut = ([word] if "=" in word else pattern.split(word) for word in words)
    return [part for parts in cut for part in parts if part]
