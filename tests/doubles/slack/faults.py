"""What goes wrong on demand: scripted for the next call, or at random from a seed."""

import random
import threading
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CALLS = (
    "ratelimited", "500", "503", "internal_error", "fatal_error", "reset_before", "reset_after",
    "slow",
)  # fmt: skip
PUSHES = ("duplicate", "delay", "drop_socket", "half_open")


@dataclass(frozen=True)
class Fault:
    """`seconds`: how long to wait (Retry-After, a slow answer, a late envelope or its double)."""

    kind: str
    seconds: float = 1.0


class Faults:
    """Web API calls are named by their method, besides `response_url` and `upload`; pushes by
    `push`. `*` stands for every call. Safe to use from any thread; `done` counts what happened.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: dict[str, deque[Fault]] = {}
        self._random = random.Random(0)
        self._rates: dict[str, float] = {}
        self._seconds: Mapping[str, float] = {}
        self._only: frozenset[str] = frozenset()
        self.done: Counter[str] = Counter()

    def next(self, name: str, kind: str, *, times: int = 1, seconds: float = 1.0) -> None:
        """The next `times` calls of this method (or pushes) go wrong this way."""
        _known(kind)
        with self._lock:
            self._next.setdefault(name, deque()).extend([Fault(kind, seconds)] * times)

    def plan(
        self, seed: int, rates: Mapping[str, float], *, seconds: Mapping[str, float] | None = None,
        only: Iterable[str] = (),
    ) -> None:  # fmt: skip
        """From now on each call and push goes wrong with these chances, the same for a seed.

        `rates`: kind → chance. `seconds`: kind → how long. `only`: the methods it is limited to.
        """
        for kind in rates:
            _known(kind)
        with self._lock:
            self._random, self._rates = random.Random(seed), dict(rates)
            self._seconds, self._only = seconds or {}, frozenset(only)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._next.clear()
            self._rates = {}

    def take_call(self, name: str) -> Fault | None:
        return self._take((name, "*"), CALLS, name)

    def take_push(self) -> Fault | None:
        return self._take(("push",), PUSHES, "push")

    def _take(self, names: tuple[str, ...], kinds: tuple[str, ...], name: str) -> Fault | None:
        with self._lock:
            for one in names:
                if self._next.get(one):
                    return self._count(self._next[one].popleft())
            if self._only and name not in self._only and name != "push":
                return None
            for kind in kinds:
                if self._random.random() < self._rates.get(kind, 0):
                    return self._count(Fault(kind, self._seconds.get(kind, 1.0)))
        return None

    def _count(self, fault: Fault) -> Fault:
        self.done[fault.kind] += 1
        return fault


def _known(kind: str) -> None:
    if kind not in CALLS + PUSHES:
        raise ValueError(f"no fault is called {kind}; there are {', '.join(CALLS + PUSHES)}")
