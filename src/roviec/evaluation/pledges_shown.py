"""One promise arranged for pages: its state as sign and word, and what the reader may do with it."""

from typing import Any

from django.http import HttpRequest

from roviec.core.calendars import VIETNAM
from roviec.core.pledges import why_not
from roviec.evaluation.permissions import PERMISSIONS

VERBS = ("decide_pledge", "review_pledge", "end_pledge", "withdraw_pledge")
# state -> tone and sign
LOOKS = {
    "proposed": ("soon", "open"),
    "approved": ("plain", "submitted"),
    "refused": ("none", "cancelled"),
    "kept": ("good", "done"),
    "failed": ("late", "late"),
    "protected": ("halt", "info"),
    "withdrawn": ("none", "cancelled"),
}


def shown(pledge: Any, request: HttpRequest, *, verbs: bool = True) -> dict[str, Any]:
    """`pledge`, `tone`, `sign`, `word`, `late` (its day has passed and it runs), `verbs` that the reader may do now."""
    tone, sign = LOOKS[pledge.state]
    today = request.now.astimezone(VIETNAM).date()
    return {
        "pledge": pledge,
        "tone": tone,
        "sign": sign,
        "word": pledge.get_state_display(),
        "late": pledge.state == "approved" and pledge.due_on < today,
        "verbs": [
            verb
            for verb in VERBS
            if verbs and why_not(verb, pledge.state) is None and PERMISSIONS.allows(request.actor, verb, pledge)
        ],
    }
