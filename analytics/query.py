"""(metrics × by × period × filters × grain) → one SQL statement with bound parameters.

Pure: no database here. Each source is aggregated alone and the results are stacked, so joins
cannot fan out; ratios divide sums in the outermost query; distinct counts are taken within the
asked slice and period. Every identifier comes from the catalogue, every value is a parameter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analytics.catalog import CLOCK_DIMENSIONS, Catalogue, Metric, Previous, Source
from analytics.errors import Unsplittable
from analytics.statement import Statement

Grain = Literal["hour", "day", "week", "month"]


@dataclass(frozen=True)
class Question:
    """What to measure.

    `start`/`end`: shop days, half-open. `hours`: the last day counts its first hours only.
    `where`: for each dimension the words allowed; None in a tuple is a row with no word.
    """

    metrics: tuple[str, ...]
    start: date
    end: date
    hours: int | None = None
    by: tuple[str, ...] = ()
    where: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    grain: Grain | None = None


def build(question: Question, catalogue: Catalogue) -> Statement:
    """The one statement that answers the question.

    Its columns: the dimensions of `by`, then `bucket` when a grain is asked, then the metrics.
    Raises Unsplittable when a metric has no meaning along one of the dimensions.
    """
    leaves = catalogue.leaves(question.metrics)
    parts = [
        _part(name, members, question, catalogue)
        for name, members in _by_source(leaves, question, catalogue).items()
    ]
    keys = _key_names(question)
    stacked = "\n    UNION ALL BY NAME\n    ".join(parts)
    measures = [f"{_outer(name, catalogue)} AS {name}" for name in question.metrics]
    select = ",\n    ".join([*keys, *measures])
    group = f"\nGROUP BY {', '.join(keys)}\nORDER BY {', '.join(keys)}" if keys else ""
    return Statement(f"SELECT\n    {select}\nFROM (\n    {stacked}\n){group}", _values(question))


def tables_needed(
    metrics: tuple[str, ...], dimensions: Iterable[str], catalogue: Catalogue
) -> list[str]:
    """The canonical tables the metrics are worked out from, each once.

    `dimensions`: all those split or filtered by. Raises Unsplittable as `build` does.
    """
    leaves, used = catalogue.leaves(metrics), tuple(dimensions)
    sources = (_source_for(catalogue.metrics[leaf], used, catalogue, leaf)[1] for leaf in leaves)
    return list(dict.fromkeys(source.needs for source in sources))


def _key_names(question: Question) -> list[str]:
    return [*question.by, *(["bucket"] if question.grain else [])]


def _by_source(
    leaves: tuple[str, ...], question: Question, catalogue: Catalogue
) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for leaf in leaves:
        metric = catalogue.metrics[leaf]
        name, _ = _source_for(metric, _used(question), catalogue, leaf)
        if metric.people and _asks_for_people(question):
            name = metric.people
        grouped.setdefault(name, []).append(leaf)
    return grouped


def _asks_for_people(question: Question) -> bool:
    """Whether people can be counted by the day they were there before.

    They can over the whole shop and within one channel; not within an hour, which is shorter
    than a day, nor over some of the channels together.
    """
    if question.grain == "hour" or not set(_used(question)) <= {"channel"}:
        return False
    return "channel" in question.by or len(question.where.get("channel", ())) <= 1


def _used(question: Question) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*question.by, *question.where)))


def _source_for(
    metric: Metric, dimensions: tuple[str, ...], catalogue: Catalogue, leaf: str
) -> tuple[str, Source]:
    """The source a metric is read from: order lines only when a dimension asks for them."""
    name = metric.source or ""
    source = catalogue.sources[name]
    missing = [d for d in dimensions if d not in (*source.dimensions, *CLOCK_DIMENSIONS)]
    if not missing:
        return name, source
    detail = catalogue.sources.get(source.detail or "")
    if detail is None or not set(missing) <= {*detail.dimensions}:
        raise Unsplittable(leaf, missing[0], source.dimensions)
    return source.detail or "", detail


def _part(name: str, leaves: list[str], question: Question, catalogue: Catalogue) -> str:
    source = catalogue.sources[name]
    metrics = {leaf: catalogue.metrics[leaf] for leaf in leaves}
    if _fits_rollup(source, metrics, question):
        return _rollup_select(source, metrics, question)
    keys = [f"{_expression(d, source)} AS {d}" for d in question.by]
    if question.grain:
        keys.append(f"{_bucket(question.grain, source)} AS bucket")
    if source.previous:
        measures = [f"{_people(source, source.previous, question)} AS {leaf}" for leaf in metrics]
    else:
        measures = [f"{_inner(m, source, name)} AS {leaf}" for leaf, m in metrics.items()]
    where = " AND ".join(_conditions(source, question))
    return _grouped(source.table, keys, measures, where)


def _people(source: Source, previous: Previous, question: Question) -> str:
    """Distinct people as the rows that are someone's first in the answer's span and channel."""
    seen = previous.channel if "channel" in _used(question) else previous.whole
    start = "$start"
    if question.grain:
        start = f"greatest({_bucket(question.grain, source)}, $start)"
    return f"COUNT(*) FILTER ({seen} IS NULL OR {seen} < {start})"


def _grouped(table: str, keys: list[str], measures: list[str], where: str) -> str:
    group = f" GROUP BY {', '.join(str(n + 1) for n in range(len(keys)))}" if keys else ""
    return f"SELECT {', '.join([*keys, *measures])} FROM {table} WHERE {where}{group}"


def _fits_rollup(source: Source, metrics: Mapping[str, Metric], question: Question) -> bool:
    if source.rollup is None or question.hours is not None or question.grain == "hour":
        return False
    sums = all((m.sum and not m.only) or m.rollup_sum for m in metrics.values())
    return sums and set(_used(question)) <= {*source.rollup.dimensions, "weekday"}


def _rollup_select(source: Source, metrics: Mapping[str, Metric], question: Question) -> str:
    rollup = source.rollup
    assert rollup is not None
    rolled = source.model_copy(update={"day": rollup.day})
    keys = [f"{_expression(d, rolled)} AS {d}" for d in question.by]
    if question.grain:
        keys.append(f"{_bucket(question.grain, rolled)} AS bucket")
    measures = [f"SUM({m.rollup_sum or m.sum}) AS {leaf}" for leaf, m in metrics.items()]
    where = " AND ".join([f"axis = '{rollup.axis}'", *_conditions(rolled, question)])
    return _grouped(rollup.table, keys, measures, where)


def _conditions(source: Source, question: Question) -> list[str]:
    found = [f"{source.day} >= $start AND {source.day} < $end"]
    if question.hours is not None:
        found.append(f"({source.day} < $last_day OR {source.hour} < $hours)")
    for dimension, words in question.where.items():
        match = f"{_expression(dimension, source)} = ANY($where_{dimension})"
        found.append(
            f"({match} OR {_expression(dimension, source)} IS NULL)" if None in words else match
        )
    return found


def _expression(dimension: str, source: Source) -> str:
    if dimension == "hour":
        return f"printf('%02d', {source.hour})"
    if dimension == "weekday":
        return f"CAST(isodow({source.day}) AS VARCHAR)"
    return dimension


def _bucket(grain: Grain, source: Source) -> str:
    if grain == "hour":
        return f"CAST({source.day} AS TIMESTAMP) + to_hours({source.hour})"
    if grain == "day":
        return source.day
    return f"CAST(date_trunc('{grain}', {source.day}) AS DATE)"


def _inner(metric: Metric, source: Source, source_name: str) -> str:
    keep = f" FILTER ({metric.only})" if metric.only else ""
    if metric.sum:
        return f"SUM({metric.sum}){keep}"
    if metric.average:
        return f"AVG({metric.average}){keep}"
    if metric.count and source_name == metric.source:
        return f"COUNT(*){keep}"
    return f"COUNT(DISTINCT {metric.distinct or metric.detail_distinct}){keep}"


def _outer(name: str, catalogue: Catalogue) -> str:
    metric = catalogue.metrics[name]
    if metric.ratio:
        top, bottom = (_outer(part, catalogue) for part in metric.ratio)
        scaled = f"{top} * {metric.per:g}" if metric.per != 1 else top
        return f"{scaled} / nullif({bottom}, 0)"
    if metric.minus:
        whole, less = (_outer(part, catalogue) for part in metric.minus)
        return f"(coalesce({whole}, {less} * 0) - coalesce({less}, 0))"
    return f"MAX({name})"


def _values(question: Question) -> dict[str, object]:
    values: dict[str, object] = {"start": question.start, "end": question.end}
    if question.hours is not None:
        values |= {
            "last_day": date.fromordinal(question.end.toordinal() - 1),
            "hours": question.hours,
        }
    for dimension, words in question.where.items():
        values[f"where_{dimension}"] = [word for word in words if word is not None]
    return values
