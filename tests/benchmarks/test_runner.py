"""`./run bench` at its smallest size: what is measured is found in what is printed, and a bound that is missed says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import INPUTS, Pick, figures, line

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.slow
def test_the_smallest_ledger_gives_every_figure_in_one_table() -> None:
    names = ("ledger",)
    environment = {
        name: value for name, value in os.environ.items() if name != "DATABASE_URL"
    }  # databases of their own
    command = [sys.executable, "-m", "benchmarks", "--small", *names]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    table = done.stdout.rpartition("benchmark     figure")[2]
    for name in names:
        for pick in INPUTS[name].picks:
            assert pick.label in table


def test_an_unknown_name_is_refused_with_the_names_that_there_are() -> None:
    done = subprocess.run([sys.executable, "-m", "benchmarks", "nothing"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "pages-sqlite" in done.stderr


def test_a_figure_that_is_not_printed_is_an_error_and_not_a_blank() -> None:
    with pytest.raises(LookupError):
        list(figures(INPUTS["ledger"], "nothing of the kind"))


def test_a_missed_bound_is_marked_and_a_kept_one_is_not() -> None:
    at_most, at_least = Pick("a", "", "ms", 40), Pick("b", "", "/s", 150, at_least=True)
    assert line("pages", at_most, 41, 10).endswith("MISSED")
    assert "4.10" in line("pages", at_most, 41, 10)
    assert "MISSED" not in line("pages", at_most, 40, None)
    assert line("actions", at_least, 149, None).endswith("MISSED")
    assert "MISSED" not in line("actions", at_least, 150, None)
