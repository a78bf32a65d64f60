"""Forecast of lateness on real data that was not used to build it, and what it costs.

    python -m benchmarks.forecast [--picture FILE]

Backtest by time: at the first of every month learnt from what was known then, tested on the moments (10 to 90 % of the time given) up to
the next. Scores are Brier's, 0 best; the interval of a difference is 95 %, from 2,000 bootstrap samples of whole cases. How strongly
classes are drawn together and which signals there are was settled on the moments before July 2011; the table is of those after it.
"""

import argparse
import csv
import gzip
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.forecast_picture import picture
from roviec.core.calendars import OFFICE_WEEK
from roviec.core.forecast.forecasting import forecast
from roviec.core.forecast.judging import brier, difference
from roviec.core.forecast.learning import Proof, Tested, backtest, learn, proof_of
from roviec.core.forecast.lives import Life, Remembered, Turn, What, as_they_stood, lives_of, remember
from roviec.core.forecast.logs import Columns, read_log
from roviec.core.forecast.model import Moments
from roviec.core.forecast.network import FF, FS, SF, SS, Links, Nodes
from roviec.core.working_table import WorkingTable, to_minutes

DATA = Path(__file__).parent / "data"
WEEKDAYS = WorkingTable(OFFICE_WEEK, {}, date(1990, 1, 1), date(2050, 1, 1))
PER_DAY = 480
# The receipt phase has six steps that nearly every dossier passes.
LOG = Columns(steps=6)
BUILT_ON, EXPORTED = datetime(2011, 7, 1), datetime(2012, 1, 20, 17)  # noqa: DTZ001  local times of the log
RULES = {
    "base": "base rate",
    "by_time": "base rate of what had used as much time",
    "share": "share of time used, as it is",
    "threshold": "75 % of the time used: late",
}
CONFIDENCE = {"green": 1.0, "amber/green": 0.75, "amber": 0.5, "amber/red": 0.25, "red": 0.0}


def axis(instant: datetime) -> float:
    """Working days, Monday to Friday; the wall clock of the place as the log writes it."""
    return float(WEEKDAYS.position(to_minutes(instant.replace(tzinfo=None)))) / PER_DAY


def receipt(unit: str = "case:responsible") -> list[Life]:
    with gzip.open(DATA / "receipt.csv.gz", "rt", encoding="utf-8", newline="") as file:
        read = read_log(csv.DictReader(file), Columns(unit=unit, steps=LOG.steps), axis)
    print(f"receipt: {len(read.lives)} dossiers read, {len(read.problems)} left out")
    return list(read.lives.values())


def months(first: datetime, last: datetime) -> Iterator[float]:
    while first < last:
        yield axis(first)
        first = (first + timedelta(days=32)).replace(day=1)


def tested(lives: list[Life], first: datetime, last: datetime) -> Tested:
    found = backtest(lives_of(lives), remember(lives, axis(EXPORTED)), list(months(first, last)), axis(last))
    assert found is not None
    return found


def table(title: str, test: Tested, lives: list[Life]) -> Proof:
    proof = proof_of(test, seed=1)
    print(f"\n{title}: {proof.n} forecasts of {proof.cases} cases, {proof.late:.1%} late")
    print(f"  {'forecast':<42}{'Brier':>7}  difference (95 %)")
    print(f"  {'ours':<42}{proof.model:>7.4f}")
    for name, label in RULES.items():
        gap = difference(test.said, test.rules[name], test.late, test.case, seed=1)
        verdict = "better" if gap.is_better else "not outside noise"
        print(
            f"  {label:<42}{brier(test.rules[name], test.late):>7.4f}  {gap.mean:+.4f} ({gap.low:+.4f} to {gap.high:+.4f}) {verdict}"
        )
    print("  of those said …      n    said   came true (95 %)")
    for band in proof.bands:
        print(
            f"    {band.low:>4.0%} to {band.high:<4.0%} {band.n:>8}  {band.said:>5.1%}  {band.came:>6.1%} ({band.at_least:.0%} to {band.at_most:.0%})"
        )
    ends = np.array([np.inf if life.end is None else life.end for life in lives])[test.case]
    for label, said in (("p50", test.p50), ("p85", test.p85)):
        print(f"  ended by {label}: {np.mean(ends <= said):.1%}")
    print(f"  {'trusted: shown' if proof.trusted else 'not trusted: the page says that it does not know'}")
    return proof


def by_look(test: Tested) -> None:
    print("  at …% of the time:  " + "".join(f"{look:>8.0%}" for look in np.unique(test.used.round(2))))
    for name, said in {"ours": test.said, **test.rules}.items():
        row = (
            brier(said[here], test.late[here])
            for look in np.unique(test.used.round(2))
            if (here := test.used.round(2) == look) is not None
        )
        print(f"  {name:<20}" + "".join(f"{score:>8.3f}" for score in row))


def projects() -> tuple[list[Life], Remembered]:
    """Major projects: will the end that was first reported be passed by over 30 days? Asked at every yearly report (end of September)
    while no later end has been reported; known at the next report that says a later one, else at the project's last."""
    reports: dict[str, dict[int, dict[str, str]]] = defaultdict(dict)
    with gzip.open(DATA / "gmpp-2014-2020.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["start"] and row["end"]:
                reports[re.sub(r"[^a-z0-9]", "", row["project_name"].lower())][int(row["year"])] = row
    lives, picked, late, known = [], [], [], []
    for years in reports.values():
        first, last = min(years), max(years)
        start, due = (_noon(years[first][name]) for name in ("start", "end"))
        if len(years) < 2 or due <= start:
            continue
        end = _noon(years[last]["end"])
        turns: list[Turn] = []
        slipped = next((year for year in sorted(years) if _noon(years[year]["end"]) > due + 22), None)
        for year in sorted(years):
            at = axis(datetime(year, 9, 30))  # noqa: DTZ001
            confidence = CONFIDENCE.get(years[year]["rating"].lower().replace("/ ", "/"))
            turns.append(Turn(at, What.REPORTED, confidence) if confidence is not None else Turn(at, What.SIGN))
            if start < at < due and year < (slipped or last):
                picked.append((len(lives), at))
                late.append(slipped is not None)
                known.append(axis(datetime(slipped or last, 9, 30)))  # noqa: DTZ001
        lives.append(Life(start, due, end, (years[first]["department"],), years[first]["department"], tuple(turns)))
    moments = as_they_stood(lives, picked)
    return lives, Remembered(moments, np.array([i for i, _ in picked]), np.array(late, dtype=bool), np.array(known))


def _noon(day: str) -> float:
    return axis(datetime.fromisoformat(f"{day}T12:00"))


def layered(lives: list[Life], tasks: int, layers: int = 20) -> tuple[Moments, Nodes, Links]:
    """Open work like the log's, at random moments, in a plan of two links a task between successive layers."""
    rng = np.random.default_rng(1)
    picked = [
        (int(i), lives[i].start + float(part) * (lives[i].due - lives[i].start))
        for i, part in zip(rng.integers(0, len(lives), tasks), rng.random(tasks), strict=True)
    ]
    width = tasks // layers
    after = np.repeat(np.arange(width, tasks), 2)
    before = (after // width - 1) * width + rng.integers(0, width, len(after))
    kind = rng.choice((FS, FS, FS, FS, FS, FS, FS, SS, FF, SF), len(after))
    links = Links(before, after, kind, rng.choice((0.0, 0.0, 1.0), len(after)))
    return (
        as_they_stood(lives, picked),
        Nodes(np.zeros(tasks, bool), rng.choice((1.0, 2.0, 5.0, 10.0), tasks), np.zeros(tasks, bool)),
        links,
    )


def costs(lives: list[Life]) -> None:
    began = time.process_time()
    learnt = learn(lives, axis(EXPORTED))
    print(f"\nlearning from {len(lives)} dossiers, with its proof: {time.process_time() - began:.2f} s CPU")
    spent = {}
    for tasks in (1_000, 10_000, 50_000):
        moments, nodes, links = layered(lives, tasks)
        best = 99.0
        for _ in range(3 if tasks < 50_000 else 1):
            began = time.process_time()
            forecast(learnt, moments, nodes, links, draws=1_000)
            best = min(best, time.process_time() - began)
        spent[tasks] = best
        print(f"{tasks:>7,} tasks, {len(links.before):,} links, 1,000 draws {best:>7.2f} s CPU")
    power = np.log(spent[50_000] / spent[1_000]) / np.log(50)
    print(f"cost grows with the number of tasks to the power of {power:.2f}")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--picture", type=Path, help="write the reliability picture (SVG)")
    arguments = parser.parse_args()
    lives = receipt()
    before = datetime(2010, 12, 1)  # noqa: DTZ001
    table(
        "receipt, moments that the rules were built on (December 2010 to June 2011)",
        tested(lives, before, BUILT_ON),
        lives,
    )
    after = tested(lives, BUILT_ON, EXPORTED)
    proof = table("receipt, moments after that (July 2011 to January 2012)", after, lives)
    by_look(after)
    plain = receipt("case:department")
    table("receipt, the same without knowing who is responsible", tested(plain, BUILT_ON, EXPORTED), plain)
    known, remembered = projects()
    reports = [axis(datetime(year, 10, 1)) for year in range(2015, 2020)]  # noqa: DTZ001
    slips = backtest(lives_of(known), remembered, reports, axis(datetime(2020, 10, 1)))  # noqa: DTZ001
    if slips is None:
        print("\nmajor projects: too few to learn from")
    else:
        table("major projects, first reported end passed by over 30 days", slips, known)
    costs(lives)
    if arguments.picture:
        arguments.picture.write_text(picture(proof), encoding="utf-8")
        print(f"picture: {arguments.picture}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
