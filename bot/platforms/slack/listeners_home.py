"""App Home: drawn when it is opened and after each change made there."""

from dataclasses import dataclass

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot.i18n import LOCALES, nearest
from bot.platforms.slack.elements import Json
from bot.platforms.slack.home import END, LANGUAGE, home_view
from bot.platforms.slack.identity import refused_code
from bot.platforms.slack.voice import voice
from bot.platforms.slack.workspace import Workspace


@dataclass(frozen=True)
class HomeListeners:
    """Listens to what happens on App Home."""

    workspace: Workspace

    def register(self, app: App) -> None:
        """Have it come here."""
        app.event("app_home_opened")(self.opened)
        app.action(LANGUAGE)(self.language_chosen)
        app.action(END)(self.subscription_ended)

    def opened(self, event: Json) -> None:
        """Draw the tab afresh; the event also comes for the messages tab."""
        if event.get("tab") == "home":
            seen = (event.get("view") or {}).get("hash")
            self.workspace.later.do(self._draw, event["user"], seen)

    def language_chosen(self, ack: Ack, action: Json, body: Json) -> None:
        """Remember the language, and speak it at once."""
        chosen = action["selected_option"]["value"]
        if chosen in LOCALES:
            self.workspace.actions.choose_language(body["user"]["id"], chosen)
            self.workspace.later.do(self._draw, body["user"]["id"], body["view"]["hash"])
        ack()

    def subscription_ended(self, ack: Ack, action: Json, body: Json) -> None:
        """End a report, and show that it is gone."""
        self.workspace.later.do(
            self._end, body["user"]["id"], action["value"], body["view"]["hash"]
        )
        ack()

    def _end(self, person: str, subscription: str, seen: str) -> None:
        # Not at once: whether a person may end it is asked of Slack.
        self.workspace.actions.end_subscription(person, subscription)
        self._draw(person, seen)

    def _draw(self, person: str, seen: str | None) -> None:
        """Show the state as it is now in place of the view `seen`.

        Where somebody (another tab, another replica) was faster, what they drew may be older
        than what is known now: it is drawn once more, over whatever stands there.
        """
        try:
            self._publish(person, seen)
        except SlackApiError as error:
            if refused_code(error) != "hash_conflict":
                raise
            self._publish(person, None)

    def _publish(self, person: str, seen: str | None) -> None:
        # First what may ask Slack who this is: their language comes of it.
        page = self.workspace.actions.home(person)
        language = nearest(self.workspace.actions.language(person))
        view = home_view(page, language, voice(language))
        self.workspace.client.views_publish(user_id=person, hash=seen, view=view)
