"""What `tidebell check` looks at: each check says how things stand and how to mend them."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile

from analytics.errors import AnalyticsError
from analytics.statement import Statement
from analytics.warehouse import FILE_NAME, DuckDBWarehouse, Limits
from bot.config import Config
from bot.finding import Finding
from bot.fonts import FILES, font_file
from bot.i18n import LOCALES
from bot.owner import Claim, Held, claim_or_connect
from bot.state.database import FILE_NAME as STATE_FILE
from bot.state.database import StateError, open_state
from bot.state.inbox import waiting

FREE_BYTES = 1 << 30


def examine(config: Config) -> Iterator[Finding]:
    """Every finding, in the order an operator would ask.

    Nothing is changed, except that the state of an earlier version is brought up to date.
    """
    yield Finding(f"settings: shop {config.shop.name}, {config.shop.zone}, {config.shop.currency}")
    yield from _folder(config)
    yield _fonts()
    yield _languages()
    yield _token(config)
    yield _port("port", config.web.host, config.web.port, "web.port (or TIDEBELL_PORT)")
    yield _state(config)
    if config.health.port:
        yield _port("health port", config.health.host, config.health.port, "health.port")
    yield from _slack(config)


def _folder(config: Config) -> Iterator[Finding]:
    data = config.data
    if not data.is_dir():
        yield Finding(
            f"data folder {data}: not there",
            "load files with tidebell load, make the demo shop with tidebell demo-data, "
            "or name another with --data",
        )
        return
    yield _writable(data)
    yield _space(data)
    yield from _store(config)


def _writable(data: Path) -> Finding:
    try:
        with TemporaryFile(dir=data):
            return Finding(f"data folder {data}: may be written")
    except OSError as error:
        return Finding(
            f"data folder {data}: {error.strerror}",
            "let this user write to it, or run as its owner",
        )


def _space(data: Path) -> Finding:
    free = shutil.disk_usage(data).free
    told = f"disk: {free / (1 << 30):,.1f} GiB free"
    return Finding(told, "" if free >= FREE_BYTES else "free some space: loads need 1 GiB at least")


def _store(config: Config) -> Iterator[Finding]:
    if not (config.data / FILE_NAME).exists():
        yield Finding(f"store: none in {config.data} yet", "load files with tidebell load")
        return
    try:
        held = claim_or_connect(config.data, "check", patience=1)
        if not isinstance(held, Claim):
            yield Finding("store: in use by a running server, which answers for it")
            return
        with held:
            yield from _loaded(config)
    except Held as error:
        yield Finding(f"store: {error}", "wait until it is done, or stop it")
    except OSError as error:
        advice = "let this user write to the data folder, or run as its owner"
        yield Finding(f"store: {error.strerror or error}", advice)
    except AnalyticsError as error:
        yield Finding(f"store: {error}", "see docs/operations.md for what can be done")


def _loaded(config: Config) -> Iterator[Finding]:
    warehouse = DuckDBWarehouse(config.data, Limits(**config.limits.model_dump()))
    try:
        rows = warehouse.fetch(Statement(_COVERAGE))
    finally:
        warehouse.close()
    yield Finding("store: opens, its schema is this version's")
    for table, first, last in rows:
        yield Finding(f"table {table}: {first} to {last}")
    if not rows:
        yield Finding("tables: none is loaded", "load files with tidebell load")


_COVERAGE = """
    SELECT table_name, min(first_day), max(last_day)
    FROM tidebell.coverage GROUP BY table_name ORDER BY table_name
"""


def _fonts() -> Finding:
    try:
        for bold in FILES:
            font_file(bold)
    except FileNotFoundError as error:
        return Finding(f"fonts: {error}", "install the locked requirements")
    return Finding("fonts: Chinese and Latin, regular and bold")


def _languages() -> Finding:
    from bot.messages import check

    found = check()
    if found:
        return Finding(
            f"languages: {len(found)} sentences need work", "make messages, then translate"
        )
    return Finding(f"languages: {', '.join(LOCALES)} complete")


def _token(config: Config) -> Finding:
    web = config.web
    if web.local:
        return Finding(f"token: not needed, the chat listens on {web.host} only")
    if web.token is None:
        return Finding(
            f"token: none, but the chat listens on {web.host}",
            "set web.token to ${TIDEBELL_TOKEN} and put a token into the environment",
        )
    return Finding("token: set")


def _port(what: str, host: str, port: int, setting: str) -> Finding:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return Finding(
                f"{what}: {port} on {host}: {error.strerror}",
                f"stop what uses it, or set {setting}",
            )
    return Finding(f"{what}: {port} on {host} is free")


def _state(config: Config) -> Finding:
    url = config.state.url
    if url is None and not (config.data / STATE_FILE).exists():
        return Finding("state: none yet, it is made when tidebell serve starts")
    where = url.get_secret_value() if url else config.data
    try:
        with closing(open_state(where)) as state, state.writing() as tx:
            told = f"state: opens and takes writes, {waiting(tx)} questions wait"
    except StateError as error:
        return Finding(f"state: {error}", _mend_state(config))
    return Finding(told)


def _mend_state(config: Config) -> str:
    if config.state.url:
        return "see that PostgreSQL runs and that state.url names its host, user and database"
    return "let this user write to the data folder, or stop what holds its state.db"


def _slack(config: Config) -> Iterator[Finding]:
    from bot.platforms.slack.checking import examine as examine_slack

    settings = config.slack
    yield from examine_slack(settings)
    if settings.bot_token and settings.mode == "http":
        yield _port("Slack port", settings.host, settings.port, "slack.port")
