"""A line as it is typed in a hurry: run together, with commas, the words in any order.

Nothing of it is lost but signs and words that say nothing (`please`, `？`).
"""

import re
from contextlib import suppress

from analytics.errors import AnalyticsError, UnknownName
from commands.kit.context import Ctx
from commands.kit.errors import UserError
from commands.kit.slots import ArgumentType, Filters, Keyword, Slots
from commands.kit.sorted_words import SortedWords
from commands.kit.unread_words import unread
from commands.kit.words import SHORTEST

LONGEST_CUT = 16
MOST_WORDS = 12
"""A longer line is not tried in other ways: that takes time and no one types it in a hurry."""

_AROUND = "?!,;:。、…的呢吗吧"
_BETWEEN = re.compile(r"[、;]|,(?!\d)|(?<!\d),")
_PAIR = re.compile(r"([^\W\d]\w*):(?=.)")
_SAYS_NOTHING = frozenset(
    (
        "and", "&", "of", "for", "in", "on", "the", "please", "pls", "和", "与", "及", "请",
        "all", "全部", "所有", "整体",
    )
)  # fmt: skip


def loosened(words: SortedWords, slots: Slots, ctx: Ctx) -> SortedWords:
    """The words once more: apart where they were run together, each where it can be read."""
    found = SortedWords(
        [part for word in words.leading for part in _parted(word)],
        list(words.pairs),
        {name: _without_signs(said) for name, said in words.keyed.items()},
    )
    for name, slot in slots.items():
        if isinstance(slot, Filters):
            _cut_out_filters(found, slot, ctx)
        elif isinstance(slot, Keyword) and name in found.keyed:
            _give_back(found, name, slot.type, slots, ctx)
    if len(found.leading) <= MOST_WORDS:
        found.leading = [part for word in found.leading for part in _cut_at_end(word, slots, ctx)]
    found.leading = [word for word in found.leading if word.casefold() not in _SAYS_NOTHING]
    for name, slot in slots.items():
        if isinstance(slot, Keyword) and slot.lone and name not in found.keyed:
            _give_lone(found, name, slot.type, ctx)
    return found


def _parted(word: str) -> list[str]:
    if "=" in word or " " in word:
        return [word]
    return _without_signs([part for part in _BETWEEN.split(word) if part]) or [word]


def _without_signs(words: list[str]) -> list[str]:
    return [bare for word in words if (bare := word.strip(_AROUND))]


def _cut_out_filters(found: SortedWords, slot: Filters, ctx: Ctx) -> None:
    """`channel:抖音` is a pair; words the data hold stand alone (昨天抖音 → 昨天, 抖音)."""
    found.pairs += [_PAIR.sub(r"\1=", word) for word in found.leading if _PAIR.match(word)]
    rest = [word for word in found.leading if not _PAIR.match(word)]
    cut = [part for word in rest for part in slot.type.cut(word, ctx)]
    found.leading = _without_signs(cut)


def _cut_at_end(word: str, slots: Slots, ctx: Ctx) -> list[str]:
    """昨天各渠道 as 昨天, 各渠道: what can be read at an end of a word, the longest first."""
    if word.isascii() or len(word) > LONGEST_CUT or not unread([word], slots, ctx):
        return [word]
    for at in range(len(word) - 1, SHORTEST - 1, -1):
        of_a_date = word[at].isdigit() and any(map(str.isdigit, word[:at]))  # 11月|40日
        if not of_a_date and not unread([word[:at]], slots, ctx):
            return [word[:at], word[at:]]
        if not unread([word[-at:]], slots, ctx):
            return [word[:-at], word[-at:]]
    return [word]


def _give_back(found: SortedWords, name: str, reader: ArgumentType, slots: Slots, ctx: Ctx) -> None:
    """What follows a keyword's value is read elsewhere: `by region 28d` is 28d by region.

    Where the value itself is wrong (`by regoin 28d`) the rest is taken off too, so that the
    refusal names the wrong word alone.
    """
    words = found.keyed[name]
    if len(words) > MOST_WORDS or _reads(reader, " ".join(words), ctx):
        return
    cuts = [at for at in range(1, len(words)) if not unread(words[at:], slots, ctx)]
    readable = [at for at in cuts if _reads(reader, " ".join(words[:at]), ctx)]
    for at in (*readable[-1:], *cuts[:1])[:1]:
        found.keyed[name] = words[:at]
        found.leading += words[at:]


def _reads(reader: ArgumentType, text: str, ctx: Ctx) -> bool:
    try:
        reader.read(text, ctx)
    except (UserError, AnalyticsError):
        return False
    return True


def _give_lone(found: SortedWords, name: str, reader: ArgumentType, ctx: Ctx) -> None:
    for place, word in enumerate(found.leading):
        with suppress(UserError, UnknownName):
            reader.read(word, ctx)
            found.keyed[name] = [found.leading.pop(place)]
            return
