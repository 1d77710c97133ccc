"""`/settings`: what a person or a channel has chosen, and choosing it."""

from typing import Annotated

from commands.kit.argument_types import ChoiceType
from commands.kit.arguments import Arguments, Keyword
from commands.kit.cards import Example
from commands.kit.channel_settings import (
    choose_for_channel,
    language_choices,
    language_name,
    show_channel,
)
from commands.kit.context import Ctx
from commands.kit.message import msg
from commands.kit.registry import command
from commands.kit.reply import Note, Reply, Text
from commands.kit.schedule_words import ZoneType

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
            ChoiceType("zh-CN|en", "language", LANGUAGES, _SPELLINGS),
            ("language", "语言", "lang"),
            lone=True,
        ),
    ] = None
    zone: Annotated[
        str | None, Keyword(ZoneType(), ("zone", "时区", "tz", "timezone"), lone=True)
    ] = None
    whose: Annotated[
        str | None,
        Keyword(ChoiceType("channel", "setting", ("channel",)), ("for", "给"), _CHANNEL),
    ] = None


@command(
    "settings",
    msg("Settings: the language of your answers, language and time zone of a channel"),
    arguments=SettingsArgs,
    examples=(
        Example("/settings", msg("what is set")),
        Example("/settings language en", msg("answers in English")),
        Example("/settings 语言 中文", msg("answers in Chinese")),
        Example("/settings channel language en", msg("answers in this channel in English")),
        Example("/settings channel zone Europe/London", msg("reports here by London's time")),
    ),
    aliases=("设置",),
)
def settings(args: SettingsArgs, ctx: Ctx) -> Reply:
    """Answer `/settings`. A time zone is always the channel's: a person's answers have none."""
    if not args.whose and not args.zone:
        return _of_person(args.language, ctx)
    if args.language or args.zone:
        return choose_for_channel(args.language, args.zone, ctx)
    return show_channel(ctx)


def _of_person(language: str | None, ctx: Ctx) -> Reply:
    if language:
        ctx.languages.set_language(ctx.person, language)
        done = msg("From now on you get answers in {language}.", language=language_name(language))
        return Reply(blocks=(Note(message=done),), audience="person")
    chosen = ctx.languages.language_of(ctx.person)
    line = (
        msg("Your language: {language}", language=language_name(chosen))
        if chosen
        else msg(
            "Your language: {language} (not chosen, the default)",
            language=language_name(ctx.locale),
        )
    )
    return Reply(
        blocks=(Text(message=line), language_choices("/settings language")), audience="person"
    )
