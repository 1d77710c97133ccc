"""One message of a channel or a thread as a list item, the same on the page and in the stream."""

from zlib import crc32

from bot.platforms.base import Person
from bot.platforms.web.conversations import BOT, Conversations
from bot.platforms.web.markup import Markup, element, shortened
from bot.platforms.web.message import Message
from bot.platforms.web.reader import Reader
from bot.platforms.web.render import Place, reply_html
from commands.kit.message import msg
from commands.kit.reply import Reply
from commands.kit.values import Count, Day, Moment

HUES = 8


def message_html(message: Message, store: Conversations, reader: Reader) -> Markup:
    """The message with author, time, what it says and the way into its thread."""
    kind = "bot" if message.author == BOT else "person"
    return element(
        "li",
        _avatar(message.author),
        element(
            "article",
            _header(message, reader),
            _body(message, store, reader),
            _footer(message, store, reader),
        ),
        class_=f"message {kind}" if message.said is not None else f"message {kind} working",
        data_message=message.id,
        data_seq=message.seq,
        data_day=message.at.date().isoformat(),
        data_day_label=reader.translator.value(Day(day=message.at.date())),
    )


def day_html(message: Message, reader: Reader) -> Markup:
    """The line that stands before the first message of a day."""
    label = reader.translator.value(Day(day=message.at.date()))
    return element("li", element("span", label), class_="day", role="separator")


def thread_address(message: Message) -> str:
    """The page on which the message's thread is open."""
    return f"/c/{message.channel}/t/{message.root or message.id}"


def _avatar(person: Person) -> Markup:
    if person == BOT:
        return element("span", "≈", class_="avatar bot", aria_hidden="true")
    # The hue comes from the id, so a person keeps it over renames and restarts.
    hue = crc32(person.id.encode()) % HUES
    letter = person.name.strip()[:1].upper() or "?"
    return element("span", letter, class_=f"avatar hue-{hue}", aria_hidden="true")


def _header(message: Message, reader: Reader) -> Markup:
    said = message.said
    command = said.command if isinstance(said, Reply) else ""
    full = reader.translator.value(Moment(at=message.at))
    only = reader.say(msg("Only you can see this")) if message.reader else None
    roles = reader.roles(message.author)
    return element(
        "header",
        element("b", element("bdi", reader.name(message.author)), class_="author"),
        element("span", roles, class_="roles") if roles else None,
        element("code", shortened(command), class_="command") if command else None,
        element("span", only, class_="only") if only else None,
        element("time", f"{message.at:%H:%M}", datetime=message.at.isoformat(), title=full),
    )


def _body(message: Message, store: Conversations, reader: Reader) -> Markup:
    if message.said is None:
        dots = element("span", class_="dots", aria_hidden="true")
        return element("p", reader.say(msg("Working on it…")), dots, class_="text pending")
    if isinstance(message.said, str):
        asked = message.said.lstrip().startswith(("/", "／"))
        return element("p", message.said, class_="said asked" if asked else "said", dir="auto")
    picture = f"/charts/{store.run}.{message.id}.{message.revision}"
    # A thread the bot named (an incident) holds everything about its matter, so its buttons
    # answer there; those of an ordinary answer answer where the answer stands.
    inside = message.root is not None or not message.thread.isdecimal()
    place = Place(f"/c/{message.channel}/say", message.thread if inside else None, picture)
    return reply_html(message.said, reader, place)


def _footer(message: Message, store: Conversations, reader: Reader) -> Markup | None:
    if message.root is not None or message.said is None:
        return None
    replies = len(store.replies(message.id, person=reader.person.id))
    counted = msg("{count} {count|reply|replies}", count=Count(number=replies))
    label = reader.say(counted if replies else msg("Reply in thread"))
    link = element(
        "a",
        label,
        href=thread_address(message),
        class_="thread-link" if replies else "thread-link none",
        data_visit=True,
    )
    return element("footer", link)
