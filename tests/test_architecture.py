"""The house rules that a program can check."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("analytics", "bot", "commands")
SOURCES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
LONGEST_FUNCTION = 40
LONGEST_FILE = 300
LONGEST_COMMAND = 120
# The command line starts what the platforms draw and serve with.
STARTERS = {"bot/cli/ask.py", "bot/cli/serve.py"}
# A bug must end neither an answer, nor the loop that delivers, nor the thread that works.
BLANKET = ("bot/dispatch.py", "bot/delivery/", "bot/workers.py")
NO_NAMES = ("utils", "util", "manager", "helper", "helpers", "service", "misc", "common")


@dataclass(frozen=True)
class Function:
    where: str
    lines: int


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """All that stands in a file; read once for all tests."""
    return tuple(ast.walk(ast.parse(file.read_text("utf-8"))))


def imported(file: Path) -> Iterator[str]:
    """Top-level names of the modules a file imports, wherever in it."""
    for node in nodes(file):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def importers(module: str) -> set[str]:
    return {name_of(file) for file in SOURCES if module in imported(file)}


def functions() -> Iterator[Function]:
    """Every function with its length in lines, docstring left out."""
    for file in SOURCES:
        for node in nodes(file):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1 - docstring_lines(node)
                yield Function(f"{name_of(file)}:{node.lineno} {node.name}", lines)


def docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if ast.get_docstring(node) is None:
        return 0
    return (first.end_lineno or 0) - first.lineno + 1


@pytest.mark.parametrize(
    ("module", "place"),
    [
        ("duckdb", "analytics/warehouse.py"),
        ("babel", "bot/i18n.py"),
        ("matplotlib", "bot/charts/"),
        ("starlette", ("bot/platforms/web/", "bot/platforms/slack/")),
        ("uvicorn", ("bot/platforms/web/", "bot/platforms/slack/", "bot/platforms/impatient.py")),
        ("rich", "bot/platforms/console/"),
        ("slack_bolt", "bot/platforms/slack/"),
        ("slack_sdk", "bot/platforms/slack/"),
        ("sqlalchemy", "bot/state/"),
        ("alembic", "bot/state/"),
        ("psycopg", "bot/state/"),
    ],
)
def test_a_library_stays_in_its_place_when_it_is_used(
    module: str, place: str | tuple[str, ...]
) -> None:
    outside = {name for name in importers(module) - STARTERS if not name.startswith(place)}
    assert outside == set()


def test_the_environment_is_read_only_by_the_settings_when_it_is_read() -> None:
    readers = {
        name_of(file)
        for file in SOURCES
        for node in nodes(file)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
    }
    assert readers <= {"bot/config.py"}


def test_the_time_of_day_is_read_only_by_the_clock_when_it_is_read() -> None:
    readers = {
        name_of(file)
        for file in SOURCES
        for node in nodes(file)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("datetime.now", "date.today", "time.time", "datetime.utcnow")
    }
    assert readers <= {"bot/clock.py"}


def test_no_function_is_longer_than_the_rule_when_counted_without_docstring() -> None:
    assert [one.where for one in functions() if one.lines > LONGEST_FUNCTION] == []


def test_functions_are_mostly_short_when_all_are_counted() -> None:
    lengths = sorted(one.lines for one in functions())
    assert lengths[len(lengths) // 2] <= 8
    assert lengths[len(lengths) * 9 // 10] <= 25


@pytest.mark.parametrize("file", SOURCES, ids=name_of)
def test_a_file_holds_one_idea_when_measured_in_lines(file: Path) -> None:
    most = LONGEST_COMMAND if file.parent == ROOT / "commands" else LONGEST_FILE
    lines = len(file.read_text("utf-8").splitlines())
    assert lines <= most


def test_names_say_what_a_thing_is_when_files_and_classes_are_named() -> None:
    named = {name_of(file): file.stem for file in SOURCES}
    classes = {
        f"{name_of(file)} {node.name}": node.name
        for file in SOURCES
        for node in nodes(file)
        if isinstance(node, ast.ClassDef)
    }
    vague = [where for where, name in named.items() if name.lower() in NO_NAMES]
    vague += [
        where for where, name in classes.items() if name.endswith(("Manager", "Helper", "Service"))
    ]
    assert vague == []


def test_blanket_handlers_stand_only_where_allowed_when_there_are_any() -> None:
    blanket = {
        name_of(file)
        for file in SOURCES
        for node in nodes(file)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) == "Exception")
    }
    assert {name for name in blanket if not name.startswith(BLANKET)} == set()


def test_only_what_fetches_knows_the_store_when_a_module_is_added_to_analytics() -> None:
    """A new computation is guarded without being listed anywhere (direct imports)."""
    fetching = {"marts", "outlook", "sales", "shop", "tree", "warehouse"}
    fetching |= {"credits", "response_history", "shift_reading", "shift_since"}
    fetching |= {"funnel_reading", "funnel_trails", "funnel_repurchases", "funnel_weeks"}
    fetching |= {"roi_books", "roi_creators", "roi_days", "roi_lifetimes", "roi_subjects"}
    store = {"analytics.warehouse", "analytics.shop", "analytics.marts"}
    knowing = {
        file.stem
        for file in (ROOT / "analytics").glob("*.py")
        for node in nodes(file)
        if isinstance(node, ast.ImportFrom) and node.module in store
    }
    assert knowing - fetching == set()


def test_nothing_of_the_bot_is_known_to_analytics_when_it_computes() -> None:
    back = {
        name_of(file): module
        for file in (ROOT / "analytics").rglob("*.py")
        for module in imported(file)
        if module in ("bot", "commands")
    }
    assert back == {}
