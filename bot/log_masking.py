"""Logs without personal data, secrets and characters that terminals obey, whoever writes them.

Installed where log records are made, so that it holds for every logger and handler of the
process, those of libraries too.
"""

import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import BaseModel, SecretStr

from bot.masking import masked

HIDDEN = "***"
SHORTEST = 8

# What the secret follows stays readable; only the last group of each is hidden.
_SECRETS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(xox[a-z](?:\.xox[a-z])?-|xapp-|xwfp-)[\w.-]+",
        r"(bearer\s+)[\w.~+/=-]{6,}",
        r"(v0=)[0-9a-f]{16,}",
        r"(://[^/\s:@]*:)[^/\s@]+(?=@)",
        r"(https://hooks\.slack\.com/)[\w/.-]+",
        r"((?:token|secret|password|passwd|signature|authorization|api_?key|ticket)"
        r"[\"']?\s*[=:]\s*[\"']?)(?!bearer\s|xox|xapp-|v0=|\*\*\*)[^\s\"'&,;)}\]]+",
    )
)

# What a terminal obeys instead of showing it: colours, titles, the direction of letters.
_OBEYED = {
    code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    for code in (
        *range(0x20),
        *range(0x7F, 0xA0),
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
    )
    if chr(code) not in "\n\t"
}


def without_secrets(text: str, known: Iterable[str] = ()) -> str:
    """The text with tokens, passwords, signatures and the `known` secrets made unreadable."""
    for secret in known:
        text = text.replace(secret, HIDDEN)
    for pattern in _SECRETS:
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return text


class LogMask(logging.Filter):
    """Lets every record pass, its text made safe."""

    def __init__(self) -> None:
        super().__init__()
        self._known: frozenset[str] = frozenset()

    def learn(self, secrets: Iterable[str]) -> None:
        """Hide these too, whatever their form; ones so short that they are words are left."""
        self._known |= {secret for secret in secrets if len(secret) >= SHORTEST}

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True."""
        if isinstance(record.args, tuple):
            record.args = tuple(self._safe_argument(one) for one in record.args)
        told = _told(record)
        if (safe := self._safe(told)) != told:
            record.msg, record.args = safe, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = record.exc_text and self._safe(record.exc_text)
        record.stack_info = record.stack_info and self._safe(record.stack_info)
        return True

    def _safe_argument(self, argument: object) -> object:
        if not isinstance(argument, str):
            return argument
        # A line break in what somebody typed would begin a line of the log that nobody wrote.
        return self._safe(argument).replace("\n", r"\n")

    def _safe(self, text: str) -> str:
        return masked(without_secrets(text, self._known)).translate(_OBEYED)


def _told(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # wrong arguments: logging itself complains of them later
        return str(record.msg)


class _Factory:
    """Makes log records that a mask has passed."""

    def __init__(self, make: Callable[..., logging.LogRecord], mask: LogMask) -> None:
        self.make, self.mask = make, mask

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record = self.make(*args, **kwargs)
        self.mask.filter(record)
        return record


def mask_logs() -> None:
    """Have every log record of this process masked from now on."""
    made = logging.getLogRecordFactory()
    if not isinstance(made, _Factory):
        logging.setLogRecordFactory(_Factory(made, LogMask()))


def hide_in_logs(config: BaseModel) -> None:
    """Hide the secrets that the settings hold, where logs are masked."""
    made = logging.getLogRecordFactory()
    if isinstance(made, _Factory):
        made.mask.learn(_secrets_of(config))


def start_logging() -> None:
    """Log warnings and worse to stderr, masked: what the program's start calls."""
    mask_logs()
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format=form)


def _secrets_of(model: BaseModel) -> Iterator[str]:
    for _, value in model:
        if isinstance(value, SecretStr):
            yield value.get_secret_value()
        elif isinstance(value, BaseModel):
            yield from _secrets_of(value)
