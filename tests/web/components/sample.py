"""One page with every component, filled as an office would fill it: to look at, and to test that each of them renders."""

from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.template.context import make_context

from roviec.core.clarity import TaskFacts, clarity
from roviec.web.clear_things import clear_things
from roviec.web.states import STATES

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
PAGE = Path(__file__).with_name("page.html")


class ExtensionForm(forms.Form):
    until = forms.DateField(label="Đề nghị gia hạn đến", help_text="Ngày làm việc, ví dụ 15/12/2025.")
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}))
    to = forms.ChoiceField(label="Gửi đến", choices=[("a", "Chánh Văn phòng"), ("b", "Phó Chủ tịch phụ trách")])
    kind = forms.ChoiceField(
        label="Nguyên nhân",
        widget=forms.RadioSelect,
        required=False,
        choices=[("1", "Chờ ý kiến"), ("2", "Khối lượng tăng")],
    )
    tell = forms.BooleanField(label="Báo cho đơn vị phối hợp", required=False)


class QuickForm(forms.Form):
    what = forms.CharField(label="Việc cần làm")
    who = forms.CharField(label="Giao cho")


class FilterForm(forms.Form):
    lead = forms.ChoiceField(label="Chủ trì", required=False, choices=[("", "Tất cả"), ("sxd", "Sở Xây dựng")])
    standing = forms.ChoiceField(label="Trạng thái", required=False, choices=[("", "Tất cả"), ("open_late", "Quá hạn")])
    due = forms.DateField(label="Hạn trước ngày", required=False, widget=forms.DateInput(attrs={"type": "date"}))


TASKS = [
    {
        "title": "Hoàn thành thủ tục điều chỉnh chủ trương đầu tư Dự án đường Vành đai 4 đoạn qua địa bàn Thành phố",
        "source": "Quyết định 2845/QĐ-UBND, mục II.3",
        "lead": "Sở Xây dựng",
        "due": date(2025, 12, 2),
        "due_original": date(2025, 11, 14),
        "progress": 70,
        "standing": "open_late",
        "days": 3,
        "edge": "late",
    },
    {
        "title": "Báo cáo kết quả rà soát trụ sở dôi dư sau sắp xếp",
        "source": "Thông báo 412/TB-VP, kết luận 5",
        "lead": "Nguyễn Thị Minh Hằng",
        "due": date(2025, 12, 8),
        "progress": 40,
        "standing": "due_soon",
        "edge": "soon",
    },
    {
        "title": "Trình Đề án vị trí việc làm của phường",
        "source": "Kế hoạch 88/KH-UBND",
        "lead": "Phòng Văn hóa – Xã hội",
        "due": date(2025, 12, 25),
        "progress": 10,
        "standing": "open_on_time",
    },
    {
        "title": "Lấy ý kiến các sở, ban, ngành về dự thảo quy chế phối hợp",
        "source": "Công văn 5102/UBND-TH",
        "lead": "Trần Quốc Bảo",
        "due": date(2025, 12, 30),
        "progress": 55,
        "standing": "suspended",
        "edge": "halt",
    },
    {
        "title": "Số hóa hồ sơ đất đai còn tồn từ ba phường cũ",
        "source": "Kế hoạch 91/KH-UBND",
        "lead": "Phòng Kinh tế, Hạ tầng và Đô thị",
        "due": date(2026, 1, 15),
        "progress": 0,
        "standing": "unnamed",
    },
]


def context() -> dict[str, Any]:
    facts = TaskFacts(
        title="Tăng cường công tác phối hợp", lead="Sở Xây dựng", due=date(2025, 12, 2), accountable="Lê Văn Nam"
    )
    values = {
        "person": "Sở Xây dựng",
        "work": facts.title,
        "schedule": "Trước ngày 02/12/2025",
        "responsibility": "Lê Văn Nam, Giám đốc",
    }
    moment = datetime(2025, 12, 5, 9, 15, tzinfo=VIETNAM)
    names = ("Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Văn hóa – Xã hội", "Văn phòng HĐND và UBND")
    return {
        "nav": [
            {"label": "Việc của tôi", "url": "/", "badge": 3, "badge_late": True},
            {"label": "Đơn vị", "url": "/don-vi/", "active": True},
            {"label": "Văn bản", "url": "/van-ban/", "badge": 12},
            {"label": "Kế hoạch", "url": "/ke-hoach/"},
            {"label": "Thành phố", "url": "/thanh-pho/"},
            {"label": "Tổ chức", "url": "/to-chuc/"},
        ],
        "notices_url": "/thong-bao/",
        "notices_count": 4,
        "demo_banner": "Bản dùng thử: hôm nay là 05/12/2025 theo đồng hồ thử. Cán bộ trong bản này là nhân vật dựng.",
        "crumbs": [{"label": "Ủy ban nhân dân phường Sài Gòn", "url": "/"}, {"label": "Các phòng"}],
        "mandates": [
            {"id": "1", "label": "Trưởng phòng", "unit": "Phòng Kinh tế, Hạ tầng và Đô thị", "active": True},
            {"id": "2", "label": "Đại biểu HĐND", "unit": "HĐND phường Sài Gòn", "active": False},
        ],
        "mandate_url": "/chuc-danh/",
        "tabs": [
            {"label": "Nhiệm vụ", "url": "#", "active": True, "count": 1211},
            {"label": "Biểu đồ Gantt", "url": "#g"},
            {"label": "Người trong phòng", "url": "#n", "count": 9},
            {"label": "Bàn giao", "url": "#b"},
        ],
        "counts": SimpleNamespace(
            done_on_time=128,
            done_late=11,
            open_on_time=69,
            open_late=3,
            due_soon=5,
            suspended=0,
            total=211,
        ),
        "links": dict.fromkeys(("done_on_time", "done_late", "open_on_time", "open_late", "due_soon"), "#"),
        "tasks": TASKS,
        "page": Paginator(range(211), 25).page(2),
        "filters": FilterForm({"standing": "open_late"}),
        "clear_url": "?",
        "active_filters": [{"label": "Trạng thái", "value": "Quá hạn", "remove_url": "?"}],
        "clarity": clear_things(clarity(facts), values),
        "entries": [
            {
                "at": moment,
                "what": "Đề nghị gia hạn đến 15/12/2025",
                "who": "Nguyễn Thị Minh Hằng",
                "as_who": "Chuyên viên",
                "note": "Chờ ý kiến Bộ Xây dựng về hướng tuyến.",
                "important": True,
            },
            {
                "at": moment,
                "what": "Đổi người xử lý",
                "who": "Lê Văn Nam",
                "as_who": "Trưởng phòng",
                "for_whom": "Phan Văn Đức",
                "changes": [{"label": "Người xử lý", "before": "Trần Quốc Bảo", "after": "Nguyễn Thị Minh Hằng"}],
            },
            {"at": moment, "what": "Giao nhiệm vụ", "who": "Văn phòng UBND Thành phố"},
        ],
        "columns": [{"label": "Đơn vị"}, {"label": "Tổng số", "css": "n"}, {"label": "Quá hạn", "css": "n"}],
        "rows": [
            {
                "cells": [
                    {"value": name, "url": "#", "label": "Đơn vị", "css": "subject"},
                    {"value": 40 * n + 11, "css": "n", "label": "Tổng số"},
                    {"value": n, "css": "n", "label": "Quá hạn"},
                ]
            }
            for n, name in enumerate(names)
        ],
        "states": list(STATES),
        "form": ExtensionForm({"until": "31/2/2025", "to": "a"}),
        "dialog_form": QuickForm(),
    }


def render(request: HttpRequest, **extra: Any) -> str:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    template = engine.from_string(PAGE.read_text(encoding="utf-8"))
    return template.render(make_context({**context(), **extra}, request))
