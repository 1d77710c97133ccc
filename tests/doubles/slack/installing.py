"""An app's manifest becomes the double's settings: what it may do, is told and offers."""

from collections.abc import Mapping
from typing import Any


def settings_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Keywords for SlackDouble: name, scopes, events, commands and shortcuts of a manifest."""
    features = manifest.get("features", {})
    settings = manifest.get("settings", {})
    commands = features.get("slash_commands", [])
    shortcuts = features.get("shortcuts", [])
    return {
        "app_name": manifest["display_information"]["name"],
        "bot_scopes": tuple(manifest["oauth_config"]["scopes"].get("bot", ())),
        "events": tuple(settings.get("event_subscriptions", {}).get("bot_events", ())),
        "interactive": settings.get("interactivity", {}).get("is_enabled", False),
        "commands": tuple(one["command"] for one in commands),
        "escaped_commands": all(one.get("should_escape", False) for one in commands),
        "shortcuts": _titles(shortcuts, "message"),
        "global_shortcuts": _titles(shortcuts, "global"),
    }


def _titles(shortcuts: list[dict[str, str]], kind: str) -> dict[str, str]:
    return {one["callback_id"]: one["name"] for one in shortcuts if one["type"] == kind}
