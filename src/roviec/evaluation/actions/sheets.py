"""Sheets from the opening of a period until they are sent: opened, filled from the facts, self-scored, added to, sent."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.scoring.model import Origin
from roviec.core.scoring.written import written
from roviec.core.text import fold
from roviec.evaluation.actions.periods import require_open
from roviec.evaluation.models import Product, ScoringPeriod, Sheet, SheetAddition, WorkCatalogue
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries.rules import days_of, rules_of, ruleset_of
from roviec.evaluation.queries.scored import role_of, scored_in
from roviec.evaluation.queries.working_out import work_out
from roviec.ledger.actions import lock, record
from roviec.ledger.bulk import record_each, update_each
from roviec.organisation.models import Unit, UnitClosure
from roviec.work.models.file import StoredFile

# Sheets of one transaction.
ROUND = 500
WORKED_OUT = ("items", "score", "total", "band", "worked_out_at")
STEPS = (Sheet.Role.STAFF, Sheet.Role.DEPUTY, Sheet.Role.HEAD)
# The text is silent about fractions of a point: two decimals are what form 01 has room for.
DECIMALS = 2
# What an official may add; what was handed over is known from the work itself.
ADDED = (Origin.PLANNED, Origin.TAKEN_OVER, Origin.SUDDEN)
MOST = 10_000
NUMBER = re.compile(r"-?[0-9]{1,4}([.,][0-9]{1,6})?")


def open_period(unit: Unit, period: str, *, by: Actor, at: datetime) -> ScoringPeriod:
    """A month ("2026-03") or quarter ("2026-Q1") of a body, or of a department of it that scores for itself, with a sheet for everybody who
    is scored in it.

    Opening what is open already only adds sheets of people who came since. Rule-set and readings are those of the period's first day
    and stay with it. Whoever cannot be placed is left to `queries.sheets.unplaced`. Raises Invalid for another rhythm than the body's
    or a period before the rule-set.
    """
    first, last = days_of(period)
    PERMISSIONS.require(by, "open_period", unit)
    body, agency = unit.body_id or unit.pk, None if unit.is_body else unit.pk
    rules = rules_of(body, first, agency)
    if agency is not None and rules.since is None:
        raise Invalid("unit", Reason("period.not_by_itself", {"unit": unit.name}))
    if rules.period_on(first) != period:
        raise Invalid("period", Reason("period.other_rhythm", {"expected": rules.period_on(first)}, "Điều 14.1"))
    if first < rules.ruleset.in_force or (rules.ruleset.until and first >= rules.ruleset.until):
        raise Invalid("period", Reason("period.not_in_force", {"ruleset": rules.ruleset.title}))
    if at.astimezone(VIETNAM).date() < first:
        raise Invalid("period", Reason("period.not_begun", {"day": first.isoformat()}))
    with transaction.atomic():
        # Two who open it at once: the body's row makes the second wait.
        lock(Unit, unit.pk)
        opened = ScoringPeriod.objects.select_for_update().filter(body=body, agency=agency, period=period).first()
        if opened is None:
            opened = ScoringPeriod(
                body_id=body,
                agency_id=agency,
                period=period,
                starts_on=first,
                ends_on=last,
                ruleset=rules.ruleset.code,
                settings=rules.chosen,
            )
            data = {"period": period, "ruleset": opened.ruleset, "settings": opened.settings}
            record(opened, "period_opened", by=by, at=at, data=data)
        require_open(opened.pk)
        _make_sheets(opened, by=by, at=at)
    return opened


def _make_sheets(period: ScoringPeriod, *, by: Actor, at: datetime) -> None:
    rules = rules_of(period.body_id, period.starts_on, period.agency_id)
    placed, _unplaced = scored_in(period.body_id, period.starts_on, period.ends_on, rules.personnel, period.agency_id)
    known = set(Sheet.objects.filter(period=period).values_list("officer", flat=True))
    new = [
        Sheet(
            period=period, officer_id=officer, mandate=mandate, unit_id=mandate.post.unit_id, role=role_of(mandate)
        )
        for officer, mandate in placed.items()
        if officer not in known
    ]  # fmt: skip
    record_each(new, "sheet_opened", by=by, at=at, data=lambda one: {"period": period.period, "role": one.role})


def never() -> bool:
    return False


def fill(
    period: ScoringPeriod | UUID,
    *,
    by: Actor,
    at: datetime,
    officers: Collection[UUID] | None = None,
    stop: Callable[[], bool] = never,
) -> int:
    """Works out every sheet that is not confirmed yet, or those of `officers`, and stores them; gives their number.

    `stop` is asked after every ROUND; what was left is worked out the next time.

    Staff first, then deputies, then heads, because what a leader steers is read from the sheets below. Not an event of any sheet: what
    changed is in the ledger of the work itself.
    """
    pk = period.pk if isinstance(period, ScoringPeriod) else period
    opened = ScoringPeriod.objects.select_related("body").get(pk=pk)
    PERMISSIONS.require(by, "fill_period", opened)
    require_open(pk)
    if officers is None:
        with transaction.atomic():
            _make_sheets(lock(ScoringPeriod, pk), by=by, at=at)
    done = 0
    for role in STEPS:
        waiting = Sheet.objects.filter(period=pk, role=role).exclude(state=Sheet.State.CONFIRMED)
        if officers is not None:
            waiting = waiting.filter(officer__in=list(officers))
        for ids in _deepest_first(opened, waiting.order_by("pk").values_list("pk", "unit")):
            for begin in range(0, len(ids), ROUND):
                done += _fill_round(opened, ids[begin : begin + ROUND], at)
                if stop():
                    return done
    if officers is None:
        ScoringPeriod.objects.filter(pk=pk).update(filled_at=at)
    return done


def _deepest_first(period: ScoringPeriod, sheets: Iterable[tuple[UUID, UUID]]) -> list[list[UUID]]:
    """Sheets by how far their unit stands below the body: who leads a unit steers the work of those below it."""
    below = UnitClosure.objects.on(period.ends_on).filter(ancestor=period.user_id)
    depths = dict(below.values_list("descendant", "depth"))
    levels: dict[int, list[UUID]] = defaultdict(list)
    for pk, unit in sheets:
        levels[depths.get(unit, len(depths))].append(pk)
    return [levels[depth] for depth in sorted(levels, reverse=True)]


def _fill_round(period: ScoringPeriod, ids: Sequence[UUID], at: datetime) -> int:
    """Worked out without a lock, so that nobody waits for it; a sheet that somebody changed meanwhile was worked out by that."""
    sheets = list(
        Sheet.objects.filter(pk__in=ids)
        .exclude(state=Sheet.State.CONFIRMED)
        .select_related("mandate")
        .defer("items", "score")
        .order_by("pk")
    )
    for one in sheets:
        one.period = period
    found = work_out(period, sheets, at)
    with transaction.atomic():
        rows = Sheet.objects.select_for_update(of=("self",)).filter(pk__in=ids, period__state=ScoringPeriod.State.OPEN)
        rows = rows.exclude(state=Sheet.State.CONFIRMED).order_by("pk")
        versions = dict(rows.values_list("pk", "version"))
        same = [one for one in sheets if versions.get(one.pk) == one.version]
        for one in same:
            keep(one, found[one.pk], at)
        if same:
            update_each(same, WORKED_OUT)
    return len(same)


def keep(sheet: Sheet, found: Any, at: datetime) -> None:
    """What was worked out (queries.working_out.WorkedOut), on the sheet; not saved."""
    sheet.items, sheet.score, sheet.band, sheet.worked_out_at = found.items, found.stored, found.band, at
    sheet.total = None if found.score.total is None else Decimal(written(found.score.total))


def score_own(
    sheet: Sheet | UUID,
    points: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
    strengths: str = "",
    shortcomings: str = "",
    version: int | None = None,
) -> Sheet:
    """The official's own points for the general criteria: item of form 01 -> decimal ("2.25"). Several times until it is sent.

    Items left out stay without points. Raises Invalid with every point that is no number, over its most, or too finely divided.
    """
    with transaction.atomic():
        locked = _begin(sheet, "score_own", by, version)
        locked.own_points = _points(points, ruleset_of(locked.period).general)
        locked.strengths, locked.shortcomings = strengths.strip()[:4000], shortcomings.strip()[:4000]
        _refresh(locked, at)
        changed = ["own_points", "strengths", "shortcomings", *WORKED_OUT]
        record(locked, "sheet_scored", by=by, at=at, data={"points": locked.own_points}, changed=changed)
    return locked


def send_sheet(sheet: Sheet | UUID, *, by: Actor, at: datetime, version: int | None = None) -> Sheet:
    """To whoever is competent (art. 17.2). Every general criterion has points by then; from here on only the competent level changes it."""
    with transaction.atomic():
        locked = _begin(sheet, "send_sheet", by, version)
        missing = [key for key in ruleset_of(locked.period).general if key not in locked.own_points]
        if missing:
            raise Invalid(None, Reason("score.criteria_missing", {"which": ", ".join(missing)}, "Điều 17.2"))
        if at.astimezone(VIETNAM).date() < locked.period.starts_on:
            raise Invalid(None, Reason("period.not_begun", {"day": locked.period.starts_on.isoformat()}))
        locked.state, locked.sent_at = Sheet.State.SENT, at
        _refresh(locked, at)
        record(
            locked,
            "sheet_sent",
            by=by,
            at=at,
            data={"period": locked.period.period, "points": locked.own_points},
            changed=["state", "sent_at", *WORKED_OUT],
        )
    return locked


def add_product(
    sheet: Sheet | UUID,
    product: Product | UUID,
    *,
    origin: str,
    quantity: Decimal,
    done: Decimal,
    text: str,
    by: Actor,
    at: datetime,
    quality_failures: int = 0,
    late: int = 0,
    assigned_by: str = "",
    basis: str = "",
    link: str = "",
    file: StoredFile | None = None,
    file_name: str = "",
    version: int | None = None,
) -> SheetAddition:
    """Work that the system does not know of, with evidence (art. 18.2). It counts nothing until the competent level accepts it."""
    pk = product.pk if isinstance(product, Product) else product
    with transaction.atomic():
        locked = _begin(sheet, "add_product", by, version)
        chosen = Product.objects.select_related("catalogue").filter(pk=pk).first()
        said = {"text": text.strip(), "assigned_by": assigned_by.strip(), "basis": basis.strip(), "link": link.strip()}
        numbers = {"quantity": quantity, "done": done, "quality_failures": quality_failures, "late": late}
        problems = list(_wrong_addition(locked, chosen, origin, numbers, said, file is not None, by))
        if problems or chosen is None:
            raise Invalid.many(problems)
        added = SheetAddition.objects.create(
            sheet=locked,
            product=chosen,
            origin=origin,
            file=file,
            file_name=file_name[:200],
            added_at=at,
            **numbers,
            **said,
        )
        data = {
            "addition": added.pk,
            "product": chosen.code,
            "origin": origin,
            **numbers,
            **said,
            "file": file_name[:200],
        }
        record(locked, "product_added", by=by, at=at, data=data)
    return added


def withdraw_addition(
    addition: SheetAddition | UUID, *, by: Actor, at: datetime, version: int | None = None
) -> SheetAddition:
    """Taken back by who added it, as long as nobody has decided on it."""
    pk = addition.pk if isinstance(addition, SheetAddition) else addition
    with transaction.atomic():
        locked = _begin(SheetAddition.objects.get(pk=pk).sheet_id, "withdraw_addition", by, version)
        added = SheetAddition.objects.select_for_update().get(pk=pk)
        if added.accepted is not None or added.withdrawn_at is not None:
            raise Invalid(None, Reason("addition.decided"))
        added.withdrawn_at = at
        added.save(update_fields=["withdrawn_at"])
        record(locked, "addition_withdrawn", by=by, at=at, data={"addition": added.pk})
    return added


def _wrong_addition(
    sheet: Sheet,
    product: Product | None,
    origin: str,
    numbers: Mapping[str, Any],
    said: Mapping[str, str],
    has_file: bool,
    by: Actor,
) -> Iterable[tuple[str | None, Reason]]:
    if product is None or not _counts_in(product, sheet.period):
        yield "product", Reason("addition.product", cite="Điều 13.3")
    if origin not in ADDED:
        yield "origin", Reason("addition.origin")
    quantity, done = numbers["quantity"], numbers["done"]
    if not 0 < quantity <= MOST:
        yield "quantity", Reason("addition.quantity")
    if done < 0:
        yield "done", Reason("addition.done")
    elif done > quantity:
        yield "done", Reason("addition.too_much", {"done": f"{done:f}", "quantity": f"{quantity:f}"}, "Điều 18.1.d")
    for field in ("quality_failures", "late"):
        if numbers[field] < 0:
            yield field, Reason("score.negative")
    if not said["text"]:
        yield "text", Reason("addition.text_missing")
    if said["link"] and not said["link"].startswith(("https://", "http://")):
        yield "link", Reason("addition.link")
    elif not (said["link"] or has_file or said["basis"]):
        yield "link", Reason("addition.evidence_missing", cite="Điều 18.2")
    own = fold(said["assigned_by"]) == fold(by.account_label)
    if origin == Origin.SUDDEN and (not said["basis"] or not said["assigned_by"] or own):
        yield "basis", Reason("addition.sudden_basis", cite="Điều 18.1.d")


def _counts_in(product: Product, period: ScoringPeriod) -> bool:
    """On a list of the body that was in force in the period, and not ended before it began."""
    catalogue, first, last = product.catalogue, period.starts_on, period.ends_on
    in_force = catalogue.valid_from is not None and catalogue.valid_from <= last
    followed = catalogue.valid_to is not None and catalogue.valid_to <= first
    ended = product.ended_on is not None and product.ended_on <= first
    dropped = catalogue.state != WorkCatalogue.State.IN_FORCE
    return catalogue.body_id == period.body_id and in_force and not (followed or ended or dropped)


def _begin(sheet: Sheet | UUID, action: str, by: Actor, version: int | None) -> Sheet:
    pk = sheet.pk if isinstance(sheet, Sheet) else sheet
    locked = lock(Sheet, pk, version=version, related=("period", "period__body", "mandate"))
    PERMISSIONS.require(by, action, locked)
    require_open(locked.period_id)
    if locked.state != Sheet.State.OPEN:
        raise Invalid(None, Reason("sheet.already_sent" if locked.state == Sheet.State.SENT else "sheet.confirmed"))
    return locked


def _refresh(sheet: Sheet, at: datetime) -> None:
    keep(sheet, work_out(sheet.period, [sheet], at)[sheet.pk], at)


def _points(points: Mapping[str, str], most: Mapping[str, Fraction]) -> dict[str, str]:
    kept: dict[str, str] = {}
    problems: list[tuple[str | None, Reason]] = []
    for key, text in points.items():
        if key not in most:
            problems.append((key, Reason("score.no_such_criterion", {"known": ", ".join(most)})))
            continue
        if not str(text).strip():
            continue
        if not NUMBER.fullmatch(str(text).strip()):
            problems.append((key, Reason("score.not_a_number", {"value": str(text)[:60]})))
            continue
        value = Fraction(str(text).strip().replace(",", "."))
        if not 0 <= value <= most[key]:
            problems.append((key, Reason("score.points_out_of_range", {"most": written(most[key])}, "Mẫu số 01")))
        elif (value * 10**DECIMALS).denominator != 1:
            problems.append((key, Reason("score.too_many_decimals", {"decimals": DECIMALS})))
        else:
            kept[key] = written(value)
    if problems:
        raise Invalid.many(problems)
    return kept
