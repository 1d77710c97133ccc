"""Occasions as people call them in their language."""

from analytics.occasions import Occasion
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
