"""Every benchmark, or those named: `python -m tests.bench answers cold`."""

import sys

from tests.bench import (
    acks,
    answers,
    attribution,
    budget,
    cold,
    decisions,
    delivery,
    forecast,
    funnel,
    intake,
    loads,
    waits,
)

BENCHMARKS = {
    "load": loads.main,
    "cold": cold.main,
    "forecast": forecast.main,
    "answers": lambda: answers.main([]),
    "decisions": decisions.main,
    "attribution": attribution.main,
    "budget": budget.main,
    "funnel": funnel.main,
    "acks": acks.main,
    "intake": intake.main,
    "delivery": delivery.main,
    "waits": waits.main,
}

for name in sys.argv[1:] or BENCHMARKS:
    BENCHMARKS[name]()
