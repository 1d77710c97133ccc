"""Proposed budget shifts as blocks: who has reviewed them, who is next, what became of them."""

from collections.abc import Sequence

from commands.kit.message import Msg, msg
from commands.kit.plans import Proposed, Stage, StageName
from commands.kit.reply import (
    Block,
    Button,
    Buttons,
    Checklist,
    ChecklistItem,
    Note,
    Reply,
    Style,
    Text,
)
from commands.kit.values import Count, Days, Moment, Money, Name

_STAGES: dict[StageName, Msg] = {
    "business": msg("business"),
    "finance": msg("finance"),
    "technical": msg("technical"),
    "management": msg("management"),
}


def thread_of(number: int) -> str:
    """The thread in which everything about a proposal is said."""
    return f"shift:{number}"


def stage_name(stage: StageName) -> Msg:
    """A review's name for people."""
    return _STAGES[stage]


def chain_blocks(plan: Proposed) -> tuple[Block, ...]:
    """The reviews of a proposal, given and to come, and what can be done about it now."""
    return (_reviews(plan), Buttons(items=_actions(plan)))


def status(plan: Proposed) -> Msg:
    """How it stands, in one sentence."""
    return _SENTENCES[plan.status](plan)


def refreshed(reply: Reply, plan: Proposed) -> Reply:
    """The message that proposed it, with its reviews and buttons as they are now."""
    kept = [part for block in reply.blocks for part in _without_chain(block, plan)]
    revised = (_revised(plan),) if plan.revision > 1 else ()
    outcome = () if plan.status == "open" else (Note(message=status(plan)),)
    return reply.model_copy(update={"blocks": (*kept, *revised, *outcome, *chain_blocks(plan))})


def announcement(plan: Proposed, currency: str) -> Reply:
    """That a plan is in force, for everybody."""
    headline = msg(
        "Budget plan {n} is approved: it moves {moved} on {days}.",
        n=Count(number=plan.number),
        moved=Money(amount=plan.proposal.moved, currency=currency),
        days=plan_days(plan),
    )
    return Reply(
        blocks=(
            Text(message=headline, style=Style.HEADLINE),
            Text(message=_approved_by(plan)),
            Buttons(items=(_details(plan),)),
        )
    )


def gave_way(plan: Proposed, other: int) -> Reply:
    """That another plan took its place, for its own thread."""
    sentence = msg(
        "Proposal {n} gives way to plan {other}, which is for the same money.",
        n=Count(number=plan.number),
        other=Count(number=other),
    )
    return Reply(
        blocks=(Text(message=sentence, style=Style.HEADLINE), Buttons(items=(_again(plan),))),
        thread=thread_of(plan.number),
    )


def plan_days(plan: Proposed) -> Days:
    """The days a plan is for, as people read them."""
    last = plan.proposal.end.fromordinal(plan.proposal.end.toordinal() - 1)
    return Days(first=plan.proposal.start, last=last)


def _reviews(plan: Proposed) -> Checklist:
    return Checklist(title=_title(plan), items=tuple(_item(stage) for stage in plan.stages))


def _title(plan: Proposed) -> Msg:
    return msg(
        "Reviews of proposal {n}, revision {revision}",
        n=Count(number=plan.number),
        revision=Count(number=plan.revision),
    )


def _item(stage: Stage) -> ChecklistItem:
    label = msg("{stage}: {role}", stage=stage_name(stage.name), role=Name(text=stage.role))
    given = stage.review
    if given is None:
        return ChecklistItem(label=label)
    owner = msg("{name}, {when}", name=Name(text=given.name), when=Moment(at=given.at))
    return ChecklistItem(label=label, done=True, owner=owner)


def _actions(plan: Proposed) -> tuple[Button, ...]:
    if plan.status in ("rejected", "lapsed", "superseded"):
        return (_details(plan), _again(plan))
    if plan.stage is None:
        return (_details(plan),)
    approve = Button(
        label=msg("Approve: {stage}", stage=stage_name(plan.stage.name)),
        command=f"/approve {plan.number} {plan.token}",
        confirm=_question(plan),
    )
    reject = Button(label=msg("Reject"), command=f"/reject {plan.number}")
    return (approve, reject, _details(plan))


def _question(plan: Proposed) -> Msg:
    return msg(
        "Approve proposal {n}, revision {revision}, as {role}?",
        n=Count(number=plan.number),
        revision=Count(number=plan.revision),
        role=Name(text=plan.waiting_for or ""),
    )


def _details(plan: Proposed) -> Button:
    return Button(label=msg("Its story"), command=f"/approvals {plan.number}")


def _again(plan: Proposed) -> Button:
    return Button(label=msg("Propose anew"), command=plan.proposal.line)


def _open(plan: Proposed) -> Msg:
    return msg(
        "Proposal {n} waits for: {role}.",
        n=Count(number=plan.number),
        role=Name(text=plan.waiting_for or ""),
    )


def _applied(plan: Proposed) -> Msg:
    at = Moment(at=plan.applied_at or plan.since)
    return msg("Proposal {n} is the plan, since {when}.", n=Count(number=plan.number), when=at)


def _rejected(plan: Proposed) -> Msg:
    return msg("Proposal {n} was rejected on {when}.", **_number_and_end(plan))


def _lapsed(plan: Proposed) -> Msg:
    return msg("Proposal {n} lapsed on {when}: nobody answered in time.", **_number_and_end(plan))


def _superseded(plan: Proposed) -> Msg:
    return msg(
        "Proposal {n} gave way to another plan for the same money on {when}.",
        **_number_and_end(plan),
    )


_SENTENCES = {
    "open": _open,
    "applied": _applied,
    "rejected": _rejected,
    "lapsed": _lapsed,
    "superseded": _superseded,
}


def _number_and_end(plan: Proposed) -> dict[str, Count | Moment]:
    return {"n": Count(number=plan.number), "when": Moment(at=plan.ended_at or plan.since)}


def _approved_by(plan: Proposed) -> Msg:
    return msg("Approved by {people}.", people=_names([one.name for one in plan.reviews]))


def _names(names: Sequence[str]) -> Name:
    return Name(text=", ".join(names))


def _revised(plan: Proposed) -> Note:
    return Note(
        message=msg(
            "The data changed, so that revision {revision} of {when} takes its place: "
            "its figures are in the thread.",
            revision=Count(number=plan.revision),
            when=Moment(at=plan.made_at),
        ),
        tone="warning",
    )


def _without_chain(block: Block, plan: Proposed) -> tuple[Block, ...]:
    """A block of that message, without what an earlier `refreshed` put there."""
    match block:
        case Checklist(title=title):
            return () if title.text == _title(plan).text else (block,)
        case Note(message=message):
            told = {_revised(plan).message.text, *(say(plan).text for say in _SENTENCES.values())}
            return () if message.text in told else (block,)
        case Buttons(items=items):
            left = tuple(_now(item, plan) for item in items if not _is_about(item, plan.number))
            return (Buttons(items=left),) if left else ()
    return (block,)


def _now(item: Button, plan: Proposed) -> Button:
    """A button to adjust it is for its latest revision."""
    return item.model_copy(update={"command": plan.proposal.line}) if item.edit else item


def _is_about(item: Button, number: int) -> bool:
    word, _, rest = item.command.partition(" ")
    return word in ("/approve", "/reject", "/approvals") and rest.split()[:1] == [str(number)]
