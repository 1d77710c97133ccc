"""Improve a split by moving money from one line to another while losses stay rare."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analytics.budget.drawn import Drawn
from analytics.budget.limits import Ints, Limits
from analytics.curves import Floats

_TURNS = 40
_LINES = 40
_SIZES = 0.5 ** np.arange(8)
_LOOKED_AT = 20


@dataclass(frozen=True)
class Exchanges:
    """Moves of one amount from one line to another, judged on the draws' table.

    `loss`: the most of the draws that may bring less than `stay`. Only the `lines` that the best
    split by mean moves most are looked at, 40 of them.
    """

    drawn: Drawn
    limits: Limits
    stay: Floats
    lines: Ints
    loss: float

    @classmethod
    def towards(
        cls, best: Floats, drawn: Drawn, limits: Limits, stay: Floats, loss: float
    ) -> "Exchanges":
        """Those among the lines that `best` moves most."""
        lines = np.argsort(-np.abs(best - stay), kind="stable")[:_LINES]
        return cls(drawn, limits, stay, np.sort(lines), loss)

    def climb(self, split: Floats) -> Iterator[Floats]:
        """Splits of rising mean, each by the best single move from the one before."""
        for _ in range(_TURNS):
            better = self._better(split)
            if better is None:
                return
            yield better
            split = better

    def _better(self, split: Floats) -> Floats | None:
        gains = (self.drawn.brought(split[None]) - self.drawn.brought(self.stay[None]))[0]
        moves = list[tuple[float, int, int, float]]()
        for size in self._sizes():
            moves += self._moves(split, gains, size)
        least = gains.mean() + 1e-7 * float(np.abs(gains).mean())
        for mean, giver, taker, size in sorted(moves, reverse=True)[:_LOOKED_AT]:
            moved = split.copy()
            moved[giver] -= size
            moved[taker] += size
            if mean > least and self.limits.keeps(moved):
                return moved
        return None

    def _moves(
        self, split: Floats, gains: Floats, size: float
    ) -> Iterator[tuple[float, int, int, float]]:
        """The best moves of a size by mean gain, with who gives and who takes."""
        near = self.limits.tolerance
        room = np.minimum(split + size, self.limits.high) >= split + size - near
        spare = np.maximum(split - size, self.limits.low) <= split - size + near
        givers, takers = self.lines[spare[self.lines]], self.lines[room[self.lines]]
        given = np.array([self._change(split, line, -size) for line in givers.tolist()])
        taken = np.array([self._change(split, line, size) for line in takers.tolist()])
        if not len(givers) or not len(takers):
            return
        after = gains + given[:, None, :] + taken[None, :, :]
        seldom = (after < 0).mean(axis=2) <= self.loss
        means = np.where(seldom, after.mean(axis=2), -np.inf)
        for at in np.argsort(-means, axis=None, kind="stable")[:_LOOKED_AT].tolist():
            giver, taker = divmod(at, len(takers))
            if givers[giver] != takers[taker] and np.isfinite(means[giver, taker]):
                yield float(means[giver, taker]), int(givers[giver]), int(takers[taker]), size

    def _change(self, split: Floats, line: int, size: float) -> Floats:
        before, after = self.drawn.read(line, split[line] + np.array([0.0, size]))
        return np.asarray(after - before, dtype=np.float64)

    def _sizes(self) -> list[float]:
        widest = float((self.limits.high - self.limits.low).max())
        sizes, step = widest * _SIZES, self.limits.step
        if step is not None:
            sizes = np.round(sizes / step) * step
        return sorted({size for size in sizes.tolist() if size > 0})
