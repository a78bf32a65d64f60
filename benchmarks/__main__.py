"""`./run bench [NAME ...]`: the named benchmarks one after the other, each in a process of its own, then one table of their figures.

    ./run bench                       those that take a minute together, on SQLite
    ./run bench pages late            by name; `./run bench --list` names them
    ./run bench --small NAME ...      the smallest size, to see that it runs

A figure stands beside the bound it has to keep and beside a reference of the same run, because machines differ and are shared.
Bounds are for the full size; with --small only the run counts.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Pick:
    """A figure read from what the benchmark prints: `pattern` has the group `value`; `reference` the same of a line of the same run."""

    label: str
    pattern: str
    unit: str
    bound: float | None = None
    at_least: bool = False
    reference: str = ""


@dataclass(frozen=True)
class Input:
    """A named benchmark: module, its arguments at full and smallest size, whether it needs PostgreSQL, and its figures."""

    module: str
    full: tuple[str, ...]
    small: tuple[str, ...]
    postgres: bool
    picks: tuple[Pick, ...]
    quick: bool = False


def _pages() -> tuple[Pick, ...]:
    """Milliseconds of CPU, Python's and the database's together; the reference is the bell of the same person."""
    made = []
    for who in ("officer", "head", "tracker of a ward"):
        for page in ("my day", "unit", "plan", "task"):
            number = r"\s+(?P<value>[\d.]+)"
            made.append(
                Pick(f"{page}, {who}", rf"^{who}\s+{page}{number}", "ms CPU", 40, reference=rf"^{who}\s+bell{number}")
            )
    return tuple(made)


SMALL_CITY = ("--officers", "800", "--tasks", "2000", "--rounds", "1")
MILLION = ("--officers", "100000", "--tasks", "1000000")
LEDGER = (
    Pick(
        "verify 1,000,000 entries",
        r"^verify\s+(?P<value>[\d.]+) s",
        "s",
        20,
        reference=r"^read and hash.*?(?P<value>[\d.]+) s",
    ),
)
LATER = r"moments after that[\s\S]*?"
INPUTS = {
    "pages": Input("benchmarks.pages", MILLION, SMALL_CITY, True, _pages()),
    "pages-sqlite": Input("benchmarks.pages", ("--officers", "10000", "--tasks", "100000"), SMALL_CITY, False, _pages(), True),
    "load": Input(
        "benchmarks.load",
        MILLION,
        ("--officers", "800", "--tasks", "2000", "--seconds", "3", "--rate", "5"),
        True,
        (
            Pick("p95 at 20 requests a second", r"p95 (?P<value>[\d.]+) ms", "ms", 200, reference=r"p50 (?P<value>[\d.]+) ms"),
            Pick("web process", r"^web process.*: (?P<value>\d+) MB", "MB", 200),
            Pick("worker", r"^worker.*: (?P<value>\d+) MB", "MB", 250),
        ),
    ),
    "public": Input(
        "benchmarks.public",
        ("--officers", "10000", "--tasks", "100000"),
        ("--officers", "800", "--tasks", "2000", "--seconds", "3", "--rate", "5", "--visitors", "50"),
        True,
        (
            Pick("p95 of the office beside 500 visitors a second", r"^growth: (?P<value>-?\d+) %", "% more", 50),
            Pick("visitors", r"^visitors: (?P<value>\d+) a second", "a second", 450, at_least=True),
        ),
    ),
    "newly-late": Input(
        "benchmarks.newly_late",
        (*MILLION, "--most", "1800"),
        ("--officers", "800", "--tasks", "2000", "--most", "90", "--after", "10"),
        True,
        (
            Pick("late to notice beside a backlog, longest", r"^late to notice while.*longest (?P<value>\d+) s", "s", 120),
            Pick("late to notice afterwards, longest", r"^late to notice afterwards.*longest (?P<value>\d+) s", "s", 120),
        ),
    ),
    "delivery": Input(
        "benchmarks.delivery",
        ("10000", "--workers", "1", "2"),
        ("100", "--workers", "1"),
        True,
        (Pick("letters a second, one worker", r": 1 worker.*, (?P<value>\d+) a second", "/s", 167, at_least=True),),
    ),
    "digest": Input(
        "benchmarks.digest",
        (),
        ("--working-days", "1"),
        False,
        (Pick("notices a letter, days of the demo city", r"^digest ratio: (?P<value>[\d.]+)", ""),),
    ),
    "late": Input(
        "benchmarks.late_pass",
        ("1000000",),
        ("2000", "--late", "500"),
        True,
        (
            Pick(
                "10,000 of 1,000,000 newly late",
                r"^late pass: recorded and queued\s+(?P<value>[\d.]+)",
                "s",
                5,
                reference=r"^row by row.*?\)\s+(?P<value>[\d.]+)",
            ),
        ),
    ),
    "scores": Input(
        "benchmarks.scored_month",
        ("100000",),
        ("1000",),
        False,
        (
            Pick(
                "a month of 100,000 officials, 2 workers",
                r"^worked out and stored\s+(?P<value>[\d.]+) s of wall clock",
                "s",
                60,
                reference=r"^one by one \(from \d+\)\s+(?P<value>[\d.]+)",
            ),
            Pick("peak memory of a worker", r"^peak memory of a worker\s+(?P<value>\d+)", "MB", 500),
        ),
    ),
    "calendar": Input(
        "benchmarks.calendar_change",
        ("100000",),
        ("2000",),
        True,
        (
            Pick(
                "100,000 terms derived again",
                r"^derived again\s+[\d.]+\s+(?P<value>[\d.]+)",
                "s CPU",
                10,
                reference=r"^row by row.*?\)\s+[\d.]+\s+(?P<value>[\d.]+)",
            ),
        ),
    ),
    "actions": Input(
        "benchmarks.actions",
        (),
        ("--officers", "800", "--tasks", "40000", "--seconds", "2"),
        True,
        (
            Pick("actions a second, 8 clients", r"^eight clients: (?P<value>\d+)", "/s", 150, at_least=True),
            Pick("the ledger's share of an action", r"^ledger: (?P<value>-?\d+) %", "%", 30),
        ),
    ),
    "ledger": Input("benchmarks.ledger", (), ("--entries", "5000"), False, LEDGER, True),
    "reschedule": Input(
        "benchmarks.reschedule",
        (),
        ("500",),
        False,
        (
            Pick(
                "a changed date, 10,000 tasks rescheduled and stored",
                r"^changed, rescheduled and stored\s+[\d.]+\s+(?P<value>[\d.]+)",
                "s CPU",
                1,
                reference=r"^reference: stored one by one\s+[\d.]+\s+(?P<value>[\d.]+)",
            ),
        ),
    ),
    "raters": Input(
        "benchmarks.raters",
        (),
        ("--rounds", "5", "--people", "60"),
        False,
        (
            Pick("true order, raters of spread 0.6", r"^severity 0\.6.*?0\.\d+\s+(?P<value>0\.\d+)", "rho", 0.88, at_least=True),
            Pick("a round of 1,500 estimated", r"estimated (?P<value>[\d.]+) s CPU", "s CPU", 60),
        ),
    ),
    "handovers": Input(
        "benchmarks.handovers",
        (),
        ("--copies", "2", "--events", "0"),
        False,
        (
            Pick("420,273 events summed, once in memory", r"^once in memory.* (?P<value>[\d.]+) s CPU", "s CPU", 0.5),
            Pick("memory of the process", r"^memory of the process\s+(?P<value>\d+)", "MB", 200),
            Pick("read and summed from .csv", r"^read .csv.* (?P<value>[\d.]+) s CPU", "s CPU"),
            Pick("read and summed from .xes", r"^read .xes.* (?P<value>[\d.]+) s CPU", "s CPU"),
        ),
        True,
    ),
    "schedule": Input(
        "benchmarks.schedule",
        (),
        ("--small",),
        False,
        (
            Pick(
                "forward and backward, 10,000 tasks",
                r"^\s*10,000 tasks.*layers\s+[\d.]+\s+(?P<value>[\d.]+)",
                "s CPU",
                0.06,
                reference=r"^\s*10,000 tasks.*layers\s+(?P<value>[\d.]+)",
            ),
            Pick("a chain of 10,000, whole", r"chain of 10,000\s+[\d.]+\s+[\d.]+\s+(?P<value>[\d.]+)", "s CPU", 1),
            Pick("cost grows as size to the power", r"size \*\* (?P<value>[\d.]+)", ""),
            Pick("one change in 10,000 tasks", r"one change in 10,000 tasks: (?P<value>[\d.]+)", "s CPU"),
        ),
        True,
    ),
    "schedule-million": Input(
        "benchmarks.schedule",
        ("--million",),
        ("--small",),
        False,
        (
            Pick(
                "forward and backward, largest size",
                r"layers\s+[\d.]+\s+(?P<value>[\d.]+).*\n\s+chain",
                "s CPU",
                6,
                reference=r"layers\s+(?P<value>[\d.]+).*\n\s+chain",
            ),
        ),
    ),
    "forecast": Input(
        "benchmarks.forecast",
        ("--picture", "docs/pictures/forecast-reliability.svg"),
        (),
        False,
        (
            Pick("Brier on the log, after it was built", rf"{LATER}ours\s+(?P<value>[\d.]+)", "", reference=rf"{LATER}time\s+(?P<value>[\d.]+)"),
            Pick("10,000 tasks, 1,000 draws", r"^\s*10,000 tasks.*?(?P<value>[\d.]+) s CPU", "s CPU", 2),
        ),
        True,
    ),
    "gantt-browser": Input(
        "benchmarks.gantt_browser",
        (),
        ("--tasks", "500"),
        False,
        (
            Pick("10,000 rows seen, server", r"^rows seen \(again\).*server (?P<value>[\d.]+) s", "s CPU"),
            Pick("10,000 rows seen, page", r"^rows seen \(again\).*page (?P<value>[\d.]+) s", "s CPU"),
            Pick("10,000 rows seen", r"^rows seen \(again\): (?P<value>[\d.]+) s", "s", 1.5),
            Pick("heap of the page", r"^heap: (?P<value>\d+) MB", "MB", 60),
            Pick("a frame while scrolling, p50", r"^scrolling: frame p50 (?P<value>\d+)", "ms", 34),
        ),
    ),
    "extraction": Input("benchmarks.extraction", (), (), False, ()),
    "passages": Input(
        "benchmarks.passages",
        ("20000",),
        ("200",),
        True,
        (
            Pick("a rare phrase in 400,000 passages", r"^city\s+rare phrase\s+(?P<value>[\d.]+)", "ms CPU", 60, reference=r"^reference.*?(?P<value>[\d.]+) ms"),
            Pick("words that stand apart", r"^city\s+words apart\s+(?P<value>[\d.]+)", "ms CPU", 250, reference=r"^reference.*?(?P<value>[\d.]+) ms"),
            Pick("common words", r"^city\s+common words\s+(?P<value>[\d.]+)", "ms CPU", 400, reference=r"^reference.*?(?P<value>[\d.]+) ms"),
        ),
    ),
}  # fmt: skip


def command(one: Input, small: bool) -> list[str]:
    cluster = [sys.executable, "-m", "tests.postgres"] if one.postgres else []
    return [*cluster, sys.executable, "-m", one.module, *(one.small if small else one.full)]


def figures(one: Input, printed: str) -> Iterator[tuple[Pick, float, float | None]]:
    """What the benchmark printed, as (pick, value, reference or None). A figure that is missing is an error: LookupError."""
    for pick in one.picks:
        found = re.search(pick.pattern, printed, re.MULTILINE)
        if not found:
            raise LookupError(pick.label)
        beside = re.search(pick.reference, printed, re.MULTILINE) if pick.reference else None
        yield pick, float(found["value"]), float(beside["value"]) if beside else None


def line(name: str, pick: Pick, value: float, reference: float | None) -> str:
    ratio = f"{value / reference:.2f}" if reference else "–"
    bound, verdict = "–", ""
    if pick.bound is not None:
        kept = value >= pick.bound if pick.at_least else value <= pick.bound
        bound, verdict = f"{'≥' if pick.at_least else '≤'} {pick.bound:g}", "" if kept else "MISSED"
    return f"{name:<14}{pick.label:<40}{value:>10.2f} {pick.unit:<7}{ratio:>8}{bound:>9}  {verdict}".rstrip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--small", action="store_true", help="the smallest size")
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.names if name not in INPUTS]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(INPUTS)}")
    if arguments.list:
        for name, one in INPUTS.items():
            print(f"{name:<14}{'PostgreSQL' if one.postgres else 'SQLite':<12}{' '.join(command(one, False)[1:])}")
        return 0
    lines, failed = [], 0
    for name in arguments.names or [name for name, one in INPUTS.items() if one.quick]:
        one = INPUTS[name]
        print(f"== {name}", flush=True)
        done = subprocess.run(command(one, arguments.small), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        print(done.stdout, flush=True)
        if done.returncode:
            failed += 1
            lines.append(f"{name:<14}failed with status {done.returncode}")
            continue
        lines += [line(name, *figure) for figure in figures(one, done.stdout)]
    print(f"{'benchmark':<14}{'figure':<40}{'value':>10} {'unit':<7}{'ratio':>8}{'bound':>9}")
    print("\n".join(lines))
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
