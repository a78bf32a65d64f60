"""Documents are kept passage by passage, so that each can be found, cited, and asked what became of it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.extraction.model import Block, DocumentModel, Paragraph, Table
from roviec.core.problems import Invalid
from roviec.core.provisions import Passage, is_legal, read_awaited, read_effect, split
from roviec.core.provisions.effect import effective_days
from roviec.core.provisions.found import searchable
from roviec.core.reasons import Reason
from roviec.directives.models import Directive, Guidance, LegalEffect, Provision, ProvisionTask
from roviec.directives.permissions import PERMISSIONS
from roviec.ledger.actions import lock, record
from roviec.ledger.bulk import BATCH
from roviec.work.models import Task, TaskState
from roviec.work.queries import tasks_visible_to

LEGAL_KINDS = ("bộ luật", "luật", "pháp lệnh", "nghị định", "thông tư", "thông tư liên tịch")


def keep_provisions(directive: Directive, document: DocumentModel) -> int:
    """Writes the passages of a document that has none yet, in the caller's transaction; gives their number.

    A legal document gets its effect and what it waits for as proposals. The caller records and saves `divided`.
    """
    passages = split(document)
    effect = read_effect(passages, directive.issued_on) if is_legal(document) else None
    follows = effect is not None and _is_legal_document(directive)
    days = effective_days(passages, effect) if effect and follows else [None] * len(passages)
    rows: list[Provision] = []
    for order, (passage, day) in enumerate(zip(passages, days, strict=True), 1):
        row = _row(directive, order, passage)
        row.parent = rows[passage.parent] if passage.parent is not None else None
        row.effective_on = day
        rows.append(row)
    Provision.objects.bulk_create(rows, batch_size=BATCH)
    directive.divided = True
    if effect and follows:
        LegalEffect.objects.create(
            directive=directive,
            effective_on=effect.on,
            until=effect.until,
            said_in=rows[effect.passage] if effect.passage is not None else None,
            ended=[
                {
                    "kind": one.kind,
                    "number": one.number,
                    "name": one.name,
                    "date": one.date.isoformat() if one.date else None,
                    "how": one.how,
                    "cite": rows[one.passage].cite,
                }
                for one in effect.ended
            ],
            transitional=[str(rows[at].pk) for at in effect.transitional],
        )
        Guidance.objects.bulk_create(
            [
                Guidance(
                    directive=directive,
                    provision=rows[one.passage],
                    article=rows[one.article],
                    issuer=one.issuer[:300],
                    text=one.words,
                    due=one.due,
                    sure=round(one.sure, 3),
                    why=[reason.as_dict() for reason in one.why],
                )
                for one in read_awaited(passages)
            ],
            batch_size=BATCH,
        )
    return len(rows)


def divide_document(directive: UUID, *, by: Actor, at: datetime) -> int:
    """The passages of a document that came in before there were any; 0, and nothing done, when it has them."""
    with transaction.atomic():
        locked = lock(Directive, directive)
        PERMISSIONS.require(by, "divide_document", locked)
        if locked.divided:
            return 0
        count = keep_provisions(locked, document_of(locked))
        record(locked, "divided", by=by, at=at, data={"provisions": count}, changed=["divided"])
    return count


def divide_some(*, by: Actor, at: datetime, stop: Callable[[], bool], most: int = 200) -> int:
    """Documents of before, one commit each, newest first; gives how many. `stop` is asked between them."""
    done = 0
    for pk in Directive.objects.filter(divided=False).order_by("-pk").values_list("pk", flat=True)[:most]:
        if stop():
            break
        divide_document(pk, by=by, at=at)
        done += 1
    return done


def document_of(directive: Directive) -> DocumentModel:
    """What was read of the file, as the rules see it."""
    blocks: list[Block] = []
    for block in directive.content.get("blocks", ()):
        blocks.append(msgspec.convert(block, Table) if "cells" in block else msgspec.convert(block, Paragraph))
    return DocumentModel(directive.content.get("format", ""), tuple(blocks))


def link_task(provision: UUID, task: UUID, *, by: Actor, at: datetime) -> ProvisionTask:
    """The task carries the provision out. Invalid for a task that the actor does not see, a draft or a cancelled one."""
    with transaction.atomic():
        row = Provision.objects.select_related("directive").defer("directive__content").get(pk=provision)
        directive = lock(Directive, row.directive_id)
        PERMISSIONS.require(by, "link_task", directive)
        known = tasks_visible_to(by).exclude(state__in=(TaskState.DRAFT, TaskState.CANCELLED)).filter(pk=task)
        if not known.exists():
            raise Invalid("task", Reason("provision.no_such_task"))
        link, is_new = ProvisionTask.objects.get_or_create(provision=row, task_id=task)
        if is_new:
            record(directive, "task_linked", by=by, at=at, data={"provision": row.pk, "cite": row.cite, "task": task})
    return link


def unlink_task(provision: UUID, task: UUID, *, by: Actor, at: datetime) -> None:
    """It does not carry the provision out after all; the task itself goes on."""
    with transaction.atomic():
        row = Provision.objects.select_related("directive").defer("directive__content").get(pk=provision)
        directive = lock(Directive, row.directive_id)
        PERMISSIONS.require(by, "link_task", directive)
        gone, _by_model = ProvisionTask.objects.filter(provision=row, task=task).delete()
        if not gone:
            raise Invalid("task", Reason("provision.not_linked"))
        record(directive, "task_unlinked", by=by, at=at, data={"provision": row.pk, "cite": row.cite, "task": task})


def link_all(directive: Directive, pairs: list[tuple[Provision, Task]]) -> None:
    """Within the caller's transaction, which records it."""
    links = [ProvisionTask(provision=provision, task=task) for provision, task in pairs]
    ProvisionTask.objects.bulk_create(links, batch_size=BATCH, ignore_conflicts=True)


def _is_legal_document(directive: Directive) -> bool:
    """By its kind, or by a number that carries the year, as those of legal documents do: "12/2025/QĐ-UBND"."""
    parts = directive.number.split("/")
    has_year = len(parts) > 2 and len(parts[1]) == 4 and parts[1].isdecimal()
    return has_year or directive.kind.lower() in LEGAL_KINDS


def _row(directive: Directive, order: int, passage: Passage) -> Provision:
    return Provision(
        directive=directive,
        order=order,
        level=str(passage.level),
        number=passage.number[:30],
        cite=passage.cite[:120],
        heading=passage.heading[:1000],
        text=passage.text,
        words=searchable(f"{passage.cite} {passage.heading} {passage.text}"),
        anchors=list(passage.anchors),
    )
