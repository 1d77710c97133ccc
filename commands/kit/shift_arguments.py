"""What `/budget-shift` takes, and the line that asks the very same again."""

import re
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field

from analytics.periods import Period
from commands.kit.arguments import Arguments, Keyword, Positional
from commands.kit.context import Ctx
from commands.kit.shift_words import (
    AmountType,
    CapsType,
    ChangeType,
    ChannelsType,
    ComingType,
    NumberType,
    ShareType,
    TotalChange,
    coming_days,
)

COMMAND = "budget-shift"
DEFAULT_DAYS = 28
_MAX = ("max", "cap", "上限", "最多")
_CAP_AT_ONCE = re.compile(rf"({'|'.join(word for word in _MAX if not word.isascii())})(?=[^\s=]+=)")


class BudgetShiftArgs(Arguments):
    """What `/budget-shift` takes."""

    change: Annotated[TotalChange | None, Positional(ChangeType())] = None
    period: Annotated[Period | None, Positional(ComingType())] = None
    keep: Annotated[
        tuple[str, ...], Keyword(ChannelsType(), ("keep", "lock", "保持", "保留", "锁定", "不动"))
    ] = ()
    most: Annotated[tuple[tuple[str, Decimal], ...], Keyword(CapsType(), _MAX)] = Field(default=())
    reserve: Annotated[float | None, Keyword(ShareType(), ("reserve", "预留", "储备"))] = None
    only: Annotated[tuple[str, ...], Keyword(ChannelsType(), ("only", "仅", "只动", "只"))] = ()
    step: Annotated[Decimal | None, Keyword(AmountType(), ("step", "步长", "取整"))] = None
    revise: Annotated[int | None, Keyword(NumberType(), ("revise", "修改"))] = None
    review: Annotated[int | None, Keyword(NumberType(), ("review", "复盘", "回顾"))] = None

    @classmethod
    def read(cls, line: str, ctx: Ctx) -> Self:
        """A cap may stand right after its Chinese word: 上限搜索=20万."""
        return super().read(_CAP_AT_ONCE.sub(r"\1 ", line), ctx)

    def dated(self, ctx: Ctx) -> Self:
        """The same for days that do not move with the clock: 28 from tomorrow where none are
        named."""
        return self.model_copy(update={"period": self.period or coming_days(ctx, DEFAULT_DAYS)})

    @property
    def line(self) -> str:
        """The line that asks for this plan anew, in English words."""
        caps = ",".join(f"{_quoted(name)}={amount:f}" for name, amount in self.most)
        parts = (
            ("", self.change.words if self.change else ""),
            ("", f"{self.period.start}..{self.period.last}" if self.period else ""),
            ("keep ", ",".join(map(_quoted, self.keep))),
            ("max ", caps),
            ("reserve ", "" if self.reserve is None else f"{self.reserve * 100:g}%"),
            ("only ", ",".join(map(_quoted, self.only))),
            ("step ", "" if self.step is None else f"{self.step:f}"),
        )
        return " ".join([f"/{COMMAND}", *(word + said for word, said in parts if said)])


def _quoted(name: str) -> str:
    return f'"{name}"' if re.search(r"[\s,、;]", name) else name
