"""The nearest known words to a mistyped one, for "did you mean"."""

from collections.abc import Iterable
from difflib import get_close_matches

SHORT = 4


def closest(word: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Up to `limit` of the `known` words most like `word`, best first; empty when none is near.

    A word that contains the other, or is contained in it, counts as near (抖音号 → 抖音), and so
    does a short Chinese word half of whose letters are right: the others were picked wrongly from
    among those that sound alike (抖因 → 抖音).
    """
    wanted = word.casefold()[:64]
    cutoff = 0.6 if wanted.isascii() or len(wanted) > SHORT else 0.5
    by_fold = {name.casefold(): name for name in known}
    near = get_close_matches(wanted, by_fold, n=limit, cutoff=cutoff)
    inside = [
        fold for fold in by_fold if wanted and len(fold) > 1 and (fold in wanted or wanted in fold)
    ]
    return tuple(dict.fromkeys(by_fold[fold] for fold in (*near, *inside)))[:limit]
