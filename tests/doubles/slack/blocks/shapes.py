"""Small checks that combine: each looks at a value and notes what is wrong, and where."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.slack.model import Json


@dataclass
class Checking:
    """One look at a message or a view: what is wrong, with json-pointers.

    `file_ready(file)`: whether an uploaded file (its id or address) can be shown yet.
    """

    surface: str
    file_ready: Callable[[str], bool]
    charts: bool = True
    problems: list[str] = field(default_factory=list)

    def note(self, problem: str, pointer: str) -> None:
        self.problems.append(f"{problem} [json-pointer:{pointer}]")


Check = Callable[[Any, str, Checking], None]


def anything(value: Any, pointer: str, checking: Checking) -> None:
    """Says nothing."""


def string(most: int, least: int = 0) -> Check:
    def check(value: Any, pointer: str, checking: Checking) -> None:
        if not isinstance(value, str):
            checking.note("must be a string", pointer)
        elif len(value) > most:
            checking.note(f"must be less than {most + 1} characters", pointer)
        elif len(value) < least:
            checking.note(f"must be more than {least - 1} characters", pointer)

    return check


def number(least: float | None = None, most: float | None = None, *, whole: bool = False) -> Check:
    def check(value: Any, pointer: str, checking: Checking) -> None:
        right = isinstance(value, int) if whole else isinstance(value, int | float)
        if isinstance(value, bool) or not right:
            checking.note("must be an integer" if whole else "must be a number", pointer)
        elif least is not None and value < least:
            checking.note(f"must be greater than or equal to {least}", pointer)
        elif most is not None and value > most:
            checking.note(f"must be less than or equal to {most}", pointer)

    return check


def boolean(value: Any, pointer: str, checking: Checking) -> None:
    if not isinstance(value, bool):
        checking.note("must be a boolean", pointer)


def one_of(*allowed: str) -> Check:
    def check(value: Any, pointer: str, checking: Checking) -> None:
        if value not in allowed:
            checking.note("must be a valid enum value", pointer)

    return check


def many(each: Check, most: int, least: int = 0) -> Check:
    """A list of `least` to `most` values that each pass."""

    def check(value: Any, pointer: str, checking: Checking) -> None:
        if not isinstance(value, list):
            checking.note("must provide an array", pointer)
            return
        if len(value) > most:
            checking.note(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            checking.note(f"no fewer than {least} items allowed", pointer)
        for place, one in enumerate(value):
            each(one, f"{pointer}/{place}", checking)

    return check


def fields(needed: dict[str, Check] | None = None, /, **optional: Check) -> Check:
    """An object with these fields and no others; `type` may always be there."""
    needed = needed or {}

    def check(value: Any, pointer: str, checking: Checking) -> None:
        if not isinstance(value, dict):
            checking.note("must provide an object", pointer)
            return
        for name in needed.keys() - value.keys():
            checking.note(f"missing required field: {name}", pointer or "/")
        for name, one in value.items():
            inner = needed.get(name) or optional.get(name)
            if inner is not None:
                inner(one, f"{pointer}/{name}", checking)
            elif name != "type":
                checking.note(f"invalid additional property: {name}", pointer or "/")

    return check


def kinds(allowed: Mapping[str, Check], names: Iterable[str] | None = None) -> Check:
    """An object of one of these types."""
    chosen = {name: allowed[name] for name in (names or allowed)}

    def check(value: Any, pointer: str, checking: Checking) -> None:
        if not isinstance(value, dict):
            checking.note("must provide an object", pointer)
            return
        kind = value.get("type")
        if kind is None:
            checking.note("missing required field: type", pointer or "/")
        elif kind not in chosen:
            checking.note(f"unsupported type: {kind}", f"{pointer}/type")
        else:
            chosen[kind](value, pointer, checking)

    return check


def both(*checks: Check) -> Check:
    def check(value: Any, pointer: str, checking: Checking) -> None:
        for one in checks:
            one(value, pointer, checking)

    return check


def any_of(*names: str) -> Check:
    """At least one of these fields."""

    def check(value: Json, pointer: str, checking: Checking) -> None:
        if isinstance(value, dict) and not any(name in value for name in names):
            checking.note(f"missing required field: {' or '.join(names)}", pointer or "/")

    return check
