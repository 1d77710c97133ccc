"""Whether a run kept the promises: each question answered once, nothing said twice, in order.

Pure functions over the record; docs/chaos.md says in words what each of them holds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from tests.chaos.record import Message, Question, Record, Words


class Fate(StrEnum):
    """What became of a question."""

    ANSWERED = "answered once"
    APOLOGISED = "one visible apology"
    TWICE_PRIVATELY = "shown twice to its reader (the written exception)"
    UNSURE = "shown to its reader, and an apology since that was not known (the same exception)"
    REFUSED = "never accepted; Slack told the person"
    UNHEARD = "never accepted, all retries failed"
    ANSWERED_ANYWAY = "never acknowledged, answered once"
    LOST = "LOST"
    TWICE = "ANSWERED TWICE"
    UNFINISHED = "LEFT AT WORKING"
    WRONG = "ANSWERED WITH SOMETHING ELSE"


BROKEN = {Fate.LOST, Fate.TWICE, Fate.UNFINISHED, Fate.WRONG}


@dataclass(frozen=True)
class Verdict:
    """Counts to print, and a sentence for each promise that was broken."""

    counts: dict[str, int]
    violations: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """A question with every message that is about it, oldest first."""

    question: Question
    messages: tuple[Message, ...]

    @property
    def standing(self) -> tuple[Message, ...]:
        """Those that were not taken away."""
        return tuple(message for message in self.messages if message.gone is None)


def judge(record: Record) -> Verdict:
    """The verdict on a run in which everything has become quiet."""
    answered = pair(record)
    fates = Counter(fate_of(each, record.words) for each in answered)
    pairs, disorder = check_order(answered)
    counts = {"questions": len(answered), **{fate.value: fates[fate] for fate in Fate}}
    counts |= count_messages(record) | {"pairs whose order was judged": pairs}
    violations = [
        *(_say(each, record.words) for each in answered if fate_of(each, record.words) in BROKEN),
        *check_keys(record.messages),
        *check_texts(answered),
        *disorder,
        *check_slots(record),
        *check_kept(record, answered),
        *check_strays(record, answered),
    ]
    return Verdict(counts, tuple(violations))


def pair(record: Record) -> tuple[Answered, ...]:
    """Each question with its messages: by the name in their key, or by what only it can hold."""
    public = [message for message in record.messages if message.reader is None]
    private = [message for message in record.messages if message.reader is not None]
    found = [
        Answered(question, tuple(sorted(_about(question, public, private), key=_begun)))
        for question in record.questions
    ]
    return tuple(_with_apologies(found, private, record.words))


def fate_of(answered: Answered, words: Words) -> Fate:
    """What became of one question."""
    question, standing = answered.question, answered.standing
    if not standing:
        if question.accepted is not None:
            return Fate.LOST
        return Fate.REFUSED if question.refused else Fate.UNHEARD
    apologies = [message for message in standing if _has(message.text, words.apologies)]
    others = [message for message in standing if message not in apologies]
    if len(apologies) > 1 or not _may_stand_together(others, bool(apologies)):
        return Fate.TWICE
    if apologies:
        return Fate.UNSURE if others else Fate.APOLOGISED
    if len(others) > 1:
        return Fate.TWICE_PRIVATELY
    if _has(others[0].text, question.holds):
        return Fate.ANSWERED if question.accepted is not None else Fate.ANSWERED_ANYWAY
    return Fate.UNFINISHED if _has(others[0].text, words.working) else Fate.WRONG


def check_order(answered: Sequence[Answered]) -> tuple[int, list[str]]:
    """How many pairs were judged, and those in disorder.

    Of two questions in one channel, the second asked after the first was acknowledged, the first
    message about the first comes before that about the second.
    """
    places: dict[str, list[Answered]] = defaultdict(list)
    for each in answered:
        if _in_channel(each):
            places[each.question.channel].append(each)
    judged = [
        (first, second)
        for several in places.values()
        for one, other in combinations(several, 2)
        for first, second in ((one, other), (other, one))
        if first.question.accepted is not None and first.question.accepted < second.question.asked
    ]
    return len(judged), [
        f"order: {_name(second)} was asked after {_name(first)} was acknowledged, "
        f"and came {_began(first) - _began(second):.3f} s before it"
        for first, second in judged
        if _began(first) >= _began(second)
    ]


def check_keys(messages: Sequence[Message]) -> Iterator[str]:
    """Of the messages with one key there is one, and there never was another."""
    times = Counter(message.key for message in messages if message.key)
    for key, count in times.items():
        if count > 1:
            yield f"twice: {count} messages carry the key {key}"


def check_texts(answered: Sequence[Answered]) -> Iterator[str]:
    """No two answers to different questions in one channel say the same to the same readers."""
    seen: dict[tuple[str, str | None, str | None, str], str] = {}
    for each in answered:
        for message in each.standing[:1]:
            where = (message.channel, message.thread, message.reader, message.text)
            if where in seen:
                yield f"twice: {_name(each)} and {seen[where]} have the same answer"
            seen[where] = _name(each)


def check_slots(record: Record) -> Iterator[str]:
    """A slot that was asked has one post, a skipped one none, and every one is settled."""
    posts = Counter(
        slot.key
        for slot in record.slots
        for message in record.messages
        if message.key and _means(message.key, slot.key)
    )
    for slot in record.slots:
        expected = {"asked": 1, "late": 1, "skipped": 0}.get(slot.outcome or "")
        if expected is None:
            yield f"slot: {slot.due} ({slot.key}) was never settled"
        elif posts[slot.key] != expected:
            yield f"slot: {slot.due} ({slot.key}) is {slot.outcome} and has {posts[slot.key]} posts"


def check_kept(record: Record, answered: Sequence[Answered]) -> Iterator[str]:
    """Nothing is left to do, nothing was given up, every answer is in the audit log once."""
    kept = record.kept
    if kept.unanswered:
        yield f"state: {kept.unanswered} questions are still to be answered"
    if kept.undelivered:
        yield f"state: {kept.undelivered} messages are still to be delivered"
    known = {each.question.name for each in answered if _is_excepted(each, record.words)}
    for key, error in kept.dead.items():
        if not any(key.endswith(name) for name in known):
            yield f"dead letter: {key}: {error}"
    for each in answered:
        entries = kept.audited.get(each.question.line.removeprefix("/"), 0)
        if each.standing and entries != 1:
            yield f"audit: {_name(each)} has {entries} entries"


def check_strays(record: Record, answered: Sequence[Answered]) -> Iterator[str]:
    """Every message is about a question or a slot, or continues one that is."""
    known = {message.place for each in answered for message in each.messages}
    names = [each.question.name for each in answered]
    names += [slot.key for slot in record.slots]
    for message in record.messages:
        key = message.key or ""
        if message.place not in known and not any(name in key for name in names):
            yield f"stray: {message.place} in {message.channel} ({key or 'no key'})"


def count_messages(record: Record) -> dict[str, int]:
    """How many messages of each kind there were."""
    outcomes = Counter(slot.outcome for slot in record.slots)
    return {
        "messages posted": len(record.messages),
        "for one reader": sum(message.reader is not None for message in record.messages),
        "edited": sum(len(message.shown) > 1 for message in record.messages),
        "taken away": sum(message.gone is not None for message in record.messages),
        "slots due": len(record.slots),
        "slots asked in time": outcomes["asked"],
        "slots posted late with a note": outcomes["late"],
        "slots skipped": outcomes["skipped"],
    }


def _about(
    question: Question, public: Sequence[Message], private: Sequence[Message]
) -> Iterator[Message]:
    for message in public:
        if message.key and _means(message.key, question.name):
            yield message
    for message in private:
        reader = (question.channel, question.person)
        if (message.channel, message.reader) == reader and _has(message.text, question.holds):
            yield message


def _with_apologies(
    found: Sequence[Answered], private: Sequence[Message], words: Words
) -> Iterator[Answered]:
    """A private apology names no question: it is about one of its reader that has no answer."""
    known = {message.place for each in found for message in each.messages}
    spare = [one for one in private if one.place not in known and _has(one.text, words.apologies)]
    for each in found:
        question = each.question
        reader = (question.channel, question.person)
        fitting = [one for one in spare if (one.channel, one.reader) == reader]
        waits = question.accepted is not None and not each.standing
        if not waits or not fitting or fitting[0].began < question.asked:
            yield each
        else:
            spare.remove(fitting[0])
            yield Answered(question, (*each.messages, fitting[0]))


def _has(text: str, parts: Sequence[str]) -> bool:
    return any(part in text for part in parts)


def _means(key: str, name: str) -> bool:
    """Whether a key is that of the first message about `name`, not of its continuation."""
    return key.endswith(name)


def _is_excepted(answered: Answered, words: Words) -> bool:
    """Given up, and said so: a private message of which nobody can know whether it was shown."""
    return fate_of(answered, words) in (Fate.UNSURE, Fate.APOLOGISED)


def _may_stand_together(answers: Sequence[Message], apologised: bool) -> bool:
    """One answer; or two to one reader, or one and an apology, where it could not be known that
    the first had been shown."""
    if len(answers) + apologised <= 1:
        return True
    unknown = answers if apologised else answers[:-1]
    return len(answers) <= 2 and all(one.reader and not one.told for one in unknown)


def _begun(message: Message) -> float:
    return message.began


def _in_channel(answered: Answered) -> list[Message]:
    """An apology may come in a direct message; that has an order of its own."""
    channel = answered.question.channel
    return [message for message in answered.messages if message.channel == channel]


def _began(answered: Answered) -> float:
    return _in_channel(answered)[0].began


def _name(answered: Answered) -> str:
    question = answered.question
    return f"“{question.line}” ({question.name} in {question.channel})"


def _say(answered: Answered, words: Words) -> str:
    places = ", ".join(message.place for message in answered.standing) or "no message"
    return f"{fate_of(answered, words)}: {_name(answered)}: {places}"
