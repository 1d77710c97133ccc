"""The words of `/attribution` that narrow it: a channel, a campaign, the model to go by."""

from commands.kit.argument_types import WhereType
from commands.kit.blocks import label
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import listed, msg
from commands.kit.roi_words import MODEL, MODEL_NAMES, read_model, said_model

NARROWED_BY = ("channel", "campaign")


class CreditWordType(WhereType):
    """`抖音`, `campaign=…`, `model=last`; credit knows no other slices."""

    hint = "channel|campaign] [model=…"
    dimensions = NARROWED_BY

    def read_pair(self, name: str, value: str, ctx: Ctx) -> tuple[str, str | None]:
        if name.casefold() in MODEL_NAMES:
            return MODEL, read_model(value)
        dimension = ctx.catalogue.find_dimension(name)
        if dimension not in NARROWED_BY:
            possible = listed([label(each, ctx) for each in NARROWED_BY])
            raise UserError(
                msg(
                    "It is not possible to filter by {dimension}.", dimension=label(dimension, ctx)
                ),
                msg("Possible: {dimensions}", dimensions=possible),
            )
        return super().read_pair(name, value, ctx)

    def read_bare(self, word: str, ctx: Ctx) -> tuple[str, str | None] | None:
        if model := said_model(word):
            return MODEL, model
        found = super().read_bare(word, ctx)
        return found if found and found[0] in NARROWED_BY else None
