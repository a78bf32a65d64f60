"""Cross-evaluation: who asks me, what was said of me, the rounds; opening, answering, closing, calling off."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.evaluation import peers_shown as shown
from roviec.evaluation.actions import peers as actions
from roviec.evaluation.forms.peers import DropRound, OpenRound, points_sent
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import peers as queries
from roviec.evaluation.views.answering import take_step
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence
from roviec.work.views.answers import asked, done, found, show, version_of

PAGE = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    actor, now = request.actor, request.now
    page = Paginator(queries.rounds_visible_to(actor), PAGE).get_page(request.GET.get("trang"))
    own = list(queries.own_results(actor)[:PAGE])
    context = {
        "waiting": [shown.round_line(one.round) | {"asked": one} for one in queries.waiting_for(actor, now)],
        "own": [(shown.round_line(one.round), shown.line(one, own=True), shown.in_words(one)) for one in own],
        "page": page,
        "rounds": [shown.round_line(one) for one in page.object_list],
        "may_open": bool(queries.places_to_ask_in(actor, now.astimezone(VIETNAM).date())),
    }
    return render(request, "evaluation/peers.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    places = queries.places_to_ask_in(actor, request.now.astimezone(VIETNAM).date())
    PERMISSIONS.require(actor, "open_peer_round", places[0] if places else queries.own_unit(actor))
    form = OpenRound(request.POST or None, asked=asked(request), places=places)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_peer_round(**form.arguments(), by=actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, form.done, reverse("evaluation:peers_round", args=[made.pk]))
    context = {
        "form": form,
        "heading": form.label,
        "about": _(
            "Mỗi người được hỏi ba câu về nhiều nhất năm đồng nghiệp biết việc của nhau; ẩn danh, đứng bên cạnh điểm theo Nghị định, không cộng vào điểm."
        ),
        "back": reverse("evaluation:peers"),
        "key": new_key(),
        "action": reverse("evaluation:peers_new"),
    }
    return show(request, "evaluation/asked_step.html", context, 422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form has no idempotency key on purpose: its hash would be kept, and so few answers are possible that it could be undone."""
    one = found(queries.requests_of(request.actor).get, pk=pk)
    PERMISSIONS.require(request.actor, "answer_peers", one)
    people = queries.colleagues(one, one.round.opened_at.astimezone(VIETNAM).date())
    questions = one.round.questions
    refused: dict[str | None, str] = {}
    sent = points_sent(request.POST, [person.officer.pk for person in people], len(questions))
    if request.method == "POST":
        try:
            actions.answer_peers(one, points=sent, by=request.actor, at=request.now)
        except Invalid as error:
            refused = {field: sentence(reason) for field, reason in error.problems}
        else:
            return done(request, _("Đã gửi. Cảm ơn bạn; không ai biết ý kiến nào của ai."), reverse("evaluation:peers"))
    steps = range(1, one.round.points + 1)
    cards = [
        {
            "person": person,
            "why": shown.why(person.why),
            "rows": [(number, text, sent[person.officer.pk][number]) for number, text in enumerate(questions)],
            "skipped": f"bo-{person.officer.pk}" in request.POST,
            "refused": refused.get(str(person.officer.pk), ""),
        }
        for person in people
    ]
    context = {
        "one": one,
        "row": shown.round_line(one.round),
        "cards": cards,
        "steps": steps,
        "refused": refused.get(None, "") or (next(iter(refused.values())) if refused else ""),
        "open": one.done_on is None and one.round.state == "open" and request.now < one.round.closes_at,
    }
    return render(request, "evaluation/peers_answer.html", context, status=422 if refused else 200)


@require_GET
def one_round(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(queries.rounds_visible_to(request.actor).get, pk=pk)
    actor = request.actor
    runs = PERMISSIONS.allows(actor, "drop_peer_round", one)
    context: dict[str, Any] = {
        "one": one,
        "row": shown.round_line(one),
        "runs": runs and one.state == "open",
        "mine_waits": queries.waiting_for(actor, request.now).filter(round=one).first()
        if one.state == "open"
        else None,
        "may_close": runs and one.state == "open" and request.now >= one.closes_at,
        "key": new_key(),
    }
    if one.state == "closed":
        context |= _closed(request, one)
    return render(request, "evaluation/peers_round.html", context)


def _closed(request: HttpRequest, one: Any) -> dict[str, Any]:
    actor = request.actor
    rows = queries.results_visible_to(actor).filter(round=one)
    mine = rows.filter(officer=actor.officer_id).first()
    others = rows.exclude(officer=actor.officer_id)
    page = Paginator(others, PAGE).get_page(request.GET.get("trang"))
    beside = queries.scores_beside([row.officer_id for row in page.object_list], one.body_id, one.period)
    lines = [shown.line(row, own=False, beside=beside.get(row.officer_id)) for row in page.object_list]
    if lines:
        actions.note_results_view(one, by=actor, at=request.now)
    said = one.estimates
    return {
        "mine": shown.line(mine, own=True) if mine else None,
        "mine_said": shown.in_words(mine) if mine else "",
        "page": page,
        "lines": lines,
        "took_part": shown.few(said.get("took_part", 0), one.smallest_group),
        "asked": said.get("asked", 0),
        "questions": shown.questions(one),
        "severity": shown.severity(one),
        "favours": shown.favours(one),
        "problems": shown.problems(one),
        "usual": shown.usual(one),
        "usual_at": shown.usual_at(one),
        "others_least": one.smallest_group + 1,
    }


@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(queries.rounds_visible_to(request.actor).get, pk=pk)
    actions.close_peer_round(one, by=request.actor, at=request.now, version=version_of(request))
    return done(
        request,
        _("Đã đóng đợt đánh giá chéo; kết quả được tính một lần."),
        reverse("evaluation:peers_round", args=[pk]),
    )


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(queries.rounds_visible_to(request.actor).get, pk=pk)
    PERMISSIONS.require(request.actor, "drop_peer_round", one)
    return take_step(
        request,
        DropRound,
        actions.drop_peer_round,
        one,
        about=one.title,
        back=reverse("evaluation:peers_round", args=[pk]),
        action=reverse("evaluation:peers_drop", args=[pk]),
    )
