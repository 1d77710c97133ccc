"""How a command is typed, with its placeholders in the reader's language."""

import re

from commands.kit.message import Msg, msg
from commands.kit.values import Name

_SLOT = re.compile(r"\[(?:(?P<word>\w+) <(?P<value>[^>]+)>|(?P<lone>[^\]]+))\]")
# Every word here that is typed as it stands is one the parser takes in both languages.
_WORDS = {
    "by": msg("by"),
    "vs": msg("vs"),
    "language": msg("language"),
    "zone": msg("zone"),
    "period": msg("period"),
    "dimension": msg("dimension"),
    "dimension=value …": msg("dimension=value …"),
    "comparison": msg("comparison"),
    "metric": msg("metric"),
    '"/question"': msg('"/question"'),
    "days": msg("days"),
    "time": msg("time"),
    "#channel": msg("#channel"),
    "number": msg("number"),
    "command|topic": msg("command|topic"),
    "keep": msg("keep"),
    "max": msg("max"),
    "reserve": msg("reserve"),
    "only": msg("only"),
    "step": msg("step"),
    "revise": msg("revise"),
    "review": msg("review"),
    "±amount|±%": msg("±amount|±%"),
    "channel …": msg("channel …"),
    "channel=amount …": msg("channel=amount …"),
    "share": msg("share"),
    "amount": msg("amount"),
    "proposal": msg("proposal"),
    "mark of the button": msg("mark of the button"),
    "note": msg("note"),
    "reason": msg("reason"),
    "export": msg("export"),
    "campaign|channel|creator|all": msg("campaign|channel|creator|all"),
    "channel|campaign|creator": msg("channel|campaign|creator"),
    "channel|campaign": msg("channel|campaign"),
    "model=…": msg("model=…"),
}


def usage_message(usage: str) -> Msg:
    """`/gmv [period] [by <dimension>]` as a sentence; words without a translation stay."""
    parts: dict[str, Name | Msg] = {}

    def named(text: str) -> str:
        name = f"part{len(parts)}"
        parts[name] = _WORDS.get(text) or Name(text=text)
        return f"{{{name}}}"

    def slot(found: re.Match[str]) -> str:
        if found["lone"]:
            return f"[{named(found['lone'])}]"
        return f"[{named(found['word'])} <{named(found['value'])}>]"

    return Msg(text=_SLOT.sub(slot, usage), parts=dict(parts))
