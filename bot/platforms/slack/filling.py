"""A command line as what is filled into the form of its command: `line_of` the other way round."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.platforms.slack.forms import VALUE, Field, fields_of
from commands.kit.registry import Command
from commands.kit.words import split_words

Reads = Callable[[str, str], bool]
"""Whether an argument, by its name, reads a text."""


def values_of(command: Command[Any], line: str, reads: Reads) -> Mapping[str, Sequence[str]] | None:
    """What the line says by the name of the argument; None where a form cannot hold all of it.

    Words before any keyword go to the positional arguments in order, to each the longest run that
    it reads, as they do when the line is asked.
    """
    fields = fields_of(command)
    leading, found = _keyed(split_words(line)[1:], fields)
    for field in fields:
        if not field.before and not field.many and (size := _longest(field, leading, reads)):
            found[field.name] = leading[:size]
            leading = leading[size:]
    values = {name: [" ".join(words)] for name, words in found.items()}
    if leading:
        gathers = next((field.name for field in fields if field.many), None)
        if gathers is None:
            return None
        values[gathers] = leading
    fits = all(len(text) <= VALUE for texts in values.values() for text in texts)
    return values if fits else None


def _keyed(words: Sequence[str], fields: Sequence[Field]) -> tuple[list[str], dict[str, list[str]]]:
    """The words before any keyword, and those after each, by its argument."""
    names = {field.before: field.name for field in fields if field.before}
    leading: list[str] = []
    found: dict[str, list[str]] = {}
    into = leading
    for word in words:
        if word in names:
            into = found.setdefault(names[word], [])
        else:
            into.append(word)
    return leading, found


def _longest(field: Field, words: Sequence[str], reads: Reads) -> int:
    sizes = range(len(words), 0, -1)
    return next((size for size in sizes if reads(field.name, " ".join(words[:size]))), 0)
