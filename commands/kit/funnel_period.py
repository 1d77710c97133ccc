"""The period of `/funnel`, which most often follows a channel: a wrong word may be either."""

from analytics.errors import UnknownName
from analytics.periods import Period
from commands.kit.argument_types import PeriodType, WhereType
from commands.kit.context import Ctx


class PeriodAfterChannel(PeriodType):
    """A period; a word that is none but nearly a channel is refused as that."""

    def read(self, text: str, ctx: Ctx) -> Period:
        try:
            return super().read(text, ctx)
        except UnknownName as no_period:
            try:
                WhereType().read_pair("channel", text.split()[0] if text.strip() else text, ctx)
            except UnknownName as no_channel:
                if no_channel.close:
                    raise no_channel from no_period
            raise
