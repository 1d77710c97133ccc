"""Who people are: asked of the Slack double, kept in the state, answered when Slack is not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.platforms.base import Person
from bot.platforms.slack.calls import Calls, web_client
from bot.platforms.slack.directory import Home, SlackDirectory, language_of, person_of
from bot.platforms.slack.user_groups import UserGroups
from bot.settings import Slack
from bot.state.database import Database, open_state
from commands.kit.message import Msg
from tests.doubles.slack import SlackDouble

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


class MovingClock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at


class Office:
    """A directory with everything it asks, remembers and warns of."""

    def __init__(self, slack: SlackDouble, state: Database, **settings: object) -> None:
        self.slack, self.clock = slack, MovingClock()
        self.asked: list[str] = []
        self.warnings: dict[str, Msg] = {}
        self._settings, self._state = Slack.model_validate(settings), state
        self.restart()

    def restart(self) -> None:
        """As after a new start: only what is in the state is known."""
        client = web_client(self.slack.bot_token, self.slack.api_url)
        calls = Calls(client, lambda method, outcome, _: self.asked.append(f"{method} {outcome}"))
        groups = UserGroups(calls, self._settings, self.clock, self._warn)
        self.directory = SlackDirectory(calls, self._settings, groups, self._state, self.clock)

    def _warn(self, key: str, sentence: Msg) -> None:
        assert key not in self.warnings
        self.warnings[key] = sentence

    def person(self, name: str) -> Person:
        return self.directory.person(self.id_of(name))

    def id_of(self, name: str) -> str:
        return next(user.id for user in self.slack.world.users.values() if user.name == name)

    def group(self, handle: str) -> str:
        return next(one.id for one in self.slack.world.groups.values() if one.handle == handle)


@pytest.fixture
def slack() -> Iterator[SlackDouble]:
    with SlackDouble(limits=0) as workspace:
        yield workspace


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Database]:
    opened = open_state(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def office(slack: SlackDouble, state: Database) -> Office:
    groups = {one.handle: one.id for one in slack.world.groups.values()}
    alice = next(user.id for user in slack.world.users.values() if user.name == "alice")
    return Office(
        slack,
        state,
        people={alice: ["executive"]},
        groups={groups["growth"]: ["operator"], groups["leads"]: ["growth lead", "operator"]},
    )


def test_person_is_as_slack_tells_when_first_met(office: Office) -> None:
    found = office.person("alice")
    assert found == Person(office.id_of("alice"), "alice", ("executive",), "en", "America/New_York")
    assert office.person("linyue").locale == "zh-CN"


def test_roles_add_up_when_someone_is_in_two_groups(office: Office) -> None:
    assert office.person("linyue").roles == ("operator", "growth lead")
    assert office.person("zhouhang").roles == ("operator",)
    assert office.person("bob").roles == ()


def test_slack_is_asked_once_when_a_person_asks_often(office: Office) -> None:
    for _ in range(5):
        office.person("linyue")
    assert office.asked.count("users.info ok") == 1
    assert office.asked.count("usergroups.users.list ok") == 2


def test_person_is_known_when_the_bot_starts_anew(office: Office) -> None:
    before = office.person("linyue")
    office.restart()
    assert office.person("linyue") == before
    assert office.asked.count("users.info ok") == 1


def test_change_is_seen_when_half_a_day_has_passed(office: Office) -> None:
    office.person("bob")
    office.slack.world.users[office.id_of("bob")].locale = "zh-CN"
    office.clock.at += timedelta(hours=13)
    assert office.person("bob").locale == "zh-CN"


def test_role_is_gone_when_someone_left_the_group_an_hour_ago(office: Office) -> None:
    office.person("zhouhang")
    office.slack.world.groups[office.group("growth")].users.remove(office.id_of("zhouhang"))
    assert office.person("zhouhang").roles == ("operator",)
    office.clock.at += timedelta(minutes=61)
    assert office.person("zhouhang").roles == ()


@pytest.mark.parametrize("fault", ["500", "internal_error", "reset_before", "ratelimited"])
def test_old_entry_counts_when_slack_cannot_be_asked(office: Office, fault: str) -> None:
    before = office.person("linyue")
    office.clock.at += timedelta(hours=13)
    office.restart()
    office.slack.faults.next("users.info", fault, times=9)
    office.slack.faults.next("usergroups.users.list", fault, times=9)
    assert office.person("linyue") == before


def test_slack_is_left_alone_when_it_wants_rest(office: Office) -> None:
    office.slack.faults.next("users.info", "ratelimited", times=9, seconds=60)
    assert office.person("bob") == Person(office.id_of("bob"), office.id_of("bob"))
    office.person("linyue")
    assert office.asked.count("users.info ratelimited") == 1
    office.slack.faults.clear()
    office.clock.at += timedelta(seconds=61)
    assert office.person("bob").name == "bob"


def test_person_has_only_an_id_when_slack_does_not_know_them(office: Office) -> None:
    assert office.directory.person("U0NOBODY") == Person("U0NOBODY", "U0NOBODY", member=False)


def test_role_by_id_counts_when_slack_does_not_answer(office: Office) -> None:
    office.slack.faults.next("users.info", "500", times=9)
    assert office.person("alice").roles == ("executive",)


def test_roles_are_gone_when_the_person_was_deactivated(office: Office) -> None:
    assert office.person("alice").roles == ("executive",)
    office.slack.world.users[office.id_of("alice")].deactivated = True
    office.clock.at += timedelta(hours=13)
    assert office.person("alice").roles == ()
    assert not office.person("alice").member


def test_somebody_of_another_workspace_is_no_member_when_they_share_a_channel(
    office: Office,
) -> None:
    assert office.person("bob").member
    office.slack.world.users[office.id_of("bob")].team = "T0ELSEWHERE"
    office.clock.at += timedelta(hours=13)
    assert not office.person("bob").member
    office.restart()
    assert not office.person("bob").member
    assert office.asked.count("auth.test ok") == 1


@pytest.mark.parametrize(
    ("told", "member"),
    [
        ({}, True),
        ({"is_restricted": False, "is_stranger": False}, True),
        ({"is_restricted": True}, False),
        ({"is_restricted": True, "is_ultra_restricted": True}, False),
        ({"is_stranger": True}, False),
        ({"team_id": "T2"}, False),
        ({"team_id": None}, False),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E2"}}, False),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}, True),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}, "is_restricted": 1}, False),
        ({"deleted": True}, False),
    ],
    ids=str,
)
def test_only_people_of_our_own_are_members_when_slack_tells_of_someone(
    told: dict[str, object], member: bool
) -> None:
    user = {"id": "U1", "name": "linyue", "team_id": "T1", **told}
    assert person_of(user, Home("T1", "E1")).member is member


def test_no_organisation_is_ours_when_there_is_none() -> None:
    user = {"id": "U1", "team_id": "T2", "enterprise_user": {"enterprise_id": ""}}
    assert not person_of(user, Home("T1")).member


def test_operator_is_told_once_when_the_scope_is_missing(state: Database) -> None:
    with SlackDouble(limits=0, bot_scopes=("users:read",)) as slack:
        group = next(iter(slack.world.groups))
        office = Office(slack, state, groups={group: ["operator"]})
        assert office.person("linyue").roles == ()
        assert office.person("zhouhang").roles == ()
    assert list(office.warnings) == ["slack:scope:usergroups:read"]


def test_operator_is_told_when_a_group_is_not_there(slack: SlackDouble, state: Database) -> None:
    group = next(iter(slack.world.groups))
    office = Office(slack, state, groups={"S0NONE": ["executive"], group: ["operator"]})
    assert office.person("linyue").roles == ("operator",)
    assert list(office.warnings) == ["slack:group:S0NONE"]


@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh-CN", "zh-CN"), ("zh-TW", "zh-CN"), ("en-GB", "en"), ("ja-JP", None), (None, None)],
)
def test_language_is_ours_when_we_speak_it(locale: str | None, language: str | None) -> None:
    assert language_of(locale) == language


@pytest.mark.parametrize(
    ("profile", "name"),
    [
        ({"display_name": "月", "real_name": "林悦"}, "月"),
        ({"display_name": "", "real_name": "林悦"}, "林悦"),
        ({}, "linyue"),
    ],
)
def test_name_is_the_one_people_see_when_there_are_several(
    profile: dict[str, str], name: str
) -> None:
    user = {"id": "U1", "name": "linyue", "profile": profile}
    assert person_of(user, Home("T1")).name == name


def test_holders_of_a_role_are_found_by_id_and_by_group_when_they_are_called(
    office: Office,
) -> None:
    directory = office.directory
    assert [one.name for one in directory.holders(["Executive"])] == ["alice"]
    assert [one.name for one in directory.holders(["growth lead"])] == ["linyue"]
    assert {"linyue", "zhouhang"} <= {one.name for one in directory.holders(["operator"])}
    assert list(directory.holders(["finance reviewer"])) == []
