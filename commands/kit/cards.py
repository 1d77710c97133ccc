"""What help and completion need to know of a command."""

from dataclasses import dataclass
from typing import Protocol

from commands.kit.message import Msg


@dataclass(frozen=True)
class Example:
    """A command line and what it asks."""

    line: str
    asks: Msg


class Card(Protocol):
    """A command as others see it."""

    @property
    def name(self) -> str:
        """What follows the slash."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names for it."""

    @property
    def summary(self) -> Msg:
        """What it answers, in a line."""

    @property
    def usage(self) -> str:
        """Its arguments as help shows them."""

    @property
    def examples(self) -> tuple[Example, ...]:
        """Lines to try."""
