"""Telling people, and people reading what they were told.

Reading writes no ledger entry: `read_at` on the notice itself says who knew since when, and nothing else ever changes it.
"""

from roviec.alerts.actions.reading import read_all, read_notice
from roviec.alerts.actions.telling import Told, take_outbox, tell, tell_silence, tell_states, tick

__all__ = ["Told", "read_all", "read_notice", "take_outbox", "tell", "tell_silence", "tell_states", "tick"]
