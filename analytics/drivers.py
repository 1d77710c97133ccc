"""Split a change into contributions that add up to it exactly.

A product of factors (`paid_gmv = visitors × cvr × aov`) is split by the additive log-mean
Divisia index, LMDI-I: Δ_k = L(V₁, V₀) · ln(x₁/x₀), L(a, b) = (a − b) / (ln a − ln b)
(B. W. Ang, The LMDI approach to decomposition analysis: a practical guide, Energy Policy 33,
2005, eq. 5). A vanished or new factor takes the analytical limits of Ang, Zhang & Choi
(Energy 23, 1998, table 2) as generalised by Ang & Liu (Energy Policy 35, 2007): the whole
change belongs to the factors that are zero on one side, in equal parts where several are.
Negative factors have no logarithm; they are split by the Shapley value instead (L. S. Shapley
1953; J. Albrecht, D. François & K. Schoors, Energy Policy 30, 2002), which is exact too.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

REST = "(rest)"
"""The name of the line that holds what the given slices do not cover."""

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Contribution:
    """What one factor or slice adds to a change.

    `before`, `after`: the factor's or slice's own value, in its own unit; None where it is
    not defined (the conversion of no visitors). `amount`: in the unit of the total.
    """

    name: str
    before: float | None
    after: float | None
    amount: float


@dataclass(frozen=True)
class Decomposition:
    """A change from `before` to `after` and the parts it is made of.

    `math.fsum` of the amounts plus `remainder` is `after - before`; `remainder` is 0.0 unless
    the given total disagrees with its own parts, and then it is that disagreement.
    """

    before: float
    after: float
    contributions: tuple[Contribution, ...]
    remainder: float
    method: Literal["lmdi", "shapley", "sum"]

    @property
    def change(self) -> float:
        """`after - before`."""
        return self.after - self.before


def split_factors(
    before: Mapping[str, float | None],
    after: Mapping[str, float | None],
    *,
    total_before: float | None = None,
    total_after: float | None = None,
) -> Decomposition:
    """Split the change of a product over its factors, in the order of `before`.

    Both mappings name the same factors (ValueError otherwise); a factor that is None or NaN is
    undefined there and counts as unchanged, so an empty period's change falls on the factor
    that emptied it. The totals are the products unless given; a given total that is not the
    product leaves its difference in `remainder`. A change from zero to zero has contributions
    of zero.
    """
    if set(before) != set(after) or not before:
        raise ValueError(f"different factors: {sorted(before)} and {sorted(after)}")
    pairs = {name: _filled(_known(before[name]), _known(after[name])) for name in before}
    old, new = zip(*pairs.values(), strict=True)
    method: Literal["lmdi", "shapley"] = "shapley" if min(old + new) < 0 else "lmdi"
    amounts = _shapley(old, new) if method == "shapley" else _log_mean_split(old, new)
    return _closed(
        Decomposition(
            before=math.prod(old) if total_before is None else total_before,
            after=math.prod(new) if total_after is None else total_after,
            contributions=tuple(
                Contribution(name, _known(before[name]), _known(after[name]), amount)
                for name, amount in zip(pairs, amounts, strict=True)
            ),
            remainder=0.0,
            method=method,
        )
    )


def split_slices(
    before: Mapping[str, float],
    after: Mapping[str, float],
    *,
    total_before: float | None = None,
    total_after: float | None = None,
) -> Decomposition:
    """Split the change of a sum over its slices, largest amount first.

    A slice absent on one side is 0 there. Totals that the slices do not add up to (visitors
    seen on two channels) get a line of their own, named `REST`; it is never silent.
    """
    names = list(dict.fromkeys([*before, *after]))
    rows = [(name, before.get(name, 0.0), after.get(name, 0.0)) for name in names]
    old = math.fsum(row[1] for row in rows) if total_before is None else total_before
    new = math.fsum(row[2] for row in rows) if total_after is None else total_after
    rest_old = old - math.fsum(row[1] for row in rows)
    rest_new = new - math.fsum(row[2] for row in rows)
    if max(abs(rest_old), abs(rest_new)) > _ROUNDING * max(abs(old), abs(new)):
        rows.append((REST, rest_old, rest_new))
    parts = [Contribution(name, first, last, last - first) for name, first, last in rows]
    parts.sort(key=lambda part: (part.name == REST, -abs(part.amount)))
    return _closed(Decomposition(old, new, tuple(parts), 0.0, "sum"))


def with_lines(
    split: Decomposition, before: Mapping[str, float], after: Mapping[str, float]
) -> Decomposition:
    """The same split of a larger total: each line adds its own value (guests beside customers)."""
    extra = split_slices(before, after)
    return _closed(
        replace(
            split,
            before=split.before + extra.before,
            after=split.after + extra.after,
            contributions=split.contributions + extra.contributions,
            remainder=0.0,
        )
    )


def most_telling(
    decompositions: Mapping[str, Decomposition],
    *,
    each: float = 0.1,
    together: float = 0.67,
) -> str:
    """The dimension whose slices explain a change best; the first of equals.

    Adtributor's measure (R. Bhagwan et al., Adtributor: revenue debugging in advertising
    systems, NSDI 2014): slices are taken by surprise (how far their share of the whole moved,
    Jensen-Shannon), those explaining at least `each` of the change, until `together` of it is
    explained. Dimensions that reach it come before those that do not; then most surprise wins.
    No change to explain: most surprise over all slices. ValueError where nothing is given.
    """
    if not decompositions:
        raise ValueError("no dimension to choose from")
    return max(decompositions, key=lambda name: _telling(decompositions[name], each, together))


def log_mean(a: float, b: float) -> float:
    """The logarithmic mean of two numbers ≥ 0: between them, `a` where they are equal, 0 at 0."""
    if a == b:
        return a
    if a <= 0 or b <= 0:
        return 0.0
    return (a - b) / _log_ratio(a, b)


def _log_ratio(a: float, b: float) -> float:
    """ln(a ÷ b): by log1p where they are close, for ln a − ln b loses its digits there."""
    if b < 2 * a and a < 2 * b:
        return math.log1p((a - b) / b)
    return math.log(a) - math.log(b)


def _known(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value


def _filled(old: float | None, new: float | None) -> tuple[float, float]:
    """An undefined factor cannot be said to have changed: it takes the other side's value."""
    fallback = new if old is None else old
    value = 1.0 if fallback is None else fallback
    return (value if old is None else old, value if new is None else new)


def _log_mean_split(old: Sequence[float], new: Sequence[float]) -> list[float]:
    """LMDI-I amounts for factors ≥ 0, zeros by their analytical limits."""
    first, last = math.prod(old), math.prod(new)
    if first > 0 and last > 0:
        weight = log_mean(last, first)
        return [weight * _log_ratio(b, a) for a, b in zip(old, new, strict=True)]
    if first == 0 and last == 0:
        return [0.0] * len(old)
    vanished = [value == 0 for value in (old if first == 0 else new)]
    if not any(vanished):  # the product ran below the smallest float
        return _shapley(old, new)
    return [(last - first) / sum(vanished) if gone else 0.0 for gone in vanished]


def _shapley(old: Sequence[float], new: Sequence[float]) -> list[float]:
    """Each factor's mean marginal effect over all orders in which the factors could change."""
    size = len(old)
    amounts = [0.0] * size
    for count in range(size):
        weight = math.factorial(count) * math.factorial(size - count - 1) / math.factorial(size)
        for changed in combinations(range(size), count):
            for k in set(range(size)) - set(changed):
                others = (new[i] if i in changed else old[i] for i in range(size) if i != k)
                amounts[k] += weight * math.prod(others) * (new[k] - old[k])
    return amounts


def _closed(split: Decomposition) -> Decomposition:
    """Put rounding onto the largest contribution; keep a real disagreement as the remainder."""
    parts = list(split.contributions)
    gap = math.fsum([split.after, -split.before, *(-part.amount for part in parts)])
    scale = max([abs(split.before), abs(split.after), *(abs(part.amount) for part in parts)])
    if abs(gap) > _ROUNDING * scale:
        return replace(split, remainder=gap)
    if parts and gap:
        largest = max(range(len(parts)), key=lambda i: abs(parts[i].amount))
        parts[largest] = replace(parts[largest], amount=parts[largest].amount + gap)
    return replace(split, contributions=tuple(parts))


def _telling(split: Decomposition, each: float, together: float) -> tuple[bool, float]:
    change = split.change
    rows = sorted(
        (
            (_surprise(part.before or 0.0, part.after or 0.0, split), part)
            for part in split.contributions
        ),
        key=lambda row: -row[0],
    )
    scale = max(abs(split.before), abs(split.after))
    if abs(change) <= 1e-9 * scale:
        return (False, _stable(math.fsum(surprise for surprise, _ in rows)))
    explained = surprise = 0.0
    for gain, part in rows:
        power = part.amount / change
        if power >= each and explained < together and part.name != REST:
            explained, surprise = explained + power, surprise + gain
    return (explained >= together, _stable(surprise))


def _surprise(old: float, new: float, split: Decomposition) -> float:
    """Half the Jensen-Shannon terms of a slice's share before and after; 0 for no share."""
    p = max(old, 0.0) / split.before if split.before > 0 else 0.0
    q = max(new, 0.0) / split.after if split.after > 0 else 0.0
    middle = (p + q) / 2
    if middle <= 0:
        return 0.0
    terms = (value * math.log(value / middle) for value in (p, q) if value > 0)
    return math.fsum(terms) / 2


def _stable(value: float) -> float:
    """Rounded so that rounding noise does not decide between equals."""
    return round(value, 12)
