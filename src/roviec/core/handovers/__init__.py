"""Who passes work to whom, from an event log: reading it in portions, summing them, naming the sums."""

from roviec.core.handovers.csv_log import read_csv
from roviec.core.handovers.log import EVENT, Columns, Events, LogProblem, Reading, UnreadableLogError
from roviec.core.handovers.report import Handovers, report
from roviec.core.handovers.tally import Tally
from roviec.core.handovers.xes_log import read_xes

__all__ = [
    "EVENT",
    "Columns",
    "Events",
    "Handovers",
    "LogProblem",
    "Reading",
    "Tally",
    "UnreadableLogError",
    "read_csv",
    "read_xes",
    "report",
]
