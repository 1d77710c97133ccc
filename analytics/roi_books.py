"""A period's costs and credits by channel and campaign, read once and asked many times."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from analytics.credits import Credit, CreditRule, Model, credit_models
from analytics.periods import Period
from analytics.roi import Brought, Cost, OrderValues, Return, add_brought, add_costs
from analytics.roi_subjects import Subject
from analytics.shop import Quantity, Shop
from analytics.statement import Statement

BY = ("channel", "campaign")
Place = tuple[str | None, str | None]


@dataclass(frozen=True)
class Books:
    """One period. `values`: of its orders; None where none was paid. `regions`: the share of
    orders that name one, 0 where it is all the same. `customers`: whether any order names its
    customer. Places that no load of spend names are absent from `costs`."""

    period: Period
    costs: Mapping[Place, Cost]
    credits: Mapping[Model, Credit]
    values: OrderValues | None
    regions: float
    customers: bool

    def cost(self, subject: Subject) -> Cost:
        """What was spent on it; all unknown where no row of spend is its own."""
        return add_costs([cost for place, cost in self.costs.items() if subject.holds(*place)])

    def brought(self, subject: Subject, model: Model) -> Brought | None:
        """What counts against its spend (see `unpaid`).

        None where orders name nothing of its kind: then nobody knows, and it is not nothing. So
        for a campaign, where its channels sold and no order of theirs names any campaign.
        """
        credited, channels = self._credited(model), self._channels(subject)
        told = 0 if subject.kind == "channel" else 1
        around = [p for p in credited if p[0] in channels or subject.holds(*p)]
        if not _any_named(credited, told) or (around and not _any_named(around, told)):
            return None
        return add_brought(
            [found for place, found in credited.items() if self.counts(subject)(*place)]
        )

    def unpaid(self, subject: Subject, model: Model) -> Brought:
        """What came by a channel under no campaign, where its spend is all under campaigns.

        It is the channel's, but not what the money bought: it does not count in ROI.
        """
        return add_brought(
            [
                found
                for place, found in self._credited(model).items()
                if subject.holds(*place) and self._is_unpaid(subject, place)
            ]
        )

    def counts(self, subject: Subject) -> Callable[[str | None, str | None], bool]:
        """Whether a place's money and orders count in its ROI."""
        return lambda *place: subject.holds(*place) and not self._is_unpaid(subject, place)

    def returned(self, subject: Subject, model: Model) -> Return:
        """Its cost with what it brought."""
        return Return(self.cost(subject), self.brought(subject, model))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every channel and campaign money was spent or anything was credited under."""
        credited = (place for model in self.credits for place in self._credited(model))
        return tuple(dict.fromkeys((*self.costs, *credited)))

    def _credited(self, model: Model) -> dict[Place, Brought]:
        return {
            (key[0], key[1]): Brought(
                row.orders, row.value, row.refunds, row.new_buyers if self.customers else None
            )
            for key, row in self.credits[model].rows.items()
        }

    def _channels(self, subject: Subject) -> set[str | None]:
        """The channels that its money is spent in."""
        return {place[0] for place in self.costs if subject.holds(*place)}

    def _is_unpaid(self, subject: Subject, place: Place) -> bool:
        return subject.kind == "channel" and place[1] is None and place[0] in self.bought

    @cached_property
    def bought(self) -> frozenset[str | None]:
        """The channels whose money is all spent under campaigns that orders name too."""
        spent = {channel for channel, campaign in self.costs if campaign is not None}
        loose = {channel for channel, campaign in self.costs if campaign is None}
        credited = {
            place[0] for model in self.credits for place in self._credited(model) if place[1]
        }
        return frozenset((spent & credited) - loose)


def read_books(shop: Shop, period: Period, rule: CreditRule, models: Sequence[Model]) -> Books:
    """The books of a period; MissingTable without spend or orders."""
    sql = (files("analytics") / "sql" / "roi_order_values.sql").read_text("utf-8")
    values = shop.fetch(Statement(sql, {"start": period.start, "end": period.end})).rows[0]
    known = values[0] is not None
    return Books(
        period,
        _costs(shop, period),
        credit_models(shop, period, rule, BY, models),
        OrderValues(values[0], values[1] or 0.0) if known else None,
        float(values[2] or 0),
        bool(values[3]),
    )


def _any_named(places: Iterable[Place], told: int) -> bool:
    return any(place[told] is not None for place in places)


_COLUMNS = ("spend", "media_spend", "ad_impressions", "ad_clicks")


def _costs(shop: Shop, period: Period) -> dict[Place, Cost]:
    slices = shop.split(_COLUMNS, period, BY)
    return {
        (one.key[0], one.key[1]): Cost(*(_plain(one.values[name]) for name in _COLUMNS))
        for one in slices
    }


def _plain(value: Quantity) -> float | None:
    return None if value is None else float(value)
