"""Occasions as people know them: each once, by its name in their language."""

from analytics.occasions import Occasion
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.values import Name

_PHASES = {
    "preheat": msg("{promo} preheat"),
    "burst": msg("{promo} burst"),
    "review": msg("{promo} review"),
}


def occasion_name(occasion: Occasion) -> Msg:
    """The occasion with its phase."""
    name = Name(text=occasion.name)
    phase = _PHASES.get(occasion.phase or "")
    return Msg(text=phase.text, parts={"promo": name}) if phase else msg("{promo}", promo=name)


def known_once(ctx: Ctx) -> list[Occasion]:
    """Everything dated, once: a holiday's exact days off instead of its rule of thumb."""
    known: list[Occasion] = []
    for each in (*ctx.holidays(), *ctx.occasions):
        if not any(each.name == one.name and _meet(each, one) for one in known):
            known.append(each)
    return known


def _meet(each: Occasion, other: Occasion) -> bool:
    same_phase = each.phase == other.phase
    return same_phase and each.starts_on <= other.ends_on and each.ends_on >= other.starts_on
