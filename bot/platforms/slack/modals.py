"""Opening the form and showing what another command takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from slack_sdk.errors import SlackApiError

from bot.platforms.slack.elements import Json
from bot.platforms.slack.filling import values_of
from bot.platforms.slack.forms import Where, ask_form
from bot.platforms.slack.identity import UNREACHABLE, refused_code
from bot.platforms.slack.voice import voice
from bot.platforms.slack.workspace import Workspace
from commands.kit.message import msg
from commands.kit.values import Name

EXPIRED = msg("Slack was too slow to open the form; please try again.")
REFUSED = msg("Slack did not open the form; type the command instead, or /help.")
_FIRST = "gmv"
_TOO_SLOW = ("expired_trigger_id", "exchanged_trigger_id", "trigger_expired")
_OUTDATED = ("hash_conflict", "not_found")


@dataclass(frozen=True)
class Modals:
    """Shows forms; each call to Slack is made off the way of what comes in."""

    workspace: Workspace

    def open(self, person: str, trigger: str, where: Where, chosen: str = "") -> None:
        """Open the form within the three seconds that a trigger lives."""
        form = self._form(person, chosen, where)
        self.workspace.later.do(self._open, person, trigger, where, form)

    def edit(self, person: str, trigger: str, where: Where, line: str) -> None:
        """Open the form of a command line, filled with what the line says."""
        self.workspace.later.do(self._edit, person, trigger, where, line)

    def show(self, person: str, view: Json, where: Where, chosen: str) -> None:
        """Show what another command takes in a form that is open."""
        form = self._form(person, chosen, where)
        self.workspace.later.do(self._update, view, form)

    def _form(
        self,
        person: str,
        chosen: str,
        where: Where,
        values: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> Json:
        known = self.workspace.commands
        first = chosen if chosen in known else _FIRST if _FIRST in known else next(iter(known))
        said = voice(self.workspace.actions.language(person))
        return ask_form(known, first, where, said, values)

    def _edit(self, person: str, trigger: str, where: Where, line: str) -> None:
        name = line.removeprefix("/").partition(" ")[0]
        command = self.workspace.commands.get(name)

        def reads(field: str, text: str) -> bool:
            return self.workspace.actions.mistake(person, name, field, text) is None

        values = values_of(command, line, reads) if command else None
        if values is None:
            change = msg("Copy this line, change it and send it: {line}", line=Name(text=line))
            self.workspace.telling.tell(person, where.channel, where.thread, change)
            return
        self._open(person, trigger, where, self._form(person, name, where, values))

    def _open(self, person: str, trigger: str, where: Where, form: Json) -> None:
        try:
            self.workspace.client.views_open(trigger_id=trigger, view=form)
        except (SlackApiError, *UNREACHABLE) as error:
            is_late = not isinstance(error, SlackApiError) or refused_code(error) in _TOO_SLOW
            told = EXPIRED if is_late else REFUSED
            self.workspace.telling.tell(person, where.channel, where.thread, told)
            if not is_late:
                raise

    def _update(self, view: Json, form: Json) -> None:
        # By the hash, a form that changed meanwhile (the next choice was faster) stays as it is.
        try:
            self.workspace.client.views_update(view_id=view["id"], hash=view["hash"], view=form)
        except SlackApiError as error:
            if refused_code(error) not in _OUTDATED:
                raise
