"""What Slack's refusals mean: for the one who asked, and for the one who can mend it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.platforms.base import Impossible, PostError, TooFast, Unsure
from commands.kit.message import Msg, msg
from commands.kit.values import Name

# Refusals after which Slack may have carried the call out all the same.
PERHAPS_DONE = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
    | {"team_added_to_org", "accesslimited"}
)
# Calls whose rest period is the workspace's, not one channel's.
ONE_CHANNEL = frozenset({"chat.postMessage", "chat.postEphemeral"})
NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel"})
BAD_BLOCKS = frozenset({"invalid_blocks", "msg_blocks_too_long", "invalid_blocks_format"})
BAD_BLOCKS |= {"invalid_attachments"}
_DEFAULT_REST = 30.0
# Anything else is no word of Slack's but the page of something between it and us.
_WORD = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True)
class Trouble:
    """`sentence` for the one who asked, `mend` for the operator."""

    sentence: Msg
    mend: Msg


_TOKEN = Trouble(
    msg("Slack no longer lets me in. The operator has been told."),
    msg("Install the app in the workspace again and put its new bot token into the environment."),
)
_CLOSED = Trouble(
    msg("I am not allowed to post in that channel."),
    msg("Let the app post there in the channel's settings, or choose another channel."),
)
_AWAY = Trouble(
    msg("I am not in that channel: invite me with /invite @Tidebell."),
    msg("Invite the app into the channel with /invite."),
)
_ARCHIVED = Trouble(
    msg("That channel is archived, so I cannot post in it."),
    msg("Restore the channel, or send what goes there to another one with /subscribe."),
)
_FIXED = Trouble(
    msg("That message can no longer be changed."),
    msg("Allow the app to edit messages without a time limit, or leave the message as it is."),
)
_LONG = Trouble(
    msg("That answer is too long for Slack."),
    msg("Ask for a shorter period or fewer rows; report the command, for this should not happen."),
)
_THREAD = Trouble(
    msg("The thread I wanted to answer in is gone."),
    msg("Nothing to do: somebody deleted the message the thread hangs on."),
)
_PERSON = Trouble(
    msg("I cannot write to that person."),
    msg("The person has left the workspace, or may not be written to by apps."),
)

TROUBLES: dict[str, Trouble] = {
    "invalid_auth": _TOKEN,
    "not_authed": _TOKEN,
    "token_revoked": _TOKEN,
    "token_expired": _TOKEN,
    "account_inactive": _TOKEN,
    "org_login_required": _TOKEN,
    "not_in_channel": _AWAY,
    "channel_not_found": _AWAY,
    "is_archived": _ARCHIVED,
    "restricted_action": _CLOSED,
    "restricted_action_read_only_channel": _CLOSED,
    "restricted_action_thread_only_channel": _CLOSED,
    "restricted_action_non_threadable_channel": _CLOSED,
    "restricted_action_thread_locked": _CLOSED,
    "no_permission": _CLOSED,
    "ekm_access_denied": _CLOSED,
    "team_access_not_granted": _CLOSED,
    "user_not_in_channel": _PERSON,
    "user_not_found": _PERSON,
    "cannot_dm_bot": _PERSON,
    "messages_tab_disabled": _PERSON,
    "msg_too_long": _LONG,
    "msg_blocks_too_long": _LONG,
    "cant_update_message": _FIXED,
    "edit_window_closed": _FIXED,
    "cant_delete_message": _FIXED,
    "compliance_exports_prevent_deletion": _FIXED,
    "invalid_thread_ts": _THREAD,
    "thread_not_found": _THREAD,
}


class Refused(PostError):
    """Slack said no. `code` is its word for it, `details` what it says beside."""

    def __init__(self, method: str, code: str, details: tuple[str, ...], needed: str) -> None:
        super().__init__(f"{method}: {code} {'; '.join(details)}".rstrip())
        self.method, self.code, self.details, self.needed = method, code, details, needed


def refusal(method: str, error: SlackApiError, *, repeatable: bool) -> PostError:
    """What the call's failure means; `repeatable`: doing it twice does no harm."""
    response = error.response
    data = response.data if isinstance(response.data, dict) else {}
    code = str(data.get("error", ""))
    if response.status_code == 429 or code in ("ratelimited", "rate_limited"):
        return TooFast(rest(response.headers), everywhere=method not in ONE_CHANNEL)
    if response.status_code >= 500 or code in PERHAPS_DONE or not _WORD.fullmatch(code):
        said = f"{method}: {response.status_code} {code}"
        return PostError(said) if repeatable else Unsure(said)
    details = (data.get("response_metadata") or {}).get("messages") or data.get("errors") or ()
    return Refused(method, code, tuple(map(str, details)), str(data.get("needed", "")))


def impossible(refused: Refused) -> Impossible:
    """The refusal as something that will not work however often it is tried."""
    if refused.code == "missing_scope":
        trouble = _missing(refused)
    else:
        trouble = TROUBLES.get(refused.code) or _unknown(refused)
    return Impossible(trouble.sentence, trouble.mend, f"{refused.method} {refused.code}")


def _missing(refused: Refused) -> Trouble:
    scope = Name(text=refused.needed)
    return Trouble(
        msg("Slack has not given me the right to do that. The operator has been told."),
        msg("Add the scope {scope} to the app and install it again.", scope=scope),
    )


def _unknown(refused: Refused) -> Trouble:
    code, method = Name(text=refused.code), Name(text=refused.method)
    return Trouble(
        msg("Slack did not take this message ({code}).", code=code),
        msg("Look up {code} among the errors of {method}.", code=code, method=method),
    )


def rest(headers: Mapping[str, str]) -> float:
    """The seconds of `Retry-After`; half a minute where it is missing or no number."""
    values = [value for name, value in headers.items() if name.lower() == "retry-after"]
    try:
        return max(0.0, float(values[0]))
    except (IndexError, ValueError):
        return _DEFAULT_REST
