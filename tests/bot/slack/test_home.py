"""App Home: drawn when opened, drawn anew after each change there."""

from typing import Any

from slack_sdk import WebClient
from slack_sdk.models.views import View

from bot.platforms.slack.actions import HomePage, Subscription
from bot.platforms.slack.home import home_view
from bot.platforms.slack.voice import voice
from commands.kit.message import msg
from tests.bot.slack.inside import Bot
from tests.doubles.slack import SlackDouble

REPORT = Subscription("7", msg("/gmv yesterday, workdays 09:00, #standup"))
PAGE = HomePage(
    language="en",
    subscriptions=(REPORT,),
    warnings=(msg("Payments fail at checkout"),),
    favourites=("/gmv yesterday", "/calendar"),
)


def texts(view: dict[str, Any]) -> str:
    return str(view["blocks"])


def opened(slack: SlackDouble) -> dict[str, Any]:
    slack.open_home("linyue")
    found: dict[str, Any] = slack.wait_until(lambda: slack.home("linyue"))
    return found


def test_everything_of_a_person_is_there_when_home_is_opened(either: SlackDouble, bot: Bot) -> None:
    bot.deeds.page = PAGE
    shown = texts(opened(either))
    for part in ("Payments fail", "/gmv yesterday", "/tidebell calendar", "workdays 09:00"):
        assert part in shown


def test_home_speaks_the_persons_language_when_it_is_drawn(slack: SlackDouble, bot: Bot) -> None:
    bot.deeds.languages[slack.user("linyue")] = "zh-CN"
    view = opened(slack)
    (language,) = [b for b in view["blocks"] if "home:language" in str(b)]
    assert language["elements"][0]["initial_option"]["value"] == "zh-CN"


def test_home_is_drawn_anew_when_another_language_is_chosen(either: SlackDouble, bot: Bot) -> None:
    before = opened(either)["hash"]
    assert either.press_in_view(
        "linyue", action_id="home:language", view="home", choose="zh-CN"
    ).wait()
    either.wait_until(lambda: either.home("linyue")["hash"] != before)
    assert bot.deeds.languages == {either.user("linyue"): "zh-CN"}


def test_a_report_is_gone_when_it_is_ended(slack: SlackDouble, bot: Bot) -> None:
    bot.deeds.page = PAGE
    opened(slack)
    assert slack.press_in_view("linyue", action_id="home:end", view="home").wait()
    slack.wait_until(lambda: "workdays 09:00" not in texts(slack.home("linyue")))
    assert bot.deeds.done == [("end", slack.user("linyue"), "7")]


def test_a_favourite_is_answered_directly_when_pressed(slack: SlackDouble, bot: Bot) -> None:
    bot.deeds.page = PAGE
    opened(slack)
    assert slack.press_in_view("linyue", action_id="ask:0", view="home").wait()
    assert bot.desk.lines == ["/gmv yesterday"]
    assert bot.desk.last.direct
    assert (bot.desk.last.channel, bot.desk.last.thread) == (slack.user("linyue"), None)


def test_the_newest_state_is_shown_when_somebody_else_drew_meanwhile(
    slack: SlackDouble, bot: Bot
) -> None:
    stale = opened(slack)
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    client.views_publish(
        user_id=slack.user("linyue"), view=home_view(HomePage(), "en", voice("en"))
    )
    bot.deeds.page = PAGE
    event = {
        "type": "app_home_opened",
        "user": slack.user("linyue"),
        "channel": slack.channel("@linyue"),
        "tab": "home",
        "event_ts": slack.world.clock.stamp(),
        "view": stale,
    }
    slack.world.publish("app_home_opened", event)
    slack.wait_until(lambda: "Payments fail" in texts(slack.home("linyue")))


def test_home_stays_within_slacks_limits_when_there_is_too_much_of_everything() -> None:
    line = "/gmv " + "yesterday " * 300
    page = HomePage(
        subscriptions=[Subscription(str(n), msg(line)) for n in range(200)],
        warnings=[msg(line)] * 200,
        favourites=[line] * 50,
    )
    view = home_view(page, "zh-CN", voice("zh-CN"))
    assert len(view["blocks"]) <= 100
    View(**view).validate_json()


def test_questions_to_begin_with_are_offered_when_a_person_asked_little() -> None:
    page = HomePage(favourites=["/target"])
    shown = texts(home_view(page, "en", voice("en")))
    assert shown.count("'value': '/target'") == 1
    assert shown.index("'/target'") < shown.index("'/gmv yesterday'")


def test_only_ones_own_questions_are_offered_when_there_are_enough() -> None:
    page = HomePage(favourites=["/gmv 7d", "/target", "/calendar"])
    assert "/gmv yesterday" not in texts(home_view(page, "en", voice("en")))


def test_a_report_names_its_channel_when_only_the_id_is_known() -> None:
    page = HomePage(subscriptions=[Subscription("1", msg("/gmv & co in #C02ABCDEFGH"))])
    view = home_view(page, "en", voice("en"))
    assert "/gmv &amp; co in <#C02ABCDEFGH>" in texts(view)
    View(**view).validate_json()


def test_the_form_for_a_report_opens_when_its_button_is_pressed(
    slack: SlackDouble, bot: Bot
) -> None:
    opened(slack)
    assert slack.press_in_view("linyue", action_id="form", value="subscribe", view="home").wait()
    (form,) = slack.wait_until(lambda: slack.views("linyue"))
    assert "field:subscribe:days" in texts(form)
