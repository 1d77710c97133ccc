"""One call of a Web API method: who calls, with what arguments; and the list of methods."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.slack.model import Json, Token
from tests.doubles.slack.refusal import Refusal, invalid_arguments
from tests.doubles.slack.workspace import Workspace


@dataclass
class Call:
    """`warnings` are told in the answer beside `ok`."""

    world: Workspace
    token: Token
    arguments: Json
    warnings: list[str] = field(default_factory=list)

    @property
    def user(self) -> str:
        return self.token.user

    def text(self, name: str, default: str = "") -> str:
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def required(self, *names: str) -> None:
        """invalid_arguments that names every one of them that was not sent."""
        missing = [name for name in names if self.arguments.get(name) is None]
        if missing:
            raise invalid_arguments(*(f"missing required field: {name}" for name in missing))

    def flag(self, name: str) -> bool:
        return str(self.arguments.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        value = self.arguments.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError:
            raise invalid_arguments(f"must provide a number [json-pointer:/{name}]") from None

    def structure(self, name: str) -> Any:
        """An argument that is JSON, sent as such or as its text; invalid_arguments for none."""
        value = self.arguments.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise invalid_arguments(f"must be valid JSON [json-pointer:/{name}]") from None

    def names(self, name: str) -> list[str]:
        """A list of ids: `a,b`, a JSON list or a list."""
        value = self.arguments.get(name)
        if isinstance(value, str) and not value.startswith("["):
            return [one.strip() for one in value.split(",") if one.strip()]
        several = self.structure(name)
        return [str(one) for one in several] if isinstance(several, list) else []


Answer = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    """`scopes`: one of them is needed. `tier` 1 to 4; 0 has limits of its own or none."""

    name: str
    answer: Answer
    scopes: tuple[str, ...]
    tier: int
    kinds: tuple[str, ...]


METHODS: dict[str, Method] = {}


def method(
    name: str, *scopes: str, tier: int = 3, kinds: tuple[str, ...] = ("bot", "user")
) -> Callable[[Answer], Answer]:
    """Offers a function as the Web API method `name`."""

    def offer(answer: Answer) -> Answer:
        METHODS[name] = Method(name, answer, scopes, tier, kinds)
        return answer

    return offer


def need_scope(call: Call, scope: str) -> None:
    """missing_scope unless the caller's token has it."""
    if scope not in call.token.scopes:
        raise missing_scope(call.token, scope)


def missing_scope(token: Token, needed: str) -> Refusal:
    return Refusal("missing_scope", needed=needed, provided=",".join(sorted(token.scopes)))
