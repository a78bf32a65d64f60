"""The life of a task from its assignment on, drawn from a fixed seed so that every state occurs.

A life is a generator: it yields the instant of its next step and acts when it is resumed, so that many lives run in the order of
time. Every step is the real action by the person who would take it; where the rules refuse a step, that life ends there.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.models import HandoverKind
from roviec.demo.cast import Cast
from roviec.organisation.models import Unit
from roviec.work import actions as work
from roviec.work.models import Task

# What a submission has to state.
PROPOSAL = "Đề nghị lãnh đạo ký ban hành dự thảo kèm theo"
OPINION = "Đã lấy ý kiến các đơn vị liên quan, nội dung thống nhất, đúng thẩm quyền"

# Fate and weight. What a task becomes by today, as long as its dates allow.
FATES = {
    "unnamed": 7,
    "not_accepted": 5,
    "refused": 2,
    "open": 34,
    "signature": 6,
    "opinion": 5,
    "handed_over_twice": 4,
    "extension_asked": 4,
    "extension_given": 3,
    "suspended": 3,
    "submitted": 6,
    "returned": 3,
    "done": 26,
    "cancelled": 1,
}
# Work whose day has come is mostly finished; the rest is what the pages are about.
IDLE = {"unnamed", "not_accepted", "open", "suspended", "extension_asked"}
MOSTLY = 0.8
HANDOVERS = (HandoverKind.REARRANGED, HandoverKind.BEYOND_ABILITY, HandoverKind.ABSENCE)
REPORTS = (
    "Đã họp phân công, thống nhất đề cương.",
    "Đã gửi văn bản lấy ý kiến các đơn vị phối hợp, đang tổng hợp.",
    "Dự thảo lần 1 đã hoàn thành, đang chỉnh sửa theo góp ý.",
    "Đã rà soát số liệu, còn chờ 2 đơn vị gửi báo cáo.",
    "Đang trình lãnh đạo xem xét trước khi phát hành.",
)


Steps = Iterator[datetime]


class Life:
    """Lives of one cast; `office` is who gives out and accepts the city's work."""

    def __init__(self, cast: Cast, office: Actor, random: Random, today: datetime) -> None:
        self.cast = cast
        self.today = today
        self.office = office
        self.random = random
        self.children: dict[UUID, list[UUID]] = {}
        edges = Unit.objects.filter(edges__valid_to__isnull=True).order_by("code").values_list("pk", "edges__parent")
        for unit_id, parent_id in edges:
            self.children.setdefault(parent_id, []).append(unit_id)

    def of(self, task: Task) -> Steps:
        """The steps of one task; ends at once for work led by a body outside."""
        if task.lead_unit is None or task.lead_unit.is_external or task.assigned_at is None:
            return
        head = self.cast.head(task.lead_unit.pk)
        if head is None:
            return
        fate = self.random.choices(list(FATES), list(FATES.values()))[0]
        is_over = task.clock.due is not None and task.clock.due < self.today
        if is_over and fate in IDLE and self.random.random() < MOSTLY:
            fate = "done"
        with suppress(Invalid, Denied):
            yield from self._live(task, fate, head, task.assigned_at)

    def _live(self, task: Task, fate: str, head: Actor, at: datetime) -> Steps:
        if fate == "not_accepted":
            return
        yield (at := self._after(at, 1, 6))
        if fate == "refused":
            work.refuse_task(task.pk, reason="Nội dung thuộc chức năng của đơn vị khác, đề nghị chuyển", by=head, at=at)
            return
        work.accept_task(task.pk, by=head, at=at)
        post = self._worker_post(task)
        worker = self.cast.actor(post) if post else None
        if fate == "unnamed" or worker is None:
            return
        yield (at := self._after(at, 1, 8))
        work.name_person(task.pk, post=post, by=head, at=at)
        progress = 0
        for _ in range(self.random.randint(0, 3)):
            yield (at := self._after(at, 8, 30))
            progress = min(90, progress + self.random.randint(10, 35))
            work.report_progress(task.pk, progress=progress, text=self.random.choice(REPORTS), by=worker, at=at)
        ending = getattr(self, f"_{fate}", None)
        if ending:
            yield from ending(task, head, worker, self._after(at, 2, 10))

    def _signature(self, task: Task, head: Actor, worker: Actor, at: datetime) -> Steps:
        yield at
        work.hand_up_for_signature(
            task.pk, by=worker, at=at, note="Kính trình lãnh đạo ký", proposal=PROPOSAL, opinion=OPINION
        )

    def _opinion(self, task: Task, head: Actor, worker: Actor, at: datetime) -> Steps:
        other = self.random.choice(self._siblings(task))
        due = (at.astimezone(VIETNAM) + timedelta(days=self.random.randint(2, 9))).date()
        yield at
        asked = work.ask_opinion(
            task.pk, unit=other, question="Đề nghị góp ý dự thảo kèm theo", by=head, at=at, due=due
        )
        answerer = self.cast.head(other)
        if answerer and self.random.random() < 0.4:
            yield (at := self._after(at, 8, 40))
            work.answer_opinion(asked.pk, answer="Thống nhất với dự thảo", by=answerer, at=at)

    def _handed_over_twice(self, task: Task, head: Actor, worker: Actor, at: datetime) -> Steps:
        for _ in range(2):
            posts = [p for p in self.cast.staff_posts(self._units_of(task)) if p.pk != worker.post_id]
            if not posts:
                return
            post, kind = self.random.choice(posts), self.random.choice(HANDOVERS)
            yield at
            work.hand_over(task.pk, kind=kind, post=post.pk, reason="Điều chỉnh phân công trong đơn vị", by=head, at=at)
            worker, at = self.cast.actor(post.pk) or worker, self._after(at, 8, 30)

    def _extension_asked(self, task: Task, head: Actor, worker: Actor, at: datetime) -> Steps:
        new_due = (task.clock.due or at).astimezone(VIETNAM).date() + timedelta(days=self.random.randint(5, 15))
        yield at
        work.ask_extension(task.pk, new_due=new_due, reason="Chờ số liệu của các đơn vị phối hợp", by=worker, at=at)

    def _extension_given(self, task: Task, head: Actor, worker: Actor, at: datetime) -> Steps:
        yield from self._extension_asked(task, head, worker, at)
        yield (at := self._after(at, 1, 6))
        work.decide_extension(task.pk, approve=True, by=self.office, at=at, note="Đồng ý, không gia hạn lần hai")

    def _suspended(self, task: Task, head: Actor, worker: Actor, at: datetime) -> Steps:
        yield at
        work.suspend_task(task.pk, reason="Chờ hướng dẫn của bộ, ngành Trung ương", by=self.office, at=at)

    def _submitted(self, task: Task, head: Actor, worker: Actor, at: datetime) -> Steps:
        number = self.random.randint(100, 9999)
        link = f"https://vanban.demo.invalid/{number}"
        yield at
        work.submit_deliverable(task.pk, link=link, text=f"Báo cáo số {number}/BC", by=worker, at=at)

    def _returned(self, task: Task, head: Actor, worker: Actor, at: datetime) -> Steps:
        yield from self._submitted(task, head, worker, at)
        yield (at := self._after(at, 2, 12))
        work.return_deliverable(task.pk, reason="Thiếu số liệu so sánh cùng kỳ, đề nghị bổ sung", by=self.office, at=at)

    def _done(self, task: Task, head: Actor, worker: Actor, at: datetime) -> Steps:
        if task.clock.due and self.random.random() < 0.3:  # some are done, but late
            due = task.clock.due.astimezone(VIETNAM)
            at = max(at, self._after(due, 4, 30))
        yield from self._submitted(task, head, worker, at)
        yield (at := self._after(at, 1, 8))
        work.accept_deliverable(task.pk, by=self.office, at=at, note="Đạt yêu cầu")

    def _cancelled(self, task: Task, head: Actor, worker: Actor, at: datetime) -> Steps:
        yield at
        work.cancel_task(task.pk, reason="Trùng với nhiệm vụ đã giao tại văn bản khác", by=self.office, at=at)

    def _worker_post(self, task: Task) -> UUID | None:
        posts = self.cast.staff_posts(self._units_of(task))
        return self.random.choice(posts).pk if posts else None

    def _units_of(self, task: Task) -> list[UUID]:
        unit = task.lead_unit_id
        return [unit, *self.children.get(unit, ())] if unit else []

    def _siblings(self, task: Task) -> list[UUID]:
        own = task.lead_unit_id
        rows = [children for children in self.children.values() if own in children]
        return [unit for row in rows for unit in row if unit != own] or ([own] if own else [])

    def _after(self, at: datetime, least: int, most: int) -> datetime:
        """Some working hours later, within office hours of a weekday."""
        later = at.astimezone(VIETNAM) + timedelta(hours=self.random.uniform(least, most) * 3)
        if later.hour < 8:
            later = later.replace(hour=8, minute=self.random.randint(0, 59))
        if later.hour >= 17:
            later = (later + timedelta(days=1)).replace(hour=8, minute=self.random.randint(0, 59))
        while later.weekday() > 4:
            later += timedelta(days=1)
        return later.replace(second=0, microsecond=0)
