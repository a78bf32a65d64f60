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
from roviec.boards.tiles import list_url
from roviec.core.actor import Duty
from roviec.work.queries import MyDay

# At most so many lines of one kind on the page; the rest is one click away.
SHOWN = 20
# Kinds that the list of tasks knows by a narrower name.
LISTED = {"qua-han": "open_late", "tam-dung": "suspended", "cho-ky": "signature", "cho-duyet": "acceptance"}
AT_WORK = ("accept_task", "hand_up_for_signature", "submit_deliverable", "ask_extension")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(first_screen(request.actor))


@require_GET
def my_day(request: HttpRequest) -> HttpResponse:
    day = desk(request.actor, request.now)
    handed_on = day.handed_on[:SHOWN]
    names = names_at({task.clock.holder_post_id for task in handed_on}, request.now)
    return render(
        request,
        "boards/my_day.html",
        {
            "day": day,
            "with_me": len(day.late) + len(day.returned) + len(day.new) + len(day.this_week) + len(day.later),
            "sections": _my_work(request, day),
            "waiting": _waiting_for_me(request, day),
            "handed_on": lines(handed_on, request.now, names=names),
            "may_give": request.actor.has(Duty.LEADER, Duty.TRACKER, Duty.HEAD, Duty.DEPUTY),
        },
    )


def _my_work(request: HttpRequest, day: MyDay) -> list[dict[str, Any]]:
    kinds = [
        ("qua-han", _("Quá hạn"), day.late, AT_WORK),
        ("bi-tra-lai", _("Bị trả lại"), day.returned, AT_WORK),
        ("moi-giao", _("Mới giao, chờ tôi tiếp nhận"), day.new, ("accept_task", "refuse_task", "ask_extension")),
        ("tuan-nay", _("Đến hạn trong tuần này"), day.this_week, AT_WORK),
        ("ve-sau", _("Hạn về sau"), day.later, AT_WORK),
        ("tam-dung", _("Tạm dừng"), day.suspended, ()),
        ("du-thao", _("Dự thảo của tôi"), day.drafts, ("assign_task",)),
    ]
    risks = risks_of([*day.returned, *day.new, *day.this_week, *day.later], request.now)
    return [_section(request, *kind, risks=risks) for kind in kinds if kind[2]]


def _waiting_for_me(request: HttpRequest, day: MyDay) -> list[dict[str, Any]]:
    kinds = [
        ("cho-ky", _("Chờ tôi ký"), day.to_sign, ("sign", "send_back_from_signature")),
        ("cho-duyet", _("Chờ tôi duyệt sản phẩm"), day.to_accept, ("accept_deliverable", "return_deliverable")),
        ("tu-choi", _("Bị từ chối, chờ tôi giao lại"), day.refused, ("assign_task",)),
        ("chua-phan-cong", _("Chờ tôi phân công"), day.unnamed, ("name_person",)),
    ]
    return [_section(request, *kind) for kind in kinds if kind[2]]


def _section(
    request: HttpRequest,
    key: str,
    title: str,
    tasks: list,
    verbs: tuple[str, ...],
    risks: Mapping[UUID, int] | None = None,
) -> dict[str, Any]:
    shown = lines(tasks[:SHOWN], request.now, verbs=verbs, names={}, risks=risks)
    rest = len(tasks) - len(shown)
    return {
        "key": key,
        "title": title,
        "count": len(tasks),
        "lines": shown,
        "url": list_url(giu=request.actor.post_id, trang_thai=LISTED.get(key, "open")),
        "rest": ngettext("và %(n)s việc nữa", "và %(n)s việc nữa", rest) % {"n": rest} if rest else "",
    }
