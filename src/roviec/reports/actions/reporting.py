"""Reports: drafted, written, issued. Issuing keeps every line that a figure counts, so that the figures stay what they were."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.report_periods import bounds
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Post, Unit
from roviec.reports.models import Report, ReportLine
from roviec.reports.permissions import PERMISSIONS
from roviec.reports.queries.reports import FROZEN, name_at, report_lines, sums_before
from roviec.reports.words import SECTIONS
from roviec.work.queries import plans_visible_to

LONGEST_TEXT, LONGEST_TITLE, LONGEST_NUMBER, LONGEST_REASON = 20_000, 500, 60, 1000
MOST_LINES = 50_000
BATCH = 500


@dataclass(frozen=True, slots=True)
class ReportFields:
    """On a plan, on a unit or (neither) on the whole body; over a named period (core.report_periods) or over free days."""

    title: str
    period: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    plan: UUID | None = None
    unit: UUID | None = None


def draft_report(fields: ReportFields, *, by: Actor, at: datetime) -> Report:
    """A draft in the actor's body. Its figures are live."""
    PERMISSIONS.require(by, "draft_report")
    if by.body_id is None:
        raise Denied("reports.draft_report")
    first, last = _days(fields)
    title = fields.title.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise Invalid("title", Reason("task.too_long", {"most": LONGEST_TITLE}) if title else Reason("report.no_title"))
    if fields.plan and not plans_visible_to(by).filter(pk=fields.plan).exists():
        raise Invalid("plan", Reason("report.unknown_plan"))
    if fields.unit and not Unit.objects.filter(pk=fields.unit, body=by.body_id).exists():
        raise Invalid("unit", Reason("report.unknown_unit"))
    report = Report(
        body_id=by.body_id,
        plan_id=fields.plan,
        unit_id=fields.unit,
        period=fields.period,
        starts_on=first,
        ends_on=last,
        title=title,
        drafted_by_post_id=by.post_id,
        created_at=at,
    )
    with transaction.atomic():
        PERMISSIONS.require(by, "draft_report", report)
        data = {"title": title, "period": fields.period, "from": first, "to": last, "plan": fields.plan}
        record(report, "drafted", by=by, at=at, data=data | {"unit": fields.unit})
    return report


def write_report(
    report: Report | UUID, texts: Mapping[str, str], *, by: Actor, at: datetime, version: int | None = None
) -> Report:
    """What the drafter says, by section; sections that are not given stay."""
    kept = {name: text.strip() for name, text in texts.items() if name in SECTIONS}
    if long := [name for name, text in kept.items() if len(text) > LONGEST_TEXT]:
        raise Invalid.many([(name, Reason("task.too_long", {"most": LONGEST_TEXT})) for name in long])
    with transaction.atomic():
        locked = begin(report, "write_report", by=by, version=version)
        changed = [name for name, text in kept.items() if locked.texts.get(name, "") != text]
        if changed:
            locked.texts = {**locked.texts, **{name: kept[name] for name in changed}}
            record(locked, "written", by=by, at=at, data={"sections": changed}, changed=["texts"])
    return locked


def drop_report(report: Report | UUID, *, by: Actor, at: datetime) -> Report:
    with transaction.atomic():
        locked = begin(report, "drop_report", by=by)
        locked.state = Report.State.DROPPED
        record(locked, "dropped", by=by, at=at, changed=["state"])
    return locked


def issue_report(
    report: Report | UUID,
    *,
    number: str,
    on: date,
    by: Actor,
    at: datetime,
    signer_post: UUID | None = None,
    recipients: str = "",
    version: int | None = None,
) -> Report:
    """Numbered, and its figures kept as they stand at the closing instant; the ledger has the sums.

    Raises Invalid before the closing day is over, and for more lines than one report can keep.
    """
    number, today = number.strip(), at.astimezone(VIETNAM).date()
    if not number or len(number) > LONGEST_NUMBER:
        code = Reason("task.too_long", {"most": LONGEST_NUMBER}) if number else Reason("task.document_number_missing")
        raise Invalid("number", code)
    if on > today:
        raise Invalid("on", Reason("task.issued_in_future"))
    with transaction.atomic():
        locked = begin(report, "issue_report", by=by, version=version)
        if locked.ends_on > on:
            raise Invalid("on", Reason("report.period_runs", {"day": locked.ends_on.isoformat()}))
        if signer_post and not Post.objects.filter(pk=signer_post, unit__body=locked.body_id).exists():
            raise Invalid("signer_post", Reason("report.unknown_signer"))
        before = sums_before(locked, by, at)
        lines = report_lines(locked, by, at)
        if len(lines) > MOST_LINES:
            raise Invalid(None, Reason("report.too_many", {"most": MOST_LINES, "count": len(lines)}))
        rows = [
            ReportLine(report=locked, order=order, **{name: getattr(line, name) for name in FROZEN})
            for order, line in enumerate(lines)
        ]
        ReportLine.objects.bulk_create(rows, batch_size=BATCH)
        locked.state, locked.number, locked.issued_on, locked.issued_at = Report.State.ISSUED, number, on, at
        locked.signer_post_id, locked.signer_name = signer_post, name_at(signer_post, on)
        locked.recipients, locked.before = recipients.strip(), asdict(before)
        changed = ["state", "number", "issued_on", "issued_at", "signer_post", "signer_name", "recipients", "before"]
        data = {"number": number, "on": on, "lines": len(rows), "signer": signer_post, "before": locked.before}
        record(locked, "issued", by=by, at=at, data=data, changed=changed)
    return locked


def recall_report(report: Report | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Report:
    """What went out holds no more. It stays to be read as it was, marked, with the reason; another one may be issued for the period."""
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        code = Reason("task.too_long", {"most": LONGEST_REASON}) if reason else Reason("report.no_reason")
        raise Invalid("reason", code)
    with transaction.atomic():
        pk = report.pk if isinstance(report, Report) else report
        locked = lock(Report, pk, version=version, related=("plan", "unit", "body"))
        PERMISSIONS.require(by, "recall_report", locked)
        if locked.state != Report.State.ISSUED:
            raise Invalid(None, Reason("report.not_issued"))
        locked.state, locked.recalled_at = Report.State.RECALLED, at
        locked.recalled_by, locked.recall_reason = by.account_label, reason
        data = {"number": locked.number, "reason": reason}
        changed = ["state", "recalled_at", "recalled_by", "recall_reason"]
        record(locked, "recalled", by=by, at=at, data=data, changed=changed)
    return locked


def begin(report: Report | UUID, action: str, *, by: Actor, version: int | None = None) -> Report:
    """The report locked, a draft still."""
    pk = report.pk if isinstance(report, Report) else report
    locked = lock(Report, pk, version=version, related=("plan", "unit", "body"))
    PERMISSIONS.require(by, action, locked)
    if locked.state != Report.State.DRAFT:
        raise Invalid(None, Reason("report.closed"))
    return locked


def _days(fields: ReportFields) -> tuple[date, date]:
    if fields.period:
        try:
            return bounds(fields.period, settings.REPORT_CLOSING_DAY)
        except ValueError:
            raise Invalid("period", Reason("report.bad_period")) from None
    if fields.starts_on is None or fields.ends_on is None:
        raise Invalid("starts_on" if fields.starts_on is None else "ends_on", Reason("report.no_days"))
    if fields.ends_on < fields.starts_on:
        raise Invalid("ends_on", Reason("task.planned_backwards"))
    return fields.starts_on, fields.ends_on
