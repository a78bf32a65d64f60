"""What happened to a task or plan, from its stream in the ledger, in sentences."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from roviec.ledger.models import Entry, Ledgered
from roviec.work.models import ChangedTask, Plan, Task
from roviec.work.sentences import say


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry: who did what when. `what` is a sentence in the active language; `why` a reason or note in the words of who acted."""

    number: int
    at: datetime
    who: str
    mandate: str
    on_behalf_of: str
    verb: str
    what: str
    why: str
    data: Mapping[str, Any]


def history(thing: Ledgered | UUID) -> list[HistoryLine]:
    """The stream of the thing, oldest first. Names are those of the day of the entry. One query."""
    pk = thing.pk if isinstance(thing, Ledgered) else thing
    return lines(Entry.objects.filter(stream_id=pk).order_by("seq"))


def entries_since(thing: Task | Plan, version: int) -> int:
    """How many entries are newer than the version: those that it rose by, but for each time when the task only followed others."""
    now = type(thing)._default_manager.values_list("version", flat=True).get(pk=thing.pk)
    followed = ChangedTask.objects.filter(task=thing.pk, by_name=False, version__gt=version).count()
    return max(now - version - followed, 0)


def lines(entries: Iterable[Entry]) -> list[HistoryLine]:
    told = []
    for entry in entries:
        data = json.loads(entry.data)
        told.append(
            HistoryLine(
                number=entry.number,
                at=entry.at,
                who=entry.account_label,
                mandate=entry.mandate_label,
                on_behalf_of=entry.on_behalf_label,
                verb=entry.verb,
                what=say(entry.verb, data),
                why=_why(data),
                data=data,
            )
        )
    return told


def _why(data: Mapping[str, Any]) -> str:
    """The words that people gave with it; of a submission its proposal and the drafter's opinion too."""
    for name in ("reason", "unclear_reason"):
        if data.get(name):
            return str(data[name])
    said = [str(data[name]) for name in ("note", "proposal", "opinion") if data.get(name)]
    return " · ".join(said) or str(data.get("text") or "")
