"""How long delivery waits for what, and when it gives up."""

import random
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Timing:
    """The waits of one delivery.

    `lease`: how long a process that says nothing keeps a message. `look_back`: by how much the
    platform's clock may differ from ours when a message is looked for. `settle`: how long a
    request that broke off may still take effect. `head`: the wait for another message of ours.
    `first_rest`, `longest_rest`: after a failure. `poll`: how often other processes' messages
    are looked for; `idle`: where there are no other processes; `trouble`: after the database
    failed. `attempts`: failures after which a message is given up, about an hour with these
    waits; `attempts_away`, about six hours: while no call to its platform gets through. `kept`:
    how long a sent message is remembered.
    """

    lease: timedelta = timedelta(seconds=30)
    look_back: timedelta = timedelta(hours=2)
    settle: timedelta = timedelta(seconds=2)
    head: timedelta = timedelta(seconds=0.5)
    first_rest: timedelta = timedelta(seconds=1)
    longest_rest: timedelta = timedelta(minutes=5)
    poll: timedelta = timedelta(seconds=1)
    idle: timedelta = timedelta(minutes=1)
    trouble: timedelta = timedelta(seconds=5)
    attempts: int = 20
    attempts_away: int = 100
    kept: timedelta = timedelta(days=30)

    def attempts_at(self, silence: float) -> int:
        """Failures after which to give up where no call got through for `silence` seconds."""
        is_away = silence > 2 * self.longest_rest.total_seconds()
        return self.attempts_away if is_away else self.attempts

    def rest_after(self, failures: int) -> timedelta:
        """The wait after so many failures in a row: doubled each time, with jitter, bounded."""
        doubled = self.first_rest * 2.0 ** min(failures - 1, 30)
        return min(doubled, self.longest_rest) * random.uniform(0.5, 1)
