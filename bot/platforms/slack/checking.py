"""Whether Slack takes the tokens, and whether they may do what the bot does."""

from collections.abc import Iterator, Mapping

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.finding import Finding
from bot.platforms.slack.calls import web_client
from bot.platforms.slack.identity import (
    NO_BOT,
    UNREACHABLE,
    is_of_a_bot,
    refused_code,
    start_error,
)
from bot.platforms.slack.manifest import SCOPES
from bot.settings import Slack

_INSTALL = "install the app again"


def examine(settings: Slack) -> Iterator[Finding]:
    """Every finding; asks Slack, and changes nothing there."""
    if settings.bot_token is None:
        yield Finding("Slack: not set up")
        return
    client = web_client(settings.bot_token.get_secret_value(), settings.api)
    try:
        whose = client.auth_test()
        if is_of_a_bot(whose):
            yield Finding(f"Slack: {whose['user']} in the workspace {whose['team']}")
            yield _scopes(whose.headers)
            yield from _groups(client, settings)
        else:
            yield _wrong(NO_BOT)
    except SlackApiError as error:
        yield _refused("bot_token", error)
    except UNREACHABLE as error:
        yield _unreachable(error)
    if settings.mode == "socket":
        yield _app_token(settings)
    else:
        yield Finding("Slack signing secret: set; only a request from Slack shows if it is right")


def _scopes(headers: Mapping[str, str]) -> Finding:
    told = {name.lower(): value for name, value in headers.items()}.get("x-oauth-scopes", "")
    granted = {scope.strip() for scope in told.split(",")} - {""}
    if missing := [scope for scope in SCOPES if scope not in granted]:
        lacking = "; ".join(f"{scope} ({SCOPES[scope]})" for scope in missing)
        return Finding(
            f"Slack scopes: missing {lacking}",
            f"add them (tidebell manifest slack lists all), then {_INSTALL}",
        )
    beyond = sorted(granted - SCOPES.keys())
    needless = f"; not needed: {', '.join(beyond)}" if beyond else ""
    return Finding(f"Slack scopes: all {len(SCOPES)} are granted{needless}")


def _groups(client: WebClient, settings: Slack) -> Iterator[Finding]:
    for group, roles in settings.groups.items():
        try:
            found = client.usergroups_users_list(usergroup=group)
        except SlackApiError as error:
            yield Finding(
                f"Slack user group {group}: {refused_code(error)}",
                "put the group's id (it begins with S) into slack.groups",
            )
        else:
            count = len(found.get("users") or ())
            yield Finding(f"Slack user group {group}: {count} people are {', '.join(roles)}")


def _app_token(settings: Slack) -> Finding:
    token = settings.app_token.get_secret_value() if settings.app_token else None
    try:
        _ticket(web_client(token, settings.api))
    except SlackApiError as error:
        return _refused("app_token", error)
    except UNREACHABLE as error:
        return _unreachable(error)
    return Finding("Slack app token: opens connections")


def _ticket(client: WebClient) -> SlackResponse:
    """Asks for the address of a socket, which is not opened."""
    return client.api_call("apps.connections.open")


def _refused(setting: str, error: SlackApiError) -> Finding:
    sentence = start_error(setting, error)
    if isinstance(sentence, SlackApiError):
        code = refused_code(error) or f"status {error.response.status_code}"
        return Finding(f"Slack: slack.{setting}: {code}", "try again in a minute")
    return _wrong(sentence)


def _wrong(sentence: Exception) -> Finding:
    what, _, mend = str(sentence).partition(": ")
    return Finding(f"Slack: {what}", mend)


def _unreachable(error: Exception) -> Finding:
    reason = getattr(error, "reason", error)
    return Finding(
        f"Slack: cannot be reached ({reason})",
        "let this machine reach slack.com on port 443, or set slack.api",
    )
