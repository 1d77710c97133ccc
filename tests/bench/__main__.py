"""Every benchmark, or those named: `python -m tests.bench answers cold`."""

import sys

from tests.bench import answers, cold, loads

BENCHMARKS = {"load": loads.main, "cold": cold.main, "answers": lambda: answers.main([])}

for name in sys.argv[1:] or BENCHMARKS:
    BENCHMARKS[name]()
