"""`python -m tests.judges.screenshots`: what answers look like in Slack, as pictures to look at.

Real answers of a small demo shop are drawn by slack-blocks-to-jsx in a browser without a window
and written to `build/screens/`.
"""

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from analytics.catalog import catalogue
from analytics.shop import Shop
from analytics.warehouse import DuckDBWarehouse
from bot.charts import draw
from bot.cli.demo_data import make_demo
from bot.fonts import font_file
from bot.i18n import translator
from bot.platforms.slack.parts import split_reply
from bot.platforms.slack.render import chart_digest, message_of
from commands.kit.reply import Chart, Reply
from tests.commands.asking import Asker
from tests.judges.npm import npm_folder
from tests.shop import SHANGHAI

PACKAGES = {"slack-blocks-to-jsx": "1.1.1", "react": "19.2.0", "react-dom": "19.2.0"}
ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "build" / "screens"
DEMO = ROOT / "build" / "screens-shop"
LINES = (
    ("en", "/gmv yesterday"),
    ("zh-CN", "/gmv yesterday"),
    ("zh-CN", "/gmv 7d by channel"),
    ("en", "/gmv 双11"),
    ("en", "/target"),
    ("zh-CN", "/target"),
    ("zh-CN", "/calendar"),
    ("en", "/help"),
    ("en", "/help gmv"),
    ("en", "/gmv 7d channel=douyn"),
)


def main() -> int:
    """Draw everything; the exit status."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.stderr.write("there is no chromium on this machine\n")
        return 1
    shutil.rmtree(SCREENS, ignore_errors=True)
    SCREENS.mkdir(parents=True)
    shown = list(screens(demo_asker()))
    (SCREENS / "messages.json").write_text(json.dumps(shown), "utf-8")
    modules = npm_folder("slack-preview", PACKAGES)
    script = Path(__file__).with_name("preview.mjs")
    written = (SCREENS / "messages.json", SCREENS, font_file(bold=False))
    subprocess.run(["node", script, modules, *written], check=True, timeout=60)
    for place, screen in enumerate(shown):
        photograph(chromium, SCREENS / f"{place}.html", SCREENS / f"{screen['title']}.png")
    return 0


def screens(asker: Asker) -> Iterator[dict[str, Any]]:
    """Every message of every answer, and of what its button “More” unfolds."""
    for locale, line in LINES:
        reply = asker.ask(line, locale)
        rest = reply.model_copy(update={"blocks": reply.more, "more": ()})
        parts = (*split_reply(reply, locale), *(split_reply(rest, locale) if reply.more else ()))
        name = line.strip("/").replace(" ", "-").replace("=", "-")
        for number, part in enumerate(parts):
            yield {"title": f"{name}-{locale}-{number}", "blocks": blocks_of(part, locale)}


def blocks_of(reply: Reply, locale: str) -> list[dict[str, Any]]:
    """The blocks with the charts drawn into them."""
    charts = [block for block in reply.blocks if isinstance(block, Chart)]
    drawn = {chart_digest(chart, locale): draw(chart, translator(locale)) for chart in charts}
    pictures = {digest: digest for digest in drawn}
    blocks = message_of(reply, locale, "key", pictures).blocks
    for block in blocks:
        if block["type"] == "image":
            picture = base64.b64encode(drawn[block["slack_file"]["id"]]).decode()
            block["slack_file"] = {"url": f"data:image/png;base64,{picture}"}
    return blocks


def photograph(chromium: str, page: Path, picture: Path) -> None:
    """The page as a PNG."""
    options = ("--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=704,900")
    command = [chromium, *options, f"--screenshot={picture}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def demo_asker() -> Asker:
    """A demo shop of 400 days on the morning after its last day."""
    if not DEMO.exists():
        make_demo(DEMO, seed=7, days=400, scale=0.2, end=date(2026, 11, 22))
    shop = Shop(DuckDBWarehouse(DEMO), catalogue(), SHANGHAI)
    return Asker(shop, datetime(2026, 11, 22, 2, 0, tzinfo=UTC))


if __name__ == "__main__":
    sys.exit(main())
