"""The words of `/roi`: what it is asked of, and the model that credits orders."""

from collections.abc import Iterable
from contextlib import suppress

from analytics.credits import Model
from analytics.errors import UnknownName
from analytics.periods import parse_period
from analytics.roi_subjects import KINDS, Kind, Subject, match_words, read_campaigns, subjects
from analytics.spelling import closest
from commands.kit.argument_types import Where
from commands.kit.comparing import filter_words
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import Msg, msg
from commands.kit.sentences import listed
from commands.kit.values import Name
from commands.kit.words import cut_at

MODEL, ALL, BY = "model", "all", "by"

MODEL_WORDS: dict[str, Model] = {
    "last": "last",
    "last_touch": "last",
    "末次": "last",
    "末次点击": "last",
    "first": "first",
    "first_touch": "first",
    "首次": "first",
    "首次点击": "first",
    "linear": "linear",
    "线性": "linear",
    "position": "position",
    "位置": "position",
    "time_decay": "time_decay",
    "decay": "time_decay",
    "时间衰减": "time_decay",
    "markov": "markov",
    "马尔可夫": "markov",
}
_MODEL_NAMES = ("model", "模型", "归因")
_KIND_WORDS: dict[str, Kind] = {
    "channel": "channel",
    "channels": "channel",
    "渠道": "channel",
    "campaign": "campaign",
    "campaigns": "campaign",
    "活动": "campaign",
    "计划": "campaign",
    "creator": "creator",
    "creators": "creator",
    "kol": "creator",
    "达人": "creator",
    "博主": "creator",
}
_ALL_WORDS = ("all", "全部", "所有", "整体")
_KIND_NAMES: dict[Kind, Msg] = {
    "channel": msg("channel"),
    "campaign": msg("campaign"),
    "creator": msg("creator"),
}
Known = dict[tuple[Kind, str], Subject]


def known_subjects(ctx: Ctx) -> Known:
    """Everything `/roi` can be asked of."""
    places: list[tuple[str | None, str | None]] = [(w, None) for w in ctx.shop.words("channel")]
    places += [(None, word) for word in ctx.shop.words("campaign")]
    return subjects(read_campaigns(ctx.shop), places)


class KindType:
    """`channel`, `campaign` or `creator`, in either language."""

    hint = "channel|campaign|creator"

    def read(self, text: str, ctx: Ctx) -> Kind:
        if (found := _KIND_WORDS.get(text.casefold())) is None:
            raise UnknownName("dimension", text, closest(text, _KIND_WORDS), KINDS)
        return found


class RoiWordType:
    """`抖音`, `creator=阿梨`, `model=last`, `all`: each a (what, word) pair."""

    hint = "campaign|channel|creator|all] [model=…"

    def read_pair(self, name: str, value: str, ctx: Ctx) -> tuple[str, str | None]:
        folded = name.casefold()
        if folded in _MODEL_NAMES:
            return MODEL, read_model(value)
        if folded not in _KIND_WORDS:
            raise UnknownName("dimension", name, closest(name, _KIND_WORDS), KINDS)
        kind, known = _KIND_WORDS[folded], known_subjects(ctx)
        own = {key: each for key, each in known.items() if key[0] == kind}
        found = match_words(_spelled(value, ctx), own)
        if len(found) == 1:
            return kind, found[0].name
        if found:
            raise ambiguous(value, found)
        names = tuple(name for _, name in own)
        raise UnknownName(kind, value, closest(value, names), names)

    def read_bare(self, word: str, ctx: Ctx) -> tuple[str, str | None] | None:
        folded = word.casefold()
        if folded in _ALL_WORDS:
            return ALL, word
        if folded in _KIND_WORDS:
            return BY, _KIND_WORDS[folded]
        if folded in MODEL_WORDS and folded not in ("last", "first"):  # they begin periods too
            return MODEL, MODEL_WORDS[folded]
        called = {folded, _spelled(word, ctx).casefold()}
        found = [s for s in known_subjects(ctx).values() if s.name.casefold() in called]
        if len(found) > 1:
            raise ambiguous(word, found)
        return (found[0].kind, found[0].name) if found else None

    def cut(self, word: str, ctx: Ctx) -> list[str]:
        known = [name for _, name in known_subjects(ctx)]
        fixed = [*_ALL_WORDS, *_KIND_WORDS, *(w for w in MODEL_WORDS if not w.isascii())]
        return cut_at(word, [*known, *fixed])


def read_model(text: str) -> Model:
    """The model a word names; UnknownName with the nearest."""
    folded = text.casefold().replace("-", "_").replace(" ", "_")
    if folded not in MODEL_WORDS:
        names = tuple(dict.fromkeys(MODEL_WORDS.values()))
        raise UnknownName("model", text, closest(folded, MODEL_WORDS), names)
    return MODEL_WORDS[folded]


def ambiguous(word: str, found: Iterable[Subject]) -> UserError:
    """A word that several things are called by, or a part of: each as a line to ask."""
    ones = [*found][:5]
    names = listed(
        [msg("{kind} {name}", kind=_KIND_NAMES[s.kind], name=Name(text=s.name)) for s in ones]
    )
    return UserError(
        msg("“{word}” may be {names}: say which.", word=Name(text=word[:60]), names=names),
        instead=tuple(f"/roi {subject_words(each)}" for each in ones),
    )


def not_found(asked: str, line: str, ctx: Ctx) -> UserError | None:
    """The refusal of words that are neither a period nor known here; None where none is near."""
    word = " ".join(one for one in asked.split() if not _is_period(one, ctx))
    known = known_subjects(ctx)
    found = match_words(_spelled(word, ctx), known)
    if len(found) > 1:
        return ambiguous(word, found)
    names = [name for _, name in known]
    near = [s.name for s in found] or closest(word, names + _other_spellings(ctx))
    right = tuple(dict.fromkeys(n if n in names else _spelled(n, ctx) for n in near))
    if not word or not right:
        return None
    quoted = f'"{right[0]}"' if " " in right[0] else right[0]
    return UserError(
        msg("No campaign, channel or creator “{word}”.", word=Name(text=word[:60])),
        msg("Did you mean {close}?", close=Name(text=" · ".join(right))),
        instead=(f"/roi {line.replace(word, quoted)}",) if line.count(word) == 1 else (),
    )


def _is_period(word: str, ctx: Ctx) -> bool:
    with suppress(UnknownName):
        parse_period(word, now=ctx.now, occasions=ctx.occasions)
        return True
    return False


def only_subject(about: Where, known: Known) -> Subject | None:
    """The one subject among the words, None where all are asked about; UserError for several."""
    named = [(kind, word) for kind in KINDS for word in about.get(kind, ()) if word]
    if len(named) > 1:
        raise UserError(
            msg("One campaign, channel or creator at a time."),
            instead=tuple(f"/roi {subject_words(known[each])}" for each in named),
        )
    return known[named[0]] if named else None


def subject_words(subject: Subject) -> str:
    """A subject as words of a command that mean nothing else."""
    return filter_words(subject.kind, (subject.name,))


def _spelled(word: str, ctx: Ctx) -> str:
    return ctx.catalogue.dimensions["channel"].spelled(word)


def _other_spellings(ctx: Ctx) -> list[str]:
    held = {word.casefold() for word in ctx.shop.words("channel")}
    others = ctx.catalogue.dimensions["channel"].words
    return [other for word, all_ in others.items() if word.casefold() in held for other in all_]
