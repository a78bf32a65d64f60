"""Messages leave the house: leased, put into words, sent outside any transaction, confirmed one by one.

Several senders of a channel are on their way at once; the database is asked and written by the calling thread alone. A way that turned
out to be down is left alone for the rest of the round, and no channel takes the others' time.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import groupby
from queue import SimpleQueue
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.urls import reverse
from django.utils import translation

from roviec.alerts.actions import addressing, sending
from roviec.alerts.actions.sending import LEASE, Attempt
from roviec.alerts.channels import CHANNELS
from roviec.alerts.channels.contract import Channel, Destination, Later, Refused, Sender
from roviec.alerts.composing import absolute
from roviec.alerts.outgoing import Outgoing
from roviec.alerts.queries.messages import destinations_of, notices_of
from roviec.alerts.sealing import opened
from roviec.alerts.shown import show
from roviec.core.actor import Actor
from roviec.core.delivery import Outcome
from roviec.core.problems import Invalid
from roviec.ledger.system_time import system_now

if TYPE_CHECKING:
    from roviec.alerts.models import Address, Message

log = logging.getLogger("roviec.alerts")
BATCH = 200
# Nothing is begun later than this after the lease: what is on its way then still ends within it.
BEGIN_WITHIN = LEASE.total_seconds() - 60
# A channel whose other sides are slow gets so long of a round; what is left waits for the next.
CHANNEL_SECONDS = 20.0


@dataclass
class Sent:
    """Messages of one round. `problems` are what went wrong for the whole channel, without addresses."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Errand:
    """What a sender takes along: the message and the addresses that do not have it yet."""

    message: "Message"
    outgoing: Outgoing
    destinations: "tuple[tuple[UUID, Destination, str], ...]"  # address, where to, by which way


def never() -> bool:
    return False


def send_waiting(
    by: Actor, *, stop: Callable[[], bool] = never, halt: Callable[[], bool] = never, channels: Iterable[str] = ()
) -> Sent:
    """Everything that is due, channel by channel. Each message is sent at least once, and marked when it may have been sent before.

    `stop` is asked while none is on its way, `halt` also then, where only little time may pass.
    """
    sent = Sent()
    for name in channels or CHANNELS:
        if CHANNELS[name].configured() and not stop():
            _Round(CHANNELS[name], by, sent, stop, halt).run()
    return sent


class _Round:
    def __init__(
        self, channel: Channel, by: Actor, sent: Sent, stop: Callable[[], bool], halt: Callable[[], bool]
    ) -> None:
        self._channel, self._by, self._sent, self._stop, self._halt = channel, by, sent, stop, halt
        self._down: dict[str, str] = {}
        self._free: SimpleQueue[Sender] = SimpleQueue()

    def run(self) -> None:
        ends = time.monotonic() + CHANNEL_SECONDS
        leased = sending.lease_messages(self._channel.NAME, by=self._by, system_now=system_now(), limit=BATCH)
        if not leased:
            return
        with ExitStack() as stack:
            pool = stack.enter_context(ThreadPoolExecutor(self._channel.SENDERS, thread_name_prefix="send"))
            for _n in range(self._channel.SENDERS):
                self._free.put(stack.enter_context(closing(self._channel.sender())))
            while leased:
                slow = self._send_all(leased, pool, ends)
                if slow or self._stop():
                    break
                leased = sending.lease_messages(self._channel.NAME, by=self._by, system_now=system_now(), limit=BATCH)
        self._sent.problems += [f"{self._channel.NAME}: {why}" for why in sorted(set(self._down.values()))]

    def _send_all(self, leased: "Sequence[Message]", pool: ThreadPoolExecutor, ends: float) -> bool:
        """True when the channel is too slow to go on in this round."""
        begun = time.monotonic()
        waiting = list(reversed(self._errands(leased)))
        flying: dict[Future[Attempt], Errand] = {}
        untried: list[Message] = []
        slow = False
        while waiting or flying:
            while waiting and len(flying) < self._channel.SENDERS:
                errand = waiting.pop()
                # E-mail is one relay that answers at once or is down; the others are strangers.
                slow = slow or (self._channel.SENDERS > 2 and time.monotonic() > ends)
                if slow or self._halt() or time.monotonic() - begun > BEGIN_WITHIN:
                    untried.append(errand.message)
                elif ways := [way for _pk, _where, way in errand.destinations if way in self._down]:
                    self._put_off(errand, self._down[ways[0]])
                else:
                    flying[pool.submit(self._send, errand)] = errand
            done, _rest = wait(flying, return_when=FIRST_COMPLETED) if flying else ((), ())
            for future in done:
                self._confirm(flying.pop(future), future.result())
        sending.put_back(untried, by=self._by, system_now=system_now())
        return slow

    def _errands(self, leased: "Sequence[Message]") -> list[Errand]:
        """Where one cannot be put into words, each is tried alone, so that it holds up no other."""
        try:
            return _errands(leased)
        except Exception as error:
            if len(leased) > 1:
                return [errand for one in leased for errand in self._errands([one])]
            log.exception("message %s could not be put into words", leased[0].pk)
            attempt = Attempt({leased[0].pk: Outcome.LATER}, f"internal error: {type(error).__name__}")
            sending.confirm(leased[0], attempt, by=self._by, system_now=system_now())
            self._sent.put_off += 1
            self._sent.problems.append(f"{self._channel.NAME}: {attempt.why}")
            return []

    def _send(self, errand: Errand) -> Attempt:
        """In a thread of its own: knows no database."""
        attempt = Attempt()
        sender = self._free.get()
        try:
            for pk, destination, way in errand.destinations:
                try:
                    sender.send(errand.outgoing, destination)
                    attempt.outcomes[pk] = Outcome.REACHED
                except Refused as refused:
                    attempt.outcomes[pk] = Outcome.REFUSED
                    attempt.faults[pk] = attempt.why = str(refused)
                except Later as later:
                    attempt.outcomes[pk] = Outcome.LATER
                    attempt.why, attempt.after = str(later), max(attempt.after, later.after)
                    attempt.doubtful = attempt.doubtful or later.doubtful
                    if later.down:
                        self._down[way] = str(later)
                except Exception as error:
                    # Our own mistake, perhaps of this one message: its words may hold anything, so only its kind is kept.
                    log.error("%s could not send message %s: %s", self._channel.NAME, errand.message.pk, type(error))
                    attempt.outcomes[pk] = Outcome.LATER
                    attempt.why = f"internal error: {type(error).__name__}"
        finally:
            self._free.put(sender)
        return attempt

    def _confirm(self, errand: Errand, attempt: Attempt) -> None:
        message, now = errand.message, system_now()
        verdict = sending.confirm(message, attempt, by=self._by, system_now=now)
        if verdict is None:
            log.warning("message %s was taken over by another sender", message.pk)
            return
        if self._channel.CONFIRMED_BY_ANSWER and message.kind == "confirm":
            for pk in [pk for pk, outcome in attempt.outcomes.items() if outcome is Outcome.REACHED]:
                sending.answered(pk, by=self._by, system_now=now)
        self._sent.sent += verdict.sent
        self._sent.put_off += verdict.again is not None
        self._sent.failed += verdict.fault is not None

    def _put_off(self, errand: Errand, why: str) -> None:
        sending.put_back([errand.message], by=self._by, system_now=system_now(), way_down=True)
        self._sent.put_off += 1


def _errands(messages: "Sequence[Message]") -> list[Errand]:
    """In the order of the messages; a handful of queries for all of them. Words are made in each reader's language."""
    places, notices = destinations_of(messages), notices_of(messages)
    outgoing: dict[UUID, Outgoing] = {}
    for language, of_language in groupby(sorted(messages, key=_language), key=_language):
        listed = list(of_language)
        with translation.override(language):
            shown = iter(show(notice for one in listed for notice in notices.get(one.pk, ())))
            for one in listed:
                mine = tuple(next(shown) for _notice in notices.get(one.pk, ()))
                outgoing[one.pk] = _outgoing(one, language, mine, places[one.pk])
    return [Errand(one, outgoing[one.pk], tuple(_destination(place) for place in places[one.pk])) for one in messages]


def _language(message: "Message") -> str:
    account = getattr(message.officer, "account", None)
    return account.language if account else "vi"


def _outgoing(message: "Message", language: str, shown: tuple, places: "Sequence[Address]") -> Outgoing:
    confirm = ""
    if message.kind == "confirm" and places:
        confirm = absolute(reverse("alerts:address_confirm", args=[addressing.token_of(places[0])]))
    return Outgoing(
        id=message.pk,
        kind=message.kind,
        language=language,
        created_at=message.created_at,
        notices=shown,
        repeated=message.maybe_sent,
        confirm_url=confirm,
    )


def _destination(address: "Address") -> tuple[UUID, Destination, str]:
    try:
        secret = opened(address.secret)
    except InvalidToken:
        log.error("the secret of address %s was sealed with a key that is no longer known", address.pk)
        secret = ""
    try:
        way = CHANNELS[address.channel].route(address.value)
    except Invalid:  # no longer allowed here: its sender says so
        way = ""
    return address.pk, Destination(address.value, secret), way
