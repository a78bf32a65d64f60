"""One obstacle arranged for pages: its state as sign and word, and what the reader may do."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from roviec.core.obstacles import why_not
from roviec.core.standing import lateness_days
from roviec.custody.calendars import calendar_named
from roviec.voice.permissions import PERMISSIONS
from roviec.web.templatetags.roviec import working_days_late

VERBS = ("answer_obstacle", "pass_obstacle", "settle_obstacle", "withdraw_obstacle")
# state -> tone and sign
LOOKS = {
    "open": ("soon", "open"),
    "answered": ("plain", "submitted"),
    "cleared": ("good", "done"),
    "withdrawn": ("none", "cancelled"),
}


def shown(obstacle: Any, request: HttpRequest) -> dict[str, Any]:
    """`obstacle`, `tone`, `sign`, `word`, `late` (words, "" when in time), `verbs` that the reader may do now."""
    late = obstacle.state == "open" and request.now > obstacle.answer_due
    tone, sign = ("late", "late") if late else LOOKS[obstacle.state]
    calendar = calendar_named(obstacle.owner_unit.calendar)
    days = lateness_days(calendar, obstacle.answer_due, request.now).n if late else None
    return {
        "obstacle": obstacle,
        "tone": tone,
        "sign": sign,
        "word": _("Quá hạn trả lời") if late else obstacle.get_state_display(),
        "late": working_days_late(days) if days is not None else "",
        "verbs": [
            verb
            for verb in VERBS
            if why_not(verb, obstacle.state) is None and PERMISSIONS.allows(request.actor, verb, obstacle)
        ],
    }
