"""Reports on a schedule as blocks: what is kept, when it comes next, buttons to end or ask it."""

from collections.abc import Sequence

from commands.kit.blocks import table, warning
from commands.kit.message import Msg, msg
from commands.kit.reply import Block, Button, Buttons, Note, Style, Table, Text
from commands.kit.report_days import EVERY_DAY, WEEKDAYS, ReportDays
from commands.kit.schedules import Coming, Subscription, Wish
from commands.kit.sentences import listed, weekday_name
from commands.kit.values import Count, Moment, Name

EXAMPLE = '/subscribe "/gmv yesterday" workdays 09:00 #standup'
MOST_BUTTONS = 3
"""Of how many reports a list has buttons: the next ones. The others are ended by number."""


def subscribed(found: Subscription, *, new: bool) -> tuple[Block, ...]:
    """What was agreed on, or that it was agreed on before."""
    sentence = (
        msg("{line} will be posted in {channel}: {when}.", **_parts(found))
        if new
        else msg("{line} is posted in {channel} already: {when}.", **_parts(found))
    )
    return (
        Text(message=sentence, style=Style.HEADLINE),
        *coming_blocks(found.coming),
        Buttons(
            items=(
                Button(label=msg("Ask now"), command=found.wish.line),
                Button(label=msg("End"), command=f"/unsubscribe {found.number}"),
                _all(),
            )
        ),
    )


def example_button() -> Button:
    """A report to begin with."""
    return Button(label=msg("{line}", line=Name(text=EXAMPLE)), command=EXAMPLE)


def told(found: Subscription) -> Msg:
    """A report in one sentence."""
    return msg("{line} is posted in {channel}: {when}.", **_parts(found))


def ended(found: Subscription) -> tuple[Block, ...]:
    """What has come to its end."""
    sentence = msg("{line} is no longer posted in {channel}: {when}.", **_parts(found))
    again = Button(label=msg("Take it up again"), command=_command(found.wish, found.channel))
    return (
        Text(message=sentence, style=Style.HEADLINE),
        Buttons(items=(again, _all())),
    )


def listing(found: Sequence[Subscription]) -> tuple[Block, ...]:
    """Who gets what where; the next report first. At least one."""
    headline = msg("{n} scheduled {n|report|reports}", n=Count(number=len(found)))
    unannounced = [one.coming for one in found if one.coming and not one.coming.announced]
    return (
        Text(message=headline, style=Style.HEADLINE),
        _table(found),
        *(_uncertain(coming) for coming in unannounced[:1]),
        Buttons(items=tuple(_end(one) for one in found[:MOST_BUTTONS])),
    )


def coming_blocks(coming: Coming | None) -> tuple[Block, ...]:
    """When it comes next, in whose time, and what is special about that day."""
    if coming is None:
        return ()
    sentence = msg(
        "Next: {when} ({zone}).", when=_when(coming), zone=Name(text=str(coming.at.tzinfo))
    )
    return (Text(message=sentence), *(() if coming.announced else (_uncertain(coming),)))


def _uncertain(coming: Coming) -> Note:
    return warning(
        msg(
            "China's days off of {year} are not announced yet: until then Monday to Friday count.",
            year=Name(text=str(coming.at.year)),
        )
    )


def _when(coming: Coming) -> Msg:
    """Weekday, date and time; that it is a make-up workday where it is one."""
    weekday, at = weekday_name(str(coming.at.isoweekday())), Moment(at=coming.at)
    if coming.make_up:
        return msg("{weekday}, {moment}, a make-up workday", weekday=weekday, moment=at)
    return msg("{weekday}, {moment}", weekday=weekday, moment=at)


def days_said(days: ReportDays) -> Msg:
    """The days of a report as people say them."""
    match days.kind:
        case "workdays":
            return msg("workdays")
        case "month":
            return msg("day {n} of the month", n=Count(number=days.numbers[0]))
        case "month_workday":
            return msg("workday {n} of the month", n=Count(number=days.numbers[0]))
        case "week" if days.numbers == EVERY_DAY:
            return msg("every day")
        case "week" if days.numbers == WEEKDAYS:
            return msg("Monday to Friday")
        case "week":
            return listed([weekday_name(str(number)) for number in days.numbers])


def _parts(found: Subscription) -> dict[str, Name | Msg]:
    return {
        "line": Name(text=found.wish.line),
        "channel": Name(text=found.channel),
        "when": _rule(found),
    }


def _rule(found: Subscription) -> Msg:
    return msg(
        "{days} {time}", days=days_said(found.wish.days), time=Name(text=f"{found.wish.time:%H:%M}")
    )


def _table(found: Sequence[Subscription]) -> Table:
    """A row each, with its time zone where not all have the same."""
    zones = len({one.zone for one in found}) > 1
    columns = (
        ("number", msg("No.")),
        ("line", msg("Question")),
        ("channel", msg("Posted in")),
        ("days", msg("Days")),
        ("next", msg("Next")),
        *([("zone", msg("Time zone"))] if zones else []),
    )
    rows = [
        (
            Count(number=one.number),
            Name(text=one.wish.line),
            Name(text=one.channel),
            _rule(one),
            Moment(at=one.coming.at) if one.coming else None,
            *([Name(text=one.zone)] if zones else []),
        )
        for one in found
    ]
    return table("subscriptions", columns, rows)


def _end(found: Subscription) -> Button:
    label = msg("End {n}", n=Count(number=found.number))
    return Button(label=label, command=f"/unsubscribe {found.number}")


def _all() -> Button:
    return Button(label=msg("All reports"), command="/subscriptions")


def _command(wish: Wish, channel: str) -> str:
    """The line that asks for the very same report."""
    options = (("zone", wish.zone), ("language", wish.locale))
    said = "".join(f" {name}={value}" for name, value in options if value)
    return f'/subscribe "{wish.line}" {wish.days.text} {wish.time:%H:%M} {channel}{said}'
