"""The pages made from the code say what the code does."""

from pathlib import Path

import pytest

from analytics.catalog import catalogue
from bot.docs import FOLDER, PAGES, commands_page, main, metrics_page
from commands.kit.registry import discover


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_current_when_the_code_has_changed(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == PAGES[name](), "make docs"


@pytest.mark.parametrize("name", catalogue().metrics)
def test_a_metric_is_documented_when_it_exists(name: str) -> None:
    rows = [row for row in metrics_page().splitlines() if row.startswith(f"| `{name}` |")]
    assert rows
    assert catalogue().metrics[name].means in rows[0]


@pytest.mark.parametrize("name", catalogue().dimensions)
def test_a_dimension_is_documented_when_it_exists(name: str) -> None:
    assert f"\n| `{name}` |" in metrics_page()


@pytest.mark.parametrize("name", discover())
def test_a_command_is_documented_with_its_examples_when_it_exists(name: str) -> None:
    page = commands_page()
    assert f"\n## /{name}\n" in page
    assert all(f"| `{example.line}` |" in page for example in discover()[name].examples)


def test_a_ratio_is_told_by_its_parts_when_it_is_documented() -> None:
    page = metrics_page()
    assert "| `spend` ÷ `ad_impressions` × 1000 |" in page
    assert "| `paid_gmv` − `refunds` |" in page
    assert "| sum of `gross_amount` in `orders` |" in page


def test_a_metric_is_listed_with_its_dimensions_when_it_can_be_split() -> None:
    rows = [row for row in metrics_page().splitlines() if row.startswith("| `visitors`")]
    assert (
        rows[-1] == "| `visitors` `cvr` | `channel` `campaign` `region` `device` `hour` `weekday` |"
    )


def test_pages_are_written_when_asked(tmp_path: Path) -> None:
    assert main(["write"], tmp_path) == 0
    assert main(["check"], tmp_path) == 0


def test_a_stale_page_is_named_when_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["write"], tmp_path)
    (tmp_path / "metrics.md").write_text("old")
    assert main(["check"], tmp_path) == 1
    assert capsys.readouterr().out == "docs/metrics.md is out of date: make docs\n"


def test_every_page_is_stale_when_none_was_written(tmp_path: Path) -> None:
    assert main(["check"], tmp_path) == 1


def test_usage_is_shown_when_it_is_asked_for_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage:" in capsys.readouterr().err
