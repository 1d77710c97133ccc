"""Refusals as sentences: what was wrong, what would be right, an example to copy."""

from collections.abc import Callable
from difflib import SequenceMatcher

from analytics import errors as refused
from analytics.catalog import catalogue
from commands.kit.message import Msg, listed, msg
from commands.kit.reply import Block, Button, Buttons, Note, Reply
from commands.kit.values import Name, Number


class UserError(Exception):
    """The person's mistake, or something the shop lacks; shown as a polite sentence.

    `instead`: command lines that would work, offered as buttons.
    """

    def __init__(
        self, message: Msg, hint: Msg | None = None, instead: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message.text)
        self.message, self.hint, self.instead = message, hint, instead

    def reply(self, command: str) -> Reply:
        """The error as an answer only the asker sees."""
        blocks: list[Block] = [Note(message=self.message, tone="error")]
        if self.hint:
            blocks.append(Note(message=self.hint))
        if self.instead:
            blocks.append(Buttons(items=tuple(_as_button(line) for line in self.instead)))
        return Reply(blocks=tuple(blocks), audience="person", command=command, failed=True)


class NotUnderstood(UserError):
    """Words of a line that mean nothing here, or `has_meaning` but no place left."""

    def __init__(self, words: str, *, has_meaning: bool = False) -> None:
        word = Name(text=words[:60])
        super().__init__(
            msg("“{word}” is one too many here.", word=word)
            if has_meaning
            else msg("“{word}” is not understood here.", word=word)
        )
        self.words = words


def _as_button(line: str) -> Button:
    return Button(label=msg("{line}", line=Name(text=line)), command=line)


def explain(error: refused.AnalyticsError, line: str = "") -> UserError:
    """The sentence for a refusal of analytics; the one table where they are mapped.

    `line`: what was asked, to offer it again with the nearest right word.
    """
    for kind, sentence in _SENTENCES.items():
        if isinstance(error, kind):
            found = sentence(error)
            found.instead = found.instead or _put_right(error, line)
            return found
    return UserError(msg("{reason}", reason=Name(text=str(error))))


ALIKE = 0.5


def _put_right(error: refused.AnalyticsError, line: str) -> tuple[str, ...]:
    """The line with the nearest word in place of the wrong one; none where that is not certain."""
    if not isinstance(error, refused.UnknownName) or not error.close:
        return ()
    right, free_words = error.close[0], error.kind in ("period", "comparison")
    likeness = [SequenceMatcher(None, error.word, word).ratio() for word in error.close]
    tied = len(likeness) > 1 and likeness[0] <= likeness[1]
    far = free_words and likeness[0] < ALIKE  # the nearest of many words is no hint of a wish
    quoted = " " in right and not free_words
    if tied or far or quoted or not error.word or line.count(error.word) != 1:
        return ()
    return (line.replace(error.word, right),)


def _missing_table(error: refused.MissingTable) -> UserError:
    return UserError(
        msg("This needs the table {table}, which is not loaded.", table=Name(text=error.table)),
        msg(
            "Load a file that holds it with {load}; {sources} lists the ready-made mappings.",
            load=Name(text="tidebell load MAPPING FILE"),
            sources=Name(text="tidebell sources"),
        ),
    )


_KINDS = {
    "period": msg("No period “{word}”."),
    "dimension": msg("No dimension “{word}”."),
    "metric": msg("No metric “{word}”."),
    "channel": msg("No channel “{word}”."),
    "campaign": msg("No campaign “{word}”."),
    "category": msg("No category “{word}”."),
    "region": msg("No region “{word}”."),
    "device": msg("No device “{word}”."),
    "customer_type": msg("No customer type “{word}”."),
    "sku": msg("No SKU “{word}”."),
    "scene": msg("No scene “{word}”."),
    "payment_method": msg("No payment method “{word}”."),
    "command": msg("No command “{word}”."),
    "comparison": msg("No comparison “{word}”."),
    "language": msg("No language “{word}”."),
    "model": msg("No model “{word}”."),
    "creator": msg("No creator “{word}”."),
    "subject": msg("No campaign, channel or creator “{word}”."),
}


def _unknown_name(error: refused.UnknownName) -> UserError:
    word = Name(text=error.word[:60])
    sentence = _KINDS.get(error.kind)
    message = (
        msg(sentence.text, word=word)
        if sentence
        else msg("No {kind} “{word}”.", kind=Name(text=error.kind), word=word)
    )
    if error.close:
        close = Name(text=" · ".join(error.close))
        return UserError(message, msg("Did you mean {close}?", close=close))
    return UserError(message, _HOW.get(error.kind) or _known(error))


_HOW = {
    "period": msg(
        "Write it like yesterday, 7d, last week, 2026-11, 2026-11-01..2026-11-11 or 双11."
    ),
    "comparison": msg("Write it like prev, lastyear, target, channel=天猫 or 2026-10."),
}


def _known(error: refused.UnknownName) -> Msg | None:
    """The names there are; those of the catalogue by their labels, which can be typed as well."""
    names = [_label(error.kind, name) for name in error.known[:12]]
    return msg("Known: {known}", known=listed(names)) if names else None


def _label(kind: str, name: str) -> Msg:
    if kind == "metric" and name in catalogue().metrics:
        return Msg(text=catalogue().metrics[name].label)
    if kind == "dimension" and name in catalogue().dimensions:
        return Msg(text=catalogue().dimensions[name].label)
    return msg("{name}", name=Name(text=name))


def _unsplittable(error: refused.Unsplittable) -> UserError:
    return UserError(
        msg(
            "{metric} cannot be split by {dimension}.",
            metric=_label("metric", error.metric),
            dimension=_label("dimension", error.dimension),
        ),
        msg(
            "Possible: {dimensions}",
            dimensions=listed([_label("dimension", name) for name in error.possible]),
        ),
    )


def _too_slow(error: refused.QueryTooSlow) -> UserError:
    return UserError(
        msg(
            "Stopped after {seconds} seconds: ask for a shorter period or fewer slices.",
            seconds=Number(number=error.seconds, digits=0),
        )
    )


def _too_many(error: refused.TooManyRows) -> UserError:
    return UserError(
        msg(
            "The answer would hold more than {rows} rows: narrow it with a filter.",
            rows=Number(number=error.cap, digits=0),
        )
    )


_SENTENCES: dict[type[refused.AnalyticsError], Callable[..., UserError]] = {
    refused.MissingTable: _missing_table,
    refused.UnknownName: _unknown_name,
    refused.Unsplittable: _unsplittable,
    refused.QueryTooSlow: _too_slow,
    refused.TooManyRows: _too_many,
}
