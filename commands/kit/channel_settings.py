"""What a channel has chosen for everybody in it: the language and time zone of what comes there."""

from commands.kit.context import Ctx
from commands.kit.message import Msg, msg
from commands.kit.permission import Permission
from commands.kit.reply import Button, Buttons, Note, Reply, Text
from commands.kit.values import Name


def choose_for_channel(language: str | None, zone: str | None, ctx: Ctx) -> Reply:
    """Keep what is chosen; NotAllowed where the asker may not decide for others."""
    if not ctx.schedules.is_direct(ctx.channel):
        ctx.rights.require(Permission.SCHEDULE)
    done = []
    if language:
        ctx.languages.set_channel_language(ctx.channel, language)
        done.append(
            msg(
                "Answers in this channel now come in {language}, except for whoever chose another.",
                language=language_name(language),
            )
        )
    if zone:
        ctx.schedules.set_channel_zone(ctx.channel, zone)
        done.append(
            msg("Reports in this channel now come by the time of {zone}.", zone=Name(text=zone))
        )
    return Reply(blocks=tuple(Note(message=message) for message in done))


def show_channel(ctx: Ctx) -> Reply:
    """What is chosen for the channel it is asked in."""
    language = ctx.languages.language_of_channel(ctx.channel)
    zone = ctx.schedules.zone_of_channel(ctx.channel)
    lines = [
        msg("This channel's language: {language}", language=language_name(language))
        if language
        else msg("This channel has no language of its own.")
    ]
    if zone:
        lines.append(msg("This channel's time zone: {zone}", zone=Name(text=zone)))
    texts = (Text(message=line) for line in lines)
    choices = language_choices("/settings channel language")
    return Reply(blocks=(*texts, choices), audience="person")


def language_name(locale: str) -> Msg:
    """A language as people call it."""
    return msg("Chinese") if locale == "zh-CN" else msg("English")


def language_choices(line: str) -> Buttons:
    """A button for each language, under its own name; `line` is all before the choice."""
    labels = {"zh-CN": "中文", "en": "English"}
    return Buttons(
        items=tuple(
            Button(label=msg("{name}", name=Name(text=label)), command=f"{line} {locale}")
            for locale, label in labels.items()
        )
    )
