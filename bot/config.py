"""Settings: `config.yaml`, the environment over it, and a data folder's own `shop.yaml`.

The only module that reads the environment. A file that is wrong is refused with one sentence
for each mistake; nothing is guessed and no unknown key is passed over in silence.
"""

import os
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.settings import Config, ConfigError, Member, Shop, Web, variable

__all__ = [
    "Config",
    "ConfigError",
    "Member",
    "Shop",
    "Web",
    "at_data",
    "load_config",
    "read_yaml",
    "spare_threads",
    "write_shop",
]

FILE_NAME = "config.yaml"
SHOP_FILE = "shop.yaml"
Model = TypeVar("Model", bound=BaseModel)

_ENVIRONMENT = {
    "TIDEBELL_DATA": ("data",),
    "TIDEBELL_LANGUAGE": ("language",),
    "TIDEBELL_HOST": ("web", "host"),
    "TIDEBELL_PORT": ("web", "port"),
    "TIDEBELL_SLACK_API": ("slack", "api"),
}


def spare_threads() -> None:
    """Have linear algebra use one thread, before it is first imported.

    Its matrices are small: handing them out takes longer than the work, and questions are
    answered side by side anyway.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


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
    for name, keys in _ENVIRONMENT.items():
        if environment.get(name):
            _put(settings, keys, environment[name])
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
    if variable(error["input"]) is not None:
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
