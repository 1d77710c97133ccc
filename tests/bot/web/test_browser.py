"""The page in a real browser: keyboard, live updates, threads, languages, a phone."""

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright
from starlette.applications import Starlette

from bot.platforms.web import BOT, Conversations
from tests.bot.web.canned import ALEX, HOSTILE, LIN, RICH, CannedBot, Chosen, many_figures, said
from tests.bot.web.server import serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]

Open = Callable[..., Page]
PATIENCE = 60_000
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browsers' consoles said: errors of the script, violations of the policy."""
    return []


@pytest.fixture
def visit(
    browser: Browser, address: str, complaints: list[str], languages: Chosen
) -> Iterator[Open]:
    """Opens the chat in a browser of its own, as a person, in a language, at a width."""
    contexts: list[BrowserContext] = []

    def visiting(
        path: str = "/",
        *,
        person: str = "alex",
        locale: str | None = None,
        width: int = 1280,
        script: bool = True,
    ) -> Page:
        size = ViewportSize(width=width, height=800)
        context = browser.new_context(viewport=size, java_script_enabled=script)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.add_cookies([{"name": "tidebell_person", "value": person, "url": address}])
        if locale:
            languages.set_language(person, locale)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        return page

    yield visiting
    for context in contexts:
        context.close()


def ask(page: Page, line: str) -> None:
    page.locator("#line").fill(line)
    page.locator("#line").press("Enter")


def test_answer_replaces_the_wait_when_a_command_is_typed(visit: Open, canned: CannedBot) -> None:
    page = visit()
    ask(page, "/slow now")
    expect(page.locator(".message.working")).to_have_count(1)
    canned.released.set()
    expect(page.locator(".message.bot")).to_contain_text("Answer to /slow now")
    expect(page.locator(".message")).to_have_count(2)
    expect(page.locator("#line")).to_have_value("")


def test_answer_is_whole_and_quiet_when_it_has_every_block(
    visit: Open, complaints: list[str]
) -> None:
    page = visit()
    ask(page, "/gmv 7d by channel")
    picture = page.locator(".chart img")
    expect(picture).to_have_attribute("alt", "GMV peaked on Nov 11")
    expect(picture).to_have_js_property("complete", True)
    expect(page.locator(".figure .value").first).to_have_text("¥5.09M")
    page.get_by_text("More", exact=True).click()
    expect(page.locator(".checklist li.done")).to_contain_text("Payment failures")
    assert complaints == []


def test_command_is_completed_when_only_the_keyboard_is_used(visit: Open) -> None:
    page = visit()
    line = page.locator("#line")
    line.press_sequentially("/")
    options = page.locator("#line-commands [role=option]:visible")
    expect(options).to_have_count(4)
    line.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("/target")
    line.press("ArrowUp")
    line.press("Enter")
    expect(line).to_have_value("/gmv ")
    expect(page.locator(".channel .hint")).to_contain_text("/gmv [period] [by <dimension>]")
    line.press_sequentially("7d")
    line.press("Enter")
    expect(page.locator(".message.bot .headline")).to_be_visible()


def test_only_fitting_commands_are_offered_when_letters_follow(visit: Open) -> None:
    page = visit()
    line = page.locator("#line")
    line.press_sequentially("／t")
    expect(page.locator("#line-commands [role=option]:visible")).to_have_text(re.compile("/target"))
    line.press("Tab")
    expect(line).to_have_value("/target ")


def test_suggestions_go_and_the_text_stays_when_escape_is_pressed(visit: Open) -> None:
    page = visit()
    line = page.locator("#line")
    line.press_sequentially("/g")
    line.press("Escape")
    expect(page.locator("#line-commands")).to_be_hidden()
    expect(line).to_have_value("/g")


def test_whole_command_is_sent_when_enter_follows_its_name(visit: Open) -> None:
    page = visit()
    page.locator("#line").press_sequentially("/help")
    page.locator("#line").press("Enter")
    expect(page.locator(".message.bot")).to_contain_text("Answer to /help")


def test_last_line_comes_back_when_up_is_pressed(visit: Open) -> None:
    page = visit()
    ask(page, "/target first")
    expect(page.locator(".message.bot")).to_have_count(1)
    ask(page, "second line")
    expect(page.locator("#line")).to_have_value("")
    page.locator("#line").press("ArrowUp")
    expect(page.locator("#line")).to_have_value("second line")
    page.locator("#line").press("ArrowUp")
    expect(page.locator("#line")).to_have_value("/target first")


def test_command_is_written_but_not_asked_when_a_button_lets_one_change_it(
    visit: Open, canned: CannedBot
) -> None:
    page = visit()
    ask(page, "/adjust")
    page.get_by_role("button", name="Adjust").click()
    expect(page.locator("#line")).to_have_value("/gmv 7d by channel")
    expect(page.locator("#line")).to_be_focused()
    page.locator("#line").press_sequentially(" vs prev")
    page.locator("#line").press("Enter")
    expect(page.locator(".message.bot .headline")).to_be_visible()
    assert [request.text for request in canned.asked] == ["/adjust", "/gmv 7d by channel vs prev"]


def test_suggestion_is_asked_when_it_is_pressed(visit: Open) -> None:
    page = visit()
    page.get_by_role("button", name="/gmv 7d by channel").click()
    expect(page.locator(".message.bot .headline")).to_be_visible()
    expect(page.locator(".empty")).to_have_count(0)


def test_everything_changes_language_when_the_other_is_chosen(visit: Open) -> None:
    page = visit()
    ask(page, "/gmv")
    expect(page.locator(".figure .value").first).to_have_text("¥5.09M")
    page.locator("#line").fill("a draft")
    page.get_by_role("button", name="中文").click()
    expect(page.locator(".figure .value").first).to_have_text("¥508.54万")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#line")).to_have_value("a draft")


def test_page_follows_by_itself_when_its_person_chooses_a_language_by_command(
    visit: Open, store: Conversations
) -> None:
    store.post("standup", BOT, RICH)
    page, other = visit(), visit("/c/standup")
    other.locator("#line").fill("a draft")
    ask(page, "/settings language zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator(".message.bot")).to_contain_text("/settings language zh-CN")
    expect(other.locator(".figure .value").first).to_have_text("¥508.54万")
    expect(other.locator("#line")).to_have_value("a draft")


def test_other_people_keep_theirs_when_somebody_chooses_a_language(visit: Open) -> None:
    alex, lin = visit(), visit(person="linyue")
    alex.get_by_role("button", name="中文").click()
    expect(alex.locator("html")).to_have_attribute("lang", "zh-CN")
    lin.get_by_role("button", name="English").click()
    expect(lin.locator("html")).to_have_attribute("lang", "en")
    expect(alex.locator("html")).to_have_attribute("lang", "zh-CN")


def test_chinese_is_drawn_anew_when_its_font_arrives_after_the_page(visit: Open) -> None:
    page = visit(person="linyue")
    page.wait_for_function("[...document.fonts].some(face => face.status === 'loaded')")
    page.wait_for_timeout(100)
    before, fresh = page.evaluate(
        """() => {
            const hint = document.querySelector(".channel .hint");
            const wide = () => {
                const range = document.createRange();
                range.selectNodeContents(hint);
                return range.getBoundingClientRect().width;
            };
            const drawn = wide();
            hint.replaceChildren(hint.textContent + "");
            hint.style.fontSize = "12.51px";
            return [drawn, wide()];
        }"""
    )
    assert before == pytest.approx(fresh, rel=0.01)


def test_each_reads_their_own_language_when_two_look_at_one_channel(visit: Open) -> None:
    alex, lin = visit(), visit(person="linyue")
    ask(alex, "/gmv")
    expect(alex.locator(".figure .value").first).to_have_text("¥5.09M")
    expect(lin.locator(".figure .value").first).to_have_text("¥508.54万")
    expect(lin.locator(".message.person .author")).to_have_text("Alex")


def test_other_person_speaks_when_chosen_above(visit: Open) -> None:
    page = visit()
    page.get_by_label("Speaking as").select_option("linyue")
    expect(page.locator("body")).to_have_attribute("data-as", "linyue")
    ask(page, "on it")
    expect(page.locator(".message .author")).to_have_text("林悦")


@pytest.mark.parametrize("path", ["/c/growth", "/c/growth/t/1", "/c/standup"])
@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_page_never_scrolls_sideways_when_it_is_a_phone(
    visit: Open, store: Conversations, path: str, locale: str
) -> None:
    store.post("growth", BOT, RICH)
    store.post("growth", ALEX, "W" * 3000)
    page = visit(path, width=380, locale=locale)
    width = page.evaluate("document.documentElement.scrollWidth")
    inner = page.evaluate("[...document.querySelectorAll('.log')].map(e => e.scrollWidth)")
    assert width <= 380
    assert max(inner) <= 380


# How many stand in each row; one that is left over stands first, alone.
WIDE = {2: [2], 3: [3], 4: [4], 5: [3, 2], 6: [3, 3], 7: [4, 3], 8: [4, 4]}
MIDDLE = {2: [2], 3: [3], 4: [2, 2], 5: [3, 2], 6: [3, 3], 7: [1, 3, 3], 8: [2, 2, 2, 2]}
NARROW = {2: [2], 3: [1, 2], 4: [2, 2], 5: [1, 2, 2], 6: [2, 2, 2], 7: [1, 2, 2, 2], 8: [2] * 4}


@pytest.mark.parametrize(("width", "rows"), [(1280, WIDE), (800, MIDDLE), (380, NARROW)])
def test_figures_stand_in_even_rows_when_there_are_two_to_eight(
    visit: Open, store: Conversations, width: int, rows: dict[int, list[int]]
) -> None:
    for number in rows:
        store.post("growth", BOT, many_figures(number))
    page = visit(width=width, locale="zh-CN")
    tops = page.evaluate(
        "[...document.querySelectorAll('.figures')].map(f => [...f.children].map(c => c.offsetTop))"
    )
    assert [[row.count(top) for top in sorted(set(row))] for row in tops] == list(rows.values())


@pytest.mark.parametrize("width", [1280, 800, 380])
@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_a_figure_is_never_broken_or_cut_when_it_is_long(
    visit: Open, store: Conversations, width: int, locale: str
) -> None:
    for number in range(2, 9):
        store.post("growth", BOT, many_figures(number))
    page = visit(width=width, locale=locale)
    shown = page.evaluate(
        """[...document.querySelectorAll('.figure .value')].map(e =>
            [e.clientHeight / parseFloat(getComputedStyle(e).lineHeight),
             e.scrollWidth - e.clientWidth])"""
    )
    assert len(shown) == sum(range(2, 9))
    assert max(lines for lines, _ in shown) < 1.5
    assert max(cut for _, cut in shown) <= 0


def test_nothing_is_obeyed_when_hostile_text_arrives_live(
    visit: Open, complaints: list[str]
) -> None:
    page = visit()
    ask(page, "/hostile")
    ask(page, HOSTILE)
    expect(page.locator(".said", has_text="onerror")).to_be_visible()
    expect(page.locator(".message.bot")).to_contain_text("<script>")
    expect(page).to_have_title("#growth · Tidebell")
    assert page.locator(".message img").count() == 0
    assert complaints == []


def test_thread_opens_beside_and_counts_when_somebody_replies(
    visit: Open, store: Conversations
) -> None:
    store.post("growth", LIN, "look at this")
    other, page = visit(), visit()
    page.locator(".message").hover()
    page.get_by_role("link", name="Reply in thread").click()
    expect(page.locator("#reply")).to_be_focused()
    page.locator("#reply").fill("/why")
    page.locator("#reply").press("Enter")
    expect(page.locator(".thread .message")).to_have_count(3)
    expect(page.locator(".channel .message")).to_have_count(1)
    expect(other.locator(".channel .thread-link")).to_have_text("2 replies")
    page.locator("#reply").press("Escape")
    expect(page.locator(".thread")).to_have_count(0)
    page.go_back()
    expect(page.locator(".thread .message")).to_have_count(3)


def test_reply_is_in_sight_when_the_root_of_the_thread_is_tall(
    visit: Open, store: Conversations
) -> None:
    root = store.post("growth", BOT, RICH)
    for number in range(30):
        store.post("growth", LIN, f"line {number}")
    page = visit(f"/c/growth/t/{root}")
    page.locator("#reply").fill("/why")
    page.locator("#reply").press("Enter")
    expect(page.locator(".thread .message.bot").last).to_contain_text("Answer to /why")
    expect(page.locator(".thread .message.bot").last).to_be_in_viewport()
    expect(page.locator(".channel .message").last).to_be_in_viewport()


def test_button_asks_in_the_thread_when_pressed_in_the_thread(
    visit: Open, store: Conversations
) -> None:
    root = store.post("growth", BOT, RICH)
    page = visit(f"/c/growth/t/{root}")
    page.locator(".thread").get_by_role("button", name="Why?").click()
    expect(page.locator(".thread .message.bot").last).to_contain_text("Answer to /why paid_gmv 7d")
    expect(page.locator(".channel .message")).to_have_count(1)


def test_button_asks_first_when_it_changes_something(
    visit: Open, store: Conversations, canned: CannedBot
) -> None:
    store.post("growth", BOT, RICH)
    page = visit()
    press = page.get_by_role("button", name="Pause the campaign")
    press.click()
    expect(page.get_by_text("Pause the campaign for everyone?")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("dialog")).to_be_hidden()
    assert canned.asked == []
    press.click()
    page.get_by_role("button", name="Go ahead").click()
    expect(page.locator(".message.bot").last).to_contain_text("Answer to /pause 42")


def test_channel_is_marked_until_read_when_something_is_posted_there(
    visit: Open, store: Conversations
) -> None:
    page = visit()
    rail = page.locator("#rail [data-channel=incidents]")
    expect(rail).not_to_have_class(re.compile("has-unread"))
    store.post("incidents", BOT, said("trouble"))
    expect(rail).to_have_class(re.compile("has-unread"))
    expect(page).to_have_title("• #growth · Tidebell")
    rail.click()
    expect(page.locator(".message.bot")).to_contain_text("trouble")
    expect(page.locator("#rail .has-unread")).to_have_count(0)


def test_nothing_is_lost_or_doubled_when_the_connection_drops(
    visit: Open, store: Conversations
) -> None:
    page = visit()
    store.post("growth", LIN, "before")
    expect(page.locator(".message")).to_have_count(1)
    page.context.set_offline(True)
    page.evaluate("stream.close(); lost()")
    waiting = store.post("growth", BOT, None)
    store.edit(waiting, said("meanwhile"))
    expect(page.locator("#offline")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".message")).to_have_count(2)
    expect(page.locator(".message").last).to_contain_text("Answer to meanwhile")
    expect(page.locator("#offline")).to_be_hidden()


def test_line_is_kept_when_it_could_not_be_sent(visit: Open) -> None:
    page = visit()
    page.context.set_offline(True)
    ask(page, "important")
    expect(page.locator(".channel .problem")).to_contain_text("Not sent: no connection.")
    expect(page.locator("#line")).to_have_value("important")


def test_lines_keep_their_order_when_sent_in_a_hurry(visit: Open) -> None:
    page = visit()
    for number in range(5):
        ask(page, f"line {number}")
    expect(page.locator(".said")).to_have_text([f"line {number}" for number in range(5)])


def test_line_is_not_sent_when_it_is_too_long(visit: Open, canned: CannedBot) -> None:
    page = visit()
    ask(page, "/" + "x" * 50_000)
    expect(page.locator(".channel .problem")).to_contain_text("4000 characters fit")
    assert canned.asked == []


def test_page_loads_itself_again_when_the_server_was_restarted(
    browser: Browser, app: Starlette, store: Conversations
) -> None:
    with serving(app, store) as address:
        port = int(address.rpartition(":")[2])
        page = browser.new_context().new_page()
        page.goto(address)
        store.post("growth", LIN, "of the first life")
        expect(page.locator(".message")).to_have_count(1)
    store.closed, store.run = False, "0123456789abcdef"
    with serving(app, store, port):
        expect(page.locator("body")).to_have_attribute("data-seen", re.compile("0123456789abcdef"))
        page.context.close()


def test_earlier_messages_come_above_when_asked_for(visit: Open, store: Conversations) -> None:
    for number in range(130):
        store.post("growth", ALEX, f"line {number}.")
    page = visit()
    expect(page.locator(".message")).to_have_count(60)
    page.get_by_role("link", name="Earlier messages").click()
    expect(page.locator(".message")).to_have_count(120)
    expect(page.locator(".message").first).to_contain_text("line 10.")


def test_whole_chat_is_used_when_there_is_only_a_keyboard(visit: Open) -> None:
    page = visit()
    skip = page.locator(".skip")
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if skip.evaluate("link => link === document.activeElement"):
            break
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.type("/help")
    page.keyboard.press("Enter")
    expect(page.locator(".message.bot")).to_contain_text("Answer to /help")


def test_chat_still_works_when_scripts_are_off(visit: Open) -> None:
    page = visit(script=False)
    page.locator("#line").fill("/help")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".said")).to_have_text("/help")
    page.get_by_role("link", name="incidents").click()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()


def test_headline_stays_in_sight_when_an_answer_is_tall(visit: Open) -> None:
    page = visit(width=380)
    ask(page, "/gmv")
    expect(page.locator(".headline")).to_be_in_viewport()
    expect(page.locator(".chart img")).to_have_count(1)
    expect(page.locator(".headline")).to_be_in_viewport()


def test_news_is_announced_when_a_screen_reader_listens(visit: Open) -> None:
    page = visit()
    log = page.get_by_role("log", name="Messages")
    expect(log).to_have_attribute("aria-live", "polite")
    page.locator("#line").press_sequentially("/")
    option = page.locator("[role=option][aria-selected=true]").get_attribute("id")
    expect(page.locator("#line")).to_have_attribute("aria-activedescendant", option)


def test_nothing_moves_when_less_motion_is_wanted(visit: Open, store: Conversations) -> None:
    store.post("growth", BOT, None)
    page = visit()
    page.emulate_media(reduced_motion="reduce")
    assert page.locator(".dots").evaluate("e => getComputedStyle(e).animationName") == "none"
