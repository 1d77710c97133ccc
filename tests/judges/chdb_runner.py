"""Runs statements in ClickHouse: a JSON list on standard input, their rows and times on output.

It stands alone: the Python it runs in has chdb and nothing of ours.
"""

import json
import sys
import time

from chdb import session

clickhouse = session.Session()
answers = []
for statement in json.load(sys.stdin):
    started = time.perf_counter()
    text = str(clickhouse.query(statement, "JSONCompactEachRow"))
    seconds = time.perf_counter() - started
    rows = [json.loads(line) for line in text.splitlines()]
    answers.append({"rows": rows, "seconds": seconds})
json.dump(answers, sys.stdout)
