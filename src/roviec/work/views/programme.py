"""The stocktake of a programme: where all its plans stand, what moved since a day, who answers for what is late."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.web.idempotency import new_key
from roviec.work import actions, queries
from roviec.work.forms.plans import PlaceForm
from roviec.work.permissions import PERMISSIONS
from roviec.work.views.answers import asked, done, found
from roviec.work.views.plan import COUNTED, crumbs_of, tabs_of

PAGE = 50
SINCE = timedelta(days=30)
HEIGHT, BAR, GAP = 96, 14, 18  # of the picture of months, in its own units


@require_GET
def programme(request: HttpRequest, pk: UUID) -> HttpResponse:
    today = request.now.astimezone(VIETNAM).date()
    since = day_asked(request.GET.get("tu", ""), today)
    page = found(queries.programme_of, pk, request.actor, request.now, since)
    address = reverse("work:programme", args=[pk])
    standing = request.GET.get("trang_thai", "")
    names = {one.plan.pk: one.plan.code or one.plan.title[:80] for one in page.branches if one.depth}
    context: dict[str, Any] = {
        "page": page,
        "plan": page.plan,
        "counts": page.counts,
        "links": {name: f"{address}?trang_thai={name}#viec" for name in COUNTED},
        "since": since,
        "tabs": tabs_of(pk, "programme", is_programme=True),
        "crumbs": crumbs_of(page.plan),
        "worst": sorted((one for one in page.branches if one.depth == 1), key=lambda one: -one.counts.open_late)[:3],
        "late": [(task, names.get(task.plan_id, ""), *answering(page, task)) for task in page.late],
        "quarters": quarters(page.milestones, names),
        "picture": picture(page.months),
        "leader": page.answering.get(page.plan.leader_post_id) if page.plan.leader_post_id else None,
    }
    if standing in COUNTED:
        wanted = queries.Wanted(standing=standing, order="han")
        shown = Paginator(queries.narrowed(page.tasks, wanted, request.now), PAGE).get_page(request.GET.get("trang"))
        seen = queries.tasks_visible_to(request.actor)
        context |= {"shown": shown, "rows": queries.rows_of(list(shown), request.now, among=seen), "standing": standing}
    return render(request, "work/programme.html", context)


def day_asked(text: str, today: date) -> date:
    """`?tu=01/11/2025` or `2025-11-01`; what cannot be read, or lies ahead, is thirty days ago."""
    try:
        day = date.fromisoformat("-".join(reversed(text.split("/"))))
    except ValueError:
        return today - SINCE
    return day if date(1990, 1, 1) < day <= today else today - SINCE


def answering(page: queries.Programme, task: Any) -> tuple[str, str, int]:
    """Who answers for it, with the title, and how many working days it is late."""
    post = task.accountable_post_id or next(
        (one.plan.leader_post_id for one in page.branches if one.plan.pk == task.plan_id), None
    )
    who = page.answering.get(post) if post else None
    row = page.late_days.get(task.pk, 0)
    return (who[0].full_name, who[1], row) if who else ("", "", row)


def quarters(milestones: Sequence[Any], names: Mapping[UUID, str]) -> list[tuple[str, list[Any]]]:
    """The milestones by the quarter that they are planned or due in, each with its standing."""
    found_: dict[str, list[Any]] = {}
    for task in milestones:
        due = task.clock.due.astimezone(VIETNAM).date() if task.clock.due else None
        day = task.planned_end or due
        facts = {"quarter": ("I", "II", "III", "IV")[(day.month - 1) // 3], "year": day.year} if day else {}
        label = _("Quý %(quarter)s/%(year)s") % facts if day else _("Chưa có ngày")
        found_.setdefault(label, []).append(
            (task, names.get(task.plan_id, ""), day, due is not None and day is not None and day > due)
        )
    return list(found_.items())


def picture(months: Sequence[queries.Month]) -> dict[str, Any]:
    """Bars of what was finished, on time below and late above, and beside them what was late at the end of each month."""
    most = max((max(one.done_on_time + one.done_late, one.late) for one in months), default=0) or 1

    def tall(n: int) -> int:
        return round(n * HEIGHT / most)

    bars = []
    for place, one in enumerate(months):
        left = place * (2 * BAR + GAP)
        good, late_done, late = tall(one.done_on_time), tall(one.done_late), tall(one.late)
        bars.append(
            {
                "month": one,
                "label": f"{one.first.month:02}/{one.first.year % 100:02}",
                "x": left,
                "x_late": left + BAR,
                "middle": left + BAR,
                "good": (HEIGHT - good, good),
                "late_done": (HEIGHT - good - late_done, late_done),
                "late": (HEIGHT - late, late),
            }
        )
    return {
        "bars": bars,
        "width": max(len(months) * (2 * BAR + GAP) - GAP, 1),
        "height": HEIGHT,
        "bar": BAR,
        "most": most,
    }


@require_http_methods(["GET", "POST"])
def plan_place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Under which programme the plan stands."""
    plan = found(queries.plans_visible_to(request.actor).select_related("parent", "body").get, pk=pk)
    PERMISSIONS.require(request.actor, "place_plan", plan)
    choices = queries.programmes_for(plan, request.actor)
    form = PlaceForm(
        request.POST or None, asked=asked(request), initial={"parent": str(plan.parent_id or "")}, programmes=choices
    )
    if request.method == "POST" and form.is_valid():
        try:
            parent = form.cleaned_data["parent"]
            actions.place_plan(plan, UUID(parent) if parent else None, by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, _("Đã lưu."), reverse("work:plan", args=[pk]))
    context = {"form": form, "plan": plan, "key": new_key()}
    return render(request, "work/plan_place.html", context, status=422 if form.errors else 200)
