"""Commands find themselves: the decorator makes a `Command`, `discover` walks the package."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Generic, TypeVar

from commands.kit.arguments import Arguments
from commands.kit.cards import Example
from commands.kit.context import Ctx
from commands.kit.message import Msg
from commands.kit.permission import Permission
from commands.kit.reply import Reply

A = TypeVar("A", bound=Arguments)


@dataclass(frozen=True)
class Command(Generic[A]):
    """A command: how it is called, what it takes and who answers it."""

    name: str
    summary: Msg
    arguments: type[A]
    handler: Callable[[A, Ctx], Reply]
    examples: tuple[Example, ...]
    aliases: tuple[str, ...] = ()
    permission: Permission = Permission.ASK

    def __call__(self, arguments: A, ctx: Ctx) -> Reply:
        """Answer."""
        return self.handler(arguments, ctx)

    @property
    def usage(self) -> str:
        """The arguments as help shows them."""
        return self.arguments.usage()


def command(
    name: str,
    summary: Msg,
    *,
    arguments: type[A],
    examples: tuple[Example, ...],
    aliases: tuple[str, ...] = (),
    permission: Permission = Permission.ASK,
) -> Callable[[Callable[[A, Ctx], Reply]], Command[A]]:
    """Make a handler a command."""

    def made(handler: Callable[[A, Ctx], Reply]) -> Command[A]:
        return Command(name, summary, arguments, handler, examples, aliases, permission)

    return made


@cache
def discover() -> dict[str, Command[Any]]:
    """Every command of the `commands` package by name, in alphabetical order."""
    package = import_module("commands")
    found: dict[str, Command[Any]] = {}
    for module in sorted(iter_modules(package.__path__), key=lambda info: info.name):
        if not module.ispkg:
            held = vars(import_module(f"commands.{module.name}")).values()
            found |= {item.name: item for item in held if isinstance(item, Command)}
    return found
