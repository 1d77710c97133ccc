"""Pictures of answers. matplotlib is imported only when one is drawn: it costs half a second."""

import threading

from bot.i18n import Translator
from commands.kit.reply import Chart

_ONE_AT_A_TIME = threading.Lock()


def draw(chart: Chart, translator: Translator) -> bytes:
    """The chart as a PNG of 1150 × 650 pixels, to be shown at half that size.

    The title is the finding, in the reader's language. Safe to call from several threads: one
    picture is drawn at a time, since font objects are shared.
    """
    from bot.charts import drawing

    with _ONE_AT_A_TIME:
        return drawing.picture(chart, translator)
