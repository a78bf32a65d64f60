"""A body's work catalogue: read from a file, published by a decision, followed by the next edition; products that end."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.catalogue import Finding, ProductLine, Written, read_lines, review, standard_points_of
from roviec.core.catalogue.shares import plain
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.evaluation.models import Product, ScoringPeriod, WorkCatalogue
from roviec.evaluation.permissions import PERMISSIONS
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Unit

ADDING = "Nghị định 335/2025/NĐ-CP, Điều 13.3"
DECIDING = "Nghị định 335/2025/NĐ-CP, Điều 13.2"
BATCH = 500


class CatalogueRefused(Invalid):
    """The list has errors. `findings` are all of them, and the remarks, so that the file can be mended in one go."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        errors = sum(finding.error for finding in findings)
        super().__init__("file", Reason("catalogue.refused", {"count": errors}))
        self.findings = list(findings)


def import_catalogue(
    body: Unit | UUID,
    rows: Sequence[Written],
    *,
    title: str,
    by: Actor,
    at: datetime,
    file_name: str = "",
    standard_product: str = "",
    standard_points: Decimal | None = None,
) -> WorkCatalogue:
    """A draft from the rows of a file (`readers.catalogue`), its remarks kept with it; a draft that is there takes the new lines instead.

    Raises CatalogueRefused with every error of the list; then nothing is written.
    """
    if not title.strip():
        raise Invalid("title", Reason("catalogue.no_title"))
    if standard_points is not None and standard_points <= 0:
        raise Invalid(
            "standard_points", Reason("catalogue.points_not_positive", {"text": plain(standard_points), "most": 2})
        )
    lines, findings = read_lines(rows)
    findings += review(lines, standard_points)
    if not lines and not findings:
        raise Invalid("file", Reason("catalogue.empty"))
    if any(finding.error for finding in findings):
        raise CatalogueRefused(sorted(findings, key=lambda one: (not one.error, one.row)))
    with transaction.atomic():
        home = Unit.objects.select_for_update().get(pk=body.pk if isinstance(body, Unit) else body)
        PERMISSIONS.require(by, "import_catalogue", home)
        draft = _draft_of(home, at)
        draft.title = title.strip()[:500]
        draft.standard_product = (standard_product.strip() or _standard_product(lines))[:500]
        draft.standard_points = standard_points or standard_points_of(lines)
        draft.file_name = file_name[:200]
        draft.findings = [_stored(finding) for finding in findings]
        data = {"title": draft.title, "lines": len(lines), "remarks": len(findings), "file": draft.file_name}
        changed = ["title", "standard_product", "standard_points", "file_name", "findings"]
        record(draft, "imported", by=by, at=at, data=data, changed=changed)
        draft.products.all().delete()
        Product.objects.bulk_create(_products(draft, lines, home, at.astimezone(VIETNAM).date()), batch_size=BATCH)
    return draft


def _draft_of(home: Unit, at: datetime) -> WorkCatalogue:
    editions = WorkCatalogue.objects.filter(body=home)
    draft = editions.select_for_update().filter(state=WorkCatalogue.State.DRAFT).order_by("-edition").first()
    if draft is not None:
        return draft
    last = editions.aggregate(last=Max("edition"))["last"] or 0
    return WorkCatalogue(body=home, edition=last + 1, created_at=at)


def _standard_product(lines: Sequence[ProductLine]) -> str:
    """The first product with the coefficient 1: what the others are converted to (art. 13.1.b)."""
    return next((line.work for line in lines if line.coefficient == 1), "")


def _stored(finding: Finding) -> dict[str, object]:
    return {"row": finding.row, "field": finding.field, **finding.reason.as_dict()}


def _products(draft: WorkCatalogue, lines: Sequence[ProductLine], home: Unit, day: date) -> list[Product]:
    units = _units_by_office({line.office for line in lines if line.office}, home, day)
    return [
        Product(
            catalogue=draft,
            code=line.code,
            order=line.row,
            part=line.part,
            office=line.office,
            unit=units.get(line.office),
            work=line.work,
            detail=line.detail,
            output=line.output,
            folded=fold(f"{line.code} {line.work} {line.output} {line.detail}"),
            group=line.group,
            frame="-".join(plain(end) for end in line.frame) if line.frame else "",
            points=line.points,
            coefficient=line.coefficient,
            note=line.note,
        )
        for line in lines
    ]


def _units_by_office(offices: set[str], home: Unit, day: date) -> dict[str, Unit]:
    """The unit of the body that an office of the list is: whose name begins as the office is written ("Phòng Kinh tế" is "Phòng
    Kinh tế, Hạ tầng và Đô thị"); none where several do."""
    names = [(_plain_words(unit.name), unit) for unit in Unit.objects.on(day).filter(body=home).exclude(pk=home.pk)]
    found = {}
    for office in offices:
        words = _plain_words(office)
        fitting = [unit for name, unit in names if name[: len(words)] == words]
        if len(fitting) == 1:
            found[office] = fitting[0]
    return found


def _plain_words(name: str) -> list[str]:
    return [word for word in "".join(c if c.isalnum() else " " for c in fold(name)).split() if word != "va"]


def publish_catalogue(
    catalogue: WorkCatalogue | UUID,
    *,
    valid_from: date,
    decision: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> WorkCatalogue:
    """In force from the day, by the decision; the edition before ends there. Sheets that are closed keep the edition that they had."""
    if not decision.strip():
        raise Invalid("decision", Reason("catalogue.no_decision", cite=DECIDING))
    with transaction.atomic():
        locked = lock_list(catalogue, version)
        PERMISSIONS.require(by, "publish_catalogue", locked)
        if locked.state != WorkCatalogue.State.DRAFT:
            raise Invalid(None, Reason("catalogue.not_a_draft"))
        _refuse_closed(locked.body_id, valid_from, "valid_from")
        before = (
            WorkCatalogue.objects.select_for_update()
            .filter(body=locked.body_id, state=WorkCatalogue.State.IN_FORCE)
            .order_by("-valid_from")
            .first()
        )
        if before is not None and before.valid_from is not None:
            if valid_from <= before.valid_from:
                params: dict[str, str | int] = {"day": f"{before.valid_from:%d/%m/%Y}", "edition": before.edition}
                raise Invalid("valid_from", Reason("catalogue.not_after", params))
            before.valid_to = valid_from
            data = {"edition": before.edition, "until": valid_from, "next": locked.pk}
            record(before, "followed", by=by, at=at, data=data, changed=["valid_to"])
        locked.state = WorkCatalogue.State.IN_FORCE
        locked.valid_from, locked.decision = valid_from, decision.strip()[:200]
        data = {"edition": locked.edition, "from": valid_from, "decision": locked.decision}
        record(locked, "published", by=by, at=at, data=data, changed=["state", "valid_from", "decision"])
    return locked


def drop_catalogue(
    catalogue: WorkCatalogue | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> WorkCatalogue:
    """A draft that will not be published."""
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    with transaction.atomic():
        locked = lock_list(catalogue, version)
        PERMISSIONS.require(by, "drop_catalogue", locked)
        if locked.state != WorkCatalogue.State.DRAFT:
            raise Invalid(None, Reason("catalogue.not_a_draft"))
        locked.state = WorkCatalogue.State.DROPPED
        record(locked, "dropped", by=by, at=at, data={"reason": reason.strip()[:500]}, changed=["state"])
    return locked


def end_product(
    product: Product | UUID, *, ended_on: date, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Product:
    """From the day on it is not given any more; what was given before keeps it. `version`: of its list."""
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    with transaction.atomic():
        found = Product.objects.select_related("catalogue").get(
            pk=product.pk if isinstance(product, Product) else product
        )
        catalogue = lock_list(found.catalogue, version)
        PERMISSIONS.require(by, "end_product", found)
        begins = found.added_on or catalogue.valid_from
        if catalogue.state != WorkCatalogue.State.IN_FORCE or begins is None:
            raise Invalid(None, Reason("catalogue.not_in_force"))
        if found.ended_on is not None:
            raise Invalid(None, Reason("catalogue.product_ended", {"day": f"{found.ended_on:%d/%m/%Y}"}))
        if ended_on < begins:
            raise Invalid("ended_on", Reason("catalogue.ends_before_it_begins", {"day": f"{begins:%d/%m/%Y}"}))
        _refuse_closed(catalogue.body_id, ended_on, "ended_on")
        found.ended_on = ended_on
        found.save(update_fields=["ended_on"])
        data = {"product": found.pk, "code": found.code, "from": ended_on, "reason": reason.strip()[:500]}
        record(catalogue, "product_ended", by=by, at=at, data=data)
    return found


def list_in_force(body_id: UUID, at: datetime) -> WorkCatalogue:
    """The edition of the day; raises Invalid where there is none."""
    day = at.astimezone(VIETNAM).date()
    running = WorkCatalogue.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), body=body_id, state=WorkCatalogue.State.IN_FORCE, valid_from__lte=day
    )
    found = running.order_by("-valid_from").first()
    if found is None:
        raise Invalid(None, Reason("catalogue.none_in_force", cite=ADDING))
    return found


def lock_list(catalogue: WorkCatalogue | UUID, version: int | None) -> WorkCatalogue:
    pk = catalogue.pk if isinstance(catalogue, WorkCatalogue) else catalogue
    return lock(WorkCatalogue, pk, version=version, related=("body",))


def _refuse_closed(body_id: UUID, day: date, field: str) -> None:
    """What a closed period counted does not change."""
    closed = ScoringPeriod.objects.filter(body=body_id, state=ScoringPeriod.State.CLOSED, ends_on__gte=day)
    if period := closed.order_by("-ends_on").first():
        params = {"period": period.period, "day": f"{period.ends_on:%d/%m/%Y}"}
        raise Invalid(field, Reason("catalogue.period_closed", params))
