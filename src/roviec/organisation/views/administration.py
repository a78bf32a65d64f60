"""Where whoever runs the system or keeps a register begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roviec.organisation.accounts import PERMISSIONS as ACCOUNTS
from roviec.organisation.permissions import PERMISSIONS, Scope
from roviec.organisation.queries import accounts_listed, pages, registers
from roviec.organisation.views.answers import today


@require_GET
def administration(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "see_administration")
    may_accounts = ACCOUNTS.allows(request.actor, "see_accounts")
    without = accounts_listed.officers_without_account(request.actor, today(request))
    context = {
        "may_accounts": may_accounts,
        "without": without.count() if may_accounts else 0,
        "counts": pages.administration_counts(today(request)),
        "imports": registers.imports_visible_to(request.actor)[:5],
        "drafts": registers.restructurings_visible_to(request.actor).filter(state="draft")[:5],
        "may_top": PERMISSIONS.allows(request.actor, "create_unit", Scope()),
    }
    return render(request, "organisation/admin.html", context)
