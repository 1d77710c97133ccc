"""How the engine goes about the funnel of a shop."""

from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta

from analytics.catalog import catalogue
from analytics.funnel_reading import FunnelQuestion, read_funnels
from analytics.periods import Period
from analytics.sales import Side
from analytics.shop import Shop
from analytics.statement import Rows, Statement
from analytics.warehouse import Reader
from tests.shop import SHANGHAI, event, stocked


@dataclass
class Explaining:
    """A reader that also keeps the engine's plan of every statement."""

    reader: Reader
    plans: list[str] = field(default_factory=list)

    def fetch(self, statement: Statement) -> Rows:
        explained = Statement(f"EXPLAIN {statement.sql}", statement.parameters)
        self.plans += [str(row) for row in self.reader.fetch(explained)]
        return self.reader.fetch(statement)


def test_people_are_found_by_keys_when_a_funnel_is_counted() -> None:
    """Comparing everybody with everybody takes half a minute with 70,000 visitors."""
    events = [
        event(f"u{number}", "2026-11-02 10:00", name)
        for number in range(100)
        for name in ("visit", "pay_success")
    ]
    side = Side(Period(date(2026, 11, 2), date(2026, 11, 9)), {})
    with closing(stocked({"events": events})) as store:
        reader = Explaining(store)
        read_funnels(Shop(reader, catalogue(), SHANGHAI), FunnelQuestion(side, timedelta(days=7)))
    assert any("HASH_JOIN" in plan for plan in reader.plans)
    assert not [plan for plan in reader.plans if "BLOCKWISE_NL_JOIN" in plan]
