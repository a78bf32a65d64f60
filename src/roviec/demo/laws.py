"""A law on its way into force: Decree 335/2025/NĐ-CP, in force from 1 January 2026, and what the city does to be ready for it.

The text is the real one. It was signed on 21 December 2025, sixteen days after the morning of the story; the city works from it ahead
of that day, so that a newcomer finds a law whose day is near.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

from roviec.core.actor import Actor
from roviec.core.provisions.guidance import SURE
from roviec.demo.arrivals import AUTHORITY, moment
from roviec.demo.cast import Cast
from roviec.directives.actions import Work, confirm_effect, give_readiness_work, receive_directive
from roviec.directives.models import Directive, LegalEffect
from roviec.organisation.models import Unit
from roviec.organisation.queries.charge import posts_in_charge
from roviec.work.actions import TaskFields, accept_task, finish_with_document, report_progress
from roviec.work.models import Task

FILE = "nd-335.txt"
ARRIVED = date(2025, 12, 1)
GIVEN = date(2025, 12, 2)


@dataclass(frozen=True, slots=True)
class Preparing:
    """`fate` is what became of it by this morning: "", "begun" or the number of the document that finished it."""

    cites: tuple[str, ...]
    title: str
    unit: str
    due: date
    deliverable: str
    fate: str = ""


WORKS = (
    Preparing(
        ("khoản 2 Điều 7", "điểm a khoản 1 Điều 26"),
        "Tham mưu quy định tiêu chí cụ thể về kết quả thực hiện nhiệm vụ của cơ quan chuyên môn và UBND cấp xã",
        "Sở Nội vụ",
        date(2025, 12, 26),
        "Dự thảo quyết định của UBND Thành phố",
        "begun",
    ),
    Preparing(
        ("điểm d khoản 1 Điều 26",),
        "Chuẩn bị phần mềm theo dõi, đánh giá công chức, kết nối với phần mềm quản lý văn bản và giao nhiệm vụ",
        "Sở Khoa học và Công nghệ",
        date(2025, 12, 31),
        "Phương án kỹ thuật được duyệt",
        "begun",
    ),
    Preparing(
        ("Điều 25",),
        "Rà soát, đề xuất kinh phí xây dựng phần mềm theo dõi, đánh giá công chức",
        "Sở Tài chính",
        date(2025, 12, 4),
        "Văn bản đề xuất kinh phí",
        "begun",
    ),
    Preparing(
        ("Điều 13", "điểm c khoản 1 Điều 26"),
        "Rà soát danh mục sản phẩm, công việc quy đổi của các sở, ban, ngành",
        "Sở Nội vụ",
        date(2026, 6, 30),
        "Danh mục sản phẩm, công việc quy đổi",
    ),
    Preparing(
        ("Điều 10", "Điều 18"),
        "Hướng dẫn các cơ quan quy trình, thẩm quyền theo dõi, đánh giá công chức theo tháng, quý",
        "Sở Nội vụ",
        date(2025, 12, 19),
        "Công văn hướng dẫn",
        "4518/SNV-CCVC",
    ),
)


def prepare_law(cast: Cast, office: Actor) -> None:
    """Taken in, confirmed, its work given out, and some of it done by this morning."""
    data = (files("roviec.demo") / "data/directives" / FILE).read_bytes()
    law = receive_directive(data, FILE, by=office, at=moment(ARRIVED, 14)).directive
    effect = LegalEffect.objects.get(directive=law)
    if effect.effective_on is None:
        raise LookupError("the decree does not say from when it is in force")
    waiting = list(law.guidance.filter(sure__gte=SURE).values_list("pk", flat=True))
    confirm_effect(law.pk, effective_on=effect.effective_on, waiting=waiting, by=office, at=moment(ARRIVED, 14, 20))
    tasks = give_readiness_work(law.pk, [_work(law, one) for one in WORKS], by=office, at=moment(GIVEN, 8, 30))
    for one, task in zip(WORKS, tasks, strict=True):
        _live(one, task, cast, office)


def _work(law: Directive, one: Preparing) -> Work:
    unit = Unit.objects.get(name=one.unit)
    places = dict(law.provisions.values_list("cite", "pk"))
    return Work(
        [places[cite] for cite in one.cites],
        TaskFields(
            title=one.title,
            deliverable=one.deliverable,
            lead_unit=unit,
            accountable_post=posts_in_charge({unit.pk}, GIVEN).get(unit.pk),
            authority=AUTHORITY,
            due=one.due,
            planned_start=GIVEN,
            planned_end=one.due,
        ),
    )


def _live(one: Preparing, task: Task, cast: Cast, office: Actor) -> None:
    head = cast.head(task.lead_unit_id) if task.lead_unit_id else None
    if not one.fate or head is None:
        return
    accepted = moment(GIVEN, 10)
    accept_task(task.pk, by=head, at=accepted)
    if one.fate == "begun":
        report_progress(
            task.pk, progress=30, text="Đã họp phân công, đang dự thảo.", by=head, at=accepted + timedelta(days=1)
        )
    else:
        done = moment(date(2025, 12, 4), 16)
        finish_with_document(task.pk, number=one.fate, issued_on=done.date(), by=office, at=done)
