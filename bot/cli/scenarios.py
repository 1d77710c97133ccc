"""The file of `tidebell lab optimise`: budget scenarios as JSON (docs/lab.md)."""

import json
from math import inf
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from analytics.budget import Group, Line, Problem
from analytics.budget.shapes import Logarithm, Power
from analytics.curves import Curve, Hill
from bot.failures import Failure

_MOST = 1e15
Amount = Annotated[float, Field(ge=0, le=_MOST, allow_inf_nan=False, strict=True)]
Positive = Annotated[float, Field(gt=0, le=_MOST, allow_inf_nan=False, strict=True)]
Name = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Channel(_Part):
    name: Name
    current: Amount
    lo: Amount
    hi: Amount | None

    def line(self, curve: Curve) -> Line:
        """The channel as a line of a problem; Failure when its limits cross."""
        cap = inf if self.hi is None else self.hi
        if self.lo > cap:
            raise ValueError(f"{self.name}: lo {self.lo:g} is above hi {cap:g}")
        return Line(self.name, self.current, curve, self.lo, cap)


class _HillChannel(_Channel):
    curve: Literal["hill"]
    beta: Positive
    kappa: Positive
    slope: Positive

    def shape(self) -> Curve:
        return Hill(self.beta, self.kappa, self.slope)


class _PowerChannel(_Channel):
    curve: Literal["power"]
    a: Positive
    b: Positive

    def shape(self) -> Curve:
        return Power(self.a, self.b)


class _LogChannel(_Channel):
    curve: Literal["log"]
    a: Positive
    b: Positive

    def shape(self) -> Curve:
        return Logarithm(self.a, self.b)


Channel = Annotated[_HillChannel | _PowerChannel | _LogChannel, Field(discriminator="curve")]


class _Group(_Part):
    name: Name
    members: Annotated[frozenset[str], Field(min_length=1)]
    least: Amount = 0.0
    most: Amount | None = None

    def group(self) -> Group:
        return Group(self.name, self.members, self.least, inf if self.most is None else self.most)


class _Scenario(_Part):
    budget: Amount
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]
    reserve: Annotated[float, Field(ge=0, le=1, strict=True)] = 0.0
    step: Positive | None = None
    groups: tuple[_Group, ...] = ()

    def problem(self) -> Problem:
        lines = tuple(channel.line(channel.shape()) for channel in self.channels)
        groups = tuple(group.group() for group in self.groups)
        return Problem(lines, self.budget, self.reserve, self.step, groups)


_SCENARIO: TypeAdapter[_Scenario] = TypeAdapter(_Scenario)


def read_scenarios(path: Path) -> dict[str, Problem]:
    """The problems of a file by name, in its order; Failure with one sentence when it is wrong.

    A file holds `{name: {"scenario": {…}}}`, `{name: {…}}`, or a single scenario, which is then
    called "scenario". Keys that mean nothing here, like "optimum", are passed over.
    """
    try:
        content = json.loads(path.read_text("utf-8-sig"), object_pairs_hook=_once)
    except RecursionError as error:
        raise Failure(f"{path} is not JSON that can be read: it is nested too deeply") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise Failure(f"{path} is not JSON: {error}") from error
    if not isinstance(content, dict) or not content:
        raise Failure(f'{path} must hold scenarios: {{"name": {{"budget": …, "channels": […]}}}}')
    single = (
        "channels" in content or "budget" in content or content.keys() <= {"scenario", "optimum"}
    )
    named = {"scenario": content} if single else content
    return {name: _read(f"{path}: {name}", told) for name, told in named.items()}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; ValueError where a key comes twice, as one of them would be dropped."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"{next(key for key in keys if keys.count(key) > 1)!r} is there twice")
    return found


def _read(where: str, told: Any) -> Problem:
    if isinstance(told, dict) and isinstance(told.get("scenario"), dict):
        told = told["scenario"]
    try:
        return _SCENARIO.validate_python(told).problem()
    except ValidationError as error:
        raise Failure(f"{where}: {_sentence(error, told)}") from error
    except ValueError as error:
        raise Failure(f"{where}: {error}") from error


def _sentence(error: ValidationError, told: Any) -> str:
    """The first mistake in a sentence that names the channel or group it is in."""
    first = error.errors(include_url=False)[0]
    words = [word for word in first["loc"] if word not in ("hill", "power", "log")]
    place = list[str]()
    for word in words:
        told = _inside(told, word)
        name = told.get("name") if isinstance(told, dict) and isinstance(word, int) else None
        place.append(str(name or word))
    what = " ".join(place) or "the scenario"
    match first["type"]:
        case "missing":
            return f"{what} is missing"
        case "model_type" | "model_attributes_type":
            return f"{what} must be an object with keys"
        case "union_tag_not_found":
            return f"{what} has no curve: say hill, power or log"
        case "union_tag_invalid":
            return f"{what}: the curve {first['ctx']['tag']} is not known; hill, power and log are"
        case _:
            said = first["msg"]
            return f"{what}: {said[0].lower()}{said[1:]}"


def _inside(told: Any, word: int | str) -> Any:
    try:
        return told[word]
    except (KeyError, IndexError, TypeError):
        return None
