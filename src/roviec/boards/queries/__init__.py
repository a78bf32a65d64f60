"""Reads that join several apps, each set-based: as many queries for a ward as for a city."""

from roviec.boards.queries.desk import desk
from roviec.boards.queries.shell import late_with

__all__ = ["desk", "late_with"]
