"""Committees: founded with a plan of their own, into which every conclusion goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from roviec.core.actor import Actor
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.ledger.actions import lock, record
from roviec.meetings.models import Committee
from roviec.meetings.permissions import PERMISSIONS
from roviec.organisation.models import Post, Unit
from roviec.work.actions import create_plan
from roviec.work.models import Plan

LONGEST_NAME = 300
RHYTHMS = Committee.Rhythm.choices


@dataclass(frozen=True, slots=True)
class CommitteeFields:
    """`follows`: plans whose state the committee hears besides its own conclusions."""

    name: str
    chair_post: UUID
    secretary_post: UUID | None = None
    members: Sequence[UUID] = ()
    rhythm: str = Committee.Rhythm.NONE
    follows: Sequence[UUID] = ()
    next_at: datetime | None = None


def create_committee(fields: CommitteeFields, *, by: Actor, at: datetime, body: Unit | None = None) -> Committee:
    PERMISSIONS.require(by, "create_committee")
    body_id = body.pk if body else by.body_id
    if body_id is None or (by.mandate_id and body_id != by.body_id):
        raise Denied("meetings.create_committee")
    _check(fields, body_id)
    with transaction.atomic():
        title = _("Kết luận các cuộc họp: %(name)s") % {"name": fields.name.strip()}
        plan = create_plan(title=title[:500], leader_post=fields.chair_post, by=by, at=at)
        committee = Committee(body_id=body_id, plan=plan, created_at=at, **_values(fields))
        data = {"name": committee.name, "chair": fields.chair_post, "members": list(fields.members)}
        record(committee, "founded", by=by, at=at, data=data)
        _set_relations(committee, fields)
    return committee


def edit_committee(
    committee: Committee | UUID, fields: CommitteeFields, *, by: Actor, at: datetime, version: int | None = None
) -> Committee:
    with transaction.atomic():
        pk = committee.pk if isinstance(committee, Committee) else committee
        locked = lock(Committee, pk, version=version)
        PERMISSIONS.require(by, "edit_committee", locked)
        _check(fields, locked.body_id)
        values = _values(fields)
        changed = [name for name, value in values.items() if getattr(locked, name) != value]
        for name in changed:
            setattr(locked, name, values[name])
        _set_relations(locked, fields)
        data = {"changed": [name for name in changed if name != "folded"], "members": list(fields.members)}
        record(locked, "edited", by=by, at=at, data=data, changed=[name.removesuffix("_id") for name in changed])
    return locked


def _set_relations(committee: Committee, fields: CommitteeFields) -> None:
    committee.members.set(Post.objects.filter(pk__in=fields.members))
    committee.follows.set(Plan.objects.filter(pk__in=fields.follows))


def _values(fields: CommitteeFields) -> dict[str, object]:
    name = fields.name.strip()
    return {
        "name": name,
        "folded": fold(name)[:340],
        "rhythm": fields.rhythm,
        "chair_post_id": fields.chair_post,
        "secretary_post_id": fields.secretary_post,
        "next_at": fields.next_at,
    }


def _check(fields: CommitteeFields, body_id: UUID) -> None:
    wrong: list[tuple[str | None, Reason]] = []
    if not fields.name.strip():
        wrong.append(("name", Reason("meeting.no_name")))
    if len(fields.name) > LONGEST_NAME:
        wrong.append(("name", Reason("task.too_long", {"most": LONGEST_NAME})))
    if fields.rhythm not in Committee.Rhythm.values:
        wrong.append(("rhythm", Reason("meeting.bad_rhythm")))
    posts = {post for post in (fields.chair_post, fields.secretary_post, *fields.members) if post}
    if Post.objects.filter(pk__in=posts).count() != len(posts):
        wrong.append(("members", Reason("meeting.unknown_post")))
    if Plan.objects.filter(pk__in=fields.follows, body=body_id).count() != len(set(fields.follows)):
        wrong.append(("follows", Reason("meeting.unknown_plan")))
    if wrong:
        raise Invalid.many(wrong)
