"""Reports: the list, drafting one, its page with every figure leading to its list, writing and issuing it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.problems import Invalid
from roviec.core.reporting import Kind, Line, differences, grouped, narrowed, of_period
from roviec.ledger.actions import Conflict
from roviec.reports import actions, queries
from roviec.reports.forms import IssueForm, RecallForm, ReportForm, TextsForm
from roviec.reports.permissions import PERMISSIONS
from roviec.reports.views.finding import crumbs, day_of, may, report_or_404, tabs
from roviec.reports.words import SECTIONS, kind_words, period_words
from roviec.web.idempotency import new_key
from roviec.work.views.answers import asked, done, show, version_of

PAGE = 50
SHOWN = 20
LONGEST_WORDS = 120
FIELD_OF = {"signer_post": "signer"}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    rows = Paginator(queries.reports_visible_to(request.actor), PAGE).get_page(request.GET.get("trang"))
    context = {
        "rows": [(one, period_words(one.period, one.starts_on, one.ends_on)) for one in rows],
        "page": rows,
        "may_draft": may(request, "draft_report"),
        "tabs": tabs(request, "index"),
    }
    return render(request, "reports/index.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "draft_report")
    extra = {
        "plans": queries.plans_to_report_on(request.actor),
        "units": queries.units_to_report_on(request.actor, day_of(request)),
    }
    initial = {"plan": request.GET.get("ke_hoach", ""), "scope": "plan"}
    form = ReportForm(request.POST or None, asked=asked(request, **extra), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_report(form.report_fields(), by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, _("Đã lập dự thảo; số liệu lấy trực tiếp."), reverse("reports:report", args=[made.pk]))
    context = {"form": form, "key": new_key(), "crumbs": crumbs()}
    return render(request, "reports/report_form.html", context, status=422 if form.errors else 200)


@require_GET
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render(request, "reports/report.html", _context(request, report_or_404(request, pk)))


def _context(request: HttpRequest, found: Any, texts: TextsForm | None = None) -> dict[str, Any]:
    page = queries.report_page(found, request.actor, request.now)
    address = reverse("reports:lines", args=[found.pk])
    draft = found.state == "draft"
    return {
        "page": page,
        "report": found,
        "when": period_words(found.period, found.starts_on, found.ends_on),
        "links": {kind.value: f"{address}?loai={kind.value}" for kind in Kind},
        "lines_url": address,
        "compared": [
            (name, kind_words(name), now, then, now - then) for name, now, then in differences(page.sums, page.before)
        ],
        "whole": [
            (name, kind_words(name), getattr(page.whole, name))
            for name in ("total", "done_on_time", "done_late", "open_on_time", "open_late")
        ],
        "units": page.units[:SHOWN],
        "plans": page.plans if len(page.plans) > 1 else [],
        "late": _told(page.late),
        "done": _told(page.done),
        "soon": _told(page.soon),
        "next": _told(page.next),
        "written": {name: found.texts.get(name, "") for name in SECTIONS},
        "texts": texts or TextsForm(asked=asked(request), initial=found.texts),
        "may_write": draft and may(request, "write_report", found),
        "may_issue": draft and may(request, "issue_report", found),
        "may_recall": found.state == "issued" and may(request, "recall_report", found),
        "runs": draft and found.ends_on >= day_of(request),
        "key": new_key(),
        "crumbs": crumbs(),
    }


def _told(listed: Sequence[Line]) -> list[tuple[Line, int, str]]:
    """The first groups of the same work: its first line, how many more there are, and the words that find them all."""
    return [(one[0], len(one) - 1, one[0].title[:LONGEST_WORDS]) for one in grouped(listed)[:SHOWN]]


class Narrowing(forms.Form):
    loai = forms.ChoiceField(required=False, choices=[(one.value, one.value) for one in Kind])
    don_vi = forms.UUIDField(required=False)
    ke_hoach = forms.UUIDField(required=False)
    viec = forms.CharField(required=False, max_length=LONGEST_WORDS)
    luy_ke = forms.BooleanField(required=False)


@require_GET
def lines(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list behind a figure: the same lines, narrowed by the address."""
    found = report_or_404(request, pk)
    form = Narrowing(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    frame = queries.frame_of(found)
    listed = queries.report_lines(found, request.actor, request.now)
    if not wanted.get("luy_ke"):
        listed = of_period(listed, frame)
    kind = wanted.get("loai") or Kind.ALL.value
    rows = narrowed(listed, kind, frame, unit=wanted.get("don_vi"), plan=wanted.get("ke_hoach"))
    words = wanted.get("viec", "")
    rows = [line for line in rows if line.title.startswith(words)] if words else rows
    chips = []
    for name, label in (("don_vi", "unit_name"), ("ke_hoach", "plan_name"), ("viec", "title")):
        if wanted.get(name):
            rest = {key: value for key, value in request.GET.items() if key not in (name, "trang")}
            said = getattr(rows[0], label)[:LONGEST_WORDS] if rows else ""
            chips.append({"value": said, "remove_url": f"?{urlencode(rest)}"})
    context = {
        "report": found,
        "rows": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "kind": kind_words(kind),
        "chips": chips,
        "whole": wanted.get("luy_ke"),
        "closing": queries.closing_of(found, found.issued_at or request.now),
        "crumbs": crumbs((found.title[:80], reverse("reports:report", args=[pk]))),
    }
    return render(request, "reports/lines.html", context)


@require_POST
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = report_or_404(request, pk)
    form = TextsForm(request.POST, asked=asked(request))
    if form.is_valid():
        try:
            actions.write_report(pk, form.cleaned_data, by=request.actor, at=request.now, version=version_of(request))
        except Conflict:
            form.add_error(None, _("Người khác vừa sửa phần này; nội dung của bạn vẫn ở dưới, hãy xem lại rồi lưu."))
            found = report_or_404(request, pk)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, _("Đã lưu."), reverse("reports:report", args=[pk]) + "#viet")
    return render(request, "reports/report.html", _context(request, found, texts=form), status=422)


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = report_or_404(request, pk)
    PERMISSIONS.require(request.actor, "issue_report", found)
    today = day_of(request)
    extra = {"signers": queries.signers_of(found.body_id, today)}
    initial = {"on": today, "recipients": _("Lưu: VT")}
    form = IssueForm(request.POST or None, asked=asked(request, **extra), initial=initial, auto_id="ban_hanh_%s")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.issue_report(
                pk,
                number=data["number"],
                on=data["on"],
                signer_post=UUID(data["signer"]) if data["signer"] else None,
                recipients=data["recipients"],
                by=request.actor,
                at=request.now,
                version=version_of(request),
            )
        except Conflict:
            form.add_error(None, _("Người khác vừa sửa; hãy tải lại trang."))
        except Invalid as refused:
            form.take(Invalid.many([(FIELD_OF.get(name or "", name), reason) for name, reason in refused.problems]))
        else:
            return done(
                request, _("Đã ban hành; số liệu được giữ nguyên từ đây."), reverse("reports:report", args=[pk])
            )
    context = {"form": form, "report": found, "key": new_key(), "action": reverse("reports:issue", args=[pk])}
    return show(request, "reports/issue.html", context | {"version": found.version}, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def recall(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = report_or_404(request, pk)
    PERMISSIONS.require(request.actor, "recall_report", found)
    form = RecallForm(request.POST or None, asked=asked(request), auto_id="thu_hoi_%s")
    if request.method == "POST" and form.is_valid():
        try:
            actions.recall_report(
                pk, reason=form.cleaned_data["reason"], by=request.actor, at=request.now, version=version_of(request)
            )
        except Conflict:
            form.add_error(None, _("Người khác vừa sửa; hãy tải lại trang."))
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, _("Đã thu hồi báo cáo."), reverse("reports:report", args=[pk]))
    context = {"form": form, "report": found, "key": new_key(), "action": reverse("reports:recall", args=[pk])}
    return show(request, "reports/recall.html", context | {"version": found.version}, 422 if form.errors else 200)


@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    report_or_404(request, pk)
    actions.drop_report(pk, by=request.actor, at=request.now)
    return done(request, _("Đã bỏ dự thảo."), reverse("reports:index"))
