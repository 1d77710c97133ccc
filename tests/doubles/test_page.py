"""A person talks to an app on the double's page, in a real browser."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler

from tests.doubles.slack import SlackDouble
from tests.doubles.test_bolt_python import connected

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]

PATIENCE = 60_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(slack: SlackDouble, complaints: list[str]) -> Iterator[Page]:
    with connected(slack, SocketModeHandler), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        expect.set_options(timeout=PATIENCE)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda wrong: complaints.append(str(wrong)))
        page.goto(slack.url)
        expect(page.locator("#health")).to_contain_text("connected by 1 socket")
        yield page
        browser.close()


def type_in(page: Page, text: str, where: str = "#compose") -> None:
    page.locator(f"{where} textarea").fill(text)
    page.locator(f"{where} textarea").press("Enter")


def test_a_person_gets_to_a_filled_modal_when_they_type_and_press(
    slack: SlackDouble, page: Page, complaints: list[str]
) -> None:
    type_in(page, "/gmv 昨天")
    expect(page.locator(".message.whisper")).to_contain_text("Only visible to you")
    page.get_by_role("button", name="By channel").click()
    page.locator(".modal input").fill("12")
    page.locator(".modal footer .primary").click()
    expect(page.locator(".modal")).to_have_count(0)
    assert slack.views("linyue") == []
    assert complaints == []


def test_a_thread_opens_and_refuses_commands_when_somebody_mentions_the_app(
    slack: SlackDouble, page: Page, complaints: list[str]
) -> None:
    type_in(page, "@tidebell hello <b>world</b>")
    page.get_by_role("button", name="1 reply").click()
    expect(page.locator("#replies .message")).to_have_count(2)
    expect(page.locator("#replies")).to_contain_text("hello <b>world</b>")
    type_in(page, "/gmv", "#reply")
    expect(page.locator("#replies")).to_contain_text("/gmv is not supported in threads. Sorry!")
    assert complaints == []
