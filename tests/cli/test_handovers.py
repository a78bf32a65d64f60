"""`roviec handovers` on files, as a user calls it."""

import gzip
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from roviec.core.handovers import Columns
from roviec.core.packaged import vietnam_calendar
from roviec.paper.logs import read_log
from tests.cli.conftest import Roviec

LOG = Path(__file__).parents[2] / "benchmarks" / "data" / "receipt.csv.gz"


def test_the_receipt_log_as_json_has_the_stable_shape_and_the_map_is_a_picture(roviec: Roviec, tmp_path: Path) -> None:
    picture = tmp_path / "map.svg"
    ran = roviec("handovers", LOG, "--json", "--map", picture)
    assert ran.code == 0
    said = json.loads(ran.out)
    assert {"cases", "events", "successions", "between_people", "pairs", "loops", "hands"} <= set(said)
    assert (said["successions"], said["between_people"], len(said["pairs"])) == (7143, 1208, 246)
    assert said["pairs"][0] == {"from": "Resource10", "to": "admin1", "count": 180}
    assert set(said["hands"][0]) == {"who", "events", "working_minutes"}
    root = ElementTree.parse(picture).getroot()
    assert sum(one.tag.endswith("rect") for one in root.iter()) == 1 + 27, "the ground and a box for each activity"


def test_a_log_that_goes_through_the_disk_in_parts_gives_the_same_sums(tmp_path: Path) -> None:
    table = vietnam_calendar().table
    whole, parts = (read_log(LOG, Columns(), table, most=most) for most in (10**6, 500))
    assert parts.tally == whole.tally


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("log.txt", b"", "không biết loại tệp"),
        ("log.csv", b"a,b\n1,2\n", "thiếu cột"),
        ("log.csv.gz", b"no gzip", "tệp nén bị hỏng"),
        ("log.xes", b"<log><trace>", "không phải XML hợp lệ"),
    ],
)
def test_a_file_that_is_no_log_is_refused_with_its_name_and_reason(
    roviec: Roviec, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    ran = roviec("handovers", path)
    assert ran.code == 2
    assert name in ran.err
    assert told in ran.err
    assert not ran.out


def test_rows_that_cannot_be_read_are_told_and_the_exit_code_says_so(roviec: Roviec, tmp_path: Path) -> None:
    path, ranks = tmp_path / "log.csv.gz", tmp_path / "ranks.csv"
    rows = "ma,buoc,nguoi,luc\n1,x,An,2026-03-02T08:00:00\n1,y,Bình,2026-03-02T09:00:00\n1,z,An,hôm qua\n"
    path.write_bytes(gzip.compress(rows.encode()))
    ranks.write_text("who,rank\nAn,1\nBình,2\n", encoding="utf-8")
    names = ("--case", "ma", "--what", "buoc", "--who", "nguoi", "--at", "luc", "--group", "")
    ran = roviec("handovers", path, *names, "--ranks", ranks)
    assert ran.code == 1
    assert "sự kiện 3, cột luc: “hôm qua”" in ran.err
    assert "Chuyển lên cấp trên" in ran.out
    assert "An → Bình" in ran.out
