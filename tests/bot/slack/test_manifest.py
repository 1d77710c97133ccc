"""The app's manifest: what the bot can do and nothing else, as Slack's own types want it."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import tidebell
from bot.i18n import LOCALES, translator
from bot.platforms.slack.listeners_home import HomeListeners
from bot.platforms.slack.listeners_modal import ModalListeners
from bot.platforms.slack.listeners_pressed import PressedListeners
from bot.platforms.slack.listeners_said import SaidListeners
from bot.platforms.slack.manifest import EVENTS, SCOPES, manifest
from commands.kit.registry import discover
from tests.conftest import Golden
from tests.judges.slack_manifest import complaints

URL = "https://bot.example.com"
SLACK = Path(__file__).parents[3] / "bot" / "platforms" / "slack"
# What each method of the Web API that the bot calls needs.
NEEDED = {
    "apps.connections.open": set(),
    "auth.test": set(),
    "chat.delete": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.open": {"im:write"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "files.completeUploadExternal": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "files.info": {"files:read"},
    "usergroups.users.list": {"usergroups:read"},
    "users.info": {"users:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.update": set(),
}
HEARD = {
    "app_mention": {"app_mentions:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "reaction_added": {"reactions:read"},
}


def made(locale: str = "en", url: str | None = None) -> dict[str, Any]:
    return manifest(discover(), translator(locale), url)


class Noting:
    """A Bolt app that only notes what listeners ask for."""

    def __init__(self) -> None:
        self.events: set[str] = set()
        self.shortcuts: set[str] = set()

    def event(self, name: str) -> Callable[[object], None]:
        return lambda _: self.events.add(name)

    def shortcut(self, name: str) -> Callable[[object], None]:
        return lambda _: self.shortcuts.add(name)

    def __getattr__(self, name: str) -> Callable[..., Callable[[object], None]]:
        return lambda *_: lambda _: None


def heard() -> Noting:
    """What the adapter listens to."""
    app: Any = Noting()
    workspace: Any = None
    for listeners in (SaidListeners, PressedListeners, ModalListeners, HomeListeners):
        listeners(workspace).register(app)
    noted: Noting = app
    return noted


def called() -> set[str]:
    """The Web API's methods that the package names, by attribute or by their own name."""
    source = "\n".join(file.read_text("utf-8") for file in SLACK.glob("*.py"))
    by_name = re.findall(r'"((?:[a-z]+\.)+[a-zA-Z]+)"', source)
    families = "apps|auth|chat|conversations|files|usergroups|users|views"
    by_attribute = re.findall(rf"client\.((?:{families})_[a-zA-Z_]+)\(", source)
    found = {*by_name, *(name.replace("_", ".") for name in by_attribute)}
    return {name for name in found if name.split(".")[0] in families.split("|")}


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_manifest_is_the_one_that_was_read_when_it_is_made(golden: Golden, mode: str) -> None:
    found = made(url=URL if mode == "http" else None)
    golden(f"manifest.{mode}.json", json.dumps(found, ensure_ascii=False, indent=2) + "\n")


@pytest.mark.slow
@pytest.mark.parametrize("url", [None, URL])
@pytest.mark.parametrize("locale", LOCALES)
def test_slack_would_take_the_manifest_when_it_is_made(locale: str, url: str | None) -> None:
    assert complaints(made(locale, url)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("oauth_config", "scopes", "bot"), ["chat:wriet"]),
        (("settings", "event_subscriptions", "bot_events"), ["app_menton"]),
        (("features", "shortcuts", 0, "type"), "massage"),
        (("features", "slash_commands", 0, "should_escape"), "yes"),
        (("display_information",), {}),
    ],
)
def test_judge_complains_when_the_manifest_is_wrong(path: tuple[Any, ...], wrong: object) -> None:
    broken: Any = copy.deepcopy(made())
    place = broken
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = wrong
    assert complaints(broken)


def test_events_are_those_the_adapter_hears_when_subscribed() -> None:
    assert {name.partition(".")[0] for name in EVENTS} == heard().events


def test_shortcuts_are_those_the_adapter_hears_when_registered() -> None:
    shown = {one["callback_id"] for one in made()["features"]["shortcuts"]}
    assert shown == heard().shortcuts


def test_every_scope_serves_something_when_it_is_asked_for() -> None:
    assert called() == set(NEEDED)
    served = set().union(*NEEDED.values(), *HEARD.values(), {"commands"})
    assert served == set(SCOPES)


def test_command_is_left_out_when_it_does_not_exist() -> None:
    only = {"gmv": discover()["gmv"]}
    found = manifest(only, translator("en"))["features"]["slash_commands"]
    assert [one["command"] for one in found] == ["/gmv", "/tidebell"]


@pytest.mark.parametrize("locale", LOCALES)
def test_texts_fit_when_slack_limits_them(locale: str) -> None:
    found = made(locale)
    shown, features = found["display_information"], found["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    for each in features["slash_commands"]:
        assert len(each["command"]) <= 32
        assert each["description"]
    for each in features["shortcuts"]:
        assert 0 < len(each["name"]) <= 24


def test_no_address_is_in_it_when_it_is_for_socket_mode() -> None:
    assert "url" not in json.dumps(made())
    assert made()["settings"]["socket_mode_enabled"] is True


def test_every_request_comes_to_one_address_when_it_is_for_http() -> None:
    found = made(url=URL + "/")
    text = json.dumps(found)
    assert set(re.findall(r"https://[^\"]+", text)) == {f"{URL}/slack/events"}
    assert text.count("/slack/events") == 3 + len(found["features"]["slash_commands"])


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(tidebell, ["manifest", "slack", *words])
    return done.exit_code, done.stdout, done.stderr


def test_manifest_is_printed_when_asked_for() -> None:
    code, out, _ = run("--locale", "en")
    assert (code, json.loads(out)) == (0, made())


def test_manifest_is_written_when_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    code, out, _ = run("--mode", "http", "--url", URL, "--locale", "zh-CN", "--out", str(file))
    assert (code, out) == (0, "")
    assert json.loads(file.read_text("utf-8")) == made("zh-CN", URL)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--mode", "http"], "add --url"),
        (["--mode", "http", "--url", "http://bot.example.com"], "https addresses only"),
        (["--mode", "http", "--url", "https://"], "https addresses only"),
        (["--mode", "socket", "--url", URL], "needs no address"),
    ],
)
def test_mistake_is_named_when_the_address_does_not_fit(words: list[str], why: str) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert why in err
