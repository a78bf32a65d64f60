"""Job types and the seats of units."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import lock, record
from roviec.ledger.bulk import record_each
from roviec.ledger.ids import new_id
from roviec.organisation.actions.checks import ends_after_start, existing, in_batches, open_on, required
from roviec.organisation.models import JobType, Mandate, Post, Unit
from roviec.organisation.models.post import Rank
from roviec.organisation.permissions import PERMISSIONS, Scope


@dataclass(frozen=True, slots=True)
class NewPost:
    unit: UUID
    title: str
    valid_from: date
    rank: str = Rank.STAFF
    seat: int = 1
    job_type: UUID | None = None
    tracks_work: bool = False
    administers: bool = False
    keeps_register: bool = False
    valid_to: date | None = None
    continues: UUID | None = None
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class NewJobType:
    code: str
    name: str
    duty_group: str = ""
    description: str = ""
    competences: str = ""
    id: UUID = field(default_factory=new_id)


def create_job_types(rows: Sequence[NewJobType], *, by: Actor, at: datetime) -> list[JobType]:
    """Kinds of job, shared by all bodies. A code that exists is refused."""
    with transaction.atomic():
        PERMISSIONS.require(by, "create_job_type")
        for row in rows:
            required(code=row.code, name=row.name)
        codes = Counter(row.code for row in rows)
        taken = {job.code for job in in_batches(JobType.objects.all(), "code", codes)}
        if problems := sorted(taken | {code for code, times in codes.items() if times > 1}):
            raise Invalid.many([("code", Reason("organisation.code_taken", {"code": code})) for code in problems])
        made = [
            JobType(
                id=row.id,
                code=row.code,
                name=row.name,
                duty_group=row.duty_group,
                description=row.description,
                competences=row.competences,
            )
            for row in rows
        ]
        record_each(made, "job_type_created", by=by, at=at, data=lambda job: {"code": job.code, "name": job.name})
        return made


def create_post(new: NewPost, *, by: Actor, at: datetime) -> Post:
    return create_posts([new], by=by, at=at)[0]


def create_posts(rows: Sequence[NewPost], *, by: Actor, at: datetime) -> list[Post]:
    """Raises Invalid for a closed unit or a seat that exists; a second seat of one title takes the next `seat` number."""
    with transaction.atomic():
        units = existing(Unit, {row.unit for row in rows}, "unit")
        existing(JobType, {row.job_type for row in rows}, "job_type")
        for row in rows:
            PERMISSIONS.require(by, "create_post", Scope.of([units[row.unit].body_id]))
            if row.administers and not PERMISSIONS.allows(by, "appoint_administrator"):
                raise Invalid("administers", Reason("organisation.administrators_only"))
            required(title=row.title, valid_from=row.valid_from)
            ends_after_start(row.valid_from, row.valid_to)
            open_on([units[row.unit]], row.valid_from)
        _check_seats(rows, units)
        posts = [
            Post(
                id=row.id,
                unit_id=row.unit,
                job_type_id=row.job_type,
                title=row.title.strip(),
                rank=row.rank,
                seat=row.seat,
                tracks_work=row.tracks_work,
                administers=row.administers,
                keeps_register=row.keeps_register,
                continues_id=row.continues,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in rows
        ]
        record_each(posts, "post_created", by=by, at=at, data=post_facts)
        return posts


def close_post(post_id: UUID, *, on: date, by: Actor, at: datetime, version: int | None = None) -> Post:
    """The post's last day is the one before `on`. Refused while somebody holds it on that day or later."""
    with transaction.atomic():
        post = lock(Post, post_id, version=version, related=("unit",))
        PERMISSIONS.require(by, "close_post", Scope.of([post.unit.body_id]))
        if post.valid_to is not None:
            raise Invalid(None, Reason("organisation.already_closed"))
        ends_after_start(post.valid_from, on)
        if Mandate.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), post=post).exists():
            raise Invalid(None, Reason("organisation.post_still_held", {"title": post.title}))
        post.valid_to = on
        record(post, "post_closed", by=by, at=at, data={"on": on}, changed=["valid_to"])
        return post


def post_facts(post: Post) -> dict[str, object]:
    return {
        "unit": post.unit_id,
        "title": post.title,
        "rank": post.rank,
        "seat": post.seat,
        "valid_from": post.valid_from,
    }


def _check_seats(rows: Sequence[NewPost], units: dict[UUID, Unit]) -> None:
    wanted = Counter((row.unit, row.title.strip(), row.seat) for row in rows if row.valid_to is None)
    open_posts = in_batches(Post.objects.filter(valid_to__isnull=True), "unit", units.keys())
    taken = {(post.unit_id, post.title, post.seat) for post in open_posts}
    problems = [
        ("seat", Reason("organisation.seat_taken", {"title": title, "seat": seat, "unit": units[unit].name}))
        for (unit, title, seat), times in wanted.items()
        if times > 1 or (unit, title, seat) in taken
    ]
    if problems:
        raise Invalid.many(problems)
