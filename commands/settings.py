"""`/settings`: what a person has chosen, and choosing it."""

from typing import Annotated

from commands.kit.argument_types import ChoiceType
from commands.kit.arguments import Arguments, Keyword
from commands.kit.cards import Example
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.registry import command
from commands.kit.reply import Button, Buttons, Note, Reply, Text
from commands.kit.values import Name

LANGUAGES = ("zh-CN", "en")
_SPELLINGS = (
    ("zh", "zh-CN"),
    ("cn", "zh-CN"),
    ("中文", "zh-CN"),
    ("简体中文", "zh-CN"),
    ("chinese", "zh-CN"),
    ("english", "en"),
    ("英文", "en"),
    ("英语", "en"),
)


class SettingsArgs(Arguments):
    """What `/settings` takes."""

    language: Annotated[
        str | None,
        Keyword(
            ChoiceType("zh-CN|en", "language", LANGUAGES, _SPELLINGS), ("language", "语言", "lang")
        ),
    ] = None


@command(
    "settings",
    msg("Your own settings: the language of your answers"),
    arguments=SettingsArgs,
    examples=(
        Example("/settings", msg("what is set")),
        Example("/settings language en", msg("answers in English")),
        Example("/settings 语言 中文", msg("answers in Chinese")),
    ),
    aliases=("设置",),
)
def settings(args: SettingsArgs, ctx: Ctx) -> Reply:
    """Answer `/settings`."""
    if args.language:
        ctx.languages.set_language(ctx.person, args.language)
        done = msg("From now on you get answers in {language}.", language=_name(args.language))
        return Reply(blocks=(Note(message=done),), audience="person")
    chosen = ctx.languages.language_of(ctx.person)
    line = (
        msg("Your language: {language}", language=_name(chosen))
        if chosen
        else msg("Your language: {language} (not chosen, the default)", language=_name(ctx.locale))
    )
    return Reply(blocks=(Text(message=line), _choices()), audience="person")


def _name(locale: str) -> Msg:
    return msg("Chinese") if locale == "zh-CN" else msg("English")


def _choices() -> Buttons:
    return Buttons(
        items=(
            Button(label=msg("{name}", name=Name(text="中文")), command="/settings language zh-CN"),
            Button(label=msg("{name}", name=Name(text="English")), command="/settings language en"),
        )
    )
