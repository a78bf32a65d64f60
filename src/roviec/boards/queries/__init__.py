"""Reads that join several apps, each set-based: as many queries for a ward as for a city."""

from roviec.boards.queries.desk import Desk, desk
from roviec.boards.queries.shell import late_with

__all__ = ["Desk", "desk", "late_with"]
