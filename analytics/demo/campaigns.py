"""The demo brand's forty campaigns: twelve that always run, twenty-eight flights."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from analytics.demo.seasons import Seasons, promo_days


@dataclass(frozen=True)
class Offer:
    """What kind of campaign: where, how, through whom, and what it can bring.

    `reach`: orders of a typical day relative to the channel's own (not the campaign's) orders.
    `roi`: paid amount ÷ spend, commission left out, on an ordinary day. `commission`: of what
    the orders pay.
    """

    channel: str
    kind: str
    title: str
    creator: str | None
    reach: float
    roi: float
    commission: float = 0.0


_ALWAYS = (
    Offer("抖音", "feed", "抖音信息流常投", None, 0.30, 2.6),
    Offer("抖音", "live", "抖音店播日常", "品牌自播", 0.34, 4.2, 0.02),
    Offer("小红书", "feed", "小红书信息流常投", None, 0.26, 2.5),
    Offer("小红书", "kol", "小红书素人铺量", "素人矩阵", 0.14, 2.9),
    Offer("微信", "private_domain", "企微社群运营", None, 0.30, 8.5),
    Offer("微信", "referral", "老客推荐有礼", None, 0.08, 6.0),
    Offer("微信", "feed", "朋友圈广告常投", None, 0.12, 2.2),
    Offer("天猫", "search", "天猫搜索推广", None, 0.22, 3.6),
    Offer("天猫", "feed", "天猫推荐流推广", None, 0.14, 2.8),
    Offer("天猫", "affiliate", "淘客联盟", None, 0.10, 7.0, 0.10),
    Offer("搜索", "brand", "搜索品牌词", None, 0.34, 7.5),
    Offer("搜索", "search", "搜索通用词", None, 0.22, 2.4),
)

CREATORS = ("小鹿", "北北", "穿搭日记", "大码姐姐", "通勤笔记", "橘子汽水", "一一同学", "木木家")
FLOP_CREATOR = "阿梨"
_FLIGHTS = (
    *(Offer("抖音", "kol", "达人短视频", name, 0.22, 3.6, 0.05) for name in CREATORS[:6]),
    *(Offer("抖音", "live", "达人专场直播", name, 0.45, 4.0, 0.12) for name in CREATORS[4:8]),
    *(Offer("小红书", "kol", "达人种草", name, 0.24, 3.4, 0.04) for name in CREATORS[:7]),
    *(Offer("天猫", "feed", f"{hall}会场资源位", None, 0.20, 3.1) for hall in ("主", "分", "品类")),
    Offer("天猫", "live", "名人直播间", "周周直播", 0.35, 3.0, 0.14),
    *(
        Offer("微信", "private_domain", name, None, 0.22, 9.0)
        for name in ("会员日", "沉睡会员唤醒")
    ),
    Offer("搜索", "search", "新品词抢量", None, 0.20, 2.3),
    *(
        Offer("线下", "offline", f"{city}快闪店", None, 0.30, 2.4)
        for city in ("上海", "成都", "深圳")
    ),
)
_FLOP = Offer("小红书", "kol", "达人种草", FLOP_CREATOR, 0.55, 0.6, 0.04)
_LENGTHS = {"kol": 16, "live": 12, "offline": 30}
_OWNERS = ("林悦", "陈航", "王敏", "赵宁")


@dataclass(frozen=True)
class Campaign:
    """One campaign: runs on the days of [starts_on, ends_on); no end means it goes on.

    `promise`: predicted ÷ true return. `slack`: its budget ÷ what it will have spent.
    """

    campaign: str
    offer: Offer
    starts_on: date
    ends_on: date | None
    roi: float
    promise: float
    owner: str
    slack: float

    def runs(self, day: date) -> bool:
        """Whether it is set to run on that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def plan_campaigns(
    first: date, end: date, seasons: Seasons, dice: Random, flop: tuple[date, date] | None
) -> tuple[Campaign, ...]:
    """Forty campaigns inside [first, end); the flop stands where it was planted, if it was."""
    always = [_campaign(offer, offer.title, first, None, dice) for offer in _ALWAYS]
    flights = list(_FLIGHTS)
    dice.shuffle(flights)
    starts = _flight_starts(first, end, seasons, len(flights))
    planned = always + [
        _flight(offer, start, end, dice) for offer, start in zip(flights, starts, strict=True)
    ]
    start, after = flop or (first, first + timedelta(days=14))
    offer = _FLOP if flop else Offer("小红书", "kol", "达人种草", FLOP_CREATOR, 0.2, 2.6, 0.04)
    planned.append(_campaign(offer, _title(offer, start), start, after, dice))
    return tuple(planned)


def _flight_starts(first: date, end: date, seasons: Seasons, count: int) -> list[date]:
    """Evenly spread, then drawn to the nearest promotion within four weeks."""
    span = (end - first).days
    promos = promo_days(seasons.promos, first, end)
    found = []
    for number in range(count):
        start = first + timedelta(days=int(span * (number + 0.3) / count))
        near = min(promos, key=lambda promo: abs((promo.ends_on - start).days), default=None)
        if near is not None and abs((near.ends_on - start).days) <= 28:
            start = max(first, near.ends_on - timedelta(days=11 - number % 4))
        found.append(start)
    return found


def _flight(offer: Offer, start: date, end: date, dice: Random) -> Campaign:
    after = start + timedelta(days=_LENGTHS.get(offer.kind, 21))
    return _campaign(offer, _title(offer, start), start, min(after, end), dice)


def _title(offer: Offer, start: date) -> str:
    who = f"{offer.title}·{offer.creator}" if offer.creator else offer.title
    return f"{offer.channel}{who}·{start:%y%m%d}"


def _campaign(offer: Offer, title: str, start: date, after: date | None, dice: Random) -> Campaign:
    roi = offer.roi * dice.uniform(0.85, 1.2) if offer.roi >= 1 else offer.roi
    promise = dice.uniform(0.88, 1.2) if offer.roi >= 1 else 3.2 / offer.roi
    return Campaign(
        campaign=title,
        offer=offer,
        starts_on=start,
        ends_on=after,
        roi=round(roi, 3),
        promise=promise,
        owner=dice.choice(_OWNERS),
        slack=dice.uniform(0.95, 1.2),
    )
