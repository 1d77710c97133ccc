"""What people type about a proposal: its number, the mark of a button, and words of their own."""

import re
from dataclasses import dataclass

from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import msg
from commands.kit.values import Name
from commands.kit.words import LONGEST_LINE, plain

_FIRST = re.compile(r"\S+")
_MARK = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True)
class ProposalType:
    """`12`, `#12`, `12号`."""

    hint: str = "proposal"

    def read(self, text: str, ctx: Ctx) -> int:
        digits = text.removeprefix("#").removesuffix("号")
        if digits.isdecimal() and len(digits) <= 9:
            return int(digits)
        raise UserError(
            msg("“{word}” is no number of a proposal.", word=Name(text=text[:60])),
            msg("{command} lists them.", command=Name(text="/approvals")),
            instead=("/approvals",),
        )


@dataclass(frozen=True)
class MarkType:
    """What a button carries, so that it counts once and for one revision only."""

    hint: str = "mark of the button"

    def read(self, text: str, ctx: Ctx) -> str:
        if _MARK.fullmatch(text):
            return text
        raise UserError(msg("“{word}” is not what a button carries.", word=Name(text=text[:60])))


def is_mark(word: str) -> bool:
    """Whether a word may be what a button carries."""
    return _MARK.fullmatch(word) is not None


def first_word(line: str) -> tuple[str, str]:
    """The first word in plain forms, and the rest as it was typed; both empty for an empty line."""
    if len(line) > LONGEST_LINE:
        raise UserError(msg("That is too long for a command."))
    found = _FIRST.search(line)
    return (plain(found[0]), line[found.end() :].strip()) if found else ("", "")


def read_number(word: str, ctx: Ctx) -> int:
    """The number of a proposal; UserError where there is none in its place."""
    if not word:
        raise UserError(
            msg("Say which proposal, by its number."),
            msg("{command} lists them.", command=Name(text="/approvals")),
            instead=("/approvals",),
        )
    return ProposalType().read(word, ctx)
