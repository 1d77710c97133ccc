"""Sentences that are not yet in any language.

A `Msg` keeps the English sentence as its key and its named parts as values; a renderer looks
the sentence up in the reader's language and formats the parts for that language.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from commands.kit.values import Value


class Msg(BaseModel):
    """An English sentence with `{named}` parts, translated and filled in at the edge."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["msg"] = "msg"
    text: str
    parts: dict[str, Value | Msg] = {}


def msg(text: str, /, **parts: Value | Msg) -> Msg:
    """A translatable sentence. The extractor finds the literal passed here."""
    return Msg(text=text, parts=parts)


def listed(items: Sequence[Msg]) -> Msg:
    """Items one after another with a middle dot; at least one."""
    first, *rest = items
    return msg("{first} · {rest}", first=first, rest=listed(rest)) if rest else first
