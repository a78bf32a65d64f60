"""Pages of one's own account: which mandate, which tokens, which language."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import set_language as django_set_language

from roviec.organisation import accounts
from roviec.organisation.accounts_forms import TokenForm
from roviec.organisation.middleware import SESSION_KEY
from roviec.organisation.reauthentication import recently_confirmed


@require_GET
@never_cache
def choose_mandate(request: HttpRequest) -> HttpResponse:
    """Asked once after signing in when there are several; the one used last comes first."""
    last = request.user.last_mandate_id
    mandates = sorted(request.mandates, key=lambda mandate: mandate.pk != last)
    context = {"mandates_to_choose": mandates, "last": last, "next": _safe(request, request.GET.get("next", "/"))}
    return render(request, "account/choose_mandate.html", context)


@require_POST
def switch_mandate(request: HttpRequest) -> HttpResponse:
    """Works on under another mandate of the same person. An unknown one changes nothing."""
    chosen = next((m for m in request.mandates if str(m.pk) == request.POST.get("mandate")), None)
    if chosen and request.user.is_authenticated:
        request.session[SESSION_KEY] = str(chosen.pk)
        accounts.remember_mandate(request.user, chosen)
    return HttpResponseRedirect(_safe(request, request.POST.get("next", "/")))


def _safe(request: HttpRequest, url: str) -> str:
    """The address if it is one of ours, else the first page."""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if ours else "/"


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Django's, and kept on the account so that it follows to the next device."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        accounts.keep_language(request.user, language)
    return django_set_language(request)


@never_cache
@require_http_methods(["GET", "POST"])
@recently_confirmed
def tokens(request: HttpRequest) -> HttpResponse:
    """Own API tokens. A new one is shown once, on the page that answers the form, and is nowhere afterwards."""
    form = TokenForm(request.POST or None)
    text = ""
    if request.method == "POST" and form.is_valid():
        mandate = next((m for m in request.mandates if m.pk == request.actor.mandate_id), None)
        _token, text = accounts.issue_token(
            request.actor.account_id,
            form.cleaned_data["name"],
            by=request.actor,
            at=request.now,
            scopes=[form.cleaned_data["scope"]],
            days=form.cleaned_data["days"],
            mandate=mandate,
        )
        form = TokenForm()
    listed = accounts.tokens_of(request.actor.account_id)
    context = {"form": form, "new_token": text, "tokens": listed, "today": accounts.system_now()}
    return render(request, "account/tokens.html", context)


@require_POST
@recently_confirmed
def revoke_token(request: HttpRequest, pk: UUID) -> HttpResponse:
    accounts.revoke_token(pk, by=request.actor, at=request.now)
    return HttpResponseRedirect(reverse("organisation:tokens"))
