"""Every benchmark, or those named: `python -m tests.bench answers cold`."""

import sys

from tests.bench import answers, cold, forecast, loads

BENCHMARKS = {
    "load": loads.main,
    "cold": cold.main,
    "forecast": forecast.main,
    "answers": lambda: answers.main([]),
}

for name in sys.argv[1:] or BENCHMARKS:
    BENCHMARKS[name]()
