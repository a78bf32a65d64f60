"""What the account menu of every page shows."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def shell(request: HttpRequest) -> dict[str, Any]:
    """Mandates to switch between (only where there are several) and the pages of one's own account."""
    if not getattr(request, "user", None) or not request.user.is_authenticated or not hasattr(request, "mandates"):
        return {}
    mandates = [
        {
            "id": str(mandate.pk),
            "label": mandate.post.title,
            "unit": mandate.post.unit.name,
            "active": mandate.pk == request.actor.mandate_id,
        }
        for mandate in request.mandates
    ]
    return {
        "mandates": mandates if len(mandates) > 1 else [],
        "mandate_url": reverse("organisation:switch_mandate"),
        "account_links": [{"label": _("Mã truy cập API"), "url": reverse("organisation:tokens")}],
    }
