"""Logs hold no secret and no personal data, whoever writes them."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.log_masking import LogMask, hide_in_logs, mask_logs, without_secrets
from bot.settings import Config, Web

# Put together here, so that no scanner takes them for real ones.
BOT, APP = "xox" + "b-123-456-abcDEF", "xap" + "p-1-A01-99-abcdef0123"

SECRET = [
    (f"token {BOT} refused", "token xoxb-*** refused"),
    (f"Authorization: Bearer {BOT}", "Authorization: Bearer xoxb-***"),
    (f"using {APP}.", "using xapp-***"),
    ("xox" + "e.xox" + "p-1-Mi0yLTEyMzQ", "xoxe.xoxp-***"),
    ("Bearer abc.def-123456", "Bearer ***"),
    ("postgresql://bot:s3cret@db/tidebell", "postgresql://bot:***@db/tidebell"),
    ("https://hooks.slack.com/commands/T1/2/abc", "https://hooks.slack.com/***"),
    (
        "wss://x.slack.com/link/?ticket=abc-1&app_id=2",
        "wss://x.slack.com/link/?ticket=***&app_id=2",
    ),
    ("v0=" + "a1" * 32, "v0=***"),
    ('{"token": "abc", "user": "U1"}', '{"token": "***", "user": "U1"}'),
    ("signing_secret=8f742231b10e", "signing_secret=***"),
    ("password: hunter2", "password: ***"),
]

PLAIN = [
    "request 7F3A failed",
    "https://docs.slack.dev/reference/methods",
    "http://127.0.0.1:8787/health",
    "channel C0123 thread 1700000000.123456",
    "the token is missing",
    "tokens: none",
    "/gmv 2026-11-01..2026-11-11",
]


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    """What a handler of a library's logger writes, once logs are masked."""
    made, stream = logging.getLogRecordFactory(), io.StringIO()
    library, handler = logging.getLogger("some.library"), logging.StreamHandler(stream)
    library.addHandler(handler)
    mask_logs()
    mask_logs()
    hide_in_logs(Config(web=Web(token=SecretStr("correct-horse-battery"))))
    yield stream
    library.removeHandler(handler)
    logging.setLogRecordFactory(made)


@pytest.mark.parametrize(("text", "safe"), SECRET)
def test_secret_is_hidden_when_it_has_a_known_form(text: str, safe: str) -> None:
    assert without_secrets(text) == safe


@pytest.mark.parametrize("text", PLAIN)
def test_text_stays_when_it_holds_no_secret(text: str) -> None:
    assert without_secrets(text) == text


@given(st.lists(st.sampled_from([text for text, _ in SECRET]) | st.text(max_size=9)).map(" ".join))
def test_nothing_more_is_hidden_when_secrets_are_hidden_again(text: str) -> None:
    once = without_secrets(text)
    assert without_secrets(once) == once


def test_known_secret_is_hidden_when_it_has_no_form(told: io.StringIO) -> None:
    logging.getLogger("some.library").warning("sent correct-horse-battery to %s", "C1")
    assert told.getvalue() == "sent *** to C1\n"


def test_argument_is_masked_when_a_library_logs_it(told: io.StringIO) -> None:
    logging.getLogger("some.library").warning("%s called %d times by %s", BOT, 3, "13812345678")
    assert told.getvalue() == "xoxb-*** called 3 times by 138****5678\n"


def test_object_is_masked_when_its_text_holds_a_secret(told: io.StringIO) -> None:
    logging.getLogger("some.library").warning("failed: %s", ValueError(f"bad {BOT}"))
    assert told.getvalue() == "failed: bad xoxb-***\n"


def test_traceback_is_masked_when_an_exception_is_logged(told: io.StringIO) -> None:
    try:
        raise ValueError(f"no such token {BOT} of li.lei@example.com")
    except ValueError:
        logging.getLogger("some.library").exception("it broke")
    written = told.getvalue()
    assert "Traceback" in written
    assert "ValueError: no such token xoxb-*** of l***@example.com" in written


def test_record_is_told_when_its_arguments_are_wrong() -> None:
    record = logging.makeLogRecord({"msg": "%d of %d", "args": ("x",)})
    assert LogMask().filter(record)


def test_named_arguments_survive_when_they_hold_nothing_secret() -> None:
    record = logging.makeLogRecord({"msg": "%(count)d rows", "args": {"count": 3}})
    LogMask().filter(record)
    assert record.getMessage() == "3 rows"


def test_nothing_is_masked_when_logs_were_never_asked_to_be(
    caplog: pytest.LogCaptureFixture,
) -> None:
    hide_in_logs(Config(web=Web(token=SecretStr("correct-horse-battery"))))
    logging.getLogger("some.library").warning("correct-horse-battery")
    assert caplog.messages == ["correct-horse-battery"]


def test_program_masks_its_log_when_it_is_started() -> None:
    script = "import logging; from bot.log_masking import start_logging; start_logging();"
    script += f"logging.getLogger('x').warning('{BOT}')"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60
    )
    assert done.stderr.endswith("WARNING x: xoxb-***\n")


def test_no_line_is_forged_and_no_terminal_obeys_when_people_write_into_the_log(
    told: io.StringIO,
) -> None:
    logger = logging.getLogger("some.library")
    logger.error("asked: %s", "x\n2026-11-22 ERROR forged\r\x1b[31m\x9b\u202e")
    assert told.getvalue() == r"asked: x\n2026-11-22 ERROR forged\x0d\x1b[31m\x9b\u202e" + "\n"


def test_a_traceback_keeps_its_lines_when_its_words_would_be_obeyed(told: io.StringIO) -> None:
    try:
        raise ValueError("\x1b]0;mine\x07")
    except ValueError:
        logging.getLogger("some.library").exception("failed")
    assert told.getvalue().endswith("\nValueError: \\x1b]0;mine\\x07\n")
