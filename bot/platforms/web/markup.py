"""HTML built from nested calls: text is escaped unless it is `Markup` already.

There is no template language, so there is no place where somebody could forget to escape.
"""

import re
from html import escape

VOID = frozenset({"img", "input", "link", "meta"})

# Control characters have no business in a message, and the bidirectional overrides let a name
# rewrite how the words around it read. Marks that real Arabic or Hebrew needs are kept.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


class Markup(str):
    """Text that is HTML already; everything else is escaped when it meets an element."""

    __slots__ = ()


Child = str | None
Attribute = str | int | bool | None


def shown(text: str) -> Markup:
    """`text` as HTML that shows those very characters, without the ones that deceive."""
    return text if isinstance(text, Markup) else Markup(escape(_INVISIBLE.sub("", text)))


def joined(*children: Child) -> Markup:
    """The children one after another; None is left out."""
    return Markup("".join(shown(child) for child in children if child is not None))


def element(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """One element. `class_` is `class`, `data_day` is `data-day`; None and False leave it out."""
    opened = f"<{name}{''.join(_attribute(*pair) for pair in attributes.items())}>"
    if name in VOID:
        return Markup(opened)
    return Markup(f"{opened}{joined(*children)}</{name}>")


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    written = name.rstrip("_").replace("_", "-")
    return f" {written}" if value is True else f' {written}="{shown(str(value))}"'


def shortened(text: str, limit: int = 200) -> str:
    """`text` cut to `limit` characters, the cut marked with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
