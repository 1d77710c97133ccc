"""Changes of proposals within one transaction, each with all that belongs to it.

A change is kept together with its step in the story, its entry in the audit log, the timer that
watches over the next answer, and the messages that it makes out of date.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot import approvals, plan_places, plan_timers
from bot.approvals import Reviewer
from bot.masking import masked
from bot.plan_places import Place
from bot.state import audit, plans
from bot.state.audit import Entry
from bot.state.outbox import Transaction
from bot.state.plans import Kept, Noted
from commands.kit.plan_sums import moved_before
from commands.kit.plans import Did, Due, Proposed, Review, Stage, StageName, Status, Step
from commands.kit.rules import Reviews, Rules
from commands.kit.shift import ShiftProposal

DID: Mapping[Due, Did] = {"remind": "reminded", "escalate": "escalated", "lapse": "lapsed"}
_KINDS: Mapping[Did, audit.Kind] = {"approved": "approved", "exported": "exported"}


@dataclass
class Changes:
    """Makes changes in `tx` at `now`, in the shop's zone, for `by`, who acts in `place`.

    `announced`: where a plan is announced; where it was proposed too, if none is on that platform.
    """

    tx: Transaction
    rules: Rules
    by: Reviewer
    place: Place
    announced: tuple[Place, ...]
    now: datetime
    currency: str
    entries: list[Entry] = field(default_factory=list)

    def find(self, number: int) -> Proposed | None:
        """The proposal of that number as it stands in this transaction."""
        kept = plans.find(self.tx, number)
        if kept is None:
            return None
        return shown(kept, plans.story(self.tx, number), self.rules.R23, self.now)

    def read(self, number: int) -> Proposed:
        """The same where there must be one."""
        found = self.find(number)
        assert found is not None
        return found

    def add(self, proposal: ShiftProposal, instead_of: Sequence[int] = ()) -> Proposed:
        """Keep a new proposal. Those of `instead_of` that are for the same money and that nobody
        has reviewed yet give way to it, without a word but where they stand."""
        number = plans.add(
            self.tx,
            person=self.by.person,
            name=self.by.name[:200],
            platform=self.place.platform,
            channel=self.place.channel,
            locale=self.place.locale,
            **self._made(proposal),
        )
        plan = self.read(number)
        self.note(plan, "proposed")
        self._watch(plan)
        for other in map(self.read, instead_of):
            if not other.reviews and approvals.compete(other.proposal, proposal):
                self._give_way(other, plan.number)
        return plan

    def revise(self, plan: Proposed, proposal: ShiftProposal) -> Proposed:
        """Make it anew: another revision, with reviews of its own."""
        plan_timers.unwatch(self.tx, plan, self.rules.R24)
        made = self._made(proposal)
        plans.change(self.tx, plan.number, revision=plan.revision + 1, **made)
        after = self.read(plan.number)
        self.note(after, "revised")
        self._watch(after)
        self._refresh(after)
        return after

    def approve(self, plan: Proposed, given: Review) -> tuple[Proposed, tuple[int, ...]]:
        """Add a review; the proposal after it, and the numbers of those that gave way to it.

        Plans applied meanwhile may make it need more reviews than when it was made, never fewer.
        """
        plan = self._with_every_review(plan)
        assert plan.stage is not None
        plan_timers.unwatch(self.tx, plan, self.rules.R24)
        after = approvals.reviewed(plan, given, _token(), self.now)
        waits = {"token": after.token, "since": after.since, "told": after.told}
        plans.change(self.tx, plan.number, **waits)
        step = replace(
            self._step(plan, "approved", given.note), stage=plan.stage.name, role=given.role
        )
        self._enter(plan, step, given.token)
        if after.status == "applied":
            return after, self._apply(after)
        self._watch(after)
        self._refresh(after)
        return after, ()

    def end(self, plan: Proposed, status: Status, did: Did, note: str = "") -> Proposed:
        """End an open proposal. That it lapsed is still said in its thread, by its timer."""
        if status != "lapsed":
            plan_timers.unwatch(self.tx, plan, self.rules.R24)
        plans.change(self.tx, plan.number, status=status, ended_at=self.now)
        self.note(plan, did, note)
        after = self.read(plan.number)
        self._refresh(after)
        return after

    def tell(self, plan: Proposed, found: Due) -> Proposed:
        """Note that people are told how long it has waited, or that it has lapsed."""
        if found == "lapse":
            return self.end(plan, "lapsed", "lapsed")
        plans.change(self.tx, plan.number, told=found)
        self.note(plan, DID[found])
        after = self.read(plan.number)
        self._watch(after)
        return after

    def wait_again(self, plan: Proposed) -> None:
        """Nothing is due yet, though the timer rang: the clock was set back."""
        place = plan_places.home(self.tx, plan.number)
        plan_timers.watch_again(self.tx, plan, self.rules.R24, place, self.now)

    def note(self, plan: Proposed, did: Did, note: str = "") -> None:
        """Add a step to its story, and an entry for the audit log."""
        self._enter(plan, self._step(plan, did, note))

    def finish(self) -> None:
        """Write the entries into the audit log; the last thing in the transaction."""
        for entry in self.entries:
            audit.append(self.tx, entry)

    def _made(self, proposal: ShiftProposal) -> dict[str, Any]:
        return {
            "token": _token(),
            "proposal": proposal,
            "stages": self._needed(proposal),
            "made_at": self.now,
            "since": self.now,
            "told": None,
        }

    def _needed(self, proposal: ShiftProposal) -> tuple[StageName, ...]:
        applied = (shown(kept, [], self.rules.R23, self.now) for kept in plans.applied(self.tx))
        return approvals.needed(proposal, self.rules.R23, moved_before(applied, proposal))

    def _with_every_review(self, plan: Proposed) -> Proposed:
        more = self._needed(plan.proposal)[len(plan.stages) :]
        if not more:
            return plan
        added = (Stage(name, getattr(self.rules.R23, name)) for name in more)
        stages = (*plan.stages, *added)
        plans.change(self.tx, plan.number, stages=tuple(stage.name for stage in stages))
        return replace(plan, stages=stages)

    def _apply(self, plan: Proposed) -> tuple[int, ...]:
        """Make it the plan. Whatever is for the same money gives way, plans in force included."""
        plans.change(self.tx, plan.number, status="applied", applied_at=self.now)
        self.note(plan, "applied")
        self._refresh(plan)
        others = [self.read(number) for number in self._competing(plan)]
        for other in others:
            after = self._give_way(other, plan.number)
            plan_places.say_gave_way(self.tx, after, plan.number, self.now)
        home = plan_places.home(self.tx, plan.number)
        plan_timers.compare_later(self.tx, plan, home, self.now)
        told = any(place.platform == home.platform for place in self.announced)
        places = self.announced if told else (*self.announced, home)
        plan_places.announce(self.tx, plan, places, self.currency, self.now)
        return tuple(other.number for other in others)

    def _competing(self, plan: Proposed) -> list[int]:
        known = {kept.id: kept for kept in plans.open_ones(self.tx)}
        known |= {kept.id: kept for kept in plans.applied(self.tx) if kept.status == "applied"}
        known.pop(plan.number)
        return [
            number
            for number, kept in sorted(known.items())
            if approvals.compete(kept.proposal, plan.proposal)
        ]

    def _give_way(self, plan: Proposed, by: int) -> Proposed:
        if plan.status == "open":
            plan_timers.unwatch(self.tx, plan, self.rules.R24)
        plan_timers.compare_never(self.tx, plan)
        plans.change(self.tx, plan.number, status="superseded", ended_at=self.now)
        self._enter(plan, replace(self._step(plan, "superseded"), other=by))
        after = self.read(plan.number)
        self._refresh(after)
        return after

    def _watch(self, plan: Proposed) -> None:
        place = plan_places.home(self.tx, plan.number)
        plan_timers.watch(self.tx, plan, self.rules.R24, place, self.now)

    def _refresh(self, plan: Proposed) -> None:
        plan_places.refresh_head(self.tx, plan, self.now)

    def _step(self, plan: Proposed, did: Did, note: str = "") -> Step:
        name = self.by.name[:200]
        return Step(self.now, did, plan.revision, self.by.person, name, note=masked(note))

    def _enter(self, plan: Proposed, step: Step, token: str | None = None) -> None:
        plans.note(self.tx, plan.number, step, token)
        said = {"stage": step.stage, "role": step.role, "note": step.note, "other": step.other}
        body: dict[str, object] = {"plan": plan.number, "did": step.did, "revision": step.revision}
        body |= {name: value for name, value in said.items() if value}
        kind, place = _KINDS.get(step.did, "changed"), self.place
        entry = Entry(self.now, kind, place.platform, place.channel, self.by.person, body)
        self.entries.append(entry)


def shown(kept: Kept, story: list[Noted], roles: Reviews, now: datetime) -> Proposed:
    """A proposal as commands see it: with its reviews, its times in the zone of `now`."""

    def local(at: datetime) -> datetime:
        return at.astimezone(now.tzinfo)

    given = {
        noted.step.stage: _review(noted, local(noted.step.at))
        for noted in story
        if noted.step.did == "approved" and noted.step.revision == kept.revision
    }
    return Proposed(
        number=kept.id,
        revision=kept.revision,
        token=kept.token,
        proposal=kept.proposal,
        person=kept.person,
        name=kept.name,
        made_at=local(kept.made_at),
        status=kept.status,
        stages=tuple(Stage(name, getattr(roles, name), given.get(name)) for name in kept.stages),
        since=local(kept.since),
        told=kept.told,
        applied_at=kept.applied_at and local(kept.applied_at),
        ended_at=kept.ended_at and local(kept.ended_at),
    )


def _review(noted: Noted, at: datetime) -> Review:
    step = noted.step
    return Review(step.person, step.name, step.role, at, noted.token or "", step.note)


def _token() -> str:
    return secrets.token_hex(4)
