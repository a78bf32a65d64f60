"""Promises in the demo city: a ward sets its quotas, its people take on hard tasks, an office has a working regulation, a round of
commendation collects proposals for the first quarter."""

from datetime import date, datetime

from roviec.core.actor import Actor
from roviec.demo.arrivals import moment
from roviec.demo.cast import Cast
from roviec.demo.life import Steps
from roviec.demo.months import WARD
from roviec.evaluation.actions.commending import nominate, open_commendation
from roviec.evaluation.actions.pledges import (
    Promise,
    decide_pledge,
    end_pledge,
    propose_pledge,
    review_pledge,
    set_quota,
)
from roviec.evaluation.actions.regulations import FieldLine, adopt_regulation
from roviec.evaluation.models import Pledge
from roviec.organisation.models import Unit

BEGINS = moment(date(2026, 1, 6), 9)
BASIS = "Nghị quyết của Đảng ủy phường về việc nóng, việc khó năm 2026"
QUOTAS = (("leader", 3), ("deputy_leader", 2), ("head", 1))
# Kind, title, what makes it hard, by which result one sees it, due.
HARD = (
    (
        "viec_nong",
        "Giải quyết dứt điểm tình trạng lấn chiếm vỉa hè quanh chợ",
        "Tồn tại nhiều năm, 120 hộ kinh doanh, đã ba lần ra quân không giữ được",
        "Không còn điểm lấn chiếm qua 4 tuần kiểm tra liên tục",
        date(2026, 6, 30),
    ),
    (
        "viec_kho",
        "Hoàn thành hồ sơ nhà đất công bỏ trống trên địa bàn",
        "Hồ sơ pháp lý thiếu, liên quan bốn sở",
        "Danh mục 18 địa chỉ được duyệt phương án sử dụng",
        date(2026, 3, 20),
    ),
    (
        "viec_kho",
        "Số hóa toàn bộ sổ hộ tịch trước năm 2000",
        "Sổ giấy rách, chữ viết tay, chưa có kinh phí riêng",
        "100 % sổ được quét và nhập liệu, sai sót dưới 1 %",
        date(2026, 9, 30),
    ),
)
POINTS = (
    ("Tự tiếp công dân mỗi tuần một buổi, trả lời trong 5 ngày làm việc", "Sổ tiếp công dân; không vụ nào quá hạn"),
    ("Học và dùng chữ ký số cho mọi văn bản mình ký", "Không còn văn bản ký giấy từ tháng 4"),
)
FIELDS = (
    ("Báo cáo, tổng hợp", 5, "báo cáo\ntổng hợp"),
    ("Kế hoạch, chương trình công tác", 7, "kế hoạch\nchương trình"),
    ("Văn bản đến, công văn", 3, "công văn\nvăn bản"),
)


def promise(cast: Cast) -> Steps:
    """Of the ward that scores its months, from January to the end of March."""
    ward = Unit.objects.get(name=WARD)
    leader = cast.head(ward.pk)
    if leader is None:
        raise LookupError(WARD)
    yield BEGINS
    for rank, least in QUOTAS:
        set_quota(rank=rank, least=least, since=date(2026, 1, 1), basis=BASIS, by=leader, at=BEGINS)
    heads = _heads(cast, ward)
    for head in heads:
        if _regulate(cast, head, BEGINS):
            break
    pledges: list[Pledge] = []
    for head, (kind, title, why, result, due) in zip(heads, HARD, strict=False):
        yield (at := moment(date(2026, 1, 8), 10))
        said = Promise(kind=kind, title=title, why_hard=why, result=result, due_on=due)
        pledges.append(propose_pledge(said, by=head, at=at))
    if heads:
        for title, result in POINTS:
            said = Promise(kind="chuong_trinh", title=title, result=result, due_on=date(2026, 12, 25))
            propose_pledge(said, by=heads[0], at=at)
    # The last of them still waits for the chairman.
    for pledge in pledges[:2]:
        yield (at := moment(date(2026, 1, 12), 15))
        decide_pledge(pledge, approved=True, by=leader, at=at)
    if len(pledges) > 1:
        yield (at := moment(date(2026, 3, 23), 9))
        review = "Đã có phương án 15/18 địa chỉ; 3 địa chỉ còn chờ ý kiến Sở Tài chính từ tháng 2."
        review_pledge(pledges[1], review=review, by=heads[1], at=at)
        yield (at := moment(date(2026, 3, 24), 16))
        note = "Đã làm hết phần việc của phường; phần còn lại thuộc sở, đã ba lần đôn đốc bằng văn bản."
        end_pledge(pledges[1], outcome="protected", note=note, by=leader, at=at)
    yield (at := moment(date(2026, 3, 27), 10))
    criteria = {"least_in_time": "80", "no_lasting_delay": "30"}
    round_ = open_commendation(
        title="Khen thưởng đột xuất quý I năm 2026", year=2026, criteria=criteria, most_units=1, most_officers=3,
        by=leader, at=at,
    )  # fmt: skip
    if heads and heads[0].unit_id is not None:
        nominate(round_, unit=heads[0].unit_id, reason="Giữ trật tự vỉa hè quanh chợ suốt quý I", by=leader, at=at)


def _heads(cast: Cast, ward: Unit) -> list[Actor]:
    """Heads of the ward's offices, by the code of the unit."""
    offices = Unit.objects.on(cast.day).filter(body=ward, is_external=False).exclude(pk=ward.pk).order_by("code")
    found = (cast.actor(post.pk) for unit in offices if (post := cast.head_post(unit.pk)))
    return [actor for actor in found if actor is not None]


def _regulate(cast: Cast, head: Actor, at: datetime) -> bool:
    """An office says who stands for which field: staff and head in turn, each the next one's substitute. Whether it has anybody."""
    if head.unit_id is None or head.post_id is None:
        return False
    seats = [*(post.pk for post in cast.staff_posts([head.unit_id])[: len(FIELDS) - 1]), head.post_id]
    if len(seats) < 2:
        return False
    lines = [
        FieldLine(field, seats[n % len(seats)], seats[(n + 1) % len(seats)], days, words)
        for n, (field, days, words) in enumerate(FIELDS)
    ]
    unit = Unit.objects.get(pk=head.unit_id)
    adopt_regulation(
        unit, lines, title=f"Quy chế làm việc của {unit.name}", document="02/QC ngày 05/01/2026",
        valid_from=date(2026, 1, 1), by=head, at=at,
    )  # fmt: skip
    return True
