"""What is said and shown by events: messages, mentions, edits, reactions, the app's own fate."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import sleep

from slack_bolt import App

from bot.platforms.base import Inbound
from bot.platforms.slack.elements import Json
from bot.platforms.slack.workspace import Workspace
from commands.kit.message import msg
from commands.kit.values import Count

LATE, TOO_LATE = timedelta(minutes=10), timedelta(hours=6)
AGAIN_AFTER, FRESH_SECONDS = (1.0, 3.0, 10.0, 0.0), 60.0
REMOVE, PIN = "x", "pushpin"

REVOKED = msg("Slack has revoked my token: install the app again and put its new token in place.")
UNINSTALLED = msg("The app was uninstalled from Slack: nothing more arrives until it is back.")


@dataclass(frozen=True)
class SaidListeners:
    """Listens to events. Deletions need no listener: an answer stays for those who read it."""

    workspace: Workspace

    def register(self, app: App) -> None:
        """Have Slack's events come here."""
        app.event("app_mention")(self.said)
        app.event("message")(self.said)
        app.event("reaction_added")(self.reacted)
        app.event("tokens_revoked")(self.revoked)
        app.event("app_uninstalled")(self.uninstalled)

    def said(self, event: Json, body: Json) -> None:
        """Keep what is a question, unless it arrives so late that nobody waits any more."""
        edited = event.get("subtype") == "message_changed"
        questions = self.workspace.questions
        question = questions.edited(event) if edited else questions.said(event)
        if question and (timely := self._in_time(question, body)):
            self.workspace.ask(timely)

    def reacted(self, event: Json) -> None:
        """❌ on an answer takes it away where the asker says so; 📌 is noted."""
        item, person = event["item"], event["user"]
        if item.get("type") != "message":
            return
        if event["reaction"] == REMOVE and event.get("item_user") == self.workspace.me.user:
            rests = rests_after(event)
            self.workspace.later.do(self._withdraw, person, item["channel"], item["ts"], rests)
        elif event["reaction"] == PIN:
            at = datetime.fromtimestamp(float(event["event_ts"]), UTC)
            self.workspace.actions.pin(person, item["channel"], item["ts"], at)

    def _withdraw(self, person: str, channel: str, place: str, rests: tuple[float, ...]) -> None:
        for seconds in rests:
            if self.workspace.actions.withdraw(person, channel, place):
                return
            sleep(seconds)

    def revoked(self, event: Json, body: Json) -> None:
        """Tell the operator where it is the bot's own token."""
        if self.workspace.me.user in (event.get("tokens") or {}).get("bot", ()):
            self.workspace.warn(f"slack:{body['event_id']}", REVOKED)

    def uninstalled(self, body: Json) -> None:
        """Tell the operator."""
        self.workspace.warn(f"slack:{body['event_id']}", UNINSTALLED)

    def _in_time(self, question: Inbound, body: Json) -> Inbound | None:
        """The question, with a note where Slack delivers it late; None where far too late."""
        happened = datetime.fromtimestamp(body["event_time"], UTC)
        age = self.workspace.clock.now() - happened
        if age > TOO_LATE:
            self.workspace.metrics.count_refusal("too late")
            return None
        if age <= LATE:
            return question
        minutes = Count(number=round(age.total_seconds() / 60))
        note = msg("Slack delivered this question {minutes} minutes late.", minutes=minutes)
        return question.model_copy(update={"opening": (note,)})


def rests_after(event: Json) -> tuple[float, ...]:
    """The seconds to wait after each attempt to take the crossed out message away.

    Somebody quick reacts before Slack's answer to our post has told us where it stands. Of an
    older one that is known, or forgotten: whoever crosses out a hundred of those keeps nobody
    waiting.
    """
    age = float(event["event_ts"]) - float(event["item"]["ts"])
    return AGAIN_AFTER if age < FRESH_SECONDS else AGAIN_AFTER[-1:]
