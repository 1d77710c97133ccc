"""From a request of the Web API to its answer: who calls, may they, how often, and what comes."""

from dataclasses import dataclass, field

from tests.doubles.slack.model import Json, Token
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.web import (  # noqa: F401  (they offer their methods)
    assistant,
    chat,
    connecting,
    conversations,
    deleting,
    files,
    identity,
    marking,
    people,
    scheduling,
    streaming,
    views,
)
from tests.doubles.slack.web.bodies import read_arguments
from tests.doubles.slack.web.calls import METHODS, Call, Method, missing_scope
from tests.doubles.slack.web.limits import Limits
from tests.doubles.slack.workspace import Workspace

# They read a form or the query only: a JSON body is as good as none.
FORM_ONLY = {
    "bots.info", "chat.getPermalink", "conversations.history", "conversations.info",
    "conversations.list", "conversations.members", "conversations.replies", "files.info",
    "files.getUploadURLExternal", "pins.list", "reactions.get", "team.info", "usergroups.list",
    "users.info", "users.list", "users.lookupByEmail",
}  # fmt: skip


@dataclass
class Answered:
    """`body` is JSON; `status` is 200 for refusals too, 429 for what is too fast."""

    body: Json
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class WebApi:
    """All methods over one workspace."""

    def __init__(self, world: Workspace) -> None:
        self.world, self.limits = world, Limits()

    def read(self, name: str, content_type: str, body: bytes, query: str) -> Json:
        """The arguments of a request; a Refusal where its body cannot be read."""
        arguments = read_arguments(content_type, body, query)
        if name in FORM_ONLY and content_type.startswith("application/json"):
            return read_arguments("", b"", query)
        return arguments

    def answer(self, name: str, arguments: Json, authorization: str, json: bool) -> Answered:
        """What the method says. `json`: the body was JSON, where a token in it does not count."""
        with self.world.lock:
            try:
                return self._answer(name, arguments, authorization, json)
            except Refusal as refusal:
                return Answered(refusal.as_json())

    def _answer(self, name: str, arguments: Json, authorization: str, json: bool) -> Answered:
        method = METHODS.get(name)
        if method is None:
            raise Refusal("unknown_method", req_method=name)
        if not method.kinds:
            return Answered(method.answer(Call(self.world, Token("", "", "", set()), arguments)))
        token = self._token(method, arguments, authorization, json)
        wait = self.limits.wait(name, str(arguments.get("channel")), self.world.settings.limits)
        if wait:
            return Answered({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(wait)})
        headers = {"x-oauth-scopes": ",".join(sorted(token.scopes))}
        if method.scopes:
            headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
        return Answered(self._call(method, token, arguments), headers=headers)

    def _call(self, method: Method, token: Token, arguments: Json) -> Json:
        call = Call(self.world, token, arguments)
        try:
            if method.scopes and not token.scopes & set(method.scopes):
                raise missing_scope(token, method.scopes[0])
            told: Json = {"ok": True} | method.answer(call)
        except Refusal as refusal:
            told = refusal.as_json()
        if call.warnings:
            told["warning"] = ",".join(call.warnings)
            told.setdefault("response_metadata", {})["warnings"] = call.warnings
        return told

    def _token(self, method: Method, arguments: Json, authorization: str, json: bool) -> Token:
        value = "" if json else str(arguments.get("token") or "")
        if method.kinds == ("app",):
            value = ""
        if not value and authorization.startswith("Bearer "):
            value = authorization.removeprefix("Bearer ").strip()
        token = self.world.tokens.get(value)
        if token is None:
            raise Refusal("invalid_auth" if value else "not_authed")
        if token.revoked:
            raise Refusal("token_revoked")
        if self.world.users[token.user].deactivated:
            raise Refusal("account_inactive")
        if token.kind not in method.kinds:
            raise Refusal("not_allowed_token_type")
        return token
