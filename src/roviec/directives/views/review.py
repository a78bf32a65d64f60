"""The review: text on the left, proposals on the right, what is unclear marked; nothing is assigned before somebody confirms."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.directives import actions, queries
from roviec.directives.forms import ConfirmForm, NamesForm, ProposalForm, SplitForm
from roviec.directives.permissions import PERMISSIONS
from roviec.directives.shown import Row, counts_shown, row_of, rows_of
from roviec.directives.views.finding import directive_or_404, picked_rows, version_of
from roviec.ledger.actions import Conflict
from roviec.organisation.queries.units import search_units
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence

MOST_NAMES = 40
CROWDS = ("Các ", "Những ", "Một số ")


@require_GET
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = directive_or_404(request, pk)
    PERMISSIONS.require(request.actor, "confirm_proposals", found)
    return render(request, "directives/review.html", _context(request, found))


def _context(request: HttpRequest, found: Any, **more: Any) -> dict[str, Any]:
    rows = rows_of(queries.proposals_of(found), request.now)
    waiting = [row for row in rows if row.proposal.state == "proposed"]
    waiting.sort(key=lambda row: not row.unclear)  # what needs the eye stands first, else as in the document
    unclear = [row for row in waiting if row.unclear]
    shown = _chosen(request.GET.get("xem", ""), rows, waiting, unclear)
    names = _unknown_names(waiting)
    return {
        "directive": found,
        "blocks": queries.blocks(found),
        "marked": {row.proposal.anchor for row in rows if row.proposal.state != "dropped"},
        "rows": shown,
        "tabs": _tabs(request, found, rows, waiting, unclear),
        "n_waiting": len(waiting),
        "tracked": counts_shown([row.proposal for row in rows], request.now),
        "n_ready": sum(row.ready for row in waiting),
        "n_unclear": len(unclear),
        "n_outside": sum(row.outside for row in waiting),
        "names": _name_fields(found, names, request),
        "told": sorted(found.readdressed.values(), key=lambda entry: entry["name"]),
        "notes": [sentence(Reason(note["code"], note.get("params", {}))) for note in found.unread],
        "confirm": confirm_form(request, found),
        "idempotency_key": new_key(),
    } | more


def confirm_form(request: HttpRequest, found: Any, data: Any = None) -> ConfirmForm:
    """With the leaders of the body and, while the document has no plan yet, the plans that its rows may go into."""
    leaders = [
        (str(post.pk), f"{name} · {post.title}" if name else post.title)
        for post, name in queries.leaders_of(found.body_id, _day(request))
    ]
    plans = [] if found.plan_id else queries.plans_to_join(found.body_id)
    return ConfirmForm(data, leaders=leaders, plans=plans)


def _chosen(wanted: str, rows: list[Row], waiting: list[Row], unclear: list[Row]) -> list[Row]:
    if wanted == "chua-ro":
        return unclear
    if wanted == "da-giao":
        return [row for row in rows if row.proposal.state == "confirmed"]
    if wanted == "bo-qua":
        return [row for row in rows if row.proposal.state == "dropped"]
    return waiting


def _tabs(
    request: HttpRequest, found: Any, rows: list[Row], waiting: list[Row], unclear: list[Row]
) -> list[dict[str, Any]]:
    wanted = request.GET.get("xem", "")
    counts = {
        "": (_("Chờ giao"), len(waiting)),
        "chua-ro": (_("Chưa rõ"), len(unclear)),
        "da-giao": (_("Đã giao"), sum(row.proposal.state == "confirmed" for row in rows)),
        "bo-qua": (_("Bỏ qua"), sum(row.proposal.state == "dropped" for row in rows)),
    }
    address = reverse("directives:review", args=[found.pk])
    return [
        {
            "label": label,
            "url": f"{address}?xem={value}" if value else address,
            "active": value == wanted,
            "count": number,
        }
        for value, (label, number) in counts.items()
    ]


def _unknown_names(waiting: list[Row]) -> list[str]:
    """Names of leads first, then of supports, that nobody here bears or several do.

    A crowd among the supports ("các đơn vị liên quan") names nobody: there is nothing to choose.
    """

    def open_names(which: str) -> list[str]:
        return [
            name
            for row in waiting
            for name in getattr(row.proposal, which)
            if row.proposal.found.get("units", {}).get(name) in ("none", "many")
        ]

    named = [name for name in open_names("supports") if name[:1].isupper() and not name.startswith(CROWDS)]
    return list(dict.fromkeys([*open_names("leads"), *named]))[:MOST_NAMES]


def _name_fields(
    found: Any, names: list[str], request: HttpRequest, form: NamesForm | None = None
) -> list[dict[str, Any]]:
    guesses = {} if form else queries.likeliest(found, names)
    form = form or NamesForm(directive=found, names=names, guesses=guesses, day=_day(request))
    return [
        {"name": name, "unit": form[f"unit{i}"], "outside": form[f"outside{i}"], "guessed": name in guesses}
        for i, name in enumerate(form.names)
    ]


@require_POST
def name_units(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a name once for all rows. The form says which names it asked about: what is open may have changed meanwhile."""
    found = directive_or_404(request, pk)
    PERMISSIONS.require(request.actor, "readdress", found)
    waiting = [row for row in rows_of(queries.proposals_of(found), request.now) if row.proposal.state == "proposed"]
    still_open = _unknown_names(waiting)
    asked = request.POST.getlist("name")[:MOST_NAMES]
    form = NamesForm(request.POST, directive=found, names=asked, day=_day(request))
    if not form.is_valid():
        context = _context(request, found, names=_name_fields(found, [], request, form))
        return render(request, "directives/review.html", context, status=422)
    chosen = form.cleaned_data["chosen"]
    if settled := [name for name in chosen if name not in still_open]:
        said = _("Người khác vừa nhận các tên sau, phần của bạn không ghi đè: %(names)s.")
        messages.warning(request, said % {"names": "; ".join(settled)})
    mapping = {name: unit.pk if unit else actions.External() for name, unit in chosen.items() if name in still_open}
    if mapping:
        actions.readdress(pk, mapping, by=request.actor, at=request.now)
        messages.success(
            request,
            ngettext("Đã nhận %(n)s tên cho mọi dòng.", "Đã nhận %(n)s tên cho mọi dòng.", len(mapping))
            % {"n": len(mapping)},
        )
    return redirect("directives:review", pk)


@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, pk: UUID, proposal_pk: UUID) -> HttpResponse:
    """Correct one proposal; as a dialog through htmx, as a page without. Who comes second sees what the first one wrote."""
    found, item = _item(request, pk, proposal_pk)
    PERMISSIONS.require(request.actor, "correct_proposal", found)
    form = ProposalForm(request.POST or None, initial=ProposalForm.values_of(item), directive=found, day=_day(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changes = actions.Changes(
            text=data["text"],
            deliverable=data["deliverable"],
            due=data["due"],
            recurrence=data["recurrence"],
            lead_units=[unit.pk for unit in data["leads"]],
            support_units=[unit.pk for unit in data["supports"]],
        )
        try:
            actions.correct_proposal(proposal_pk, changes, by=request.actor, at=request.now, seen=version_of(request))
        except Conflict:
            _found, item = _item(request, pk, proposal_pk)
            return _proposal_form(request, found, item, form, 409, differences=form.differences(item))
        if request.headers.get("HX-Request"):
            item = queries.proposals_of(found).get(pk=proposal_pk)
            answer = render(
                request,
                "directives/_proposal.html",
                {"row": row_of(item, request.now), "directive": found, "swap": True},
            )
            answer["HX-Trigger"] = "close-modal"
            answer["HX-Reswap"] = "none"  # the row replaces itself; the dialog only closes
            return answer
        return redirect("directives:review", pk)
    return _proposal_form(request, found, item, form, 422 if form.errors else 200)


def _proposal_form(
    request: HttpRequest, found: Any, item: Any, form: ProposalForm, status: int, **more: Any
) -> HttpResponse:
    """`version` is that of the row as it was read for this form; a form sent back with errors keeps the one it came with."""
    seen = version_of(request) if status == 422 else item.version
    context = {"form": form, "directive": found, "proposal": item, "version": seen, "idempotency_key": new_key()}
    dialog = request.headers.get("HX-Request")
    name = "directives/_proposal_form.html" if dialog else "directives/proposal.html"
    # htmx shows no answer of 409.
    return render(request, name, context | more, status=422 if dialog and status == 409 else status)


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, pk: UUID, proposal_pk: UUID) -> HttpResponse:
    found, item = _item(request, pk, proposal_pk)
    PERMISSIONS.require(request.actor, "split_proposal", found)
    form = SplitForm(request.POST or None, initial={"texts": item.text})
    if request.method == "POST" and form.is_valid():
        texts = form.cleaned_data["texts"]
        actions.split_proposal(proposal_pk, texts, by=request.actor, at=request.now, seen=version_of(request))
        return redirect("directives:review", pk)
    seen = version_of(request) if form.errors else item.version
    context = {"form": form, "directive": found, "proposal": item, "version": seen, "idempotency_key": new_key()}
    return render(request, "directives/split.html", context, status=422 if form.errors else 200)


@require_POST
def drop(request: HttpRequest, pk: UUID, proposal_pk: UUID) -> HttpResponse:
    """Drops the row, or with `restore` takes it back. What is so already stays so: a second click undoes nothing."""
    found, item = _item(request, pk, proposal_pk)
    PERMISSIONS.require(request.actor, "drop_proposal", found)
    back = "restore" in request.POST
    if item.state != ("proposed" if back else "dropped"):
        act = actions.restore_proposal if back else actions.drop_proposal
        act(proposal_pk, by=request.actor, at=request.now, seen=version_of(request))
    if request.headers.get("HX-Request"):
        item = queries.proposals_of(found).get(pk=proposal_pk)
        return render(request, "directives/_proposal.html", {"row": row_of(item, request.now), "directive": found})
    return redirect("directives:review", pk)


@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The picked rows become tasks; `merge` joins them into one proposal first, and then asks again."""
    found = directive_or_404(request, pk)
    PERMISSIONS.require(request.actor, "confirm_proposals", found)
    picked = picked_rows(request)
    seen = {row: version for row, version in picked.items() if version is not None}
    form = confirm_form(request, found, request.POST)
    try:
        if "merge" in request.POST:
            actions.merge_proposals(list(picked), by=request.actor, at=request.now, seen=seen)
            return redirect("directives:review", pk)
        if not form.is_valid():
            return render(request, "directives/review.html", _context(request, found, confirm=form), status=422)
        done = actions.confirm_proposals(
            pk,
            list(picked),
            by=request.actor,
            at=request.now,
            seen=seen,
            authority=form.cleaned_data["authority"],
            unclear_reason=form.cleaned_data["unclear_reason"],
            accountable_post=form.cleaned_data["leader"],
            plan=form.cleaned_data["plan"],
        )
    except Invalid as refusal:
        messages.error(request, " ".join(sentence(reason) for _field, reason in refusal.problems))
        return render(request, "directives/review.html", _context(request, found, confirm=form), status=422)
    said = ngettext("Đã giao %(n)s nhiệm vụ.", "Đã giao %(n)s nhiệm vụ.", done.assigned) % {"n": done.assigned}
    messages.success(request, said)
    denied = sum(isinstance(why, Denied) for _task, why in done.kept_as_draft)
    if denied:
        words = ngettext(
            "%(n)s nhiệm vụ nằm ở dạng dự thảo: bạn không có quyền giao việc cho đơn vị chủ trì.",
            "%(n)s nhiệm vụ nằm ở dạng dự thảo: bạn không có quyền giao việc cho đơn vị chủ trì.",
            denied,
        )
        messages.warning(request, words % {"n": denied})
    if kept := len(done.kept_as_draft) - denied:
        words = ngettext(
            "%(n)s nhiệm vụ còn điểm chưa rõ nên nằm ở dạng dự thảo trong kế hoạch.",
            "%(n)s nhiệm vụ còn điểm chưa rõ nên nằm ở dạng dự thảo trong kế hoạch.",
            kept,
        )
        messages.warning(request, words % {"n": kept})
    return redirect("directives:review" if done.kept_as_draft else "directives:directive", pk)


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Names to choose from while typing: options for a datalist."""
    PERMISSIONS.require(request.actor, "receive_directive")
    text = next((value for key, value in request.GET.items() if value), "").rsplit(";", 1)[-1].strip()
    rows = search_units(text, _day(request))[:12] if len(text) > 1 else []
    return render(request, "directives/_units.html", {"units": rows})


def _item(request: HttpRequest, pk: UUID, proposal_pk: UUID) -> tuple[Any, Any]:
    found = directive_or_404(request, pk)
    item = queries.proposals_of(found).filter(pk=proposal_pk).first()
    if item is None:
        raise Http404
    return found, item


def _day(request: HttpRequest) -> Any:
    return request.now.astimezone(VIETNAM).date()
