"""Who may review a budget shift, and what is due while nobody does: pure decisions (R23, R24).

Each is a function of the proposal as it stands, of who acts, the rules and the moment. Whoever
keeps proposals carries out what is decided here.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from commands.kit.errors import UserError
from commands.kit.message import Msg, msg
from commands.kit.plans import Due, Proposed, Review, StageName
from commands.kit.rights import NotAllowed
from commands.kit.rules import DecisionTime, Reviews
from commands.kit.shift import ShiftProposal
from commands.kit.values import Count, Moment, Name

ORDER: tuple[StageName, ...] = ("business", "finance", "technical", "management")
SMALL: tuple[StageName, ...] = ("business", "finance")
_NOTHING = Decimal(0)
_URGENCY: tuple[Due | None, ...] = (None, "remind", "escalate", "lapse")


@dataclass(frozen=True)
class Reviewer:
    """Whoever acts: the platform's id, their name and their roles.

    `also`: the ids by which the same human is known elsewhere.
    """

    person: str
    name: str
    roles: tuple[str, ...]
    also: frozenset[str] = frozenset()

    def holds(self, role: str) -> bool:
        """Whether they have a role, however it is written."""
        return role.casefold() in {held.casefold() for held in self.roles}

    def is_called(self, person: str) -> bool:
        """Whether an id is theirs, on whichever platform."""
        return person == self.person or person in self.also


def needed(
    proposal: ShiftProposal, rules: Reviews, before: Decimal = _NOTHING
) -> tuple[StageName, ...]:
    """The reviews a proposal needs, in order: the first two where it is small (R23).

    `before`: what plans of the same month have moved, which counts as if it were part of it.
    """
    small = before + proposal.moved <= Decimal(str(rules.small)) * proposal.month_budget
    return SMALL if small else ORDER


def review(
    plan: Proposed, by: Reviewer, token: str, now: datetime, times: DecisionTime
) -> tuple[Review, bool]:
    """The review that pressing a button gives, and whether it was given by the same press before.

    UserError, which says why, where it gives none.
    """
    if done := _given_before(plan, by, token):
        return done, True
    refuse_unless_open(plan, now, times)
    assert plan.stage is not None  # an open plan waits for a review
    if token != plan.token:
        raise outdated(plan)
    if mine := _given_by(plan, by):
        twice = msg("Nobody reviews twice: you gave yours as {role}.", role=Name(text=mine.role))
        raise NotAllowed(twice, _waits(plan), _look(plan))
    if not by.holds(plan.stage.role):
        yours = Name(text=", ".join(by.roles)) if by.roles else msg("none")
        raise NotAllowed(_waits(plan), msg("Your roles: {roles}.", roles=yours), _look(plan))
    return Review(by.person, by.name, plan.stage.role, now, token), False


def reviewed(plan: Proposed, given: Review, token: str, now: datetime) -> Proposed:
    """The proposal with one more review: applied by the last one, else open under a new token."""
    changed = tuple(replace(one, review=given) if one is plan.stage else one for one in plan.stages)
    after = replace(plan, stages=changed)
    if after.stage is None:
        return replace(after, status="applied", applied_at=now)
    return replace(after, token=token, since=now, told=None)


def refuse_rejection(plan: Proposed, by: Reviewer, now: datetime, times: DecisionTime) -> None:
    """UserError where somebody may not end a proposal: it takes who may review it, or proposed it.

    It is no matter whose turn it is: whoever sees that it is wrong need not wait.
    """
    refuse_unless_open(plan, now, times)
    if by.is_called(plan.person) or any(by.holds(stage.role) for stage in plan.stages):
        return
    roles = Name(text=", ".join(dict.fromkeys(stage.role for stage in plan.stages)))
    who = msg("It is rejected by one of its reviewers: {roles}.", roles=roles)
    raise NotAllowed(msg("You may not reject proposal {n}.", n=_number(plan)), who, _look(plan))


def refuse_revision(plan: Proposed, by: Reviewer, rules: Reviews) -> None:
    """UserError where somebody may not make a proposal anew, which undoes the reviews it has.

    It takes who proposed it, or who holds one of the reviewing roles.
    """
    roles = tuple(dict.fromkeys(getattr(rules, stage) for stage in ORDER))
    if by.is_called(plan.person) or any(map(by.holds, roles)):
        return
    who = msg(
        "That is for who proposed it and for its reviewers: {roles}.",
        roles=Name(text=", ".join(roles)),
    )
    you = msg("You may not make proposal {n} anew.", n=_number(plan))
    raise NotAllowed(you, who, _look(plan))


def refuse_unless_open(plan: Proposed, now: datetime, times: DecisionTime) -> None:
    """UserError where a proposal takes no answer any more."""
    if plan.status != "open":
        raise _refusal(plan, _ENDINGS[plan.status](plan))
    if due(plan, now, times) == "lapse":
        raise _refusal(plan, _lapsed(plan))


def due(plan: Proposed, now: datetime, times: DecisionTime) -> Due | None:
    """What the waiting of an open proposal has come to (R24); None: it is not long yet.

    A plan for days that are over lapses too.
    """
    if now.date() >= plan.proposal.end:
        return "lapse"
    passed = [kind for kind, at in _deadlines(plan, times).items() if now >= at]
    return passed[-1] if passed else None


def is_less(one: Due | None, other: Due | None) -> bool:
    """Whether it is less urgent than the other."""
    return _URGENCY.index(one) < _URGENCY.index(other)


def next_deadline(plan: Proposed, times: DecisionTime) -> tuple[Due, datetime]:
    """What is due next for an open proposal that nobody answers, and when."""
    later = [(kind, at) for kind, at in _deadlines(plan, times).items() if is_less(plan.told, kind)]
    return later[0]


def compete(one: ShiftProposal, other: ShiftProposal) -> bool:
    """Whether both are about the same money: they share a channel on a day."""
    overlap = one.start < other.end and other.start < one.end
    channels = {row.channel for row in one.rows} & {row.channel for row in other.rows}
    return overlap and bool(channels)


def _deadlines(plan: Proposed, times: DecisionTime) -> dict[Due, datetime]:
    return {
        "remind": plan.since + timedelta(hours=times.remind_hours),
        "escalate": plan.since + timedelta(hours=times.escalate_hours),
        "lapse": plan.since + timedelta(hours=times.lapse_hours),
    }


def _given_before(plan: Proposed, by: Reviewer, token: str) -> Review | None:
    mine = _given_by(plan, by)
    return mine if mine and mine.token == token else None


def _given_by(plan: Proposed, by: Reviewer) -> Review | None:
    return next((one for one in plan.reviews if by.is_called(one.person)), None)


def outdated(plan: Proposed) -> UserError:
    """The refusal of a button that was pressed for what it is no longer about."""
    sentence = msg(
        "This button is of an earlier step of proposal {n}: nothing was changed.", n=_number(plan)
    )
    return _refusal(plan, sentence, _waits(plan))


def unknown(number: int) -> UserError:
    """The refusal where there is no proposal of that number."""
    return UserError(
        msg("There is no proposal {n}.", n=Name(text=str(number)[:20])),
        msg("{command} lists them.", command=Name(text="/approvals")),
        instead=("/approvals",),
    )


def not_applied(plan: Proposed) -> UserError:
    """The refusal to carry out what is not decided."""
    return _refusal(
        plan,
        msg("Proposal {n} is not the plan.", n=_number(plan)),
        _waits(plan) if plan.stage else None,
    )


def _waits(plan: Proposed) -> Msg:
    return msg(
        "Proposal {n} waits for: {role}.",
        n=_number(plan),
        role=Name(text=plan.waiting_for or ""),
    )


def _lapsed(plan: Proposed) -> Msg:
    return msg("Proposal {n} has lapsed: nobody answered in time.", n=_number(plan))


def _rejected(plan: Proposed) -> Msg:
    return msg("Proposal {n} was rejected on {when}.", n=_number(plan), when=_ended(plan))


def _superseded(plan: Proposed) -> Msg:
    return msg(
        "Proposal {n} gave way to another plan for the same money on {when}.",
        n=_number(plan),
        when=_ended(plan),
    )


def _applied(plan: Proposed) -> Msg:
    at = Moment(at=plan.applied_at or plan.since)
    return msg("Proposal {n} is the plan already, since {when}.", n=_number(plan), when=at)


_ENDINGS = {
    "lapsed": _lapsed,
    "rejected": _rejected,
    "superseded": _superseded,
    "applied": _applied,
}


def _ended(plan: Proposed) -> Moment:
    return Moment(at=plan.ended_at or plan.since)


def _number(plan: Proposed) -> Count:
    return Count(number=plan.number)


def _refusal(plan: Proposed, sentence: Msg, hint: Msg | None = None) -> UserError:
    return UserError(sentence, hint, _look(plan))


def _look(plan: Proposed) -> tuple[str, ...]:
    return (f"/approvals {plan.number}",)
