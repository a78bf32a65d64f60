"""Provisions over the API: what a document consists of, what became of it, how ready a law is, and search over all of them."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from roviec.core.calendars import VIETNAM
from roviec.directives import actions, queries
from roviec.directives.api import answer
from roviec.web.cursors import cursor_page
from roviec.web.etags import version_of

router = Router(tags=["provisions"])
MOST = 100


class EffectIn(Schema):
    """`waiting`: the pieces of guidance that are waited for; every other proposal is not."""

    effective_on: date
    waiting: list[UUID] = []


class FulfilIn(Schema):
    """The document where it is held here, else what it is called."""

    on: date
    document: str = ""
    fulfilled_by: UUID | None = None


@router.get(
    "/directives/{uuid:pk}/provisions",
    response=dict,
    summary="Các điều, khoản, điểm, dòng của văn bản và việc của chúng",
)
def provisions(request: HttpRequest, pk: UUID, cursor: str = "", limit: int = 200) -> HttpResponse:
    directive = queries.directives_visible_to(request.actor).get(pk=pk)
    rows, following = cursor_page(directive.provisions.defer("words"), key="order", cursor=cursor, limit=limit)
    became = queries.became_of(rows, request.actor, request.now)
    items = [provision_out(row) | {"work": [doing_out(one) for one in became.get(row.pk, ())]} for row in rows]
    return answer({"items": items, "next_cursor": following})


@router.get(
    "/directives/{uuid:pk}/readiness", response=dict, summary="Mức sẵn sàng của văn bản; ETag là phiên bản của văn bản"
)
def readiness(request: HttpRequest, pk: UUID) -> HttpResponse:
    directive = queries.directives_visible_to(request.actor).get(pk=pk)
    effect = queries.effect_of(directive)
    if effect is None:
        return answer({"id": pk, "followed": False}, version=directive.version)
    ready = queries.readiness([effect], request.actor, request.now)[pk]
    articles = [
        {
            "provision": one.provision.pk,
            "cite": one.provision.cite,
            "heading": one.provision.heading,
            "effective_on": one.provision.effective_on,
            "readiness": str(one.readiness),
            "guidance": [guidance_out(row) for row in one.guidance],
            "work": [doing_out(row) for row in one.doings],
        }
        for one in ready.articles
    ]
    told = law_out(ready) | {
        "followed": True,
        "ended": effect.ended,
        "transitional": effect.transitional,
        "articles": articles,
    }
    return answer(told, version=directive.version)


@router.post("/directives/{uuid:pk}/effect", response=dict, summary="Xác nhận ngày có hiệu lực và những gì phải chờ")
def confirm_effect(request: HttpRequest, pk: UUID, data: EffectIn) -> HttpResponse:
    actions.confirm_effect(
        pk,
        effective_on=data.effective_on,
        waiting=data.waiting,
        by=request.actor,
        at=request.now,
        version=version_of(request),
    )
    return readiness(request, pk)


@router.post("/guidance/{uuid:pk}/fulfilled", response=dict, summary="Văn bản hướng dẫn đã ban hành")
def fulfilled(request: HttpRequest, pk: UUID, data: FulfilIn) -> HttpResponse:
    done = actions.fulfil_guidance(pk, **data.dict(), by=request.actor, at=request.now, version=version_of(request))
    return answer(guidance_out(done))


@router.get("/laws", response=dict, summary="Văn bản theo ngày có hiệu lực, từ hôm nay hoặc từ ngày `since`")
def laws(request: HttpRequest, since: date | None = None, limit: int = 50) -> HttpResponse:
    day = since or request.now.astimezone(VIETNAM).date()
    effects = list(queries.effects_coming(request.actor, day)[: max(1, min(limit, MOST))])
    ready = queries.readiness(effects, request.actor, request.now)
    return answer({"items": [law_out(ready[one.pk]) for one in effects]})


@router.get("/provisions", response=dict, summary="Tìm trong nội dung mọi văn bản, không cần dấu; cụm từ đứng trước")
def search_provisions(request: HttpRequest, q: str, limit: int = 30) -> HttpResponse:
    hits, more = queries.search_provisions(request.actor, q, request.now, most=max(1, min(limit, MOST)))
    items = [
        provision_out(hit.provision)
        | {
            "directive": {
                "id": hit.provision.directive_id,
                "number": hit.provision.directive.number,
                "issuer": hit.provision.directive.issuer,
                "issued_on": hit.provision.directive.issued_on,
            },
            "excerpt": [{"text": text, "found": found} for text, found in hit.pieces],
            "work": [doing_out(one) for one in hit.doings],
            "waits_for": [guidance_out(one) for one in hit.waits_for],
        }
        for hit in hits
    ]
    return answer({"items": items, "more": more})


def provision_out(row: Any) -> dict[str, Any]:
    names = ("order", "level", "number", "cite", "heading", "text", "anchors", "effective_on")
    return {"id": row.pk, "parent": row.parent_id} | {name: getattr(row, name) for name in names}


def doing_out(one: Any) -> dict[str, Any]:
    return {
        "task": one.task.pk,
        "title": one.task.title,
        "lead": one.task.lead_unit_id,
        "due": one.task.clock.due,
        "standing": str(one.standing),
        "parts": one.parts,
        "parts_done": one.counts.done if one.parts else 0,
        "result": one.result,
    }


def guidance_out(one: Any) -> dict[str, Any]:
    names = ("issuer", "text", "due", "state", "document", "fulfilled_on")
    return {
        "id": one.pk,
        "provision": one.provision_id,
        "article": one.article_id,
        "fulfilled_by": one.fulfilled_by_id,
        "sure": float(one.sure),
    } | {name: getattr(one, name) for name in names}


def law_out(ready: Any) -> dict[str, Any]:
    directive, counts = ready.effect.directive, ready.counts
    return {
        "id": directive.pk,
        "number": directive.number,
        "subject": directive.subject,
        "effective_on": ready.effect.effective_on,
        "until": ready.effect.until,
        "confirmed_at": ready.effect.confirmed_at,
        "readiness": {str(name): n for name, n in ready.tally.items()},
        "work": {name: getattr(counts, name) for name in ("done_on_time", "done_late", "open_on_time", "open_late")},
        "plan": directive.plan_id,
    }
