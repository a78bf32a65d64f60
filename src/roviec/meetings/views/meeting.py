"""One session: its agenda made from facts, what it settles, what it concludes, and the notice that goes out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.ledger.actions import Conflict
from roviec.meetings import actions, queries
from roviec.meetings.forms import ConclusionForm, IssueForm, MatterForm, MinutesForm, MoveForm, ReasonForm, SettleForm
from roviec.meetings.permissions import PERMISSIONS
from roviec.meetings.views.finding import day_of, meeting_or_404
from roviec.paper.office import converter
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence
from roviec.work.queries import choice_of
from roviec.work.task_shown import missing_things
from roviec.work.views.answers import asked, done, show, version_of


@require_GET
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render(request, "meetings/meeting.html", _context(request, meeting_or_404(request, pk)))


def _context(request: HttpRequest, found: Any, **forms: Any) -> dict[str, Any]:
    may = PERMISSIONS.allows(request.actor, "write_minutes", found) and found.state == "planned"
    conclusions = queries.conclusions_of(found)
    written = {"attendees": found.attendees, "assessment": found.assessment, "shortcomings": found.shortcomings}
    return {
        "meeting": found,
        "committee": found.committee,
        "agenda": queries.agenda(found, request.actor, request.now),
        "settled": queries.settled_of(found),
        "conclusions": [(one, missing_things(one.task) if found.state == "planned" else ()) for one in conclusions],
        "may_run": may,
        "minutes": MinutesForm(asked=asked(request), initial=written),
        "matter": MatterForm(asked=asked(request)),
        "conclusion": ConclusionForm(
            asked=asked(request), auto_id="ket_luan_%s", begin_here="viet-tiep" in request.GET
        ),
        "guests": [queries.named(post, name) for post, name in queries.guests_of(found, request.now)],
        "key": new_key(),
        "prints": converter() is not None,
        "crumbs": [
            {"label": _("Cuộc họp"), "url": reverse("meetings:index")},
            {"label": found.committee.name, "url": reverse("meetings:committee", args=[found.committee_id])},
        ],
    } | forms


def _again(request: HttpRequest, found: Any, **forms: Any) -> HttpResponse:
    return render(request, "meetings/meeting.html", _context(request, found, **forms), status=422)


@require_POST
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = meeting_or_404(request, pk)
    form = MinutesForm(request.POST, asked=asked(request))
    if form.is_valid():
        try:
            actions.write_minutes(pk, form.minutes(), by=request.actor, at=request.now, version=version_of(request))
        except Conflict:
            form.add_error(None, _("Người khác vừa sửa phần này; nội dung của bạn vẫn ở dưới, hãy xem lại rồi lưu."))
            found = meeting_or_404(request, pk)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, _("Đã lưu."), reverse("meetings:meeting", args=[pk]) + "#bien-ban")
    return _again(request, found, minutes=form)


@require_POST
def matter(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = meeting_or_404(request, pk)
    form = MatterForm(request.POST, asked=asked(request))
    if form.is_valid():
        try:
            actions.add_matter(pk, form.cleaned_data["title"], by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return redirect(reverse("meetings:meeting", args=[pk]) + "#noi-dung-moi")
    return _again(request, found, matter=form)


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, pk: UUID, kind: str, thing_pk: UUID) -> HttpResponse:
    """Cause, head, solution and day of a late task or of a matter; the head of the lead unit is proposed."""
    found = meeting_or_404(request, pk)
    PERMISSIONS.require(request.actor, "settle_matter", found)
    which = _which(kind, thing_pk)
    line = _line(request, found, which)
    initial: dict[str, Any] = {
        "answers": choice_of(f"post:{line.head.pk}", request.now) if line and line.head else None
    }
    if line and line.explanation and line.explanation.given_at:
        said = line.explanation
        initial["cause"] = f"{said.get_cause_display()}: {said.text}"[:1000]
    if line and line.matter and line.matter.answers_post_id:
        row = line.matter
        head = choice_of(f"post:{row.answers_post_id}", request.now)
        initial = {"cause": row.cause, "solution": row.solution, "new_due": row.new_due, "answers": head}
    form = SettleForm(request.POST or None, asked=asked(request), initial=initial, auto_id="xu_ly_%s")
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle_matter(pk, form.settlement(), by=request.actor, at=request.now, **which)
        except Invalid as refused:
            form.take(refused)
        else:
            # Without a fragment: from the dialog to another place of the same page the browser would not load it again.
            return done(request, _("Đã ghi giải pháp."), reverse("meetings:meeting", args=[pk]))
    context = {
        "form": form,
        "meeting": found,
        "line": line,
        "key": new_key(),
        "action": reverse("meetings:settle", args=[pk, kind, thing_pk]),
    }
    return show(request, "meetings/settle.html", context, 422 if form.errors else 200)


@require_POST
def leave(request: HttpRequest, pk: UUID, kind: str, thing_pk: UUID) -> HttpResponse:
    meeting_or_404(request, pk)
    try:
        actions.leave_matter(pk, by=request.actor, at=request.now, **_which(kind, thing_pk))
    except Invalid as refused:
        messages.error(request, " ".join(sentence(reason) for _field, reason in refused.problems))
    return redirect(reverse("meetings:meeting", args=[pk]) + "#qua-han")


@require_POST
def drop(request: HttpRequest, pk: UUID, kind: str, thing_pk: UUID) -> HttpResponse:
    """Strikes out new business, or a conclusion that has not gone out."""
    meeting_or_404(request, pk)
    act = {"noi-dung": actions.drop_matter, "ket-luan": actions.drop_conclusion}.get(kind)
    if act is None:
        raise Http404
    try:
        act(pk, thing_pk, by=request.actor, at=request.now)
    except Invalid as refused:
        messages.error(request, " ".join(sentence(reason) for _field, reason in refused.problems))
    return redirect("meetings:meeting", pk)


@require_POST
def conclude(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One conclusion written down; the page comes back ready for the next."""
    found = meeting_or_404(request, pk)
    form = ConclusionForm(request.POST, asked=asked(request), auto_id="ket_luan_%s")
    if form.is_valid():
        chair = found.committee.chair_post
        authority = _("%(chair)s quyết định theo kết luận cuộc họp") % {"chair": chair.title}
        try:
            actions.add_conclusion(pk, form.task_fields(chair.pk, authority), by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return redirect(reverse("meetings:meeting", args=[pk]) + "?viet-tiep")  # a fragment would take the focus
    return _again(request, found, conclusion=form)


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = meeting_or_404(request, pk)
    PERMISSIONS.require(request.actor, "issue_notice", found)
    form = IssueForm(
        request.POST or None, asked=asked(request), initial={"on": day_of(request)}, auto_id="phat_hanh_%s"
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.issue_notice(
                pk,
                number=data["number"],
                on=data["on"],
                unclear_reason=data["unclear_reason"],
                by=request.actor,
                at=request.now,
                version=version_of(request),
            )
        except Conflict:
            form.add_error(None, _("Người khác vừa sửa; hãy tải lại trang."))
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, _("Đã phát hành thông báo và giao việc."), reverse("meetings:meeting", args=[pk]))
    context = {"form": form, "meeting": found, "key": new_key(), "action": reverse("meetings:issue", args=[pk])}
    return show(request, "meetings/issue.html", context | {"version": found.version}, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another hour or another place; members and guests are told."""
    found = meeting_or_404(request, pk)
    PERMISSIONS.require(request.actor, "move_meeting", found)
    local = found.at.astimezone(VIETNAM)
    initial = {"day": local.date(), "hour": f"{local:%H:%M}", "place": found.place}
    form = MoveForm(request.POST or None, asked=asked(request), initial=initial, auto_id="doi_%s")
    if request.method == "POST" and form.is_valid():
        try:
            wanted = {"on": form.on(), "place": form.cleaned_data["place"], "version": version_of(request)}
            actions.move_meeting(pk, **wanted, by=request.actor, at=request.now)
        except Conflict:
            form.add_error(None, _("Người khác vừa sửa; hãy tải lại trang."))
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, _("Đã dời lịch họp."), reverse("meetings:meeting", args=[pk]))
    context = {"form": form, "meeting": found, "key": new_key(), "action": reverse("meetings:move", args=[pk])}
    return show(request, "meetings/move.html", context | {"version": found.version}, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = meeting_or_404(request, pk)
    PERMISSIONS.require(request.actor, "cancel_meeting", found)
    form = ReasonForm(request.POST or None, asked=asked(request), auto_id="huy_%s")
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_meeting(pk, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, _("Đã hủy phiên họp."), reverse("meetings:committee", args=[found.committee_id]))
    context = {"form": form, "meeting": found, "key": new_key(), "action": reverse("meetings:cancel", args=[pk])}
    return show(request, "meetings/cancel.html", context, 422 if form.errors else 200)


def _which(kind: str, pk: UUID) -> dict[str, UUID]:
    name = {"nhiem-vu": "task", "noi-dung": "matter"}.get(kind)
    if name is None:
        raise Http404
    return {name: pk}


def _line(request: HttpRequest, found: Any, which: dict[str, UUID]) -> Any:
    if "task" not in which:
        return None
    lines = queries.agenda(found, request.actor, request.now).late
    return next((line for line in lines if line.task.pk == which["task"]), None)
