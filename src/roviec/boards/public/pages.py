"""What is written for the public: a plain page, open data, a picture. Vietnamese, without scripts, without cookies."""

import json
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from roviec.boards.queries.public import PublicPlan, without_personal
from roviec.core.standing import Standing
from roviec.paper.gantt import Bar, Chart, State
from roviec.paper.gantt.svg import write_svg
from roviec.paper.sheets import write_csv
from roviec.web.states import state_view

PAGE, TABLE, DATA, PICTURE, STYLE = "index.html", "nhiem-vu.csv", "nhiem-vu.json", "bieu-do.svg", "kieu.css"
MOST_ROWS, MOST_BARS = 1_000, 120
FOUR = ("done_on_time", "done_late", "open_on_time", "open_late")
OPENS, CLOSES = time(7, 30), time(17, 30)
BARS = {
    Standing.OPEN_ON_TIME.value: State.OPEN,
    Standing.DUE_SOON.value: State.SOON,
    Standing.OPEN_LATE.value: State.LATE,
    Standing.DONE_ON_TIME.value: State.DONE,
    Standing.DONE_LATE.value: State.DONE_LATE,
    Standing.SUSPENDED.value: State.HALTED,
}


def pages_of(plan: PublicPlan, slug: str) -> dict[str, bytes]:
    """The same facts give the same bytes: the time of writing stands nowhere, only the day."""
    with translation.override("vi"):
        words = {one: str(state_view(one).word) for one in {task.standing for task in plan.tasks} if one}
        context: dict[str, Any] = {
            "plan": plan,
            "counts": [(name, state_view(name), getattr(plan.counts, name)) for name in FOUR],
            "rows": [(task, state_view(task.standing) if task.standing else None) for task in plan.tasks[:MOST_ROWS]],
            "left": max(0, len(plan.tasks) - MOST_ROWS),
            "folder": f"/cong-khai/{slug}/",
            "table": TABLE,
            "data": DATA,
            "picture": PICTURE,
        }
        headers = (
            _("STT"), _("Nhiệm vụ"), _("Kế hoạch"), _("Đơn vị chủ trì"), _("Sản phẩm"), _("Hạn hoàn thành"), _("Tình trạng"), _("Tiến độ (%)"),
        )  # fmt: skip
        lines = [
            (t.number, t.title, t.plan, t.lead, t.deliverable, t.due, words.get(t.standing, ""), t.progress)
            for t in plan.tasks
        ]
        facts = {
            "title": plan.title,
            "code": plan.code,
            "body": plan.body,
            "day": plan.day,
            "counts": {name: getattr(plan.counts, name) for name in (*FOUR, "due_soon", "suspended")},
            "tasks": [asdict(task) for task in plan.tasks],
        }
        return {
            PAGE: render_to_string("boards/public/plan.html", context).encode(),
            TABLE: write_csv(headers, lines),
            DATA: json.dumps(facts, ensure_ascii=False, default=str, indent=1).encode(),
            PICTURE: write_svg(_chart(plan), _),
        }


def index_page(published: list[tuple[str, str, str]]) -> dict[str, bytes]:
    """The list of what is public, (slug, title, body) each, and the style of all pages."""
    with translation.override("vi"):
        return {
            PAGE: render_to_string("boards/public/index.html", {"published": published}).encode(),
            STYLE: render_to_string("boards/public/kieu.css").encode(),
        }


def _chart(plan: PublicPlan) -> Chart:
    """The items with days, parts only while they fit on one picture."""
    rows = plan.rows if len(plan.rows) <= MOST_BARS else [row for row in plan.rows if row.level == 1]
    bars = tuple(
        Bar(
            row.number,
            without_personal(row.title),
            datetime.combine(row.start, OPENS) if row.start and row.end else None,
            datetime.combine(row.end, CLOSES) if row.start and row.end else None,
            State.SUMMARY if row.whole else State.UNDATED if row.end is None else BARS.get(row.state, State.OPEN),
            lead=row.lead,
            level=row.level,
            key=str(n),
        )
        for n, row in enumerate(rows[:MOST_BARS])
    )
    return Chart(plan.title, bars, plan.day, {})
