"""Hand-overs from an event log: once in memory, from a file, and streamed; time and memory.

    python -m benchmarks.handovers [--copies 49] [--events 10000000] [--folder DIR]

The log is the receipt phase of a municipality (benchmarks/data/README.md), repeated with other case names: 49 copies are 420,273 events of
70,266 cases. The last figure streams so many events through a process of its own and gives the most memory that it held.
"""

import argparse
import csv
import gzip
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np

from benchmarks.measuring import memory_mb
from roviec.core.handovers import Columns, Reading, Tally, read_csv
from roviec.core.packaged import vietnam_calendar
from roviec.paper.logs import read_log

DATA = Path(__file__).parent / "data" / "receipt.csv.gz"
CASE = "case:concept:name"
TYPES = {"time:timestamp": "date", "case:startdate": "date"}


def write_copies(path: Path, copies: int) -> int:
    """The log so many times over, each copy with case names of its own; gives the number of events."""
    with gzip.open(DATA, "rt", encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    place = head.index(CASE)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        for copy in range(copies):
            for row in rows:
                row[place] = f"{row[place].partition('/')[0]}/{copy}"
            writer.writerows(rows)
    return copies * len(rows)


def write_xes(path: Path, copies: int) -> None:
    """The same as XES, with the attributes of events that matter here."""
    with gzip.open(DATA, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cases: dict[str, list[str]] = {}
    for row in rows:
        said = "".join(
            f"<{TYPES.get(key, 'string')} key={quoteattr(key)} value={quoteattr(row[key].replace(' ', 'T', 1) if key in TYPES else row[key])}/>"
            for key in ("concept:name", "lifecycle:transition", "org:group", "org:resource", "time:timestamp")
        )
        cases.setdefault(row[CASE], []).append(f"<event>{said}</event>")
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n'
        )
        for copy in range(copies):
            for name, events in cases.items():
                head = f'<trace><string key="concept:name" value={quoteattr(f"{name}/{copy}")}/>'
                file.write(head + "\n".join(events) + "</trace>\n")
        file.write("</log>\n")


def in_memory(path: Path) -> None:
    table = vietnam_calendar().table
    reading = Reading()
    with path.open(encoding="utf-8", newline="") as file:
        events = np.concatenate(list(read_csv(file, Columns(), reading)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    best = 9e9, 9e9
    for _round in range(3):
        tally = Tally()
        wall, cpu = time.perf_counter(), time.process_time()
        tally.add(events, table)
        best = min(best, (time.perf_counter() - wall, time.process_time() - cpu))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"events {tally.events}, cases {tally.cases}, successions {tally.successions}, between people {tally.pairs.total()}"
    )
    print(f"once in memory         {best[0]:7.3f} s   {best[1]:7.3f} s CPU")
    print(
        f"memory of the process  {after:7.0f} MB  ({before:.0f} MB before; {events.nbytes / 2**20:.0f} MB are the log)"
    )


def from_file(path: Path, label: str) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    read = read_log(path, Columns(), vietnam_calendar().table)
    took = time.perf_counter() - wall, time.process_time() - cpu
    size = path.stat().st_size / 2**20
    print(
        f"{label:<22} {took[0]:7.2f} s   {took[1]:7.2f} s CPU   ({size:.0f} MB, {read.tally.events} events, read and summed)"
    )


def streamed(path: Path, events: int) -> None:
    command = [sys.executable, "-m", "roviec.cli.main", "handovers", str(path), "--json"]
    started, most = time.perf_counter(), 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                most = max(most, memory_mb(process.pid))
            except (ProcessLookupError, FileNotFoundError):
                break
            time.sleep(0.1)
    wall = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"streamed, {events:>10,}   {wall:7.1f} s   {used.ru_utime + used.ru_stime:7.1f} s CPU   most memory {most:.0f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--copies", type=int, default=49)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--in-memory", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.in_memory:
        in_memory(arguments.in_memory)
        return
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        table, xes = folder / "log.csv", folder / "log.xes"
        write_copies(table, arguments.copies)
        # In a process of its own, so that its memory is that of the log and the sums.
        subprocess.run([sys.executable, "-m", "benchmarks.handovers", "--in-memory", str(table)], check=True)
        from_file(table, "read .csv")
        write_xes(xes, arguments.copies)
        from_file(xes, "read .xes")
        xes.unlink()
        if arguments.events:
            events = write_copies(table, -(-arguments.events // 8577))
            streamed(table, events)


if __name__ == "__main__":
    main()
