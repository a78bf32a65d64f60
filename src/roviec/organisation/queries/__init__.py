"""Reads of the organisation, for a given day and, where it matters, a given actor."""
