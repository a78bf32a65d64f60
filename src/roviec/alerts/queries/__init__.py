"""Reads for alerts: who sits where, what a piece of work touches, and the notices of an actor."""

from roviec.alerts.queries.notices import notices_visible_to, titles_of, unread_count, unread_count_of

__all__ = ["notices_visible_to", "titles_of", "unread_count", "unread_count_of"]
