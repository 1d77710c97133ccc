"""App Home: one's own language, reports, open warnings and what one asks most."""

from collections.abc import Iterator

from bot.i18n import LOCALES
from bot.platforms.slack.actions import HomePage, Subscription
from bot.platforms.slack.controls import ASK
from bot.platforms.slack.elements import (
    BUTTONS,
    Json,
    actions,
    button,
    context,
    header,
    menu,
    option,
    section,
)
from bot.platforms.slack.voice import Voice
from commands.kit.message import Msg, msg
from commands.kit.values import Name

LANGUAGE, END, OPEN_FORM = "home:language", "home:end", "form"
BLOCKS = 100
_SUBSCRIPTIONS, _WARNINGS, _FAVOURITES = 40, 20, 10
_NAMES = {"zh-CN": "中文", "en": "English"}


def home_view(page: HomePage, language: str, voice: Voice) -> Json:
    """The view as Slack takes it. `language`: the one spoken to the person now."""
    blocks = [*_warnings(page, voice), *_questions(page, voice), *_reports(page, voice)]
    return {"type": "home", "blocks": [*blocks, *_language(language, voice)][:BLOCKS]}


def _warnings(page: HomePage, voice: Voice) -> Iterator[Json]:
    yield header(voice.say(msg("Open warnings and incidents")))
    for warning in page.warnings[:_WARNINGS]:
        yield section(voice.say(warning))
    if not page.warnings:
        yield section(voice.say(msg("None is open.")))


def _questions(page: HomePage, voice: Voice) -> Iterator[Json]:
    yield header(voice.say(msg("Ask")))
    asked = [
        button(voice.say(_line(line)), f"{ASK}:{number}", line)
        for number, line in enumerate(page.favourites[:_FAVOURITES])
    ]
    form = button(voice.say(msg("Something else …")), OPEN_FORM, OPEN_FORM)
    yield actions([*asked, form][:BUTTONS])
    yield context(voice.say(msg("The answer comes as a direct message.")))


def _line(line: str) -> Msg:
    return msg("{line}", line=Name(text=line))


def _reports(page: HomePage, voice: Voice) -> Iterator[Json]:
    yield header(voice.say(msg("Your reports")))
    for subscription in page.subscriptions[:_SUBSCRIPTIONS]:
        yield _report(subscription, voice)
    if not page.subscriptions:
        yield section(voice.say(msg("You have none; /subscribe has a question asked regularly.")))


def _report(subscription: Subscription, voice: Voice) -> Json:
    end = button(voice.say(msg("End")), END, subscription.id)
    return section(voice.say(subscription.told)) | {"accessory": end}


def _language(language: str, voice: Voice) -> Iterator[Json]:
    label = voice.say(msg("Your language"))
    options = {name: option(_NAMES[name], name) for name in LOCALES}
    chosen = menu(label, LANGUAGE, list(options.values()))
    yield header(label)
    yield actions([chosen | {"initial_option": options[language]}])
