"""The nearest known words to a mistyped one, for "did you mean"."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

SHORT = 4


def closest(word: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Up to `limit` of the `known` words most like `word`, best first; empty when none is near.

    A word that contains the other, or is contained in it, counts as near (抖音号 → 抖音), though
    not a few Latin letters (the `hi` in shift, the `roi` in Android). So does a short Chinese word
    that shares a letter or two: the others were picked wrongly among those that sound alike
    (抖因 → 抖音, 阿里里 → 阿梨).
    """
    wanted = word.casefold()[:64]
    cutoff = 0.65 if wanted.isascii() else 0.6 if len(wanted) > SHORT else 0.4
    by_fold = {name.casefold(): name for name in known}
    near = get_close_matches(wanted, by_fold, n=limit, cutoff=cutoff)
    inside = [fold for fold in by_fold if _is_within(fold, wanted) or _is_within(wanted, fold)]
    return tuple(dict.fromkeys(by_fold[fold] for fold in (*near, *inside)))[:limit]


def alike(one: str, other: str) -> float:
    """How much two words have in common, from 0 to 1; upper and lower case are the same."""
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


def _is_within(part: str, whole: str) -> bool:
    if part.isascii():
        return part in whole if len(part) >= SHORT else len(part) > 2 and whole.startswith(part)
    return len(part) > 1 and part in whole
