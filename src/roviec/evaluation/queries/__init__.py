"""Reads of evaluation, for a given actor, by noun."""
