"""The platform-neutral answer: a closed set of frozen blocks.

Renderers `match` on the block and end in `assert_never`, so a new block fails type checking
in every renderer that has not been taught it.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from commands.kit.message import Msg
from commands.kit.plots import Plot
from commands.kit.values import Value


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Style(StrEnum):
    """What a text block is for."""

    HEADLINE = "headline"
    BODY = "body"
    SMALL = "small"


class Called(_Frozen):
    """Somebody whom a text calls by name. `person`: their id on the platform it is posted to."""

    person: str
    name: str


class Text(_Frozen):
    """One paragraph. `calls`: whoever of those named in it is notified, where that can be."""

    block: Literal["text"] = "text"
    message: Msg
    style: Style = Style.BODY
    calls: tuple[Called, ...] = ()


class Figure(_Frozen):
    """One named number. `baseline` is the comparison's value, `change` against it.

    `good`: True when the change is welcome, False when it is not, None when it is neither.
    """

    metric: str
    label: Msg
    value: Value
    baseline: Value | None = None
    change: Value | None = None
    good: bool | None = None


class Figures(_Frozen):
    """The headline numbers, most important first."""

    block: Literal["figures"] = "figures"
    items: tuple[Figure, ...]


class TableColumn(_Frozen):
    """A table column: `name` for programs, `label` for people."""

    name: str
    label: Msg


class Table(_Frozen):
    """Rows of raw cells under named columns. `name` says what the table is (`drivers`)."""

    block: Literal["table"] = "table"
    name: str
    title: Msg | None = None
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Value | Msg | None, ...], ...]


class Chart(_Frozen):
    """A picture to draw. `alt` states the finding for those who cannot see it."""

    block: Literal["chart"] = "chart"
    name: str
    title: Msg
    alt: Msg
    plot: Plot


class Button(_Frozen):
    """A button carries a command line; pressing it asks that question in the thread.

    `edit`: pressing it lets one change the line first, in a form or where one writes.
    """

    label: Msg
    command: str
    confirm: Msg | None = None
    edit: bool = False


class Buttons(_Frozen):
    """A row of buttons."""

    block: Literal["buttons"] = "buttons"
    items: tuple[Button, ...]


class ChecklistItem(_Frozen):
    """One thing to do."""

    label: Msg
    done: bool = False
    owner: Msg | None = None


class Checklist(_Frozen):
    """Things to do, ticked as they are done."""

    block: Literal["checklist"] = "checklist"
    title: Msg
    items: tuple[ChecklistItem, ...]


class Note(_Frozen):
    """A remark about the answer itself: freshness, definition, a caveat, an error."""

    block: Literal["note"] = "note"
    message: Msg
    tone: Literal["info", "warning", "error"] = "info"


Block = Annotated[
    Text | Figures | Table | Chart | Buttons | Checklist | Note, Field(discriminator="block")
]


class Reply(_Frozen):
    """An answer. `blocks` is what everyone sees; `more` is folded until asked for.

    `audience`: `channel` for all to see, `person` for the asker only.
    `thread`: a neutral thread key (`incident:42`), None for the place it was asked in.
    `command`: the command line this answers, as understood.
    `locale`: the language the asker has chosen, None until they have; for who shows the reply
    outside the process that remembers choices.
    `failed`: it is an error, not an answer; `reference` then names our own failure in the log.
    `refused`: the asker lacks a permission.
    """

    blocks: tuple[Block, ...]
    more: tuple[Block, ...] = ()
    audience: Literal["channel", "person"] = "channel"
    thread: str | None = None
    command: str = ""
    locale: str | None = None
    failed: bool = False
    refused: bool = False
    reference: str | None = None

    @property
    def broke(self) -> bool:
        """Whether something of ours failed, not the asker."""
        return self.reference is not None
