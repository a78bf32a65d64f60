"""What the shell around every page needs: the pages of the role, the bell, the banner of a demo. Two queries at most, none for a fragment."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from roviec.alerts.queries import unread_count_of
from roviec.boards.duties import address, first_screen
from roviec.boards.queries import late_with
from roviec.core.actor import Actor, Duty


def shell(request: HttpRequest) -> dict[str, Any]:
    """Nothing is asked of the database before a template asks for it; the answers serve every template of the request."""
    if not hasattr(request, "now"):
        return {}
    known = getattr(request, "_shell", None)
    if known is None:
        known = request._shell = {"demo_banner": _demo_banner(request)} | _of_the_signed_in(request)
    return known


def _demo_banner(request: HttpRequest) -> str:
    if not settings.DEMO:
        return ""
    today = f"{localtime(request.now):%d/%m/%Y}"
    return _("Thành phố minh họa: hôm nay là %(day)s, con người được tạo ra, văn bản là thật.") % {"day": today}


def _of_the_signed_in(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if not user or not user.is_authenticated or not getattr(request, "actor", None):
        return {}
    return {
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "notices_url": address("alerts:notices"),
        "notices_count": SimpleLazyObject(lambda: unread_count_of(user.officer_id, request.now)),
        "search_url": address("boards:search"),
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The pages of the role, its first screen first. One query: how much is late with me."""
    actor: Actor = request.actor
    here, app = request.path, request.resolver_match.app_name if request.resolver_match else ""
    items: list[dict[str, Any]] = []

    def add(label: str, url: str, *, whole_branch: bool = False, of_app: str = "", **more: Any) -> None:
        """Lit on its own page; with `whole_branch` on those below it, with `of_app` on every page of that app."""
        if url:
            active = here.startswith(url) if whole_branch else here == url
            active |= bool(of_app) and app == of_app
            items.append({"label": label, "url": url, "active": active} | more)

    if actor.has(Duty.LEADER):
        add(_("Điều hành"), address("boards:leader"))
    if actor.has(Duty.TRACKER):
        add(_("Theo dõi"), address("boards:tracker"))
    if actor.mandate_id:
        late = late_with(actor, request.now)
        add(_("Việc của tôi"), address("boards:my_day"), badge=late or "", badge_late=True)
        if not actor.has(Duty.LEADER):
            add(_("Đơn vị tôi"), address("boards:unit", actor.unit_id))
        add(_("Toàn cảnh"), address("boards:city"))
        add(_("Kế hoạch"), address("work:plans"), whole_branch=True)
        if actor.has(Duty.LEADER, Duty.TRACKER):
            add(_("Văn bản đến"), address("directives:arrivals"), whole_branch=True)
        add(_("Văn bản"), address("directives:index"), whole_branch=True)
        add(_("Vướng mắc"), address("voice:index"), whole_branch=True)
        add(_("Cuộc họp"), address("meetings:index"), whole_branch=True)
        add(_("Báo cáo"), address("reports:index"), whole_branch=True)
        add(_("Đánh giá"), address("evaluation:index"), of_app="evaluation")
    add(_("Tổ chức"), address("organisation:index"), whole_branch=True)
    if actor.has(Duty.ADMIN, Duty.CLERK):
        add(_("Quản trị"), address("organisation:admin"), whole_branch=True)
    first = first_screen(actor)
    return sorted(items, key=lambda item: item["url"] != first)
