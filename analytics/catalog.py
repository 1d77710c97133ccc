"""The metric catalogue: what can be measured, from which mart, and along which dimensions.

`metrics.yaml` is read and checked once at start; a mistake in it is a startup error that names
the metric. Everything here is pure: no database, no clock.
"""

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from analytics.errors import UnknownName
from analytics.spelling import closest

Unit = Literal["money", "count", "percent", "number"]

CLOCK_DIMENSIONS = ("hour", "weekday")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Dimension(_Frozen):
    """Something a metric can be split or filtered by.

    `words`: other spellings of words the data may hold (天猫: tmall).
    """

    label: str
    aliases: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = {}

    def spelled(self, word: str) -> str:
        """The word the data hold for another spelling of it; itself where there is none."""
        folded = word.casefold()
        return next((held for held, others in self.words.items() if folded in others), word)


class Rollup(_Frozen):
    """A table of day sums that answers what needs none of the rows."""

    table: str
    axis: str
    day: str
    dimensions: tuple[str, ...]


class Previous(_Frozen):
    """Columns with the day the same person was there before: anywhere, and in the channel."""

    whole: str
    channel: str


class Source(_Frozen):
    """A mart and how its rows are placed in time."""

    table: str
    needs: str
    day: str
    hour: str
    dimensions: tuple[str, ...]
    rollup: Rollup | None = None
    detail: str | None = None
    previous: Previous | None = None


class Metric(_Frozen):
    """One metric: an aggregate of a source, a ratio, or a difference of two metrics."""

    label: str
    means: str
    unit: Unit
    aliases: tuple[str, ...] = ()
    better: Literal["up", "down", "none"] = "up"
    source: str | None = None
    sum: str | None = None
    count: bool = False
    distinct: str | None = None
    people: str | None = None
    average: str | None = None
    only: str | None = None
    rollup_sum: str | None = None
    detail_distinct: str | None = None
    ratio: tuple[str, str] | None = None
    minus: tuple[str, str] | None = None
    per: float = 1

    @property
    def parts(self) -> tuple[str, ...]:
        """The metrics this one is worked out from; empty for an aggregate."""
        return self.ratio or self.minus or ()

    @property
    def empty_is_zero(self) -> bool:
        """Whether nothing at all is 0 (sums and counts) or undefined (averages and ratios)."""
        return not (self.ratio or self.average)

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Metric":
        kinds = [self.sum, self.count, self.distinct, self.average, self.ratio, self.minus]
        if sum(1 for kind in kinds if kind) != 1:
            raise ValueError(
                "a metric is exactly one of sum, count, distinct, average, ratio, minus"
            )
        if bool(self.source) == bool(self.parts):
            raise ValueError("an aggregate names its source, a ratio or difference has none")
        return self


class Catalogue(_Frozen):
    """All metrics, sources and dimensions by name."""

    dimensions: dict[str, Dimension]
    sources: dict[str, Source]
    metrics: dict[str, Metric]

    @model_validator(mode="after")
    def _names_exist(self) -> "Catalogue":
        for name, metric in self.metrics.items():
            unknown = [part for part in metric.parts if part not in self.metrics]
            if unknown or (metric.source and metric.source not in self.sources):
                raise ValueError(f"metric {name}: no {unknown or metric.source}")
            if metric.people and self.sources[metric.people].previous is None:
                raise ValueError(f"metric {name}: {metric.people} does not tell previous days")
        for name, source in self.sources.items():
            if unknown_dimensions := set(source.dimensions) - set(self.dimensions):
                raise ValueError(f"source {name}: no dimension {sorted(unknown_dimensions)}")
            if source.detail and source.detail not in self.sources:
                raise ValueError(f"source {name}: no source {source.detail}")
        return self

    def metric(self, word: str) -> Metric:
        """The metric called `word`; KeyError when there is none."""
        return self.metrics[word]

    def leaves(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The aggregates needed to work out the metrics named, each once, in order."""
        found: dict[str, None] = {}
        for name in names:
            parts = self.metrics[name].parts
            found |= dict.fromkeys(self.leaves(parts) if parts else (name,))
        return tuple(found)

    def dimensions_of(self, name: str) -> tuple[str, ...]:
        """The dimensions a metric can be split by: those all its parts share."""
        shared: list[str] = [*self.dimensions]
        for leaf in self.leaves((name,)):
            source = self.sources[self.metrics[leaf].source or ""]
            detail = self.sources[source.detail].dimensions if source.detail else ()
            allowed = {*source.dimensions, *detail, *CLOCK_DIMENSIONS}
            shared = [dimension for dimension in shared if dimension in allowed]
        return tuple(shared)

    def find_metric(self, word: str) -> str:
        """The metric's name for a word in any language; UnknownName with the closest words."""
        return _find("metric", word, {name: m.aliases for name, m in self.metrics.items()})

    def find_dimension(self, word: str) -> str:
        """The dimension's name for a word in any language; UnknownName with the closest words."""
        return _find("dimension", word, {name: d.aliases for name, d in self.dimensions.items()})


def _find(kind: str, word: str, names: dict[str, tuple[str, ...]]) -> str:
    wanted = word.strip().casefold().replace("-", "_").replace(" ", "_")
    spellings = {name: name for name in names}
    for name, aliases in names.items():
        spellings |= {alias.casefold().replace(" ", "_"): name for alias in aliases}
    if wanted in spellings:
        return spellings[wanted]
    raise UnknownName(kind, word, closest(wanted, spellings), tuple(names))


@cache
def catalogue() -> Catalogue:
    """The catalogue this program ships, checked."""
    text = (files("analytics") / "metrics.yaml").read_text("utf-8")
    return Catalogue.model_validate(yaml.safe_load(text))
