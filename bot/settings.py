"""What may be set: the settings as frozen models, each with its bounds and its default."""

import re
from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    model_validator,
)

from bot.platforms.base import Person
from commands.kit.permission import Permission
from commands.kit.report_days import ReportDays
from commands.kit.rules import Rules

CHINESE_ZONES = ("Asia/Shanghai", "Asia/Chongqing", "Asia/Urumqi", "PRC")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class ConfigError(Exception):
    """Settings that cannot be used; the text has one line for each mistake."""


def _secret(value: object, info: ValidationInfo) -> object:
    """`${NAME}` becomes what the environment holds; a secret written out is refused."""
    if value is None or isinstance(value, SecretStr):
        return value
    name = variable(value)
    if name is None:
        raise ValueError("a secret stands in the environment only: write ${NAME} here")
    return ((info.context or {}).get("environment") or {}).get(name) or None


def variable(value: object) -> str | None:
    """The name in `${NAME}`; None for any other text."""
    text = str(value)
    return text[2:-1] if text.startswith("${") and text.endswith("}") else None


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}; write one like Asia/Shanghai") from error
    return name


def _report_days(value: object) -> ReportDays:
    try:
        return ReportDays.read(str(value))
    except ValueError as error:
        raise ValueError("write days like workdays, daily, mon,wed, 1st workday") from error


def _time_of_day(value: object) -> time:
    # YAML takes an unquoted 09:00 for a number to the base of sixty.
    if not isinstance(value, str) or len(value) != len("09:00"):
        raise ValueError('write the time in quotes, like "09:00"')
    try:
        return time.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"there is no time of day {value}") from error


def _conversation(place: str) -> str:
    # A name would be posted to, but what was posted under it could not be looked for again.
    if not _SLACK_ID.fullmatch(place):
        raise ValueError(
            "write the id that Slack shows in the details of a channel or person, "
            f"like C04ABCDEFGH, instead of {place!r}"
        )
    return place


_SLACK_ID = re.compile(r"[CGDUW][A-Z0-9]+")

DEFAULT_ROLES = {
    "growth lead": tuple(Permission),
    "operator": (Permission.ASK, Permission.ACKNOWLEDGE, Permission.SCHEDULE),
    "analyst": (Permission.ASK, Permission.ACKNOWLEDGE, Permission.SCHEDULE, Permission.EXPORT),
    "product engineer": (Permission.ASK, Permission.ACKNOWLEDGE, Permission.APPROVE),
    "finance reviewer": (Permission.ASK, Permission.APPROVE, Permission.EXPORT),
    "executive": (Permission.ASK, Permission.APPROVE),
}

Secret = Annotated[SecretStr | None, BeforeValidator(_secret)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Language = Literal["zh-CN", "en"]


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Shop(_Settings):
    """The shop whose data a folder holds: its name, its one time zone and its currency.

    `calendar`: whose promos and holidays count beside the shop's own calendar table; `auto` is
    China's for a shop on Chinese time, none elsewhere.
    """

    name: str = "Tidebell"
    zone: Zone = "Asia/Shanghai"
    currency: Currency = "CNY"
    calendar: Literal["auto", "china", "none"] = "auto"

    @property
    def keeps_chinas_calendar(self) -> bool:
        """Whether 双11, Spring Festival and the like are occasions of this shop."""
        return self.calendar == "china" or (self.calendar == "auto" and self.zone in CHINESE_ZONES)


class QueryLimits(_Settings):
    """What one question may cost, and how much of the machine the store may use."""

    seconds: Annotated[float, Field(gt=0, le=3600)] = 20
    rows: Annotated[int, Field(gt=0)] = 200_000
    memory: Annotated[str, Field(pattern=r"^\d+(\.\d+)? ?([KMGT]i?B)$")] = "2GB"
    threads: Annotated[int, Field(ge=1, le=256)] = 2


class Web(_Settings):
    """Where the browser chat listens; anywhere but this machine needs a token."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8787
    token: Secret = None

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in LOOPBACK


class State(_Settings):
    """Where the bot keeps what it must not forget: the data folder, or PostgreSQL by URL."""

    url: Secret = None


class Health(_Settings):
    """Where health and metrics are told, to this machine; port 0 tells them nowhere."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 0


class Slack(_Settings):
    """The Slack workspace. Without a bot token there is none.

    `mode`: `socket` needs the app token, `http` the signing secret and an address Slack reaches.
    `people` and `groups`: roles by the id of a person and of a user group. `operators`: the
    channel or person told what only an operator can mend. `requests_per_minute`: of one person.
    `api`: another address of the Web API, for tests and proxies.
    """

    bot_token: Secret = None
    app_token: Secret = None
    signing_secret: Secret = None
    mode: Literal["socket", "http"] = "socket"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    connections: Annotated[int, Field(ge=1, le=10)] = 2
    people: dict[str, tuple[str, ...]] = {}
    groups: dict[str, tuple[str, ...]] = {}
    operators: Annotated[str, AfterValidator(_conversation)] | None = None
    requests_per_minute: Annotated[int, Field(ge=1)] = 30
    native_charts: bool = False
    api: str | None = None

    @model_validator(mode="after")
    def _has_what_its_mode_needs(self) -> Self:
        needed = "app_token" if self.mode == "socket" else "signing_secret"
        if self.bot_token is not None and getattr(self, needed) is None:
            raise ValueError(f"mode {self.mode} needs {needed} beside bot_token")
        return self


class Member(_Settings):
    """Someone of the team, as the browser chat and `ask --as` know them.

    `slack`: the same human's id in Slack, so that nobody is taken for two people.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    roles: tuple[str, ...] = ()
    language: Language | None = None
    slack: Annotated[str, Field(pattern=r"^[UW][A-Z0-9]+$")] | None = None

    def person(self) -> Person:
        """The same as a chat platform's person."""
        return Person(self.id, self.name, self.roles, self.language)


class Report(_Settings):
    """A command line asked by itself, from the first start on; people may end it for good.

    `channel`: a room of the browser chat, or the id of a channel in Slack.
    """

    line: Annotated[str, Field(min_length=1, max_length=500)]
    days: Annotated[ReportDays, BeforeValidator(_report_days)]
    time: Annotated[time, BeforeValidator(_time_of_day)]
    channel: Annotated[str, Field(min_length=1, max_length=64)]
    platform: Literal["web", "slack"] = "web"
    zone: Zone | None = None
    language: Language | None = None

    @model_validator(mode="after")
    def _goes_to_an_id_in_slack(self) -> Self:
        if self.platform == "slack":
            _conversation(self.channel)
        return self


class Announcements(_Settings):
    """Where approved budget plans are announced: a room of the browser chat, a channel of Slack by
    its id. A platform that has neither announces its own plans where they were proposed."""

    room: str | None = "growth"
    slack: Annotated[str, AfterValidator(_conversation)] | None = None


class Config(_Settings):
    """Everything an operator may set. `rules` is the rulebook's thresholds by id."""

    data: Path = Path("data")
    language: Language = "zh-CN"
    shop: Shop = Shop()
    limits: QueryLimits = QueryLimits()
    web: Web = Web()
    people: tuple[Member, ...] = (Member(id="me", name="Me", roles=("growth lead",)),)
    channels: tuple[str, ...] = ("growth", "standup", "incidents")
    subscriptions: tuple[Report, ...] = ()
    roles: dict[str, tuple[Permission, ...]] = DEFAULT_ROLES
    everyone: tuple[Permission, ...] = (Permission.ASK,)
    state: State = State()
    health: Health = Health()
    slack: Slack = Slack()
    announcements: Announcements = Announcements()
    rules: Rules = Rules()

    @model_validator(mode="after")
    def _everyone_is_someone_else(self) -> Self:
        if not self.people:
            raise ValueError("people: at least one person is needed")
        ids = [member.id for member in self.people]
        ids += [member.slack for member in self.people if member.slack]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"people: {', '.join(twice)} is there twice")
        return self

    @model_validator(mode="after")
    def _announces_in_a_room(self) -> Self:
        room, said = self.announcements.room, "announcements" in self.model_fields_set
        if said and room is not None and room not in self.channels:
            raise ValueError(f"announcements: there is no room {room!r} among channels")
        return self

    @property
    def announcement_room(self) -> str | None:
        """The room of the browser chat for announcements; None where there is none of that name."""
        room = self.announcements.room
        return room if room in self.channels else None

    def member(self, word: str | None) -> Member:
        """The person with this id or name; the first one for None; ConfigError if nobody."""
        if word is None:
            return self.people[0]
        for member in self.people:
            if word.casefold() in (member.id, member.name.casefold()):
                return member
        known = ", ".join(f"{member.id} ({member.name})" for member in self.people)
        raise ConfigError(f"nobody is called {word!r}; the people are {known}")
