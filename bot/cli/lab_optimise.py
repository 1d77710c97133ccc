"""`tidebell lab optimise`: the best split of a budget, from a file of scenarios."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from analytics.budget import BudgetPlan, Infeasible, Place, Problem, optimise
from bot.cli.scenarios import read_scenarios
from bot.i18n import visible
from bot.platforms.console.cells import padded, widest

VERSION = 1
_PROVED = 1e-6
_HEAD = ("", "now", "to", "brings", "marginal", "stands at", "room is worth")


@click.command("optimise")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object: scenario → its plan.")
def command(file: Path, as_json: bool) -> None:
    """Find the best split of each budget in FILE under its limits (docs/lab.md).

    It is the global optimum, also where curves are S-shaped; limits that no split keeps are named.
    """
    problems = read_scenarios(file)
    answers = {name: _answer(problem) for name, problem in problems.items()}
    if as_json:
        told = {name: as_object(problems[name], answer) for name, answer in answers.items()}
        click.echo(json.dumps(told, ensure_ascii=False, allow_nan=False, indent=2))
        return
    for name, answer in answers.items():
        click.echo("\n".join((visible(name), *_lines(answer), "")))


def _answer(problem: Problem) -> BudgetPlan | Infeasible:
    try:
        return optimise(problem)
    except Infeasible as error:
        return error


def as_object(problem: Problem, answer: BudgetPlan | Infeasible) -> dict[str, Any]:
    """One scenario's JSON: the same keys whether there is a split or none."""
    plan = answer if isinstance(answer, BudgetPlan) else None
    refused = answer if isinstance(answer, Infeasible) else None
    places = plan.places if plan else ()
    locked = {line.name for line in problem.lines if line.floor == line.cap}
    return {
        "version": VERSION,
        "feasible": plan is not None,
        "reason": refused and refused.reason,
        "spendable": problem.spendable,
        "spent": plan and plan.spent,
        "allocation": {place.name: place.amount for place in places},
        "response": plan and plan.response,
        "current_response": plan and plan.response_now,
        "marginal": {place.name: place.marginal for place in places},
        "at_lower": [one.name for one in places if one.bound == "floor" or one.name in locked],
        "at_upper": [one.name for one in places if one.bound == "cap" or one.name in locked],
        "price": plan and plan.price,
        "worth": {place.name: place.worth for place in places if place.bound},
        "reserve_price": plan and plan.reserve_price,
        "groups": {
            one.name: {"amount": one.amount, "bound": one.bound, "worth": one.worth}
            for one in (plan.groups if plan else ())
        },
        "idle": plan and plan.is_idle,
        "gap": plan and plan.gap,
    }


def _lines(answer: BudgetPlan | Infeasible) -> Iterator[str]:
    if isinstance(answer, Infeasible):
        yield f"  no split keeps the limits: {visible(answer.reason)}"
        return
    yield from _table([_HEAD, *map(_row, answer.places)])
    yield (
        f"  brings {answer.response:,.2f}, now {answer.response_now:,.2f}; "
        f"the last unit of money brings {answer.price:,.4f}"
    )
    if answer.is_idle:
        yield "  there is nothing to gain by moving money"
    if answer.unspent > 1e-6 * answer.spendable:
        yield f"  {answer.unspent:,.2f} stay unspent: the limits leave no place for them"
    if answer.reserve_price:
        yield f"  the reserve would bring {answer.reserve_price:,.2f} if it were spent"
    for group in answer.groups:
        if group.bound:
            yield (
                f"  {visible(group.name)} stands at its {group.bound} {group.amount:,.2f}; "
                f"one more unit of room is worth {group.worth:,.4f}"
            )
    if answer.gap > _PROVED:
        yield f"  it is not proved that no split brings up to {answer.gap:.1e} of that more"


def _row(place: Place) -> tuple[str, ...]:
    return (
        visible(place.name),
        f"{place.now:,.2f}",
        f"{place.amount:,.2f}",
        f"{place.response:,.2f}",
        f"{place.marginal:,.4f}",
        place.bound or "",
        f"{place.worth:,.4f}" if place.bound else "",
    )


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Rows under each other: the first column to the left, the others to the right."""
    widths = [widest(list(column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = enumerate(zip(row, widths, strict=True))
        told = "  ".join(padded(text, width, right=at > 0) for at, (text, width) in cells)
        yield f"  {told.rstrip()}"
