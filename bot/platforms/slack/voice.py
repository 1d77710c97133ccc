"""One language as it is written in Slack."""

from dataclasses import dataclass

from bot.i18n import Translator, shown, translator
from bot.platforms.slack.names import typed
from bot.platforms.slack.text import lines
from commands.kit.message import Msg, msg
from commands.kit.values import Name, Value


@dataclass(frozen=True)
class Voice:
    """Sentences and values of a reply in the reader's language, not escaped yet."""

    translator: Translator

    def say(self, message: Msg) -> str:
        """A sentence; the commands in it are those one can type in Slack."""
        return typed(lines(self.translator.message(message)))

    def value(self, value: Value | Msg | None) -> str:
        """A value on one line; never empty."""
        return typed(shown(self.translator.value(value))) or "–"


def voice(locale: str) -> Voice:
    """The voice of the nearest language."""
    return Voice(translator(locale))


def said_of(subject: str, told: str, voice: Voice) -> str:
    """`Paid GMV: ¥2,343`, with the colon of the language."""
    parts = {"label": Name(text=subject), "value": Name(text=told)}
    return voice.translator.message(msg("{label}: {value}", **parts))
