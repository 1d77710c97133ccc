"""How long `tidebell ask` takes from nothing: a new process each time."""

import subprocess
import sys
import time

from tests.bench.report import child_peak_mb, percentiles, write
from tests.bench.shops import sized

ROUNDS = 10
LINE = ["-m", "bot", "ask", "/gmv 7d by channel", "--now", "2026-11-22T10:00"]


def main() -> None:
    """Measure a cold start on the smallest shop."""
    folder = sized("0.1m").folder
    command = [sys.executable, *LINE, "--data", str(folder)]
    subprocess.run(command, check=True, capture_output=True)  # the store may want rebuilding
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - started)
    middle, high = percentiles(seconds)
    write("cold", {"ask_p50_ms": middle, "ask_p95_ms": high, "peak_mb": child_peak_mb()})


if __name__ == "__main__":
    main()
