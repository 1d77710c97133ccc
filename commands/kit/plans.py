"""What commands know of proposed budget shifts: who keeps them, and what they look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from commands.kit.shift import ShiftProposal

Status = Literal["open", "applied", "rejected", "lapsed", "superseded"]
StageName = Literal["business", "finance", "technical", "management"]
Due = Literal["remind", "escalate", "lapse"]
Did = Literal[
    "proposed",
    "revised",
    "approved",
    "applied",
    "rejected",
    "withdrawn",
    "reminded",
    "escalated",
    "lapsed",
    "superseded",
    "exported",
]


@dataclass(frozen=True)
class Review:
    """A review that was given: by whom (the platform's id and their name), and in which role.

    `token`: the one of the button that was pressed.
    """

    person: str
    name: str
    role: str
    at: datetime
    token: str
    note: str = ""


@dataclass(frozen=True)
class Stage:
    """A review that a proposal needs, and the role that gives it; None until it is given."""

    name: StageName
    role: str
    review: Review | None = None


@dataclass(frozen=True)
class Proposed:
    """A budget shift under its number, as it stands now.

    `revision`: how often it was made anew, from 1. `token`: pressing its buttons counts for this
    revision and this review only. `person` and `name`: who proposed it. `made_at`: when this
    revision was made. `stages`: the reviews it needs, in order. `since`: it has waited for the
    present one from then on; `told`: how urgently people were told so far. `applied_at`: None
    where it never was, `ended_at` until it is no longer open or in force.
    """

    number: int
    revision: int
    token: str
    proposal: ShiftProposal
    person: str
    name: str
    made_at: datetime
    status: Status
    stages: tuple[Stage, ...]
    since: datetime
    told: Due | None = None
    applied_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def reviews(self) -> tuple[Review, ...]:
        """The reviews given to this revision, in order."""
        return tuple(stage.review for stage in self.stages if stage.review)

    @property
    def stage(self) -> Stage | None:
        """The review it waits for; None where it waits for none."""
        if self.status != "open":
            return None
        return next((stage for stage in self.stages if stage.review is None), None)

    @property
    def waiting_for(self) -> str | None:
        """The role it waits for; None where it waits for none."""
        return self.stage.role if self.stage else None

    @property
    def waits_for_last(self) -> bool:
        """Whether one more review applies it."""
        return self.stage is not None and self.stage is self.stages[-1]


@dataclass(frozen=True)
class Step:
    """One thing that happened to a proposal. `person` is empty where nobody did it.

    `other`: the number of the proposal it gave way to.
    """

    at: datetime
    did: Did
    revision: int
    person: str = ""
    name: str = ""
    stage: StageName | None = None
    role: str = ""
    note: str = ""
    other: int | None = None


@dataclass(frozen=True)
class Holder:
    """Somebody who may give a review. `here`: `person` is their id where it is talked about."""

    person: str
    name: str
    here: bool


@dataclass(frozen=True)
class Approval:
    """A review that counts. `again`: it was given before, by the same press of a button.

    `superseded`: the numbers of the proposals that gave way, where this one was applied.
    """

    plan: Proposed
    review: Review
    again: bool = False
    superseded: tuple[int, ...] = ()


class Plans(Protocol):
    """Keeps proposals for whoever asks, and what they have come to.

    What is refused is a UserError that says what would be right.
    """

    def propose(self, proposal: ShiftProposal) -> Proposed:
        """Keep a proposal, open for review. The same one that is open already is that one."""

    def revise(self, number: int, proposal: ShiftProposal, *, token: str | None = None) -> Proposed:
        """Make an open proposal anew: the reviews given so far no longer count.

        `token`: only where it is still this one.
        """

    def find(self, number: int) -> Proposed | None:
        """The proposal of that number; None where there never was one."""

    def open(self) -> tuple[Proposed, ...]:
        """The proposals that wait for a review, the one that has waited longest first."""

    def applied(self) -> tuple[Proposed, ...]:
        """The plans in force and those that were, the newest first."""

    def story(self, number: int) -> tuple[Step, ...]:
        """Everything that happened to a proposal, in order."""

    def is_own(self, plan: Proposed) -> bool:
        """Whether the asker proposed it, on this platform or another."""

    def who_may_review(self, plan: Proposed, roles: Sequence[str]) -> tuple[Holder, ...]:
        """Who holds one of the roles and has given no review of this revision yet."""

    def check(self, number: int, token: str) -> Proposed | Approval:
        """The proposal that the asker may approve now; an approval they have given already."""

    def approve(self, number: int, token: str, note: str = "") -> Approval:
        """Give the review it waits for, in the asker's role; the last one applies it."""

    def reject(self, number: int, reason: str) -> Proposed:
        """End an open proposal: by whoever may review it, or by who proposed it."""

    def look(self, number: int, token: str) -> tuple[Due, Proposed] | None:
        """Do what is due for want of an answer, and what that was.

        None where nothing is, or where the proposal has moved on from that token.
        """

    def export(self, number: int) -> str:
        """Write an applied plan's files; the folder they are in, as people may be told."""
