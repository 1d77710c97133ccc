"""The words of `/roi`: what it is asked of, and the model that credits orders."""

from collections.abc import Iterable

from analytics.credits import Model
from analytics.errors import UnknownName
from analytics.roi_subjects import KINDS, Kind, Subject, match_words, read_campaigns, subjects
from analytics.spelling import alike, closest
from commands.kit.argument_types import Where
from commands.kit.comparing import filter_words
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.message import Msg, msg
from commands.kit.sentences import listed
from commands.kit.slots import Near
from commands.kit.values import Name
from commands.kit.words import cut_at

MODEL, ALL, BY = "model", "all", "by"

MODEL_WORDS: dict[str, Model] = {
    "last": "last",
    "last_touch": "last",
    "末次": "last",
    "末次触点": "last",
    "末次点击": "last",
    "first": "first",
    "first_touch": "first",
    "首次": "first",
    "首次触点": "first",
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
MODEL_NAMES = ("model", "模型", "归因")
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
    "kols": "creator",
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
        if folded in MODEL_NAMES:
            return MODEL, read_model(value)
        if folded not in _KIND_WORDS:
            raise UnknownName("dimension", name, closest(name, _KIND_WORDS), KINDS)
        kind, known = _KIND_WORDS[folded], known_subjects(ctx)
        own = {key: each for key, each in known.items() if key[0] == kind}
        exact = [subject for subject in own.values() if subject.name.casefold() == value.casefold()]
        found = exact or match_words(_spelled(value, ctx), own)
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
        if model := said_model(word):
            return MODEL, model
        called = {folded, _spelled(word, ctx).casefold()}
        found = [s for s in known_subjects(ctx).values() if s.name.casefold() in called]
        if len(found) > 1:
            raise ambiguous(word, found)
        return (found[0].kind, found[0].name) if found else None

    def nearest(self, word: str, ctx: Ctx) -> Near | None:
        """A name the word is a part of, or spelled nearly as; else the channels and creators."""
        known = known_subjects(ctx)
        found = match_words(_spelled(word, ctx), known)
        if len(found) > 1:
            return Near(ambiguous(word, found), 1)
        names = [name for _, name in known]
        near = [s.name for s in found] or closest(word, names + _other_spellings(ctx))
        right = tuple(dict.fromkeys(n if n in names else _spelled(n, ctx) for n in near))
        known_names = tuple(name for kind, name in known if kind != "campaign")
        likeness = 1.0 if found else alike(word, near[0]) if near else 0.0
        return Near(UnknownName("subject", word, right, known_names), likeness)

    def cut(self, word: str, ctx: Ctx) -> list[str]:
        known = [name for _, name in known_subjects(ctx)]
        fixed = [*_ALL_WORDS, *_KIND_WORDS, *(w for w in MODEL_WORDS if not w.isascii())]
        return cut_at(word, [*known, *fixed])


def said_model(word: str) -> Model | None:
    """The model a lone word names; `last` and `first` do not, as they begin periods too."""
    return None if word in ("last", "first") else MODEL_WORDS.get(word.casefold())


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
