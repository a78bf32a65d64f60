"""Văn bản đến: what came in and waits for a decision, one key each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.directives import actions, queries
from roviec.directives.forms import AnswerForm, ArrivalForm, InstructionForm, RegisterForm
from roviec.directives.permissions import PERMISSIONS
from roviec.directives.readers.register import COLUMNS
from roviec.directives.views.finding import version_of
from roviec.ledger.actions import Conflict
from roviec.organisation.readers.columns import Column
from roviec.paper.sheets import Sheet, write_sheet
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence
from roviec.work.actions import store_file
from roviec.work.forms.inputs import Asked
from roviec.work.views.answers import done, go, is_fragment, show

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    text, decision = request.GET.get("q", ""), request.GET.get("xu_ly", "waiting")
    counts = queries.decision_counts(request.actor)
    chosen = "" if decision == "tat-ca" else decision
    page = Paginator(queries.search_arrivals(request.actor, text, chosen), PAGE).get_page(request.GET.get("trang"))
    address = reverse("directives:arrivals")
    tabs = [
        {
            "label": label,
            "url": f"{address}?xu_ly={value}" if value != "waiting" else address,
            "active": decision == value,
            "count": sum(counts.values()) if value == "tat-ca" else counts.get(value, 0),
        }
        for value, label in (
            ("waiting", _("Chờ xử lý")),
            ("act", _("Thực hiện")),
            ("answer", _("Trả lời")),
            ("inform", _("Để biết")),
            ("tat-ca", _("Tất cả")),
        )
    ]
    may = PERMISSIONS.allows(request.actor, "take_in_arrivals")
    context = {
        "page": page,
        "tabs": tabs,
        "text": text,
        "may": may,
        "n_waiting": counts.get("waiting", 0),
        "decision": decision,
    }
    return render(request, "directives/arrivals.html", context | {"today": _day(request)})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """One line by hand, or a register or a document as a file. Lines left out are no error of the whole: the others came in."""
    PERMISSIONS.require(request.actor, "take_in_arrivals")
    asked = Asked(request.actor, request.now)
    by_file = "by_file" in request.POST
    form = ArrivalForm(None if by_file else request.POST or None, asked=asked)
    upload = RegisterForm(request.POST if by_file else None, request.FILES if by_file else None)
    refused: list[dict[str, Any]] = []
    if by_file and upload.is_valid():
        file = upload.cleaned_data["file"]
        try:
            answer, refused = _take_in(request, file.read(), file.name)
        except Invalid as why:
            for _name, reason in why.problems:
                upload.add_error("file", sentence(reason))
        else:
            if not refused:
                return answer
    elif form.is_bound and form.is_valid():
        fields = form.fields_of_action()
        taken = actions.take_in_arrivals([fields], source="page", by=request.actor, at=request.now)
        for _place, problem in taken.refused:
            form.take(problem)
        if taken.known:
            form.add_error("number", _("Văn bản này đã có trong sổ."))
        if taken.new:
            messages.success(request, _("Đã vào sổ."))
            return redirect("directives:arrivals")
    wrong = bool(form.errors or upload.errors)
    context = {"form": form, "upload": upload, "refused": refused, "idempotency_key": new_key()}
    return render(request, "directives/arrival_new.html", context, status=422 if wrong else 200)


def _take_in(request: HttpRequest, data: bytes, name: str) -> tuple[HttpResponse, list[dict[str, Any]]]:
    """Where to go, and the lines that were left out with their reasons."""
    register = actions.take_in_any(data, name, source="page", by=request.actor, at=request.now)
    new, known = len(register.taken.new), len(register.taken.known)
    said = ngettext("Đã vào sổ %(n)s văn bản.", "Đã vào sổ %(n)s văn bản.", new) % {"n": new}
    if known:
        said += " " + _("%(n)s văn bản đã có từ trước.") % {"n": known}
    messages.success(request, said)
    lines = [
        {
            "sheet": one.sheet,
            "line": one.line,
            "why": [
                f"{_heading(name)}: {sentence(reason)}" if name else sentence(reason) for name, reason in one.problems
            ],
        }
        for one in register.refused
    ]
    return redirect("directives:arrivals"), lines


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty register with the headings that are understood."""
    PERMISSIONS.require(request.actor, "take_in_arrivals")
    rows = [[column.example for column in COLUMNS]]
    data = write_sheet(Sheet(_("Sổ văn bản đến"), [column.headers[0] for column in COLUMNS], rows))
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="so-van-ban-den.xlsx"'
    return response


@require_POST
def decide(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """One key: to know, to work through what the text itself assigns, or back to waiting."""
    act = {
        "de-biet": actions.note_for_information,
        "ra-soat": actions.work_through,
        "mo-lai": actions.reopen_arrival,
    }.get(verb)
    if act is None:
        raise Http404
    arrival = arrival_or_404(request, pk)
    try:
        decided = act(pk, by=request.actor, at=request.now, version=version_of(request))
    except Conflict:
        messages.warning(request, _("Văn bản vừa được người khác xử lý; đây là trạng thái mới nhất."))
    except Invalid as refused:
        messages.error(request, " ".join(sentence(reason) for _field, reason in refused.problems))
    else:
        if verb == "ra-soat":
            return go(request, reverse("directives:review", args=[decided.directive_id]))
        if is_fragment(request):
            fresh = queries.search_arrivals(request.actor, "").get(pk=arrival.pk)
            context = {"item": fresh, "may": True, "today": _day(request)}
            return render(request, "directives/_arrival.html", context)
    return go(request, reverse("directives:arrivals"))


@require_http_methods(["GET", "POST"])
def instruct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The leader's instruction, entered on their behalf; the task is given out in the same breath."""
    arrival = arrival_or_404(request, pk)
    PERMISSIONS.require(request.actor, "enter_instruction", arrival)
    decision = request.GET.get("xu_ly", "act")
    day = _day(request)
    asked = Asked(request.actor, request.now, {"leaders": _leaders(request, day)})
    initial = {"decision": decision, "due": arrival.answer_by}
    form = InstructionForm(request.POST or None, asked=asked, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.enter_instruction(
                    pk, form.instruction(), by=request.actor, at=request.now, version=version_of(request)
                )
            except Conflict:
                form.add_error(None, _("Văn bản vừa được người khác xử lý; hãy tải lại trang."))
            except Invalid as refused:
                form.take(refused)
            else:
                return done(request, _("Đã giao theo bút phê."), reverse("directives:arrivals"))
    context = {
        "form": form,
        "arrival": arrival,
        "version": arrival.version,
        "idempotency_key": new_key(),
        "action": reverse("directives:arrival_instruct", args=[pk]),
        "answers": (form["decision"].value() or decision) == "answer",
    }
    return show(request, "directives/instruct.html", context, status)


@require_http_methods(["GET", "POST"])
def answered(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The answer went out: number and day close the task."""
    arrival = arrival_or_404(request, pk)
    PERMISSIONS.require(request.actor, "issue_answer", arrival)
    form = AnswerForm(request.POST or None, request.FILES or None, asked=Asked(request.actor, request.now))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                files = [(store_file(one.read(), one.name, at=request.now), one.name) for one in data["files"]]
                actions.issue_answer(
                    pk,
                    number=data["number"],
                    issued_on=data["issued_on"],
                    files=files,
                    by=request.actor,
                    at=request.now,
                    version=version_of(request),
                )
            except Conflict:
                form.add_error(None, _("Văn bản vừa được người khác xử lý; hãy tải lại trang."))
            except Invalid as refused:
                form.take(refused)
            else:
                address = reverse("directives:arrivals") + "?xu_ly=answer"
                return done(request, _("Đã ghi văn bản trả lời; nhiệm vụ hoàn thành."), address)
    context = {
        "form": form,
        "arrival": arrival,
        "version": arrival.version,
        "idempotency_key": new_key(),
        "action": reverse("directives:arrival_answered", args=[pk]),
    }
    return show(request, "directives/answered.html", context, status)


def arrival_or_404(request: HttpRequest, pk: UUID) -> Any:
    found = queries.arrivals_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _leaders(request: HttpRequest, day: Any) -> list[tuple[str, str]]:
    return [
        (str(post.pk), f"{name} · {post.title}" if name else _("%(title)s (khuyết)") % {"title": post.title})
        for post, name in queries.leaders_of(request.actor.body_id, day)
    ]


def _heading(field: str) -> str:
    column: Column | None = next((one for one in COLUMNS if one.field == field), None)
    return column.headers[0] if column else field


def _day(request: HttpRequest) -> Any:
    return request.now.astimezone(VIETNAM).date()
