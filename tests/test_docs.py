"""Documentation that can be wrong is tested: settings, commands, targets, links."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic import BaseModel

from analytics.loading import read_mapping
from analytics.loading.expression import FUNCTIONS
from bot.cli import COMMANDS, tidebell
from bot.config import Config

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
EXCEPTIONS = ("metrics", "channels")


def page_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    for one in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(one, type) and issubclass(one, BaseModel):
            yield one


def settings(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted name and default of every setting; a rule's exceptions are documented once."""
    for name, field in model.model_fields.items():
        if prefix.startswith("rules.") and name in EXCEPTIONS:
            continue
        inner = list(models(field.annotation))
        if not inner or prefix.startswith("rules.R05"):
            yield f"{prefix}{name}", field.default
        for one in inner if not prefix.startswith("rules.R05") else []:
            yield from settings(one, f"{prefix}{name}.")


def commands_in(page: Path) -> Iterator[str]:
    """Lines of shell blocks, prompts and comments taken off."""
    for block in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        for line in block.splitlines():
            command = line.removeprefix("$ ").split("  #")[0].strip()
            if command and not command.startswith("#"):
                yield command


SHELL_LINES = [(page_name(page), line) for page in PAGES for line in commands_in(page)]


@pytest.mark.parametrize(("name", "default"), list(settings(Config)), ids=str)
def test_a_setting_is_documented_when_it_exists(name: str, default: Any) -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
    assert rows, f"docs/configuration.md has no row for {name}"
    if isinstance(default, str | int | float | Path):
        written = str(default).lower() if isinstance(default, bool) else default
        assert f"`{written}`" in rows[0]


def test_a_setting_exists_when_it_is_documented() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    known = {name for name, _ in settings(Config)} | {"people"}
    documented = set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))
    assert documented - known == set()


@pytest.mark.parametrize(("page", "line"), SHELL_LINES, ids=str)
def test_a_command_in_the_docs_is_understood_when_it_is_copied(page: str, line: str) -> None:
    words = shlex.split(line)
    words = words[next(i for i, word in enumerate(words) if "=" not in word) :]
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    elif words[0] == "tidebell":
        assert parses(words[1:]), f"{page}: {line}"


def parses(words: list[str]) -> bool:
    if words[0].startswith("-"):
        return words == ["--help"] or words == ["--version"]
    context = click.Context(tidebell)
    command = tidebell.get_command(context, words[0])
    assert command, f"there is no command {words[0]}"
    command.make_context(words[0], words[1:], parent=context)
    return True


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_in_the_readme_when_it_exists(name: str) -> None:
    assert f"tidebell {name}" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_somewhere_when_they_are_relative(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_a_file_exists_when_a_page_names_one_of_docs(page: Path) -> None:
    named = set(re.findall(r"docs/[\w.-]+\.(?:md|json)", page.read_text("utf-8")))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_mapping_on_the_loading_page_is_valid_when_it_is_copied(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "loading.md").read_text("utf-8")
    example = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)[0]
    file = tmp_path / "mine.yaml"
    file.write_text(example, "utf-8")
    assert set(read_mapping(str(file)).tables) == {"orders"}


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_a_function_of_mappings_is_documented_when_it_exists(function: str) -> None:
    assert f"`{function}`" in (ROOT / "docs" / "loading.md").read_text("utf-8")
