"""What people of the demo city say about late and stuck work: explanations, decided or waiting; obstacles in every state."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle

from roviec.core.actor import Actor
from roviec.demo.cast import Cast
from roviec.voice.actions import answer_obstacle, pass_obstacle, raise_obstacle, settle_obstacle
from roviec.work.actions import decide_explanation, demand_explanation, give_explanation
from roviec.work.models import Task, TaskState
from roviec.work.permissions import PERMISSIONS

CAUSES = (
    ("other_body", "Hai đơn vị phối hợp chưa gửi số liệu dù đã có văn bản đề nghị và đôn đốc một lần."),
    ("rule", "Chưa có hướng dẫn của bộ chủ quản về định mức; đơn vị đã có công văn xin ý kiến."),
    ("people", "Đồng chí phụ trách nghỉ ốm, đơn vị chưa kịp phân công người thay."),
    ("own", "Đơn vị chưa lường hết khối lượng rà soát hồ sơ."),
    ("added_work", "Đơn vị tập trung khắc phục hậu quả mưa lũ theo chỉ đạo đột xuất."),
)
# What is in the way, what is proposed, and how far it has come.
STUCK = (
    ("Chưa có kinh phí thuê hạ tầng cho giai đoạn thử nghiệm.", "Bổ sung dự toán hoặc cho dùng hạ tầng dùng chung.", "open"),
    ("Phần mềm của bộ chưa mở kết nối cho cấp xã.", "Thành phố làm việc với bộ để có lịch kết nối.", "late"),
    ("Hai quy định về thẩm quyền ký xác nhận mâu thuẫn nhau.", "Hướng dẫn áp dụng thống nhất.", "answered"),
    ("Thiếu người có chuyên môn đất đai sau sắp xếp.", "Điều động tạm thời hai công chức.", "passed"),
    ("Trụ sở cũ chưa bàn giao nên chưa đặt được máy chủ.", "Đôn đốc bàn giao trước ngày 10/12.", "cleared"),
    ("Chưa thống nhất biểu mẫu số liệu với các phường.", "Ban hành biểu mẫu chung.", "still"),
)  # fmt: skip
EXPLAINED, DECIDED = 24, 15


def explain_and_ask(cast: Cast, office: Actor, morning: datetime) -> None:
    """`morning`: of the day of the demo, after the worker's round."""
    late = Task.objects.filter(clock__counts=True, clock__late_since__isnull=False, clock__unit__is_external=False)
    related = ("clock", "plan", "plan__leader_post", "lead_unit", "person_post", "accountable_post", "assigned_by_post")
    late = late.filter(state__in=(TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.SUBMITTED))
    explain(list(late.select_related(*related).order_by("clock__due", "pk")), cast, office, morning)
    working = Task.objects.filter(state=TaskState.IN_PROGRESS, clock__counts=True, clock__suspended_since=None)
    be_stuck(iter(working.select_related(*related).order_by("clock__due", "pk")), cast, morning)


def explain(late: list[Task], cast: Cast, office: Actor, morning: datetime) -> None:
    """Every second late task of the longest late; most are decided, some were asked for and nobody has answered yet."""
    causes = cycle(CAUSES)
    explained = 0
    for n, task in enumerate(late):
        if explained == EXPLAINED:
            break
        at = morning - timedelta(minutes=120 - 4 * explained)
        who = cast.head(task.lead_unit_id) if task.lead_unit_id else None
        if who is None or task.clock.late_since is None or task.clock.late_since > at:
            continue
        if n % 2:
            if PERMISSIONS.allows(office, "demand_explanation", task) and n % 6 == 1:
                demand_explanation(task, text="Nêu rõ nguyên nhân và ngày hoàn thành.", by=office, at=at)
            continue
        cause, text = next(causes)
        give_explanation(task, cause=cause, text=text, by=who, at=at)
        explained += 1
        judge = cast.actor(task.assigned_by_post_id)
        if explained <= DECIDED and judge and PERMISSIONS.allows(judge, "decide_explanation", task):
            objective = cause != "own"
            note = "" if objective else "Việc thuộc kế hoạch từ đầu tháng."
            decide_explanation(task, objective=objective, note=note, by=judge, at=at + timedelta(minutes=90))


def be_stuck(tasks: Iterator[Task], cast: Cast, morning: datetime) -> None:
    """One obstacle of each kind, on tasks whose people and givers are there."""
    for text, wanted, state in STUCK:
        days = 12 if state == "late" else 4
        for task in tasks:
            at = morning - timedelta(days=days)
            who = cast.actor(task.person_post_id)
            owner = cast.actor(task.assigned_by_post_id)
            if who is None or owner is None or who.post_id == owner.post_id or task.clock.last_sign_at > at:
                continue
            obstacle = raise_obstacle(task, text=text, wanted=wanted, by=who, at=at)
            if state == "passed" and task.lead_unit_id and (head := cast.head_post(task.lead_unit_id)):
                pass_obstacle(
                    obstacle, post=head.pk, reason="Thuộc thẩm quyền của đơn vị.", by=owner, at=at + timedelta(days=1)
                )
            if state in ("answered", "cleared", "still"):
                answer = "Đã làm việc với đơn vị liên quan; thực hiện theo văn bản hướng dẫn gửi kèm trong ngày."
                answer_obstacle(obstacle, answer=answer, by=owner, at=at + timedelta(days=1))
            if state in ("cleared", "still"):
                note = "" if state == "cleared" else "Các phường vẫn gửi theo mẫu cũ."
                settle_obstacle(obstacle, cleared=state == "cleared", note=note, by=who, at=at + timedelta(days=2))
            break
