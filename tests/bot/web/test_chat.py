"""The protocol over a real server: pages, saying things, choices, refusals."""

import re

import httpx
import pytest

from bot.platforms.base import Inbound, Request
from bot.platforms.web import BOT, Conversations, create_app
from bot.platforms.web.asking import NOT_KEPT
from bot.platforms.web.asking import say as put
from bot.platforms.web.reader import Reader
from bot.state.errors import StateError
from tests.bot.web.answering import unheard
from tests.bot.web.canned import (
    ALEX,
    COMMANDS,
    DOT,
    HOSTILE,
    LIN,
    PEOPLE,
    RICH,
    SUGGEST,
    CannedBot,
    Chosen,
    Drawing,
    said,
)
from tests.bot.web.server import serving
from tests.bot.web.waiting import until

PAGE = {"accept": "text/html"}


def say(client: httpx.Client, text: str, channel: str = "growth", **more: str) -> httpx.Response:
    return client.post(f"/c/{channel}/say", data={"text": text, "as": "alex", **more})


def answered(store: Conversations, number: int = 2) -> object:
    """What message `number` says, once the bot has said it."""
    return until(lambda: (message := store.get(number)) and message.said)


def test_first_channel_opens_when_the_chat_is_opened(client: httpx.Client) -> None:
    page = client.get("/", follow_redirects=True)
    assert str(page.url).endswith("/c/growth")
    assert "<title>#growth · Tidebell</title>" in page.text


def test_three_things_to_try_are_offered_when_nothing_was_said(client: httpx.Client) -> None:
    page = client.get("/c/growth").text
    assert "Three things to try:" in page
    assert '<input type="hidden" name="text" value="/gmv 7d by channel">' in page


def test_the_things_to_try_are_in_the_readers_words_when_they_read_chinese(
    client: httpx.Client,
) -> None:
    client.cookies.set("tidebell_person", "linyue")
    assert "/gmv 近7天" in client.get("/c/growth").text


@pytest.mark.parametrize(
    ("person", "sentence"), [("alex", "This shop has no data yet"), ("linyue", "店铺还没有数据")]
)
def test_loading_is_explained_when_the_shop_holds_nothing(
    canned: CannedBot, drawing: Drawing, person: str, sentence: str
) -> None:
    app = create_app(
        accept=unheard, commands=COMMANDS, people=PEOPLE, draw=drawing, suggest=SUGGEST,
        languages=canned.languages, holds_data=lambda: False,
    )  # fmt: skip
    with serving(app, app.state.conversations) as address:
        page = httpx.get(f"{address}/c/growth", cookies={"tidebell_person": person}).text
    assert sentence in page
    assert "tidebell sources" in page
    assert 'name="text" value="/help"' in page
    assert "/gmv" not in page.split('class="empty"')[1].split("</ul>")[0]


def test_the_store_is_left_alone_when_the_channel_holds_messages(
    canned: CannedBot, drawing: Drawing, store: Conversations
) -> None:
    def busy() -> bool:
        raise AssertionError("asked although it decides nothing")

    app = create_app(
        accept=unheard, commands=COMMANDS, people=PEOPLE, draw=drawing, store=store,
        languages=canned.languages, holds_data=busy,
    )  # fmt: skip
    store.post("growth", BOT, RICH)
    with serving(app, store) as address:
        assert httpx.get(f"{address}/c/growth").status_code == 200


def test_other_channels_say_what_they_are_for_when_empty(client: httpx.Client) -> None:
    assert "Nothing here yet." in client.get("/c/standup").text


def test_wait_becomes_the_answer_when_a_command_is_asked(
    client: httpx.Client, store: Conversations, canned: CannedBot
) -> None:
    say(client, "/slow 7d")
    waiting = store.messages("growth")
    assert [message.said for message in waiting] == ["/slow 7d", None]
    canned.released.set()
    assert answered(store) == said("/slow 7d")
    assert len(store.messages("growth")) == 2


def test_bot_is_asked_as_that_person_when_a_page_speaks(
    client: httpx.Client, store: Conversations, canned: CannedBot
) -> None:
    say(client, "/help\n gmv", **{"as": "linyue"})
    answered(store)
    assert canned.asked == [Request("/help gmv", LIN, "growth", "zh-CN")]


def test_page_still_loads_when_many_slow_questions_wait(
    address: str, store: Conversations, canned: CannedBot
) -> None:
    one = httpx.Limits(max_connections=1)
    with httpx.Client(
        base_url=address, headers={"origin": address}, limits=one, timeout=30
    ) as client:
        for number in range(60):
            say(client, f"/slow {number}")
        assert client.get("/static/chat.js").status_code == 200
        assert client.get("/c/growth").text.count("Working on it…") == 30
    canned.released.set()
    until(lambda: all(message.said for message in store.messages("growth", limit=200)))


@pytest.mark.parametrize("text", ["@Tidebell /help", "@tidebell，/help", "/help"])
def test_bot_is_asked_when_it_is_mentioned_or_commanded(
    client: httpx.Client, store: Conversations, canned: CannedBot, text: str
) -> None:
    say(client, text)
    answered(store)
    assert canned.asked[0].text == "/help"


def test_full_width_slash_is_passed_on_when_typed_in_chinese(
    client: httpx.Client, store: Conversations, canned: CannedBot
) -> None:
    say(client, "／gmv 昨天")
    answered(store)
    assert canned.asked[0].text == "／gmv 昨天"


def test_bot_stays_quiet_when_colleagues_talk(
    client: httpx.Client, store: Conversations, canned: CannedBot
) -> None:
    assert say(client, "on it").status_code == 204
    assert [message.said for message in store.messages("growth")] == ["on it"]
    assert canned.asked == []


def test_answer_stands_in_the_thread_when_asked_there(
    client: httpx.Client, store: Conversations, canned: CannedBot
) -> None:
    root = store.post("growth", LIN, "look at this")
    say(client, "/why", thread=str(root))
    answered(store, 3)
    assert canned.asked[0].thread == str(root)
    assert [reply.said for reply in store.replies(root)] == ["/why", said("/why")]


def test_answer_goes_to_its_own_thread_when_the_matter_has_one(
    client: httpx.Client, store: Conversations
) -> None:
    root = store.post("incidents", BOT, said("opened"), thread="incident:42")
    say(client, "/incident note")
    until(lambda: store.replies(root))
    assert store.replies(root)[0].said == said("/incident note", thread="incident:42")


def test_answer_heads_a_new_thread_when_it_names_one(
    client: httpx.Client, store: Conversations
) -> None:
    say(client, "/incident open")
    answered(store)
    root = store.root("incident:42")
    assert root is not None
    assert root.id == 2


def test_others_never_see_it_when_an_answer_is_for_the_asker(
    client: httpx.Client, store: Conversations
) -> None:
    say(client, "/secret")
    answered(store)
    mine = client.get("/c/growth", headers={"cookie": "tidebell_person=alex"}).text
    theirs = client.get("/c/growth", headers={"cookie": "tidebell_person=linyue"}).text
    assert "Answer to /secret" in mine
    assert "Only you can see this" in mine
    assert "Answer to /secret" not in theirs


def test_a_sentence_takes_the_place_of_the_wait_when_the_question_could_not_be_kept(
    store: Conversations,
) -> None:
    def refuse(inbound: Inbound) -> bool:
        raise StateError("the disk is full")

    put(store, refuse, Reader(ALEX, "en"), "growth", "/gmv", None)
    assert [message.said for message in store.messages("growth")] == ["/gmv", NOT_KEPT]
    assert store.unanswered() == []


def test_hostile_text_is_shown_not_obeyed_when_said(
    client: httpx.Client, store: Conversations
) -> None:
    say(client, HOSTILE)
    page = client.get("/c/growth").text
    assert "<script>document" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;document" in page


@pytest.mark.parametrize(
    ("path", "data", "status", "sentence"),
    [
        ("/c/attic/say", {"text": "x"}, 404, "There is no channel of that name here."),
        ("/c/growth/say", {"text": " "}, 400, "There is nothing in that message."),
        ("/c/growth/say", {"text": "x", "as": "eve"}, 404, "There is nobody of that name"),
        ("/c/growth/say", {"text": "x", "thread": "99"}, 404, "The message this thread hangs"),
        ("/c/growth/say", {"text": "x" * 4001}, 413, "That is too long for one message"),
        ("/c/growth/say", {"text": "x" * 1_000_000}, 413, "That is too long for one message"),
        ("/c/growth/say", {"text": "x" * 3_000_000}, 413, "That is far too much at once"),
        ("/c/growth/say", {str(n): "x" for n in range(99)}, 400, "That is far too much"),
        ("/reader", {"person": "eve"}, 404, "There is nobody of that name"),
        ("/reader", {"locale": "tlh"}, 404, "That language is not spoken here."),
    ],
)
def test_sentence_says_what_is_wrong_when_a_post_is_refused(
    client: httpx.Client, path: str, data: dict[str, str], status: int, sentence: str
) -> None:
    response = client.post(path, data=data)
    assert response.status_code == status
    assert response.text.startswith(sentence)


@pytest.mark.parametrize(
    "path", ["/c/attic", "/c/growth/t/99", "/nowhere", "/charts/x.png", "/static/../app.py"]
)
def test_page_leads_back_when_an_address_is_wrong(client: httpx.Client, path: str) -> None:
    response = client.get(path, headers=PAGE)
    assert response.status_code == 404
    assert '<a href="/">Back to the chat</a>' in response.text


def test_refusal_is_in_chinese_when_the_reader_speaks_it(client: httpx.Client) -> None:
    client.cookies.set("tidebell_person", "linyue")
    assert '<html lang="zh-CN">' in client.get("/c/attic", headers=PAGE).text


def test_page_comes_back_when_a_form_was_sent_without_script(
    client: httpx.Client, address: str
) -> None:
    headers = PAGE | {"referer": f"{address}/c/growth/t/1"}
    response = client.post("/c/growth/say", data={"text": "hello"}, headers=headers)
    assert (response.status_code, response.headers["location"]) == (303, "/c/growth/t/1")


def test_foreign_page_is_not_returned_to_when_it_is_the_referer(client: httpx.Client) -> None:
    headers = {"referer": "http://evil.example/c/growth"}
    response = client.post("/reader", data={"locale": "en"}, headers=headers)
    assert response.headers["location"] == "/"


def test_page_is_in_that_language_when_one_is_chosen(
    client: httpx.Client, store: Conversations
) -> None:
    store.post("growth", BOT, RICH)
    client.post("/reader", data={"locale": "zh-CN"})
    page = client.get("/c/growth").text
    assert '<html lang="zh-CN">' in page
    assert "¥508.54万" in page


def test_choice_is_kept_for_the_person_of_that_page_when_a_language_is_chosen(
    client: httpx.Client, languages: Chosen
) -> None:
    client.post("/reader", data={"locale": "en", "as": "linyue"})
    assert languages.locales == {"linyue": "en"}


def test_page_is_in_the_stored_language_when_it_was_chosen_elsewhere(
    client: httpx.Client, languages: Chosen
) -> None:
    languages.set_language("alex", "zh-CN")
    assert '<html lang="zh-CN">' in client.get("/c/growth").text


def test_bot_is_asked_in_the_stored_language_when_one_was_chosen(
    client: httpx.Client, store: Conversations, canned: CannedBot, languages: Chosen
) -> None:
    languages.set_language("alex", "zh-CN")
    say(client, "/help")
    answered(store)
    assert canned.asked[0].locale == "zh-CN"


def test_person_is_remembered_when_chosen(client: httpx.Client) -> None:
    client.post("/reader", data={"person": "linyue"})
    assert '<option value="linyue" selected>林悦' in client.get("/c/growth").text


def test_thread_opens_beside_the_channel_when_its_address_is_opened(
    client: httpx.Client, store: Conversations
) -> None:
    root = store.post("growth", LIN, "look")
    store.post("growth", ALEX, "looking", thread=str(root))
    page = client.get(f"/c/growth/t/{root}").text
    assert f'<aside class="thread" aria-label="Thread" data-root="{root}"' in page
    assert "looking" in page
    assert "1 reply" in client.get("/c/growth").text


def test_earlier_messages_are_loaded_when_there_are_many(
    client: httpx.Client, store: Conversations
) -> None:
    for number in range(70):
        store.post("growth", ALEX, f"line {number}.")
    page = client.get("/c/growth").text
    assert ("line 10." in page, "line 9." in page) == (True, False)
    earlier = client.get("/c/growth/before/11").text
    assert ("line 9." in earlier, "line 10." in earlier) == (True, False)


def test_page_stays_light_when_there_are_ten_thousand_messages(
    client: httpx.Client, store: Conversations
) -> None:
    for number in range(10_500):
        store.post("growth", ALEX, f"line {number}")
    page = client.get("/c/growth")
    assert len(page.text) < 100_000
    assert store.messages("growth", limit=20_000)[0].said == "line 500"


def test_days_are_separated_when_messages_span_midnight(
    client: httpx.Client, store: Conversations
) -> None:
    for number in range(500):
        store.post("growth", ALEX, str(number))
    assert "Nov 15, 2026" in client.get("/c/growth").text


def test_chart_is_drawn_once_when_asked_for_twice(
    client: httpx.Client, store: Conversations, drawing: Drawing
) -> None:
    number = store.post("growth", BOT, RICH)
    address = f"/charts/{store.run}.{number}.0.0-zh-CN.png"
    first, second = client.get(address), client.get(address)
    assert (first.content, first.headers["content-type"]) == (DOT, "image/png")
    assert "immutable" in first.headers["cache-control"]
    assert second.content == DOT
    assert drawing.locales == ["zh-CN"]


@pytest.mark.parametrize("name", ["{run}.1.0.9-en", "{run}.9.0.0-en", "{run}.1.1.0-en",
                                  "{run}.1.0.0-xx", "0abc.1.0.0-en", "{run}.1.0.0"])  # fmt: skip
def test_no_chart_is_drawn_when_its_name_stands_for_none(
    client: httpx.Client, store: Conversations, drawing: Drawing, name: str
) -> None:
    store.post("growth", BOT, RICH)
    response = client.get(f"/charts/{name.format(run=store.run)}.png")
    assert response.status_code == 404
    assert drawing.locales == []


def test_nothing_comes_from_elsewhere_when_the_page_is_loaded(client: httpx.Client) -> None:
    pages = [client.get(path).text for path in ("/c/growth", "/static/chat.css", "/static/chat.js")]
    assert not re.search(r"(src|href)=\"?(https?:)?//|url\((?!\"/)|@import", "".join(pages))


def test_chinese_font_is_served_for_long_when_a_machine_has_none(client: httpx.Client) -> None:
    style = client.get("/static/chat.css").text
    for address in re.findall(r'url\("(/fonts/[^"]+)"\)', style):
        response = client.head(address)
        assert response.status_code == 200
        assert int(response.headers["content-length"]) > 1_000_000
        assert "immutable" in response.headers["cache-control"]
    assert "font-src 'self'" in response.headers["content-security-policy"]


def test_no_font_is_served_when_its_name_is_none_of_ours(client: httpx.Client) -> None:
    assert client.get("/fonts/..%2Fregular.otf").status_code == 404


def test_commands_are_offered_in_the_readers_language_when_the_page_is_chinese(
    client: httpx.Client,
) -> None:
    client.cookies.set("tidebell_person", "linyue")
    page = client.get("/c/growth").text
    assert 'data-name="/gmv"' in page
    assert 'aria-label="命令"' in page
    assert 'data-usage="[时间] [按 &lt;维度&gt;]' in page
