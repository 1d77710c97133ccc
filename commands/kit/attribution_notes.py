"""What limits an attribution, and how its words are meant."""

from commands.kit.attribution_view import View
from commands.kit.blocks import days, warning
from commands.kit.message import Msg, msg
from commands.kit.reply import Block, Note
from commands.kit.sentences import listed
from commands.kit.values import Count, Day, Number, Percent

_SOURCES = {
    "touchpoints": msg("touches as loaded"),
    "events": msg("touches are visits, bots left out"),
}


def notes(view: View) -> tuple[Block, ...]:
    """Whether Markov is only indicative, whether touches are missing, how fresh the data are."""
    return (*_touches_missing(view), *_indicative(view), Note(message=_scope(view)))


def _touches_missing(view: View) -> list[Block]:
    period, source = view.found.now.period, view.main.source
    if source == "orders":
        return [
            warning(
                msg(
                    "No touches are loaded for these days: each order is credited to what stands"
                    " on it, so all models agree."
                )
            )
        ]
    until = view.ctx.shop.coverage(source).last_day
    if until is None or until >= period.last:
        return []
    return [warning(msg("Touches are known until {day} only.", day=Day(day=until)))]


def _indicative(view: View) -> list[Block]:
    markov, rule = view.report.credits["markov"], view.ctx.rules.R21
    if not markov.paths or not markov.is_indicative(rule.markov_months, rule.markov_paths):
        return []
    if markov.paths < rule.markov_paths:
        sentence = msg(
            "Markov is indicative only (R21): {seen} journeys, {wanted} are asked for.",
            seen=Count(number=markov.paths),
            wanted=Count(number=rule.markov_paths),
        )
    else:
        sentence = msg(
            "Markov is indicative only (R21): touches of {seen} months, {wanted} are asked for.",
            seen=Number(number=markov.history_months, digits=1),
            wanted=Count(number=rule.markov_months),
        )
    return [warning(sentence)]


def _scope(view: View) -> Msg:
    source, until = view.main.source, view.found.coverage.last_day
    parts = [msg("{days}", days=days(view.found.now.period))]
    if until is not None:
        parts.append(msg("data until {day}", day=Day(day=until)))
    if source != "orders" and view.main.total.orders:
        without = Percent(ratio=1 - view.main.journeys_share)
        parts += [
            _SOURCES[source],
            msg("{share} of orders have none and count as they stand", share=without),
        ]
    return listed(parts)


def definitions(view: View) -> Note:
    """The look-back, the direct rule, the models' words (docs/attribution.md)."""
    rule = view.ctx.rules.R21
    return Note(
        message=listed(
            [
                msg(
                    "a touch counts for the same person's next paid order within {days} days",
                    days=Count(number=rule.window_days),
                ),
                msg("the order's own channel is its last touch"),
                msg("direct visits count only where there is nothing else"),
                msg(
                    "time decay: a touch {days} days older counts half",
                    days=Number(number=rule.half_life_days, digits=0),
                ),
                msg("position: 40 % first, 40 % last, 20 % between"),
                msg("Markov: by what would be lost without each; from–to holds 80 of 100 redraws"),
            ]
        )
    )
