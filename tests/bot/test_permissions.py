"""Who may what: roles of the settings, and the refusal of whoever may not."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot import dispatch
from bot.i18n import translator
from bot.metrics import Outcome
from bot.permissions import Permissions
from bot.platforms.base import Person, Request
from bot.settings import Config
from commands.kit.arguments import Arguments
from commands.kit.context import Ctx
from commands.kit.message import msg
from commands.kit.permission import Permission
from commands.kit.registry import Command
from commands.kit.reply import Note, Reply, Text
from commands.kit.rights import NotAllowed, Rights
from tests.commands.asking import RememberedLanguages, said

PERMISSIONS = Permissions(Config())


class Nothing(Arguments):
    """A command that takes nothing."""

    @classmethod
    def read(cls, line: str, ctx: Ctx) -> "Nothing":
        if "bad" in line:
            raise AssertionError("the arguments were read")
        return cls()


def exported(_: Nothing, __: Ctx) -> Reply:
    return Reply(blocks=(Text(message=msg("exported")),))


EXPORT = Command("export", msg("Export"), Nothing, exported, (), permission=Permission.EXPORT)
HELLO = Command("hello", msg("Hello"), Nothing, exported, ())


def having(*roles: str, member: bool = True) -> Person:
    return Person("ann", "Ann", roles, member=member)


def ask(
    line: str, *roles: str, person: str = "ann", count: dispatch.Count = lambda *_: None
) -> Reply:
    def context(request: Request) -> Any:
        rights = PERMISSIONS.of(request.person) if person else Rights(frozenset())
        return SimpleNamespace(rights=rights, languages=RememberedLanguages())

    request = Request(line, Person(person, "Ann", roles), "growth", "en", platform="slack")
    return dispatch.answer(request, {"export": EXPORT, "hello": HELLO}, context, count)


def test_person_may_ask_when_they_have_no_role() -> None:
    assert PERMISSIONS.of(having()).held == {Permission.ASK}


def test_role_gives_nothing_when_the_settings_do_not_know_it() -> None:
    assert PERMISSIONS.of(having("intern")).held == {Permission.ASK}


def test_roles_add_up_when_someone_has_two() -> None:
    held = PERMISSIONS.of(having("operator", "executive")).held
    assert held == set(Permission) - {Permission.EXPORT}


def test_role_is_found_when_it_is_written_in_other_letters() -> None:
    assert Permission.EXPORT in PERMISSIONS.of(having("Growth Lead")).held


def test_a_guest_may_only_what_their_roles_allow_when_they_have_any() -> None:
    assert PERMISSIONS.of(having(member=False)).held == frozenset()
    assert PERMISSIONS.of(having("executive", member=False)).held == {
        Permission.ASK,
        Permission.APPROVE,
    }


def test_nobody_may_ask_when_the_settings_give_everyone_nothing() -> None:
    with pytest.raises(NotAllowed):
        Permissions(Config(everyone=())).of(having()).require(Permission.ASK)


def test_command_is_answered_when_a_role_holds_its_permission() -> None:
    assert said(ask("/export", "analyst")) == "exported"


def test_refusal_names_permission_and_roles_when_the_asker_may_not() -> None:
    reply = ask("/export", "operator")
    assert (reply.failed, reply.refused, reply.audience) == (True, True, "person")
    assert said(reply) == (
        "You may not export customers' ids.\n"
        "Roles that may: growth lead, analyst, finance reviewer. Yours: operator."
    )


def test_arguments_are_not_read_when_the_asker_may_not() -> None:
    assert ask("/export bad").refused


def test_refusal_says_so_when_no_role_holds_the_permission() -> None:
    with pytest.raises(NotAllowed) as refusal:
        Rights().require(Permission.APPROVE)
    note = refusal.value.reply("/approve").blocks[1]
    assert isinstance(note, Note)
    assert "No role has the permission approve yet. Yours: none." in translator("en").message(
        note.message
    )


@pytest.mark.parametrize(
    ("line", "roles", "counted"),
    [
        ("/export", ("analyst",), ("export", "answered")),
        ("/export", (), ("export", "refused")),
        ("/export bad", ("analyst",), ("export", "broken")),
        ("/exprot", (), ("", "failed")),
    ],
)
def test_question_is_counted_by_outcome_when_answered(
    line: str, roles: tuple[str, ...], counted: tuple[str, Outcome]
) -> None:
    told: list[tuple[str, str, Outcome]] = []
    ask(line, *roles, count=lambda *what: told.append(what[:3]))
    assert told == [("slack", *counted)]


@pytest.mark.parametrize(("line", "refused"), [("/hello", False), ("/export", True)])
def test_schedule_may_ask_and_no_more_when_nobody_may(line: str, refused: bool) -> None:
    assert ask(line, person="").refused is refused
