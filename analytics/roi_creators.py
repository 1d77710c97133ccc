"""What creators reach: how people react to their posts, and the visitors they bring (R18)."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from analytics.periods import Period
from analytics.roi_subjects import Subject
from analytics.shop import Shop
from analytics.statement import Statement


@dataclass(frozen=True)
class Reach:
    """Views and interactions of the posts of a period, visitors under the creator's campaigns.

    None where posts or events are not loaded, or there are none of them.
    """

    views: float | None = None
    interactions: float | None = None
    visitors: float | None = None

    @property
    def interaction_rate(self) -> float | None:
        """Likes, comments and shares ÷ views."""
        return self.interactions / self.views if self.views and self.interactions else None


def read_reach(shop: Shop, period: Period, creators: Iterable[Subject]) -> dict[str, Reach]:
    """The reach of each creator by name."""
    sql = (files("analytics") / "sql" / "roi_creator_posts.sql").read_text("utf-8")
    asked = {"start": period.start, "end": period.end, "zone": str(shop.zone)}
    posts = {name: (views, acts) for name, views, acts in shop.fetch(Statement(sql, asked))}
    return {
        each.name: Reach(*posts.get(each.name, (None, None)), _visitors(shop, period, each))
        for each in creators
    }


def _visitors(shop: Shop, period: Period, creator: Subject) -> float | None:
    if not shop.knows("visitors"):
        return None
    campaigns = tuple(campaign.name for campaign in creator.campaigns)
    found = shop.total(("visitors",), period, {"campaign": campaigns})["visitors"]
    return None if found is None else float(found)
