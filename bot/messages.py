"""`python -m bot.messages extract|check`: keep the Chinese catalogue complete.

extract writes every sentence of the code into `bot/locale/zh_CN.po`, keeping translations and
dropping sentences no longer used. check exits 1 when a sentence has no Chinese, when one is
left over, or when a translation fills in other `{parts}` than its sentence.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.i18n import CATALOG, PART, new_catalog, read_catalog, write_catalog

ROOT = Path(__file__).parent.parent
FOLDERS = ("analytics", "bot", "commands")
CATALOGUES = ("analytics/metrics.yaml",)
LABELS = ("label", "title", "means")


def sentences(root: Path = ROOT) -> tuple[set[str], list[str]]:
    """Every translatable sentence under `root`, and complaints about those it cannot read."""
    found: set[str] = set()
    complaints: list[str] = []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            for line, text in _of_file(path):
                if text is None:
                    complaints.append(f"{path.relative_to(root)}:{line}: msg() needs a literal")
                elif has_words(text):
                    found.add(text)
    for name in CATALOGUES:
        if (root / name).exists():
            found.update(of_yaml(yaml.safe_load((root / name).read_text(encoding="utf-8"))))
    return found, complaints


def has_words(text: str) -> bool:
    """Whether there is anything to translate: letters, or punctuation that Chinese has its own."""
    return any(letter.isalpha() or letter in ",.:;!?" for letter in PART.sub("", text))


def _of_file(path: Path) -> Iterator[tuple[int, str | None]]:
    try:
        yield from of_source(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise ValueError(f"{path} is not Python this version reads: {error}") from error


def of_source(source: str) -> Iterator[tuple[int, str | None]]:
    """(line, sentence) of each `msg(…)`, `Msg(text=…)` and `….plain(…)`.

    The sentence is None for a `msg(…)` that is not a literal: nobody could translate it.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = _called(node)
            for text in _literals(_sentence_argument(node, name)):
                if text is not None or name == "msg":
                    yield node.lineno, text


def of_yaml(content: Any) -> Iterator[str]:
    """Labels, titles and definitions anywhere in a catalogue file."""
    if isinstance(content, dict):
        for key, value in content.items():
            if key in LABELS and isinstance(value, str):
                yield value
            else:
                yield from of_yaml(value)
    elif isinstance(content, list):
        for item in content:
            yield from of_yaml(item)


def extract(root: Path = ROOT, path: Path = CATALOG) -> int:
    """Write the catalogue anew, keeping what is translated; returns how many sentences it has."""
    found, _ = sentences(root)
    known = _translations(path)
    catalog = new_catalog()
    for sentence in found:
        catalog.add(sentence, known.get(sentence, ""))
    write_catalog(catalog, path)
    return len(found)


def check(root: Path = ROOT, path: Path = CATALOG) -> list[str]:
    """What is wrong with the catalogue, one sentence each; empty when it is complete."""
    found, complaints = sentences(root)
    known = _translations(path)
    complaints += [f"no Chinese for: {text}" for text in sorted(found) if not known.get(text)]
    complaints += [f"no longer used: {text}" for text in sorted(known.keys() - found)]
    complaints += [
        f"other parts than the sentence has: {text}"
        for text in sorted(known.keys() & found)
        if known[text] and _parts(known[text]) != _parts(text)
    ]
    return complaints


def main(arguments: list[str]) -> int:
    """The command line; returns the exit status."""
    if arguments == ["extract"]:
        sys.stdout.write(f"{extract()} sentences in {CATALOG.name}\n")
        return 0
    if arguments == ["check"]:
        complaints = check()
        sys.stdout.write("".join(f"{complaint}\n" for complaint in complaints))
        return 1 if complaints else 0
    sys.stderr.write("usage: python -m bot.messages extract|check\n")
    return 2


def _translations(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    return {
        str(entry.id): "" if entry.fuzzy else str(entry.string or "")
        for entry in read_catalog(path)
        if entry.id
    }


def _parts(text: str) -> set[str]:
    return {found["name"] for found in PART.finditer(text)}


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Name):
        return function.id
    return f".{function.attr}" if isinstance(function, ast.Attribute) else ""


def _sentence_argument(node: ast.Call, name: str) -> ast.expr | None:
    if name in ("msg", ".plain"):
        return node.args[0] if node.args else None
    if name == "Msg":
        return next((word.value for word in node.keywords if word.arg == "text"), None)
    return None


def _literals(argument: ast.expr | None) -> Iterator[str | None]:
    match argument:
        case None:
            return
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body)
            yield from _literals(orelse)
        case ast.Attribute(attr="text"):
            return  # a sentence made elsewhere, found there
        case _:
            yield None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
