"""users.*, usergroups.*, team.info, bots.info: who there is."""

from tests.doubles.slack.model import Json
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.web.calls import Call, method
from tests.doubles.slack.web.paging import page


def _emails(call: Call) -> bool:
    return "users:read.email" in call.token.scopes


@method("users.info", "users:read", tier=4)
def show_user(call: Call) -> Json:
    user = call.world.user_by(call.text("user"))
    return {"user": user.as_json(locale=call.flag("include_locale"), email=_emails(call))}


@method("users.list", "users:read", tier=2)
def list_users(call: Call) -> Json:
    people = list(call.world.users.values())
    some, cursor = page(call, people, len(people), 1000)
    told = [one.as_json(locale=call.flag("include_locale"), email=_emails(call)) for one in some]
    return {
        "members": told, "cache_ts": int(call.world.clock.now()),
        "response_metadata": {"next_cursor": cursor},
    }  # fmt: skip


@method("users.lookupByEmail", "users:read.email")
def find_by_email(call: Call) -> Json:
    call.required("email")
    for user in call.world.users.values():
        if user.email and user.email == call.text("email") and not user.deactivated:
            return {"user": user.as_json(email=True)}
    raise Refusal("users_not_found")


@method("users.conversations", "channels:read", "groups:read", "im:read", "mpim:read")
def list_own_conversations(call: Call) -> Json:
    who = call.text("user") or call.user
    types = set(call.names("types") or ["public_channel"])
    kinds = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
    wanted = {kinds[one] for one in types if one in kinds}
    own = [
        one for one in call.world.channels.values()
        if who in one.members and one.kind in wanted
        and not (one.archived and call.flag("exclude_archived"))
    ]  # fmt: skip
    some, cursor = page(call, own, 100, 999)
    return {
        "channels": [one.as_json(call.user, call.world.team_id) for one in some],
        "response_metadata": {"next_cursor": cursor},
    }


@method("usergroups.list", "usergroups:read", tier=2)
def list_groups(call: Call) -> Json:
    told = []
    for group in call.world.groups.values():
        shown: Json = {
            "id": group.id, "team_id": call.world.team_id, "is_usergroup": True,
            "name": group.name, "handle": group.handle, "description": "", "date_delete": 0,
            "user_count": len(group.users), "prefs": {"channels": [], "groups": []},
        }  # fmt: skip
        told.append(shown | ({"users": group.users} if call.flag("include_users") else {}))
    return {"usergroups": told}


@method("usergroups.users.list", "usergroups:read", tier=2)
def list_group_users(call: Call) -> Json:
    call.required("usergroup")
    group = call.world.groups.get(call.text("usergroup"))
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": group.users}


@method("team.info", "team:read")
def show_team(call: Call) -> Json:
    team = {
        "id": call.world.team_id, "name": call.world.team_name, "domain": "tidebell",
        "email_domain": "", "url": call.world.address + "/", "icon": {"image_default": True},
    }  # fmt: skip
    return {"team": team}


@method("bots.info", "users:read")
def show_bot(call: Call) -> Json:
    for user in call.world.users.values():
        if user.bot_id and user.bot_id == call.text("bot"):
            told = {
                "id": user.bot_id, "deleted": user.deactivated, "name": user.real_name,
                "updated": 1, "app_id": user.app_id, "user_id": user.id, "icons": {},
            }  # fmt: skip
            return {"bot": told}
    raise Refusal("bot_not_found")
