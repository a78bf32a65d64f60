"""The plain work of one ward and one department of the demo city, month by month, each piece given to one person.

So their sheets of January, February and March 2026 have something to count. The ward's pieces are the products of its catalogue.
"""

import csv
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from random import Random
from uuid import UUID

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.models import HandoverKind
from roviec.demo.arrivals import moment
from roviec.demo.cast import Cast
from roviec.demo.life import Steps
from roviec.demo.spring import office_hour, task_of
from roviec.evaluation.actions.yields import take_suggestions
from roviec.evaluation.models import Product
from roviec.organisation.models import Post, Unit
from roviec.organisation.models.post import Rank
from roviec.work import actions as work
from roviec.work.actions import TaskFields
from roviec.work.models import Plan

WARD, DEPARTMENT = "Ủy ban nhân dân Phường Sài Gòn", "Sở Khoa học và Công nghệ"
# The day on which the month's work is given out.
GIVEN = (date(2026, 1, 5), date(2026, 2, 2), date(2026, 3, 2))
A_MONTH = 4  # pieces of work a person
CATALOGUE = "data/catalogue/work-catalogue-commune-2026.tsv"
# Code, work, output, group, frame, points; five points are one standard unit.
DEPARTMENT_WORK = (
    ("KH.01", "Soạn thảo văn bản hành chính đơn giản", "Văn bản hành chính", "N1", "1-10", 5),
    ("KH.02", "Thẩm định hồ sơ nhiệm vụ khoa học và công nghệ cấp Thành phố", "Báo cáo thẩm định", "N2", "11-50", 40),
    ("KH.03", "Tổng hợp báo cáo tiến độ chuyển đổi số của các phường, xã", "Báo cáo tổng hợp", "N2", "11-50", 30),
    ("KH.04", "Trả lời kiến nghị của doanh nghiệp khoa học và công nghệ", "Văn bản trả lời", "N1", "1-10", 10),
    ("KH.05", "Kiểm tra định kỳ hệ thống dữ liệu dùng chung", "Biên bản kiểm tra", "N2", "11-50", 20),
    ("KH.06", "Góp ý dự thảo văn bản của bộ, ngành", "Văn bản góp ý", "N1", "1-10", 8),
    ("KH.07", "Lập kế hoạch kiểm định phương tiện đo", "Kế hoạch kiểm định", "N2", "11-50", 25),
    ("KH.08", "Chuẩn bị tài liệu họp Ban Chỉ đạo chuyển đổi số", "Bộ tài liệu họp", "N1", "1-10", 10),
    ("KH.09", "Rà soát hồ sơ đăng ký sở hữu trí tuệ", "Danh sách hồ sơ", "N2", "11-50", 15),
)
# Fate and weight.
FATES = {"good": 66, "late": 11, "returned": 10, "handed_over": 5, "unfinished": 3, "early": 5}


@dataclass(frozen=True, slots=True)
class Piece:
    """A product of the catalogue, by its code, as work that is given out."""

    code: str
    title: str
    deliverable: str


def pieces_of_a_ward() -> list[Piece]:
    """The products of a commune's real catalogue, but for those of its leaders."""
    with (files("roviec.demo") / CATALOGUE).open(encoding="utf-8") as source:
        rows = [row for row in csv.DictReader(source, delimiter="\t") if row["phan"] != "lanh-dao-quan-ly"]
    return [Piece(row["ma_cv"], row["nhiem_vu"], row["san_pham_dau_ra"]) for row in rows]


def pieces_of_the_department() -> list[Piece]:
    return [Piece(code, work, output) for code, work, output, *_rest in DEPARTMENT_WORK]


def department_list() -> str:
    """The department's products as a file, with the columns of the commune's."""
    columns = (
        "phan ma_cv phong nhiem_vu cong_viec_chi_tiet san_pham_dau_ra nhom khung_diem diem_cham he_so_quy_doi ghi_chu"
    )
    rows = [
        ("dung-chung", code, "", work_, "", output, group, frame, str(points), f"{points / 5:g}", "")
        for code, work_, output, group, frame, points in DEPARTMENT_WORK
    ]
    return "\n".join("\t".join(row) for row in (columns.split(), *rows)) + "\n"


class Months:
    """`start` takes the life of a task into the story. Whoever leads the unit gives the work and accepts it; who is at the head has none."""

    def __init__(
        self, unit: str, pieces: list[Piece], cast: Cast, random: Random, start: Callable[[Steps], None]
    ) -> None:
        self.unit = Unit.objects.get(name=unit)
        head = cast.head(self.unit.pk)
        if head is None:
            raise LookupError(unit)
        self.leader: Actor = head
        self.cast, self.random, self.pieces, self.start = cast, random, pieces, start

    def steps(self) -> Steps:
        plan: Plan | None = None
        for day in GIVEN:
            at = moment(day, 8)
            yield at
            in_force = Product.objects.filter(catalogue__body=self.unit.body_id, catalogue__valid_to=None)
            products = dict(in_force.exclude(catalogue__valid_from=None).values_list("code", "pk"))
            plan = plan or work.create_plan(
                title=f"Kế hoạch công tác năm 2026 của {self.unit.name}",
                starts_on=date(2026, 1, 1),
                ends_on=date(2026, 12, 31),
                by=self.leader,
                at=at,
            )
            people = list(self._people())
            wanted = [(post, piece) for post in people for piece in self.random.sample(self.pieces, A_MONTH)]
            fields = [self._fields(piece, post, day) for post, piece in wanted]
            drafts = work.create_tasks(plan, [work.Drafting(one) for one in fields], by=self.leader, at=at)
            work.assign_tasks(drafts, by=self.leader, at=at + timedelta(minutes=30))
            take_suggestions(
                [(draft.pk, products[piece.code]) for draft, (_post, piece) in zip(drafts, wanted, strict=True)],
                by=self.leader,
                at=at + timedelta(minutes=40),
            )
            for draft, (post, _piece) in zip(drafts, wanted, strict=True):
                others = [one for one in people if one.unit_id == post.unit_id and one.pk != post.pk]
                self.start(self._live(draft.pk, post, others, Random(self.random.random())))

    def _people(self) -> Iterator[Post]:
        units = Unit.objects.filter(edges__parent=self.unit, edges__valid_to=None, valid_to=None).order_by("code")
        for unit in (self.unit, *units):
            posts = Post.objects.filter(unit=unit, valid_to=None).exclude(pk__in=filter(None, [self.leader.post_id]))
            for post in posts.order_by("rank", "title", "seat").select_related("unit"):
                if self.cast.actor(post.pk):
                    yield post

    def _fields(self, piece: Piece, post: Post, day: date) -> TaskFields:
        due = office_hour(moment(day, 9) + timedelta(days=self.random.randint(6, 24)), self.random).date()
        lead = post.unit
        return TaskFields(
            title=piece.title,
            deliverable=piece.deliverable,
            lead_unit=lead,
            person_post=post,
            accountable_post=post if post.rank in (Rank.HEAD, Rank.DEPUTY_LEADER) else self.cast.head_post(lead.pk),
            authority=f"{self.leader.mandate_label} quyết định",
            due=due,
            planned_start=day,
            planned_end=due,
        )

    def _live(self, pk: UUID, post: Post, others: list[Post], random: Random) -> Steps:
        fate = random.choices(list(FATES), list(FATES.values()))[0]
        worker = self.cast.actor(post.pk)
        task = task_of(pk)
        if worker is None or task.clock.due is None:
            return
        yield (at := office_hour(task.clock.started_at + timedelta(hours=random.randint(2, 20)), random))
        with suppress(Invalid, Denied):
            work.accept_task(pk, by=worker, at=at)
            if fate == "handed_over" and others:
                other = random.choice(others)
                yield (at := office_hour(at + timedelta(days=2), random))
                reason = "Không đủ khả năng hoàn thành đúng hạn, đề nghị giao đồng chí khác"
                work.hand_over(
                    pk, kind=HandoverKind.BEYOND_ABILITY, post=other.pk, reason=reason, by=self.leader, at=at
                )
                worker = self.cast.actor(other.pk) or worker
            if fate == "unfinished":
                return
            due = task.clock.due
            days = {
                "late": random.randint(1, 6),
                "early": -random.randint(3, 5),
                "returned": -random.randint(2, 6),
            }.get(fate, -random.randint(0, 3))
            due_day = due.astimezone(VIETNAM).replace(hour=random.randint(8, 15), minute=random.randint(0, 59))
            yield (at := max(at, office_hour(due_day + timedelta(days=days), random)))
            link = f"https://vanban.demo.invalid/{random.randint(100, 9999)}"
            work.submit_deliverable(pk, link=link, text=task.deliverable, by=worker, at=at)
            if fate == "returned":
                yield (at := office_hour(at + timedelta(hours=random.randint(3, 20)), random))
                work.return_deliverable(pk, reason="Sai số liệu so sánh, đề nghị rà soát lại", by=self.leader, at=at)
                yield (at := office_hour(at + timedelta(hours=random.randint(5, 30)), random))
                work.submit_deliverable(pk, link=link, text=f"{task.deliverable}, bản sửa", by=worker, at=at)
            yield (at := office_hour(at + timedelta(hours=random.randint(3, 30)), random))
            work.accept_deliverable(pk, by=self.leader, at=at, note="Đạt yêu cầu")
