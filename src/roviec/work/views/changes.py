"""The plan as a schedule, for the chart in the browser: try a change out, do it, take it back, what others did, and why."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from pydantic import TypeAdapter, ValidationError

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import Conflict
from roviec.web.problems import problem_of
from roviec.web.reasons import sentence
from roviec.work import actions, queries
from roviec.work.changes import Change
from roviec.work.permissions import PERMISSIONS
from roviec.work.task_shown import changes_since
from roviec.work.views.answers import found

CHANGES = TypeAdapter(list[Change])
LARGEST = 2_000_000  # bytes of a list of changes


def answer(data: object, status: int = 200, kind: str = "application/json") -> HttpResponse:
    return HttpResponse(msgspec.json.encode(data), status=status, content_type=kind)


def sent(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of the request. Raises Invalid for anything else."""
    if len(request.body) > LARGEST:
        raise Invalid(None, Reason("plan_change.too_many", {"most": 500}))
    try:
        data = msgspec.json.decode(request.body or b"{}")
    except msgspec.DecodeError:
        data = None
    if not isinstance(data, dict):
        raise Invalid(None, Reason("plan_change.unreadable", {"place": "JSON"}))
    return data


def read_changes(data: object) -> list[Change]:
    """Raises Invalid that names the place of the first thing that cannot be read."""
    try:
        return CHANGES.validate_json(msgspec.json.encode(data))
    except ValidationError as wrong:
        place = ".".join(str(part) for part in wrong.errors()[0]["loc"])
        raise Invalid("changes", Reason("plan_change.unreadable", {"place": f"changes.{place}"})) from None


def seen_plan(request: HttpRequest, pk: UUID) -> Any:
    return found(queries.plans_visible_to(request.actor).select_related("leader_post").get, pk=pk)


@require_POST
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan = seen_plan(request, pk)
    wanted = read_changes(sent(request).get("changes"))
    return answer(previewed(actions.preview_change(plan, wanted, by=request.actor, at=request.now)))


def previewed(tried: actions.Preview) -> dict[str, Any]:
    return {
        "sentence": summary(tried),
        "late_more": tried.late_more,
        "other_units": tried.other_units,
        "moved": [{"id": pk, "start": start, "end": end} for pk, start, end in tried.moved],
        "asks": [{"id": ask.task, "old_due": ask.old_due, "new_due": ask.new_due} for ask in tried.asks],
        "problems": [sentence(reason) for reason in tried.problems],
        "notes": [sentence(reason) for reason in tried.notes],
    }


def summary(tried: actions.Preview) -> str:
    """What follows from the changes, in one sentence."""
    late = len(tried.late_more)
    facts = {"late": late, "other": tried.other_units, "moved": len(tried.moved)}
    if late and tried.other_units:
        return _("Thay đổi này làm %(late)s nhiệm vụ trễ hạn, trong đó %(other)s của đơn vị khác.") % facts
    if late:
        return _("Thay đổi này làm %(late)s nhiệm vụ trễ hạn.") % facts
    if len(tried.moved) > 1:
        return _("%(moved)s nhiệm vụ dời ngày, không nhiệm vụ nào trễ hạn thêm.") % facts
    return _("Không nhiệm vụ nào trễ hạn thêm.")


@require_POST
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan, data = seen_plan(request, pk), sent(request)
    wanted = with_texts(read_changes(data.get("changes")))
    reason = str(data.get("reason") or "")[:1000]
    try:
        done = actions.change_plan(plan, wanted, by=request.actor, at=request.now, reason=reason)
    except Conflict as conflict:
        return overtaken(request, plan, conflict)
    return answer(changed(request, plan, done))


def with_texts(wanted: Sequence[Change]) -> list[Change]:
    """A report of progress has words; one made by dragging says where it comes from."""
    for one in wanted:
        if one.do == "progress" and not one.text:
            object.__setattr__(one, "text", _("Cập nhật tiến độ trên biểu đồ."))
    return list(wanted)


def changed(request: HttpRequest, plan: Any, done: actions.Changed) -> dict[str, Any]:
    """The rows that are others now, and where to go on looking from."""
    links = done.change.links if done.change else {"made": [], "cut": [], "changed": []}
    again = [*links["made"], *(one["id"] for one in links["changed"])]
    return {
        **shown(request, plan, done.touched),
        "links": queries.links_of(plan, again),
        "removed": [*(one["id"] for one in links["cut"]), *queries.called_off(done.touched)],
        "undo": done.change.pk if done.change else None,
        "asked": done.asked,
        "cursor": queries.cursor_now(plan.pk),
    }


def shown(request: HttpRequest, plan: Any, ids: Any) -> dict[str, Any]:
    """The rows of these tasks as the actor sees them, and what is critical in the plan now."""
    chart = queries.chart_of(plan, request.now, request.GET.get("so-sanh", ""))
    tasks = queries.tasks_visible_to(request.actor).filter(plan=plan)
    rows, _first, _last = queries.rows_of_chart(tasks, request.now, request.actor, chart, list(ids))
    critical = [pk for pk, row in chart.scheduled.rows.items() if row.critical] if chart.scheduled else []
    return {"rows": rows, "critical": critical}


def overtaken(request: HttpRequest, plan: Any, conflict: Conflict) -> HttpResponse:
    """409: who changed it since and what, and the row as it is now."""
    problem = problem_of(conflict)
    task = conflict.thing
    said = [f"{one['who']}: {one['what']}" for one in changes_since(task, conflict.expected)]
    row = shown(request, plan, [task.pk])["rows"]
    body = {**(problem.as_json(request) if problem else {}), "by": said, "rows": row, "task": task.pk}
    return answer(body, 409, "application/problem+json")


@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan = seen_plan(request, pk)
    try:
        wanted = UUID(str(sent(request).get("undo")))
    except ValueError:
        raise Invalid("undo", Reason("plan_change.unreadable", {"place": "undo"})) from None
    made = found(queries.change_of, plan, wanted)
    done = actions.undo_change(made, by=request.actor, at=request.now, reason=_("Hoàn tác trên biểu đồ"))
    return answer(changed(request, plan, done))


@require_GET
def news(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What others did since the cursor; when nothing happened, one query and four empty lists."""
    plan = seen_plan(request, pk)
    since = queries.changed_since(plan.pk, request.GET.get("tu", ""))
    if since.stale or not since.entries:
        return answer({"rows": [], "links": [], "removed": [], "by": [], "cursor": since.cursor, "stale": since.stale})
    now = shown(request, plan, since.tasks)
    return answer(
        {
            **now,
            "links": queries.links_of(plan, since.links),
            "removed": [*since.gone, *queries.called_off(since.tasks)],
            "by": told(request, since.entries, {row["id"]: row["text"] for row in now["rows"]}),
            "cursor": since.cursor,
            "stale": False,
        }
    )


def told(request: HttpRequest, entries: Sequence[Any], titles: Mapping[str, str]) -> list[str]:
    """Who did what to which task; nothing of what the actor did, or does not see."""
    others = [entry for entry in entries if entry.account_id != request.actor.account_id]
    said = []
    for entry, line in zip(others, queries.lines(others), strict=True):
        title = titles.get(str(entry.stream_id), "")
        if title or entry.stream_kind == "work.plan":
            said.append(": ".join(part for part in (line.who, title, line.what) if part))
    return said


@require_GET
def why(request: HttpRequest, pk: UUID, task: UUID) -> HttpResponse:
    plan = seen_plan(request, pk)
    found(queries.tasks_visible_to(request.actor).filter(plan=plan).get, pk=task)
    try:
        said = queries.why(plan, task, request.now)
    except KeyError:
        raise Http404 from None
    return answer(
        {
            "sentences": [sentence(reason) for reason in said.reasons],
            "skipped": [{"date": one.day, "why": sentence(one.why)} for one in said.skipped],
            "start": said.start,
            "end": said.end,
            "rests_on": said.rests_on,
            "followers": said.followers,
            "may_change": PERMISSIONS.allows(request.actor, "edit_plan", plan),
        }
    )
