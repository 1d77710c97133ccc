"""The app's manifest: everything Slack must know of it, made from what the bot can do.

`agent_view` is left out on purpose: it would turn direct messages into an agent's own threads
and asks for a scope of its own, and nothing here streams.
"""

from collections.abc import Mapping
from typing import Any

from bot.i18n import Translator
from bot.platforms.slack.http import PATH
from bot.platforms.slack.names import OWN, slash_names
from commands.kit.cards import Card
from commands.kit.message import msg
from commands.kit.usage import usage_message

NAME = "Tidebell"
COLOUR = "#0b4f6c"

SCOPES = {
    "app_mentions:read": "hear questions that mention the app",
    "channels:history": "hear questions in public channels it was invited to; find its own posts",
    "chat:write": "post, edit and delete its answers",
    "commands": "slash commands and shortcuts",
    "files:read": "see that an uploaded chart is ready",
    "files:write": "upload charts",
    "groups:history": "the same as channels:history, in private channels",
    "im:history": "hear questions in direct messages",
    "im:write": "open a direct message, for reports and warnings to a person",
    "reactions:read": "see ❌ (take the answer away) and 📌 on its answers",
    "usergroups:read": "roles by user group",
    "users:read": "a person's name, language and time zone",
}
"""The scopes of the bot token, each with what it is for. There is nothing they do not serve."""

APP_SCOPES = ("connections:write",)
"""The scopes of the app token, for Socket Mode."""

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "tokens_revoked",
)

_DESCRIPTION = msg("The growth team's numbers, their causes and charts, where you talk.")
_LONG = msg(
    "Ask in a channel, a thread or a direct message, in Chinese or English: how sales went, what "
    "moved them, whether the target will be reached. Tidebell answers with numbers that add up, "
    "the comparison they were set against, how fresh the data are, and a chart; and it posts the "
    "reports you subscribe to, on time and once."
)


def manifest(
    commands: Mapping[str, Card], reader: Translator, url: str | None = None
) -> dict[str, Any]:
    """The manifest as JSON types, its texts in the reader's language.

    `commands` by name. `url`: where Slack reaches the bot over HTTPS (`https://host`); None for
    Socket Mode, which needs no address.
    """
    address = url and url.rstrip("/") + PATH
    description, long_description = reader.message(_DESCRIPTION), reader.message(_LONG)
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": NAME,
            "description": description[:140],
            "long_description": long_description,
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME.lower(), "always_online": True},
            "shortcuts": _shortcuts(reader),
            "slash_commands": [
                _slash(name, commands, reader, address) for name in slash_names(commands)
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": _settings(address),
    }


def _shortcuts(reader: Translator) -> list[dict[str, str]]:
    explain = msg("Explain this"), msg("Asks about the figures in a message")
    ask = msg("Ask Tidebell"), msg("Opens a form to put a question together")
    return [
        _shortcut("message", "explain", *(reader.message(one) for one in explain)),
        _shortcut("global", "ask", *(reader.message(one) for one in ask)),
    ]


def _shortcut(kind: str, callback: str, name: str, description: str) -> dict[str, str]:
    told = {"name": name[:24], "description": description[:150]}
    return {"type": kind, "callback_id": callback} | told


def _slash(
    name: str, commands: Mapping[str, Card], reader: Translator, address: str | None
) -> dict[str, Any]:
    if name == OWN:
        summary, usage = msg("Everything Tidebell can be asked; try help"), msg("[question]")
    else:
        summary, usage = commands[name].summary, usage_message(commands[name].usage)
    told = {
        "command": f"/{name}",
        "description": reader.message(summary)[:2000],
        "usage_hint": reader.message(usage)[:1000],
        "should_escape": True,
    }
    return told | ({"url": address} if address else {})


def _settings(address: str | None) -> dict[str, Any]:
    interactivity: dict[str, Any] = {"is_enabled": True}
    events: dict[str, Any] = {"bot_events": list(EVENTS)}
    if address:
        interactivity |= {"request_url": address, "message_menu_options_url": address}
        events = {"request_url": address} | events
    return {
        "event_subscriptions": events,
        "interactivity": interactivity,
        "org_deploy_enabled": False,
        "socket_mode_enabled": address is None,
        "token_rotation_enabled": False,
    }
