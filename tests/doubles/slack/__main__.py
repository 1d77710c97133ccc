"""The double as a program: a workspace to talk to the bot in, `python -m tests.doubles.slack`."""

import argparse
import json
import signal
import threading
from pathlib import Path

from tests.doubles.slack.double import SlackDouble
from tests.doubles.slack.installing import settings_of
from tests.doubles.slack.settings import Settings


def main() -> None:
    """Serve until interrupted; the first line says what the app has to be given."""
    chosen = _arguments()
    told = json.loads(Path(chosen.manifest).read_text("utf-8")) if chosen.manifest else None
    settings = Settings(
        **(settings_of(told) if told else {}),
        events_url=chosen.events_url, limits=chosen.limits, charts=not chosen.no_charts,
        retry_delays=tuple(chosen.retry_delays), file_seconds=chosen.file_seconds,
    )  # fmt: skip
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    with SlackDouble(chosen.port, settings) as slack:
        for line in _told(slack):
            print(line, flush=True)  # noqa: T201
        ended.wait()


def _told(slack: SlackDouble) -> list[str]:
    return [
        f"Slack double: {slack.url}/",
        f"api_url={slack.api_url}",
        f"SLACK_BOT_TOKEN={slack.bot_token}",
        f"SLACK_APP_TOKEN={slack.app_token}",
        f"SLACK_SIGNING_SECRET={slack.signing_secret}",
    ]


def _arguments() -> argparse.Namespace:
    known = argparse.ArgumentParser(prog="python -m tests.doubles.slack", description=__doc__)
    known.add_argument("--port", type=int, default=0, help="0: the system chooses")
    known.add_argument("--events-url", help="push over signed HTTP here, not over sockets")
    known.add_argument("--manifest", help="install the app from this manifest (JSON)")
    known.add_argument("--limits", type=float, default=1, help="scales rate limits; 0: none")
    known.add_argument("--no-charts", action="store_true", help="refuse data_visualization")
    known.add_argument("--file-seconds", type=float, default=1, help="until a file is ready")
    known.add_argument("--retry-delays", type=float, nargs="+", default=[0, 60, 300])
    return known.parse_args()


if __name__ == "__main__":
    main()
