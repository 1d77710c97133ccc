"""Headline numbers in two columns: the number, how it moved, whether that is welcome."""

from bot.platforms.slack.elements import FIELD_TEXT, FIELDS, Json, fields, plain
from bot.platforms.slack.text import cut, escaped, formats
from bot.platforms.slack.voice import Voice, said_of
from commands.kit.message import msg
from commands.kit.reply import Figure, Figures
from commands.kit.values import Value, size_of

# A circle and a square: told apart by shape where green and red look alike.
_SIGNS = {True: "🟢", False: "🟥", None: ""}
_WORDS = {True: msg("better"), False: msg("worse")}
_LABEL = 300


def figure_blocks(figures: Figures, voice: Voice) -> list[Json]:
    """Sections of at most ten figures each."""
    items = [_field(figure, voice) for figure in figures.items]
    return [fields(items[at : at + FIELDS]) for at in range(0, len(items), FIELDS)]


def figure_line(figure: Figure, voice: Voice) -> str:
    """The same as one line of words, for those who hear it read out."""
    parts = [_value(figure.value, voice)]
    if figure.change is not None:
        parts.append(_value(figure.change, voice))
    if figure.good is not None:
        parts.append(voice.say(_WORDS[figure.good]))
    if figure.baseline is not None:
        parts.append(_was(figure.baseline, voice))
    return said_of(_label(figure, voice), " · ".join(parts), voice)


def _field(figure: Figure, voice: Voice) -> Json:
    """`Paid GMV · was ¥1,204` over `*¥2,343*  ▲ +94.6% 🟢`: a column holds little more."""
    label, value, moved = _label(figure, voice), _value(figure.value, voice), _moved(figure, voice)
    if figure.baseline is not None:
        label = f"{label} · {_was(figure.baseline, voice)}"
    if formats(label + value + moved):
        return plain(f"{label}\n{value}  {moved}".rstrip(), FIELD_TEXT)
    shown = f"{escaped(label)}\n*{escaped(value)}*  {escaped(moved)}".rstrip()
    return {"type": "mrkdwn", "text": shown, "verbatim": True}


def _moved(figure: Figure, voice: Voice) -> str:
    """`▲ +12.3% 🟢`, as far as it is known."""
    if figure.change is None:
        return ""
    signs = (_arrow(figure.change), _value(figure.change, voice), _SIGNS[figure.good])
    return " ".join(filter(None, signs))


def _label(figure: Figure, voice: Voice) -> str:
    return cut(voice.say(figure.label), _LABEL)


def _value(value: Value, voice: Voice) -> str:
    return cut(voice.value(value), _LABEL)


def _was(baseline: Value, voice: Voice) -> str:
    return cut(voice.say(msg("was {value}", value=baseline)), _LABEL)


def _arrow(change: Value) -> str:
    size = size_of(change)
    return "" if not size else "▲" if size > 0 else "▼"
