"""The words people use for periods, in English and Chinese, as tables.

Spellings are written as they look after `period_forms.normalise`: lower case, half width,
Chinese numerals as digits, and without spaces.
"""

from analytics.spans import Unit

WORDS: dict[tuple[Unit, int], tuple[str, ...]] = {
    (Unit.DAY, 0): ("today", "now", "sofartoday", "今天", "今日",
        "当天", "当日", "本日", "今儿"),
    (Unit.DAY, -1): ("yesterday", "yday", "lastday", "previousday", "昨天", "昨日",
        "昨儿", "前1天"),
    (Unit.DAY, -2): ("daybeforeyesterday", "thedaybeforeyesterday", "前天", "前日"),
    (Unit.DAY, -3): ("大前天",),
    (Unit.DAY, 1): ("tomorrow", "nextday", "明天", "明日"),
    (Unit.DAY, 2): ("dayaftertomorrow", "thedayaftertomorrow", "后天"),
    (Unit.WEEK, 0): (
        "thisweek", "currentweek", "week", "wtd", "weektodate",
        "本周", "这周", "当周", "这1周", "这个周", "本星期", "这星期", "这个星期", "这礼拜",
        "这个礼拜", "本礼拜", "本周至今", "本周以来", "周初至今",
    ),
    (Unit.WEEK, -1): (
        "lastweek", "previousweek", "prevweek", "lw",
        "上周", "上1周", "上个周", "上星期", "上个星期", "上礼拜", "上个礼拜",
    ),
    (Unit.WEEK, -2): ("weekbeforelast", "theweekbeforelast", "上上周", "上上个星期", "上上星期"),
    (Unit.WEEK, 1): ("nextweek", "下周", "下1周", "下个周", "下星期", "下个星期", "下礼拜"),
    (Unit.MONTH, 0): (
        "mtd", "monthtodate", "thismonth", "currentmonth", "month",
        "本月", "这月", "这个月", "当月", "本月至今", "本月以来", "这个月至今", "月初至今",
        "月初以来",
        "月累计", "本月累计",
    ),
    (Unit.MONTH, -1): ("lastmonth", "previousmonth", "prevmonth", "lm",
        "上月", "上个月", "上1个月"),
    (Unit.MONTH, -2): ("monthbeforelast", "themonthbeforelast", "上上月", "上上个月"),
    (Unit.MONTH, 1): ("nextmonth", "下月", "下个月"),
    (Unit.QUARTER, 0): (
        "qtd", "quartertodate", "thisquarter", "currentquarter", "quarter",
        "本季", "本季度", "这季度", "这个季度", "当季", "本季度至今", "季初至今", "季度至今",
    ),
    (Unit.QUARTER, -1): (
        "lastquarter", "previousquarter", "prevquarter", "lq", "上季", "上季度", "上个季度",
    ),
    (Unit.QUARTER, 1): ("nextquarter", "下季", "下季度", "下个季度"),
    (Unit.YEAR, 0): (
        "ytd", "yeartodate", "thisyear", "currentyear", "year",
        "今年", "本年", "本年度", "当年", "今年至今", "今年以来", "年初至今",
        "年初以来", "本年累计",
    ),
    (Unit.YEAR, -1): ("lastyear", "previousyear", "prevyear", "ly",
        "去年", "上年", "上1年", "上年度"),
    (Unit.YEAR, -2): ("yearbeforelast", "theyearbeforelast", "前年"),
    (Unit.YEAR, 1): ("nextyear", "明年", "下1年"),
}  # fmt: skip

HALVES: dict[str, tuple[int, int]] = {
    "firsthalf": (0, 1), "secondhalf": (0, 2), "上半年": (0, 1), "下半年": (0, 2),
    "firsthalfoftheyear": (0, 1), "secondhalfoftheyear": (0, 2),
}  # fmt: skip
"""Half-years named without a year: years from the current one, which half."""

ROLLING: dict[str, Unit] = {
    "d": Unit.DAY, "day": Unit.DAY, "days": Unit.DAY, "天": Unit.DAY, "日": Unit.DAY,
    "w": Unit.WEEK, "wk": Unit.WEEK, "week": Unit.WEEK, "weeks": Unit.WEEK, "wks": Unit.WEEK,
    "周": Unit.WEEK, "个周": Unit.WEEK, "星期": Unit.WEEK, "个星期": Unit.WEEK, "礼拜": Unit.WEEK,
    "个礼拜": Unit.WEEK,
    "mo": Unit.MONTH, "month": Unit.MONTH, "months": Unit.MONTH, "月": Unit.MONTH,
    "个月": Unit.MONTH,
    "quarter": Unit.QUARTER, "quarters": Unit.QUARTER, "季度": Unit.QUARTER, "个季度": Unit.QUARTER,
    "y": Unit.YEAR, "year": Unit.YEAR, "years": Unit.YEAR, "年": Unit.YEAR,
}  # fmt: skip

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"),
            ("may",), ("jun", "june"), ("jul", "july"), ("aug", "august"),
            ("sep", "sept", "september"), ("oct", "october"), ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip

WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "monday", "1"), ("tue", "tues", "tuesday", "2"), ("wed", "wednesday", "3"),
            ("thu", "thur", "thurs", "thursday", "4"), ("fri", "friday", "5"),
            ("sat", "saturday", "6"), ("sun", "sunday", "日", "天", "7"),
        )
    )
    for name in names
}  # fmt: skip

WEEKENDS = ("末", "weekend")

CHINESE_WEEKS: dict[str, int] = {
    "上上": -2, "上上个": -2, "上": -1, "上个": -1, "本": 0, "这": 0, "这个": 0, "下": 1, "下个": 1,
}  # fmt: skip
"""Which week's weekday: 上周五 is the Friday of last week, whatever day it is today."""

YEARS: dict[str, int] = {
    "今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1,
    "this year": 0, "last year": -1, "last year's": -1, "this year's": 0, "next year": 1,
    "next year's": 1,
}  # fmt: skip
"""Years named relative to today, before or after something (`去年11月`, `q4 last year`)."""

MONTHS_AWAY: dict[str, int] = {
    "本月": 0, "这个月": 0, "当月": 0, "上月": -1, "上个月": -1, "上上个月": -2,
    "下个月": 1, "下月": 1,
}  # fmt: skip

SINCE_FIRST = ("since ", "from ", "自从", "自", "从")
SINCE_LAST = ("以来", "至今", "到现在", "到今天", " to date", " until now", " till now", " to now")

PHASES: dict[str, str] = {
    "preheat": "preheat", "pre-heat": "preheat", "warmup": "preheat", "warm-up": "preheat",
    "presale": "preheat", "pre-sale": "preheat", "预热": "preheat", "预热期": "preheat",
    "蓄水": "preheat", "蓄水期": "preheat", "预售": "preheat", "预售期": "preheat",
    "burst": "burst", "爆发": "burst", "爆发期": "burst", "大促": "burst", "大促期": "burst",
    "大促期间": "burst", "期间": "burst", "period": "burst", "sale": "burst",
    "review": "review", "复盘": "review", "复盘期": "review", "返场": "review", "返场期": "review",
    "day": "day", "当天": "day", "当日": "day", "正日": "day", "the day": "day",
}  # fmt: skip
"""What may follow a promo's name; `day` is the promo day itself."""

SUGGESTED = ("today", "yesterday", "7d", "28d", "this week", "last week", "mtd", "last month",
             "2026-11", "2026-11-01..2026-11-11",
             "今天", "昨天", "近7天", "上周", "本月至今")  # fmt: skip
"""Words shown when nothing is close."""
