"""A law becomes ready: a person confirms its day and what it waits for, work is given out, guidance arrives."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.provisions import Level
from roviec.core.reasons import Reason
from roviec.directives.actions.provisions import link_all
from roviec.directives.models import Directive, Guidance, LegalEffect, Provision
from roviec.directives.permissions import PERMISSIONS
from roviec.directives.queries.documents import directives_visible_to
from roviec.ledger.actions import lock, record
from roviec.work.actions import Drafting, TaskFields, assign_tasks, create_plan, create_tasks
from roviec.work.models import Plan, Task

LONGEST_ISSUER = 300


def follow_effect(directive: UUID, *, effective_on: date, by: Actor, at: datetime) -> LegalEffect:
    """A document that was not taken for a law is followed as one from now on, with the day that the person names."""
    with transaction.atomic():
        locked = lock(Directive, directive)
        PERMISSIONS.require(by, "confirm_effect", locked)
        if LegalEffect.objects.filter(directive=locked).exists():
            raise Invalid(None, Reason("provision.followed"))
        effect = LegalEffect.objects.create(
            directive=locked, effective_on=effective_on, confirmed_at=at, confirmed_by_post_id=by.post_id
        )
        record(locked, "effect_confirmed", by=by, at=at, data={"effective_on": effective_on})
    return effect


def confirm_effect(
    directive: UUID,
    *,
    effective_on: date,
    waiting: Collection[UUID],
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> LegalEffect:
    """The day stands, the guidance in `waiting` is waited for and every other proposal is not: those articles apply by themselves.

    Provisions that said no day of their own follow the day of the document.
    """
    with transaction.atomic():
        locked, effect = _begin(directive, by=by, version=version)
        proposals = Guidance.objects.filter(directive=locked).exclude(state=Guidance.State.FULFILLED)
        unknown = set(waiting) - set(proposals.values_list("pk", flat=True))
        if unknown:
            raise Invalid("waiting", Reason("provision.no_such_guidance"))
        proposals.filter(pk__in=waiting).update(state=Guidance.State.WAITING)
        proposals.exclude(pk__in=waiting).update(state=Guidance.State.DROPPED)
        Provision.objects.filter(directive=locked, effective_on=effect.effective_on).update(effective_on=effective_on)
        effect.effective_on, effect.confirmed_at, effect.confirmed_by_post_id = effective_on, at, by.post_id
        effect.save(update_fields=["effective_on", "confirmed_at", "confirmed_by_post"])
        data = {"effective_on": effective_on, "waiting": sorted(str(pk) for pk in waiting)}
        record(locked, "effect_confirmed", by=by, at=at, data=data)
    return effect


def add_guidance(
    provision: UUID, *, issuer: str, text: str, due: date | None, by: Actor, at: datetime, version: int | None = None
) -> Guidance:
    """Something that the reading did not see: the provision waits for it too."""
    issuer, text = issuer.strip(), text.strip()
    wrong: list[tuple[str | None, Reason]] = []
    if not issuer:
        wrong.append(("issuer", Reason("provision.no_issuer")))
    if len(issuer) > LONGEST_ISSUER:
        wrong.append(("issuer", Reason("task.too_long", {"most": LONGEST_ISSUER})))
    if wrong:
        raise Invalid.many(wrong)
    with transaction.atomic():
        row = Provision.objects.get(pk=provision)
        locked, _effect = _begin(row.directive_id, by=by, version=version)
        made = Guidance.objects.create(
            directive=locked,
            provision=row,
            article=_article(row),
            issuer=issuer,
            text=text,
            due=due,
            why=[Reason("directive.by_hand").as_dict()],
            state=Guidance.State.WAITING,
        )
        data = {"guidance": made.pk, "cite": row.cite, "issuer": issuer, "due": due}
        record(locked, "guidance_added", by=by, at=at, data=data)
    return made


def fulfil_guidance(
    guidance: UUID,
    *,
    on: date,
    document: str = "",
    fulfilled_by: UUID | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Guidance:
    """The guidance is there: a document that stands here, or one known by its number. Invalid without either, or from tomorrow on."""
    with transaction.atomic():
        row = Guidance.objects.get(pk=guidance)
        locked, _effect = _begin(row.directive_id, by=by, version=version)
        found = None
        if fulfilled_by is not None:
            found = directives_visible_to(by).filter(pk=fulfilled_by).exclude(pk=locked.pk).first()
            if found is None:
                raise Invalid("fulfilled_by", Reason("provision.no_such_document"))
        named = document.strip()[:300] or (found.number or found.subject[:300] if found else "")
        if not named:
            raise Invalid("document", Reason("provision.no_document"))
        if on > at.astimezone(VIETNAM).date():
            raise Invalid("on", Reason("task.issued_in_future"))
        row.state, row.document, row.fulfilled_by, row.fulfilled_on = Guidance.State.FULFILLED, named, found, on
        row.save(update_fields=["state", "document", "fulfilled_by", "fulfilled_on"])
        data = {"guidance": row.pk, "issuer": row.issuer, "document": named, "by_directive": row.fulfilled_by_id}
        record(locked, "guidance_fulfilled", by=by, at=at, data=data | {"on": on})
    return row


def await_again(guidance: UUID, *, by: Actor, at: datetime, version: int | None = None) -> Guidance:
    """It was another document, or the proposal was dropped too soon: the article waits again."""
    with transaction.atomic():
        row = Guidance.objects.get(pk=guidance)
        locked, _effect = _begin(row.directive_id, by=by, version=version)
        row.state, row.document, row.fulfilled_by, row.fulfilled_on = Guidance.State.WAITING, "", None, None
        row.save(update_fields=["state", "document", "fulfilled_by", "fulfilled_on"])
        record(locked, "guidance_awaited", by=by, at=at, data={"guidance": row.pk, "issuer": row.issuer})
    return row


@dataclass(frozen=True, slots=True)
class Work:
    """One task for one or more provisions. Without a term of its own it is due on the day the first of them takes effect."""

    provisions: Sequence[UUID]
    fields: TaskFields


def give_readiness_work(
    directive: UUID,
    works: Sequence[Work],
    *,
    by: Actor,
    at: datetime,
    unclear_reason: str = "",
    version: int | None = None,
) -> list[Task]:
    """Tasks of the document's plan, given out at once and linked to their provisions. The plan is made when first needed.

    Invalid like every assignment: for gaps without a stated reason nothing is written.
    """
    with transaction.atomic():
        locked, effect = _begin(directive, by=by, version=version)
        wanted = {pk for work in works for pk in work.provisions}
        rows = {row.pk: row for row in Provision.objects.filter(directive=locked, pk__in=wanted)}
        if not works or set(rows) != wanted or any(not work.provisions for work in works):
            raise Invalid("provisions", Reason("provision.none_chosen"))
        plan = locked.plan or _plan(locked, effect, by=by, at=at)
        drafts = [Drafting(_dated(work, rows, effect)) for work in works]
        tasks = create_tasks(plan, drafts, by=by, at=at)
        link_all(locked, [(rows[pk], task) for work, task in zip(works, tasks, strict=True) for pk in work.provisions])
        given = assign_tasks(tasks, by=by, at=at, unclear_reason=unclear_reason)
        for _task, refusal in given.refused:
            raise refusal
        locked.plan, locked.state = plan, Directive.State.CONFIRMED
        lines = [
            {"task": task.pk, "cites": [rows[pk].cite for pk in work.provisions]}
            for work, task in zip(works, tasks, strict=True)
        ]
        record(
            locked, "readiness_planned", by=by, at=at, data={"plan": plan.pk, "lines": lines}, changed=["plan", "state"]
        )
    return tasks


def _begin(directive: UUID, *, by: Actor, version: int | None) -> tuple[Directive, LegalEffect]:
    locked = lock(Directive, directive, version=version)
    PERMISSIONS.require(by, "confirm_effect", locked)
    effect = LegalEffect.objects.filter(directive=locked).first()
    if effect is None:
        raise Invalid(None, Reason("provision.not_legal"))
    return locked, effect


def _article(row: Provision) -> Provision:
    """The article around a clause or point; outside articles the passage itself."""
    at: Provision | None = row
    while at is not None and at.level != Level.ARTICLE:
        at = at.parent
    return at or row


def _dated(work: Work, rows: dict[UUID, Provision], effect: LegalEffect) -> TaskFields:
    if work.fields.due or work.fields.budget or work.fields.recurrence:
        return work.fields
    days = [day for pk in work.provisions if (day := rows[pk].effective_on)]
    return replace(work.fields, due=min(days, default=effect.effective_on))


def _plan(directive: Directive, effect: LegalEffect, *, by: Actor, at: datetime) -> Plan:
    named = " ".join(filter(None, [directive.kind, directive.number])) or directive.subject
    title = _("Triển khai thi hành %(document)s: %(subject)s") % {"document": named, "subject": directive.subject}
    starts = min(filter(None, [at.astimezone(VIETNAM).date(), effect.effective_on]))
    return create_plan(
        title=title[:500],
        code=directive.number,
        starts_on=starts,
        ends_on=effect.effective_on,
        body=directive.body,
        by=by,
        at=at,
    )
