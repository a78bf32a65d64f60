"""`roviec gantt`: files that anyone can open."""

import io
import json
import re
import shutil
from importlib import resources
from pathlib import Path
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring
from python_calamine import CalamineWorkbook

from roviec.core.schedule import schedule
from roviec.paper.plans import read_plan
from roviec.paper.plans.mspdi_out import write_mspdi
from tests.cli.conftest import SAMPLES, Roviec

PLANS = SAMPLES / "plans"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Three tasks with progress: one done, one late on 15 January 2026, one to come; a formula as a name."""
    path = tmp_path / "plan.json"
    tasks = [
        {"uid": 1, "name": "Khảo sát <b>", "duration_minutes": 960, "progress": 100, "lead": "Sở Tài chính"},
        {"uid": 2, "name": "=CMD()", "duration_minutes": 480, "progress": 50, "predecessors": [{"uid": 1}]},
        {"uid": 3, "name": "Báo cáo", "duration_minutes": 4800, "progress": 0, "predecessors": [{"uid": 2}]},
    ]
    path.write_text(json.dumps({"name": "Kế hoạch thử", "start": "2026-01-05T07:30", "tasks": tasks}), encoding="utf-8")
    return path


def draw(roviec: Roviec, plan: Path, kind: str) -> Path:
    target = plan.parent / f"chart.{kind}"
    ran = roviec("gantt", plan, "-o", target, "--today", "2026-01-15")
    assert (ran.code, ran.err) == (0, "")
    return target


def test_the_page_needs_nothing_from_elsewhere_and_no_script(roviec: Roviec, plan: Path) -> None:
    page = draw(roviec, plan, "html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert re.findall(r"""(?:src|href)=|@import|url\((?!data:)""", page) == []
    assert "Khảo sát &lt;b&gt;" in page and "Hôm nay" in page


def test_what_is_late_is_red_and_says_so(roviec: Roviec, plan: Path) -> None:
    page = draw(roviec, plan, "html").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if "=CMD()" in line)
    assert row.startswith('<tr class="late">') and "Quá hạn" in row
    assert "Hoàn thành" in next(line for line in page.splitlines() if "Khảo sát" in line)


def test_the_picture_is_well_formed_and_names_every_task(roviec: Roviec, plan: Path) -> None:
    root = fromstring(draw(roviec, plan, "svg").read_bytes())
    said = " ".join(root.itertext())
    assert all(name in said for name in ("Khảo sát <b>", "=CMD()", "Báo cáo", "Quá hạn"))


def test_the_workbook_has_the_columns_of_offices_and_no_formula(roviec: Roviec, plan: Path) -> None:
    target = draw(roviec, plan, "xlsx")
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert rows[2][:9] == [
        "STT",
        "Nhiệm vụ",
        "Chủ trì",
        "Phối hợp",
        "Bắt đầu",
        "Thời hạn",
        "Sản phẩm",
        "Tiến độ",
        "Tình trạng",
    ]
    assert rows[4][1] == "=CMD()" and rows[4][8] == "Quá hạn"
    assert str(rows[3][4]) == "2026-01-05"
    assert b"<f>" not in ZipFile(io.BytesIO(target.read_bytes())).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.xml*")), ids=lambda path: path.name)
def test_a_plan_survives_the_way_out_and_back(path: Path, tmp_path: Path) -> None:
    file = read_plan(path)
    dated = schedule(file.plan)
    written = tmp_path / "plan.xml"
    written.write_bytes(write_mspdi(file.plan, dated))
    again = read_plan(written).plan
    assert list(again.tasks) == list(file.plan.tasks)
    assert set(again.links) == set(file.plan.links)
    assert schedule(again).rows == dated.rows


def test_constraints_calendars_and_actuals_survive_too(tmp_path: Path) -> None:
    source = tmp_path / "plan.json"
    tasks = [
        {"uid": 1, "name": "A", "duration_minutes": 960, "actual_start": "2026-02-10T07:30", "remaining_minutes": 480},
        {"uid": 2, "name": "B", "duration_minutes": 480, "constraint": {"type": "FNLT", "date": "2026-02-27T17:30"}},
        {"uid": 3, "name": "C", "duration_minutes": 1440, "elapsed": True, "deadline": "2026-02-28T17:30"},
        {"uid": 4, "name": "D", "duration_minutes": 480, "active": False, "parent": 5},
        {
            "uid": 5,
            "name": "E",
            "predecessors": [{"uid": 1, "lag_percent": 50}, {"uid": 2, "lag_minutes": 1440, "elapsed": True}],
        },
    ]
    source.write_text(
        json.dumps({"start": "2026-02-10T07:30", "tasks": [*tasks[:3], tasks[4], tasks[3]]}), encoding="utf-8"
    )
    file = read_plan(source)
    dated = schedule(file.plan)
    written = tmp_path / "plan.xml"
    written.write_bytes(write_mspdi(file.plan, dated))
    again = schedule(read_plan(written).plan)
    same = ("uid", "early_start", "early_finish", "late_start", "late_finish", "total_slack", "critical")
    facts = [[[getattr(row, name) for name in same] for row in one.rows] for one in (again, dated)]
    assert facts[0] == facts[1]


def test_a_document_is_drawn_with_its_deadlines(roviec: Roviec, tmp_path: Path) -> None:
    target = tmp_path / "chart.html"
    source = resources.files("roviec.demo").joinpath("data/directives/cv-6225.docx")
    assert roviec("gantt", source, "-o", target, "--today", "2025-12-05").code == 0
    rows = [line for line in target.read_text(encoding="utf-8").splitlines() if line.startswith("<tr class=")]
    late = [row for row in rows if row.startswith('<tr class="late">')]
    assert len(late) == 1 and "30/11/2025" in late[0]
    assert any("Thường xuyên" in row and 'class="lane"></div>' in row for row in rows)


@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")
@pytest.mark.parametrize(("kind", "magic"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_pictures_and_print_come_from_chromium(roviec: Roviec, plan: Path, kind: str, magic: bytes) -> None:
    assert draw(roviec, plan, kind).read_bytes().startswith(magic)


def test_without_chromium_a_picture_is_refused_with_the_remedy(
    roviec: Roviec, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROVIEC_CHROMIUM", "/khong/co")
    ran = roviec("gantt", plan, "-o", plan.parent / "chart.png")
    assert ran.code == 2 and "apt install chromium" in ran.err
    assert not (plan.parent / "chart.png").exists()


def test_nothing_is_half_written_and_an_old_file_stays_when_it_fails(roviec: Roviec, plan: Path) -> None:
    target = plan.parent / "chart.html"
    target.write_text("cũ", encoding="utf-8")
    plan.write_text("[", encoding="utf-8")
    assert roviec("gantt", plan, "-o", target).code == 2
    assert target.read_text(encoding="utf-8") == "cũ"
    assert sorted(p.name for p in plan.parent.iterdir()) == ["chart.html", "plan.json"]


@pytest.mark.parametrize(("target", "told"), [("x.doc", "Không vẽ được"), ("khong/co/x.html", "Không có thư mục")])
def test_a_target_that_cannot_be_is_told(roviec: Roviec, plan: Path, target: str, told: str) -> None:
    ran = roviec("gantt", plan, "-o", plan.parent / target)
    assert ran.code == 2 and told in ran.err
