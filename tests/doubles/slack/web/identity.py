"""auth.*, api.test, oauth.v2.access: who the caller is."""

from tests.doubles.slack.model import Json, Token
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.web.calls import Call, method


@method("api.test", tier=0, kinds=())
def try_api(call: Call) -> Json:
    if call.text("error"):
        return {"ok": False, "error": call.text("error"), "args": call.arguments}
    return {"ok": True} | ({"args": call.arguments} if call.arguments else {})


@method("auth.test", tier=0, kinds=("bot", "user", "app"))
def show_caller(call: Call) -> Json:
    world = call.world
    if call.token.kind == "app":
        return {"app_name": world.settings.app_name, "app_id": world.app_id}
    user = world.users[call.user]
    told: Json = {
        "url": world.address + "/", "team": world.team_name, "user": user.name,
        "team_id": world.team_id, "user_id": user.id, "is_enterprise_install": False,
    }  # fmt: skip
    return told | ({"bot_id": user.bot_id} if user.bot_id else {})


@method("auth.revoke", tier=3)
def revoke(call: Call) -> Json:
    if call.flag("test"):
        return {"revoked": False}
    call.token.revoked = True
    return {"revoked": True}


@method("oauth.v2.access", tier=4, kinds=())
def exchange_code(call: Call) -> Json:
    """Codes are what `settings.extra["oauth_code"]` holds; each is used once."""
    world = call.world
    code = world.settings.extra.pop("oauth_code", None)
    if not call.text("code") or call.text("code") != code:
        return Refusal("invalid_code").as_json()
    bot = next(one for one in world.tokens.values() if one.kind == "bot")
    fresh = Token(bot.value + "-2", "bot", world.bot_user, set(bot.scopes))
    world.tokens[fresh.value] = fresh
    return {
        "ok": True, "app_id": world.app_id, "access_token": fresh.value, "token_type": "bot",
        "scope": ",".join(sorted(fresh.scopes)), "bot_user_id": world.bot_user,
        "team": {"id": world.team_id, "name": world.team_name}, "enterprise": None,
        "authed_user": {"id": next(iter(world.users))}, "is_enterprise_install": False,
    }  # fmt: skip
