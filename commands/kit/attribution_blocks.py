"""The blocks of `/attribution`: headline, figures, the models side by side, what the chain says."""

from analytics.attribution.journeys import Key
from analytics.credits import MODELS, Credited, Model
from analytics.periods import dated
from commands.kit.attribution_view import View, key_name, orders
from commands.kit.blocks import buttons, days, label, money, table
from commands.kit.comparing import filter_words
from commands.kit.message import Msg, listed, msg
from commands.kit.plots import BarsChart, BarSeries
from commands.kit.reply import Buttons, Chart, Figure, Figures, Table, Text
from commands.kit.roi_sentences import MODEL_NAMES
from commands.kit.sentences import slice_words
from commands.kit.values import Count, Number, Percent, Unknown, Value

MOST_ROWS = 30
MOST_GROUPS = 8

Cell = Value | Msg | None


def credit_headline(view: View) -> Msg:
    """What brought most by the model that counts."""
    if not view.named or view.total <= 0:
        return msg("Nothing was paid that names where it came from")
    best = view.named[0]
    parts: dict[str, Value | Msg] = {
        "days": days(view.found.now.period),
        "model": MODEL_NAMES[view.model],
    }
    if view.where:
        named = listed(slice_words(view.where, view.ctx))
        parts |= {"slice": named, "share": Percent(ratio=view.asked / view.total)}
        parts |= {"amount": view.shown(view.asked), "name": key_name(best)}
        if len(view.keys) == 1:
            return msg("{slice} {days}: {amount}, {share} of all, by {model}", **parts)
        return msg("{slice} {days}: {amount}, {share} of all, by {model}; most by {name}", **parts)
    amount = view.amount(view.model, best)
    return msg(
        "{name} brought most {days}: {amount}, {share} of all, by {model}",
        name=key_name(best),
        amount=view.shown(amount),
        share=Percent(ratio=amount / view.total),
        **parts,
    )


def spread_text(view: View) -> tuple[Text, ...]:
    """Where the models disagree most, or that they agree; nothing where nothing is credited."""
    if not view.named or view.total <= 0:
        return ()
    apart = view.widest()
    if apart is None:
        return (Text(message=msg("All models agree.")),)
    key, low, high = apart
    sentence = msg(
        "Models differ most on {other}: {least} by {low}, {most} by {high}.",
        other=key_name(key),
        least=view.shown(view.amount(low, key)),
        low=MODEL_NAMES[low],
        most=view.shown(view.amount(high, key)),
        high=MODEL_NAMES[high],
    )
    return (Text(message=sentence),)


def credit_figures(view: View) -> Figures:
    """What there is to credit, and how much of it journeys tell of; of a slice, its part."""
    if view.where:
        return _slice_figures(view)
    total, touches = view.main.total, view.report.touches_per_order
    order = view.report.credits["markov"].order
    paid = money(round(total.value, 4), view.ctx) if view.by_value else Unknown()
    shown: list[tuple[str, Msg, Value]] = [
        ("paid_gmv", label("paid_gmv", view.ctx), paid),
        ("paid_orders", label("paid_orders", view.ctx), Count(number=round(total.orders))),
        (
            "journeys_share",
            msg("Orders with a journey"),
            Percent(ratio=view.main.journeys_share) if total.orders else Unknown(),
        ),
        (
            "touches_per_order",
            msg("Touches per journey"),
            Number(number=touches, digits=1) if touches else Unknown(),
        ),
        ("unattributed", msg("Unattributed"), view.shown(view.of(view.main.unattributed))),
    ]
    if touches and order:
        shown.append(("markov_order", msg("Touches Markov looks back"), Count(number=order)))
    return Figures(items=tuple(Figure(metric=m, label=t, value=v) for m, t, v in shown))


def _slice_figures(view: View) -> Figures:
    shown: tuple[tuple[str, Msg, Value], ...] = (
        ("credited", msg("Credited"), view.shown(view.asked)),
        (
            "share",
            msg("Share of all"),
            Percent(ratio=view.asked / view.total) if view.total else Unknown(),
        ),
        ("total", msg("All channels"), view.shown(view.total)),
    )
    return Figures(items=tuple(Figure(metric=m, label=t, value=v) for m, t, v in shown))


def credit_tables(view: View) -> tuple[Table, ...]:
    """The models side by side; folded: the same in orders, and what the chain says."""
    asked = _models_table(view, "credit", by_value=view.by_value)
    counted = _models_table(view, "orders", by_value=False, title=msg("Orders credited"))
    return (asked, *((counted,) if view.by_value else ()), _touches_table(view))


def _models_table(view: View, name: str, *, by_value: bool, title: Msg | None = None) -> Table:
    def row(first: Cell, each: dict[Model, Credited]) -> list[Cell]:
        return [first, *(_cell(view, each[model], by_value=by_value) for model in MODELS)]

    found = view.report.credits
    rows = [row(key_name(key), _of_key(view, key)) for key in view.keys[:MOST_ROWS]]
    if rest := view.keys[MOST_ROWS:]:
        others = {
            model: sum((_of_key(view, key)[model] for key in rest), Credited()) for model in MODELS
        }
        rows.append(row(msg("Others"), others))
    if view.where:
        totals = {m: sum(found[m].rows.values(), Credited()) for m in MODELS}
    else:
        totals = {m: found[m].total for m in MODELS}
    if view.main.unattributed != Credited() and not view.where:
        rows.append(row(msg("Unattributed"), {m: found[m].unattributed for m in MODELS}))
    rows.append(row(msg("Total"), totals))
    columns = [(view.by, label(view.by, view.ctx)), *((m, _SHORT[m]) for m in MODELS)]
    return table(name, columns, rows, title=title)


_SHORT: dict[Model, Msg] = {
    "last": msg("Last"),
    "first": msg("First"),
    "linear": msg("Linear"),
    "position": msg("Position"),
    "time_decay": msg("Time decay"),
    "markov": msg("Markov"),
}


def _of_key(view: View, key: Key) -> dict[Model, Credited]:
    return {model: view.report.credits[model].rows.get(key, Credited()) for model in MODELS}


def _cell(view: View, credited: Credited, *, by_value: bool) -> Value:
    return view.shown(credited.value) if by_value else orders(credited.orders)


def _touches_table(view: View) -> Table:
    """What would be lost without each, the orders it helped, and how sure Markov's credit is."""
    rows: list[list[Cell]] = []
    for key in view.keys[:MOST_ROWS]:
        chained = view.report.chained.get(key)
        low, high = (chained.low, chained.high) if chained else (None, None)
        rows.append(
            [
                key_name(key),
                Percent(ratio=chained.effect) if chained else None,
                orders(view.report.assists.get(key, 0.0)),
                *(None if end is None else view.shown(view.of(end)) for end in (low, high)),
            ]
        )
    columns = (
        (view.by, label(view.by, view.ctx)),
        ("removal_effect", msg("Lost without it")),
        ("assists", msg("Orders assisted")),
        ("markov_low", msg("Markov, from")),
        ("markov_high", msg("to")),
    )
    return table("touches", columns, rows, title=msg("What journeys say of each"))


def models_chart(view: View) -> Chart:
    """The models' credit of the largest keys, Markov's with its interval."""
    keys = view.keys[:MOST_GROUPS]
    series = [
        BarSeries(label=MODEL_NAMES[model], values=tuple(view.amount(model, key) for key in keys))
        for model in MODELS
        if model != "markov"
    ]
    chained = [view.report.chained.get(key) for key in keys]
    markov = tuple(view.amount("markov", key) for key in keys)
    ends = zip(chained, markov, strict=True)
    bounds = [(view.of(c.low), view.of(c.high)) if c else (own, own) for c, own in ends]
    series.append(
        BarSeries(
            label=MODEL_NAMES["markov"],
            values=markov,
            low=tuple(low for low, _ in bounds),
            high=tuple(high for _, high in bounds),
        )
    )
    plot = BarsChart(
        groups=tuple(msg("{name}", name=key_name(key)) for key in keys),
        series=tuple(series),
        unit="money" if view.by_value else "number",
        currency=view.ctx.currency,
    )
    finding = credit_headline(view)
    return Chart(name="attribution", title=finding, alt=finding, plot=plot)


def next_questions(view: View) -> Buttons:
    """The other dimension, what the money brought, other days."""
    line = dated(view.found.now.period)
    about = " ".join(filter_words(name, words) for name, words in view.where.items())
    other = "campaign" if view.by == "channel" else "channel"
    asked: list[tuple[Msg, str]] = []
    if other in view.ctx.shop.dimensions:
        text = msg("By campaign") if other == "campaign" else msg("By channel")
        asked.append((text, f"/attribution {line} by {other}"))
    if view.ctx.shop.has("ad_spend"):
        alone = sum(map(len, view.where.values())) == 1
        asked.append((msg("ROI"), f"/roi {about if alone else 'all'} {line}"))
    rest = about or ("" if view.by == "channel" else f"by {view.by}")
    asked += [
        (msg("Last 7 days"), f"/attribution 7d {rest}".strip()),
        (msg("Last 90 days"), f"/attribution 90d {rest}".strip()),
    ]
    return buttons(*asked)
