"""The first screen by duty, and one's own day."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from roviec.boards.duties import first_screen
from roviec.boards.lines import lines
from roviec.boards.queries import desk
from roviec.boards.queries.people import names_at
from roviec.boards.queries.risks import risks_of
from roviec.core.actor import Duty
from roviec.work.queries import MyDay
from roviec.work.queries.my_day import MOST

# At most so many lines of one kind on the page; with `?tat-ca=1` up to MOST.
SHOWN = 20
# Kinds of the day that are lists of other things than lines with steps.
WITH_A_REST = ("opinions", "extensions", "handed_on")
WHEN_LATE = ("accept_task", "hand_up_for_signature", "submit_deliverable", "give_explanation")
AT_WORK = ("accept_task", "hand_up_for_signature", "submit_deliverable", "ask_extension")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(first_screen(request.actor))


@require_GET
def my_day(request: HttpRequest) -> HttpResponse:
    day = desk(request.actor, request.now, MOST if request.GET.get("tat-ca") else SHOWN)
    handed_on = day.handed_on
    names = names_at({task.clock.holder_post_id for task in handed_on}, request.now)
    return render(
        request,
        "boards/my_day.html",
        {
            "day": day,
            "sections": _my_work(request, day),
            "waiting": _waiting_for_me(request, day),
            "rests": {kind: _rest(day.numbers[kind] - len(getattr(day, kind))) for kind in WITH_A_REST},
            "handed_on": lines(handed_on, request.now, names=names),
            "may_give": request.actor.has(Duty.LEADER, Duty.TRACKER, Duty.HEAD, Duty.DEPUTY),
        },
    )


def _my_work(request: HttpRequest, day: MyDay) -> list[dict[str, Any]]:
    kinds = [
        ("qua-han", _("Quá hạn"), "late", WHEN_LATE),
        ("bi-tra-lai", _("Bị trả lại"), "returned", AT_WORK),
        ("moi-giao", _("Mới giao, chờ tôi tiếp nhận"), "new", ("accept_task", "refuse_task", "ask_extension")),
        ("tuan-nay", _("Đến hạn trong tuần này"), "this_week", AT_WORK),
        ("ve-sau", _("Hạn về sau"), "later", AT_WORK),
        ("tam-dung", _("Tạm dừng"), "suspended", ()),
        ("du-thao", _("Dự thảo của tôi"), "drafts", ("assign_task",)),
    ]
    risks = risks_of([*day.returned, *day.new, *day.this_week, *day.later], request.now)
    return [_section(request, day, *kind, risks=risks) for kind in kinds if day.numbers[kind[2]]]


def _waiting_for_me(request: HttpRequest, day: MyDay) -> list[dict[str, Any]]:
    kinds = [
        ("cho-ky", _("Chờ tôi ký"), "to_sign", ("sign", "send_back_from_signature")),
        ("cho-duyet", _("Chờ tôi duyệt sản phẩm"), "to_accept", ("accept_deliverable", "return_deliverable")),
        ("tu-choi", _("Bị từ chối, chờ tôi giao lại"), "refused", ("assign_task",)),
        ("giai-trinh", _("Giải trình chờ tôi kết luận"), "explained", ("decide_explanation",)),
        ("chua-phan-cong", _("Chờ tôi phân công"), "unnamed", ("name_person",)),
    ]
    return [_section(request, day, *kind) for kind in kinds if day.numbers[kind[2]]]


def _section(
    request: HttpRequest,
    day: MyDay,
    key: str,
    title: str,
    kind: str,
    verbs: tuple[str, ...],
    risks: Mapping[UUID, int] | None = None,
) -> dict[str, Any]:
    shown = lines(getattr(day, kind), request.now, verbs=verbs, names={}, risks=risks)
    return {
        "key": key,
        "title": title,
        "count": day.numbers[kind],
        "lines": shown,
        "rest": _rest(day.numbers[kind] - len(shown)),
    }


def _rest(n: int) -> str:
    return ngettext("và %(n)s việc nữa", "và %(n)s việc nữa", n) % {"n": n} if n > 0 else ""
