"""The page: the rail of channels, the bar, the messages of one channel, perhaps a thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.platforms.base import CommandHint, Person
from bot.platforms.web.composer import composer
from bot.platforms.web.conversations import Conversations
from bot.platforms.web.greeting import greeting, nothing_to_ask, quiet
from bot.platforms.web.lines import day_html, message_html
from bot.platforms.web.markup import Markup, element, joined
from bot.platforms.web.message import Message
from bot.platforms.web.reader import LANGUAGES, Reader
from commands.kit.message import msg

PAGE = 60


@dataclass(frozen=True)
class Chat:
    """What every page of one server shares."""

    store: Conversations
    commands: Sequence[CommandHint]
    people: Sequence[Person]
    suggest: Mapping[str, Sequence[str]]
    """Command lines an empty first channel offers, by language."""


def page(
    chat: Chat, reader: Reader, channel: str, root: Message | None, *, holds_data: bool = True
) -> Markup:
    """The whole document for `channel`, with the thread under `root` open when there is one.

    `holds_data`: whether the shop has anything to ask about; without, an empty channel says
    how to load some.
    """
    # Read before the messages: what changes in between is then sent again, never left out.
    seen = f"{chat.store.run}-{chat.store.sequence}"
    view = element(
        "div",
        _channel(chat, reader, channel, holds_data),
        _thread(chat, reader, root) if root else None,
        id="view",
        class_="view threaded" if root else "view",
        data_channel=channel,
        data_title=f"#{channel} · Tidebell",
    )
    skip = element("a", reader.say(msg("Skip to the message box")), href="#line", class_="skip")
    body = element(
        "body",
        skip,
        element("div", _rail(chat, reader, channel), _bar(chat, reader), view, class_="shell"),
        _confirmation(reader),
        data_seen=seen,
        data_as=reader.person.id,
        data_locale=reader.locale,
    )
    return document(reader, f"#{channel} · Tidebell", body, live=True)


def document(reader: Reader, title: str, body: Markup, *, live: bool = False) -> Markup:
    """An HTML document in the reader's language with the style sheet, and the script if live."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("link", rel="icon", href="/static/icon.svg", type="image/svg+xml"),
        element("link", rel="stylesheet", href="/static/chat.css"),
        element("script", src="/static/chat.js", defer=True) if live else None,
    )
    return Markup(f"<!doctype html>{element('html', head, body, lang=reader.locale)}")


def notice(reader: Reader, sentence: str) -> Markup:
    """A page that says one sentence and leads back to the chat."""
    back = element("a", reader.say(msg("Back to the chat")), href="/")
    brand = element("h1", "Tidebell")
    return document(
        reader, "Tidebell", element("body", brand, element("p", sentence), back, class_="notice")
    )


def messages_html(chat: Chat, reader: Reader, channel: str, before: int | None = None) -> Markup:
    """The list items of one stretch of a channel, days separated, older ones offered on top."""
    person = reader.person.id
    found = chat.store.messages(channel, person=person, before=before, limit=PAGE + 1)
    messages = found[-PAGE:]
    older = _older(reader, channel, messages[0].id) if len(found) > PAGE else None
    return joined(older, *_with_days(chat, reader, messages))


def _with_days(chat: Chat, reader: Reader, messages: Sequence[Message]) -> list[Markup]:
    items: list[Markup] = []
    day = None
    for message in messages:
        if message.at.date() != day:
            items.append(day_html(message, reader))
        day = message.at.date()
        items.append(message_html(message, chat.store, reader))
    return items


def _older(reader: Reader, channel: str, first: int) -> Markup:
    label = reader.say(msg("Earlier messages"))
    link = element("a", label, href=f"/c/{channel}/before/{first}", data_older=True)
    return element("li", link, class_="older")


def _rail(chat: Chat, reader: Reader, current: str) -> Markup:
    items = (_rail_item(chat, reader, channel, current) for channel in chat.store.channels)
    return element(
        "nav",
        element("a", _wordmark(), href="/", class_="brand", data_visit=True),
        element("ul", *items),
        id="rail",
        aria_label=reader.say(msg("Channels")),
        data_unread=reader.say(msg("unread")),
    )


def _rail_item(chat: Chat, reader: Reader, channel: str, current: str) -> Markup:
    mark = element("span", "#", class_="hash", aria_hidden="true")
    link = element(
        "a",
        mark,
        element("span", channel, class_="channel-name"),
        element("span", class_="unread"),
        href=f"/c/{channel}",
        aria_current="page" if channel == current else None,
        data_visit=True,
        data_channel=channel,
        data_latest=chat.store.latest(channel, person=reader.person.id),
    )
    return element("li", link)


def _wordmark() -> Markup:
    return joined(element("span", "≈", class_="avatar bot", aria_hidden="true"), "Tidebell")


def _bar(chat: Chat, reader: Reader) -> Markup:
    offline = reader.say(msg("Connection lost. Trying again…"))
    status = element("p", offline, id="offline", role="status", hidden=True)
    return element("div", status, _people(chat, reader), _languages(reader), class_="bar")


def _people(chat: Chat, reader: Reader) -> Markup:
    options = (
        element(
            "option",
            _named(reader, person),
            value=person.id,
            selected=person.id == reader.person.id,
        )
        for person in chat.people
    )
    label = element("span", reader.say(msg("Speaking as")), class_="label")
    chosen = element("select", *options, name="person", data_submits=True)
    button = element("button", reader.say(msg("Change")), type="submit", class_="plain")
    return element(
        "form",
        element("label", label, chosen),
        element("noscript", button),
        method="post",
        action="/reader",
        class_="people",
    )


def _named(reader: Reader, person: Person) -> str:
    roles = reader.roles(person)
    return f"{reader.name(person)} — {roles}" if roles else reader.name(person)


def _languages(reader: Reader) -> Markup:
    buttons = (
        element(
            "button",
            label,
            type="submit",
            name="locale",
            value=locale,
            lang=locale,
            aria_pressed="true" if locale == reader.locale else "false",
        )
        for locale, label in LANGUAGES.items()
    )
    # The page's own person, whoever another page has chosen since.
    person = element("input", type="hidden", name="as", value=reader.person.id)
    return element(
        "form",
        person,
        *buttons,
        method="post",
        action="/reader",
        class_="languages",
        role="group",
        aria_label=reader.say(msg("Language")),
    )


def _channel(chat: Chat, reader: Reader, channel: str, holds_data: bool) -> Markup:
    listed = messages_html(chat, reader, channel)
    items = element("ol", listed, class_="messages")
    empty = None if listed else _empty(chat, reader, channel, holds_data)
    newest = reader.say(msg("Newest messages"))
    return element(
        "main",
        element("h1", element("span", "#", class_="hash", aria_hidden="true"), channel),
        element("div", empty, items, class_="log", role="log", aria_live="polite", tabindex=0,
                aria_label=reader.say(msg("Messages"))),
        element("button", newest, type="button", class_="newest", hidden=True),
        composer(chat.commands, reader, channel, None),
        class_="channel",
    )  # fmt: skip


def _empty(chat: Chat, reader: Reader, channel: str, holds_data: bool) -> Markup:
    if channel != chat.store.channels[0]:
        return quiet(reader)
    if not holds_data:
        return nothing_to_ask(reader, channel)
    return greeting(reader, channel, chat.suggest.get(reader.locale, ()))


def _thread(chat: Chat, reader: Reader, root: Message) -> Markup:
    replies = chat.store.replies(root.id, person=reader.person.id)
    close = element(
        "a", "×", href=f"/c/{root.channel}", class_="close", data_visit=True,
        aria_label=reader.say(msg("Close the thread")),
    )  # fmt: skip
    items = element("ol", *_with_days(chat, reader, [root, *replies]), class_="messages")
    title = reader.say(msg("Thread"))
    return element(
        "aside",
        element("h2", title, close),
        element("div", items, class_="log", role="log", aria_live="polite", tabindex=0,
                aria_label=title),
        composer(chat.commands, reader, root.channel, root.thread),
        class_="thread",
        aria_label=title,
        data_root=root.id,
        data_thread=root.thread,
    )  # fmt: skip


def _confirmation(reader: Reader) -> Markup:
    buttons = element(
        "form",
        element("button", reader.say(msg("Cancel")), value="no", class_="plain"),
        element("button", reader.say(msg("Go ahead")), value="yes", class_="primary"),
        method="dialog",
    )
    question = element("p", id="confirm-question")
    return element("dialog", question, buttons, id="confirm", aria_labelledby="confirm-question")
