"""Charts as PNG, drawn when a browser first asks and kept for the next."""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.i18n import Translator, translator
from bot.platforms.web.conversations import Conversations
from bot.platforms.web.reader import LANGUAGES
from bot.platforms.web.render import charts_of
from commands.kit.reply import Chart, Reply

Draw = Callable[[Chart, Translator], bytes]

_NAME = re.compile(
    r"(?P<run>[0-9a-f]+)\.(?P<message>\d{1,9})\.(?P<revision>\d{1,9})\.(?P<index>\d{1,3})"
    r"-(?P<locale>[A-Za-z-]+)"
)


@dataclass(frozen=True)
class Wanted:
    """One chart in one language."""

    chart: Chart
    locale: str


def wanted(name: str, store: Conversations) -> Wanted | None:
    """The chart a picture's name stands for, or None where there is none (any more).

    The name holds the run's random number, so it can be told by nobody who has not been shown
    the message, and a picture kept by a browser never stands for that of a later run.
    """
    parts = _NAME.fullmatch(name)
    if parts is None or parts["run"] != store.run or parts["locale"] not in LANGUAGES:
        return None
    message = store.get(int(parts["message"]))
    if message is None or message.revision != int(parts["revision"]):
        return None
    charts = charts_of(message.said) if isinstance(message.said, Reply) else ()
    index = int(parts["index"])
    return Wanted(charts[index], parts["locale"]) if index < len(charts) else None


class Pictures:
    """Drawn charts by name, at most `limit`, those unused longest dropped first."""

    def __init__(self, draw: Draw, limit: int = 64) -> None:
        self._draw, self._limit = draw, limit
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        # One at a time: two browsers asking for the same new chart draw it once.
        self._lock = threading.Lock()

    def png(self, name: str, asked: Wanted) -> bytes:
        """The picture called `name`, drawn now if it is not kept."""
        with self._lock:
            if name not in self._kept:
                self._kept[name] = self._draw(asked.chart, translator(asked.locale))
            self._kept.move_to_end(name)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
            return self._kept[name]
