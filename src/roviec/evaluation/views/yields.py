"""Work points to products: for one task, and for all of a unit's work that has none, in one go."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.evaluation.actions.yields import drop_yield, put_yield, take_suggestions
from roviec.evaluation.forms.yields import YieldForm
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import yields as queries
from roviec.evaluation.queries.catalogue import products_of
from roviec.ledger.actions import Conflict
from roviec.web.idempotency import new_key
from roviec.work.queries import task_seen
from roviec.work.views.answers import asked, done, found, version_of

PAGE = 50


@require_GET
def untold(request: HttpRequest) -> HttpResponse:
    """A unit's given work without a product, each with what it looks like; what is sure is ticked."""
    PERMISSIONS.require(request.actor, "view_untold")
    units = list(queries.units_seen_untold(request.actor))
    chosen = next((unit for unit in units if str(unit.pk) == request.GET.get("don-vi")), None)
    tasks = queries.untold_tasks([chosen] if chosen else units)
    page = Paginator(tasks, PAGE).get_page(request.GET.get("trang"))
    body = request.actor.body_id
    rows = queries.with_suggestions(list(page.object_list), body, request.now.astimezone(VIETNAM).date())
    context = {
        "units": units,
        "chosen": chosen,
        "page": page,
        "rows": [(row, PERMISSIONS.allows(request.actor, "set_yields", row.task)) for row in rows],
        "sure": sum(row.sure for row in rows),
        "has_list": products_of(body, request.now.astimezone(VIETNAM).date()).exists(),
        "key": new_key(),
    }
    return render(request, "evaluation/untold.html", context)


@require_POST
def take_many(request: HttpRequest) -> HttpResponse:
    """The ticked tasks, each with the product chosen beside it."""
    chosen = [(_uuid(task), _uuid(request.POST.get(f"product-{task}", ""))) for task in request.POST.getlist("take")]
    count = take_suggestions(chosen, by=request.actor, at=request.now)
    said = ngettext("Đã ghi sản phẩm cho %(n)s nhiệm vụ.", "Đã ghi sản phẩm cho %(n)s nhiệm vụ.", count) % {"n": count}
    unit = request.POST.get("don-vi", "")
    address = reverse("evaluation:untold")
    return done(request, said, f"{address}?don-vi={_uuid(unit)}" if unit else address)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a product to a task, with quantity, shares and whether it is sudden; or take one away."""
    one = found(task_seen, pk, request.actor)
    PERMISSIONS.require(request.actor, "set_yields", one)
    day = request.now.astimezone(VIETNAM).date()
    products = queries.products_for(one, day)
    codes = {product.code.casefold(): product.pk for product in products}
    people = queries.people_for(one, day)
    form = YieldForm(request.POST or None, asked=asked(request, products=codes, people=people))
    back = reverse("work:task", args=[pk])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            put_yield(
                one.pk,
                data["product"],
                data["quantity"],
                shares=form.given(),
                sudden=data["sudden"],
                basis=data["basis"],
                by=request.actor,
                at=request.now,
                version=version_of(request),
            )
        except Invalid as refused:
            form.take(refused)
        except Conflict:
            form.add_error(None, _("Người khác vừa sửa; hãy tải lại trang."))
        else:
            return done(request, _("Đã ghi sản phẩm của nhiệm vụ."), back)
    context: dict[str, Any] = {
        "form": form,
        "task": one,
        "products": products,
        "rows": [(row, row.quantity * row.product.coefficient) for row in queries.yields_of([pk])],
        "suggested": queries.suggestions_for(one, day),
        "key": new_key(),
    }
    return render(request, "evaluation/yields.html", context, status=422 if form.errors else 200)


@require_POST
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One click: the product as suggested, once."""
    one = found(task_seen, pk, request.actor)
    put_yield(one.pk, _uuid(request.POST.get("product", "")), by=request.actor, at=request.now)
    return done(request, _("Đã ghi sản phẩm của nhiệm vụ."), reverse("work:task", args=[pk]))


@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(task_seen, pk, request.actor)
    drop_yield(one.pk, _uuid(request.POST.get("product", "")), by=request.actor, at=request.now)
    return done(request, _("Đã bỏ sản phẩm khỏi nhiệm vụ."), reverse("work:task", args=[pk]))
