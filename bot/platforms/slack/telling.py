"""Short words to one person, said at once and at most once; answers go another way."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.platforms.slack.identity import UNREACHABLE, refused_code
from bot.platforms.slack.later import Later
from bot.platforms.slack.questions import is_direct
from bot.platforms.slack.text import escaped
from bot.platforms.slack.voice import voice
from bot.state.errors import StateError
from commands.kit.message import Msg

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Telling:
    """Says a sentence where a person is, for their eyes only.

    `language`: the one to speak in to a person; `default` where that cannot be known now. It is
    sent by `later`, never within a request.
    """

    client: WebClient
    language: Callable[[str], str]
    default: str
    later: Later

    def tell(self, person: str, channel: str, thread: str | None, sentence: Msg) -> None:
        """Say it soon; where Slack does not take it, it is only logged."""
        self.later.do(self._send, person, channel, thread, sentence)

    def words(self, person: str, sentence: Msg) -> str:
        """The sentence in the person's language, as Slack takes it."""
        try:
            language = self.language(person)
        except StateError:  # which may be the very thing there is to tell
            language = self.default
        return escaped(voice(language).say(sentence))

    def _send(self, person: str, channel: str, thread: str | None, sentence: Msg) -> None:
        text = self.words(person, sentence)
        try:
            if is_direct(channel):
                self.client.chat_postMessage(channel=channel, text=text, thread_ts=thread)
            else:
                self.client.chat_postEphemeral(
                    channel=channel, user=person, text=text, thread_ts=thread
                )
        except SlackApiError as error:
            logger.warning("a short message could not be sent: %s", refused_code(error))
        except UNREACHABLE as error:
            logger.warning("a short message could not be sent: %s", type(error).__name__)
