"""`make demo-slack`: the real bot on the demo shop, in a Slack workspace on this machine.

    python -m tests.doubles.slack.demo [--data data/demo] [--port 8790] [--chat-port 8787]

The workspace is the double, with a page to talk in; the bot is `tidebell serve` in a process of
its own that knows nothing but the tokens and the address of the Web API.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from bot.i18n import translator
from bot.platforms.slack.manifest import manifest
from commands.kit.registry import discover
from tests.doubles.slack.double import SlackDouble
from tests.doubles.slack.installing import settings_of
from tests.doubles.slack.settings import Settings

ROOT = Path(__file__).parents[3]


def main() -> int:
    """Run both until interrupted; the exit code is the bot's."""
    chosen = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with SlackDouble(chosen.port, _installed()) as slack, tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yaml"
        config.write_text(yaml.safe_dump(_config(slack), allow_unicode=True), "utf-8")
        print(f"\nThe workspace is at {slack.url}/", flush=True)  # noqa: T201
        bot = subprocess.Popen(_command(chosen), env=os.environ | _environment(slack, config))
        try:
            return bot.wait()
        except KeyboardInterrupt:
            bot.terminate()
            return bot.wait(10)


def _installed() -> Settings:
    """The app as its own manifest asks for it: no scope, event or command more."""
    return Settings(**settings_of(manifest(discover(), translator("en"))))


def _config(slack: SlackDouble) -> dict[str, object]:
    """The project's own settings, with a growth lead among the double's people."""
    config: dict[str, Any] = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
    slack_settings = {
        **config["slack"],
        "people": {slack.user("linyue"): ["growth lead"]},
    }
    return {**config, "slack": slack_settings}


def _environment(slack: SlackDouble, config: Path) -> dict[str, str]:
    return {
        "TIDEBELL_CONFIG": str(config),
        "TIDEBELL_SLACK_API": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }


def _command(chosen: argparse.Namespace) -> list[str]:
    serve = [sys.executable, "-m", "bot", "serve", "--data", str(chosen.data)]
    return [*serve, "--port", str(chosen.chat_port)]


def _arguments() -> argparse.Namespace:
    known = argparse.ArgumentParser(prog="python -m tests.doubles.slack.demo")
    known.add_argument("--data", type=Path, default=Path("data/demo"))
    known.add_argument("--port", type=int, default=8790, help="of the workspace's page")
    known.add_argument("--chat-port", type=int, default=8787, help="of the browser chat")
    return known.parse_args()


if __name__ == "__main__":
    sys.exit(main())
