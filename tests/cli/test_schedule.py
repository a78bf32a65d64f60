"""`roviec schedule`: our dates against those that Microsoft Project stored, and plans that cannot be read."""

import gzip
import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, tostring

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
        ("a.xml", BAD_TASK.format("<OutlineLevel>99999999</OutlineLevel>"), "công việc 7, trường OutlineLevel"),
        ("a.xml", BAD_TASK.format("<ActualStart>9999-12-31T00:00:00</ActualStart>"), "công việc 7, trường ActualStart"),
        ("a.xml", '<!DOCTYPE p SYSTEM "http://example.com/p.dtd"><Project/>', "thực thể"),
        ("a.xml", "<Project>" + "<a>" * 5000 + "</a>" * 5000 + "</Project>", "không phải XML hợp lệ"),
        ("a.xml.gz", "không nén", "tệp nén bị hỏng"),
        ("a.json", "[", "không phải JSON hợp lệ"),
        ("a.json", "[" * 100_000, "không phải JSON hợp lệ"),
        ("a.json", '{"tasks": 3}', "không đúng dạng"),
        ("a.json", '{"start": "2026-01-01", "calendars": 5, "tasks": []}', "không đúng dạng"),
        (
            "a.json",
            '{"start": "2026-01-01", "calendar": {"week": [[[8, 12]],[],[],[],[],[],[]]}, "tasks": []}',
            "giờ hợp lệ",
        ),
        ("a.json", '{"start": "2026-01-01", "tasks": [{"uid": 1, "predecessors": 7}]}', "dòng 1: không đúng dạng"),
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


def _large(tasks: int) -> str:
    """A chain of tasks of a day under a summary for each hundred."""
    made = []
    for uid in range(1, tasks + 1):
        level = 1 if uid % 100 == 1 else 2
        before = (
            f"<PredecessorLink><PredecessorUID>{uid - 1}</PredecessorUID></PredecessorLink>" if uid % 100 > 2 else ""
        )
        made.append(
            f"<Task><UID>{uid}</UID><Name>T{uid}</Name><OutlineLevel>{level}</OutlineLevel>"
            f"<Duration>PT8H0M0S</Duration>{before}</Task>"
        )
    calendar = "<Calendars><Calendar><UID>1</UID><Name>Standard</Name></Calendar></Calendars>"
    return f"<Project><StartDate>2026-01-05T08:00:00</StartDate>{calendar}<Tasks>{''.join(made)}</Tasks></Project>"


def test_sixty_thousand_tasks_are_read_and_scheduled(roviec: Roviec, tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    path.write_text(_large(60_000), encoding="utf-8")
    ran = roviec("schedule", path, "--json")
    answer = json.loads(ran.out)
    assert ran.code == 0 and len(answer["tasks"]) == 60_000
    assert answer["tasks"][98]["early_finish"] == "2026-05-20T17:00"  # the 98th working day from 5 January


def test_a_broken_or_endless_archive_is_refused(roviec: Roviec, tmp_path: Path) -> None:
    cut = tmp_path / "cut.xml.gz"
    cut.write_bytes(gzip.compress(_large(500).encode())[:-40])
    assert "tệp nén bị hỏng" in roviec("schedule", cut).err
    bomb = tmp_path / "bomb.xml.gz"
    with gzip.open(bomb, "wb", compresslevel=9) as stream:
        stream.write(b"<Project><Name>")
        for _ in range(20):
            stream.write(b" " * 1024**2)
    ran = roviec("schedule", bomb)
    assert ran.code == 2 and "không phải XML hợp lệ" in ran.err


def test_the_encoding_of_the_file_does_not_matter(roviec: Roviec, tmp_path: Path) -> None:
    text = _large(5).replace("T3", "Khảo sát")
    plans = {
        "utf8.xml": text.encode(),
        "mark.xml": b"\xef\xbb\xbf" + text.encode(),
        "wide.xml": ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16"),
        "packed.xml.gz": gzip.compress(text.encode()),
        "packed-under-its-old-name.xml": gzip.compress(text.encode()),
    }
    for name, content in plans.items():
        (tmp_path / name).write_bytes(content)
    answers = [computed(roviec, tmp_path / name)["tasks"] for name in plans]
    assert answers[0][2]["name"] == "Khảo sát" and all(answer == answers[0] for answer in answers)


COMPUTED = [
    *(
        "Start",
        "Finish",
        "EarlyStart",
        "EarlyFinish",
        "LateStart",
        "LateFinish",
        "TotalSlack",
        "StartSlack",
        "FinishSlack",
    ),
    *(
        "FreeSlack",
        "Critical",
        "StartVariance",
        "FinishVariance",
        "WorkVariance",
        "RemainingDuration",
        "Stop",
        "Resume",
    ),
]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_a_plan_without_its_computed_dates_comes_out_the_same(roviec: Roviec, path: Path, tmp_path: Path) -> None:
    """Nothing that Project computed is needed: not even summaries' durations, or the fields that newer versions added."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    root: Element = fromstring(raw)
    space = "{http://schemas.microsoft.com/project}"
    for task in root.iterfind(f"{space}Tasks/{space}Task"):
        summary = task.findtext(f"{space}Summary") == "1"
        spare = [*COMPUTED, "Summary", "Milestone", "Active", "Manual", "IsNull", *(["Duration"] if summary else [])]
        for field in spare:
            for child in task.findall(space + field):
                task.remove(child)
    for child in root.findall(f"{space}FinishDate"):
        root.remove(child)
    bare = tmp_path / "bare.xml"
    bare.write_bytes(tostring(root))
    assert computed(roviec, bare)["tasks"] == computed(roviec, path)["tasks"]
