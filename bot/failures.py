"""What may be expected to go wrong at the command line and in the owner, as one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from analytics.errors import AnalyticsError, StoreError
from bot.config import ConfigError
from bot.i18n import translator
from bot.owner import Held, OwnerLost, Refused
from bot.platforms.base import StartError
from bot.state.errors import StateError
from commands.kit.errors import UserError, explain

MISTAKE = 2
OURS = 1


class Failure(Exception):
    """A sentence for whoever asked and the exit code: 2 their mistake, 1 ours."""

    def __init__(self, sentence: str, exit_code: int = MISTAKE) -> None:
        super().__init__(sentence)
        self.sentence, self.exit_code = sentence, exit_code


@contextmanager
def explaining() -> Iterator[None]:
    """Turn what may be expected to go wrong into a `Failure`; anything else is a bug and passes."""
    try:
        yield
    except Refused as error:
        raise Failure(error.sentence, error.exit_code) from error
    except ConfigError as error:
        raise Failure(str(error)) from error
    except (Held, OwnerLost, StartError, StateError, StoreError) as error:
        raise Failure(str(error), OURS) from error
    except AnalyticsError as error:
        raise Failure(_sentence(explain(error))) from error
    except UserError as error:
        raise Failure(_sentence(error)) from error
    except PermissionError as error:
        sentence = f"this user may not write {error.filename}: let it, or choose another folder"
        raise Failure(sentence, OURS) from error
    except OSError as error:
        where = error.filename or "the system"
        raise Failure(f"{where}: {error.strerror or error}", OURS) from error


def _sentence(error: UserError) -> str:
    english = translator("en")
    parts = [error.message, error.hint] if error.hint else [error.message]
    return " ".join(english.message(part) for part in parts)
