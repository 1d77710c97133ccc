"""Known failures as one sentence on stderr and the exit code they deserve."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from analytics.errors import AnalyticsError, LoadRefused, StoreError, UnknownName
from bot.config import ConfigError
from bot.owner import Held, OwnerLost, Refused

MISTAKE = 2
OURS = 1


class Failure(click.ClickException):
    """Ends the program with a sentence on stderr, without a prefix."""

    def __init__(self, sentence: str, exit_code: int = MISTAKE) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code

    def show(self, file: object = None) -> None:
        """Write the sentence to stderr."""
        click.echo(self.format_message(), err=True)


@contextmanager
def explaining() -> Iterator[None]:
    """Turn what may be expected to go wrong into a `Failure`; anything else is a bug and passes."""
    try:
        yield
    except (ConfigError, Refused) as error:
        raise Failure(str(error)) from error
    except (Held, OwnerLost, StoreError) as error:
        raise Failure(str(error), OURS) from error
    except AnalyticsError as error:
        raise Failure(sentence(error)) from error
    except OSError as error:
        raise Failure(f"{error.filename or 'the system'}: {error.strerror or error}", OURS) from error


def sentence(error: AnalyticsError) -> str:
    """What an analytics refusal says to the operator."""
    if isinstance(error, UnknownName):
        return _no_such_name(error)
    prefix = "nothing was loaded: " if isinstance(error, LoadRefused) else ""
    return f"{prefix}{error}"


def _no_such_name(error: UnknownName) -> str:
    if error.close:
        return f"no {error.kind} {error.word!r} — did you mean {' or '.join(error.close)}?"
    known = f"; there are {', '.join(error.known)}" if error.known else ""
    return f"no {error.kind} {error.word!r}{known}"
