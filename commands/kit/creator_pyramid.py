"""How many creators of each tier the pyramid of R18 plans, as far as that can be told."""

from analytics.shift_campaigns import whole_parts
from commands.kit.message import msg
from commands.kit.reply import Note
from commands.kit.values import Count

PYRAMID = (1, 20, 100)
"""R18: stars, niche and grassroots creators."""


def pyramid_note(creators: int) -> Note:
    """The planned tiers of so many creators; which creator is of which tier no table holds."""
    stars, niche, grassroots = (Count(number=part) for part in whole_parts(creators, PYRAMID))
    sentence = msg(
        "By the pyramid of 1 star : 20 niche : 100 grassroots (R18) these {n} {n|creator|creators}"
        " would be {stars} : {niche} : {grassroots}; who is what is in no table, so the real one is"
        " not known.",
        n=Count(number=creators),
        stars=stars,
        niche=niche,
        grassroots=grassroots,
    )
    return Note(message=sentence)
