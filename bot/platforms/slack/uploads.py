"""Charts as files in Slack: drawn, uploaded without a channel, and waited for until ready.

A file's id is noted durably as soon as Slack has it, so that a message tried again shows the
same file.
"""

import json
from collections.abc import Callable
from time import monotonic
from urllib.request import HTTPSHandler, ProxyHandler, Request, build_opener

from bot.i18n import Translator, translator
from bot.platforms.base import Outgoing, PostError, TooFast
from bot.platforms.slack.calls import BROKEN, SECONDS, Calls, broken
from bot.platforms.slack.errors import Refused
from bot.platforms.slack.render import chart_digest
from bot.platforms.slack.text import cut
from commands.kit.reply import Chart

Draw = Callable[[Chart, Translator], bytes]
ATTEMPTS = 4
READY_WITHIN = 10.0
_REST = 0.2
# Slack takes about a second with a file. Looked at at half a second, at 1.1, at 1.8 and so on,
# it is seen as ready soon after, and few calls are spent.
_FIRST_LOOK, _LONGER, _LONGEST_WAIT = 0.5, 1.2, 1.6
_FILE_ALT = 1_000


class Uploads:
    """Draws and uploads. `pause` waits so many seconds."""

    def __init__(self, calls: Calls, draw: Draw, pause: Callable[[float], None]) -> None:
        self._calls, self._draw, self._pause = calls, draw, pause

    def pictures(
        self, message: Outgoing, charts: list[Chart], warnings: list[str]
    ) -> dict[str, str]:
        """File ids by `chart_digest`, of the charts that could be uploaded.

        What failed is added to `warnings`. Raises TooFast.
        """
        found: dict[str, str] = {}
        for chart in charts:
            digest = chart_digest(chart, message.locale)
            try:
                found[digest] = self._file(message, chart, digest)
            except TooFast:
                raise
            except PostError as error:
                warnings.append(f"a chart was told in words: {error}")
        return found

    def _file(self, message: Outgoing, chart: Chart, digest: str) -> str:
        noted = message.notes.get(f"file:{digest}")
        file = noted or self._uploaded(chart, message.locale)
        if not noted:
            message.note(f"file:{digest}", file)
            self._pause(_FIRST_LOOK)
        self._await_ready(file)
        return file

    def _uploaded(self, chart: Chart, locale: str) -> str:
        """A file uploaded twice does no harm: only one of them is ever shown."""
        speaker = translator(locale)
        picture = self._draw(chart, speaker)
        alt = cut(speaker.message(chart.alt), _FILE_ALT)
        for attempt in range(ATTEMPTS):
            try:
                return self._upload(picture, f"{chart.name}.png", alt)
            except TooFast:
                raise
            except PostError as error:
                # The bytes did not arrive although it was said so: another file may do better.
                is_lost = isinstance(error, Refused) and error.code == "file_not_found"
                if attempt + 1 == ATTEMPTS or (isinstance(error, Refused) and not is_lost):
                    raise
                self._pause(_REST * 2**attempt)
        raise AssertionError("the last attempt returns or raises")

    def _upload(self, picture: bytes, name: str, alt: str) -> str:
        wanted = {"filename": name, "length": len(picture), "alt_txt": alt}
        given = self._calls.read("files.getUploadURLExternal", **wanted)
        self._put(given["upload_url"], picture)
        files = json.dumps([{"id": given["file_id"], "title": name}])
        self._calls.read("files.completeUploadExternal", files=files)
        return str(given["file_id"])

    def _put(self, address: str, picture: bytes) -> None:
        client = self._calls.client
        proxy = (
            [ProxyHandler({"http": client.proxy, "https": client.proxy})] if client.proxy else []
        )
        opener = build_opener(*proxy, HTTPSHandler(context=client.ssl))
        request = Request(address, picture, {"Content-Type": "application/octet-stream"})
        try:
            with opener.open(request, timeout=SECONDS) as response:
                response.read()
        except BROKEN as error:
            raise broken("upload", error, repeatable=True) from error

    def _await_ready(self, file: str) -> None:
        """Wait until Slack has looked at the file. Where it may not be asked, posting will tell."""
        until, wait = monotonic() + READY_WITHIN, _FIRST_LOOK
        while not self._is_ready(file) and monotonic() + wait < until:
            wait = min(wait * _LONGER, _LONGEST_WAIT)
            self._pause(wait)

    def _is_ready(self, file: str) -> bool:
        try:
            told = self._calls.read("files.info", file=file)
        except TooFast:
            raise
        except Refused as refused:
            return refused.code != "file_not_found"
        except PostError:
            return False  # it passes, and the picture is there already
        return bool(told.get("file", {}).get("mimetype"))
