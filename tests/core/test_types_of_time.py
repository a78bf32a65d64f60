"""Lengths and places in time cannot be mixed up: the type checker refuses each of these lines."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MIXED_UP = (
    "vn.due_day(day, CalendarDays(5))",
    "vn.due_day(day, 5)",
    "vn.due_day(instant, WorkingDays(5))",
    "vn.add_working_days(instant, WorkingMinutes(5))",
    "vn.add_working_minutes(instant, WorkingDays(5))",
    "vn.add_calendar_days(instant, WorkingDays(5))",
    "vn.add_working_days(day, WorkingDays(5))",
    "vn.working_days_between(instant, instant) + vn.working_minutes_between(instant, instant)",
    "vn.at(instant) + WorkingMinutes(5)",
    "vn.at(instant) + timedelta(minutes=5)",
    "vn.at(instant) - instant",
    "vn.instant_of(5)",
    "Derivation(DueRule.WORKING_DAYS, day, 5)",
)
PREAMBLE = """from datetime import date, datetime, timedelta
from roviec.core.calendars import CalendarDays, WorkingCalendar, WorkingDays, WorkingMinutes
from roviec.core.deadlines import Derivation, DueRule

def mixed_up(vn: WorkingCalendar, day: date, instant: datetime) -> None:
"""


def test_the_type_checker_refuses_each_mix_up_and_allows_what_is_meant(tmp_path: Path) -> None:
    meant = [
        "vn.due_day(day, WorkingDays(5))",
        "(vn.at(instant) - vn.at(instant)).minutes",
        "vn.at(instant) < vn.at(instant)",
    ]
    asked = tmp_path / "asked.py"
    asked.write_text(PREAMBLE + "".join(f"    {line}\n" for line in (*MIXED_UP, *meant)), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(asked)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    first = PREAMBLE.count("\n") + 1
    refused = {int(line.split(":")[1]) for line in said.splitlines() if "asked.py" in line and ": error:" in line}
    # `datetime` is a `date` to Python, so that one mix-up can only be seen when it runs.
    seen_late = {first + MIXED_UP.index("vn.due_day(instant, WorkingDays(5))")}
    assert refused | seen_late == {first + n for n in range(len(MIXED_UP))}, said
