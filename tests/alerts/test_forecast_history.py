"""History brought from another system's log: all of it or nothing, counted only in units known here."""

import csv
from pathlib import Path

import pytest

from roviec.alerts.actions.forecasting import forecast_open_work
from roviec.alerts.actions.history import bring_history
from roviec.alerts.models import Learning, PastWork
from roviec.cli.main import main
from roviec.core.actor import Actor
from roviec.core.forecast.logs import Columns
from roviec.core.permission import Denied
from tests.alerts.history_of_work import NOW
from tests.work.town import Town

COLUMNS = Columns(
    case="ma", start="nhan", due="han", end="xong", unit="don_vi", kind="loai", at="luc", what="viec", who="ai"
)


def row(n: int, **changed: str) -> dict[str, str]:
    """A case of March 2025 that took three days of ten."""
    told = {
        "ma": f"HS{n}",
        "nhan": f"2025-03-{1 + n % 20:02}T08:00+07:00",
        "han": f"2025-03-{11 + n % 20:02}T17:00+07:00",
        "xong": f"2025-03-{4 + n % 20:02}T10:00+07:00",
        "don_vi": "Phòng Văn hóa - Xã hội",
        "luc": f"2025-03-{2 + n % 20:02}T09:00+07:00",
    }
    return told | changed


def bring(rows: list[dict[str, str]], by: Actor, source: str = "mot-cua") -> object:
    return bring_history(rows, COLUMNS, source=source, taken_at=NOW, by=by, at=NOW)


def test_history_of_units_known_here_is_learnt_from(town: Town, worker: Actor) -> None:
    known = [row(n) for n in range(40)]
    strangers = [row(100 + n, don_vi="Một cơ quan ở tỉnh khác") for n in range(40)]
    brought = bring([*known, *strangers], worker)
    assert (brought.cases, brought.units, brought.problems) == (80, 1, ())
    assert PastWork.objects.filter(unit=town.units["culture"]).count() == 40
    forecast_open_work(NOW, worker)
    assert Learning.objects.get().cases == 40


def test_the_same_log_again_replaces_itself(town: Town, worker: Actor) -> None:
    bring([row(n) for n in range(3)], worker)
    bring([row(n) for n in range(2)], worker)
    bring([row(9)], worker, source="khac")
    assert sorted(PastWork.objects.values_list("source", "code")) == [
        ("khac", "HS9"),
        ("mot-cua", "HS0"),
        ("mot-cua", "HS1"),
    ]


def test_one_bad_row_and_nothing_is_brought(town: Town, worker: Actor) -> None:
    brought = bring([row(1), row(2, han="sớm"), row(3)], worker)
    assert [(one.row, one.column) for one in brought.problems] == [(2, "han")]
    assert not PastWork.objects.exists()


def test_only_the_system_brings_history(town: Town) -> None:
    with pytest.raises(Denied):
        bring([row(1)], town.actor("chairman"))


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


ARGUMENTS = ["--case", "ma", "--start", "nhan", "--due", "han", "--end", "xong", "--unit", "don_vi", "--at", "luc"]


def test_the_command_says_what_it_brought(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "log.csv", [row(n) for n in range(3)])
    assert main(["history", str(path), "--source", "mot-cua", *ARGUMENTS]) == 0
    assert "3" in capsys.readouterr().out
    assert PastWork.objects.count() == 3


@pytest.mark.parametrize(
    ("rows", "arguments", "said"),
    [
        ([row(1), row(2, nhan="")], ARGUMENTS, "nhan"),
        ([row(1)], ["--case", "khong-co"], "khong-co"),
        ([row(1)], [*ARGUMENTS, "--taken", "hôm qua"], "hôm qua"),
    ],
)
def test_the_command_says_where_the_fault_is(
    rows: list[dict[str, str]],
    arguments: list[str],
    said: str,
    town: Town,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = write(tmp_path / "log.csv", rows)
    assert main(["history", str(path), "--source", "mot-cua", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not PastWork.objects.exists()


def test_a_file_that_is_no_csv_is_refused(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "log.csv.gz"
    path.write_bytes(b"\x00\xff khong phai gzip")
    assert main(["history", str(path), "--source", "mot-cua"]) == 2
    assert str(path) in capsys.readouterr().err
