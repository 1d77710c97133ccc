"""Everything the rules say about each channel, campaign and creator of a period."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from analytics.credits import Model
from analytics.evidence import Grade, Trial, cheapest_trial, grade
from analytics.lifetime import Lifetime
from analytics.pace import Budget, Pace, spend_pace
from analytics.quadrants import Quadrants, quadrants
from analytics.roi import Interval, Return
from analytics.roi_books import Books
from analytics.roi_days import Days, Keep
from analytics.roi_falls import Fall, measure_fall
from analytics.roi_subjects import Kind, Subject
from analytics.verdicts import Case, Lines, Verdict, judge

SLOW_DAYS, SLOW_GAP = 28, timedelta(days=84)
"""A slow decline is these days against as many of twelve weeks earlier."""

NOISE_DAYS = timedelta(days=56)

Span = tuple[date, date]


@dataclass(frozen=True)
class Item:
    """One of them, judged. `by_model`: ROI under every model that was worked out."""

    subject: Subject
    now: Return
    interval: Interval | None
    by_model: Mapping[Model, float]
    case: Case
    grade: Grade
    verdicts: tuple[Verdict, ...]

    @property
    def urgent(self) -> bool:
        """Whether somebody must decide now."""
        return any(each.urgent for each in self.verdicts)


@dataclass(frozen=True)
class Facts:
    """What a board is made from. `fall_days`: R08's mean; `budgets`: by month, of the shop (None)
    or a channel; `experiments`: names that an experiment was made for."""

    books: Books
    days: Days
    model: Model
    lines: Callable[[str | None], Lines]
    fall_days: int
    budgets: Mapping[str | None, Budget]
    experiments: frozenset[str]

    @property
    def end(self) -> date:
        """The first day after the period."""
        return self.books.period.end

    def judged(self, found: Sequence[Subject]) -> tuple[Item, ...]:
        """Items of one kind, their fields cut among themselves; those to decide on first."""
        items = [self._item(subject) for subject in found]
        cut = cut_fields(items)
        done = [self._placed(item, cut) for item in items]
        return tuple(sorted(done, key=lambda item: (not item.urgent, -_size(item))))

    def active(self, known: Iterable[Subject], kind: Kind) -> list[Subject]:
        """Those of a kind that money was spent on in the period, and channels that sold anyway."""
        return [s for s in known if s.kind == kind and self._is_active(s)]

    def _is_active(self, subject: Subject) -> bool:
        if subject.kind == "channel":
            return any(subject.holds(*place) for place in self.books.places)
        return self.books.cost(subject).spend is not None

    def pace(self, subject: Subject) -> Pace | None:
        """Spend against the campaign's own budget, or the month's budget of a channel."""
        return self._paced(self._budget(subject), subject.budgets, subject.channel)

    @property
    def shop_pace(self) -> Pace | None:
        """All spend against the month's budget of the shop."""
        return self._paced(self.budgets.get(None), lambda channel, campaign: True, None)

    def trial(self, item: Item) -> Trial | None:
        """The cheapest test that would raise the grade.

        None where its channel sold nothing in the days that tell of the noise, or is not one.
        Regions see and blur only the orders that name one: of a share of them, noise² ÷ effect²
        is so many times larger.
        """
        start = max(self.days.value.start, self.end - NOISE_DAYS)
        window = self.days.window(item.subject.channel or "", start, self.end)
        if window is None or item.now.value is None or self.books.values is None:
            return None
        if window.own.sales <= 0:
            return None
        values, told = self.books.values, self.books.regions
        daily = float(window.own.value.mean()) / values.mean
        halves = values.mean * (daily * (1 + values.spread) / told) ** 0.5 if told else None
        effect = item.now.value / self.books.period.days
        return cheapest_trial(effect, window.noise, halves)

    def _paced(self, budget: Budget | None, keep: Keep, channel: str | None) -> Pace | None:
        if budget is None or not self.days.spend.covers(budget.start, self.end):
            return None
        spent = self.days.spend.of(keep, budget.start, min(self.end, budget.end or self.end))
        lines = self.lines(channel)
        return spend_pace(budget, [*spent], self.end, over=lines.over, under=lines.under)

    def _item(self, subject: Subject) -> Item:
        now = self.books.returned(subject, self.model)
        interval = now.interval(self.books.values)
        rois = {model: self.books.returned(subject, model).roi for model in self.books.credits}
        case = Case(
            creator=subject.by_creator,
            roi=now.roi,
            interval=interval,
            predicted=subject.campaigns[0].predicted if len(subject.campaigns) == 1 else None,
            pace=self.pace(subject),
            fall=self._fall(subject, self._recent, self.books.bought),
            slow_fall=self._fall(subject, self._slow),
        )
        known = {model: roi for model, roi in rois.items() if roi is not None}
        return Item(subject, now, interval, known, case, self._grade(subject, now, known), ())

    def _placed(self, item: Item, cut: Quadrants | None) -> Item:
        field = cut.fields.get(item.subject.name) if cut else None
        case = replace(item.case, field=field)
        return replace(item, case=case, verdicts=judge(case, self.lines(item.subject.channel)))

    def _grade(self, subject: Subject, now: Return, rois: Mapping[Model, float]) -> Grade:
        share = self.books.credits[self.model].journeys_share
        tried = subject.name in self.experiments
        return grade([*rois.values()], now.orders or 0.0, share, experiment=tried)

    def _budget(self, subject: Subject) -> Budget | None:
        if subject.kind == "channel":
            return self.budgets.get(subject.name)
        if subject.kind == "creator" or len(subject.campaigns) != 1:
            return None
        (one,) = subject.campaigns
        if one.budget is None or one.start is None or one.start >= self.end:
            return None
        return Budget(one.budget, one.start, one.end)

    def _fall(
        self,
        subject: Subject,
        spans: tuple[Span, Span],
        bought: frozenset[str | None] = frozenset(),
    ) -> Fall | None:
        if subject.kind != "channel":
            return None
        now, before = (self.days.window(subject.name, *span, bought) for span in spans)
        return None if now is None or before is None else measure_fall(now, before)

    @cached_property
    def _recent(self) -> tuple[Span, Span]:
        length = timedelta(days=min(self.books.period.days, SLOW_DAYS))
        start = self.end - length
        return (start, self.end), (start - timedelta(days=self.fall_days), start)

    @cached_property
    def _slow(self) -> tuple[Span, Span]:
        start = self.end - timedelta(days=SLOW_DAYS)
        return (start, self.end), (start - SLOW_GAP, self.end - SLOW_GAP)


def cut_fields(items: Iterable[Item]) -> Quadrants | None:
    """The quadrants of those whose ROI is known."""
    return quadrants(
        {
            item.subject.name: (item.now.value, item.now.roi)
            for item in items
            if item.now.value is not None and item.now.roi is not None
        }
    )


def first_day(end: date, length: int, fall_days: int) -> date:
    """The first day whose credited value a board may look at."""
    recent = end - timedelta(days=min(length, SLOW_DAYS) + fall_days)
    return min(end - timedelta(days=length), recent, end - timedelta(days=SLOW_DAYS) - SLOW_GAP)


def lifetime_of(subject: Subject, known: Mapping[str | None, Lifetime]) -> Lifetime | None:
    """The lifetime of its channel's new buyers, else of the whole shop's."""
    return known.get(subject.channel) or known.get(None)


def _size(item: Item) -> float:
    return item.now.cost.spend or 0.0
