"""Who we are in Slack, asked once at the start; what is wrong with the token is said then."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.platforms.base import StartError

UNREACHABLE = (SlackClientError, OSError, HTTPException)
"""What a call raises that did not get through, besides Slack's own refusals."""

_MENDS = {
    "invalid_auth": "it is no token of an installed app: install the app and copy it anew",
    "not_authed": "it is empty: copy it from the app's page",
    "account_inactive": "the app was uninstalled: install it again and copy the new one",
    "token_revoked": "it was revoked: install the app again and copy the new one",
    "token_expired": "it has expired: turn token rotation off, or copy the new one",
    "not_allowed_token_type": "it is of the wrong kind: bot tokens begin with xoxb-, "
    "app tokens with xapp-",
    "missing_scope": "it lacks a scope: `tidebell check` says which",
    "no_permission": "it lacks a scope: `tidebell check` says which",
    "forbidden_team": "the app may not be used in this workspace",
    "team_access_not_granted": "the app may not be used in this workspace",
}


@dataclass(frozen=True)
class Identity:
    """Our app in its workspace: Slack's ids. `enterprise` is empty outside Enterprise Grid."""

    team: str
    user: str
    bot: str
    enterprise: str = ""

    def installed_for(self, team: str | None, enterprise: str | None) -> bool:
        """Whether what comes from this workspace is for us; without `team`, from one of this
        organisation, as what comes from an app installed for all of it."""
        if team:
            return team == self.team
        return bool(enterprise) and enterprise == self.enterprise


NO_BOT = StartError(f"slack.bot_token is no bot's: {_MENDS['not_allowed_token_type']}")


def is_of_a_bot(found: Mapping[str, Any] | SlackResponse) -> bool:
    """Whether Slack named somebody who can post: of an app token it names the app alone."""
    return bool(found.get("user_id"))


def identify(client: WebClient) -> Identity:
    """Ask Slack whose the bot token is.

    StartError where it is refused; one of UNREACHABLE where Slack cannot be reached now.
    """
    try:
        found: dict[str, Any] = dict(client.auth_test().data)  # type: ignore[arg-type]
    except SlackApiError as error:
        raise start_error("bot_token", error) from error
    if not is_of_a_bot(found):
        raise NO_BOT
    return Identity(
        team=found["team_id"],
        user=found["user_id"],
        bot=found.get("bot_id") or "",
        enterprise=found.get("enterprise_id") or "",
    )


def start_error(setting: str, error: SlackApiError) -> Exception:
    """The refusal as a sentence with its mend; itself where it may pass by waiting."""
    code = refused_code(error)
    if code not in _MENDS:
        return error
    return StartError(f"slack.{setting} is refused ({code}): {_MENDS[code]}")


def refused_code(error: SlackApiError) -> str:
    """Slack's own word for the refusal; empty where it gave none."""
    data = error.response.data
    return str(data.get("error", "")) if isinstance(data, dict) else ""
