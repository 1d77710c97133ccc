"""What is typed as a slash command, pressed or chosen."""

import re
from dataclasses import dataclass

from slack_bolt import Ack, App

from bot.platforms.slack.controls import ASK, EDIT, MORE
from bot.platforms.slack.elements import Json
from bot.platforms.slack.forms import Where, kept_where
from bot.platforms.slack.modals import Modals
from bot.platforms.slack.reading import read_line
from bot.platforms.slack.workspace import Workspace

EXPLAIN = "explain"
ANYTHING = "/tidebell"
"""The command that takes any other, also those whose answer is nobody else's business."""

_ANY = re.compile("")
_ASKS = re.compile(rf"^{ASK}(:|$)")
_EDITS = re.compile(rf"^{EDIT}(:|$)")
_LONGEST_TEXT = 300
_FORM = re.compile(r"^/?(?:ask|提问)(?:\s+/?([\w-]+))?$", re.IGNORECASE)
_COMMAND = re.compile(r"/([^\s/]+)")


@dataclass(frozen=True)
class PressedListeners:
    """Listens to slash commands, buttons, menus and the message shortcut."""

    workspace: Workspace

    def register(self, app: App) -> None:
        """Have them come here."""
        app.command(_ANY)(self.typed)
        app.action(_ASKS)(self.pressed)
        app.action(_EDITS)(self.edited)
        app.action(MORE)(self.unfolded)
        app.shortcut(EXPLAIN)(self.explained)

    def typed(self, ack: Ack, body: Json) -> object:
        """A slash command; `/tidebell ask` opens the form."""
        question = self.workspace.questions.typed(body, self.workspace.clock.now())
        if wanted := _FORM.match(question.text):
            where = Where(question.channel, question.thread)
            Modals(self.workspace).open(question.person, body["trigger_id"], where, wanted[1] or "")
            return ack()
        if sentence := self.workspace.asking.ask(question):
            return ack(self.workspace.telling.words(question.person, sentence))
        # Slack then shows the channel what was typed and by whom: whose question an answer is to.
        return ack(response_type="in_channel") if body["command"] != ANYTHING else ack()

    def pressed(self, ack: Ack, action: Json, body: Json) -> None:
        """A button or a menu that carries a command line."""
        line = action.get("value") or action["selected_option"]["value"]
        self._ask(body, line)
        ack()

    def edited(self, ack: Ack, action: Json, body: Json) -> None:
        """A button whose command line is to be changed before it is asked."""
        now = self.workspace.clock.now()
        asked = self.workspace.questions.pressed(body, action["value"], now)
        where = kept_where(Where(asked.channel, asked.thread).kept(), asked.person)
        Modals(self.workspace).edit(asked.person, body["trigger_id"], where, asked.text)
        ack()

    def unfolded(self, ack: Ack, action: Json, body: Json) -> None:
        """The button that shows the rest of an answer."""
        channel = body["channel"]["id"]
        self.workspace.actions.unfold(body["user"]["id"], channel, action["value"])
        ack()

    def explained(self, ack: Ack, body: Json) -> None:
        """Ask about a message: why, where that can be asked, else what the message asks."""
        self._ask(body, self._about(body["channel"]["id"], body["message"]))
        ack()

    def _ask(self, body: Json, line: str) -> None:
        now = self.workspace.clock.now()
        self.workspace.ask(self.workspace.questions.pressed(body, line, now))

    def _about(self, channel: str, message: Json) -> str:
        """The command line that asks about a message, else its own words."""
        text = read_line(message.get("text") or "", self.workspace.me.user)
        line = self.workspace.actions.asked_at(channel, message["ts"]) or self._command_in(text)
        if line is None:
            return text[:_LONGEST_TEXT]
        asks_why = line.startswith("/why") or "why" not in self.workspace.commands
        return line if asks_why else f"/why {line[1:]}"

    def _command_in(self, text: str) -> str | None:
        names = self.workspace.questions.commands
        found = (one for one in _COMMAND.finditer(text) if one[1].casefold() in names)
        first = next(found, None)
        return text[first.start() :] if first else None
