"""Work that Slack need not wait for: its answer is its acknowledgement."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec

logger = logging.getLogger(__name__)
P = ParamSpec("P")

AT_ONCE = 16


class Later:
    """Does calls to Slack off the way of what comes in; what goes wrong there is logged."""

    def __init__(self) -> None:
        self.executor = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="slack")

    def do(self, work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Do it soon. After `stop` nothing is done any more."""
        try:
            self.executor.submit(work, *args, **kwargs).add_done_callback(_complain)
        except RuntimeError:
            logger.info("%s was left out, as the bot is ending", getattr(work, "__name__", "work"))

    def stop(self) -> None:
        """Take no more work; what has begun is not waited for: each call has its own limit."""
        self.executor.shutdown(wait=False, cancel_futures=True)


def _complain(done: Future[Any]) -> None:
    if not done.cancelled() and (error := done.exception()):
        logger.error("work after an event of Slack failed", exc_info=error)
