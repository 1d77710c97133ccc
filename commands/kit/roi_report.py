"""From `/roi`'s words to a judged board: periods both sides know, books, days and rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from analytics.coverage import Coverage
from analytics.credits import MODELS, CreditRule, Model
from analytics.lifetime import Lifetime
from analytics.pace import Budget
from analytics.periods import Period
from analytics.roi import Return, add_brought, add_costs
from analytics.roi_board import Facts, Item, first_day, lifetime_of
from analytics.roi_books import Books, read_books
from analytics.roi_days import read_days
from analytics.roi_lifetimes import read_lifetimes
from analytics.roi_subjects import Kind, Subject
from analytics.spans import Unit, unit_period
from analytics.statement import Statement
from analytics.targets import find_target
from analytics.verdicts import Lines
from commands.kit.comparing import Compared
from commands.kit.context import Ctx
from commands.kit.roi_words import Known, known_subjects

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Report:
    """What the blocks of `/roi` are made from.

    `period`: the days measured, those whose orders and spend are both known. `before`: the books
    of the period it is compared with, where there is one.
    """

    found: Compared
    period: Period
    facts: Facts
    before: Books | None
    known: Known
    lifetimes: Mapping[str | None, Lifetime]

    @property
    def model(self) -> Model:
        """The model that counts."""
        return self.facts.model

    def items(self, kind: Kind, asked: Subject | None = None) -> tuple[Item, ...]:
        """All of a kind that are active in the period, and the one asked about anyway."""
        active = self.facts.active(self.known.values(), kind)
        if asked is not None and asked not in active:
            active.append(asked)
        return self.facts.judged(active)

    def board(self, kinds: Sequence[Kind]) -> tuple[Item, ...]:
        """All of several kinds: those to decide on first, then kind by kind the largest spend."""
        items = [item for kind in kinds for item in self.items(kind)]
        return tuple(sorted(items, key=lambda item: not item.urgent))

    def knows(self, subject: Subject) -> bool:
        """Whether anything was spent on it or credited to it in the period."""
        return any(subject.holds(*place) for place in self.facts.books.places)

    def total(self, books: Books) -> Return:
        """All channels together whose spend is known."""
        channels = [
            each
            for each in self.facts.active(self.known.values(), "channel")
            if books.cost(each).spend is not None
        ]
        return Return(
            add_costs([books.cost(each) for each in channels]),
            add_brought([found for each in channels if (found := books.brought(each, self.model))]),
        )

    def item(self, subject: Subject) -> Item:
        """One judged among its kind."""
        items = self.items(subject.kind, subject)
        return next(item for item in items if item.subject == subject)

    def roi_before(self, subject: Subject) -> float | None:
        """Its ROI in the other period."""
        return self.before.returned(subject, self.model).roi if self.before else None

    def lifetime(self, subject: Subject) -> Lifetime | None:
        """What a new buyer of its channel brings in a year."""
        return lifetime_of(subject, self.lifetimes)


def make_report(ctx: Ctx, found: Compared, model: Model | None, *, alone: bool) -> Report | None:
    """The report of a period; None where no day of it has both orders and spend.

    `alone`: one subject is asked about, so that the other models and lifetimes are worked out.
    MissingTable without orders or spend.
    """
    period = shared_days(ctx, found.now.period)
    if period is None:
        return None
    rule = ctx.rules.R21
    chosen: Model = model or rule.model
    credit = CreditRule(chosen, rule.window_days, rule.half_life_days)
    fall_days = ctx.rules.R08.days
    start = first_day(period.end, period.days, fall_days)
    facts = Facts(
        books=read_books(ctx.shop, period, credit, MODELS),
        days=read_days(ctx.shop, start, period.end, credit),
        model=chosen,
        lines=lambda channel: lines(ctx, channel),
        fall_days=fall_days,
        budgets=month_budgets(ctx, period),
        experiments=_experiments(ctx),
    )
    other = shared_days(ctx, found.before.period) if found.before else None
    before = read_books(ctx.shop, other, credit, (chosen,)) if other else None
    lifetimes = read_lifetimes(ctx.shop, period.end) if alone else {}
    return Report(found, period, facts, before, known_subjects(ctx), lifetimes)


def shared_days(ctx: Ctx, period: Period) -> Period | None:
    """The last run of whole days in the period that orders and spend both cover.

    Spend is told by the day: of a day still running there is no ROI.
    """
    end = period.last if period.hours is not None else period.end
    covered = [ctx.shop.coverage("orders"), ctx.shop.coverage("ad_spend")]
    while end > period.start and not _known(covered, end - DAY):
        end -= DAY
    start = end
    while start > period.start and _known(covered, start - DAY):
        start -= DAY
    return replace(period, start=start, end=end, hours=None) if start < end else None


def _known(covered: list[Coverage], day: date) -> bool:
    return all(day in each for each in covered)


def lines(ctx: Ctx, channel: str | None) -> Lines:
    """The rules' numbers as they hold for a channel."""
    rules = ctx.rules
    stop, pace = rules.R07.where(channel=channel), rules.R10.where(channel=channel)
    return Lines(
        stop=stop.stop,
        replace=stop.replace,
        fall=rules.R08.where(channel=channel).fall,
        band=rules.R09.where(channel=channel).band,
        over=pace.over,
        under=pace.under,
        days=pace.days,
    )


def month_budgets(ctx: Ctx, period: Period) -> dict[str | None, Budget]:
    """The targets of spend for the month the period ends in: of the shop and of each channel."""
    month = unit_period(Unit.MONTH, period.last)
    held = [each for each in ctx.shop.targets() if each.metric == "spend"]
    budgets: dict[str | None, Budget] = {}
    for scope in {each.scope for each in held}:
        name = dict(scope).get("channel")
        target = find_target(held, metric="spend", start=month.start, end=month.end, scope=scope)
        exact = target and (target[0].start, target[0].end) == (month.start, month.end)
        if target and exact and len(scope) == bool(name):
            budgets[name] = Budget(target[0].value, month.start, month.end)
    return budgets


def _experiments(ctx: Ctx) -> frozenset[str]:
    """The names of experiments with two arms or more."""
    rows = ctx.shop.fetch(
        Statement(
            "SELECT experiment FROM main.experiment_units"
            " GROUP BY experiment HAVING count(DISTINCT variant) > 1"
        )
    )
    return frozenset(row[0] for row in rows)
