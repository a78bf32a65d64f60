"""`roviec gantt`: files that anyone can open."""

import io
import json
import re
from base64 import b64encode
from hashlib import sha256
from importlib import resources
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
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


def test_the_page_needs_nothing_from_elsewhere_and_forbids_itself_to_ask(roviec: Roviec, plan: Path) -> None:
    page = draw(roviec, plan, "html").read_text(encoding="utf-8")
    script = re.search("<script>(.*?)</script>", page, re.DOTALL)[1]
    digest = b64encode(sha256(script.encode()).digest()).decode()
    policy = re.search('Content-Security-Policy" content="(.*?)"', page)[1]
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'"
    assert re.findall(r"""(?:src|href)=|@import|url\((?!data:)""", page) == []
    assert "Khảo sát &lt;b&gt;" in page and "Hôm nay" in page


def test_what_is_late_is_red_and_says_so(roviec: Roviec, plan: Path) -> None:
    page = draw(roviec, plan, "html").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if "=CMD()" in line)
    assert row.startswith('<tr class="late"') and "Quá hạn" in row
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
    late = [row for row in rows if row.startswith('<tr class="late"')]
    assert len(late) == 1 and "30/11/2025" in late[0]
    assert any("Thường xuyên" in row and 'class="lane"></div>' in row for row in rows)


def test_a_picture_is_one_page(roviec: Roviec, plan: Path) -> None:
    assert draw(roviec, plan, "png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("paper", "width", "height"),
    [("a3", 1191, 842), ("a3-doc", 842, 1191), ("a4", 842, 595), ("a4-doc", 595, 842)],
)
def test_a_printed_chart_has_the_paper_asked_for_and_all_its_text(
    roviec: Roviec, plan: Path, paper: str, width: int, height: int
) -> None:
    target = plan.parent / "chart.pdf"
    assert roviec("gantt", plan, "-o", target, "--today", "2026-01-15", "--paper", paper).code == 0
    with pypdfium2.PdfDocument(target) as book:
        assert [round(side) for side in book[0].get_size()] == [width, height]
        said = " ".join(book[0].get_textpage().get_text_bounded().split())
    for word in ("Kế hoạch thử", "Khảo sát <b>", "=CMD()", "Quá hạn: 1", "Trang 1/1"):
        assert word in said


def test_a_long_plan_is_printed_on_many_pages_with_the_header_on_each(roviec: Roviec, tmp_path: Path) -> None:
    source, target = tmp_path / "plan.json", tmp_path / "plan.pdf"
    tasks = [{"uid": n, "name": f"Việc số {n}", "duration_minutes": 480} for n in range(1, 1101)]
    source.write_text(json.dumps({"name": "Dài", "start": "2026-01-05T07:30", "tasks": tasks}), encoding="utf-8")
    assert roviec("gantt", source, "-o", target).code == 0
    with pypdfium2.PdfDocument(target) as book:
        pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in book]
    assert len(pages) > 20
    assert all("Nhiệm vụ" in page and f"Trang {number}" in page for number, page in enumerate(pages, 1))
    found = re.findall(r"Việc số (\d+)", " ".join(pages))
    assert sorted(map(int, found)) == list(range(1, 1101))


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
