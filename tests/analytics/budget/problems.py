"""Problems with a known answer: budget_scenarios.json, made for this, has four of them.

Their optimum comes from dynamic programming and SLSQP from many starts.
"""

import json
from pathlib import Path
from typing import Any

from analytics.budget import Line, Problem
from analytics.curves import Hill

FILE = Path(__file__).parents[2] / "data" / "budget_scenarios.json"
SCENARIOS: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
FEASIBLE = [name for name, told in SCENARIOS.items() if told["optimum"]["feasible"]]


def scenario(name: str) -> Problem:
    told = SCENARIOS[name]["scenario"]
    lines = tuple(
        Line(
            name=one["name"],
            now=one["current"],
            curve=Hill(one["beta"], one["kappa"], one["slope"]),
            floor=one["lo"],
            cap=one["hi"],
        )
        for one in told["channels"]
    )
    return Problem(lines, told["budget"], told["reserve"])
