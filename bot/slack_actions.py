"""What people do in Slack besides asking, carried out over the bot's durable state."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import suggesting
from bot.app import App
from bot.intake import question_key
from bot.platforms.base import Directory, Person, Request
from bot.platforms.slack.actions import HomePage, Subscription
from bot.state import audit, inbox, outbox, subscriptions
from bot.state.audit import Entry
from bot.state.favourites import favourites
from bot.state.outbox import Draft, Transaction
from bot.state.people import known_person
from commands.kit.context import Ctx
from commands.kit.message import Msg
from commands.kit.permission import Permission
from commands.kit.registry import Command
from commands.kit.reply import Reply
from commands.kit.schedule_blocks import told

SLACK = "slack"
FAVOURITES = 5
# What one asks of the bot about itself is no favourite question.
NO_QUESTIONS = ("settings", "help", "subscribe", "unsubscribe", "subscriptions")


@dataclass(frozen=True)
class StoredActions:
    """The `Actions` of the Slack adapter; `changed` wakes who delivers what was put."""

    app: App
    directory: Directory
    changed: Callable[[], None]

    def language(self, person: str) -> str:
        """The language a person chose, else the one Slack knows of them, else the default."""
        if chosen := self.app.languages.language_of(person):
            return chosen
        with self.app.state.reading() as tx:
            known = known_person(tx, person)
        return (known.person.locale if known else None) or self.app.config.language

    def choose_language(self, person: str, language: str) -> None:
        """Remember the language a person chose."""
        self.app.languages.set_language(person, language)
        with self.app.state.writing() as tx:
            self._note(tx, person, "", {"language": language})

    def home(self, person: str) -> HomePage:
        """What stands on a person's App Home."""
        ctx = self._context(person, looked_up=True)
        with self.app.state.reading() as tx:
            own = {kept.number for kept in subscriptions.running(tx) if kept.creator == person}
            asked = favourites(tx, person, FAVOURITES, NO_QUESTIONS)
        return HomePage(
            language=self.app.languages.language_of(person),
            subscriptions=[
                Subscription(str(one.number), told(one))
                for one in ctx.schedules.all()
                if one.number in own
            ],
            favourites=asked,
        )

    def end_subscription(self, person: str, subscription: str) -> None:
        """End a subscription of this person; a channel's also where their roles permit that."""
        number = int(subscription) if subscription.isdecimal() else 0
        ctx = self._context(person, looked_up=True)
        if ctx.schedules.find(number) is None:  # not there, or nothing they may see
            return
        with self.app.state.reading() as tx:
            kept = subscriptions.find(tx, number)
        if kept and (kept.creator == person or Permission.SCHEDULE in ctx.rights.held):
            ctx.schedules.end(number)

    def withdraw(self, person: str, channel: str, place: str) -> bool:
        """Take away the answer at this place if this person asked for it; False: unknown yet."""
        with self.app.state.writing() as tx:
            key = outbox.find_by_place(tx, SLACK, channel, place)
            question = question_key(key) if key else None
            asked = inbox.find(tx, question) if question else None
            if key and asked and asked.person == person:
                outbox.withdraw(tx, key, self._now())
                self._note(tx, person, channel, {"withdrawn": key})
        self.changed()
        return key is not None

    def unfold(self, person: str, channel: str, key: str) -> None:
        """Post what is folded in our message of this key into its thread."""
        with self.app.state.writing() as tx:
            message = outbox.get(tx, key)
            if message and message.reply and message.reply.more and _is_seen(message, person):
                outbox.put(tx, _unfolded(message, message.reply), self._now())
        self.changed()

    def pin(self, person: str, channel: str, place: str, at: datetime) -> None:
        """Keep in the audit log that a person wants this message kept in mind."""
        with self.app.state.writing() as tx:
            self._note(tx, person, channel, {"pinned": place, "at": at.isoformat()})

    def asked_at(self, channel: str, place: str) -> str | None:
        """The command line that our message at this place answers; None where it answers none."""
        with self.app.state.reading() as tx:
            key = outbox.find_by_place(tx, SLACK, channel, place)
            message = outbox.get(tx, key) if key else None
        return (message.reply.command or None) if message and message.reply else None

    def words(self, person: str, command: str, field: str, typed: str) -> Sequence[str]:
        """Words of the shop that fit a command's argument and what is typed so far."""
        found, ctx = self._commands.get(command), self._context(person)
        may = Permission.ASK in ctx.rights.held
        return suggesting.words(found, field, typed, ctx) if found and may else ()

    def mistake(self, person: str, command: str, field: str, text: str) -> Msg | None:
        """Why a text is no value of a command's argument; None where it is one."""
        found, ctx = self._commands.get(command), self._context(person)
        may = Permission.ASK in ctx.rights.held  # else the answer is the refusal
        return suggesting.mistake(found, field, text, ctx) if found and may else None

    @property
    def _commands(self) -> Mapping[str, Command[Any]]:
        return self.app.commands_by_name

    def _context(self, person: str, *, looked_up: bool = False) -> Ctx:
        who = self.directory.person(person) if looked_up else self._known(person)
        request = Request("", who, person, self.language(person), platform=SLACK)
        return self.app.context(request)

    def _known(self, person: str) -> Person:
        """The person as Slack last told of them."""
        own = self.app.config.slack.people.get(person, ())
        with self.app.state.reading() as tx:
            known = known_person(tx, person)
        who = known.person if known else Person(person, person)
        return replace(who, roles=(*own, *who.roles))

    def _now(self) -> datetime:
        return self.app.clock.now()

    def _note(self, tx: Transaction, person: str, channel: str, body: dict[str, str]) -> None:
        audit.append(tx, Entry(self._now(), "changed", SLACK, channel, person, body))


def _is_seen(message: outbox.Message, person: str) -> bool:
    """Whether the button under it can have been pressed by this person."""
    return message.platform == SLACK and message.reader in (None, person)


def _unfolded(message: outbox.Message, reply: Reply) -> Draft:
    return Draft(
        key=f"{message.key}/more",
        platform=message.platform,
        channel=message.channel,
        locale=message.locale,
        reply=reply.model_copy(update={"blocks": reply.more, "more": (), "thread": None}),
        # A message for one person's eyes heads no thread.
        thread=message.thread or (None if message.reader else f"msg:{message.key}"),
        reader=message.reader,
        hints=message.hints,
    )
