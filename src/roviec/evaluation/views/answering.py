"""What pages of evaluation answer with: a step taken, a Word file, the year that is asked for."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.evaluation.forms.steps import StepForm
from roviec.ledger.actions import Conflict
from roviec.paper.official import OfficialDocument, write_docx
from roviec.web.idempotency import new_key
from roviec.work.views.answers import asked, done, show, version_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FIRST_YEAR, LAST_YEAR = 2000, 2100


def year_asked(request: HttpRequest) -> int:
    """`?nam=`, else the year of the business day."""
    text = request.GET.get("nam", "")
    if text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    return request.now.astimezone(VIETNAM).year


def take_step(
    request: HttpRequest,
    kind: type[StepForm],
    act: Callable[..., Any],
    thing: Any,
    *,
    about: str,
    back: str,
    action: str,
    initial: Mapping[str, Any] | None = None,
    made: Callable[..., StepForm] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Asks with the form, then acts on the thing's id; `back` is where it goes afterwards. `made`: a form that needs more than these."""
    form = (made or kind)(
        request.POST if request.method == "POST" else None,
        asked=asked(request, **(extra or {})),
        initial=dict(initial or {}),
    )
    if request.method == "POST" and form.is_valid():
        try:
            act(thing.pk, **form.arguments(), by=request.actor, at=request.now, version=version_of(request))
        except Invalid as refused:
            form.take(refused)
        except Conflict:
            form.add_error(None, _("Người khác vừa sửa; hãy tải lại trang."))
        else:
            return done(request, kind.done, back)
    context = {
        "form": form,
        "heading": kind.label,
        "intro": kind.intro,
        "about": about,
        "back": back,
        "key": new_key(),
        "version": thing.version,
        "action": action,
    }
    return show(request, "evaluation/asked_step.html", context, 422 if form.errors else 200)


def send_word(document: OfficialDocument, name: str) -> HttpResponse:
    response = HttpResponse(write_docx(document), content_type=WORD)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.docx')}"
    return response
