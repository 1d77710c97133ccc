"""chdb as a judge: ClickHouse itself, in a process of its own."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.judges.pip import pip_python

RUNNER = Path(__file__).with_name("chdb_runner.py")
PACKAGE = "chdb-core==26.9.0"


def clickhouse(statements: Sequence[str], seconds: float = 300) -> list[dict[str, Any]]:
    """The `rows` each statement gives, the `seconds` and the CPU seconds (`cpu`) it took, in order.

    Skips the test where chdb cannot be had.
    """
    python = pip_python("chdb", [PACKAGE])
    done = subprocess.run(
        [python, "-P", RUNNER],
        input=json.dumps(list(statements)),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
