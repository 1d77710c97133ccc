"""The words of `/subscribe`: which days, what time, which zone and language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any, Self
from zoneinfo import ZoneInfo, available_timezones

from analytics.spelling import closest
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import msg
from commands.kit.report_days import ReportDays
from commands.kit.values import Name
from commands.kit.words import plain, split_words

_LANGUAGES = {
    **dict.fromkeys(("zh-cn", "zh", "cn", "中文", "chinese"), "zh-CN"),
    **dict.fromkeys(("en", "英文", "英语", "english"), "en"),
}
_ZONE_WORDS = {"北京": "Asia/Shanghai", "上海": "Asia/Shanghai", "beijing": "Asia/Shanghai"}
_OPTION = re.compile(r"(?P<name>zone|tz|时区|language|lang|语言)=(?P<value>\S+)", re.IGNORECASE)
_NAMES = {"tz": "zone", "时区": "zone", "lang": "language", "语言": "language"}


@dataclass(frozen=True)
class Options:
    """What may stand at the end: None where it was not said."""

    zone: str | None = None
    language: str | None = None


def split_question(line: str) -> tuple[str, list[str]]:
    """The command line in front and the words of its schedule; none where it names no days.

    In quotes it is what they hold; else everything in front of the first word for days.
    """
    words = split_words(line)
    if plain(line)[:1] == '"':
        if plain(line).count('"') % 2:
            raise UserError(msg("A quotation mark is missing: “…” around the question."))
        return words[0], words[1:]
    for place in range(1, len(words)):
        if _starts_days(words, place):
            return " ".join(words[:place]), words[place:]
    return " ".join(words), []


def _starts_days(words: Sequence[str], place: int) -> bool:
    return any(_days(" ".join(words[place : place + size])) for size in (1, 2, 3))


def _days(text: str) -> ReportDays | None:
    try:
        return ReportDays.read(text)
    except ValueError:
        return None


@dataclass
class SortedWords:
    """The words of a schedule by what they are, in whichever order they were said."""

    days: list[str] = field(default_factory=list)
    time: list[str] = field(default_factory=list)
    channel: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, words: Sequence[str]) -> Self:
        """What is neither a time, a channel nor an option is taken for days."""
        found = cls()
        for word in words:
            if word.startswith("#"):
                found.channel.append(word)
            elif "=" in word:
                found.options.append(word)
            elif _TIME_LIKE.search(word.casefold()):
                found.time.append(word)
            else:
                found.days.append(word)
        return found

    def read(self, ctx: Ctx) -> dict[str, Any]:
        """The values; UserError says which word is none."""
        values: dict[str, Any] = {
            "days": DaysType().read(" ".join(self.days), ctx),
            "at": TimeType().read(" ".join(self.time), ctx),
        }
        if self.channel:
            values["channel"] = ChannelType().read(" ".join(self.channel), ctx)
        if self.options:
            values["options"] = OptionsType().read(" ".join(self.options), ctx)
        return values


class DaysType:
    """`workdays`, `daily`, `mon,wed`, `1st workday`, `monthly 15`, `工作日`, `周一` …"""

    hint = "days"

    def read(self, text: str, ctx: Ctx) -> ReportDays:
        if found := _days(text):
            return found
        raise UserError(
            msg("“{word}” does not say on which days.", word=Name(text=text[:60])),
            msg(
                "Possible: {words}",
                words=Name(text="workdays · daily · mon,wed · monthly 1 · 1st workday · 工作日"),
            ),
        )


_TIME_LIKE = re.compile(r"\d:|\d(?:am|pm)$|[点时]")
_CLOCK = re.compile(
    r"(?P<half>凌晨|早上|上午|中午|下午|晚上)? ?(?P<hour>\d{1,2})"
    r"(?:(?::(?P<minute>\d{2}))? ?(?P<noon>am|pm)?|"
    r"[点时](?:(?P<minutes>\d{1,2})分?|(?P<thirty>半))?)"
)


class TimeType:
    """`09:00`, `9:30`, `6pm`, `9点半`, `下午3点`."""

    hint = "time"

    def read(self, text: str, ctx: Ctx) -> time:
        found = _CLOCK.fullmatch(text.casefold())
        if found and _TIME_LIKE.search(text.casefold()):
            hour, minute = _hour(found), 30 if found["thirty"] else _minute(found)
            if hour <= 23 and minute <= 59:
                return time(hour, minute)
        raise UserError(
            msg("“{word}” is no time of day.", word=Name(text=text[:60])),
            msg("Write it like {example}.", example=Name(text="09:00")),
        )


_IN_THE_AFTERNOON = {"中午": (1, 3), "下午": (1, 12), "晚上": (1, 12)}
"""From which hour to before which one these words add twelve."""


def _minute(found: re.Match[str]) -> int:
    return int(found["minute"] or found["minutes"] or 0)


def _hour(found: re.Match[str]) -> int:
    """The hour of the day; 24 or more where there is none such."""
    hour = int(found["hour"])
    if found["noon"]:
        return hour % 12 + 12 * (found["noon"] == "pm") if 1 <= hour <= 12 else 24
    first, last = _IN_THE_AFTERNOON.get(found["half"], (0, 0))
    if found["half"] == "晚上" and hour == 12:
        return 24  # midnight belongs to the next day: which one is meant is not certain
    return hour + 12 if first <= hour < last else hour


class ChannelType:
    """`#standup`."""

    hint = "#channel"

    def read(self, text: str, ctx: Ctx) -> str:
        if " " in text or not text.startswith("#"):
            raise UserError(
                msg("“{word}” is no channel.", word=Name(text=text[:60])),
                msg("Write it like {example}.", example=Name(text="#standup")),
            )
        return ctx.schedules.find_channel(text)


class ZoneType:
    """A time zone: `Europe/London`, `Asia/Shanghai`."""

    hint = "zone"

    def read(self, text: str, ctx: Ctx) -> str:
        return _zone(text)


class OptionsType:
    """`zone=Europe/London language=en`, in any order."""

    hint = "zone=… language=…"

    def read(self, text: str, ctx: Ctx) -> Options:
        found = [_OPTION.fullmatch(word) for word in text.split(" ")]
        if not all(found):
            raise UserError(msg("“{word}” is not understood here.", word=Name(text=text[:60])))
        said = {_name(one["name"]): one["value"] for one in found if one}
        return Options(
            zone=_zone(said["zone"]) if "zone" in said else None,
            language=_language(said["language"]) if "language" in said else None,
        )


def _name(word: str) -> str:
    return _NAMES.get(word.casefold(), word.casefold())


def _zone(text: str) -> str:
    names = {name.casefold(): name for name in available_timezones()} | _ZONE_WORDS
    if found := names.get(text.casefold()):
        return ZoneInfo(found).key
    close = [names[near] for near in closest(text, names)]
    hint = (
        msg("Did you mean {close}?", close=Name(text=" · ".join(close)))
        if close
        else msg("Write it like {example}.", example=Name(text="Europe/London"))
    )
    raise UserError(msg("No time zone “{word}”.", word=Name(text=text[:60])), hint)


def _language(text: str) -> str:
    if found := _LANGUAGES.get(text.casefold()):
        return found
    raise UserError(
        msg("No language “{word}”.", word=Name(text=text[:60])),
        msg("Known: {known}", known=Name(text="zh-CN · en")),
    )
