"""`/settings`: what a person or a channel has chosen, and choosing it."""

from typing import Annotated

from commands.kit.argument_types import ChoiceType
from commands.kit.arguments import Arguments, Keyword
from commands.kit.cards import Example
from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.permission import Permission
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
_CHANNEL = dict.fromkeys(("channel", "频道", "本频道", "本群"), "channel")


class SettingsArgs(Arguments):
    """What `/settings` takes."""

    language: Annotated[
        str | None,
        Keyword(
            ChoiceType("zh-CN|en", "language", LANGUAGES, _SPELLINGS), ("language", "语言", "lang")
        ),
    ] = None
    whose: Annotated[
        str | None,
        Keyword(ChoiceType("channel", "setting", ("channel",)), ("for", "给"), _CHANNEL),
    ] = None


@command(
    "settings",
    msg("Settings: the language of your answers, and of a channel"),
    arguments=SettingsArgs,
    examples=(
        Example("/settings", msg("what is set")),
        Example("/settings language en", msg("answers in English")),
        Example("/settings 语言 中文", msg("answers in Chinese")),
        Example("/settings channel language en", msg("answers in this channel in English")),
    ),
    aliases=("设置",),
)
def settings(args: SettingsArgs, ctx: Ctx) -> Reply:
    """Answer `/settings`."""
    return _of_channel(args.language, ctx) if args.whose else _of_person(args.language, ctx)


def _of_person(language: str | None, ctx: Ctx) -> Reply:
    if language:
        ctx.languages.set_language(ctx.person, language)
        done = msg("From now on you get answers in {language}.", language=_name(language))
        return Reply(blocks=(Note(message=done),), audience="person")
    chosen = ctx.languages.language_of(ctx.person)
    line = (
        msg("Your language: {language}", language=_name(chosen))
        if chosen
        else msg("Your language: {language} (not chosen, the default)", language=_name(ctx.locale))
    )
    return Reply(blocks=(Text(message=line), _choices("/settings language")), audience="person")


def _of_channel(language: str | None, ctx: Ctx) -> Reply:
    if language:
        if not ctx.schedules.is_direct(ctx.channel):
            ctx.rights.require(Permission.SCHEDULE)
        ctx.languages.set_channel_language(ctx.channel, language)
        done = msg(
            "Answers in this channel now come in {language}, except for whoever chose another.",
            language=_name(language),
        )
        return Reply(blocks=(Note(message=done),))
    chosen = ctx.languages.language_of_channel(ctx.channel)
    line = (
        msg("This channel's language: {language}", language=_name(chosen))
        if chosen
        else msg("This channel has no language of its own.")
    )
    buttons = _choices("/settings channel language")
    return Reply(blocks=(Text(message=line), buttons), audience="person")


def _name(locale: str) -> Msg:
    return msg("Chinese") if locale == "zh-CN" else msg("English")


def _choices(line: str) -> Buttons:
    labels = {"zh-CN": "中文", "en": "English"}
    return Buttons(
        items=tuple(
            Button(label=msg("{name}", name=Name(text=label)), command=f"{line} {locale}")
            for locale, label in labels.items()
        )
    )
