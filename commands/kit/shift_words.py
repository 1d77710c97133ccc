"""The words of `/budget-shift`: changes, amounts, shares, channels, and days to come."""

import re
from dataclasses import dataclass
from decimal import Decimal

from analytics.errors import UnknownName
from analytics.periods import Period, parse_period, unit_of, whole
from analytics.spans import DAY, Unit
from commands.kit.argument_types import WhereType
from commands.kit.blocks import days
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import Msg, msg
from commands.kit.values import Name
from commands.kit.words import plain

LONGEST = 366
"""The most days that one plan may be for."""

_TIMES = {
    "": 1, "k": 10**3, "千": 10**3, "w": 10**4, "万": 10**4, "m": 10**6, "million": 10**6,
    "百万": 10**6, "亿": 10**8,
}  # fmt: skip
_NUMBER = r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d+)?)"
_UNITS = "|".join(sorted(filter(None, _TIMES), key=len, reverse=True))
_AMOUNT = re.compile(rf"[¥$€£]? ?{_NUMBER} ?(?P<unit>{_UNITS})? ?(?:元|块|yuan|cny|rmb)?")
_SHARE = re.compile(rf"{_NUMBER} ?(?P<sign>%|成)?")
_MORE = ("+", "增加", "加", "多")
_LESS = ("-", "−", "–", "减少", "减", "少")


@dataclass(frozen=True)
class TotalChange:
    """By how much the whole is to change: an amount, or a ratio of today's spend."""

    number: Decimal
    relative: bool = False

    def of(self, spend: Decimal) -> Decimal:
        """As an amount."""
        return self.number * spend if self.relative else self.number

    @property
    def words(self) -> str:
        """As it is typed: `+10%`, `-200000`."""
        number = (self.number * 100 if self.relative else self.number).normalize()
        return f"{number:+f}" + "%" * self.relative


class ChangeType:
    """`+100k`, `-5%`, `+10万`, `增加10万`."""

    hint = "±amount|±%"

    def read(self, text: str, ctx: Ctx) -> TotalChange:
        if found := _read_change(text):
            return found
        first, _, rest = text.partition(" ")
        words = rest if _read_change(first) else text
        if read_amount(words) is not None or _share(words) is not None:
            raise UserError(
                msg("Is “{word}” more or less than today?", word=Name(text=words[:60])),
                _like(f"+{words}", f"-{words}"),
            )
        ComingType().read(words, ctx)  # refuses what are no days either
        raise UserError(msg("“{word}” is no change of the total.", word=Name(text=text[:60])))


class AmountType:
    """`100`, `1,000`, `1万`."""

    hint = "amount"

    def read(self, text: str, ctx: Ctx) -> Decimal:
        found = read_amount(text)
        if found is None or found <= 0:
            raise _no_amount(text)
        return found


class ShareType:
    """`12%`, `0.12`, `1成`."""

    hint = "share"

    def read(self, text: str, ctx: Ctx) -> float:
        found = _share(text)
        if found is None or found >= 1:
            raise UserError(
                msg("“{word}” is no share of the budget.", word=Name(text=text[:60])), _like("12%")
            )
        return float(found)


class ChannelsType:
    """Channels the shop knows, one or several: `抖音`, `抖音 搜索`, `抖音、搜索`."""

    hint = "channel …"

    def read(self, text: str, ctx: Ctx) -> tuple[str, ...]:
        parts = [part.strip() for part in re.split(r"[,、;]|和|\band\b", plain(text))]
        found = [name for part in parts if part for name in _channels(part, ctx)]
        return tuple(dict.fromkeys(found))


class CapsType:
    """The most that channels may spend: `搜索=200k`, `搜索 20万、抖音 30万`."""

    hint = "channel=amount …"

    def read(self, text: str, ctx: Ctx) -> tuple[tuple[str, Decimal], ...]:
        said = re.sub(r"\s*[=:]\s*", "=", plain(text))
        caps = [_cap(part, ctx) for part in re.split(r"[、;]|,(?!\d{3}(?!\d))|\s+(?=\S+=)", said)]
        return tuple(dict(caps).items())


class NumberType:
    """The number of a proposal: `3`, `#3`, `3号`."""

    hint = "proposal"

    def read(self, text: str, ctx: Ctx) -> int:
        digits = text.removeprefix("#").removesuffix("号")
        if digits.isdecimal() and len(digits) <= 9:
            return int(digits)
        raise UserError(msg("“{word}” is no number of a proposal.", word=Name(text=text[:60])))


_COUNTED = re.compile(
    r"(?:(?:the )?(?:next|coming)|未来|接下来|今后)? ?(?P<count>\d{1,3}) ?"
    r"(?:(?P<weeks>w|weeks?|周|个?星期)|d|days?|天|日)"
)


class ComingType:
    """Days to come: `next month`, `28d`, `未来28天`, `2026-12`, `2026-12-01..2026-12-20`.

    Of a month that has begun it is what is left from tomorrow on; days that are given one by one
    stay as they are as long as some are to come, so that a plan can be made anew while it runs.
    """

    hint = "period"

    def read(self, text: str, ctx: Ctx) -> Period:
        if found := _COUNTED.fullmatch(plain(text).casefold()):
            size = int(found["count"]) * (7 if found["weeks"] else 1)
            return _checked(coming_days(ctx, size), ctx)
        period = _checked(_parsed(text, ctx), ctx)
        one_by_one = unit_of(period) is Unit.DAYS
        tomorrow = ctx.now.date() + DAY
        return Period(period.start if one_by_one else max(period.start, tomorrow), period.end)


def coming_days(ctx: Ctx, size: int) -> Period:
    """The days from tomorrow on."""
    tomorrow = ctx.now.date() + DAY
    return Period(tomorrow, tomorrow + size * DAY)


def _parsed(text: str, ctx: Ctx) -> Period:
    """The days named, those that are over already too: the clock cuts nothing off."""
    found = parse_period(text, now=ctx.now, occasions=ctx.occasions, this_year=True)
    if unit_of(found) is Unit.DAYS and found.contains(ctx.now.date()):
        before = ctx.now - (found.days + 1) * DAY
        found = parse_period(text, now=before, occasions=ctx.occasions, this_year=True)
    return whole(found)


def _checked(period: Period, ctx: Ctx) -> Period:
    if period.end <= ctx.now.date() + DAY:
        raise UserError(
            msg("{days} is over: a budget shift is for days to come.", days=days(period)),
            _like("next month", "28d"),
        )
    if period.days > LONGEST:
        raise UserError(msg("A budget shift is for at most a year."), _like("next month", "28d"))
    return period


def read_amount(text: str) -> Decimal | None:
    """The money in `200k`, `20万`, `¥1,500`; None where there is none."""
    found = _AMOUNT.fullmatch(plain(text).casefold())
    return found and Decimal(found["digits"].replace(",", "")) * _TIMES[found["unit"] or ""]


def _share(text: str) -> Decimal | None:
    found = _SHARE.fullmatch(plain(text))
    if not found:
        return None
    number = Decimal(found["digits"].replace(",", ""))
    match found["sign"]:
        case "%":
            return number / 100
        case "成":
            return number / 10
        case _:
            return number if number < 1 else None


def _read_change(text: str) -> TotalChange | None:
    said = plain(text).casefold()
    for words, sign in ((_MORE, 1), (_LESS, -1)):
        if begun := next((word for word in words if said.startswith(word)), None):
            size = said.removeprefix(begun).strip()
            if size.endswith(("%", "成")) and (share := _share(size)) is not None:
                return TotalChange(sign * share, relative=True)
            amount = read_amount(size)
            return None if amount is None else TotalChange(sign * amount)
    return None


def _channels(text: str, ctx: Ctx) -> list[str]:
    """The channels of a part: it may be one whose name has spaces in it."""
    try:
        return [_channel(text, ctx)]
    except UnknownName:
        words = text.split()
        if len(words) == 1:
            raise
        return [_channel(word, ctx) for word in words]


def _channel(text: str, ctx: Ctx) -> str:
    return WhereType().read_pair("channel", text.strip('"'), ctx)[1] or ""


_RUN_TOGETHER = re.compile(r"(?P<name>.*?[^\d.,¥ ])[ =]?(?P<amount>¥?\d.*)")


def _cap(text: str, ctx: Ctx) -> tuple[str, Decimal]:
    name, parted, amount = text.strip().rpartition("=")
    if not parted and (found := _RUN_TOGETHER.fullmatch(text.strip())):
        name, amount = found["name"], found["amount"]
    size = read_amount(amount)
    if not name or size is None:
        raise _no_amount(text)
    return _channel(name, ctx), size


def _no_amount(text: str) -> UserError:
    return UserError(
        msg("“{word}” is no amount.", word=Name(text=text[:60])), _like("200k", "20万")
    )


def _like(*examples: str) -> Msg:
    return msg("Write it like {example}.", example=Name(text=" · ".join(examples)))
