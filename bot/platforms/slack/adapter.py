"""Slack's events, whichever way they come, through slack-bolt to the listeners.

A listener does what must be durable and nothing else, and Slack is answered after it: what is
acknowledged is kept, and what could not be kept is not acknowledged, so that Slack sends it
again. Nothing waits for a thread of bolt's, and nothing here calls the network.
"""

import logging
import time
from collections.abc import Mapping
from http import HTTPStatus

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.platforms.slack.asking import NOT_KEPT
from bot.platforms.slack.elements import Json
from bot.platforms.slack.listeners_home import HomeListeners
from bot.platforms.slack.listeners_modal import ModalListeners
from bot.platforms.slack.listeners_pressed import PressedListeners
from bot.platforms.slack.listeners_said import SaidListeners
from bot.platforms.slack.workspace import Workspace
from commands.kit.message import Msg, msg

logger = logging.getLogger(__name__)

OLD = msg("This button is from an older version of mine; type the command instead, or /help.")
SLOWED = msg("Slack holds back events of this app: it saw too many within an hour.")
# With no team to compare.
_OF_NOBODY = ("url_verification", "ssl_check")
_LAST_RETRY = 3


class Adapter:
    """Answers each event of Slack with what is to be sent back."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._app = _bolt(workspace)
        for listeners in (SaidListeners, PressedListeners, ModalListeners, HomeListeners):
            listeners(workspace).register(self._app)
        self._app.error(self._failed)

    def answer(self, body: Json, headers: Mapping[str, str]) -> BoltResponse:
        """What Slack gets for a payload: 200 kept, 500 not kept.

        400: it is none of Slack's payloads; 403: it is of another workspace.
        """
        began = time.monotonic()
        try:
            # In this mode bolt takes the payload as it was read.
            request = BoltRequest(body=body, headers=dict(headers), mode="socket_mode")
        except (AttributeError, KeyError, TypeError):
            self._workspace.metrics.count_refusal("malformed")
            return BoltResponse(status=HTTPStatus.BAD_REQUEST)
        if not self._is_ours(request):
            self._workspace.metrics.count_refusal("another workspace")
            return BoltResponse(status=HTTPStatus.FORBIDDEN)
        response = self._app.dispatch(request)
        if response.status == HTTPStatus.OK:
            self._workspace.metrics.count_acknowledgement("slack", time.monotonic() - began)
        return response

    def _is_ours(self, request: BoltRequest) -> bool:
        if request.body.get("type") in _OF_NOBODY or "ssl_check" in request.body:
            return True
        context = request.context
        # Installed for a whole organisation, it hears of all workspaces of that.
        team = None if context.is_enterprise_install else context.team_id
        return self._workspace.me.installed_for(team, context.enterprise_id)

    def _failed(self, error: Exception, body: Json, request: BoltRequest) -> BoltResponse:
        """The one funnel of what no listener knows and of what listeners raise."""
        if isinstance(error, BoltUnhandledRequestError):
            return self._unknown(body)
        logger.error("an event of Slack could not be kept", exc_info=error)
        self._workspace.metrics.count_refusal("not kept")
        return self._not_kept(body, request)

    def _unknown(self, body: Json) -> BoltResponse:
        """Whatever was in a message or a menu of ours once is acknowledged for ever."""
        match body.get("type"):
            case "app_rate_limited":
                key = f"slack:slowed:{body['team_id']}:{body['minute_rate_limited']}"
                self._workspace.warn(key, SLOWED)
            case "block_suggestion" | "dialog_suggestion":
                return _json({"options": []})
            case "event_callback" | "view_closed":
                pass
            case _:
                self._tell(body, OLD)
        return BoltResponse(status=HTTPStatus.OK)

    def _not_kept(self, body: Json, request: BoltRequest) -> BoltResponse:
        """Say so where a person waits; an event is left to be delivered again."""
        kind = body.get("type")
        if kind == "event_callback":
            self._give_up(body.get("event") or {}, request)
            return BoltResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR)
        if kind == "view_submission" and (blocks := body["view"]["state"]["values"]):
            told = self._workspace.telling.words(body["user"]["id"], NOT_KEPT)
            return _json({"response_action": "errors", "errors": {next(iter(blocks)): told}})
        if "command" in body:
            told = self._workspace.telling.words(body["user_id"], NOT_KEPT)
            return BoltResponse(status=HTTPStatus.OK, body=told)
        self._tell(body, NOT_KEPT)
        return BoltResponse(status=HTTPStatus.OK)

    def _give_up(self, event: Json, request: BoltRequest) -> None:
        """After the last delivery of a message there is nothing left but to say so."""
        retries = request.headers.get("x-slack-retry-num", ["0"])[0]
        was_said = event.get("type") in ("message", "app_mention") and event.get("user")
        if was_said and retries == str(_LAST_RETRY):
            told = self._workspace.telling.tell
            told(event["user"], event["channel"], event.get("thread_ts"), NOT_KEPT)

    def _tell(self, body: Json, sentence: Msg) -> None:
        person = (body.get("user") or {}).get("id")
        if person:
            channel = (body.get("channel") or {}).get("id") or person
            thread = (body.get("message") or {}).get("thread_ts")
            self._workspace.telling.tell(person, channel, thread, sentence)


def _bolt(workspace: Workspace) -> App:
    """slack-bolt, told who we are: it verifies no signature and asks Slack nothing by itself."""
    me = workspace.me
    known = AuthorizeResult(
        enterprise_id=me.enterprise or None,
        team_id=me.team,
        bot_id=me.bot,
        bot_user_id=me.user,
        bot_token=workspace.client.token,
    )
    bolt = logging.getLogger(f"{__name__}.bolt")
    bolt.setLevel(logging.ERROR)  # it warns of each token in the environment that it does not use
    return App(
        name="tidebell",
        logger=bolt,
        client=WebClient(),  # calls are made elsewhere, with a token
        authorize=lambda: known,
        request_verification_enabled=False,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        listener_executor=workspace.later.executor,
    )


def _json(body: Json) -> BoltResponse:
    return BoltResponse(status=HTTPStatus.OK, body=body)
