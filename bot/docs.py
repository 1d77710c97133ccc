"""`python -m bot.docs write|check`: the pages of `docs/` that are made from the code.

`docs/metrics.md` says what the catalogue says, `docs/commands.md` what the commands say of
themselves. write makes them anew; check exits 1 when a page no longer says what the code does.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from analytics.catalog import Catalogue, Metric, catalogue
from bot.i18n import translator
from commands.kit.message import Msg
from commands.kit.registry import Command, discover

FOLDER = Path(__file__).parent.parent / "docs"
MADE = "<!-- Made by `make docs`; edit what it is made from. -->"
ENGLISH, CHINESE = translator("en"), translator("zh-CN")


def metrics_page() -> str:
    """What can be measured, in which words, and along which dimensions."""
    known = catalogue()
    return _page(
        "# Metrics and dimensions",
        MADE,
        "Every metric is declared once, in `analytics/metrics.yaml`. Ratios divide sums, never "
        "average ratios; people are counted once within the asked period and slice; a covered "
        "day without rows is 0, a day no load covers is unknown. Money is in the shop's currency.",
        "## Metrics",
        _table(
            ("Metric", "中文", "Unit", "Meaning", "Worked out as", "Other words"),
            (_metric_row(name, metric, known) for name, metric in known.metrics.items()),
        ),
        "## Dimensions",
        "Rows that carry no word of a dimension are a slice of their own, asked for with "
        "`channel=none`.",
        _table(
            ("Dimension", "中文", "Other words"),
            (
                (f"`{name}`", CHINESE.plain(each.label), _words(each.aliases))
                for name, each in known.dimensions.items()
            ),
        ),
        "## Which metric splits by what",
        _table(("Metrics", "Dimensions to split or filter by"), _splits(known)),
    )


def commands_page() -> str:
    """Every command with its usage and examples."""
    return _page(
        "# Commands",
        MADE,
        'The same in the terminal (`tidebell ask "/gmv 7d"`), in the browser and in every chat. '
        "`/help` says it there. Words in angle brackets stand for what you fill in, those in "
        "square brackets may be left out.",
        *(part for each in discover().values() for part in _command_parts(each)),
    )


PAGES: dict[str, Callable[[], str]] = {"commands.md": commands_page, "metrics.md": metrics_page}


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """The command line; returns the exit status."""
    if arguments == ["write"]:
        for name, made in PAGES.items():
            (folder / name).write_text(made(), encoding="utf-8")
        return 0
    if arguments == ["check"]:
        stale = [name for name, made in PAGES.items() if _read(folder / name) != made()]
        sys.stdout.write("".join(f"docs/{name} is out of date: make docs\n" for name in stale))
        return 1 if stale else 0
    sys.stderr.write("usage: python -m bot.docs write|check\n")
    return 2


def _read(page: Path) -> str:
    return page.read_text(encoding="utf-8") if page.exists() else ""


def _page(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _metric_row(name: str, metric: Metric, known: Catalogue) -> tuple[str, ...]:
    return (
        f"`{name}`",
        CHINESE.plain(metric.label),
        metric.unit,
        metric.means,
        _formula(metric, known),
        _words(metric.aliases),
    )


def _formula(metric: Metric, known: Catalogue) -> str:
    """How a metric is worked out: `paid_gmv ÷ buyers`, `sum of gross_amount in orders`."""
    if metric.ratio:
        times = f" × {metric.per:g}" if metric.per != 1 else ""
        return f"`{metric.ratio[0]}` ÷ `{metric.ratio[1]}`{times}"
    if metric.minus:
        return f"`{metric.minus[0]}` − `{metric.minus[1]}`"
    table = known.sources[metric.source or ""].needs
    rows = f" where `{metric.only}`" if metric.only else ""
    return f"{_aggregate(metric)} in `{table}`{rows}"


def _aggregate(metric: Metric) -> str:
    if metric.count:
        return "rows"
    kinds = {"sum of": metric.sum, "distinct": metric.distinct, "mean of": metric.average}
    return next(f"{kind} `{column}`" for kind, column in kinds.items() if column)


def _splits(known: Catalogue) -> Iterator[tuple[str, str]]:
    """Metrics that share their dimensions with those dimensions, in the catalogue's order."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in known.metrics:
        groups.setdefault(known.dimensions_of(name), []).append(name)
    for dimensions, names in groups.items():
        yield _words(names), _words(dimensions)


def _command_parts(command: Command[Any]) -> Iterator[str]:
    yield f"## /{command.name}"
    yield f"{_both(command.summary)}."
    yield f"```text\n{f'/{command.name} {command.usage}'.rstrip()}\n```"
    if command.aliases:
        yield f"Also: {_words(f'/{alias}' for alias in command.aliases)}"
    yield _table(
        ("Example", "What it asks"),
        ((f"`{example.line}`", _both(example.asks)) for example in command.examples),
    )


def _both(message: Msg) -> str:
    return f"{ENGLISH.message(message)} ({CHINESE.message(message)})"


def _words(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
