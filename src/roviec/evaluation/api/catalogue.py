"""Catalogues and what work yields over the API: the same queries, actions and permissions as the pages."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.evaluation.actions import catalogue as actions
from roviec.evaluation.actions.proposals import Proposed, decide_proposal, propose_product
from roviec.evaluation.actions.yields import Line, set_yields
from roviec.evaluation.queries import catalogue as queries
from roviec.evaluation.queries.yields import suggestions_for, yields_of
from roviec.evaluation.readers.catalogue import read_catalogue
from roviec.web.etags import version_of
from roviec.work.queries import task_seen

router = Router(tags=["catalogue"])
MOST = 500
Limit = Annotated[int, Field(ge=1, le=MOST)]
Offset = Annotated[int, Field(ge=0)]


class CatalogueOut(Schema):
    """`state`: draft, in_force, dropped; in force for the days [valid_from, valid_to)."""

    id: UUID
    version: int
    body_id: UUID
    edition: int
    title: str
    state: str
    decision: str
    standard_product: str
    standard_points: Decimal | None
    valid_from: date | None
    valid_to: date | None


class ProductOut(Schema):
    """`part`: leading, shared, office; `coefficient` converts to standard units."""

    id: UUID
    code: str
    part: str
    office: str
    unit_id: UUID | None
    work: str
    detail: str
    output: str
    group: str
    points: Decimal | None
    coefficient: Decimal
    added_on: date | None
    ended_on: date | None


class SuggestedOut(Schema):
    """`degree` from 0 to 1; `sure`: one nod is enough."""

    product: ProductOut
    degree: float
    sure: bool


class PublishIn(Schema):
    valid_from: date
    decision: str


class ProposalIn(Schema):
    unit: UUID
    work: str
    output: str
    coefficient: Decimal
    reason: str
    group: str = ""


class ProposalOut(Schema):
    """`state`: proposed, added, refused."""

    id: UUID
    version: int
    unit_id: UUID
    state: str
    work: str
    output: str
    coefficient: Decimal
    decision_note: str
    product_id: UUID | None


class DecideIn(Schema):
    add: bool
    note: str = ""
    code: str = ""
    coefficient: Decimal | None = None


class YieldIn(Schema):
    """The line of a product without `post` is its whole; lines with posts are shares out of it."""

    product: UUID
    quantity: Decimal = Decimal(1)
    post: UUID | None = None
    sudden: bool = False
    basis: str = ""


class YieldOut(Schema):
    product_id: UUID
    quantity: Decimal
    post_id: UUID | None
    sudden: bool
    basis: str


class YieldsIn(Schema):
    lines: Annotated[list[YieldIn], Field(max_length=100)]


@router.get("/catalogues", response=list[CatalogueOut], summary="Danh mục sản phẩm, công việc của các cơ quan")
def list_catalogues(request: HttpRequest) -> Any:
    return list(queries.catalogues_visible_to(request.actor)[:MOST])


@router.post("/catalogues", response={201: CatalogueOut}, summary="Nhập dự thảo danh mục từ tệp .xlsx, .csv, .tsv")
def import_catalogue(request: HttpRequest, file: File[UploadedFile], title: Form[str]) -> Any:
    if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
        most = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        raise Invalid("file", Reason("organisation.file_too_large", {"megabytes": most}))
    rows, _remarks = read_catalogue(file.read(), file.name or "")
    home, name = request.actor.body_id, file.name or ""
    return 201, actions.import_catalogue(home, rows, title=title, file_name=name, by=request.actor, at=request.now)


@router.get("/catalogues/{uuid:catalogue_id}/products", response=list[ProductOut], summary="Sản phẩm của một danh mục")
def list_products(
    request: HttpRequest, catalogue_id: UUID, q: str = "", office: str = "", limit: Limit = 100, offset: Offset = 0
) -> Any:
    catalogue = queries.catalogues_visible_to(request.actor).get(pk=catalogue_id)
    return list(queries.listed_products(catalogue, q, office=office)[offset : offset + limit])


@router.post("/catalogues/{uuid:catalogue_id}/publish", response=CatalogueOut, summary="Ban hành; dùng If-Match")
def publish_catalogue(request: HttpRequest, catalogue_id: UUID, data: PublishIn) -> Any:
    return actions.publish_catalogue(catalogue_id, **data.dict(), **_who(request))


@router.get("/product-proposals", response=list[ProposalOut], summary="Đề nghị bổ sung sản phẩm")
def list_proposals(request: HttpRequest) -> Any:
    return list(queries.proposals_visible_to(request.actor)[:MOST])


@router.post("/product-proposals", response={201: ProposalOut}, summary="Đề nghị bổ sung một sản phẩm")
def make_proposal(request: HttpRequest, data: ProposalIn) -> Any:
    values = data.dict()
    return 201, propose_product(values.pop("unit"), Proposed(**values), by=request.actor, at=request.now)


@router.post("/product-proposals/{uuid:proposal_id}/decide", response=ProposalOut, summary="Quyết định; dùng If-Match")
def decide_on_proposal(request: HttpRequest, proposal_id: UUID, data: DecideIn) -> Any:
    return decide_proposal(proposal_id, **data.dict(), **_who(request))


@router.get("/tasks/{uuid:task_id}/yields", response=list[YieldOut], summary="Sản phẩm của một nhiệm vụ")
def get_yields(request: HttpRequest, task_id: UUID) -> Any:
    return list(yields_of([task_seen(task_id, request.actor).pk]))


@router.put(
    "/tasks/{uuid:task_id}/yields", response=list[YieldOut], summary="Ghi sản phẩm của nhiệm vụ, thay cái đã có"
)
def put_yields(request: HttpRequest, task_id: UUID, data: YieldsIn) -> Any:
    return set_yields(task_id, [Line(**one.dict()) for one in data.lines], **_who(request))


@router.get(
    "/tasks/{uuid:task_id}/suggested-products", response=list[SuggestedOut], summary="Sản phẩm gợi ý từ tên việc"
)
def suggested_products(request: HttpRequest, task_id: UUID) -> Any:
    return suggestions_for(task_seen(task_id, request.actor), request.now.astimezone(VIETNAM).date())


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": request.now, "version": version_of(request)}
