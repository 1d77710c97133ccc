"""Several people press at the same moment: exactly one press counts, on either database."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest

from bot.state.database import open_state
from commands.kit.errors import UserError
from commands.kit.plans import Approval, Proposed
from tests.bot.plans.team import CHAIN, EXECUTIVE, LEAD, OTHER_LEAD, Office
from tests.commands.remembered_plans import proposal

SECONDS = 30
Outcome = Approval | Proposed


def at_once(acts: Sequence[Callable[[], Outcome]]) -> list[Outcome | UserError]:
    """What becomes of acts that begin together."""
    found: list[Outcome | UserError] = []
    start = Barrier(len(acts))

    def run(act: Callable[[], Outcome]) -> None:
        start.wait(SECONDS)
        try:
            found.append(act())
        except UserError as error:
            found.append(error)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert len(found) == len(acts)
    return found


@pytest.fixture
def elsewhere(office: Office, state_place: Path | str) -> Iterator[Office]:
    """The same proposals as another process sees them."""
    state = open_state(state_place)
    yield replace(office, state=state)
    state.close()


@pytest.mark.parametrize("_", range(3))
def test_one_review_counts_when_two_of_one_role_press_at_once(
    office: Office, elsewhere: Office, _: int
) -> None:
    made = office.plans(LEAD).propose(proposal())
    found = at_once(
        [
            lambda: office.plans(LEAD).approve(made.number, made.token),
            lambda: elsewhere.plans(OTHER_LEAD).approve(made.number, made.token),
        ]
    )
    refused = [one for one in found if isinstance(one, UserError)]
    assert [one.message.text for one in refused] == [
        "This button is of an earlier step of proposal {n}: nothing was changed."
    ]
    assert len(office.seen(made.number).reviews) == 1
    assert office.did(made.number) == ["proposed", "approved"]


def test_one_review_counts_when_one_press_arrives_many_times_at_once(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    plans = office.plans(LEAD)
    found = at_once([lambda: plans.approve(made.number, made.token)] * 6)
    assert sorted(one.again for one in found if isinstance(one, Approval)) == [False, *[True] * 5]
    assert office.did(made.number) == ["proposed", "approved"]


@pytest.mark.parametrize("_", range(3))
def test_one_plan_holds_when_the_last_reviews_of_two_for_the_same_money_come_at_once(
    office: Office, elsewhere: Office, _: int
) -> None:
    for number, person in ((1, LEAD), (2, OTHER_LEAD)):
        office.plans(person).propose(proposal())
        office.approve(number, *CHAIN[:3])
    tokens = [office.seen(number).token for number in (1, 2)]
    found = at_once(
        [
            lambda: office.plans(EXECUTIVE).approve(1, tokens[0]),
            lambda: elsewhere.plans(EXECUTIVE).approve(2, tokens[1]),
        ]
    )
    assert len([one for one in found if isinstance(one, Approval)]) == 1
    statuses = sorted(office.seen(number).status for number in (1, 2))
    assert statuses == ["applied", "superseded"]


def test_a_press_or_a_rejection_counts_when_both_come_at_once(office: Office) -> None:
    made = office.plans(LEAD).propose(proposal())
    office.approve(made.number, *CHAIN[:3])
    token = office.seen(made.number).token

    at_once(
        [
            lambda: office.plans(EXECUTIVE).approve(made.number, token),
            lambda: office.plans(LEAD).reject(made.number, "no"),
        ]
    )
    ended = [did for did in office.did(made.number) if did in ("applied", "withdrawn")]
    assert len(ended) == 1
