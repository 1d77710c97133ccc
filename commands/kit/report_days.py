"""The days a report falls on, and the words for them in both languages."""

import re
from dataclasses import dataclass
from typing import Literal, Self

EVERY_DAY = tuple(range(1, 8))
WEEKDAYS = EVERY_DAY[:5]
LATEST_WORKDAY = 10
"""The most workdays that may be counted into a month: every month has that many."""

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Kind = Literal["workdays", "week", "month", "month_workday"]
Rhythm = Literal["daily", "weekly", "monthly"]


@dataclass(frozen=True)
class ReportDays:
    """Days by a rule. `text` is its one spelling; `read(text)` is the rule again.

    `numbers`: ISO weekdays of `week`, the day of `month` (its last day where it is shorter), the
    how-manieth of `month_workday`; none of `workdays`.
    """

    kind: Kind
    numbers: tuple[int, ...] = ()

    @classmethod
    def read(cls, text: str) -> Self:
        """The rule somebody wrote: `workdays`, `mon,wed`, `每周一`, `1st workday`, `每月15号`.

        ValueError when it is none.
        """
        plain = " ".join(text.casefold().split())
        for kind, numbers in (_fixed(plain), _of_month(plain), _of_week(plain)):
            if kind:
                return cls(kind, numbers)
        raise ValueError(f"these are no days: {text}")

    @property
    def text(self) -> str:
        """As it is kept: `workdays`, `daily`, `mon,wed`, `monthly 15`, `workday 1`."""
        match self.kind:
            case "workdays":
                return "workdays"
            case "month":
                return f"monthly {self.numbers[0]}"
            case "month_workday":
                return f"workday {self.numbers[0]}"
            case "week":
                names = ",".join(NAMES[number - 1] for number in self.numbers)
                return {EVERY_DAY: "daily", WEEKDAYS: "weekdays"}.get(self.numbers, names)

    @property
    def rhythm(self) -> Rhythm:
        """How often it comes, for the rules that ask."""
        if self.kind.startswith("month"):
            return "monthly"
        return "weekly" if len(self.numbers) == 1 else "daily"


_Found = tuple[Kind | None, tuple[int, ...]]
_NONE: _Found = (None, ())
_FIXED: dict[str, _Found] = {
    **dict.fromkeys(
        ("workdays", "workday", "every workday", "工作日", "每个工作日"), ("workdays", ())
    ),
    **dict.fromkeys(
        ("daily", "every day", "everyday", "每天", "每日", "天天"), ("week", EVERY_DAY)
    ),
    **dict.fromkeys(("weekdays", "weekday", "平日"), ("week", WEEKDAYS)),
    **dict.fromkeys(("weekends", "weekend", "周末"), ("week", (6, 7))),
    **dict.fromkeys(("每月首个工作日", "首个工作日"), ("month_workday", (1,))),
}
_ORDINALS = {"first": 1, "second": 2, "third": 3} | dict(
    zip("一二三四五六七八九十", range(1, 11), strict=True)
)
_MONTH_WORKDAY = (
    re.compile(r"(?:monthly )?(?P<n>\d{1,2})(?:st|nd|rd|th) workday"),
    re.compile(r"(?:monthly )?(?P<n>first|second|third) workday"),
    re.compile(r"(?:monthly )?workday (?P<n>\d{1,2})"),
    re.compile(r"(?:每月)?第 ?(?P<n>\d{1,2}|[一二三四五六七八九十]) ?个工作日"),
)
_MONTH = (
    re.compile(r"monthly (?:on )?(?:day )?(?P<n>\d{1,2})(?:st|nd|rd|th)?"),
    re.compile(r"每月 ?(?P<n>\d{1,2}) ?[日号]"),
)


def _fixed(text: str) -> _Found:
    return _FIXED.get(text, _NONE)


def _of_month(text: str) -> _Found:
    if (number := _number(text, _MONTH_WORKDAY)) and 1 <= number <= LATEST_WORKDAY:
        return "month_workday", (number,)
    if (number := _number(text, _MONTH)) and 1 <= number <= 31:
        return "month", (number,)
    return _NONE


def _number(text: str, forms: tuple[re.Pattern[str], ...]) -> int | None:
    found = next((match["n"] for form in forms if (match := form.fullmatch(text))), None)
    return None if found is None else _ORDINALS.get(found) or int(found)


_DAYS = {
    **dict(zip("一二三四五六日", EVERY_DAY, strict=True)),
    "天": 7,
    "tues": 2,
    "weds": 3,
    "thur": 4,
    "thurs": 4,
    **{name: number for number, name in enumerate(NAMES, 1)},
    **{
        f"{name}{plural}": number
        for number, name in enumerate(
            ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), 1
        )
        for plural in ("", "s")
    },
}
_TO = re.compile(r" ?(?:-|–|~|至|到|\bto\b) ?")
_LIST = re.compile(r" ?[,、和] ?| and | ")
_PREFIX = re.compile(r"^(?:every |each |weekly (?:on )?|每)")


def _of_week(text: str) -> _Found:
    """Days of the week, one by one or from one to another."""
    numbers: set[int] = set()
    for part in _LIST.split(_spelled(_PREFIX.sub("", text))):
        ends = [_DAYS.get(word, 0) for word in part.split("-")]
        if 0 in ends or len(ends) > 2:
            return _NONE
        first, last = ends[0], ends[-1]
        numbers.update(n for n in EVERY_DAY if (n - first) % 7 <= (last - first) % 7)
    return "week", tuple(sorted(numbers))


def _spelled(text: str) -> str:
    """Ranges with a hyphen, Chinese days as single characters apart: 周一三五 → 一,三,五."""
    ranged = _TO.sub("-", text)
    plain = re.sub(r"(?:周|星期|礼拜)(?=[一二三四五六日天])", "", ranged)
    apart = re.compile(r"(?<=[一二三四五六日天])(?=[一二三四五六日天])")
    return plain if plain == ranged else apart.sub(",", plain)
