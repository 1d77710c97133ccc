"""The workspace as it stands when the double starts: a shop's growth team and its channels."""

from tests.doubles.slack.model import Group, Token, User
from tests.doubles.slack.workspace import Workspace

PEOPLE = (
    ("linyue", "林悦", "zh-CN", "Asia/Shanghai", 28800),
    ("zhouhang", "周航", "zh-CN", "Asia/Shanghai", 28800),
    ("chenmo", "陈墨", "zh-CN", "Asia/Shanghai", 28800),
    ("alice", "Alice Moore", "en-US", "America/New_York", -18000),
    ("bob", "Bob Stone", "en-GB", "Europe/London", 0),
)


def furnish(world: Workspace) -> None:
    """Fill an empty workspace; ids are the same each time."""
    people = [
        world.add_user(
            name, real, locale=locale, zone=zone, offset=offset, email=f"{name}@example.com"
        )
        for name, real, locale, zone, offset in PEOPLE
    ]
    people[0].admin = True
    gone = world.add_user("gone", "Gone Person", deactivated=True)
    _add_bots(world)
    ids = [person.id for person in people]
    world.add_channel("general", [*ids, gone.id, world.bot_user])
    world.add_channel("growth", [*ids, world.bot_user])
    world.add_channel("standup", [*ids, world.bot_user])
    world.add_channel("incidents", [*ids, world.bot_user])
    world.add_channel("random", ids)
    world.add_channel("leads", [ids[0], ids[3], world.bot_user], "group")
    world.add_channel("finance", [ids[0], ids[3]], "group")
    old = world.add_channel("old-campaigns", [*ids, world.bot_user])
    old.archived = True
    for name, handle, users in (("Growth team", "growth", ids[:3]), ("Leads", "leads", ids[:1])):
        group = Group(world.identify("S"), handle, name, list(users))
        world.groups[group.id] = group
    for person in people:
        world.direct(person.id, world.bot_user)
    _add_tokens(world)


def _add_bots(world: Workspace) -> None:
    settings, team = world.settings, world.team_id
    name = settings.app_name.lower().replace(" ", "")
    world.users[world.bot_user] = User(
        world.bot_user, name, settings.app_name, team,
        bot_id=world.bot_id, app_id=world.app_id, locale="en-US", zone="America/Los_Angeles",
    )  # fmt: skip
    world.users["USLACKBOT"] = User("USLACKBOT", "slackbot", "Slackbot", team, locale="en-US")
    world.users["U0OTHERBOT"] = User(
        "U0OTHERBOT", "deploybot", "Deploy Bot", team, bot_id="B0OTHERBOT", app_id="A0OTHERBOT"
    )


def _add_tokens(world: Workspace) -> None:
    settings = world.settings
    bot = Token(settings.bot_token, "bot", world.bot_user, set(settings.bot_scopes))
    app = Token(settings.app_token, "app", world.bot_user, {"connections:write"})
    world.tokens |= {bot.value: bot, app.value: app}
