"""`roviec schedule`: our dates against those that Microsoft Project stored, and plans that cannot be read."""

import gzip
import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from tests.cli.conftest import SAMPLES, Roviec

PLANS = sorted((SAMPLES / "plans").glob("*.xml*"))


def stored(path: Path) -> dict[int, dict[str, object]]:
    """What Project wrote into the file, in our shape."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    root: Element = fromstring(raw)
    space = "{http://schemas.microsoft.com/project}"
    found = {}
    for task in root.iterfind(f"{space}Tasks/{space}Task"):
        text = {child.tag.removeprefix(space): child.text or "" for child in task}
        found[int(text["UID"])] = {
            "early_start": text["EarlyStart"][:16],
            "early_finish": text["EarlyFinish"][:16],
            "late_start": text["LateStart"][:16],
            "late_finish": text["LateFinish"][:16],
            "total_slack_minutes": int(text.get("TotalSlack", 0)) // 10,
            "free_slack_minutes": int(text.get("FreeSlack", 0)) // 10,
            "critical": text["Critical"] == "1",
        }
    return found


def computed(roviec: Roviec, path: Path) -> dict[str, Any]:
    ran = roviec("schedule", path, "--json")
    assert (ran.code, ran.err) == (0, "")
    answer: dict[str, Any] = json.loads(ran.out)
    return answer


def test_there_are_real_plans_to_compare_with() -> None:
    assert len(PLANS) == 8


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_our_dates_equal_those_that_project_stored(roviec: Roviec, path: Path) -> None:
    ours = computed(roviec, path)
    assert ours["problems"] == []
    theirs = stored(path)
    assert {t["uid"]: {key: t[key] for key in theirs[t["uid"]]} for t in ours["tasks"]} == theirs


def test_the_stored_dates_are_not_read(roviec: Roviec, tmp_path: Path) -> None:
    path = SAMPLES / "plans" / "task-links-project2003-mspdi.xml"
    content = path.read_text(encoding="utf-8").replace("2014-10-3", "2031-10-3").replace("2014-11-0", "2031-11-0")
    changed = tmp_path / "plan.xml"
    changed.write_text(content, encoding="utf-8")
    assert computed(roviec, changed)["tasks"] == computed(roviec, path)["tasks"]


def test_a_json_plan_has_the_documented_shape(roviec: Roviec, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    tasks = [
        {"uid": 1, "name": "Khảo sát", "duration_minutes": 960},
        {
            "uid": 2,
            "name": "Báo cáo",
            "duration_minutes": 480,
            "predecessors": [{"uid": 1, "type": "FS", "lag_minutes": 480}],
        },
        {"uid": 3, "name": "Họp", "duration_minutes": 240, "constraint": {"type": "SNET", "date": "2026-02-13T07:30"}},
    ]
    path.write_text(json.dumps({"start": "2026-02-10T07:30", "tasks": tasks}), encoding="utf-8")
    answer = computed(roviec, path)
    assert list(answer) == ["start", "finish", "tasks", "problems"]
    assert answer["tasks"][1] == {
        "uid": 2,
        "name": "Báo cáo",
        "early_start": "2026-02-13T07:30",
        "early_finish": "2026-02-13T17:30",
        "late_start": "2026-02-13T07:30",
        "late_finish": "2026-02-13T17:30",
        "total_slack_minutes": 0,
        "free_slack_minutes": 0,
        "critical": True,
        "driven_by": {
            "rule": "link",
            "uid": 1,
            "type": "FS",
            "text": "bắt đầu 13/2/2026 vì việc 1 xong 11/2/2026 (+1 ngày làm việc)",
        },
    }
    assert answer["tasks"][2]["driven_by"] == {
        "rule": "constraint",
        "uid": None,
        "type": "SNET",
        "text": "bắt đầu 13/2/2026 do ràng buộc SNET",
    }


def test_a_csv_plan_as_an_office_keeps_it(roviec: Roviec, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "STT;Nhiệm vụ;Bắt đầu;Thời lượng;Việc trước\n1;Khảo sát;05/01/2026;2d;\n2;Báo cáo;;4h;1FS+1d\n", "utf-8"
    )
    assert [t["early_finish"] for t in computed(roviec, path)["tasks"]] == ["2026-01-06T17:30", "2026-01-08T11:30"]


def test_a_circle_is_told_with_its_tasks_and_exit_code_2(roviec: Roviec, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    tasks = [
        {"uid": u, "name": f"N{u}", "duration_minutes": 60, "predecessors": [{"uid": u % 3 + 1}]} for u in (1, 2, 3)
    ]
    path.write_text(json.dumps({"start": "2026-02-10T07:30", "tasks": tasks}), encoding="utf-8")
    ran = roviec("schedule", path, "--json")
    answer = json.loads(ran.out)
    assert (ran.code, answer["finish"], answer["tasks"]) == (2, None, [])
    assert set(answer["problems"][0]["tasks"]) == {1, 2, 3} and "“N1”" in ran.err


BOMB = '<!DOCTYPE l [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><Project><Name>&b;</Name></Project>'
BAD_TASK = "<Project><StartDate>2026-01-01T08:00:00</StartDate><Tasks><Task><UID>7</UID>{}</Task></Tasks></Project>"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xml", "không phải xml", "không phải XML hợp lệ"),
        ("a.xml", "", "không phải XML hợp lệ"),
        ("a.xml", BOMB, "thực thể"),
        ("a.xml", "<html/>", "thẻ gốc “html”"),
        ("a.xml", "<Projects><Project/></Projects>", "nhiều dự án"),
        ("a.xml", "<Project><Tasks/></Project>", "không có ngày bắt đầu"),
        ("a.xml", "<Project><StartDate>0000-01-01T00:00:00</StartDate></Project>", "0000-01-01"),
        ("a.xml", "<Project><StartDate>9999-01-01T00:00:00</StartDate></Project>", "nằm ngoài các năm"),
        ("a.xml", BAD_TASK.format("<Duration>banana</Duration>"), "công việc 7, trường Duration"),
        ("a.xml", BAD_TASK.format("<Deadline>2026-02-31T00:00:00</Deadline>"), "công việc 7, trường Deadline"),
        ("a.xml", BAD_TASK.format("<ConstraintType>12</ConstraintType>"), "ConstraintType"),
        ("a.xml.gz", "không nén", "tệp nén bị hỏng"),
        ("a.json", "[", "không phải JSON hợp lệ"),
        ("a.json", "[" * 100_000, "không phải JSON hợp lệ"),
        ("a.json", '{"tasks": 3}', "không đúng dạng"),
        ("a.json", '{"start": "2026-13-01", "tasks": []}', "2026-13-01"),
        ("a.json", '{"start": "2026-01-01T08:00+07:00", "tasks": []}', "múi giờ"),
        (
            "a.json",
            '{"start": "2026-01-01", "tasks": [{"uid": 1, "duration_minutes": -5}]}',
            "dòng 1, trường duration_minutes",
        ),
        ("a.json", '{"start": "2026-01-01", "tasks": [{"uid": 1, "constraint": {"type": "MSO"}}]}', "cần có ngày"),
        ("a.json", '{"start": "2026-01-01", "calendar": "moon", "tasks": []}', "lịch “moon” không có"),
        ("a.json", '{"start": "2026-01-01", "tasks": [{"uid": 1, "duration_minutes": 999999999}]}', "năm 9999"),
        ("a.csv", "", "tệp rỗng"),
        ("a.csv", "Ghi chú;Ngày\n", "không có cột name"),
        ("a.csv", "STT;Nhiệm vụ;Hạn hoàn thành\n1;A;31/02/2026\n", "dòng 2, trường finish: “31/02/2026”"),
        ("a.csv", "STT;Nhiệm vụ;Bắt đầu;Việc trước\n1;A;05/01/2026;hai\n", "liên kết “hai”"),
        ("a.doc", "x", "không biết loại tệp"),
    ],
)
def test_what_cannot_be_read_is_told_by_place_reason_and_remedy(
    roviec: Roviec, tmp_path: Path, name: str, content: str, told: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    ran = roviec("schedule", path)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err and str(path) in ran.err


def test_missing_calendars_and_links_to_nowhere_are_told_and_the_rest_is_computed(
    roviec: Roviec, tmp_path: Path
) -> None:
    path = tmp_path / "plan.xml"
    link = "<PredecessorLink><PredecessorUID>44</PredecessorUID></PredecessorLink>"
    path.write_text(
        BAD_TASK.format(f"<Duration>PT8H0M0S</Duration><CalendarUID>5</CalendarUID>{link}"), encoding="utf-8"
    )
    ran = roviec("schedule", path, "--json")
    answer = json.loads(ran.out)
    assert ran.code == 0
    assert [p["code"] for p in answer["problems"]] == ["unknown_calendar", "link_to_nowhere", "unknown_calendar"]
    assert answer["tasks"][0]["early_finish"] == "2026-01-01T17:00"
