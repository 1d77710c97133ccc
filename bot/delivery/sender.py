"""One attempt at one message: what is to be done with it, and what its outcome means.

The one rule behind it: a post is noted before it begins, and one whose outcome was never noted
is looked for on the platform before it is posted again.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bot.clock import Clock
from bot.delivery.lanes import Lane, Lanes
from bot.delivery.rests import Rests
from bot.delivery.timing import Timing
from bot.metrics import Metrics
from bot.platforms.base import Impossible, Outgoing, Posted, Poster, PostError, TooFast, Unsure
from bot.state import sending
from bot.state.database import Database
from bot.state.destinations import Destination, NotYet, ThreadLost, destination
from bot.state.leasing import FARTHEST
from bot.state.outbox import Message, Transaction
from bot.state.sending import Stands
from commands.kit.message import msg
from commands.kit.reply import Note, Reply

logger = logging.getLogger(__name__)

OnDead = Callable[[Transaction, Message, Exception], None]
"""Called when a message is given up, in the transaction that notes it: what it puts into the
outbox (an apology, a warning to the operator) is kept with it, or not at all. Must not raise."""

Action = Literal["post", "edit", "delete", "find"]
_NOTHING = Reply(blocks=())


class FateUnknown(PostError):
    """It may stand or not, cannot be looked for, and was posted twice already."""


class LeaseLost(Exception):
    """Another process has taken the message up meanwhile: this one must not post it."""


@dataclass(frozen=True)
class Sender:
    """Sends leased messages; safe to use from several threads."""

    database: Database
    posters: Mapping[str, Poster]
    clock: Clock
    lanes: Lanes
    rests: Rests
    timing: Timing
    on_dead: OnDead
    metrics: Metrics

    def send(self, message: Message) -> None:
        """Do the next thing there is to do with a message, and write down how it went."""
        try:
            self._advance(message, self.posters[message.platform])
        except NotYet:
            self._postpone(message, self.timing.head)
        except TooFast as told:
            lane = Lane(message.platform, message.channel, not message.place)
            self.lanes.rest(lane, told.seconds, everywhere=told.everywhere)
            self._postpone(message, timedelta(seconds=told.seconds))
        except LeaseLost:
            logger.warning("message %s was left to another process", message.key)
        except (Impossible, ThreadLost, FateUnknown) as error:
            self._give_up(message, error)
        except Exception as error:
            self._try_again(message, error)

    def _advance(self, message: Message, poster: Poster) -> None:
        if _may_be_found(message) and self._look_for(message, poster):
            return
        if message.reply is None or _is_leaving(message):
            self._take_away(message, poster)
            return
        with self.database.reading() as tx:
            to = destination(tx, message)
        if not message.place:
            self._post(message, message.reply, to, poster)
        elif (message.reader, to.thread) == (message.sent_reader, message.sent_thread):
            self._edit(message, message.reply, poster)
        else:
            self._take_away(message, poster)

    def _look_for(self, message: Message, poster: Poster) -> bool:
        """Look for a post of unknown outcome. True: it is found, or to be looked for later."""
        since = (message.trying_since or self.clock.now()) - self.timing.look_back
        at = Destination(message.sent_channel or message.channel, message.sent_thread)
        try:
            with self._counted(message, "find"):
                posted = poster.find(self._outgoing(message, message.reply or _NOTHING, at), since)
        except TooFast as told:
            # Looking has limits of its own: others may go on posting.
            self._postpone(message, timedelta(seconds=told.seconds))
            return True
        if posted is None:
            return False
        revision = message.trying_revision or message.revision
        shown = message.reply if revision == message.revision else None
        parts = poster.parts(shown, message.locale) if shown else ()
        self._record(message, posted, at.thread, revision, parts)
        return True

    def _post(self, message: Message, reply: Reply, to: Destination, poster: Poster) -> None:
        is_repeated = message.trying_since is not None and message.sent_reader is not None
        if is_repeated and message.repeats:
            raise FateUnknown(f"posted twice for {message.sent_reader} with unknown outcome")
        parts = poster.parts(reply, message.locale)
        shown = _once_more(parts[0]) if is_repeated else parts[0]
        with self.database.writing() as tx:
            begun = sending.begin(tx, message, to, self.clock.now())
        if not begun:
            self._postpone(message, timedelta(0))
            return
        try:
            with self._counted(message, "post"):
                posted = poster.post(self._outgoing(message, shown, to))
        except Exception as error:
            if _is_not_posted(message, error):
                with self.database.writing() as tx:
                    sending.undo_begin(tx, message)
            raise
        self._record(message, posted, to.thread, message.revision, parts)

    def _edit(self, message: Message, reply: Reply, poster: Poster) -> None:
        parts = poster.parts(reply, message.locale)
        at = Destination(message.sent_channel or message.channel, message.sent_thread)
        with self._counted(message, "edit"):
            posted = poster.edit(self._outgoing(message, parts[0], at), message.place or "")
        pause = timedelta(seconds=self.lanes.pace(message.platform).edit_seconds)
        self._record(message, posted, at.thread, message.revision, parts, pause)

    def _take_away(self, message: Message, poster: Poster) -> None:
        if message.place:
            with self.database.writing() as tx:
                sending.begin_leaving(tx, message, self.clock.now())
            with self._counted(message, "delete"):
                poster.delete(message.sent_channel or message.channel, message.place)
        with self.database.writing() as tx:
            held = sending.record_gone(tx, message, self.clock.now())
        _warn_unless(held, message)

    def _record(
        self,
        message: Message,
        posted: Posted,
        thread: str | None,
        revision: int,
        parts: tuple[Reply, ...],
        pause: timedelta = timedelta(0),
    ) -> None:
        for warning in posted.warnings:
            logger.warning("message %s on %s: %s", message.key, message.platform, warning)
        stands = Stands(revision, posted.channel, posted.place, thread, pause)
        with self.database.writing() as tx:
            held = sending.record(tx, message, stands, self.clock.now(), parts)
        _warn_unless(held, message)

    def _outgoing(self, message: Message, reply: Reply, to: Destination) -> Outgoing:
        notes = dict(message.notes)

        def note(name: str, value: str) -> None:
            notes[name] = value
            with self.database.writing() as tx:
                if not sending.note(tx, message, notes):
                    raise LeaseLost

        return Outgoing(
            key=message.key,
            channel=to.channel,
            reply=reply,
            locale=message.locale,
            thread=to.thread,
            reader=message.reader,
            hints=message.hints,
            notes=notes,
            note=note,
        )

    def _try_again(self, message: Message, error: Exception) -> None:
        failures = message.attempts + 1
        if failures >= self._most_attempts(message, error):
            self._give_up(message, error)
            return
        rest = self.timing.rest_after(failures)
        if isinstance(error, Unsure):
            rest = max(rest, self.timing.settle)
        logger.warning(
            "message %s on %s failed %d times, next try in %.1f s",
            message.key,
            message.platform,
            failures,
            rest.total_seconds(),
            exc_info=None if isinstance(error, PostError) else error,
        )
        self._postpone(message, rest, error)

    def _most_attempts(self, message: Message, error: Exception) -> int:
        """One that fails while others get through is itself to blame, or our own mistake is."""
        if not isinstance(error, PostError):
            return self.timing.attempts
        return self.timing.attempts_at(self.lanes.silence(message.platform))

    def _postpone(self, message: Message, rest: timedelta, error: Exception | None = None) -> None:
        rest = min(rest, FARTHEST)
        until = self.clock.now() + rest
        self.rests.begin(message.id, until, rest)
        with self.database.writing() as tx:
            sending.postpone(tx, message, until, None if error is None else _worded(error))

    def _give_up(self, message: Message, error: Exception) -> None:
        with self.database.writing() as tx:
            is_given_up = sending.bury(tx, message, _worded(error), self.clock.now())
            # What hangs from a message that was given up goes with it, without another word.
            if is_given_up and not isinstance(error, ThreadLost):
                self.on_dead(tx, message, error)
        if not is_given_up:
            self._postpone(message, timedelta(0))
            return
        self.metrics.count_dead_letter(message.platform)
        logger.error("message %s on %s given up: %s", message.key, message.platform, error)

    @contextmanager
    def _counted(self, message: Message, action: Action) -> Iterator[None]:
        outcome: Literal["done", "too_fast", "unsure", "impossible", "failed"] = "failed"
        try:
            yield
            outcome = "done"
            self.lanes.reach(message.platform)
        except TooFast:
            outcome = "too_fast"
            raise
        except Unsure:
            outcome = "unsure"
            raise
        except Impossible:
            outcome = "impossible"
            raise
        finally:
            self.metrics.count_sending(message.platform, action, outcome)


def _once_more(reply: Reply) -> Reply:
    """The reply to a reader who perhaps has it already, and then must not wonder why it comes."""
    said = msg("You may have seen this already: I could not tell whether it reached you.")
    return reply.model_copy(update={"blocks": (Note(message=said), *reply.blocks)})


def _may_be_found(message: Message) -> bool:
    """A message for one reader's eyes has no place, so it cannot be looked for."""
    return message.trying_since is not None and not message.place and message.sent_reader is None


def _is_leaving(message: Message) -> bool:
    """Whether a deletion began: the message may be gone, so it is no use to edit it."""
    return message.trying_since is not None and bool(message.place)


def _is_not_posted(message: Message, error: Exception) -> bool:
    """Whether the platform surely did not take it.

    What can be looked for is believed only to a plain no; for the rest the poster's word that it
    is not unsure must do.
    """
    if message.reader is None:
        return isinstance(error, TooFast | Impossible)
    return not isinstance(error, Unsure)


def _worded(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _warn_unless(held: bool, message: Message) -> None:
    if not held:
        logger.warning("message %s was sent, but its lease had run out", message.key)
