"""Telling people, and people reading what they were told.

Reading writes no ledger entry: `read_at` on the notice itself says who knew since when, and nothing else ever changes it.
"""

from roviec.alerts.actions.bundling import bundle
from roviec.alerts.actions.ladders import adopt_ladder, end_ladder, why_not_from
from roviec.alerts.actions.preferring import mute_kinds, set_preference
from roviec.alerts.actions.reading import read_all, read_notice, snooze_notice
from roviec.alerts.actions.telling import (
    Told,
    take_outbox,
    tell,
    tell_of_silent_worker,
    tell_silence,
    tell_states,
    tick,
)

__all__ = [
    "Told",
    "adopt_ladder",
    "bundle",
    "end_ladder",
    "mute_kinds",
    "read_all",
    "read_notice",
    "set_preference",
    "snooze_notice",
    "take_outbox",
    "tell",
    "tell_of_silent_worker",
    "tell_silence",
    "tell_states",
    "tick",
    "why_not_from",
]
