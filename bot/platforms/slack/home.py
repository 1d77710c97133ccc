"""App Home: one's own language, reports, open warnings and what one asks most."""

from collections.abc import Iterator

from bot.i18n import LOCALES
from bot.platforms.slack.actions import HomePage, Subscription
from bot.platforms.slack.controls import ASK
from bot.platforms.slack.elements import (
    BUTTONS,
    Json,
    actions,
    beside,
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
# Where one has asked fewer than these, some to begin with stand beside them.
_FEW = 3
_FIRST = ("/gmv yesterday", "/gmv 7d by channel", "/target")
_NAMES = {"zh-CN": "中文", "en": "English"}


def home_view(page: HomePage, language: str, voice: Voice) -> Json:
    """The view as Slack takes it. `language`: the one spoken to the person now."""
    blocks = [*_warnings(page, voice), *_questions(page, voice), *_reports(page, voice)]
    return {"type": "home", "blocks": [*blocks, *_language(language, voice)][:BLOCKS]}


def _warnings(page: HomePage, voice: Voice) -> Iterator[Json]:
    if not page.warnings:
        yield context(voice.say(msg("No open warnings or incidents.")))
        return
    yield header(voice.say(msg("Open warnings and incidents")))
    for warning in page.warnings[:_WARNINGS]:
        yield section(voice.say(warning))


def _questions(page: HomePage, voice: Voice) -> Iterator[Json]:
    yield header(voice.say(msg("Ask")))
    lines = list(dict.fromkeys((*page.favourites, *_FIRST)))[: max(_FEW, len(page.favourites))]
    asked = [
        button(voice.say(_line(line)), f"{ASK}:{number}", line)
        for number, line in enumerate(lines[:_FAVOURITES])
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
        yield section(voice.say(msg("No reports yet.")))
    new = button(voice.say(msg("Set up a report")), OPEN_FORM, "subscribe")
    yield actions([new])


def _report(subscription: Subscription, voice: Voice) -> Json:
    end = button(voice.say(msg("End")), END, subscription.id)
    return beside(voice.say(subscription.told), end)


def _language(language: str, voice: Voice) -> Iterator[Json]:
    label = voice.say(msg("Your language"))
    options = {name: option(_NAMES[name], name) for name in LOCALES}
    chosen = menu(label, LANGUAGE, list(options.values()))
    yield header(label)
    yield actions([chosen | {"initial_option": options[language]}])
