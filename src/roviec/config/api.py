"""The API: one frame, the routers of the apps, problems in one form (RFC 9457), the same actions and permissions as the pages."""

import logging
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyCookie, HttpBearer

from roviec.alerts.api import router as alerts_router
from roviec.alerts.api_ladders import router as ladders_router
from roviec.alerts.api_telling import router as telling_router
from roviec.config.problems import problem_for
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.api import router as custody_router
from roviec.custody.api_hands import router as hands_router
from roviec.custody.api_spots import router as spots_router
from roviec.directives.api import router as directives_router
from roviec.directives.api_arrivals import router as arrivals_router
from roviec.directives.api_provisions import router as provisions_router
from roviec.evaluation.api.catalogue import router as catalogue_router
from roviec.evaluation.api.confirming import router as confirming_router
from roviec.evaluation.api.grades import router as grades_router
from roviec.evaluation.api.peers import router as peers_router
from roviec.evaluation.api.promises import router as promises_router
from roviec.ledger.actions import Conflict
from roviec.meetings.api import router as meetings_router
from roviec.organisation.api import router as organisation_router
from roviec.reports.api import router as reports_router
from roviec.voice.api import router as voice_router
from roviec.web.problems import Problem, problem_of, respond
from roviec.work.api import router as work_router
from roviec.work.api_plans import router as work_plans_router

log = logging.getLogger("roviec.api")


class Token(HttpBearer):
    """`Authorization: Bearer rv_…`; the middleware has looked the token up and refused a wrong one."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return request.actor if request.token else None


class Session(APIKeyCookie):
    """The session of the pages; whatever changes something needs the CSRF token as well."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.actor if request.user.is_authenticated else None


api = NinjaAPI(
    title="Rõ Việc",
    version="1",
    description="Nhiệm vụ, kế hoạch, văn bản, tổ chức. Lỗi: application/problem+json. Sửa: If-Match với ETag. Gửi lại an toàn: Idempotency-Key.",
    auth=[Token(), Session()],
    docs_url=None,  # the page of the framework loads scripts from elsewhere; docs/reference/api.md is ours
    urls_namespace="api-v1",
)


api.add_router("", alerts_router)
api.add_router("", telling_router)
api.add_router("", ladders_router)
api.add_router("", organisation_router)
api.add_router("", custody_router)
api.add_router("", hands_router)
api.add_router("", spots_router)
api.add_router("", work_router)
api.add_router("", work_plans_router)
api.add_router("", directives_router)
api.add_router("", arrivals_router)
api.add_router("", provisions_router)
api.add_router("", meetings_router)
api.add_router("", promises_router)
api.add_router("", reports_router)
api.add_router("", voice_router)
api.add_router("", catalogue_router)
api.add_router("", confirming_router)
api.add_router("", grades_router)
api.add_router("", peers_router)


class Me(Schema):
    """Who acts when this token or session is used."""

    account_id: UUID
    account: str
    mandate_id: UUID | None
    mandate: str
    unit_id: UUID | None
    duties: list[str]
    scopes: list[str]


@api.get("/me", response=Me, tags=["account"], summary="Tài khoản, chức danh và quyền đang dùng")
def me(request: HttpRequest) -> dict[str, Any]:
    actor = request.actor
    return {
        "account_id": actor.account_id,
        "account": actor.account_label,
        "mandate_id": actor.mandate_id,
        "mandate": actor.mandate_label,
        "unit_id": actor.unit_id,
        "duties": sorted(actor.duties),
        "scopes": request.token.scopes if request.token else ["read", "write"],
    }


@api.exception_handler(Conflict)
def stale(request: HttpRequest, error: Conflict) -> HttpResponse:
    """412 when the caller named a version (RFC 9110), else 409; the ETag is that of now."""
    if request.headers.get("If-Match"):
        response = respond(request, problem_for(412))
    else:
        response = respond(request, problem_of(error) or problem_for(409))
    response["ETag"] = f'"{error.thing.version}"'
    return response


@api.exception_handler(Denied)
@api.exception_handler(Invalid)
def refused(request: HttpRequest, error: Exception) -> HttpResponse:
    return respond(request, problem_of(error) or problem_for(422))


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    for item in error.errors:
        errors.setdefault(".".join(str(part) for part in item["loc"][1:]) or "body", []).append(item["msg"])
    problem = problem_for(422)
    return respond(request, Problem(problem.status, problem.code, problem.title, errors=errors))


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = respond(request, problem_for(401))
    response["WWW-Authenticate"] = 'Bearer realm="roviec"'
    return response


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def absent(request: HttpRequest, error: Exception) -> HttpResponse:
    return respond(request, problem_for(404))


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: Exception) -> HttpResponse:
    return respond(request, problem_for(403))


@api.exception_handler(HttpError)
def stated(request: HttpRequest, error: HttpError) -> HttpResponse:
    return respond(request, problem_for(error.status_code, str(error)))


@api.exception_handler(Exception)
def fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """Ours: logged with its trace, answered without it."""
    log.exception("API fault %s %s", request.method, request.path)
    return respond(request, problem_for(500))
