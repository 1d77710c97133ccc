"""Under which names Slack's own slash commands run, and how a command line is typed there."""

import re
from collections.abc import Collection
from functools import cache

from commands.kit.registry import discover

OWN = "tidebell"
WANTED = ("gmv", "funnel", "roi", "budget-shift", "target", "why", "incident")


def slash_names(commands: Collection[str]) -> tuple[str, ...]:
    """The slash commands to register: the wanted ones that exist, and `tidebell` for the rest."""
    return (*(name for name in WANTED if name in commands), OWN)


def typed(text: str) -> str:
    """The text with every command in it as it is typed in Slack: `/tidebell calendar 双11`."""
    return _elsewhere().sub(rf"/{OWN} \1", text)


@cache
def _elsewhere() -> re.Pattern[str]:
    """`/name` of every command that is no slash command of its own."""
    found = discover()
    names = {name for each in found.values() for name in (each.name, *each.aliases)}
    others = sorted(names - set(slash_names(found)), key=len, reverse=True)
    words = "|".join(map(re.escape, others))
    return re.compile(rf"(?<![\w/.])/({words})(?![\w/-])")
