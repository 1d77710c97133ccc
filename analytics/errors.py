"""What analytics may refuse, as data: `commands.kit.errors` turns each into a sentence."""


class AnalyticsError(Exception):
    """Base of every refusal raised under `analytics`."""


class MissingTable(AnalyticsError):
    """A question needs a canonical table this shop has not loaded."""

    def __init__(self, table: str) -> None:
        super().__init__(f"the table {table} is not loaded")
        self.table = table


class UnknownName(AnalyticsError):
    """A word is not one of the names it must be; `close` holds the nearest ones, best first."""

    def __init__(
        self, kind: str, word: str, close: tuple[str, ...] = (), known: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"no {kind} {word!r}")
        self.kind, self.word, self.close, self.known = kind, word, close, known


class Unsplittable(AnalyticsError):
    """A metric has no meaning along a dimension (visitors by payment method)."""

    def __init__(self, metric: str, dimension: str, possible: tuple[str, ...]) -> None:
        super().__init__(f"{metric} cannot be split by {dimension}")
        self.metric, self.dimension, self.possible = metric, dimension, possible


class QueryTooSlow(AnalyticsError):
    """A question ran past the time limit and was stopped."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"stopped after {seconds:g} s")
        self.seconds = seconds


class TooManyRows(AnalyticsError):
    """An answer would hold more rows than the cap; nothing was truncated silently."""

    def __init__(self, cap: int) -> None:
        super().__init__(f"more than {cap} rows")
        self.cap = cap


class StoreError(AnalyticsError):
    """The store on disk cannot be used as it is; the text says what to do."""


class StoreBusy(StoreError):
    """Another process holds the store read-write."""


class LoadRefused(AnalyticsError):
    """A load was refused as a whole; nothing of it was kept. The text is for the operator."""
