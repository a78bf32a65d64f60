"""A message on its way out, before it has the form of a channel."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from roviec.alerts.shown import Shown


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`kind` as in Message.Kind; `language` is its reader's; `repeated`: a sender fell silent while it had this message, so it may be
    there already; `confirm_url`: where an address is confirmed, else ""; `created_at` is system time."""

    id: UUID
    kind: str
    language: str
    created_at: datetime
    notices: tuple[Shown, ...] = ()
    repeated: bool = False
    confirm_url: str = ""
