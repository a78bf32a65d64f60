"""What cross-evaluation and the spread of scores show on the index of evaluation."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from roviec.evaluation.queries import peers
from roviec.evaluation.queries.spread import may_compare


def index_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """Who waits for one's answers; and, for who may see it, how scores are spread."""
    actor = request.actor
    if actor.body_id is None or actor.officer_id is None:
        return ""
    waiting = list(peers.waiting_for(actor, request.now))
    page = {
        "waiting": [(one, reverse("evaluation:peers_answer", args=[one.pk])) for one in waiting],
        "compares": may_compare(actor),
    }
    return render_to_string("evaluation/_peers_panel.html", page, request=request)
