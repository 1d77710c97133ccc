"""The forms: opened by a shortcut or a button, filled with the shop's words, read."""

from collections.abc import Mapping, Sequence
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass

from slack_bolt import Ack, App

from bot.platforms.base import Inbound
from bot.platforms.slack.elements import Json
from bot.platforms.slack.forms import (
    ASK_FORM,
    COMMAND,
    FIELD,
    Where,
    block_of,
    choices,
    command_and_field,
    kept_where,
    line_of,
)
from bot.platforms.slack.home import OPEN_FORM
from bot.platforms.slack.modals import Modals
from bot.platforms.slack.questions import PLATFORM, is_direct
from bot.platforms.slack.workspace import Workspace
from commands.kit.message import Msg, msg
from commands.kit.words import LONGEST_LINE

CHECK_SECONDS = 1.5
"""How long a form may be looked at: Slack waits three seconds. What is not known to be wrong by
then is asked as it is, and the answer says what is wrong."""

TOO_LONG = msg("That is too long for a command.")


@dataclass(frozen=True)
class ModalListeners:
    """Listens to forms. Another form is another few lines in `register`."""

    workspace: Workspace

    def register(self, app: App) -> None:
        """Have them come here."""
        app.shortcut(ASK_FORM)(self.wanted)
        app.action(OPEN_FORM)(self.wanted)
        app.action(COMMAND)(self.chosen)
        app.options(FIELD)(self.suggested)
        app.view(ASK_FORM)(self.submitted)

    def wanted(self, ack: Ack, body: Json) -> None:
        """A shortcut or a button that opens the form; a button may name the command."""
        person = body["user"]["id"]
        where = Where((body.get("channel") or {}).get("id") or person)
        (pressed,) = body.get("actions") or [{}]
        Modals(self.workspace).open(person, body["trigger_id"], where, pressed.get("value", ""))
        ack()

    def chosen(self, ack: Ack, body: Json, action: Json) -> None:
        """Another command was chosen: the form then shows what it takes."""
        person, view = body["user"]["id"], body["view"]
        where = kept_where(view["private_metadata"], person)
        Modals(self.workspace).show(person, view, where, action["selected_option"]["value"])
        ack()

    def suggested(self, ack: Ack, body: Json) -> None:
        """Words for a box, while somebody types in it."""
        command, field = command_and_field(body["block_id"])
        typed = body.get("value") or ""
        words = self.workspace.actions.words(body["user"]["id"], command, field, typed)
        ack(options=choices(words, typed))

    def submitted(self, ack: Ack, body: Json, view: Json) -> None:
        """Ask what the form says, or say in the form what is wrong with it."""
        person, values = body["user"]["id"], view["state"]["values"]
        chosen = values[COMMAND][COMMAND]["selected_option"]["value"]
        filled = _filled(values, chosen)
        line = line_of(self.workspace.commands[chosen], filled)
        wrong = self._mistakes(person, chosen, filled, line)
        if not wrong and (refused := self.workspace.asking.ask(_question(body, line))):
            wrong = {COMMAND: refused}
        told = {block: self.workspace.telling.words(person, one) for block, one in wrong.items()}
        ack({"response_action": "errors", "errors": told} if told else "")

    def _mistakes(
        self, person: str, command: str, filled: Mapping[str, Sequence[str]], line: str
    ) -> dict[str, Msg]:
        if len(line) > LONGEST_LINE:
            return {COMMAND: TOO_LONG}
        check = self.workspace.later.executor.submit(self._wrong, person, command, filled)
        try:
            return check.result(timeout=CHECK_SECONDS)
        except NotInTime:
            return {}

    def _wrong(
        self, person: str, command: str, filled: Mapping[str, Sequence[str]]
    ) -> dict[str, Msg]:
        """What is wrong, by the box it is in."""
        mistake = self.workspace.actions.mistake
        each = ((name, text) for name, texts in filled.items() for text in texts)
        found = ((name, mistake(person, command, name, text)) for name, text in each)
        return {block_of(command, name): wrong for name, wrong in found if wrong}


def _filled(values: Json, command: str) -> dict[str, list[str]]:
    """What was chosen in each box of the command."""
    boxes = {block: box[FIELD] for block, box in values.items() if FIELD in box}
    return {
        command_and_field(block)[1]: _values(box)
        for block, box in boxes.items()
        if command_and_field(block)[0] == command
    }


def _values(box: Json) -> list[str]:
    if channel := box.get("selected_conversation"):
        return [f"#{channel}"]
    chosen = box.get("selected_options") or [box.get("selected_option")]
    return [option["value"] for option in chosen if option]


def _question(body: Json, line: str) -> Inbound:
    person = body["user"]["id"]
    where = kept_where(body["view"]["private_metadata"], person)
    return Inbound(
        key=f"{PLATFORM}:view:{body['view']['id']}",
        platform=PLATFORM,
        channel=where.channel,
        text=line,
        person=person,
        thread=where.thread,
        direct=is_direct(where.channel),
    )
