"""Response curves learnt once for the same past: asking again with other limits is quick."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

import numpy as np

from analytics.curves import Floats
from analytics.response import Covariates, Fit, History, Refused, fit_responses

REMEMBERED = 8
"""How many pasts are kept with what was learnt from them."""

DIGITS = 4
"""Numbers that agree so far are the same."""


@dataclass(frozen=True)
class _Past:
    """What curves are learnt from; equal where every number of it is."""

    digest: bytes
    histories: tuple[History, ...] = field(compare=False)
    covariates: Covariates = field(compare=False)


def learn_curves(
    histories: Sequence[History], covariates: Covariates
) -> Mapping[str, Fit | Refused]:
    """Each history's curve by name, as `fit_responses` gives it; not to be changed."""
    return _learnt(_Past(_digest(histories, covariates), tuple(histories), covariates))


@lru_cache(maxsize=REMEMBERED)
def _learnt(past: _Past) -> Mapping[str, Fit | Refused]:
    return fit_responses(past.histories, past.covariates)


def _digest(histories: Sequence[History], covariates: Covariates) -> bytes:
    made = sha256(repr((covariates.start, covariates.phases)).encode())
    for numbers in (covariates.promo, covariates.season):
        made.update(_rounded(numbers))
    for each in histories:
        made.update(_told(each))
    return made.digest()


def _told(history: History) -> bytes:
    """Every number of a history and of its parts."""
    made = sha256(repr((history.name, history.start, len(history.parts))).encode())
    for numbers in (history.spend, history.value, history.fees):
        made.update(b"-" if numbers is None else _rounded(numbers))
    for part in history.parts:
        made.update(_told(part))
    return made.digest()


def _rounded(numbers: Floats) -> bytes:
    """What the store adds up in another order is the same."""
    return np.round(numbers, DIGITS).tobytes()
