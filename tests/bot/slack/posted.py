"""Messages of ours, as the poster would put them into the workspace."""

from typing import Any

from slack_sdk import WebClient

from bot.platforms.slack.elements import actions, button, menu, option, section
from tests.doubles.slack import SlackDouble


def post(slack: SlackDouble, channel: str, text: str, *elements: Any, **more: Any) -> str:
    """A message with these buttons and menus; gives its ts."""
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    blocks = [section(text), actions(list(elements))] if elements else [section(text)]
    said = client.chat_postMessage(channel=slack.channel(channel), text=text, blocks=blocks, **more)
    return str(said["ts"])


def hide(slack: SlackDouble, channel: str, reader: str, *elements: Any) -> str:
    """The same for one person's eyes."""
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    said = client.chat_postEphemeral(
        channel=slack.channel(channel),
        user=slack.user(reader),
        text="for you",
        blocks=[actions(list(elements))],
    )
    return str(said["message_ts"])


DRILL = button("By channel", "ask:0", "/gmv yesterday by channel")
MORE = button("More", "more", "re:slack:C1:1")
CHOICES = menu("Choose a question", "ask:1", [option("Target", "/target"), option("Help", "/help")])
