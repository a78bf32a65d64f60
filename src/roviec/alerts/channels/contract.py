"""What a channel is: how a message leaves the house. One file each; tests/channels runs its contract on every one of them.

A channel knows no database: it is given everything and says by an exception what went wrong. A sender is used by one thread at a
time and may keep a connection open from message to message.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from django.utils.functional import Promise

from roviec.alerts.outgoing import Outgoing


@dataclass(frozen=True, slots=True)
class Destination:
    """`secret` signs what a webhook gets. Neither shows itself in a log."""

    value: str
    secret: str = ""

    def __repr__(self) -> str:
        return "Destination(…)"


class Later(Exception):
    """It did not work now. `down`: it is the way there that does not work, so others by the same way need not be tried now;
    `doubtful`: it may have arrived all the same. `after`: how long the other side asked to be left alone."""

    def __init__(
        self, why: str, after: timedelta = timedelta(0), *, down: bool = False, doubtful: bool = False
    ) -> None:
        super().__init__(why)
        self.after = after
        self.down = down
        self.doubtful = doubtful


class Refused(Exception):
    """The address does not take messages, now or later: it ends, and a person is told."""


class Sender(Protocol):
    def send(self, outgoing: Outgoing, destination: Destination) -> None:
        """Returns when the other side has taken the message. Raises Later or Refused, whose words name no address and no secret."""
        ...

    def close(self) -> None: ...


class Channel(Protocol):
    """The shape of a module in this package."""

    NAME: str
    LABEL: Promise
    SENDERS: int  # how many messages are on their way at once
    CONFIRMED_BY_ANSWER: bool  # an address is live once it has taken its first message; else its owner confirms it

    def configured(self) -> bool:
        """Whether this installation can send on it at all."""
        ...

    def checked(self, value: str) -> str:
        """The address as it is kept. Raises Invalid."""
        ...

    def route(self, value: str) -> str:
        """What the way to this address hangs on: the relay, or the other side's host."""
        ...

    def shown(self, value: str) -> str:
        """The address as its owner is shown it."""
        ...

    def sender(self) -> Sender: ...
