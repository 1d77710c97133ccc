"""Pictures of answers. matplotlib is imported only when one is drawn: it costs half a second."""

from concurrent.futures import ThreadPoolExecutor

from bot.i18n import Translator
from commands.kit.reply import Chart

# matplotlib keeps its own open font files and glyphs for every thread that ever drew.
_ARTIST = ThreadPoolExecutor(max_workers=1, thread_name_prefix="artist")


def draw(chart: Chart, translator: Translator) -> bytes:
    """The chart as a PNG of 1150 × 650 pixels, to be shown at half that size.

    The title is the finding, in the reader's language. Safe to call from several threads: one
    thread draws every picture, one after the other, so fonts are loaded once.
    """
    return _ARTIST.submit(_picture, chart, translator).result()


def _picture(chart: Chart, translator: Translator) -> bytes:
    from bot.charts import drawing

    return drawing.picture(chart, translator)
