"""The six clear things of a task as rows for `web/_clarity.html`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roviec.core.clarity import SLOTS, Gap
from roviec.web.reasons import sentence

NAMES: dict[str, str | Promise] = {
    "person": _("Rõ người"),
    "work": _("Rõ việc"),
    "schedule": _("Rõ thời gian"),
    "responsibility": _("Rõ trách nhiệm"),
    "result": _("Rõ sản phẩm"),
    "authority": _("Rõ thẩm quyền"),
}


@dataclass(frozen=True)
class ClearThing:
    """One row: `missing` keeps the task from being assigned, `vague` asks for a second look, `why` says so in sentences."""

    slot: str
    name: str | Promise
    value: str
    missing: bool
    vague: bool
    why: tuple[str, ...]


def clear_things(
    gaps: Iterable[Gap], values: Mapping[str, str], label_set: Literal["6", "5"] = "6"
) -> list[ClearThing]:
    """All slots of the label set in order; `values` maps a slot to what the task says there."""
    by_slot: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_slot.setdefault(gap.slot, []).append(gap)
    return [
        ClearThing(
            slot,
            NAMES[slot],
            values.get(slot, ""),
            missing=any(gap.severity == "missing" for gap in by_slot.get(slot, ())),
            vague=bool(by_slot.get(slot)),
            why=tuple(sentence(gap.reason) for gap in by_slot.get(slot, ())),
        )
        for slot in SLOTS[label_set]
    ]
