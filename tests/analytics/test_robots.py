"""A robot is the same robot in every question: one pattern, wherever SQL reads user agents."""

import re
from pathlib import Path

import analytics

SQL = sorted((Path(analytics.__file__).parent / "sql").rglob("*.sql"))
PATTERN = re.compile(r"regexp_matches\(user_agent, ('[^']+'), ('\w*')\)")


def test_agents_are_told_alike_when_several_queries_leave_robots_out() -> None:
    found = {file.name: PATTERN.findall(file.read_text("utf-8")) for file in SQL}
    asked = {name: patterns for name, patterns in found.items() if patterns}
    named = [file.name for file in SQL if "user_agent," in file.read_text("utf-8")]
    assert {"3_visits.sql", "1_events.sql", "events.sql"} <= asked.keys()
    assert len({pattern for patterns in asked.values() for pattern in patterns}) == 1
    assert [name for name in named if name not in asked] == []
