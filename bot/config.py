"""Settings: `config.yaml`, the environment over it, and a data folder's own `shop.yaml`.

The only module that reads the environment. A file that is wrong is refused with one sentence
for each mistake; nothing is guessed and no unknown key is passed over in silence.
"""

import os
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeGuard, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from bot.platforms.base import Person
from commands.kit.rules import Rules

FILE_NAME = "config.yaml"
SHOP_FILE = "shop.yaml"
CHINESE_ZONES = ("Asia/Shanghai", "Asia/Chongqing", "Asia/Urumqi", "PRC")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class ConfigError(Exception):
    """Settings that cannot be used; the text has one line for each mistake."""


def _secret(value: object, info: ValidationInfo) -> object:
    """`${NAME}` becomes what the environment holds; a secret written out is refused."""
    if value is None or isinstance(value, SecretStr):
        return value
    name = _variable(value)
    if name is None:
        raise ValueError("a secret stands in the environment only: write ${NAME} here")
    return ((info.context or {}).get("environment") or {}).get(name) or None


def _variable(value: object) -> str | None:
    text = str(value)
    return text[2:-1] if text.startswith("${") and text.endswith("}") else None


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}; write one like Asia/Shanghai") from error
    return name


Secret = Annotated[SecretStr | None, BeforeValidator(_secret)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Language = Literal["zh-CN", "en"]
Model = TypeVar("Model", bound=BaseModel)


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


class Member(_Settings):
    """Someone of the team, as the browser chat and `ask --as` know them."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    roles: tuple[str, ...] = ()
    language: Language | None = None

    def person(self) -> Person:
        """The same as a chat platform's person."""
        return Person(self.id, self.name, self.roles, self.language)


class Config(_Settings):
    """Everything an operator may set. `rules` is the rulebook's thresholds by id."""

    data: Path = Path("data")
    language: Language = "zh-CN"
    shop: Shop = Shop()
    limits: QueryLimits = QueryLimits()
    web: Web = Web()
    people: tuple[Member, ...] = (Member(id="me", name="Me", roles=("growth lead",)),)
    channels: tuple[str, ...] = ("growth", "standup", "incidents")
    rules: Rules = Rules()

    @model_validator(mode="after")
    def _everyone_is_someone_else(self) -> Self:
        if not self.people:
            raise ValueError("people: at least one person is needed")
        ids = [member.id for member in self.people]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"people: {', '.join(twice)} is there twice")
        return self

    def member(self, word: str | None) -> Member:
        """The person with this id or name; the first one for None; ConfigError if nobody."""
        if word is None:
            return self.people[0]
        for member in self.people:
            if word.casefold() in (member.id, member.name.casefold()):
                return member
        known = ", ".join(f"{member.id} ({member.name})" for member in self.people)
        raise ConfigError(f"nobody is called {word!r}; the people are {known}")


_ENVIRONMENT = {
    "TIDEBELL_DATA": ("data",),
    "TIDEBELL_LANGUAGE": ("language",),
    "TIDEBELL_HOST": ("web", "host"),
    "TIDEBELL_PORT": ("web", "port"),
}


def load_config(path: Path | None = None, environment: Mapping[str, str] | None = None) -> Config:
    """The settings in force.

    `path` (else `TIDEBELL_CONFIG`, else `config.yaml` in the working folder, else the defaults)
    and over it `TIDEBELL_DATA`, `TIDEBELL_LANGUAGE`, `TIDEBELL_HOST`, `TIDEBELL_PORT`.
    ConfigError when the file is named and absent, is not YAML, or says something impossible.
    """
    environment = os.environ if environment is None else environment
    named = path or (
        Path(environment["TIDEBELL_CONFIG"]) if "TIDEBELL_CONFIG" in environment else None
    )
    file = named or Path(FILE_NAME)
    settings = read_yaml(file) if named or file.exists() else {}
    for variable, keys in _ENVIRONMENT.items():
        if environment.get(variable):
            _put(settings, keys, environment[variable])
    return _validated(Config, settings, str(file), environment)


def at_data(config: Config, data: Path | None = None) -> Config:
    """The settings for one data folder: its own `shop.yaml`, where it has one, goes over `shop`."""
    folder = data or config.data
    own = folder / SHOP_FILE
    shop = config.shop
    if own.exists():
        shop = _validated(Shop, config.shop.model_dump() | read_yaml(own), str(own), {})
    return config.model_copy(update={"data": folder, "shop": shop})


def write_shop(data: Path, shop: Shop) -> None:
    """Keep a data folder's shop beside its data, so that it is read the same way ever after."""
    text = yaml.safe_dump(shop.model_dump(), allow_unicode=True, sort_keys=False)
    (data / SHOP_FILE).write_text(text, "utf-8")


def read_yaml(file: Path) -> dict[str, Any]:
    """The mapping a YAML file holds, {} for an empty one; ConfigError says what is wrong."""
    try:
        found = yaml.safe_load(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is not YAML: {' '.join(str(error).split())}") from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise ConfigError(f"{file} must hold settings as `name: value` lines")
    return found


def _put(settings: dict[str, Any], keys: tuple[str, ...], value: str) -> None:
    for key in keys[:-1]:
        inner = settings.get(key)
        settings[key] = dict(inner) if isinstance(inner, dict) else {}
        settings = settings[key]
    settings[keys[-1]] = value


def _validated(
    model: type[Model], settings: object, source: str, environment: Mapping[str, str]
) -> Model:
    try:
        return model.model_validate(settings, context={"environment": environment})
    except ValidationError as error:
        mistakes = [_sentence(model, dict(one)) for one in error.errors()]
        raise ConfigError("\n".join(f"{source}: {mistake}" for mistake in mistakes)) from error


def _sentence(model: type[BaseModel], error: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"there is no setting {where}{_close(model, error['loc'])}"
    if error["type"] == "missing":
        return f"{where} is missing"
    if _variable(error["input"]) is not None:
        return f"{where}: only secrets may be taken from the environment with ${{…}}"
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{where}: {message}" if where else message


def _close(model: type[BaseModel], location: Iterable[str | int]) -> str:
    *outer, last = location
    known = _fields(model, outer)
    near = get_close_matches(str(last), known, n=1)
    return f" — did you mean {near[0]}?" if near else f"; there are {', '.join(known)}"


def _fields(model: type[BaseModel], outer: list[str | int]) -> list[str]:
    """Names of the settings at a place in the tree, through nested models and lists of them."""
    here = model
    for part in outer:
        if isinstance(part, str) and part in here.model_fields:
            here = _inner(here.model_fields[part].annotation) or here
    return list(here.model_fields)


def _inner(annotation: object) -> type[BaseModel] | None:
    candidates = (annotation, *getattr(annotation, "__args__", ()))
    return next((one for one in candidates if _is_model(one)), None)


def _is_model(candidate: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(candidate, type) and issubclass(candidate, BaseModel)
