"""One search over everything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from roviec.boards.lines import lines
from roviec.boards.queries.search import KINDS, LEAST, search

WORDS = {
    "nhiem-vu": _("Nhiệm vụ"),
    "ke-hoach": _("Kế hoạch"),
    "van-ban": _("Văn bản"),
    "don-vi": _("Đơn vị"),
    "can-bo": _("Cán bộ"),
}


@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """`?q=` what was typed, `?loai=` one kind only, with more of it."""
    text = request.GET.get("q", "").strip()[:200]
    only = request.GET.get("loai", "")
    only = only if only in KINDS else ""
    found = search(text, request.actor, request.now, only)
    groups = [
        {
            "kind": group.kind,
            "word": WORDS[group.kind],
            "rows": lines(group.rows, request.now) if group.kind == "nhiem-vu" else group.rows,
            "n": len(group.rows),
            "more": group.more,
        }
        for group in found
    ]
    context = {
        "text": text,
        "search_text": text,
        "only": WORDS[only] if only else "",
        "groups": [group for group in groups if group["n"]],
        "n": sum(len(group.rows) for group in found),
        "too_short": bool(text) and not groups,
        "least": LEAST,
    }
    return render(request, "boards/search.html", context)
