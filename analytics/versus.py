"""What a period is asked to be compared with: the words after `vs`, in English and Chinese.

The words stand as they look after `period_text.normalise`, without spaces.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Literal

from analytics.errors import UnknownName
from analytics.occasion_table import Occasion
from analytics.period_text import normalise, squeeze
from analytics.periods import LONGEST_TEXT, parse_period
from analytics.spans import Period

VersusKind = Literal["prev", "lastyear", "target", "baseline", "slice", "period"]

_WORDS: dict[VersusKind, tuple[str, ...]] = {
    "prev": (
        "prev", "previous", "prior", "before", "previousperiod", "prevperiod", "priorperiod",
        "periodbefore", "theperiodbefore", "pop", "环比", "上期", "上1期", "前期", "前1期",
        "上周期",
        "上1周期", "上个周期", "比上期",
    ),
    "lastyear": (
        "lastyear", "previousyear", "prevyear", "ly", "yoy", "yearago", "ayearago",
        "yearonyear", "yearoveryear", "samelastyear", "sameperiodlastyear",
        "thesameperiodlastyear", "去年同期", "同比", "上年同期", "去年", "上年", "比去年",
        "去年同1期",
    ),
    "target": ("target", "targets", "goal", "plan", "budget", "目标", "计划", "任务", "指标"),
    "baseline": (
        "baseline", "expected", "expectation", "normal", "usual", "基线", "预期", "基准", "常态",
        "平时", "正常",
    ),
}  # fmt: skip

VERSUS_WORDS: dict[str, VersusKind] = {
    word: kind for kind, words in _WORDS.items() for word in words
}

SLICE = re.compile(r"([^\W\d]\w{0,39})\s*[=＝]\s*(\S.{0,63})")
"""`channel=抖音`: a dimension and one of its values, both still to be checked."""


@dataclass(frozen=True)
class Versus:
    """What was asked after `vs`. `dimension` and `value` for a slice, `period` for days named."""

    kind: VersusKind
    dimension: str = ""
    value: str = ""
    period: Period | None = None


def parse_versus(text: str, *, now: datetime, occasions: Sequence[Occasion] = ()) -> Versus:
    """The words after `vs` (or 环比, 同比 alone), seen from `now`.

    `dimension=value` is a slice; its words are checked by the caller, who knows the shop's.
    Anything else is a period. Raises UnknownName("comparison") with the nearest words.
    """
    plain = normalise(text) if len(text) <= LONGEST_TEXT else ""
    plain = plain.removeprefix("vs.").removeprefix("vs ").strip()
    kind = VERSUS_WORDS.get(squeeze(plain))
    if kind is not None:
        return Versus(kind)
    sliced = SLICE.fullmatch(text.strip()) if plain else None
    if sliced is not None:
        return Versus("slice", sliced[1].lower(), sliced[2].strip())
    try:
        return Versus("period", period=parse_period(plain, now=now, occasions=occasions))
    except UnknownName as error:
        near = get_close_matches(squeeze(plain), VERSUS_WORDS, n=3, cutoff=0.7)
        close = (*dict.fromkeys(VERSUS_WORDS[word] for word in near), *error.close)
        known = ("prev", "lastyear", "target", "baseline", "channel=…", *error.known[:4])
        raise UnknownName("comparison", text.strip()[:40], close[:3], known) from None
