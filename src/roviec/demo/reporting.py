"""Reports of the demo city: last month's on the programme, issued; this month's, being drafted; and figures that wards were asked for."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from roviec.core.actor import Actor
from roviec.demo.arrivals import moment
from roviec.demo.cast import Cast
from roviec.demo.city import CITY, SEED
from roviec.demo.programme import CODE
from roviec.organisation.models import Unit
from roviec.reports.actions import (
    DemandFields,
    ReportFields,
    answer_demand,
    create_demand,
    draft_report,
    issue_report,
    send_demand,
    write_report,
)
from roviec.reports.actions.asking import FigureWanted
from roviec.reports.models import Indicator
from roviec.work.models import Plan

ASKED_ON, CLOSES_ON, DUE_ON = date(2025, 12, 1), date(2025, 12, 3), date(2025, 12, 8)
WARDS, ANSWERED = 24, 15
RECEIVED = FigureWanted("Số hồ sơ tiếp nhận", "hồ sơ")
ON_TIME = FigureWanted("Tỷ lệ hồ sơ giải quyết đúng hạn", "%")
LATE = FigureWanted("Nhiệm vụ: đang thực hiện quá hạn", "nhiệm vụ", "open_late")
TEXTS = {
    "situation": "Các cơ quan, đơn vị đã tập trung triển khai các nhiệm vụ chuyển đổi số được giao; công tác đôn đốc được duy trì hằng tuần.",
    "difficulties": "Kết nối, chia sẻ dữ liệu giữa hệ thống của sở, ngành với cấp xã còn chậm do chưa thống nhất chuẩn dữ liệu.\n"
    "Một số nhiệm vụ cuối năm chờ phân bổ kinh phí bổ sung.",
    "proposals": "Đề nghị Sở Tài chính trình phương án bố trí kinh phí hạ tầng số dùng chung trước ngày 15/12/2025.",
    "next": "Hoàn thành kết nối nền tảng dữ liệu dùng chung với các phường, xã, đặc khu; rà soát, cắt giảm thủ tục hành chính.",
}


def report(cast: Cast, office: Actor, at: datetime) -> None:
    """`at`: this morning, after the programme was laid out."""
    _ask_wards(cast, office)
    programme = Plan.objects.get(code=CODE)
    title = f"Tình hình thực hiện {programme.title}"
    fields = ReportFields(title=f"{title}, tháng 11 năm 2025", period="2025-11", plan=programme.pk)
    last_month = draft_report(fields, by=office, at=at)
    write_report(last_month, TEXTS, by=office, at=at + timedelta(minutes=20))
    chair = cast.head_post(Unit.objects.get(code=CITY).pk)
    issue_report(
        last_month,
        number="412/BC-UBND",
        on=at.date(),
        signer_post=chair.pk if chair else None,
        recipients="Thường trực Thành ủy\nCác sở, ban, ngành\nLưu: VT, CĐS",
        by=office,
        at=at + timedelta(minutes=30),
    )
    running = ReportFields(title=f"{title}, tháng 12 năm 2025", period="2025-12", plan=programme.pk)
    draft_report(running, by=office, at=at + timedelta(minutes=40))


def _ask_wards(cast: Cast, office: Actor) -> None:
    below = Unit.objects.filter(is_body=True, is_external=False, level="commune", side="state", valid_to=None)
    seen = below.filter(pk__in=office.bodies_seen).order_by("code")
    wards = [unit for unit in seen if cast.head(unit.pk)][:WARDS]
    fields = DemandFields(
        title="Kết quả giải quyết thủ tục hành chính 11 tháng năm 2025",
        units=tuple(unit.pk for unit in wards),
        due_on=DUE_ON,
        closes_on=CLOSES_ON,
        basis="Công văn số 7702/UBND-HCC ngày 01/12/2025",
        content="Nêu khó khăn khi vận hành Trung tâm Phục vụ hành chính công và kiến nghị, nếu có.",
        figures=(RECEIVED, ON_TIME, LATE),
    )
    demand = create_demand(fields, by=office, at=moment(ASKED_ON, 8))
    send_demand(demand, by=office, at=moment(ASKED_ON, 8, 30))
    dice = Random(SEED)
    received, on_time = (Indicator.objects.get(name=one.name).pk for one in (RECEIVED, ON_TIME))
    answers = demand.rounds.get().answers.order_by("unit__code")
    for n, answer in enumerate(answers[:ANSWERED]):
        head = cast.head(answer.unit_id)
        values = {received: Decimal(dice.randint(2_000, 14_000)), on_time: Decimal(dice.randint(930, 1000)) / 10}
        text = "Thiếu người ở quầy đất đai vào giờ cao điểm." if n % 4 == 1 else ""
        if head:
            answer_demand(answer, values, text, by=head, at=moment(date(2025, 12, 3 + n % 2), 9 + n % 8))
