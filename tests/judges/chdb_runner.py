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
    started, began = time.perf_counter(), time.process_time()
    text = str(clickhouse.query(statement, "JSONCompactEachRow"))
    seconds, cpu = time.perf_counter() - started, time.process_time() - began
    rows = [json.loads(line) for line in text.splitlines()]
    answers.append({"rows": rows, "seconds": seconds, "cpu": cpu})
json.dump(answers, sys.stdout)
