"""Event logs in files: .csv and .xes, packed or not, summed in memory that does not grow with the log; process maps as pictures."""

from roviec.paper.logs.files import EXTENSIONS, FileRead, read_log
from roviec.paper.logs.map import ProcessMap, draw, page

__all__ = ["EXTENSIONS", "FileRead", "ProcessMap", "draw", "page", "read_log"]
