"""The head's part of a sheet (art. 10.1, 17.2): additions, d, đ, e of leaders, confirming one or many, giving back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.scoring.model import Role
from roviec.core.scoring.written import written
from roviec.evaluation.actions.periods import require_open
from roviec.evaluation.models import Sheet, SheetAddition
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.permissions.confirming import Before
from roviec.evaluation.queries.before_head import marks_of
from roviec.evaluation.queries.competent import below_of, competence_for
from roviec.evaluation.queries.leading import BELOW_50, DELAYS, DISUNITY, INITIATIVE, derived_facts
from roviec.evaluation.queries.working_out import WorkedOut, work_out
from roviec.ledger.actions import Personal, announce, lock, lock_all, record
from roviec.ledger.bulk import record_each
from roviec.work.actions.dates import label

WORKED_OUT = ["items", "score", "total", "band", "worked_out_at", "unit_facts"]
CONFIRMED = [
    *WORKED_OUT, "state", "points", "comment", "confirmed_at", "confirmed_by_post", "confirmed_by_label"
]  # fmt: skip
MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Confirmed:
    """`left`: sheet -> why it was not confirmed with the others."""

    sheets: list[UUID]
    left: dict[UUID, tuple[Reason, ...]]


def decide_addition(
    addition: SheetAddition | UUID,
    *,
    accepted: bool,
    by: Actor,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> SheetAddition:
    """Only what is accepted counts. May be decided anew until the sheet is confirmed; a refusal says why."""
    if not accepted and not note.strip():
        raise Invalid("note", Reason("addition.why_refused"))
    with transaction.atomic():
        pk = addition.pk if isinstance(addition, SheetAddition) else addition
        sheet = _begin(
            SheetAddition.objects.values_list("sheet", flat=True).get(pk=pk), "decide_addition", by, at, version
        )
        found = SheetAddition.objects.select_for_update().get(pk=pk)
        if found.withdrawn_at is not None:
            raise Invalid(None, Reason("addition.decided"))
        found.accepted, found.decision_note = accepted, note.strip()[:500]
        found.save(update_fields=["accepted", "decision_note"])
        _work_out([sheet], at)
        said = {"addition": found.pk, "accepted": accepted, "note": found.decision_note}
        record(sheet, "addition_decided", by=by, at=at, data=said, changed=WORKED_OUT)
    return found


def say_unit_fact(
    sheet: Sheet | UUID, *, key: str, value: bool, why: str, by: Actor, at: datetime, version: int | None = None
) -> Sheet:
    return say_unit_facts(sheet, values={key: value}, why=why, by=by, at=at, version=version)


def say_unit_facts(
    sheet: Sheet | UUID,
    *,
    values: Mapping[str, bool],
    why: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Sheet:
    """d, đ, e of who leads, said by whoever confirms, with the reason. What follows from the facts is not said by hand."""
    if not why.strip():
        raise Invalid("why", Reason("sheet.reason_missing"))
    if not values or not values.keys() <= {BELOW_50, DELAYS, DISUNITY, INITIATIVE}:
        raise Invalid("key", Reason("sheet.no_such_fact"))
    with transaction.atomic():
        locked = _begin(sheet.pk if isinstance(sheet, Sheet) else sheet, "say_unit_fact", by, at, version)
        if locked.role == Role.STAFF:
            raise Invalid(None, Reason("sheet.not_a_leader", cite="Điều 15.3"))
        if values.keys() & derived_facts([locked], day_of(at), at)[locked.pk].keys():
            raise Invalid("key", Reason("sheet.fact_derived", cite="Điều 15.3"))
        said = {"by": label(by), "why": why.strip()[:1000], "at": at.isoformat()}
        facts = {key: {"value": value, **said} for key, value in values.items()}
        locked.unit_facts = {**locked.unit_facts, **facts}
        _work_out([locked], at)
        record(locked, "unit_fact_said", by=by, at=at, data={"values": dict(values), **said}, changed=WORKED_OUT)
    return locked


def confirm_sheet(
    sheet: Sheet | UUID,
    *,
    by: Actor,
    at: datetime,
    points: Mapping[str, str] | None = None,
    comment: str = "",
    version: int | None = None,
) -> Sheet:
    """As sent, or with other points of form 01 (item -> "2.5"), which need a comment. From then on the sheet stands as it is.

    A sheet that was never sent is confirmed in the official's stead once the period is over, with every point and a comment.
    Raises Invalid while additions wait, d, đ, e are unknown, or somebody below has no final sheet: with their names.
    """
    with transaction.atomic():
        locked = _begin(sheet.pk if isinstance(sheet, Sheet) else sheet, "confirm_sheet", by, at, version)
        given = {key: text for key, text in (points or {}).items() if text != ""}
        differs = any(_differs(text, locked.own_points.get(key)) for key, text in given.items())
        if locked.state == Sheet.State.OPEN:
            _may_stand_in(locked, given, comment, at)
        elif differs and not comment.strip():
            raise Invalid("comment", Reason("sheet.comment_missing", cite="Điều 17.2"))
        locked.points = {**locked.own_points, **given}
        locked.comment = comment.strip() or locked.comment
        _require_complete([locked], at)
        worked = _work_out([locked], at)[locked.pk]
        if any(one.code == "score.criteria_missing" for one in worked.score.problems):
            raise Invalid("points", Reason("sheet.not_confirmable_unsent"))
        if any(one.code == "score.not_known" for one in worked.score.problems):
            raise Invalid(None, Reason("sheet.unit_facts_first", cite="Điều 15.3"))
        _confirm([locked], by, at)
    return locked


def confirm_sheets(sheets: Collection[UUID], *, by: Actor, at: datetime) -> Confirmed:
    """Those among them that need no look, all or none in one transaction: staff first, then deputies, then heads.

    What has come up since the list was shown leaves a sheet out, with the reason. Denied when any of them is not the actor's.
    """
    with transaction.atomic():
        locked = lock_all(Sheet, sheets)
        _with_periods(locked)
        _require(locked, "confirm_sheets", by, at)
        for period in {one.period_id for one in locked}:
            require_open(period)
        done: list[UUID] = []
        left: dict[UUID, tuple[Reason, ...]] = {}
        for role in Role:
            group = [one for one in locked if one.role == role and one.state != Sheet.State.CONFIRMED]
            if not group:
                continue
            worked = _work_out(group, at)
            waiting = below_of(group, day_of(at))
            for one in group:
                found = marks_of(one, worked[one.pk].stored)
                missing = [low.officer for low in waiting[one.pk] if not low.is_final]
                if missing:
                    found = (*found, _below_first(missing))
                if found:
                    left[one.pk] = found
            ready = [one for one in group if one.pk not in left]
            for one in ready:
                one.points = {**one.own_points, **one.points}
            _confirm(ready, by, at)
            done += [one.pk for one in ready]
    return Confirmed(done, left)


def return_sheet(sheet: Sheet | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Sheet:
    """Back to the official, sent or already confirmed; whoever depends on it is given back first."""
    if not reason.strip():
        raise Invalid("reason", Reason("sheet.reason_missing"))
    with transaction.atomic():
        locked = _begin(
            sheet.pk if isinstance(sheet, Sheet) else sheet, "return_sheet", by, at, version, confirmed_too=True
        )
        if locked.state == Sheet.State.OPEN:
            raise Invalid(None, Reason("sheet.not_sent_yet"))
        if above := _confirmed_above(locked, at):
            raise Invalid(None, Reason("sheet.above_first", {"n": len(above), "names": ", ".join(above[:MOST_NAMES])}))
        was = locked.state
        locked.state, locked.points, locked.sent_at = Sheet.State.OPEN, {}, None
        locked.confirmed_at, locked.confirmed_by_post, locked.confirmed_by_label = None, None, ""
        changed = ["state", "points", "sent_at", "confirmed_at", "confirmed_by_post", "confirmed_by_label"]
        said = {"reason": reason.strip()[:1000], "was": was}
        record(locked, "sheet_returned", by=by, at=at, data=said, changed=changed)
        announce("evaluation.sheet_returned", locked, at=at, payload={"by": {"officer": str(by.officer_id or "")}})
    return locked


def day_of(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def _begin(
    pk: UUID, action: str, by: Actor, at: datetime, version: int | None, *, confirmed_too: bool = False
) -> Sheet:
    locked = lock(Sheet, pk, version=version)
    _with_periods([locked])
    _require([locked], action, by, at)
    require_open(locked.period_id)
    if locked.state == Sheet.State.CONFIRMED and not confirmed_too:
        raise Invalid(None, Reason("sheet.confirmed"))
    return locked


def _with_periods(sheets: Collection[Sheet]) -> None:
    """Period, mandate and officer are read after the lock: what came with the sheet might be older than who held it."""
    related = ("period", "mandate", "officer")
    fresh = {one.pk: one for one in Sheet.objects.filter(pk__in=[s.pk for s in sheets]).select_related(*related)}
    for one in sheets:
        for name in related:
            setattr(one, name, getattr(fresh[one.pk], name))


def _require(sheets: Collection[Sheet], action: str, by: Actor, at: datetime) -> None:
    who = competence_for(sheets, day_of(at))
    for one in sheets:
        PERMISSIONS.require(by, action, Before(one.officer_id, who.for_sheet(one)))


def _differs(text: str, own: str | None) -> bool:
    try:
        return own is None or Decimal(text) != Decimal(own)
    except ArithmeticError:
        raise Invalid("points", Reason("score.not_a_number")) from None


def _may_stand_in(sheet: Sheet, points: Mapping[str, str], comment: str, at: datetime) -> None:
    """Somebody fell ill, or would not send: after the period the competent level scores in their stead and says why."""
    if day_of(at) <= sheet.period.ends_on or not points or not comment.strip():
        raise Invalid("comment", Reason("sheet.not_confirmable_unsent", cite="Điều 17.2"))


def _require_complete(sheets: Collection[Sheet], at: datetime) -> None:
    for one in sheets:
        undecided = SheetAddition.objects.filter(sheet=one, accepted=None, withdrawn_at=None).count()
        if undecided:
            raise Invalid(None, Reason("sheet.additions_first", {"n": undecided}))
    for rows in below_of(sheets, day_of(at)).values():
        if missing := [one.officer for one in rows if not one.is_final]:
            raise Invalid(None, _below_first(missing))


def _below_first(missing: list[str]) -> Reason:
    names = ", ".join(missing[:MOST_NAMES]) + ("…" if len(missing) > MOST_NAMES else "")
    return Reason("sheet.below_first", {"n": len(missing), "names": names}, "Điều 15.3.a")


def _work_out(sheets: Collection[Sheet], at: datetime) -> dict[UUID, WorkedOut]:
    """From the facts as they are now, into the rows, unsaved."""
    found: dict[UUID, WorkedOut] = {}
    for period in {one.period_id: one.period for one in sheets}.values():
        found |= work_out(period, [one for one in sheets if one.period_id == period.pk], at)
    for one in sheets:
        worked = found[one.pk]
        one.items, one.score, one.band, one.worked_out_at = worked.items, worked.stored, worked.band, at
        one.unit_facts = worked.unit_facts
        one.total = None if worked.score.total is None else Decimal(written(worked.score.total))
    return found


def _confirm(sheets: Collection[Sheet], by: Actor, at: datetime) -> None:
    """Worked out and found complete by the caller."""
    for one in sheets:
        one.state, one.confirmed_at = Sheet.State.CONFIRMED, at
        one.confirmed_by_post_id, one.confirmed_by_label = by.post_id, label(by)
    record_each(list(sheets), "sheet_confirmed", by=by, at=at, data=_said, changed=CONFIRMED)


def _said(sheet: Sheet) -> dict[str, object]:
    """Which items of form 01 were changed, and the total as a personal value: the ledger proves it without showing it."""
    changed = sorted(key for key, text in sheet.points.items() if _differs(text, sheet.own_points.get(key)))
    return {
        "points_changed": changed,
        "total": Personal("" if sheet.total is None else written_total(sheet)),
        "comment": Personal(sheet.comment),
    }


def written_total(sheet: Sheet) -> str:
    return str(sheet.score.get("total"))


def _confirmed_above(sheet: Sheet, at: datetime) -> list[str]:
    """Names of confirmed leaders whose d or steered work this sheet is part of."""
    leaders = list(
        Sheet.objects.filter(period=sheet.period_id, state=Sheet.State.CONFIRMED)
        .exclude(role=Role.STAFF)
        .select_related("period", "mandate", "officer")
    )
    below = below_of(leaders, day_of(at))
    return [one.officer.full_name for one in leaders if any(low.sheet == sheet.pk for low in below[one.pk])]
