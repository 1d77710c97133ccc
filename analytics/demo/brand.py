"""The demo brand's fixed facts: channels, categories, articles and provinces.

Plain data. Shares are ratios; prices are in the shop's currency; months run January to December.
"""

import math
from dataclasses import dataclass
from functools import cache

SLOTS = 1024
"""Articles are drawn from a table of this many slots a month (see `article_slots`)."""


@dataclass(frozen=True)
class Channel:
    """One place the brand sells.

    `share`: its part of the orders no campaign brought. `conversion`: orders ÷ visits on an
    ordinary day; 0 where nobody counts visits (the stores). `ctr`: clicks ÷ impressions.
    `wechat`, `alipay`, `huabei`: parts of the payment methods, the rest is bank cards.
    `exponent`: how orders answer to spend, orders ∝ spend^exponent (diminishing below 1).
    """

    name: str
    share: float
    conversion: float
    ctr: float
    new_share: float
    refund_rate: float
    wechat: float
    alipay: float
    huabei: float
    pc: float
    scenes: tuple[str, str]
    exponent: float


CHANNELS = (
    Channel(
        "抖音", 0.20, 0.028, 0.021, 0.72, 0.13, 0.50, 0.34, 0.06, 0.02, ("短视频", "商城"), 0.62
    ),
    Channel(
        "小红书", 0.12, 0.032, 0.034, 0.68, 0.09, 0.48, 0.38, 0.08, 0.03, ("笔记", "商城"), 0.68
    ),
    Channel(
        "微信", 0.17, 0.052, 0.062, 0.38, 0.05, 0.93, 0.00, 0.00, 0.04, ("小程序", "社群"), 0.55
    ),
    Channel("天猫", 0.30, 0.047, 0.045, 0.52, 0.10, 0.00, 0.66, 0.24, 0.14, ("搜索", "推荐"), 0.70),
    Channel("搜索", 0.11, 0.042, 0.058, 0.60, 0.07, 0.44, 0.40, 0.06, 0.46, ("搜索", "官网"), 0.74),
    Channel("线下", 0.10, 0.0, 0.0, 0.55, 0.03, 0.52, 0.30, 0.00, 0.00, ("门店", "门店"), 0.50),
)
OFFLINE = "线下"


@dataclass(frozen=True)
class Category:
    """One category: how many articles, their prices, and its weight in each month."""

    name: str
    code: str
    articles: int
    low: int
    high: int
    months: tuple[int, ...]


CATEGORIES = (
    Category("连衣裙", "DR", 28, 199, 459, (3, 4, 8, 12, 18, 22, 22, 18, 12, 6, 3, 3)),
    Category("T恤", "TE", 30, 69, 159, (3, 4, 8, 14, 20, 24, 25, 22, 12, 6, 3, 2)),
    Category("衬衫", "SH", 25, 129, 259, (6, 7, 12, 14, 12, 10, 8, 8, 12, 12, 8, 6)),
    Category("针织衫", "KN", 25, 159, 359, (16, 14, 12, 8, 4, 2, 2, 4, 12, 20, 20, 18)),
    Category("外套", "CO", 28, 299, 899, (22, 16, 14, 8, 3, 2, 2, 3, 10, 20, 28, 30)),
    Category("裤装", "PA", 28, 129, 329, (14, 14, 14, 13, 12, 12, 12, 12, 14, 14, 13, 13)),
    Category("半身裙", "SK", 16, 129, 299, (5, 6, 10, 13, 14, 14, 13, 12, 10, 8, 6, 5)),
    Category("配饰", "AC", 20, 29, 129, (9, 9, 8, 8, 8, 8, 8, 8, 8, 9, 11, 12)),
)

PROVINCES = {
    "广东": 126, "江苏": 98, "浙江": 96, "上海": 72, "北京": 66, "山东": 64, "四川": 56,
    "河南": 50, "湖北": 44, "福建": 42, "湖南": 40, "河北": 38, "安徽": 38, "陕西": 28,
    "辽宁": 28, "重庆": 28, "江西": 24, "广西": 22, "云南": 20, "天津": 18, "山西": 18,
    "黑龙江": 16, "吉林": 13, "贵州": 13, "内蒙古": 12, "新疆": 11, "甘肃": 9, "海南": 8,
    "宁夏": 4, "青海": 3, "西藏": 2,
}  # fmt: skip

ORDINARY_HOURS = (
    14, 8, 5, 3, 3, 5, 10, 18, 28, 40, 48, 50, 52, 46, 42, 42, 44, 46, 48, 56, 72, 80, 66, 36,
)  # fmt: skip
"""Relative weight of each hour of an ordinary day."""

OPENING_HOURS = (
    96, 52, 26, 12, 8, 8, 14, 22, 34, 42, 48, 48, 50, 44, 40, 40, 42, 44, 48, 60, 100, 92, 80, 74,
)  # fmt: skip
"""The same on the last day of a promotion: people wait for midnight and come back at eight."""

LINES_PER_ORDER = 1.47
PIECES_PER_LINE = 1.12


@dataclass(frozen=True)
class Article:
    """One SKU; `rank` is its place in its category, 0 sells best."""

    sku: str
    category: str
    price: int
    rank: int


@cache
def articles() -> tuple[Article, ...]:
    """The range: 200 articles, prices spread evenly over each category's band."""
    return tuple(
        Article(f"{group.code}-{rank + 1:03d}", group.name, _price(group, rank), rank)
        for group in CATEGORIES
        for rank in range(group.articles)
    )


def _price(group: Category, rank: int) -> int:
    """Best sellers sit in the lower half of the band; prices end in 9."""
    place = (rank * 7 % group.articles) / (group.articles - 1)
    return 10 * round((group.low + (group.high - group.low) * math.pow(place, 1.4)) / 10) - 1


@cache
def article_slots(month: int) -> tuple[str, ...]:
    """`SLOTS` SKUs of one month (1–12); a SKU fills as many slots as it sells in 1024 lines."""
    weights = [_weight(article, month) for article in articles()]
    total, passed, slots = sum(weights), 0.0, list[str]()
    for article, weight in zip(articles(), weights, strict=True):
        passed += weight
        slots += [article.sku] * (round(SLOTS * passed / total) - len(slots))
    return tuple(slots)


def _weight(article: Article, month: int) -> float:
    group = next(group for group in CATEGORIES if group.name == article.category)
    popularity = [math.pow(rank + 1.0, -0.9) for rank in range(group.articles)]
    return group.months[month - 1] * popularity[article.rank] / sum(popularity)


@cache
def order_value(month: int) -> float:
    """What an order holds on average before discount in one month (1–12)."""
    prices = {article.sku: article.price for article in articles()}
    mean = sum(prices[sku] for sku in article_slots(month)) / SLOTS
    return mean * LINES_PER_ORDER * PIECES_PER_LINE


def top_seller(month: int) -> str:
    """The SKU that sells most lines in one month (1–12)."""
    slots = article_slots(month)
    return max(sorted(set(slots)), key=slots.count)
