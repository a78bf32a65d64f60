"""What directives show on pages of lower apps."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from roviec.core.deadlines import read_deadline
from roviec.custody.calendars import NATIONAL, calendar_named, reading
from roviec.directives.queries import arrival_of_task, source_of
from roviec.directives.queries.phrases import phrase_of


def source_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """On a task: the passage of the document that it was made from, for who may see the document."""
    source = source_of(context["task"])
    if source is None or source.directive.body_id not in request.actor.bodies_seen:
        return ""
    return render_to_string("directives/_source.html", {"source": source}, request=request)


def arrival_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """On a task: the incoming document that it answers, with the leader's words, for who belongs to the body or leads the work."""
    arrival = arrival_of_task(context["task"])
    if arrival is None:
        return ""
    may_list = arrival.body_id == request.actor.body_id
    return render_to_string(
        "directives/_arrival_of_task.html", {"arrival": arrival, "may_list": may_list}, request=request
    )


def phrase_panel(request: HttpRequest, context: dict[str, Any]) -> str:
    """Beside the explanation of a due date: the words that it was read from, and by which reading."""
    passage = phrase_of(context["clock"].pk)
    if passage is None or passage.directive.body_id not in request.actor.bodies_seen:
        return ""
    issued = passage.directive.issued_on
    read = read_deadline(passage.deadline_raw, issued, calendar_named(NATIONAL), reading()) if issued else None
    said = {"passage": passage, "reasons": read.reasons if read else ()}
    return render_to_string("directives/_phrase.html", said, request=request)
